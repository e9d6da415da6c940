// SPDX-License-Identifier: Apache-2.0
#include "core/admin/canary_keeper.h"

#include "core/base/text.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using routing::ArmCounts;
using routing::CanaryState;
using Phase = CanaryState::Phase;

constexpr WallMicros storeGap = 10'000'000; // between two writes where only counts changed

std::string settingOf(const std::string& route) {
    return "canary." + route;
}

json::object countsJson(const ArmCounts& counts) {
    return {{"calls", counts.calls},
            {"errors", counts.errors},
            {"first_bytes", counts.firstBytes},
            {"first_byte_us", counts.firstByteMicros},
            {"scores", counts.scores},
            {"score_sum", counts.scoreSum}};
}

std::uint64_t numberIn(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    boost::system::error_code error;
    const auto number = value != nullptr && value->is_number() ? value->to_number<std::int64_t>(error) : 0;
    return error || number < 0 ? 0 : static_cast<std::uint64_t>(number);
}

std::string textOf(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string stateText(const CanaryState& state) {
    return json::serialize(json::object{{"target", state.target},
                                        {"configured", state.configured},
                                        {"percent", state.percent},
                                        {"phase", routing::nameOf(state.phase)},
                                        {"since", state.since},
                                        {"reason", state.reason},
                                        {"counted", countsJson(state.counted)}});
}

// What an earlier process kept: its sums are gone, so nothing of this process's has been seen.
std::optional<CanaryState> readState(const std::string& text) {
    boost::system::error_code error;
    const auto parsed = json::parse(text, error);
    const auto* object = error ? nullptr : parsed.if_object();
    if (object == nullptr)
        return std::nullopt;
    const auto phase = routing::phaseNamed(textOf(*object, "phase"));
    if (!phase)
        return std::nullopt;
    CanaryState state;
    state.target = textOf(*object, "target");
    state.configured = static_cast<config::Share>(numberIn(*object, "configured"));
    state.percent = std::min(config::wholeShare, static_cast<config::Share>(numberIn(*object, "percent")));
    state.phase = *phase;
    state.since = static_cast<WallMicros>(numberIn(*object, "since"));
    state.reason = textOf(*object, "reason");
    if (const auto* counted = object->if_contains("counted"); counted != nullptr && counted->is_object()) {
        const auto& counts = counted->get_object();
        state.counted = {numberIn(counts, "calls"),         numberIn(counts, "errors"), numberIn(counts, "first_bytes"),
                         numberIn(counts, "first_byte_us"), numberIn(counts, "scores"), numberIn(counts, "score_sum")};
    }
    return state;
}

ArmCounts sumsOf(const config::Route& route) {
    const auto& arm = route.targets[route.canary->target].arm;
    return arm ? arm->read() : ArmCounts{};
}

} // namespace

CanaryKeeper::Kept* CanaryKeeper::find(const config::Route& route) {
    if (!route.canary)
        return nullptr;
    const auto& canary = *route.canary;
    const auto& target = route.targets[canary.target].name;
    const auto fits = [&](const CanaryState& state) {
        return state.target == target && state.configured == canary.percent;
    };
    auto known = m_kept.find(route.model);
    if (known == m_kept.end()) {
        const auto text = m_settings.get(settingOf(route.model));
        auto state = text && *text ? readState(**text) : std::nullopt;
        if (state && fits(*state))
            known = m_kept.emplace(route.model, Kept{std::move(*state), 0, {}}).first;
    }
    if (known != m_kept.end() && fits(known->second.state))
        return &known->second;
    auto& kept = m_kept[route.model];
    kept = {routing::beginCanary(canary, target, sumsOf(route), m_clock.wall()), 0, {}};
    store(route.model, kept);
    return &kept;
}

void CanaryKeeper::store(const std::string& route, Kept& kept) {
    kept.stored = m_clock.wall();
    kept.storedCounts = kept.state.counted;
    (void)m_settings.put(settingOf(route), stateText(kept.state)); // else again at the next change
}

void CanaryKeeper::changed(const config::Route& route, Kept& kept) {
    store(route.model, kept);
    if (m_told)
        m_told(route.model, kept.state);
}

void CanaryKeeper::look(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_kept, [&](const auto& entry) {
        const auto known = snapshot.routeByModel.find(entry.first);
        if (known != snapshot.routeByModel.end() && snapshot.routes[known->second].canary)
            return false;
        (void)m_settings.remove(settingOf(entry.first));
        return true;
    });
    for (const auto& route : snapshot.routes) {
        auto* kept = find(route);
        if (kept == nullptr)
            continue;
        const auto now = m_clock.wall();
        if (routing::advance(kept->state, *route.canary, sumsOf(route), now))
            changed(route, *kept);
        else if (!(kept->storedCounts == kept->state.counted) && now - kept->stored >= storeGap)
            store(route.model, *kept);
        if (route.meter)
            route.meter->canary.store(kept->state.percent, std::memory_order_relaxed);
    }
}

bool CanaryKeeper::act(const config::Snapshot& snapshot, const std::string& name, Action action, config::Share percent,
                       std::string_view actor) {
    const std::lock_guard lock(m_mutex);
    const auto known = snapshot.routeByModel.find(name);
    auto* kept = known == snapshot.routeByModel.end() ? nullptr : find(snapshot.routes[known->second]);
    if (kept == nullptr)
        return false;
    const auto& route = snapshot.routes[known->second];
    auto& state = kept->state;
    const auto now = m_clock.wall();
    (void)routing::advance(state, config::Canary{}, sumsOf(route), now); // counts what came
    const auto by = " by " + std::string(actor);
    switch (action) {
    case Action::Percent:
        routing::setCanary(state, percent, state.phase == Phase::Paused ? Phase::Paused : Phase::Running, "set" + by,
                           now);
        break;
    case Action::Pause:
        state.phase = Phase::Paused;
        state.reason = "paused" + by;
        break;
    case Action::Resume:
        routing::setCanary(state, state.percent, Phase::Running, "resumed" + by, now);
        break;
    case Action::Promote:
        routing::setCanary(state, config::wholeShare, Phase::Promoted, "promoted" + by, now);
        break;
    case Action::RollBack:
        routing::setCanary(state, 0, Phase::RolledBack, "rolled back" + by, now);
        break;
    }
    if (route.meter)
        route.meter->canary.store(state.percent, std::memory_order_relaxed);
    changed(route, *kept);
    return true;
}

std::optional<json::object> CanaryKeeper::json(const std::string& route) const {
    const std::lock_guard lock(m_mutex);
    const auto known = m_kept.find(route);
    if (known == m_kept.end())
        return std::nullopt;
    const auto& state = known->second.state;
    const auto& counted = state.counted;
    json::object out{{"target", state.target},
                     {"percent", state.percent / 100.0},
                     {"phase", routing::nameOf(state.phase)},
                     {"since", formatTime(state.since)},
                     {"reason", state.reason},
                     {"calls", counted.calls},
                     {"errors", counted.errors},
                     {"latency_ms", nullptr},
                     {"scores", counted.scores},
                     {"feedback", nullptr}};
    if (counted.firstBytes > 0)
        out["latency_ms"] = static_cast<double>(counted.firstByteMicros / counted.firstBytes) / 1'000.0;
    if (counted.scores > 0)
        out["feedback"] = static_cast<double>(counted.scoreSum) / 10'000.0 / static_cast<double>(counted.scores);
    return out;
}

} // namespace gatehouse::admin
