// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/limit_fields.h"

#include "core/base/text.h"
#include "core/dialects/anthropic_family.h"

#include <algorithm>
#include <array>
#include <string>

namespace gatehouse::pipeline {
namespace {

using config::Measure;
using policy::CountReading;
using std::chrono::milliseconds;

std::uint64_t left(const CountReading& count) {
    return count.limit - std::min(count.limit, count.used);
}

double share(const CountReading& count) {
    return double(left(count)) / double(std::max<std::uint64_t>(count.limit, 1));
}

// The one of these measures with the least left; null: none is limited.
const CountReading* tightest(const std::vector<CountReading>& counts, std::initializer_list<Measure> measures) {
    const CountReading* found = nullptr;
    for (const auto& count : counts) {
        const bool asked =
            count.measure && std::find(measures.begin(), measures.end(), *count.measure) != measures.end();
        if (asked && (found == nullptr || share(count) < share(*found)))
            found = &count;
    }
    return found;
}

// Until all of it is there again: what counts now has left by then.
milliseconds spanOf(config::Span span) {
    switch (span) {
    case config::Span::Minute:
        return std::chrono::minutes(1);
    case config::Span::Hour:
        return std::chrono::hours(1);
    case config::Span::Day:
        break;
    }
    return std::chrono::hours(24);
}

// "1h0m0s", "59.25s", "120ms": as OpenAI's services write it.
std::string goDuration(milliseconds time) {
    const auto total = time.count();
    if (total < 1000)
        return std::to_string(total) + "ms";
    const auto hours = total / 3'600'000;
    const auto minutes = total / 60'000 % 60;
    std::string text = hours > 0 ? std::to_string(hours) + 'h' : std::string();
    if (hours > 0 || minutes > 0)
        text += std::to_string(minutes) + 'm';
    text += std::to_string(total / 1000 % 60);
    if (const auto rest = total % 1000; rest != 0) {
        std::string digits = std::to_string(1000 + rest).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        text += '.' + digits;
    }
    return text + 's';
}

std::string rfc3339(WallMicros time) {
    return formatTime((time + 999'999) / 1'000'000 * 1'000'000).substr(0, 19) + 'Z';
}

} // namespace

void addLimitFields(const std::vector<CountReading>& counts, dialects::Dialect dialect, WallMicros now,
                    milliseconds wait, std::vector<http::Field>& fields) {
    const bool anthropic = dialects::isAnthropicFamily(dialect);
    const auto set = [&fields](std::string name, std::string value) {
        std::erase_if(fields, [&name](const http::Field& field) {
            return field.name.size() == name.size() && equalsIgnoringCase(field.name, name);
        });
        fields.push_back({std::move(name), std::move(value)});
    };
    const auto tell = [&](const std::string& kind, const CountReading* count) {
        if (count == nullptr)
            return;
        const bool refusing = wait.count() > 0 && count == &counts.back();
        const auto reset = refusing ? wait : spanOf(count->span);
        const std::string limit = std::to_string(count->limit);
        const std::string remaining = std::to_string(left(*count));
        if (anthropic) {
            const std::string start = "anthropic-ratelimit-" + kind;
            set(start + "-limit", limit);
            set(start + "-remaining", remaining);
            set(start + "-reset", rfc3339(now + reset.count() * 1000));
            return;
        }
        set("x-ratelimit-limit-" + kind, limit);
        set("x-ratelimit-remaining-" + kind, remaining);
        set("x-ratelimit-reset-" + kind, goDuration(reset));
    };
    tell("requests", tightest(counts, {Measure::Requests}));
    if (!anthropic) {
        tell("tokens", tightest(counts, {Measure::Tokens, Measure::InputTokens, Measure::OutputTokens}));
        return;
    }
    tell("tokens", tightest(counts, {Measure::Tokens}));
    tell("input-tokens", tightest(counts, {Measure::InputTokens}));
    tell("output-tokens", tightest(counts, {Measure::OutputTokens}));
}

} // namespace gatehouse::pipeline
