// SPDX-License-Identifier: Apache-2.0
#include "core/config/snapshot.h"

#include "core/config/products.h"

#include "core/catalog/cost.h"

#include <algorithm>
#include <atomic>

namespace gatehouse::config {
std::uint64_t SnapshotNumber::next() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

bool App::mayPass(std::string_view provider) const {
    return std::any_of(passthrough.begin(), passthrough.end(),
                       [provider](const std::string& listed) { return listed == "*" || listed == provider; });
}

const Provider* Snapshot::provider(std::string_view id) const {
    const auto known = providerById.find(id);
    return known == providerById.end() ? nullptr : &providers[known->second];
}

std::optional<catalog::ModelPrice> priceOf(const catalog::Prices* prices, const Provider& provider,
                                           std::string_view model) {
    if (const auto set = provider.prices.find(model); set != provider.prices.end())
        return set->second;
    auto listed =
        prices == nullptr ? std::nullopt : prices->find(provider.isDemo() ? provider.id : provider.preset, model);
    if (listed && provider.discount != Money()) {
        catalog::discount(*listed, provider.discount);
        listed->source += ", less " + provider.discount.toString() + " %";
    }
    return listed;
}

namespace {

BudgetRule shortForm(BudgetScope scope, const std::string& name, const Budget& budget) {
    BudgetRule rule;
    rule.id = std::string(nameOf(scope)) + (name.empty() ? "" : ":") + name;
    rule.scope = scope;
    rule.name = name;
    rule.amount = budget.amount;
    rule.period = budget.period;
    return rule;
}

bool isStrict(const BudgetRule& rule) {
    return rule.action != BudgetAction::Warn;
}

} // namespace

std::string_view nameOf(BudgetScope scope) {
    constexpr std::array<std::string_view, budgetScopes.size()> names{
        "organisation", "team", "app", "key", "model", "provider", "tag", "subscription"};
    return names[static_cast<std::size_t>(scope)];
}

std::vector<BudgetRule> budgetsOf(const Snapshot& snapshot) {
    std::vector<BudgetRule> rules;
    if (snapshot.organisation.budget)
        rules.push_back(shortForm(BudgetScope::Organisation, "", *snapshot.organisation.budget));
    for (const auto& team : snapshot.teams) {
        if (team.budget)
            rules.push_back(shortForm(BudgetScope::Team, team.id, *team.budget));
    }
    for (const auto& app : snapshot.apps) {
        if (app.budget)
            rules.push_back(shortForm(BudgetScope::App, app.id, *app.budget));
    }
    for (const auto& key : snapshot.keys) {
        if (key.budget)
            rules.push_back(shortForm(BudgetScope::Key, key.id, *key.budget));
    }
    for (const auto& subscription : productsOf(snapshot).subscriptions) {
        const auto* budget = budgetOf(snapshot, subscription);
        if (budget != nullptr)
            rules.push_back(shortForm(BudgetScope::Subscription, subscription.id, *budget));
    }
    rules.insert(rules.end(), snapshot.budgets.begin(), snapshot.budgets.end());
    return rules;
}

std::optional<std::string> strictBudgetOver(const Snapshot& snapshot, const App& app, const Key* key) {
    const auto* team = app.team < snapshot.teams.size() ? &snapshot.teams[app.team] : nullptr;
    if (snapshot.organisation.budget)
        return "the organisation";
    if (app.budget)
        return "application \"" + app.id + "\"";
    if (team != nullptr && team->budget)
        return "its team";
    if (key != nullptr && key->budget)
        return "its key";
    for (const auto& rule : snapshot.budgets) {
        const bool covers = rule.scope == BudgetScope::Organisation ||
                            (rule.scope == BudgetScope::Team && team != nullptr && rule.name == team->id) ||
                            (rule.scope == BudgetScope::App && rule.name == app.id) ||
                            (rule.scope == BudgetScope::Key && key != nullptr && rule.name == key->id);
        if (covers && isStrict(rule))
            return std::string(nameOf(rule.scope)) + (rule.name.empty() ? "" : " \"" + rule.name + "\"");
    }
    return std::nullopt;
}

} // namespace gatehouse::config
