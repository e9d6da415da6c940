// SPDX-License-Identifier: Apache-2.0
#include "core/routing/retry.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::routing {
namespace {

using std::chrono::milliseconds;

// A provider that asks for more patience than this is left for the next target.
constexpr milliseconds longestPause{5'000};

} // namespace

bool covers(const config::RetryRule& rule, const AttemptFailure& failure) {
    if (failure.permanent)
        return true; // another target may have another key or another quota
    if (failure.error) {
        if (failure.error->kind == ErrorKind::Timeout)
            return rule.onTimeout;
        return failure.error->kind == ErrorKind::Unavailable && rule.onConnect;
    }
    if (failure.status >= 500 && rule.on5xx)
        return true;
    return std::find(rule.statuses.begin(), rule.statuses.end(), failure.status) != rule.statuses.end();
}

Next decide(const config::RetryRule& rule, const AttemptFailure& failure, const Prospects& prospects) {
    if (!covers(rule, failure) || prospects.timeLeft <= milliseconds::zero())
        return Next::GiveUp;
    if (prospects.moreKeys && isOfKey(failure.what))
        return Next::NextKey;
    const milliseconds asked = failure.retryAfter.value_or(milliseconds::zero());
    const bool patient = asked <= longestPause && asked < prospects.timeLeft;
    if (!failure.permanent && prospects.attempt < rule.attempts && patient)
        return Next::Retry;
    return prospects.moreTargets ? Next::NextTarget : Next::GiveUp;
}

milliseconds pauseBefore(int nextAttempt, const AttemptFailure& failure, double random, milliseconds timeLeft) {
    if (failure.retryAfter)
        return std::min({*failure.retryAfter, longestPause, timeLeft});
    const int doublings = std::clamp(nextAttempt - 2, 0, 5);
    const auto ceiling = std::min({milliseconds(200) * (1 << doublings), longestPause, timeLeft});
    return milliseconds(static_cast<std::int64_t>(static_cast<double>(ceiling.count()) * random));
}

const config::Fallback* fallbackFor(const config::Route& route, FailureClass what) {
    if (what == FailureClass::Request)
        return nullptr;
    const auto word = wordOf(what);
    for (const auto& fallback : route.fallbacks) {
        const auto covers = [word](const std::string& on) { return on == "any" || on == word; };
        if (std::any_of(fallback.on.begin(), fallback.on.end(), covers))
            return &fallback;
    }
    return nullptr;
}

config::Timeouts timeoutsFor(const config::Route* route, const config::Provider& provider) {
    auto timeouts = provider.timeouts;
    if (route == nullptr)
        return timeouts;
    timeouts.connect = route->timeouts.connect.value_or(timeouts.connect);
    timeouts.firstByte = route->timeouts.firstByte.value_or(timeouts.firstByte);
    timeouts.idle = route->timeouts.idle.value_or(timeouts.idle);
    timeouts.total = route->timeouts.total.value_or(timeouts.total);
    return timeouts;
}

std::optional<milliseconds> readRetryAfter(std::string_view retryAfter, std::string_view retryAfterMs) {
    // A day is more than any provider means; it also keeps the arithmetic far from overflow.
    constexpr std::uint64_t most = 86'400'000;
    if (const auto value = parseUnsigned(trim(retryAfterMs)))
        return milliseconds(std::min(*value, most));
    if (const auto value = parseUnsigned(trim(retryAfter)))
        return milliseconds(std::min(*value, most / 1000) * 1000);
    return std::nullopt;
}

} // namespace gatehouse::routing
