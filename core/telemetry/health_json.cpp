// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/health_json.h"

#include "core/telemetry/json_writer.h"

namespace gatehouse::telemetry {

std::string gatewayHealthJson(std::string_view state, WallMicros at) {
    std::string out;
    JsonWriter json(out);
    json.open('{').name("about").text("gateway").name("state").text(state).name("at").time(at).close('}');
    return out;
}

std::string targetHealthJson(std::string_view provider, std::string_view model, std::string_view state, WallMicros at) {
    std::string out;
    JsonWriter json(out);
    json.open('{').name("about").text("target").name("state").text(state);
    json.name("provider").text(provider).name("model").text(model).name("at").time(at).close('}');
    return out;
}

std::string providerHealthJson(std::string_view provider, std::string_view state, WallMicros at) {
    std::string out;
    JsonWriter json(out);
    json.open('{').name("about").text("provider").name("state").text(state);
    json.name("provider").text(provider).name("at").time(at).close('}');
    return out;
}

std::string budgetHealthJson(const BudgetHealth& budget, WallMicros at) {
    std::string out;
    JsonWriter json(out);
    json.open('{')
        .name("about")
        .text("budget")
        .name("budget")
        .text(budget.budget)
        .name("scope")
        .text(budget.scope)
        .name("id")
        .text(budget.id);
    json.name("period").text(budget.period).name("percent").number(budget.percent);
    json.name("spent").money(budget.spent).name("amount").money(budget.amount).name("at").time(at).close('}');
    return out;
}

std::string canaryHealthJson(std::string_view route, std::string_view state, double percent, std::string_view reason,
                             WallMicros at) {
    std::string out;
    JsonWriter json(out);
    json.open('{').name("about").text("canary").name("state").text(state).name("route").text(route);
    json.name("percent").number(static_cast<std::int64_t>(percent)).name("reason").text(reason);
    json.name("at").time(at).close('}');
    return out;
}

std::string cacheHealthJson(const CacheHealth& cache, WallMicros at) {
    std::string out;
    JsonWriter json(out);
    json.open('{').name("about").text("cache").name("state").text("written, never read");
    json.name("route").textOrNull(cache.route).name("app").textOrNull(cache.app);
    json.name("provider").text(cache.provider).name("model").text(cache.model).name("tokens").number(cache.tokens);
    json.name("cost").textOrNull(cache.cost).name("needless").textOrNull(cache.needless);
    json.name("at").time(at).close('}');
    return out;
}

} // namespace gatehouse::telemetry
