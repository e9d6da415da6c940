// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::routing {

// What routing sees of a call. Views live as long as the call.
struct CallTraits {
    std::string_view path;
    std::string_view app;
    std::string_view team;
    std::string_view key;
    std::string_view session; // x-gatehouse-session
    std::string_view tags;    // comma list
    bool stream = false;
    bool supposed = false;         // only asked about: takes nobody's turn
    std::int64_t inputTokens = 0;  // estimated
    std::int64_t outputTokens = 0; // expected
    WallMicros time = 0;
    // Asked only where a rule or a hash wants to know. A header by its name in small letters, nothing where it is
    // absent or holds a key; a scalar of the body by its path ("a.b"), texts decoded, all else as it is written.
    std::function<std::optional<std::string_view>(std::string_view name)> header;
    std::function<std::optional<std::string>(std::string_view path)> body;
    // The end user that the body names, or nothing.
    std::function<std::string()> user;
    // What the prompt begins with, where it is long enough for a provider to cache it; else nothing.
    std::function<std::string()> prompt;
};

} // namespace gatehouse::routing
