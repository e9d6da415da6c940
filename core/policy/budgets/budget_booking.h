// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/policy/budgets/budget_table.h"
#include "core/policy/ledger.h"

#include <array>
#include <boost/container/small_vector.hpp>
#include <memory>
#include <optional>
#include <vector>

namespace gatehouse::policy {

// The sums of one scope in the periods of the admission, and in which of them money is reserved: where a budget is.
class ScopeShare {
public:
    // What stands in the way of a reservation: the budget with the least left.
    using Obstacle = const config::BudgetRule*;

    ScopeShare() = default;
    ScopeShare(const ScopeRules& scope, const PeriodIndices& now);

    // Null: reserved. "switched": budgets that no longer hold this call up.
    Obstacle reserve(Money cost, WallMicros now, const std::vector<std::string>* switched);
    // The same for more of it. Null: reserved; also where nothing is left and the budget does not cut.
    Obstacle reserveMore(Money more, WallMicros now);
    void takeBackMore(Money more);
    // Other budgets may be set later, so what was spent is kept for every period.
    void settle(Money reserved, Money spent);
    void giveBack(Money reserved);

    const ScopeRules& scope() const { return *m_scope; }
    Money used(config::BudgetPeriod period) const { return m_sums[static_cast<std::size_t>(period)]->used(); }

private:
    struct Bound {
        Obstacle rule = nullptr; // that blocks or switches at "most"; null: nothing does
        Money most;
        bool any = false; // some budget counts this period
    };
    Bound boundOf(std::size_t period, WallMicros now, const std::vector<std::string>* switched) const;

    const ScopeRules* m_scope = nullptr;
    std::array<PeriodSum*, periodCount> m_sums{};
    std::array<bool, periodCount> m_reserved{};
};

// The money that one call has reserved. Move-only; gives back at its end what was not settled. One thread.
class BudgetBooking {
public:
    BudgetBooking() = default;
    BudgetBooking(BudgetBooking&&) noexcept;
    BudgetBooking& operator=(BudgetBooking&&) = delete;
    ~BudgetBooking();

    // A cost of nothing keeps the reserved cost as spent: money may have been spent, and a budget must not be passed
    // by not knowing.
    void settle(const Actual& actual);
    // As Ticket has them.
    std::optional<Error> reserveTarget(std::size_t provider, std::optional<Money> cost, WallMicros now);
    bool reserveMore(Money more, WallMicros now);
    Money reserved() const { return m_cost; }

    std::size_t readingCount() const;
    void read(std::vector<LimitReading>& list) const;

private:
    friend class BudgetBook;
    struct Target {
        std::size_t provider;
        ScopeShare share;
        Money cost;
    };

    std::shared_ptr<const BudgetTable> m_table; // null: no money is counted
    boost::container::small_vector<ScopeShare, 6> m_shares;
    std::optional<Target> m_target;
    PeriodIndices m_periods{};
    WallMicros m_admitted = 0;
    Money m_cost;
};

} // namespace gatehouse::policy
