// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::apis {

// Header fields: name and value.
using NamedTexts = std::vector<std::pair<std::string, std::string>>;

// How a version that is deprecated says so on every answer: Deprecation "@1688169599" (RFC 9745), Sunset "Sat, 31 Dec
// 2026 23:59:59 GMT" (RFC 8594) where an end is set, Link with rel="successor-version" (RFC 5829) where one is named.
struct Deprecated {
    WallMicros since = 0;
    std::optional<WallMicros> sunset;
    std::string_view successorPath; // "/apis/mood/2"; empty: none
};
NamedTexts deprecationFields(const Deprecated& what);

// RFC 9110 §5.6.7, IMF-fixdate.
std::string httpDate(WallMicros time);

} // namespace gatehouse::apis
