// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_book.h"

#include "core/base/text.h"
#include "core/config/products.h"
#include "core/policy/refusals.h"

#include <algorithm>
#include <utility>

namespace gatehouse::policy {
namespace {

using config::BudgetAction;
using config::BudgetRule;

// A tag that stands there twice counts once.
bool hasTag(std::string_view tags, std::string_view tag) {
    while (!tags.empty()) {
        const auto end = std::min(tags.find(','), tags.size());
        if (trim(tags.substr(0, end)) == tag)
            return true;
        tags.remove_prefix(std::min(end + 1, tags.size()));
    }
    return false;
}

// The scopes that count a call, in the order in which they reserve.
template <typename Use>
void eachScope(const BudgetTable& table, const Demand& demand, const Use& use) {
    const auto& snapshot = demand.snapshot;
    const auto at = [&use](const std::vector<ScopeRules>& list, std::size_t index) {
        if (index < list.size())
            use(list[index]);
    };
    use(table.organisation);
    at(table.teams, snapshot.apps[demand.app].team);
    at(table.apps, demand.app);
    if (demand.key)
        at(table.keys, *demand.key);
    if (const auto route = snapshot.routeByModel.find(demand.model); route != snapshot.routeByModel.end())
        at(table.routes, route->second);
    else if (const auto model = table.models.find(demand.model); model != table.models.end())
        use(model->second);
    if (demand.subscription != nullptr) {
        const auto* first = config::productsOf(snapshot).subscriptions.data();
        const auto& scope = table.subscriptions[static_cast<std::size_t>(demand.subscription - first)];
        if (scope.spend != nullptr)
            use(scope);
    }
    if (table.tags.empty())
        return;
    auto rest = demand.tags;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        const auto tag = trim(rest.substr(0, end));
        const auto before = demand.tags.substr(0, static_cast<std::size_t>(rest.data() - demand.tags.data()));
        if (const auto found = table.tags.find(tag); found != table.tags.end() && !hasTag(before, tag))
            use(found->second);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

} // namespace

BudgetBook::BudgetBook(const Clock& clock)
    : m_clock(clock), m_tables([this](const config::Snapshot& snapshot) { return build(snapshot); }) {}

Spend& BudgetBook::spendLocked(BudgetScope scope, std::string_view id) {
    auto& spend = m_spend[{scope, std::string(id)}];
    if (!spend) {
        spend = std::make_unique<Spend>(std::string(nameOf(scope)) + (id.empty() ? "" : " ") + std::string(id));
        if (scope == BudgetScope::Tag || scope == BudgetScope::Model || scope == BudgetScope::Subscription)
            m_newPlaces.emplace_back(scope, id);
    }
    return *spend;
}

std::vector<BudgetBook::Place> BudgetBook::newPlaces() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_newPlaces, {});
}

std::shared_ptr<const BudgetTable> BudgetBook::build(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    return makeBudgetTable(
        snapshot, [this](BudgetScope scope, std::string_view name) -> Spend& { return spendLocked(scope, name); });
}

tl::expected<BudgetBooking, Refusal> BudgetBook::take(const Demand& demand, const Estimate& estimate) {
    BudgetBooking booking;
    if (estimate.pretend)
        return booking;
    const auto& table = m_tables.find(demand.snapshot);
    booking.m_table = table.shared_from_this();
    booking.m_admitted = m_clock.wall();
    booking.m_periods = periodIndices(booking.m_admitted);
    booking.m_cost = std::max(estimate.cost.value_or(Money()), Money());
    const ScopeRules* strict = nullptr;
    eachScope(table, demand, [&](const ScopeRules& scope) {
        booking.m_shares.emplace_back(scope, booking.m_periods);
        const bool binds = std::any_of(scope.rules.begin(), scope.rules.end(),
                                       [](const BudgetRule* rule) { return rule->action != BudgetAction::Warn; });
        if (strict == nullptr && binds)
            strict = &scope;
    });
    if (!estimate.cost && strict != nullptr)
        return tl::unexpected(priceUnknown(strict->spend->label));
    for (auto& share : booking.m_shares) {
        const auto* spent = share.reserve(booking.m_cost, booking.m_admitted, demand.switched);
        if (spent == nullptr)
            continue;
        return tl::unexpected(budgetReached(share.scope().spend->label, *spent, booking.m_cost, booking.m_admitted));
    }
    return booking;
}

void BudgetBook::restore(BudgetScope scope, std::string_view id, config::BudgetPeriod period, Money spent) {
    const std::lock_guard lock(m_mutex);
    const auto number = periodIndex(period, m_clock.wall());
    spendLocked(scope, id).periods[static_cast<std::size_t>(period)].sumOf(number).add(spent);
}

const Spend* BudgetBook::known(BudgetScope scope, std::string_view id) const {
    const auto found = m_spend.find({scope, std::string(id)});
    return found != m_spend.end() ? found->second.get() : nullptr;
}

Money BudgetBook::spent(BudgetScope scope, std::string_view id, config::BudgetPeriod period) const {
    const std::lock_guard lock(m_mutex);
    const auto* spend = known(scope, id);
    if (spend == nullptr)
        return {};
    return spend->periods[static_cast<std::size_t>(period)].used(periodIndex(period, m_clock.wall()));
}

SpendState BudgetBook::state(BudgetScope scope, std::string_view id, config::BudgetPeriod period) const {
    const std::lock_guard lock(m_mutex);
    const auto* spend = known(scope, id);
    if (spend == nullptr)
        return {};
    const auto number = periodIndex(period, m_clock.wall());
    const auto& sums = spend->periods[static_cast<std::size_t>(period)];
    const auto reserved = sums.reserved(number);
    return {sums.used(number) - reserved, reserved};
}

} // namespace gatehouse::policy
