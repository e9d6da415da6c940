// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_table.h"

#include "core/config/products.h"

namespace gatehouse::policy {
namespace {

// The rules of each scope, to be found while the table is made.
class Rules {
public:
    explicit Rules(const std::vector<config::BudgetRule>& rules) {
        for (const auto& rule : rules)
            m_rules[static_cast<std::size_t>(rule.scope)][rule.name].push_back(&rule);
    }
    std::vector<const config::BudgetRule*> of(BudgetScope scope, std::string_view name) const {
        const auto& named = all(scope);
        const auto found = named.find(name);
        return found != named.end() ? found->second : std::vector<const config::BudgetRule*>();
    }
    using Named = std::map<std::string_view, std::vector<const config::BudgetRule*>>;
    const Named& all(BudgetScope scope) const { return m_rules[static_cast<std::size_t>(scope)]; }

private:
    std::array<Named, config::budgetScopes.size()> m_rules;
};

} // namespace

std::shared_ptr<const BudgetTable>
makeBudgetTable(const config::Snapshot& snapshot,
                const std::function<Spend&(BudgetScope scope, std::string_view name)>& spendOf) {
    auto table = std::make_shared<BudgetTable>();
    table->rules = config::budgetsOf(snapshot);
    const Rules rules(table->rules);
    const auto entry = [&](BudgetScope scope, std::string_view name) {
        return ScopeRules{&spendOf(scope, name), rules.of(scope, name)};
    };
    table->organisation = entry(BudgetScope::Organisation, "");
    const auto fill = [&](std::vector<ScopeRules>& list, BudgetScope scope, const auto& objects, const auto& idOf) {
        list.reserve(objects.size());
        for (const auto& object : objects)
            list.push_back(entry(scope, idOf(object)));
    };
    const auto byId = [](const auto& object) -> std::string_view { return object.id; };
    fill(table->teams, BudgetScope::Team, snapshot.teams, byId);
    fill(table->apps, BudgetScope::App, snapshot.apps, byId);
    fill(table->keys, BudgetScope::Key, snapshot.keys, byId);
    fill(table->providers, BudgetScope::Provider, snapshot.providers, byId);
    fill(table->routes, BudgetScope::Model, snapshot.routes,
         [](const config::Route& route) -> std::string_view { return route.model; });
    for (const auto& [name, list] : rules.all(BudgetScope::Model)) {
        if (!snapshot.routeByModel.contains(name))
            table->models.emplace(name, entry(BudgetScope::Model, name));
    }
    for (const auto& subscription : config::productsOf(snapshot).subscriptions) {
        const bool counts = config::budgetOf(snapshot, subscription) != nullptr;
        table->subscriptions.push_back(counts ? entry(BudgetScope::Subscription, subscription.id) : ScopeRules());
    }
    for (const auto& [name, list] : rules.all(BudgetScope::Tag))
        table->tags.emplace(name, entry(BudgetScope::Tag, name));
    return table;
}

} // namespace gatehouse::policy
