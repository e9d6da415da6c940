// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/config/snapshot.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gatehouse::policy {

inline constexpr std::size_t periodCount = 4; // config::BudgetPeriod

// The number of the calendar period (UTC) that contains a time: grows by one from each to the next. Total: always 0.
std::int64_t periodIndex(config::BudgetPeriod period, WallMicros time);
using PeriodIndices = std::array<std::int64_t, periodCount>;
PeriodIndices periodIndices(WallMicros time);
// How long until the next period begins; 0 for Total.
std::chrono::milliseconds untilNextPeriod(config::BudgetPeriod period, WallMicros time);
std::string_view nameOf(config::BudgetPeriod period); // "day", "week", "month", "total"

// Money of one period: spent and reserved, in pico-dollars. Thread-safe without locks; sums saturate.
class PeriodSum {
public:
    explicit PeriodSum(std::int64_t periodNumber) : number(periodNumber) {}
    bool tryReserve(Money amount, Money limit);
    void reserve(Money amount);               // whatever is left
    void settle(Money reserved, Money spent); // what was reserved becomes what was spent
    void add(Money amount);                   // spent
    Money used() const { return Money::fromPico(m_used.load(std::memory_order_relaxed)); }
    // The part of "used" that runs. Told apart for people: no decision hangs on it.
    Money reserved() const { return Money::fromPico(m_reserved.load(std::memory_order_relaxed)); }

    const std::int64_t number;
    std::atomic<PeriodSum*> older{nullptr};

private:
    std::atomic<std::int64_t> m_used{0};
    std::atomic<std::int64_t> m_reserved{0};
};

// The sums of one kind of period (days, say) of one team or application. A sum lives as long as the counter, 40 bytes
// each: reservations point to theirs, and a clock that is set back finds again what it knew. A time before the oldest
// known period counts in that: setting the clock back opens no fresh budget.
class BudgetCounter {
public:
    BudgetCounter() = default;
    ~BudgetCounter();
    BudgetCounter(const BudgetCounter&) = delete;
    BudgetCounter& operator=(const BudgetCounter&) = delete;

    PeriodSum& sumOf(std::int64_t number);
    Money used(std::int64_t number) const; // 0 for a period that has no sum yet
    Money reserved(std::int64_t number) const;

private:
    const PeriodSum* known(std::int64_t number) const;
    std::atomic<PeriodSum*> m_newest{nullptr};
};

} // namespace gatehouse::policy
