// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/config/snapshot.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace gatehouse::access {

// The fields of a request that may hold a credential, as they came; empty = absent.
struct Credentials {
    std::string_view authorization; // "Bearer …"
    std::string_view xApiKey;
    std::string_view apiKey;
    std::string_view xGoogApiKey;
    std::string_view queryKey; // percent-decoded value of ?key=
};

struct Identity {
    std::size_t key = 0; // index in the snapshot
    std::size_t app = 0;
    std::size_t team = 0;
};

// Who is calling. Same work on hit and miss; unknown, expired, disabled and revoked keys give the same answer.
// Errors: Unauthorized with code missing_key, invalid_key; Invalid with code ambiguous_credentials where two different
// credentials are sent.
Result<Identity> authenticate(const config::Snapshot& snapshot, const Credentials& credentials, WallMicros now);

// Does this key still hold? A stream looks at each event.
bool stillValid(const config::Snapshot& snapshot, const Digest& digest, WallMicros now);

} // namespace gatehouse::access
