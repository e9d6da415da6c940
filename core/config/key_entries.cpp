// SPDX-License-Identifier: Apache-2.0
#include "core/config/key_entries.h"

#include "core/base/digest.h"
#include "core/base/secret.h"
#include "core/base/text.h"
#include "core/config/bodies.h"
#include "core/config/document_rules.h"

#include <algorithm>

namespace gatehouse::config {
namespace {

using contract::Fault;
using contract::FaultCode;
using contract::makeFault;
using contract::Path;

constexpr std::string_view plainScheme = "plain:";
constexpr std::string_view hashScheme = "hash:";
constexpr std::size_t shortestStrongKey = 32;
constexpr std::size_t idLength = 8;
constexpr std::size_t mostIdAttempts = 4;
constexpr std::size_t gatewayKeyLength = 61; // gh_ + 8 + _ + 43 + 6

// The id inside a key of our own form (THREATS §6.5); empty for others.
std::string idInside(std::string_view key) {
    if (key.size() != gatewayKeyLength || !key.starts_with("gh_") || key[3 + idLength] != '_')
        return {};
    const auto id = key.substr(3, idLength);
    const bool fits =
        std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
    return fits ? std::string(id) : std::string();
}

Fault conflict(const Path& path, std::string sentence) {
    auto fault = makeFault(FaultCode::Conflict, path, "", "");
    fault.detail = std::move(sentence);
    return fault;
}

} // namespace

std::string derivedKeyId(std::string_view digestHex, std::size_t attempt) {
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    const auto digest = digestFromHex(digestHex).value_or(Digest{});
    std::string id;
    for (std::size_t i = 0; i < idLength; ++i)
        id += letters[digest[(attempt * idLength + i) % digest.size()] % letters.size()];
    return id;
}

KeyEntries::KeyEntries(const Objects& current, WallMicros now, Moving moving) : m_now(now), m_moving(moving) {
    for (const auto& object : current) {
        if (object.kind != Kind::Key)
            continue;
        m_byId.emplace(object.id, &object);
        m_byDigest.emplace(textIn(object.body, "digest"), &object);
    }
}

void KeyEntries::add(const contract::AppSpec& app, const Path& path) {
    const Path list(path, "keys");
    const auto firstKey = m_keys.size();
    for (std::size_t i = 0; i < app.keys.size(); ++i) {
        const Path here(list, i);
        auto entry = parse(app.keys[i], app, i);
        const auto [named, fresh] = m_digestsNamed.emplace(entry.digest, here.field());
        if (!fresh) {
            m_faults.push_back(
                makeFault(FaultCode::Duplicate, here, "each key once", "the key of " + named->second + " again"));
            continue;
        }
        if (settleId(entry, here))
            addEntry(entry, app, here);
    }
    addDetails(app, firstKey, path);
}

KeyEntries::Entry KeyEntries::parse(const std::string& text, const contract::AppSpec& app, std::size_t index) {
    Entry entry;
    if (text.starts_with(hashScheme)) {
        const auto colon = text.find(':', hashScheme.size());
        entry.id = text.substr(hashScheme.size(), colon - hashScheme.size());
        entry.digest = text.substr(colon + 1);
        return entry;
    }
    const Secret key(std::string_view(text).substr(plainScheme.size()));
    entry.digest = toHex(sha256(key.reveal()));
    entry.lastFour = key.lastFour();
    if (key.size() < shortestStrongKey)
        m_warnings.push_back("gateway key " + std::to_string(index + 1) + " of app " + app.id + " has only " +
                             std::to_string(key.size()) + " characters; use at least " +
                             std::to_string(shortestStrongKey) + ", or let the gateway make one");
    if (const auto known = m_byDigest.find(entry.digest); known != m_byDigest.end())
        entry.id = known->second->id;
    else if (const auto id = idInside(key.reveal()); isFree(id, entry.digest))
        entry.id = id;
    for (std::size_t attempt = 0; entry.id.empty() && attempt < mostIdAttempts; ++attempt) {
        const auto id = derivedKeyId(entry.digest, attempt);
        if (isFree(id, entry.digest))
            entry.id = id;
    }
    return entry;
}

bool KeyEntries::isFree(const std::string& id, const std::string& digest) const {
    if (id.empty())
        return false;
    const auto standing = m_byId.find(id);
    const auto taken = m_idsTaken.find(id);
    return (standing == m_byId.end() || textIn(standing->second->body, "digest") == digest) &&
           (taken == m_idsTaken.end() || taken->second == digest);
}

bool KeyEntries::settleId(Entry& entry, const Path& path) {
    if (!isFree(entry.id, entry.digest)) {
        m_faults.push_back(conflict(path, "another gateway key has the id " + contract::quoted(entry.id)));
        return false;
    }
    if (const auto known = m_byDigest.find(entry.digest); known != m_byDigest.end() && known->second->id != entry.id) {
        m_faults.push_back(conflict(path, "this key is known already, by the id " + known->second->id));
        return false;
    }
    m_idsTaken.emplace(entry.id, entry.digest);
    return true;
}

void KeyEntries::addEntry(const Entry& entry, const contract::AppSpec& app, const Path& path) {
    DesiredKey key;
    if (const auto standing = m_byId.find(entry.id); standing != m_byId.end()) {
        key.spec = keyOf(standing->second->body);
        key.known = true;
    } else {
        key.spec.created = m_now;
    }
    if (key.known && key.spec.app != app.id && m_moving == Moving::Refused) {
        m_faults.push_back(conflict(path, "this key belongs to app " + key.spec.app + "; delete it there first"));
        return;
    }
    key.spec.id = entry.id;
    key.spec.app = app.id;
    key.spec.digest = entry.digest;
    if (!entry.lastFour.empty())
        key.spec.lastFour = entry.lastFour;
    m_keys.push_back(std::move(key));
}

void KeyEntries::addDetails(const contract::AppSpec& app, std::size_t firstKey, const Path& path) {
    const Path list(path, "key_details");
    for (std::size_t i = 0; i < app.keyDetails.size(); ++i) {
        const Path here(list, i);
        const auto& details = app.keyDetails[i];
        const auto key = std::find_if(m_keys.begin() + static_cast<std::ptrdiff_t>(firstKey), m_keys.end(),
                                      [&](const DesiredKey& candidate) { return candidate.spec.id == details.id; });
        if (key == m_keys.end())
            m_faults.push_back(makeFault(FaultCode::UnknownReference, Path(here, "id"),
                                         "the id of a key in keys of the same app", contract::quoted(details.id)));
        else
            applyDetails(key->spec, details, here);
    }
}

void KeyEntries::applyDetails(contract::KeySpec& spec, const contract::KeyDetailsSpec& details, const Path& path) {
    if (details.allowFrom)
        checkNetworks(*details.allowFrom, Path(path, "allow_from"), m_faults);
    if (details.denyFrom)
        checkNetworks(*details.denyFrom, Path(path, "deny_from"), m_faults);
    if (spec.revoked && details.revoked && !*details.revoked)
        m_faults.push_back(conflict(Path(path, "revoked"), "a revoked key stays revoked; make a new one"));
    spec.name = details.name.value_or(spec.name);
    spec.expires = details.expires ? details.expires : spec.expires;
    spec.revoked = details.revoked.value_or(spec.revoked);
    spec.limits = details.limits.value_or(spec.limits);
    spec.models = details.models.value_or(spec.models);
    spec.allowFrom = details.allowFrom.value_or(spec.allowFrom);
    spec.denyFrom = details.denyFrom.value_or(spec.denyFrom);
    spec.maxBody = details.maxBody ? details.maxBody : spec.maxBody;
    spec.maxOutputTokens = details.maxOutputTokens.value_or(spec.maxOutputTokens);
    spec.budget = details.budget ? details.budget : spec.budget;
    spec.bodies = details.bodies ? details.bodies : spec.bodies;
    spec.enabled = details.enabled.value_or(spec.enabled);
}

} // namespace gatehouse::config
