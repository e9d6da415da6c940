// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

// A time zone of the IANA database, as the system has it (/usr/share/zoneinfo; RFC 8536, "TZif"). GCC 12 has no
// std::chrono::tzdb. Read once, then immutable; any thread.
class TimeZone {
public:
    // Reads a file; "UTC" needs none. Errors: NotFound time_zone_unknown.
    static Result<std::shared_ptr<const TimeZone>> find(const std::string& name);
    // The content of such a file. Error: Invalid time_zone_broken.
    static Result<std::shared_ptr<const TimeZone>> read(std::string_view content);

    // What is added to UTC there and then, in seconds.
    std::int64_t offsetAt(WallMicros time) const;

    // A year's rule behind the last transition that is listed: "CET-1CEST,M3.5.0,M10.5.0/3".
    struct Rule {
        struct Change {
            enum class Form { MonthWeekDay, JulianDay, YearDay };
            Form form = Form::MonthWeekDay;
            int month = 1, week = 1, day = 0;
            std::int64_t seconds = 7'200; // of the local day
        };
        std::int64_t standard = 0;
        std::int64_t summer = 0;
        bool hasSummer = false;
        Change begin, end; // of summer time
    };

private:
    struct Transition {
        std::int64_t at; // seconds since 1970
        std::int64_t offset;
    };
    std::int64_t m_first = 0; // before all transitions
    std::vector<Transition> m_transitions;
    Rule m_rule;
};

} // namespace gatehouse
