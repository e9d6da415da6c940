// SPDX-License-Identifier: Apache-2.0
// What the caches hold and have saved, and how it is thrown away.
#include "core/admin/body.h"
#include "core/admin/operation.h"
#include "core/cache/cache.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

void addFigures(json::object& out, const cache::RouteFigures& figures) {
    const auto& tally = figures.tally;
    out["entries"] = figures.entries;
    out["bytes"] = figures.bytes;
    out["hits"] = tally.hits;
    out["semantic_hits"] = tally.semanticHits;
    out["misses"] = tally.misses;
    out["coalesced"] = tally.coalesced;
    out["saved"] = tally.saved.toString();
}

json::array routesJson(const AdminDependencies& with, cache::Figures& figures) {
    // Also routes whose cache has not been asked yet.
    const auto standing = with.control.configuration();
    for (const auto& route : standing->snapshot->routes) {
        if (route.cache.mode != config::CacheMode::Off)
            figures.routes.try_emplace(route.model);
    }
    json::array routes;
    for (const auto& [name, route] : figures.routes) {
        const auto place = standing->snapshot->routeByModel.find(name);
        const bool on = place != standing->snapshot->routeByModel.end() &&
                        standing->snapshot->routes[place->second].cache.mode != config::CacheMode::Off;
        json::object item{{"route", name}, {"on", on}};
        addFigures(item, route);
        routes.emplace_back(std::move(item));
    }
    return routes;
}

Answer getCache(AdminDependencies& with, QueryThreads::Connection&, const Request&) {
    cache::Figures figures;
    if (with.cache != nullptr)
        figures = with.cache->figures();
    json::object out{{"memory_bound", figures.memoryBound},
                     {"store_bound", figures.storeBound},
                     {"store_bytes", figures.storeBytes},
                     {"evicted", figures.evicted}};
    addFigures(out, figures.total());
    out["routes"] = routesJson(with, figures);
    return jsonAnswer(200, std::move(out));
}

tl::unexpected<Refused> wrong(contract::FaultCode code, std::string_view field, std::string expected,
                              std::string found) {
    const contract::Path document;
    const contract::Path member(document, field);
    return refused(contract::Faults{
        contract::makeFault(code, field.empty() ? document : member, std::move(expected), std::move(found))});
}

Outcome<cache::Purge> purgeIn(const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr)
        return wrong(contract::FaultCode::WrongType, "", "an object", "something else");
    cache::Purge purge;
    const std::array<std::pair<std::string_view, std::string*>, 3> places{
        {{"route", &purge.route}, {"model", &purge.model}, {"key", &purge.key}}};
    for (const auto& member : *object) {
        std::string* place = nullptr;
        for (const auto& [name, text] : places) {
            if (member.key() == name)
                place = text;
        }
        if (place == nullptr)
            return wrong(contract::FaultCode::UnknownField, "", "route, model or key", "another field");
        const auto* text = member.value().if_string();
        if (text == nullptr)
            return wrong(contract::FaultCode::WrongType, member.key(), "a text", "something else");
        if (text->empty())
            return wrong(contract::FaultCode::InvalidValue, member.key(), "a text of 1 to 256 characters", "\"\"");
        *place = std::string(*text);
    }
    return purge;
}

std::string nameOf(const cache::Purge& purge) {
    std::string name;
    const auto add = [&name](std::string_view field, const std::string& value) {
        if (!value.empty())
            name.append(name.empty() ? "" : ", ").append(field).append(" ").append(value);
    };
    add("route", purge.route);
    add("model", purge.model);
    add("key", purge.key);
    return name.empty() ? "all" : name;
}

// First the audit log, then the deed.
Answer purgeCache(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto purge = purgeIn(*body);
    if (!purge)
        return problemAnswer(purge.error());
    const auto noted = with.control.note("cache.purge", "cache", nameOf(*purge), request.actor, {});
    if (!noted)
        return problemAnswer(noted.error());
    return jsonAnswer(200,
                      json::object{{"purged", with.cache != nullptr ? with.cache->purge(*purge) : std::size_t{0}}});
}

} // namespace

void addCacheOperations(Operations& out) {
    Operation state;
    state.path = "/admin/v1/cache";
    state.id = "getCache";
    state.tag = "cache";
    state.summary = "Tell what the caches hold and have saved";
    state.description = "Counts go on over restarts; `saved` is what the hits would have cost, by what "
                        "the calls did that brought their answers.";
    state.responses = {{200, "In all, and by route.", {"application/json"}, "CacheState", false, false}};
    state.run = QueryRun(getCache);
    state.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(state));

    Operation purge;
    purge.method = http::Method::Post;
    purge.path = "/admin/v1/cache/purge";
    purge.id = "purgeCache";
    purge.tag = "cache";
    purge.summary = "Throw away what is cached";
    purge.description =
        "Entries that fit all that is named, in memory and in the store; `{}` throws away all. The audit "
        "log says who did it.";
    purge.body = BodyInfo{{"application/json"}, "CachePurge"};
    purge.responses = {{200, "How many went from memory.", {"application/json"}, "CachePurged", false, false}};
    purge.run = ControlRun(purgeCache);
    out.push_back(std::move(purge));
}

} // namespace gatehouse::admin
