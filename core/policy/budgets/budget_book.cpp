// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_book.h"

#include "core/policy/refusals.h"

#include <algorithm>
#include <utility>

namespace gatehouse::policy {
namespace {

const config::Team* teamOf(const config::Snapshot& snapshot, const config::App& app) {
    return app.team < snapshot.teams.size() ? &snapshot.teams[app.team] : nullptr;
}

std::string_view teamIdOf(const config::Snapshot& snapshot, const config::App& app) {
    const auto* team = teamOf(snapshot, app);
    return team != nullptr ? std::string_view(team->id) : std::string_view();
}

} // namespace

void ScopeShare::open(Spend& spend, const PeriodIndices& now) {
    for (std::size_t i = 0; i < periodCount; ++i)
        m_sums[i] = &spend.periods[i].sumOf(now[i]);
}

bool ScopeShare::reserve(const config::Budget& budget, Money cost) {
    const auto period = static_cast<std::size_t>(budget.period);
    if (!m_sums[period]->tryReserve(cost, budget.amount))
        return false;
    m_reservedIn = period;
    return true;
}

void ScopeShare::giveBack(Money reserved) {
    if (m_reservedIn != none)
        m_sums[m_reservedIn]->add(Money() - reserved);
    m_reservedIn = none;
}

void ScopeShare::book(Money cost, Money reserved) {
    for (std::size_t i = 0; i < periodCount; ++i)
        m_sums[i]->add(i == m_reservedIn ? cost - reserved : cost);
    m_reservedIn = none;
}

BudgetBooking::BudgetBooking(BudgetBooking&& other) noexcept
    : m_team(std::exchange(other.m_team, nullptr)), m_app(other.m_app),
      m_teamShare(std::exchange(other.m_teamShare, {})), m_appShare(std::exchange(other.m_appShare, {})),
      m_cost(other.m_cost) {}

BudgetBooking::~BudgetBooking() {
    m_teamShare.giveBack(m_cost);
    m_appShare.giveBack(m_cost);
}

void BudgetBooking::settle(const Actual& actual) {
    if (m_team != nullptr) {
        const Money cost = actual.cost.value_or(m_cost);
        m_teamShare.book(cost, m_cost);
        m_appShare.book(cost, m_cost);
    }
}

std::size_t BudgetBooking::readingCount(const Demand& demand) const {
    if (m_team == nullptr)
        return 0;
    const auto& app = demand.snapshot.apps[demand.app];
    const auto* team = teamOf(demand.snapshot, app);
    return std::size_t(team != nullptr && team->budget.has_value()) + std::size_t(app.budget.has_value());
}

void BudgetBooking::read(const Demand& demand, std::vector<LimitReading>& list) const {
    if (m_team == nullptr)
        return;
    const auto add = [&list](const std::string& label, const config::Budget& budget, const ScopeShare& share) {
        std::string name = "budget_";
        name += nameOf(budget.period);
        list.push_back({label, std::move(name), budget.amount.toString(), share.used(budget.period).toString()});
    };
    const auto& app = demand.snapshot.apps[demand.app];
    const auto* team = teamOf(demand.snapshot, app);
    if (team != nullptr && team->budget)
        add(m_team->label, *team->budget, m_teamShare);
    if (app.budget)
        add(m_app->label, *app.budget, m_appShare);
}

BudgetBook::BudgetBook(const Clock& clock)
    : m_clock(clock), m_tables([this](const config::Snapshot& snapshot) { return build(snapshot); }) {}

std::string_view nameOf(BudgetScope scope) {
    return scope == BudgetScope::Team ? "team" : "app";
}

Spend& BudgetBook::spendLocked(BudgetScope scope, std::string_view id) {
    auto& spend = m_spend[{scope, std::string(id)}];
    if (!spend)
        spend = std::make_unique<Spend>(std::string(nameOf(scope)) + ' ' + std::string(id));
    return *spend;
}

std::shared_ptr<const BudgetTable> BudgetBook::build(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    auto table = std::make_shared<BudgetTable>();
    table->apps.reserve(snapshot.apps.size());
    for (const auto& app : snapshot.apps) {
        table->apps.push_back(
            {&spendLocked(BudgetScope::App, app.id), &spendLocked(BudgetScope::Team, teamIdOf(snapshot, app))});
    }
    return table;
}

tl::expected<BudgetBooking, Refusal> BudgetBook::take(const Demand& demand, const Estimate& estimate) {
    BudgetBooking booking;
    if (estimate.pretend)
        return booking;
    const auto& entry = m_tables.find(demand.snapshot).apps[demand.app];
    const auto& app = demand.snapshot.apps[demand.app];
    const auto* team = teamOf(demand.snapshot, app);
    const bool teamBudget = team != nullptr && team->budget.has_value();
    if (!estimate.cost && (teamBudget || app.budget))
        return tl::unexpected(priceUnknown(teamBudget ? entry.team->label : entry.app->label));
    const Money cost = std::max(estimate.cost.value_or(Money()), Money());
    const WallMicros now = m_clock.wall();
    const PeriodIndices periods = periodIndices(now);
    booking.m_team = entry.team;
    booking.m_app = entry.app;
    booking.m_cost = cost;
    booking.m_teamShare.open(*entry.team, periods);
    booking.m_appShare.open(*entry.app, periods);
    if (teamBudget && !booking.m_teamShare.reserve(*team->budget, cost))
        return tl::unexpected(budgetReached(entry.team->label, *team->budget, cost, now));
    if (app.budget && !booking.m_appShare.reserve(*app.budget, cost))
        return tl::unexpected(budgetReached(entry.app->label, *app.budget, cost, now));
    return booking;
}

void BudgetBook::restore(BudgetScope scope, std::string_view id, config::BudgetPeriod period, Money spent) {
    const std::lock_guard lock(m_mutex);
    const auto number = periodIndex(period, m_clock.wall());
    spendLocked(scope, id).periods[static_cast<std::size_t>(period)].sumOf(number).add(spent);
}

Money BudgetBook::spent(BudgetScope scope, std::string_view id, config::BudgetPeriod period) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spend.find({scope, std::string(id)});
    if (found == m_spend.end())
        return {};
    return found->second->periods[static_cast<std::size_t>(period)].used(periodIndex(period, m_clock.wall()));
}

} // namespace gatehouse::policy
