// SPDX-License-Identifier: Apache-2.0
#include "core/policy/local_ledger.h"

#include "core/policy/counters.h"
#include "core/policy/refusals.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace gatehouse::policy {

struct LocalLedger::State {
    explicit State(const Clock& source) : clock(source), origin(source.monotonic()) {}
    const Clock& clock;
    const MonotonicTime origin;
    CounterRegistry counters;
};

namespace {

constexpr std::size_t none = periodCount;

// The sums of one scope in the periods of the admission, and how much is reserved in which.
struct ScopeShare {
    std::array<PeriodSum*, periodCount> sums{};
    std::size_t reservedIn = none;

    void open(Spend& spend, const PeriodIndices& now) {
        for (std::size_t i = 0; i < periodCount; ++i)
            sums[i] = &spend.periods[i].sumOf(now[i]);
    }
    bool reserve(const config::Budget& budget, Money cost) {
        const auto period = static_cast<std::size_t>(budget.period);
        if (!sums[period]->tryReserve(cost, budget.amount))
            return false;
        reservedIn = period;
        return true;
    }
    void giveBack(Money reserved) {
        if (reservedIn != none)
            sums[reservedIn]->add(Money() - reserved);
        reservedIn = none;
    }
    // Other budgets may be set later, so what was spent is kept for every period.
    void book(Money cost, Money reserved) {
        for (std::size_t i = 0; i < periodCount; ++i)
            sums[i]->add(i == reservedIn ? cost - reserved : cost);
        reservedIn = none;
    }
};

bool enter(std::atomic<std::uint64_t>& inFlight, std::uint64_t limit) {
    auto running = inFlight.load(std::memory_order_relaxed);
    do {
        if (limit != 0 && running >= limit)
            return false;
    } while (!inFlight.compare_exchange_weak(running, running + 1, std::memory_order_relaxed));
    return true;
}

// One admission: holds what it took, gives back at its end what was not settled.
class LocalTicket final : public Ticket::Impl {
public:
    LocalTicket(const Clock& clock, MonotonicTime origin, std::shared_ptr<const void> owner,
                const CounterTable::Entry& entry)
        : m_clock(clock), m_origin(origin), m_owner(std::move(owner)), m_app(*entry.app), m_team(*entry.team),
          m_requests(entry.requests), m_tokens(entry.tokens) {}

    ~LocalTicket() override {
        if (!m_settled)
            release();
        if (m_inFlight)
            m_app.inFlight.fetch_sub(1, std::memory_order_relaxed);
    }

    // Takes everything in a fixed order, or nothing.
    std::optional<Refusal> take(const config::Snapshot& snapshot, const config::App& app, const Estimate& estimate) {
        auto refusal = takeAll(snapshot, app, estimate);
        if (refusal) {
            if (m_requestBooking)
                m_requests->giveBack(*m_requestBooking, 1);
            m_requestBooking.reset();
        }
        return refusal;
    }

    void settle(const Actual& actual) override {
        m_settled = true;
        settleTokens(actual.tokens);
        if (!m_pretend && actual.cost) {
            m_teamShare.book(*actual.cost, m_cost);
            m_appShare.book(*actual.cost, m_cost);
        }
    }

    std::vector<LimitReading> readings(const config::Snapshot& snapshot, const config::App& app) const;

private:
    std::optional<Refusal> takeAll(const config::Snapshot& snapshot, const config::App& app, const Estimate& estimate) {
        if (!enter(m_app.inFlight, app.limits.concurrent))
            return concurrencyReached(m_app.label, app.limits.concurrent);
        m_inFlight = true;
        if (auto refusal = takeRates(app.limits, estimate.tokens))
            return refusal;
        return takeMoney(teamOf(snapshot, app), app, estimate);
    }

    static const config::Team* teamOf(const config::Snapshot& snapshot, const config::App& app) {
        return app.team < snapshot.teams.size() ? &snapshot.teams[app.team] : nullptr;
    }

    std::optional<Refusal> takeRates(const config::Limits& limits, std::uint64_t tokens) {
        if (limits.requestsPerMinute == 0 && limits.tokensPerMinute == 0)
            return std::nullopt;
        const auto now = sinceOrigin();
        if (limits.requestsPerMinute != 0) {
            m_requestBooking = m_requests->tryBook(1, limits.requestsPerMinute, now);
            if (!m_requestBooking)
                return requestRateReached(m_app.label, limits.requestsPerMinute,
                                          m_requests->untilRoom(1, limits.requestsPerMinute, now));
        }
        if (limits.tokensPerMinute != 0) {
            m_tokenBooking = m_tokens->tryBook(tokens, limits.tokensPerMinute, now);
            if (!m_tokenBooking)
                return tokenRateReached(m_app.label, limits.tokensPerMinute, tokens,
                                        m_tokens->untilRoom(tokens, limits.tokensPerMinute, now));
            m_tokensTaken = tokens;
        }
        return std::nullopt;
    }

    std::optional<Refusal> takeMoney(const config::Team* team, const config::App& app, const Estimate& estimate) {
        m_pretend = estimate.pretend;
        if (m_pretend)
            return std::nullopt;
        const bool teamBudget = team != nullptr && team->budget.has_value();
        if (!estimate.cost && (teamBudget || app.budget))
            return priceUnknown(teamBudget ? m_team.label : m_app.label);
        m_cost = std::max(estimate.cost.value_or(Money()), Money());
        const WallMicros now = m_clock.wall();
        const PeriodIndices periods = periodIndices(now);
        m_teamShare.open(m_team.spend, periods);
        m_appShare.open(m_app.spend, periods);
        if (teamBudget && !m_teamShare.reserve(*team->budget, m_cost))
            return budgetReached(m_team.label, *team->budget, m_cost, now);
        if (app.budget && !m_appShare.reserve(*app.budget, m_cost))
            return budgetReached(m_app.label, *app.budget, m_cost, now);
        return std::nullopt;
    }

    void settleTokens(std::uint64_t used) {
        if (!m_tokenBooking)
            return;
        if (used < m_tokensTaken)
            m_tokens->giveBack(*m_tokenBooking, m_tokensTaken - used);
        else if (used > m_tokensTaken)
            m_tokens->add(used - m_tokensTaken, sinceOrigin());
        m_tokenBooking.reset();
    }

    void release() {
        if (m_tokenBooking)
            m_tokens->giveBack(*m_tokenBooking, m_tokensTaken);
        m_teamShare.giveBack(m_cost);
        m_appShare.giveBack(m_cost);
    }

    SlidingWindow::Time sinceOrigin() const {
        return std::max(SlidingWindow::Time(m_clock.monotonic() - m_origin), SlidingWindow::Time(0));
    }

    const Clock& m_clock;
    const MonotonicTime m_origin;
    const std::shared_ptr<const void> m_owner; // keeps the counters
    AppCounters& m_app;
    TeamCounters& m_team;
    SlidingWindow* const m_requests;
    SlidingWindow* const m_tokens;
    std::optional<SlidingWindow::Booking> m_requestBooking;
    std::optional<SlidingWindow::Booking> m_tokenBooking;
    std::uint64_t m_tokensTaken = 0;
    ScopeShare m_teamShare;
    ScopeShare m_appShare;
    Money m_cost;
    bool m_pretend = false;
    bool m_inFlight = false;
    bool m_settled = false;
};

std::vector<LimitReading> LocalTicket::readings(const config::Snapshot& snapshot, const config::App& app) const {
    std::vector<LimitReading> list;
    const auto* team = teamOf(snapshot, app);
    const bool teamBudget = team != nullptr && team->budget && !m_pretend;
    const auto count = std::size_t(app.limits.concurrent != 0) + std::size_t(m_requestBooking.has_value()) +
                       std::size_t(m_tokenBooking.has_value()) + std::size_t(teamBudget) +
                       std::size_t(app.budget && !m_pretend);
    if (count == 0)
        return list;
    list.reserve(count);
    const auto number = [&list, this](const char* name, std::uint64_t limit, std::uint64_t used) {
        list.push_back({m_app.label, name, std::to_string(limit), std::to_string(used)});
    };
    const auto budget = [&list](const std::string& label, const config::Budget& rule, const ScopeShare& share) {
        std::string name = "budget_";
        name += nameOf(rule.period);
        list.push_back({label, std::move(name), rule.amount.toString(),
                        share.sums[static_cast<std::size_t>(rule.period)]->used().toString()});
    };
    if (app.limits.concurrent != 0)
        number("concurrent", app.limits.concurrent, m_app.inFlight.load(std::memory_order_relaxed));
    if (m_requestBooking)
        number("requests_per_minute", app.limits.requestsPerMinute, m_requests->total());
    if (m_tokenBooking)
        number("tokens_per_minute", app.limits.tokensPerMinute, m_tokens->total());
    if (teamBudget)
        budget(m_team.label, *team->budget, m_teamShare);
    if (app.budget && !m_pretend)
        budget(m_app.label, *app.budget, m_appShare);
    return list;
}

} // namespace

LocalLedger::LocalLedger(const Clock& clock) : m_state(std::make_shared<State>(clock)) {}
LocalLedger::~LocalLedger() = default;

void LocalLedger::publish(const config::Snapshot& snapshot) {
    (void)m_state->counters.table(snapshot);
}

tl::expected<Admission, Refusal> LocalLedger::reserveNow(const config::Snapshot& snapshot, std::size_t app,
                                                         const Estimate& estimate) {
    const auto& entry = m_state->counters.find(snapshot, app);
    const auto& rule = snapshot.apps[app];
    auto ticket = std::make_unique<LocalTicket>(m_state->clock, m_state->origin, m_state, entry);
    if (auto refusal = ticket->take(snapshot, rule, estimate))
        return tl::unexpected(std::move(*refusal));
    Admission admission;
    admission.readings = ticket->readings(snapshot, rule);
    admission.ticket = Ticket(std::move(ticket));
    return admission;
}

Task<tl::expected<Admission, Refusal>> LocalLedger::reserve(const config::Snapshot& snapshot, std::size_t app,
                                                            const Estimate& estimate) {
    co_return reserveNow(snapshot, app, estimate);
}

void LocalLedger::restoreSpend(BudgetScope scope, std::string_view id, config::BudgetPeriod period, Money spent) {
    Spend& spend = scope == BudgetScope::Team ? m_state->counters.teamSpend(id) : m_state->counters.appSpend(id);
    const auto number = periodIndex(period, m_state->clock.wall());
    spend.periods[static_cast<std::size_t>(period)].sumOf(number).add(spent);
}

Money LocalLedger::spent(BudgetScope scope, std::string_view id, config::BudgetPeriod period) const {
    const Spend* spend = nullptr;
    if (scope == BudgetScope::Team) {
        const auto* team = m_state->counters.team(id);
        spend = team != nullptr ? &team->spend : nullptr;
    } else {
        const auto* app = m_state->counters.app(id);
        spend = app != nullptr ? &app->spend : nullptr;
    }
    if (spend == nullptr)
        return {};
    return spend->periods[static_cast<std::size_t>(period)].used(periodIndex(period, m_state->clock.wall()));
}

std::uint64_t LocalLedger::inFlight(std::string_view app) const {
    const auto* counters = m_state->counters.app(app);
    return counters != nullptr ? counters->inFlight.load(std::memory_order_relaxed) : 0;
}

} // namespace gatehouse::policy
