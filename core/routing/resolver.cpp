// SPDX-License-Identifier: Apache-2.0
#include "core/routing/resolver.h"

#include <set>

namespace gatehouse::routing {
namespace {

// Fallbacks lead to no route twice on one way; a route that is off, or has gone, leads nowhere.
void addBeyond(const config::Snapshot& snapshot, const config::Route& route,
               std::vector<const catalog::ModelPrice*>& prices, std::set<const config::Route*>& seen) {
    for (const auto& fallback : route.fallbacks) {
        const auto found = snapshot.routeByModel.find(fallback.route);
        if (found == snapshot.routeByModel.end())
            continue;
        const auto& next = snapshot.routes[found->second];
        if (!next.enabled || !seen.insert(&next).second)
            continue;
        for (const auto& target : next.targets)
            prices.push_back(target.price ? &*target.price : nullptr);
        addBeyond(snapshot, next, prices, seen);
    }
}

Resolution byRoute(const config::Snapshot& snapshot, const config::Route& route) {
    Resolution resolution;
    resolution.route = &route;
    resolution.through.push_back(&route);
    resolution.retry = route.retry;
    resolution.rule = "route " + route.model;
    resolution.candidates.reserve(route.targets.size());
    for (const auto& target : route.targets)
        resolution.candidates.push_back({&snapshot.providers[target.provider], target.model,
                                         target.price ? &*target.price : nullptr, nullptr, &target});
    if (!route.fallbacks.empty()) {
        std::set<const config::Route*> seen{&route};
        addBeyond(snapshot, route, resolution.beyond, seen);
    }
    return resolution;
}

Resolution direct(const config::Snapshot& snapshot, const config::Provider& provider, std::string_view model) {
    Resolution resolution;
    resolution.rule = "direct " + provider.id + "/" + std::string(model);
    Candidate candidate;
    candidate.provider = &provider;
    candidate.model = model;
    if (auto price = config::priceOf(snapshot.prices.get(), provider, model))
        resolution.directPrice = std::make_unique<const catalog::ModelPrice>(std::move(*price));
    candidate.price = resolution.directPrice.get();
    resolution.candidates.push_back(candidate);
    return resolution;
}

tl::unexpected<Error> unknown(std::string_view model) {
    return failure(ErrorKind::NotFound, "model_not_found",
                   "No route is named \"" + std::string(model) +
                       "\" and no provider serves it. GET /v1/models lists the names that this key may use; any model "
                       "of a provider can be asked for as provider-id/model.");
}

} // namespace

Result<Resolution> resolve(const config::Snapshot& snapshot, const config::App& app, std::string_view model) {
    const auto route = snapshot.routeByModel.find(model);
    const bool routed = route != snapshot.routeByModel.end() && snapshot.routes[route->second].enabled;
    const config::Provider* provider = nullptr;
    const auto slash = model.find('/');
    if (!routed && slash != std::string_view::npos && slash + 1 < model.size())
        provider = snapshot.provider(model.substr(0, slash));
    if (!routed && provider == nullptr)
        return unknown(model);
    if (!app.mayUse(model))
        return failure(ErrorKind::Forbidden, "model_not_allowed",
                       "Application \"" + app.id + "\" may not use \"" + std::string(model) +
                           "\". Ask for one of its models (GET /v1/models), or have the name added to its list.");
    if (routed)
        return byRoute(snapshot, snapshot.routes[route->second]);
    return direct(snapshot, *provider, model.substr(slash + 1));
}

std::unique_ptr<Resolution> resolveRoute(const config::Snapshot& snapshot, std::string_view route) {
    const auto found = snapshot.routeByModel.find(route);
    if (found == snapshot.routeByModel.end() || !snapshot.routes[found->second].enabled)
        return nullptr;
    return std::make_unique<Resolution>(byRoute(snapshot, snapshot.routes[found->second]));
}

std::vector<std::string_view> usableModels(const config::Snapshot& snapshot, const config::App& app) {
    std::vector<std::string_view> names;
    for (const auto& [name, index] : snapshot.routeByModel) {
        if (snapshot.routes[index].enabled && app.mayUse(name))
            names.push_back(name);
    }
    return names;
}

} // namespace gatehouse::routing
