// SPDX-License-Identifier: Apache-2.0
#include "core/policy/local_ledger.h"

#include <utility>

namespace gatehouse::policy {

struct LocalLedger::State {
    explicit State(const Clock& clock) : limits(clock), budgets(clock) {}
    LimitBook limits;
    BudgetBook budgets;
};

namespace {

class LocalTicket final : public Ticket::Impl {
public:
    LocalTicket(std::shared_ptr<const BudgetBook> owner, LimitBooking limits, BudgetBooking money)
        : m_owner(std::move(owner)), m_limits(std::move(limits)), m_money(std::move(money)) {}

    void settle(const Actual& actual) override {
        m_limits.settle(actual);
        m_money.settle(actual);
    }
    std::optional<Error> reserveTarget(std::size_t provider, std::optional<Money> cost) override {
        return m_money.reserveTarget(provider, cost, m_owner->now());
    }
    bool reserveMore(Money more) override { return m_money.reserveMore(more, m_owner->now()); }
    Money reserved() const override { return m_money.reserved(); }
    std::vector<LimitReading> readings() const {
        std::vector<LimitReading> list;
        list.reserve(m_money.readingCount());
        m_money.read(list);
        return list;
    }

private:
    const std::shared_ptr<const BudgetBook> m_owner; // keeps all counters
    LimitBooking m_limits;
    BudgetBooking m_money;
};

} // namespace

LocalLedger::LocalLedger(const Clock& clock) : m_state(std::make_shared<State>(clock)) {}
LocalLedger::~LocalLedger() = default;

void LocalLedger::publish(const config::Snapshot& snapshot) {
    m_state->limits.publish(snapshot);
    m_state->budgets.publish(snapshot);
}

tl::expected<Admission, Refusal> LocalLedger::reserveNow(const Demand& demand, const Estimate& estimate) {
    auto limits = m_state->limits.take(demand, estimate);
    if (!limits)
        return tl::unexpected(std::move(limits.error()));
    auto money = m_state->budgets.take(demand, estimate);
    if (!money) {
        limits->undo();
        return tl::unexpected(std::move(money.error()));
    }
    Admission admission;
    admission.counts = limits->takeCounts();
    auto ticket = std::make_unique<LocalTicket>(std::shared_ptr<const BudgetBook>(m_state, &m_state->budgets),
                                                std::move(*limits), std::move(*money));
    admission.readings = ticket->readings();
    admission.ticket = Ticket(std::move(ticket));
    return admission;
}

Task<tl::expected<Admission, Refusal>> LocalLedger::reserve(const Demand& demand, const Estimate& estimate) {
    co_return reserveNow(demand, estimate);
}

LimitBook& LocalLedger::limits() {
    return m_state->limits;
}

BudgetBook& LocalLedger::budgets() {
    return m_state->budgets;
}

const BudgetBook& LocalLedger::budgets() const {
    return m_state->budgets;
}

} // namespace gatehouse::policy
