// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_counter.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace gatehouse::policy {
namespace {

using namespace std::chrono;
using config::BudgetPeriod;

sys_days dayOf(WallMicros time) {
    return floor<days>(sys_time<microseconds>(microseconds(time)));
}

// 1970-01-01 was a Thursday; weeks begin on Monday.
constexpr std::int64_t daysFromMondayToEpoch = 3;

std::int64_t weekOf(std::int64_t day) {
    const std::int64_t shifted = day + daysFromMondayToEpoch;
    return shifted >= 0 ? shifted / 7 : (shifted - 6) / 7;
}

std::int64_t monthOf(sys_days day) {
    const year_month_day date(day);
    return std::int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month()) - 1;
}

sys_days beginOfNext(BudgetPeriod period, sys_days day) {
    if (period == BudgetPeriod::Week)
        return sys_days(days((weekOf(day.time_since_epoch().count()) + 1) * 7 - daysFromMondayToEpoch));
    if (period == BudgetPeriod::Month) {
        const year_month_day date(day);
        return sys_days((date.year() / date.month() / 1) + months(1));
    }
    return day + days(1);
}

} // namespace

PeriodIndices periodIndices(WallMicros time) {
    const sys_days day = dayOf(time);
    const std::int64_t number = day.time_since_epoch().count();
    return {number, weekOf(number), monthOf(day), 0}; // in the order of config::BudgetPeriod
}

std::int64_t periodIndex(BudgetPeriod period, WallMicros time) {
    return periodIndices(time)[static_cast<std::size_t>(period)];
}

milliseconds untilNextPeriod(BudgetPeriod period, WallMicros time) {
    if (period == BudgetPeriod::Total)
        return milliseconds(0);
    const auto left = beginOfNext(period, dayOf(time)) - sys_time<microseconds>(microseconds(time));
    return std::max(ceil<milliseconds>(left), milliseconds(1));
}

std::string_view nameOf(BudgetPeriod period) {
    switch (period) {
    case BudgetPeriod::Day:
        return "day";
    case BudgetPeriod::Week:
        return "week";
    case BudgetPeriod::Month:
        return "month";
    case BudgetPeriod::Total:
        break;
    }
    return "total";
}

namespace {

// Saturates, as sums of Money do; here to be inlined, for a call adds to some thirty sums.
std::int64_t sumOf(std::int64_t one, std::int64_t other) {
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(one, other, &sum))
        return sum;
    return one > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

void addTo(std::atomic<std::int64_t>& sum, Money amount) {
    if (amount == Money())
        return;
    auto before = sum.load(std::memory_order_relaxed);
    while (!sum.compare_exchange_weak(before, sumOf(before, amount.pico()), std::memory_order_relaxed)) {
    }
}

} // namespace

bool PeriodSum::tryReserve(Money amount, Money limit) {
    if (amount == Money())
        return true; // what costs nothing fits always
    auto used = m_used.load(std::memory_order_relaxed);
    Money wanted;
    do {
        wanted = Money::fromPico(sumOf(used, amount.pico()));
        if (wanted > limit)
            return false;
    } while (!m_used.compare_exchange_weak(used, wanted.pico(), std::memory_order_relaxed));
    addTo(m_reserved, amount);
    return true;
}

void PeriodSum::reserve(Money amount) {
    addTo(m_used, amount);
    addTo(m_reserved, amount);
}

void PeriodSum::settle(Money reserved, Money spent) {
    addTo(m_used, spent - reserved);
    addTo(m_reserved, Money() - reserved);
}

void PeriodSum::add(Money amount) {
    addTo(m_used, amount);
}

BudgetCounter::~BudgetCounter() {
    PeriodSum* sum = m_newest.load(std::memory_order_acquire);
    while (sum != nullptr) {
        PeriodSum* const next = sum->older.load(std::memory_order_acquire);
        delete sum;
        sum = next;
    }
}

// The list is sorted, newest first, and only ever grows, so a compare-and-swap of one link inserts safely.
PeriodSum& BudgetCounter::sumOf(std::int64_t number) {
    std::unique_ptr<PeriodSum> made;
    std::atomic<PeriodSum*>* link = &m_newest;
    PeriodSum* newer = nullptr;
    PeriodSum* sum = link->load(std::memory_order_acquire);
    while (true) {
        if (sum != nullptr && sum->number > number) {
            newer = sum;
            link = &sum->older;
            sum = link->load(std::memory_order_acquire);
            continue;
        }
        if (sum != nullptr && sum->number == number)
            return *sum;
        if (sum == nullptr && newer != nullptr)
            return *newer; // before all that is known
        if (!made)
            made = std::make_unique<PeriodSum>(number);
        made->older.store(sum, std::memory_order_relaxed);
        if (link->compare_exchange_strong(sum, made.get(), std::memory_order_acq_rel, std::memory_order_acquire))
            return *made.release();
    }
}

const PeriodSum* BudgetCounter::known(std::int64_t number) const {
    const PeriodSum* newer = nullptr;
    for (const PeriodSum* sum = m_newest.load(std::memory_order_acquire); sum != nullptr;
         sum = sum->older.load(std::memory_order_acquire)) {
        if (sum->number == number)
            return sum;
        if (sum->number < number)
            return nullptr;
        newer = sum;
    }
    return newer;
}

Money BudgetCounter::used(std::int64_t number) const {
    const auto* sum = known(number);
    return sum != nullptr ? sum->used() : Money();
}

Money BudgetCounter::reserved(std::int64_t number) const {
    const auto* sum = known(number);
    return sum != nullptr ? sum->reserved() : Money();
}

} // namespace gatehouse::policy
