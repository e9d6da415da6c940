// SPDX-License-Identifier: Apache-2.0
#include "core/admin/traffic_targets.h"

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using Circuit = routing::BreakerBoard::Circuit;
using routing::LearnedWindow;
using routing::Meter;

constexpr std::size_t mostTargets = 2'000;

// Provider, model, the key's reference.
using Name = std::tuple<std::string, std::string, std::string>;
using Rows = std::map<Name, std::optional<Meter::Look>>;

double milliseconds(std::int64_t micros) {
    return static_cast<double>(micros) / 1000.0;
}

std::string_view nameOf(Circuit::State state) {
    return state == Circuit::State::Closed ? "closed" : state == Circuit::State::Open ? "open" : "half_open";
}

void addConfigured(Rows& rows, const config::Snapshot& snapshot) {
    for (const auto& route : snapshot.routes) {
        for (const auto& target : route.targets) {
            const auto& provider = snapshot.providers[target.provider];
            for (const auto& key : provider.keys)
                rows.try_emplace(Name(provider.id, target.model, key.reference));
            if (provider.keys.empty())
                rows.try_emplace(Name(provider.id, target.model, std::string()));
        }
    }
}

void addMetered(Rows& rows, const config::Snapshot& snapshot, const routing::CapacityBoard& board) {
    for (const auto& meter : board.meters()) {
        const auto* provider = snapshot.provider(meter.provider);
        if (provider == nullptr)
            continue;
        Name name(meter.provider, meter.model, meter.key);
        if (rows.contains(name) || (rows.size() < mostTargets && (meter.look.known || meter.look.inFlight > 0)))
            rows[std::move(name)] = meter.look;
    }
}

void addLimit(json::array& limits, const char* name, const LearnedWindow::Look& look) {
    if (!look.limit && !look.remaining)
        return;
    limits.push_back(
        json::object{{"name", name},
                     {"limit", look.limit ? json::value(*look.limit) : json::value()},
                     {"remaining", look.remaining ? json::value(*look.remaining) : json::value()},
                     {"resets_in_ms", look.resetsIn > 0 ? json::value(milliseconds(look.resetsIn)) : json::value()}});
}

json::object circuitOf(const AdminDependencies& with, const std::string& provider, const std::string& model) {
    const auto circuit = with.breakers != nullptr ? with.breakers->look(provider, model) : Circuit();
    const bool open = circuit.state == Circuit::State::Open;
    return {{"state", nameOf(circuit.state)},
            {"retry_in_ms", open ? json::value(circuit.wait.count()) : json::value()}};
}

} // namespace

json::array targetsInTraffic(const AdminDependencies& with, const config::Snapshot& snapshot) {
    Rows rows;
    addConfigured(rows, snapshot);
    if (with.capacity != nullptr)
        addMetered(rows, snapshot, *with.capacity);
    json::array targets;
    for (const auto& [name, look] : rows) {
        const auto& [provider, model, key] = name;
        const auto meter = look.value_or(Meter::Look());
        json::array limits;
        addLimit(limits, "requests", meter.requests);
        addLimit(limits, "tokens", meter.tokens);
        targets.push_back(json::object{
            {"provider", provider},
            {"model", model},
            {"key", key.empty() ? json::value() : json::value(key)},
            {"circuit", circuitOf(with, provider, model)},
            {"in_flight", meter.inFlight},
            {"limits", std::move(limits)},
            {"refused_for_ms", meter.blockedFor > 0 ? json::value(milliseconds(meter.blockedFor)) : json::value()}});
    }
    return targets;
}

} // namespace gatehouse::admin
