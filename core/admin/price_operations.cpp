// SPDX-License-Identifier: Apache-2.0
// The models that clients can ask for, and what they cost. A price is set with its provider (the field "prices").
#include "core/admin/operation.h"
#include "core/admin/paging.h"
#include "core/admin/price_json.h"
#include "core/base/text.h"
#include "core/catalog/price_list.h"

#include <boost/json/array.hpp>
#include <set>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

json::value moneyJson(const std::optional<Money>& money) {
    return money ? json::value(money->toString()) : json::value();
}

json::object targetJson(const config::Snapshot& snapshot, const config::Provider& provider, std::string_view model) {
    return {{"provider", provider.id}, {"model", model}, {"price", priceJson(snapshot, provider, model)}};
}

struct Wanted {
    std::string words; // in small letters; in the name
    std::string_view provider;
    std::string_view by;
};

bool holds(std::string_view name, const std::string& words) {
    return words.empty() || toLower(name).find(words) != std::string::npos;
}

void addRoutes(std::vector<json::object>& out, const config::Snapshot& snapshot, const Wanted& wanted) {
    for (const auto& route : snapshot.routes) {
        json::array targets;
        bool atProvider = wanted.provider.empty();
        for (const auto& target : route.targets) {
            const auto& provider = snapshot.providers[target.provider];
            atProvider = atProvider || provider.id == wanted.provider;
            targets.push_back(targetJson(snapshot, provider, target.model));
        }
        if (atProvider && holds(route.model, wanted.words))
            out.push_back(
                {{"name", route.model}, {"by", "route"}, {"enabled", route.enabled}, {"targets", std::move(targets)}});
    }
}

// A route of the same name hides the direct one.
bool isHidden(const config::Snapshot& snapshot, const std::string& name) {
    const auto route = snapshot.routeByModel.find(name);
    return route != snapshot.routeByModel.end() && snapshot.routes[route->second].enabled;
}

void addDirect(std::vector<json::object>& out, const config::Snapshot& snapshot, const config::Provider& provider,
               const Wanted& wanted) {
    std::set<std::string, std::less<>> models;
    if (snapshot.prices) {
        for (auto& model : snapshot.prices->models(provider.isDemo() ? provider.id : provider.preset))
            models.insert(std::move(model));
    }
    for (const auto& [model, price] : provider.prices)
        models.insert(model);
    for (const auto& model : models) {
        const auto name = provider.id + "/" + model;
        if (!holds(name, wanted.words) || isHidden(snapshot, name))
            continue;
        out.push_back({{"name", name},
                       {"by", "direct"},
                       {"enabled", provider.enabled},
                       {"targets", json::array{targetJson(snapshot, provider, model)}}});
    }
}

Answer listModels(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto standing = with.control.configuration();
    const auto& snapshot = *standing->snapshot;
    const Wanted wanted{toLower(request.parameter("q")), request.parameter("provider"), request.parameter("by")};
    std::vector<json::object> bodies;
    if (wanted.by != "direct")
        addRoutes(bodies, snapshot, wanted);
    for (const auto& provider : snapshot.providers) {
        if (wanted.by != "route" && (wanted.provider.empty() || provider.id == wanted.provider))
            addDirect(bodies, snapshot, provider, wanted);
    }
    std::vector<ListItem> items;
    items.reserve(bodies.size());
    for (const auto& body : bodies)
        items.push_back({std::string(body.at("name").as_string()), &body});
    return jsonAnswer(200, pageJson(makePage(std::move(items), request, {})));
}

} // namespace

json::value priceJson(const catalog::ModelPrice* price, bool set) {
    if (price == nullptr)
        return nullptr;
    return json::object{{"input", moneyJson(price->input)},
                        {"cached_input", moneyJson(price->cachedInput)},
                        {"cache_write", moneyJson(price->cacheWrite)},
                        {"output", moneyJson(price->output)},
                        {"source", price->source},
                        {"date", price->date},
                        {"pretend", price->pretend},
                        {"set", set}};
}

json::value priceJson(const config::Snapshot& snapshot, const config::Provider& provider, std::string_view model) {
    const auto price = config::priceOf(snapshot.prices.get(), provider, model);
    return priceJson(price ? &*price : nullptr, provider.prices.contains(model));
}

void addPriceOperations(Operations& out) {
    Operation list;
    list.path = "/admin/v1/models";
    list.id = "listModels";
    list.tag = "models";
    list.summary = "List the models that clients can ask for, and what they cost";
    list.description = "The names of routes, and `provider/model` of each provider's models that the catalogue lists "
                       "or that have a price of their own; any other model of a provider can be asked for as well. A "
                       "price is set with its provider, in `prices`.";
    list.parameters = {
        textParameter("q", "Only names that hold this."),
        textParameter("provider", "Only those that this provider may serve."),
        choiceParameter("by", "Only routes, or only direct names.", {"route", "direct"}),
        choiceParameter("sort", "The field to sort by, `-` before it for descending.", {"name", "-name", "by", "-by"}),
        integerParameter("limit", "Items a page.", 1, mostPerPage, usualPerPage),
        cursorParameter()};
    list.responses = {{200, "A page.", {"application/json"}, "ModelList", false, false}};
    list.run = QueryRun(listModels);
    list.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(list));
}

} // namespace gatehouse::admin
