// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/policy/budgets/budget_book.h"
#include "core/policy/ledger.h"
#include "core/policy/limits/limit_book.h"

#include <memory>
#include <string_view>

namespace gatehouse::policy {

// The ledger whose counters live in this process: the limits (limits/limit_book.h) first, then the money
// (budgets/budget_book.h), all or nothing.
//
// publish() prepares the counters of a snapshot on the control thread; a snapshot that was never published works too,
// its first call just pays for it. A ticket that is destroyed unsettled gives back tokens, cost and concurrency.
//
// reserve(), tickets: any thread, no locks after a thread's first call with a snapshot. Others: any thread, may lock.
class LocalLedger final : public Ledger {
public:
    explicit LocalLedger(const Clock& clock);
    ~LocalLedger() override;

    // Prepares the counters; call it before the snapshot is given to the I/O threads.
    void publish(const config::Snapshot& snapshot);

    Task<tl::expected<Admission, Refusal>> reserve(const Demand& demand, const Estimate& estimate) override;
    // The same without a coroutine: it never waits.
    tl::expected<Admission, Refusal> reserveNow(const Demand& demand, const Estimate& estimate);

    LimitBook& limits();
    BudgetBook& budgets();
    const BudgetBook& budgets() const;

private:
    struct State;
    std::shared_ptr<State> m_state; // shared with the tickets
};

} // namespace gatehouse::policy
