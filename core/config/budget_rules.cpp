// SPDX-License-Identifier: Apache-2.0
#include "core/config/budget_rules.h"

#include "core/config/bodies.h"

#include <array>
#include <set>

namespace gatehouse::config {
namespace {

using contract::BudgetForSpec;
using contract::BudgetRuleSpec;
using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;

Fault conflict(const Path& path, std::string expected, std::string found, std::string hint = {}) {
    auto fault = makeFault(FaultCode::Conflict, path, std::move(expected), std::move(found));
    fault.hint = std::move(hint);
    return fault;
}

struct Subject {
    std::string_view name;
    Kind kind;
    const std::optional<std::string> BudgetForSpec::*id;
};
constexpr std::array<Subject, 4> subjects{{{"team", Kind::Team, &BudgetForSpec::team},
                                           {"app", Kind::App, &BudgetForSpec::app},
                                           {"key", Kind::Key, &BudgetForSpec::key},
                                           {"provider", Kind::Provider, &BudgetForSpec::provider}}};

int countOf(const BudgetForSpec& subject) {
    int count = int(subject.organisation.has_value()) + int(subject.model.has_value()) + int(subject.tag.has_value());
    for (const auto& one : subjects)
        count += int((subject.*one.id).has_value());
    return count;
}

// A route, or any model of a provider by its name there.
bool isAskable(const std::string& model, const BudgetSurroundings& around) {
    if (around.exists(Kind::Route, model))
        return true;
    const auto slash = model.find('/');
    return slash != std::string::npos && slash + 1 < model.size() &&
           around.exists(Kind::Provider, model.substr(0, slash));
}

void checkSubject(const BudgetRuleSpec& budget, const BudgetSurroundings& around, const Path& path, Faults& faults) {
    const Path here(path, "for");
    const auto& subject = budget.scope;
    const int count = countOf(subject);
    if (count == 0)
        faults.push_back(makeFault(FaultCode::MissingField, here,
                                   "organisation, team, app, key, model, provider or tag", "nothing"));
    else if (count > 1)
        faults.push_back(conflict(here, "one subject", std::to_string(count), "make a budget for each"));
    if (subject.organisation && !*subject.organisation)
        faults.push_back(conflict(Path(here, "organisation"), "true, or another subject", "false"));
    for (const auto& one : subjects) {
        const auto& id = subject.*one.id;
        if (id && !around.exists(one.kind, *id))
            faults.push_back(makeFault(FaultCode::UnknownReference, Path(here, one.name),
                                       "the id of a" + std::string(one.kind == Kind::App ? "n " : " ") +
                                           std::string(singularOf(one.kind)),
                                       contract::quoted(*id)));
    }
    if (subject.model && !isAskable(*subject.model, around))
        faults.push_back(makeFault(FaultCode::UnknownReference, Path(here, "model"),
                                   "the name of a route, or a provider's id, '/' and a model's name",
                                   contract::quoted(*subject.model)));
}

void checkSwitch(const BudgetRuleSpec& budget, const BudgetSurroundings& around, const Path& path, Faults& faults) {
    const Path here(path, "switch_to");
    const bool switches = budget.action == "switch";
    if (switches && !budget.switchTo)
        faults.push_back(conflict(here, "the name of a route, for action switch", "nothing"));
    if (!switches && budget.switchTo)
        faults.push_back(conflict(here, "nothing, without action switch", contract::quoted(*budget.switchTo)));
    if (switches && budget.scope.provider)
        faults.push_back(conflict(Path(path, "action"), "block or warn, for a provider", "\"switch\"",
                                  "where a provider's budget is spent, the next target of a route serves"));
    if (switches && budget.switchTo && !around.exists(Kind::Route, *budget.switchTo))
        faults.push_back(
            makeFault(FaultCode::UnknownReference, here, "the name of a route", contract::quoted(*budget.switchTo)));
}

// A raise that has ended must not keep its budget from being written again as it stands.
void checkRaise(const BudgetRuleSpec& budget, const BudgetSurroundings& around, const Path& path, Faults& faults) {
    if (!budget.raise)
        return;
    const Path here(path, "raise");
    if (budget.raise->usd < budget.usd)
        faults.push_back(conflict(Path(here, "usd"), "not less than the budget's own " + budget.usd.toString(),
                                  budget.raise->usd.toString()));
    const auto* before = around.standing ? around.standing(budget.id) : nullptr;
    const auto wanted = bodyOf(budget);
    const auto* had = before != nullptr ? before->if_contains("raise") : nullptr;
    const bool asBefore = had != nullptr && *had == wanted.at("raise");
    if (!asBefore && budget.raise->until <= around.now)
        faults.push_back(conflict(Path(here, "until"), "a time to come", "one that has passed"));
}

} // namespace

Faults checkBudget(const BudgetRuleSpec& budget, const BudgetSurroundings& around, const Path& path) {
    Faults faults;
    if (budget.id == "state")
        faults.push_back(conflict(Path(path, "id"), "another id", "\"state\", which is an address of the admin API"));
    checkSubject(budget, around, path, faults);
    checkSwitch(budget, around, path, faults);
    checkRaise(budget, around, path, faults);
    return faults;
}

Faults checkSwitches(const std::vector<BudgetRuleSpec>& budgets, const std::string& id, const Path& path) {
    std::multimap<std::string, std::string> next;
    const BudgetRuleSpec* own = nullptr;
    for (const auto& budget : budgets) {
        if (budget.scope.model && budget.switchTo)
            next.emplace(*budget.scope.model, *budget.switchTo);
        if (budget.id == id)
            own = &budget;
    }
    if (own == nullptr || !own->scope.model || !own->switchTo)
        return {};
    std::set<std::string> seen;
    std::vector<std::string> open{*own->switchTo};
    while (!open.empty()) {
        const auto model = open.back();
        open.pop_back();
        if (model == *own->scope.model)
            return {conflict(Path(path, "switch_to"),
                             "a route that does not lead back to " + contract::quoted(*own->scope.model),
                             contract::quoted(*own->switchTo), "budgets that switch must not form a cycle")};
        if (!seen.insert(model).second)
            continue;
        const auto [begin, end] = next.equal_range(model);
        for (auto edge = begin; edge != end; ++edge)
            open.push_back(edge->second);
    }
    return {};
}

} // namespace gatehouse::config
