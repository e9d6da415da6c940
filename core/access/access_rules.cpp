// SPDX-License-Identifier: Apache-2.0
#include "core/access/access_rules.h"

#include <algorithm>

namespace gatehouse::access {
namespace {

std::uint64_t smaller(std::uint64_t a, std::uint64_t b) {
    return a == 0 || b == 0 ? a + b : std::min(a, b);
}

} // namespace

AccessRules::AccessRules(const config::Snapshot& snapshot, const Identity& identity) {
    if (identity.key < snapshot.keys.size())
        m_levels[0] = {&snapshot.keys[identity.key].access, "key", snapshot.keys[identity.key].id};
    m_levels[1] = {&snapshot.apps[identity.app].access, "application", snapshot.apps[identity.app].id};
    if (identity.team < snapshot.teams.size())
        m_levels[2] = {&snapshot.teams[identity.team].access, "team", snapshot.teams[identity.team].id};
}

Result<void> AccessRules::checkAddress(std::string_view address) const {
    const bool any = std::any_of(m_levels.begin(), m_levels.end(), [](const Level& level) {
        return level.access != nullptr && !(level.access->allowFrom.empty() && level.access->denyFrom.empty());
    });
    if (!any)
        return {};
    const auto from = IpAddress::parse(address);
    for (const auto& level : m_levels) {
        if (level.access == nullptr || (from && level.access->mayComeFrom(*from)))
            continue;
        return failure(ErrorKind::Forbidden, "address_not_allowed",
                       "The address " + std::string(address) + " may not use this key: the " + std::string(level.kind) +
                           " \"" + std::string(level.id) +
                           "\" does not allow it (allow_from, deny_from). Call from an address that it allows.");
    }
    return {};
}

bool AccessRules::mayUse(std::string_view model) const {
    return std::all_of(m_levels.begin(), m_levels.end(), [model](const Level& level) {
        return level.access == nullptr || level.access->mayUse(model);
    });
}

bool AccessRules::allowsEveryModel() const {
    return whoListsModels().empty();
}

std::string AccessRules::whoForbids(std::string_view model) const {
    for (const auto& level : m_levels) {
        if (level.access != nullptr && !level.access->mayUse(model))
            return std::string(level.kind) + " \"" + std::string(level.id) + '"';
    }
    return {};
}

std::string AccessRules::whoListsModels() const {
    for (const auto& level : m_levels) {
        if (level.access != nullptr && !level.access->allowsEveryModel())
            return std::string(level.kind) + " \"" + std::string(level.id) + '"';
    }
    return {};
}

std::uint64_t AccessRules::maxBody() const {
    std::uint64_t most = 0;
    for (const auto& level : m_levels)
        most = smaller(most, level.access != nullptr ? level.access->maxBody : 0);
    return most;
}

std::uint64_t AccessRules::maxOutputTokens() const {
    std::uint64_t most = 0;
    for (const auto& level : m_levels)
        most = smaller(most, level.access != nullptr ? level.access->maxOutputTokens : 0);
    return most;
}

} // namespace gatehouse::access
