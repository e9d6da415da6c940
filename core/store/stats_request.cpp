// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/store/stats_names.h"

#include <algorithm>
#include <array>

namespace gatehouse::store {
namespace {

using telemetry::microsPerDay;
using telemetry::microsPerHour;
using telemetry::microsPerMinute;

constexpr std::int64_t usualPoints = 100;
constexpr std::size_t mostDimensions = 4;
constexpr std::int64_t longestDays = 36'600;

tl::unexpected<Error> invalid(std::string field, std::string expected, std::string_view found) {
    auto error = failure(ErrorKind::Invalid, "invalid_parameter",
                         field + ": expected " + expected + ", found \"" + std::string(found.substr(0, 80)) + "\"");
    error.value().field = std::move(field);
    error.value().expected = std::move(expected);
    error.value().found = std::string(found.substr(0, 80));
    return error;
}

// "15m", "1h", "7d" → microseconds.
std::optional<std::int64_t> parseLength(std::string_view text) {
    if (text.size() < 2)
        return std::nullopt;
    const auto count = parseUnsigned(text.substr(0, text.size() - 1));
    const std::int64_t unit = text.back() == 'm'   ? microsPerMinute
                              : text.back() == 'h' ? microsPerHour
                              : text.back() == 'd' ? microsPerDay
                                                   : 0;
    if (!count || unit == 0 || *count > static_cast<std::uint64_t>(longestDays * microsPerDay / unit))
        return std::nullopt;
    return static_cast<std::int64_t>(*count) * unit;
}

std::optional<WallMicros> parseMoment(std::string_view text, WallMicros now) {
    if (text == "now")
        return now;
    if (text.starts_with('-')) {
        const auto length = parseLength(text.substr(1));
        return length ? std::optional(now - *length) : std::nullopt;
    }
    return parseTime(text);
}

// Steps into which roll-ups fall without a rest, and which begin with the hour and the day.
bool isStep(std::int64_t micros) {
    return micros > 0 && ((micros % microsPerMinute == 0 && microsPerHour % micros == 0) ||
                          (micros % microsPerHour == 0 && microsPerDay % micros == 0) || micros % microsPerDay == 0);
}

std::int64_t usualStep(std::int64_t span) {
    static constexpr std::array<std::int64_t, 9> steps{1, 5, 15, 30, 60, 180, 360, 720, 1440}; // minutes
    for (const auto minutes : steps) {
        if (span / (minutes * microsPerMinute) <= usualPoints)
            return minutes * microsPerMinute;
    }
    return microsPerDay * std::max<std::int64_t>(1, span / microsPerDay / usualPoints);
}

template <typename Take>
Result<void> forEachWord(std::string_view list, Take&& take) {
    while (!list.empty()) {
        const auto end = list.find(',');
        const auto word = trim(list.substr(0, end));
        if (auto done = take(word); !done)
            return done;
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    }
    return {};
}

std::string namesOfDimensions() {
    std::string out;
    for (auto i = static_cast<int>(StatsDimension::Provider); i <= static_cast<int>(StatsDimension::Demo); ++i)
        out.append(out.empty() ? "" : ", ").append(nameOf(static_cast<StatsDimension>(i)));
    return out;
}

Result<std::vector<StatsDimension>> parseGroups(std::string_view text) {
    std::vector<StatsDimension> out;
    const auto done = forEachWord(text, [&](std::string_view word) -> Result<void> {
        const auto dimension = statsDimensionNamed(word);
        if (!dimension)
            return invalid("group_by", "a list of " + namesOfDimensions(), word);
        if (std::find(out.begin(), out.end(), *dimension) != out.end() || out.size() == mostDimensions)
            return invalid("group_by", "at most four different names", text);
        out.push_back(*dimension);
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return out;
}

bool isAsked(const StatsMetricInfo& info, std::string_view word) {
    const auto dot = word.find('.');
    auto group = word.substr(0, dot);
    if (group == "ttft")
        group = "first_byte";
    if (dot == std::string_view::npos)
        return info.group.empty() ? info.name == word : info.group == group && info.inGroup;
    return !info.group.empty() && info.group == group && info.name == word.substr(dot + 1);
}

Result<std::vector<StatsMetric>> parseMetrics(std::string_view text) {
    std::array<bool, 22> wanted{};
    const auto done = forEachWord(text, [&](std::string_view word) -> Result<void> {
        bool known = false;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const bool asked = isAsked(statsMetrics()[i], word);
            wanted[i] = wanted[i] || asked;
            known = known || asked;
        }
        if (!known)
            return invalid("metrics", "a list like calls,errors,tokens,cost,latency.p95,first_byte", word);
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    std::vector<StatsMetric> out;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i])
            out.push_back(statsMetrics()[i].metric);
    }
    return out;
}

} // namespace

Result<StatsRequest> parseStatsRequest(std::string_view from, std::string_view to, std::string_view step,
                                       std::string_view groupBy, std::string_view metrics, WallMicros now) {
    static constexpr std::string_view moment = "a time (RFC 3339), a length back from now (-24h, -30d) or now";
    const auto end = to.empty() ? std::optional(now) : parseMoment(to, now);
    if (!end)
        return invalid("to", std::string(moment), to);
    const auto start = from.empty() ? std::optional(*end - microsPerDay) : parseMoment(from, now);
    if (!start)
        return invalid("from", std::string(moment), from);
    if (*start >= *end)
        return invalid("from", "a time before \"to\"", from);
    if (*end - *start > longestDays * microsPerDay)
        return invalid("from", "at most a hundred years before \"to\"", from);
    const auto length = step.empty() ? std::optional(usualStep(*end - *start)) : parseLength(step);
    if (!length || !isStep(*length))
        return invalid("step", "minutes that divide an hour (5m), hours that divide a day (1h) or days (1d)", step);
    auto groups = parseGroups(groupBy);
    if (!groups)
        return tl::unexpected(groups.error());
    if ((*end - *start) / *length > (groups->empty() ? mostUngroupedPoints : mostStatsPoints))
        return invalid("step", "at most 5000 steps between \"from\" and \"to\", or 45000 without \"group_by\"", step);
    auto chosen = parseMetrics(metrics.empty() ? "calls,errors,tokens,cost,latency,first_byte" : metrics);
    if (!chosen)
        return tl::unexpected(chosen.error());
    return StatsRequest{*start, *end, *length, std::move(*groups), std::move(*chosen), {}};
}

} // namespace gatehouse::store
