// SPDX-License-Identifier: Apache-2.0
#include "core/admin/traffic_routes.h"

#include "core/catalog/price_list.h"
#include "core/routing/meters.h"

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using store::StatsDimension;
using store::StatsMetric;

json::value millis(const std::optional<std::chrono::microseconds>& time) {
    return time ? json::value(static_cast<double>(time->count()) / 1'000.0) : json::value();
}

json::object targetJson(const config::Snapshot& snapshot, const config::Target& target, std::uint64_t allCalls,
                        MonotonicTime now) {
    json::object out{{"name", target.name},   {"provider", snapshot.providers[target.provider].id},
                     {"model", target.model}, {"calls", 0},
                     {"errors", 0},           {"share", nullptr},
                     {"in_flight", 0},        {"latency_ms", nullptr},
                     {"p50_ms", nullptr},     {"p95_ms", nullptr}};
    if (target.arm) {
        const auto counts = target.arm->read();
        out["calls"] = counts.calls;
        out["errors"] = counts.errors;
        if (allCalls > 0)
            out["share"] = static_cast<double>(counts.calls) / static_cast<double>(allCalls);
    }
    if (target.meter) {
        out["in_flight"] = target.meter->inFlight.load(std::memory_order_relaxed);
        if (const auto mean = target.meter->latency().mean; mean > 0)
            out["latency_ms"] = static_cast<double>(mean);
        out["p50_ms"] = millis(target.meter->quantile(0.5, now));
        out["p95_ms"] = millis(target.meter->quantile(0.95, now));
    }
    return out;
}

std::string groupOf(const store::StatsSeries& series, StatsDimension dimension) {
    for (const auto& [name, value] : series.group) {
        if (name == dimension)
            return value;
    }
    return {};
}

// What the writes cost, and what of it plain input would not have.
void price(const config::Snapshot& snapshot, CacheWaste& waste) {
    const auto* provider = snapshot.provider(waste.provider);
    if (provider == nullptr)
        return;
    const auto listed = config::priceOf(snapshot.prices.get(), *provider, waste.model);
    if (!listed)
        return;
    waste.cost = catalog::costOf(*listed, {0, 0, waste.tokens, 0, 0});
    const auto plain = catalog::costOf(*listed, {waste.tokens, 0, 0, 0, 0});
    if (waste.cost && plain)
        waste.needless = *waste.cost > *plain ? Money::fromPico(waste.cost->pico() - plain->pico()) : Money();
}

} // namespace

json::array routesInTraffic(const config::Snapshot& snapshot, const CanaryKeeper* canaries, MonotonicTime now) {
    json::array out;
    for (const auto& route : snapshot.routes) {
        std::uint64_t all = 0;
        for (const auto& target : route.targets)
            all += target.arm ? target.arm->read().calls : 0;
        json::array targets;
        for (const auto& target : route.targets)
            targets.push_back(targetJson(snapshot, target, all, now));
        json::object one{{"route", route.model}, {"targets", std::move(targets)}, {"canary", nullptr}};
        if (auto canary = canaries != nullptr ? canaries->json(route.model) : std::nullopt)
            one["canary"] = std::move(*canary);
        out.push_back(std::move(one));
    }
    return out;
}

Result<std::vector<CacheWaste>> cacheWaste(const config::Snapshot& snapshot, store::Reader& reader, WallMicros now) {
    store::StatsRequest request;
    request.from = now - telemetry::microsPerHour;
    request.to = now + telemetry::microsPerMinute;
    request.groupBy = {StatsDimension::Route, StatsDimension::App, StatsDimension::Provider, StatsDimension::Model};
    request.metrics = {StatsMetric::Calls, StatsMetric::CacheWriteTokens, StatsMetric::CachedInputTokens};
    const auto sums = reader.stats(request);
    if (!sums)
        return tl::unexpected(sums.error());
    std::vector<CacheWaste> found;
    for (const auto& series : sums->series) {
        const auto& values = series.total.values;
        if (values.calls < leastWasteCalls || values.cacheWriteTokens < leastWasteTokens ||
            values.cachedInputTokens > 0)
            continue;
        CacheWaste waste{groupOf(series, StatsDimension::Route),
                         groupOf(series, StatsDimension::App),
                         groupOf(series, StatsDimension::Provider),
                         groupOf(series, StatsDimension::Model),
                         values.calls,
                         values.cacheWriteTokens,
                         {},
                         {}};
        price(snapshot, waste);
        found.push_back(std::move(waste));
    }
    return found;
}

json::object wasteJson(const CacheWaste& waste) {
    const auto money = [](const std::optional<Money>& amount) {
        return amount ? json::value(amount->toString()) : json::value();
    };
    return {{"route", waste.route},       {"app", waste.app},
            {"provider", waste.provider}, {"model", waste.model},
            {"calls", waste.calls},       {"tokens", waste.tokens},
            {"cost", money(waste.cost)},  {"needless", money(waste.needless)}};
}

} // namespace gatehouse::admin
