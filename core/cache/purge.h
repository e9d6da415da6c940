// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/entry.h"

#include <string>

namespace gatehouse::cache {

// Which entries are to go: those that fit all that is named; all of them where nothing is.
struct Purge {
    std::string route;
    std::string model; // that answered
    std::string key;   // id of the gateway key whose call brought the answer, or an entry's own key (64 hex digits)
    bool fits(const Entry& entry) const;
};

} // namespace gatehouse::cache
