// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/policy/budgets/budget_booking.h"
#include "core/policy/budgets/budget_table.h"
#include "core/policy/ledger.h"
#include "core/policy/per_snapshot.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::policy {

// How one scope stands in the period that contains now.
struct SpendState {
    Money spent;
    Money reserved; // by calls that run, where a budget counts that period
};

// The one book of money: every call of every endpoint reserves and settles here. Calendar periods in UTC (weeks begin
// on Monday); the period in which a call was admitted bears its cost. A clock set back never opens a period older than
// the oldest one known here. Sums belong to names, not to a snapshot: the organisation, teams, applications, keys,
// providers and routes are counted always, tags and other names of models from the moment at which they have a budget.
//
// A call reserves in the order organisation, team, application, key, model, subscription, tags, all or nothing; the
// provider's budget when a target is chosen (BudgetBooking::reserveTarget). take(): any thread, no locks after a
// thread's first call with a snapshot.
class BudgetBook {
public:
    using Place = std::pair<BudgetScope, std::string>;

    explicit BudgetBook(const Clock& clock);

    void publish(const config::Snapshot& snapshot) { m_tables.prepare(snapshot); }
    tl::expected<BudgetBooking, Refusal> take(const Demand& demand, const Estimate& estimate);

    // Adds what the store holds for the period that contains now: once per scope and each of the four periods, before
    // the first call.
    void restore(BudgetScope scope, std::string_view id, config::BudgetPeriod period, Money spent);
    // Tags and models that have sums since the last time this was asked: the store may know what they spent before.
    std::vector<Place> newPlaces();

    // Spent and reserved in the period that contains now.
    Money spent(BudgetScope scope, std::string_view id, config::BudgetPeriod period) const;
    SpendState state(BudgetScope scope, std::string_view id, config::BudgetPeriod period) const;
    WallMicros now() const { return m_clock.wall(); }

private:
    Spend& spendLocked(BudgetScope scope, std::string_view id);
    std::shared_ptr<const BudgetTable> build(const config::Snapshot& snapshot);
    const Spend* known(BudgetScope scope, std::string_view id) const; // with the lock held

    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<Place, std::unique_ptr<Spend>> m_spend;
    std::vector<Place> m_newPlaces;
    PerSnapshot<BudgetTable> m_tables;
};

} // namespace gatehouse::policy
