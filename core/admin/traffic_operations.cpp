// SPDX-License-Identifier: Apache-2.0
// What goes on between the gateway and its providers now: room, queues, circuits, learned limits, health checks.
#include "core/admin/operation.h"
#include "core/admin/traffic_routes.h"
#include "core/admin/traffic_targets.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::HealthCheck;
using config::Priority;
using routing::HealthBoard;
using routing::Lane;

constexpr std::size_t mostCallsTold = 100;

std::string_view nameOf(Priority priority) {
    return priority == Priority::High ? "high" : priority == Priority::Low ? "low" : "normal";
}

std::string_view nameOf(HealthCheck check) {
    switch (check) {
    case HealthCheck::Models:
        return "models";
    case HealthCheck::Ready:
        return "ready";
    case HealthCheck::Call:
        return "call";
    case HealthCheck::None:
        break;
    }
    return "none";
}

double milliseconds(std::int64_t micros) {
    return static_cast<double>(micros) / 1000.0;
}

json::object queueOf(const Lane::Look& lane) {
    json::object classes{{"high", 0}, {"normal", 0}, {"low", 0}};
    json::array calls;
    std::int64_t longest = 0;
    for (const auto& call : lane.waiting) {
        auto& count = classes[nameOf(call.priority)];
        count = count.to_number<std::int64_t>() + 1;
        longest = std::max(longest, call.waited);
        if (calls.size() < mostCallsTold)
            calls.push_back(json::object{{"id", call.id},
                                         {"position", calls.size() + 1},
                                         {"priority", nameOf(call.priority)},
                                         {"model", call.model},
                                         {"waited_ms", milliseconds(call.waited)}});
    }
    return {{"waiting", lane.waiting.size()},          {"length", lane.queueLength},
            {"wait_ms", milliseconds(lane.queueWait)}, {"longest_ms", milliseconds(longest)},
            {"by_priority", std::move(classes)},       {"calls", std::move(calls)}};
}

json::object healthOf(const config::HealthRule& rule, const HealthBoard* board, const std::string& provider) {
    const auto look = board != nullptr ? board->look(provider) : HealthBoard::Look();
    const bool known = look.state != HealthBoard::Look::State::Unknown;
    const bool well = look.state == HealthBoard::Look::State::Well;
    return {{"check", nameOf(rule.check)},
            {"state", !known ? "unknown"
                      : well ? "well"
                             : "failing"},
            {"failures", look.failures},
            {"at", known ? json::value(formatTime(look.last.at)) : json::value()},
            {"took_ms", known ? json::value(milliseconds(look.last.took.count())) : json::value()},
            {"problem", look.last.problem.empty() ? json::value() : json::value(look.last.problem)}};
}

// Caches that are written for nothing; where the records cannot be read, none are known.
json::array cacheProblems(AdminDependencies& with, QueryThreads::Connection& connection,
                          const config::Snapshot& snapshot) {
    json::array out;
    const auto reader = connection.reader();
    if (!reader)
        return out;
    if (const auto found = cacheWaste(snapshot, **reader, with.clock.wall())) {
        for (const auto& waste : *found)
            out.push_back(wasteJson(waste));
    }
    return out;
}

Answer getTraffic(AdminDependencies& with, QueryThreads::Connection& connection, const Request&) {
    const auto standing = with.control.configuration();
    const auto& snapshot = *standing->snapshot;
    std::map<std::string, Lane::Look, std::less<>> lanes;
    if (with.capacity != nullptr) {
        for (auto& lane : with.capacity->lanes())
            lanes.emplace(lane.provider, std::move(lane));
    }
    json::array providers;
    for (const auto& provider : snapshot.providers) {
        const auto& lane = lanes[provider.id];
        providers.push_back(json::object{{"provider", provider.id},
                                         {"enabled", provider.enabled},
                                         {"concurrent", provider.capacity.concurrent},
                                         {"in_flight", lane.inFlight},
                                         {"queue", queueOf(lane)},
                                         {"health", healthOf(provider.health, with.health, provider.id)}});
    }
    return jsonAnswer(200, json::object{{"at", formatTime(with.clock.wall())},
                                        {"providers", std::move(providers)},
                                        {"targets", targetsInTraffic(with, snapshot)},
                                        {"routes", routesInTraffic(snapshot, with.canaries, with.clock.monotonic())},
                                        {"cache_problems", cacheProblems(with, connection, snapshot)}});
}

} // namespace

void addTrafficOperations(Operations& out) {
    Operation operation;
    operation.method = http::Method::Get;
    operation.path = "/admin/v1/traffic";
    operation.id = "getTraffic";
    operation.tag = "providers";
    operation.summary = "Tell what goes on at the providers now";
    operation.description =
        "Of each provider the calls in flight, those that wait for room with their positions, and its health check; of "
        "each target, by key, its circuit, its calls in flight and what its provider's rate limits have left; of each "
        "route how it shares its calls out, and its canary; and prompt caches that were written over the last hour and "
        "never read. All but the last is this process's own. The event `health.changed` says when circuits and health "
        "checks change.";
    operation.responses = {{200, "As it is now.", {"application/json"}, "Traffic", false, false}};
    operation.run = QueryRun(getTraffic);
    operation.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(operation));
}

} // namespace gatehouse::admin
