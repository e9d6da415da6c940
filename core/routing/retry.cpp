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

Next decide(const config::RetryRule& rule, const AttemptFailure& failure, int attempt, bool moreTargets,
            milliseconds timeLeft) {
    if (!covers(rule, failure) || timeLeft <= milliseconds::zero())
        return Next::GiveUp;
    const milliseconds asked = failure.retryAfter.value_or(milliseconds::zero());
    const bool patient = asked <= longestPause && asked < timeLeft;
    if (!failure.permanent && attempt < rule.attempts && patient)
        return Next::Retry;
    return moreTargets ? Next::NextTarget : Next::GiveUp;
}

milliseconds pauseBefore(int nextAttempt, const AttemptFailure& failure, double random) {
    if (failure.retryAfter)
        return std::min(*failure.retryAfter, longestPause);
    const int doublings = std::clamp(nextAttempt - 2, 0, 5);
    const auto ceiling = std::min(milliseconds(200) * (1 << doublings), longestPause);
    return milliseconds(static_cast<std::int64_t>(static_cast<double>(ceiling.count()) * random));
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
