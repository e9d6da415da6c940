// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/digest.h"
#include "core/cache/canonical.h"
#include "core/config/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::cache {

// All that a request's answer hangs on besides its body.
struct Asked {
    const config::Snapshot& snapshot;
    const config::Route& route;
    std::size_t app = 0;                    // index of the snapshot: whose call it is
    std::vector<std::string> circumstances; // header fields and query that go on to a provider, "name: value"
};

// The entry's key. Callers who may not share an answer have different ones, whatever they ask.
Digest keyOf(const Asked& asked, const Canonical& canonical);
// Of all but the last words: among requests of one partition these alone differ. Needs canonical.rest.
Digest partitionOf(const Asked& asked, const Canonical& canonical);

} // namespace gatehouse::cache
