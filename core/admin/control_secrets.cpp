// SPDX-License-Identifier: Apache-2.0
#include "core/admin/control_secrets.h"

#include <algorithm>
#include <utility>

namespace gatehouse::admin {
namespace {

std::string referenceOf(secrets::Place place, std::string_view name) {
    return std::string(secrets::nameOf(place)) + ':' + std::string(name);
}

} // namespace

Result<std::string> ControlService::Secrets::put(std::string_view name, Secret secret) {
    auto place = m_with.stash.where(name);
    if (!place)
        return tl::unexpected<Error>(std::move(place.error()));
    if (*place)
        return planReplacement(name, referenceOf(**place, name), std::move(secret));
    if (m_run == Run::Dry)
        return referenceOf(m_with.newSecrets, name);
    return stashNew(name, std::move(secret));
}

Result<std::string> ControlService::Secrets::stashNew(std::string_view name, Secret secret) {
    auto reference = m_with.stash.put(name, secret);
    if (!reference)
        return reference;
    m_added.emplace_back(name);
    m_resolved[*reference] = std::make_shared<const Secret>(std::move(secret));
    return reference;
}

Result<std::string> ControlService::Secrets::planReplacement(std::string_view name, std::string reference,
                                                             Secret secret) {
    const auto before = resolve(reference);
    if (before && *before && equalInConstantTime((*before)->reveal(), secret.reveal()))
        return reference;
    Replacement replacement;
    replacement.name = name;
    replacement.reference = reference;
    replacement.value = std::make_shared<const Secret>(std::move(secret));
    replacement.before = before ? *before : nullptr;
    m_replacing.push_back(std::move(replacement));
    return reference;
}

Result<SharedSecret> ControlService::Secrets::resolve(std::string_view reference) {
    for (const auto& replacement : m_replacing) {
        if (replacement.reference == reference)
            return replacement.value;
    }
    if (const auto known = m_resolved.find(reference); known != m_resolved.end())
        return known->second;
    auto resolved = m_with.resolver.resolve(reference);
    if (resolved)
        m_resolved[std::string(reference)] = *resolved;
    return resolved;
}

// Not kept: a key with several lines must not be found by resolve(). There are few of them.
Result<SharedSecret> ControlService::Secrets::resolveText(std::string_view reference) {
    for (const auto& replacement : m_replacing) {
        if (replacement.reference == reference)
            return replacement.value;
    }
    return m_with.resolver.resolveText(reference);
}

Result<void> ControlService::Secrets::commit() {
    for (const auto& replacement : m_replacing) {
        if (auto put = m_with.stash.put(replacement.name, *replacement.value); !put) {
            undo();
            return tl::unexpected<Error>(std::move(put.error()));
        }
        ++m_written;
    }
    return {};
}

void ControlService::Secrets::undo() {
    for (std::size_t i = 0; i < m_written; ++i) {
        const auto& replacement = m_replacing[i];
        if (replacement.before && !m_with.stash.put(replacement.name, *replacement.before))
            m_with.log.error("secret.not_restored", {{"name", replacement.name}});
    }
    for (const auto& name : m_added) {
        if (!m_with.stash.remove(name))
            m_with.log.warning("secret.not_removed", {{"name", name}});
        for (const auto place : {secrets::Place::KeyChain, secrets::Place::Vault})
            forget(referenceOf(place, name));
    }
    m_replacing.clear();
    m_added.clear();
    m_written = 0;
}

void ControlService::Secrets::settle() {
    for (auto& replacement : m_replacing)
        m_resolved[replacement.reference] = std::move(replacement.value);
    m_replacing.clear();
    m_added.clear();
    m_written = 0;
}

} // namespace gatehouse::admin
