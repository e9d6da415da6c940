// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/policy/budgets/budget_counter.h"
#include "core/policy/ledger.h"
#include "core/policy/per_snapshot.h"

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

enum class BudgetScope { Team, App };
std::string_view nameOf(BudgetScope scope); // "team", "app"

// What one team or application has spent. Lives as long as the book.
struct Spend {
    explicit Spend(std::string name) : label(std::move(name)) {}
    const std::string label; // "team research": for readings and messages
    std::array<BudgetCounter, periodCount> periods;
};

// The counters of a snapshot's applications, by index.
struct BudgetTable {
    struct Entry {
        Spend* app = nullptr;
        Spend* team = nullptr;
    };
    std::vector<Entry> apps;
};

// The sums of one scope in the periods of the admission, and how much is reserved in which.
class ScopeShare {
public:
    void open(Spend& spend, const PeriodIndices& now);
    bool reserve(const config::Budget& budget, Money cost);
    void giveBack(Money reserved);
    // Other budgets may be set later, so what was spent is kept for every period.
    void book(Money cost, Money reserved);
    Money used(config::BudgetPeriod period) const { return m_sums[static_cast<std::size_t>(period)]->used(); }

private:
    static constexpr std::size_t none = periodCount;
    std::array<PeriodSum*, periodCount> m_sums{};
    std::size_t m_reservedIn = none;
};

// The money that one call has reserved. Move-only; gives back at its end what was not settled.
class BudgetBooking {
public:
    BudgetBooking() = default;
    BudgetBooking(BudgetBooking&&) noexcept;
    BudgetBooking& operator=(BudgetBooking&&) = delete;
    ~BudgetBooking();

    // A cost of nothing keeps the reserved cost as spent: money may have been spent, and a budget must not be passed
    // by not knowing.
    void settle(const Actual& actual);
    std::size_t readingCount(const Demand& demand) const;
    void read(const Demand& demand, std::vector<LimitReading>& list) const;

private:
    friend class BudgetBook;
    const Spend* m_team = nullptr; // null: no money is counted
    const Spend* m_app = nullptr;
    ScopeShare m_teamShare;
    ScopeShare m_appShare;
    Money m_cost;
};

// Budgets: calendar periods in UTC (weeks begin on Monday); the period in which a call was admitted bears its cost. A
// clock set back never opens a period older than the oldest one known here. Counters belong to ids, not to a snapshot.
// take(): any thread, no locks after a thread's first call with a snapshot.
class BudgetBook {
public:
    explicit BudgetBook(const Clock& clock);

    void publish(const config::Snapshot& snapshot) { m_tables.prepare(snapshot); }
    tl::expected<BudgetBooking, Refusal> take(const Demand& demand, const Estimate& estimate);

    // Adds what the store's roll-ups hold for the period that contains now: once per scope and each of the four
    // periods, at start, before the first call.
    void restore(BudgetScope scope, std::string_view id, config::BudgetPeriod period, Money spent);
    // Spent and reserved in the period that contains now.
    Money spent(BudgetScope scope, std::string_view id, config::BudgetPeriod period) const;

private:
    using Place = std::pair<BudgetScope, std::string>;
    Spend& spendLocked(BudgetScope scope, std::string_view id);
    std::shared_ptr<const BudgetTable> build(const config::Snapshot& snapshot);

    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<Place, std::unique_ptr<Spend>> m_spend;
    PerSnapshot<BudgetTable> m_tables;
};

} // namespace gatehouse::policy
