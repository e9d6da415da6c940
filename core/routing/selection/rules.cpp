// SPDX-License-Identifier: Apache-2.0
#include "core/routing/selection/rules.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::routing {
namespace {

bool isAnyOf(const std::vector<std::string>& names, std::string_view name) {
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

bool bearsAnyOf(const std::vector<std::string>& wanted, std::string_view tags) {
    if (wanted.empty())
        return true;
    while (!tags.empty()) {
        const auto end = tags.find(',');
        if (std::find(wanted.begin(), wanted.end(), trim(tags.substr(0, end))) != wanted.end())
            return true;
        tags.remove_prefix(end == std::string_view::npos ? tags.size() : end + 1);
    }
    return false;
}

} // namespace

bool fitsPattern(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos; // the last one met, and where what it stands for began
    std::size_t from = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool isWithin(const config::TimeWindow& window, WallMicros time) {
    constexpr std::int64_t daySeconds = 86'400;
    constexpr std::int64_t thursday = 3; // 1 January 1970
    const auto offset = window.zone != nullptr ? window.zone->offsetAt(time) : 0;
    const std::int64_t local = time / 1'000'000 + offset;
    const auto day = local / daySeconds;
    const auto minute = static_cast<int>(local % daySeconds / 60);
    const auto taken = [&window](std::int64_t number) {
        return window.days == 0 || (window.days >> static_cast<unsigned>((number + thursday) % 7) & 1U) != 0;
    };
    if (window.from < window.until)
        return minute >= window.from && minute < window.until && taken(day);
    return (minute >= window.from && taken(day)) || (minute < window.until && taken(day - 1));
}

bool matches(const config::When& when, const CallTraits& call) {
    if (when.stream && *when.stream != call.stream)
        return false;
    const auto tokens = static_cast<std::uint64_t>(std::max<std::int64_t>(call.inputTokens, 0));
    if ((when.tokensAbove && tokens <= *when.tokensAbove) || (when.tokensBelow && tokens >= *when.tokensBelow))
        return false;
    if (!isAnyOf(when.teams, call.team) || !isAnyOf(when.apps, call.app) || !bearsAnyOf(when.tags, call.tags))
        return false;
    if ((when.path && !fitsPattern(*when.path, call.path)) || (when.time && !isWithin(*when.time, call.time)))
        return false;
    for (const auto& [name, pattern] : when.headers) {
        const auto value = call.header ? call.header(name) : std::nullopt;
        if (!value || !fitsPattern(pattern, *value))
            return false;
    }
    return std::all_of(when.body.begin(), when.body.end(), [&call](const config::FieldPattern& wanted) {
        const auto value = call.body ? call.body(wanted.first) : std::nullopt;
        return value && fitsPattern(wanted.second, *value);
    });
}

} // namespace gatehouse::routing
