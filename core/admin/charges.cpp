// SPDX-License-Identifier: Apache-2.0
#include "core/admin/charges.h"

#include <algorithm>
#include <chrono>

namespace gatehouse::admin {
namespace {

constexpr std::int64_t million = 1'000'000;

// Months since year 0.
int monthNumber(WallMicros time) {
    using namespace std::chrono;
    const auto day = floor<days>(sys_time<microseconds>(microseconds(time)));
    const year_month_day date(day);
    return int(date.year()) * 12 + int(unsigned(date.month())) - 1;
}

} // namespace

int monthsOf(const contract::SubscriptionSpec& subscription, std::pair<WallMicros, WallMicros> time, WallMicros now) {
    if (subscription.state == "pending" || subscription.state == "rejected")
        return 0;
    const auto begin = std::max(time.first, subscription.requestedAt.value_or(time.first));
    auto end = std::min(time.second, now);
    if (subscription.state == "cancelled")
        end = std::min(end, subscription.decidedAt.value_or(end));
    if (subscription.expires)
        end = std::min(end, *subscription.expires);
    return end <= begin ? 0 : monthNumber(end - 1) - monthNumber(begin) + 1;
}

Charge chargeFor(const contract::PlanPriceSpec& price, const Used& used, int months) {
    Charge charge;
    if (price.month)
        charge.months = priceOf(months * million, *price.month);
    if (price.call)
        charge.calls = priceOf(used.calls * million, *price.call);
    if (price.markup) {
        // Per cent with two decimals, as hundredths of a per cent: a million are ten thousand of them.
        const auto hundredths = Money::parse(*price.markup).value_or(Money()).pico() / 10'000'000'000;
        charge.cost = used.cost + priceOf(hundredths * 100, used.cost);
    }
    return charge;
}

} // namespace gatehouse::admin
