// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/policy/ledger.h"

#include <memory>
#include <string_view>

namespace gatehouse::policy {

enum class BudgetScope { Team, App };

// The ledger whose counters live in this process.
//
// Counters belong to ids (team, application), not to a snapshot: they survive every change of the configuration, and
// a call that holds an older snapshot uses the same ones. publish() prepares the counters of a snapshot on the control
// thread; a snapshot that was never published works too, its first call just pays for it.
//
// Rates: windows of exactly the last minute, up to 0.25 s more (0.4 %), never less; on the monotonic clock. A refused
// call counts nowhere; an admitted one counts as a request even when it fails later. Tokens are booked as estimated and
// corrected by settle(). Budgets: calendar periods in UTC (weeks begin on Monday); the period in which a call was
// admitted bears its cost. A clock set back never opens a period older than the oldest one known here.
//
// settle(): Actual::cost empty keeps the reserved cost as spent (money may have been spent, and a budget must not be
// passed by not knowing); a ticket that is destroyed unsettled gives back tokens, cost and concurrency.
//
// reserve(), tickets: any thread, no locks after a thread's first call with a snapshot. Others: any thread, may lock.
class LocalLedger final : public Ledger {
public:
    explicit LocalLedger(const Clock& clock);
    ~LocalLedger() override;

    // Prepares the counters; call it before the snapshot is given to the I/O threads.
    void publish(const config::Snapshot& snapshot);

    Task<tl::expected<Admission, Refusal>> reserve(const config::Snapshot& snapshot, std::size_t app,
                                                   const Estimate& estimate) override;
    // The same without a coroutine: it never waits.
    tl::expected<Admission, Refusal> reserveNow(const config::Snapshot& snapshot, std::size_t app,
                                                const Estimate& estimate);

    // Adds what the store's roll-ups hold for the period that contains now: once per scope and each of the four
    // periods, at start, before the first call.
    void restoreSpend(BudgetScope scope, std::string_view id, config::BudgetPeriod period, Money spent);

    // Spent and reserved in the period that contains now.
    Money spent(BudgetScope scope, std::string_view id, config::BudgetPeriod period) const;
    // Calls in flight of an application.
    std::uint64_t inFlight(std::string_view app) const;

private:
    struct State;
    std::shared_ptr<State> m_state; // shared with the threads' caches
};

} // namespace gatehouse::policy
