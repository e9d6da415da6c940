// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/access/authenticator.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::access {

// What key, application and team together allow a caller: each of the three must. Views of the snapshot, which must
// outlive it. Pure; any thread.
class AccessRules {
public:
    AccessRules(const config::Snapshot& snapshot, const Identity& identity);

    // Errors: Forbidden address_not_allowed. An address that cannot be read is allowed only where nothing is said.
    Result<void> checkAddress(std::string_view address) const;
    bool mayUse(std::string_view model) const;
    bool allowsEveryModel() const;
    // Who does not allow it: "key abcd1234", "team research"; empty: all do.
    std::string whoForbids(std::string_view model) const;
    std::string whoListsModels() const; // empty: nobody
    std::uint64_t maxBody() const;         // bytes; 0 = no bound of theirs
    std::uint64_t maxOutputTokens() const; // 0 = none

private:
    struct Level {
        const config::Access* access = nullptr;
        std::string_view kind;
        std::string_view id;
    };
    std::array<Level, 3> m_levels; // without an access: says nothing
};

} // namespace gatehouse::access
