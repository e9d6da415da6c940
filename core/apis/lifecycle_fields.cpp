// SPDX-License-Identifier: Apache-2.0
#include "core/apis/lifecycle_fields.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace gatehouse::apis {

std::string httpDate(WallMicros time) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    using namespace std::chrono;
    const sys_time<microseconds> moment{microseconds(time)};
    const auto day = floor<std::chrono::days>(moment);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(moment - day));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", days[weekday(day).c_encoding()],
                  unsigned(date.day()), months[unsigned(date.month()) - 1], int(date.year()),
                  int(clock.hours().count()), int(clock.minutes().count()), int(clock.seconds().count()));
    return text.data();
}

NamedTexts deprecationFields(const Deprecated& what) {
    NamedTexts fields;
    fields.emplace_back("deprecation", "@" + std::to_string(what.since / 1'000'000));
    if (what.sunset)
        fields.emplace_back("sunset", httpDate(*what.sunset));
    if (!what.successorPath.empty())
        fields.emplace_back("link", "<" + std::string(what.successorPath) + ">; rel=\"successor-version\"");
    return fields;
}

} // namespace gatehouse::apis
