// SPDX-License-Identifier: Apache-2.0
#include "core/providers/rate_limits.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::providers {
namespace {

using dialects::Dialect;

constexpr WallMicros microsPerSecond = 1'000'000;
constexpr double longestReset = 86'400.0 * 40; // seconds: beyond a month nobody resets

struct Limit {
    std::string_view limit;
    std::string_view remaining;
    std::optional<WallMicros> reset; // from now
    bool wholeSeconds = false;
    bool known() const { return !limit.empty() || !remaining.empty(); }
};

double unitOf(std::string_view unit) {
    if (unit == "ms")
        return 0.001;
    if (unit == "s" || unit.empty())
        return 1;
    if (unit == "m")
        return 60;
    return unit == "h" ? 3'600 : unit == "d" ? 86'400 : -1;
}

// "6m0s", "120ms", "4.77s"; plain seconds.
std::optional<WallMicros> durationOf(std::string_view text) {
    double seconds = 0;
    if (text.empty())
        return std::nullopt;
    while (!text.empty()) {
        double number = 0;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (code != std::errc())
            return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const auto unit = text.substr(0, text.find_first_of("0123456789."));
        text.remove_prefix(unit.size());
        const double each = unitOf(unit);
        if (each < 0 || number < 0)
            return std::nullopt;
        seconds += number * each;
    }
    if (seconds > longestReset)
        return std::nullopt;
    return static_cast<WallMicros>(seconds * static_cast<double>(microsPerSecond));
}

std::string_view firstOf(const http::UpstreamHead& head, std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        const auto value = head.field(name);
        if (!value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos)
            return value;
    }
    return {};
}

std::optional<WallMicros> untilMoment(std::string_view text, WallMicros now) {
    const auto moment = parseTime(text);
    if (!moment || now == 0)
        return std::nullopt;
    return std::max<WallMicros>(*moment - now, 0);
}

Limit requestsIn(const http::UpstreamHead& head, WallMicros now) {
    Limit limit;
    limit.limit = firstOf(
        head, {"x-ratelimit-limit-requests", "x-ratelimit-limit-req-minute", "anthropic-ratelimit-requests-limit"});
    limit.remaining = firstOf(head, {"x-ratelimit-remaining-requests", "x-ratelimit-remaining-req-minute",
                                     "anthropic-ratelimit-requests-remaining"});
    limit.reset = durationOf(head.field("x-ratelimit-reset-requests"));
    if (!limit.reset) {
        limit.reset = untilMoment(head.field("anthropic-ratelimit-requests-reset"), now);
        limit.wholeSeconds = true;
    }
    return limit;
}

Limit tokensIn(const http::UpstreamHead& head, WallMicros now) {
    Limit limit;
    limit.limit = firstOf(head, {"x-ratelimit-limit-tokens", "x-ratelimit-limit-tokens-minute",
                                 "anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-input-tokens-limit"});
    limit.remaining =
        firstOf(head, {"x-ratelimit-remaining-tokens", "x-ratelimit-remaining-tokens-minute",
                       "anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-input-tokens-remaining"});
    limit.reset = durationOf(head.field("x-ratelimit-reset-tokens"));
    for (const auto name : {"anthropic-ratelimit-tokens-reset", "anthropic-ratelimit-input-tokens-reset"}) {
        if (!limit.reset) {
            limit.reset = untilMoment(head.field(name), now);
            limit.wholeSeconds = true;
        }
    }
    return limit;
}

// Most answers tell nothing of limits, and each name costs a search.
bool tellsLimits(const http::UpstreamHead& head) {
    constexpr std::string_view word = "ratelimit-";
    return std::any_of(head.fields.begin(), head.fields.end(), [&](const auto& field) {
        const auto dash = field.name.find('-');
        return dash != std::string_view::npos && field.name.size() > dash + word.size() &&
               equalsIgnoringCase(field.name.substr(dash + 1, word.size()), word);
    });
}

LimitTold toldOf(const Limit& limit) {
    const auto number = [](std::string_view text) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
        return code == std::errc() && !text.empty() ? std::optional(value) : std::nullopt;
    };
    LimitTold told;
    told.limit = number(limit.limit);
    told.remaining = number(limit.remaining);
    told.resetMicros = limit.reset;
    if (told.resetMicros && limit.wholeSeconds)
        *told.resetMicros += microsPerSecond;
    return told;
}

std::string durationText(WallMicros time) {
    return time < microsPerSecond ? std::to_string(time / 1000) + "ms"
                                  : std::to_string((time + microsPerSecond - 1) / microsPerSecond) + "s";
}

std::string momentText(WallMicros moment) {
    auto text = formatTime((moment + microsPerSecond - 1) / microsPerSecond * microsPerSecond);
    return text.substr(0, text.find('.')) + "Z";
}

void writeOpenAi(const Limit& limit, const std::string& what, std::vector<http::Field>& fields) {
    if (!limit.limit.empty())
        fields.push_back({"x-ratelimit-limit-" + what, std::string(limit.limit)});
    if (!limit.remaining.empty())
        fields.push_back({"x-ratelimit-remaining-" + what, std::string(limit.remaining)});
    if (limit.known() && limit.reset)
        fields.push_back({"x-ratelimit-reset-" + what, durationText(*limit.reset)});
}

void writeAnthropic(const Limit& limit, const std::string& what, WallMicros now, std::vector<http::Field>& fields) {
    const std::string name = "anthropic-ratelimit-" + what;
    if (!limit.limit.empty())
        fields.push_back({name + "-limit", std::string(limit.limit)});
    if (!limit.remaining.empty())
        fields.push_back({name + "-remaining", std::string(limit.remaining)});
    if (limit.known() && limit.reset && now != 0)
        fields.push_back({name + "-reset", momentText(now + *limit.reset)});
}

} // namespace

std::vector<http::Field> rateLimitFields(const http::UpstreamHead& head, Dialect client, WallMicros now) {
    std::vector<http::Field> fields;
    const bool openAi = client == Dialect::OpenAi || client == Dialect::OpenAiResponses;
    if (!openAi && client != Dialect::Anthropic)
        return fields;
    const std::array limits{std::pair{requestsIn(head, now), "requests"}, std::pair{tokensIn(head, now), "tokens"}};
    for (const auto& [limit, what] : limits) {
        if (openAi)
            writeOpenAi(limit, what, fields);
        else
            writeAnthropic(limit, what, now, fields);
    }
    return fields;
}

LimitsTold limitsTold(const http::UpstreamHead& head, WallMicros now) {
    if (!tellsLimits(head))
        return {};
    return {toldOf(requestsIn(head, now)), toldOf(tokensIn(head, now))};
}

} // namespace gatehouse::providers
