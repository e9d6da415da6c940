// SPDX-License-Identifier: Apache-2.0
// How budgets stand. Making and changing them: resource_operations.cpp.
#include "core/admin/budget_schemas.h"
#include "core/admin/budget_state.h"
#include "core/admin/operation.h"
#include "core/admin/tenancy.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* schemas = R"({
"BudgetsState": {
  "type": "object", "additionalProperties": false, "required": ["items"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/BudgetState"}}}},
"BudgetState": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "scope", "name", "period", "action", "switch_to", "limit", "raised_until", "spent", "reserved",
    "alerts", "started_at", "resets_at", "forecast", "runs_out_at"],
  "properties": {
    "id": {"type": "string", "description": "Of the budget; `team:research` where it stands in the team."},
    "scope": {"enum": ["organisation", "team", "app", "key", "model", "provider", "tag"]},
    "name": {"type": "string", "description": "Of the team, the tag …; empty for the organisation."},
    "period": {"enum": ["day", "week", "month", "total"]},
    "action": {"enum": ["block", "warn", "switch"]},
    "switch_to": {"type": ["string", "null"]},
    "limit": {"type": "string", "description": "Dollars, exact; with a raise that holds now."},
    "raised_until": {"type": ["string", "null"], "format": "date-time"},
    "spent": {"type": "string", "description": "Dollars, exact: calls that have ended."},
    "reserved": {"type": "string", "description": "Dollars, exact: what calls that run may cost at most."},
    "alerts": {"type": "array", "items": {"type": "integer"}, "description": "Per cent."},
    "started_at": {"type": ["string", "null"], "format": "date-time"},
    "resets_at": {"type": ["string", "null"], "format": "date-time", "description": "null = never."},
    "forecast": {"type": ["string", "null"],
      "description": "Dollars by the period's end at the pace so far; null = never, or too early to say."},
    "runs_out_at": {"type": ["string", "null"], "format": "date-time",
      "description": "When it is spent at that pace; null = not in this period."}}}
})";

json::value timeOrNull(const std::optional<WallMicros>& time) {
    return time ? json::value(formatTime(*time)) : json::value();
}

std::string_view nameOf(config::BudgetAction action) {
    return action == config::BudgetAction::Block ? "block" : action == config::BudgetAction::Warn ? "warn" : "switch";
}

json::object toJson(const BudgetOutlook& outlook, WallMicros now) {
    const auto& rule = outlook.rule;
    json::object out{{"id", rule.id},
                     {"scope", config::nameOf(rule.scope)},
                     {"name", rule.name},
                     {"period", policy::nameOf(rule.period)},
                     {"action", nameOf(rule.action)},
                     {"switch_to", nullptr},
                     {"limit", outlook.limit.toString()},
                     {"raised_until", nullptr},
                     {"spent", outlook.spent.toString()},
                     {"reserved", outlook.reserved.toString()},
                     {"alerts", json::array(rule.alerts.begin(), rule.alerts.end())},
                     {"started_at", timeOrNull(outlook.startedAt)},
                     {"resets_at", timeOrNull(outlook.resetsAt)},
                     {"forecast", nullptr},
                     {"runs_out_at", timeOrNull(outlook.runsOutAt)}};
    if (!rule.switchTo.empty())
        out["switch_to"] = rule.switchTo;
    if (now < rule.raisedUntil)
        out["raised_until"] = formatTime(rule.raisedUntil);
    if (outlook.forecast)
        out["forecast"] = outlook.forecast->toString();
    return out;
}

Answer getState(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    json::array items;
    if (with.budgets != nullptr) {
        const auto now = with.clock.wall();
        const auto standing = with.control.configuration();
        for (const auto& outlook : budgetOutlooks(*standing->snapshot, *with.budgets, now)) {
            const auto& rule = outlook.rule;
            if (seesMoney(request.caller, standing->objects, config::nameOf(rule.scope), rule.name))
                items.push_back(toJson(outlook, now));
        }
    }
    return jsonAnswer(200, json::object{{"items", std::move(items)}});
}

} // namespace

void addBudgetSchemas(json::object& out) {
    auto parsed = json::parse(schemas); // outlives the loop
    for (auto& member : parsed.as_object())
        out[member.key()] = std::move(member.value());
}

void addBudgetOperations(Operations& out) {
    Operation state;
    state.path = "/admin/v1/budgets/state";
    state.id = "getBudgetsState";
    state.tag = "budgets";
    state.summary = "Tell how budgets stand, and how they will";
    state.description = "All of them, those of organisation, teams, apps and keys included, as this gateway admits "
                        "calls by them: what has ended, and what calls that run have reserved.";
    state.responses = {{200, "How they stand.", {"application/json"}, "BudgetsState", false, false}};
    state.run = QueryRun(getState);
    state.permission = contract::Permission::ViewSpend;
    out.push_back(std::move(state));
}

} // namespace gatehouse::admin
