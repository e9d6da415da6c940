// SPDX-License-Identifier: Apache-2.0
#include "core/admin/simulate.h"

#include "core/access/authenticator.h"
#include "core/admin/price_json.h"
#include "core/policy/refusals.h"
#include "core/providers/provider_request.h"
#include "core/routing/choose.h"
#include "core/routing/eligibility.h"
#include "core/routing/reservation.h"
#include "core/routing/resolver.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using Circuit = routing::BreakerBoard::Circuit;

json::object reason(std::string_view code, std::string_view detail) {
    return {{"code", code}, {"detail", detail}};
}

json::object reason(const Error& error) {
    return reason(error.code, error.message);
}

// All names, no budget: a call of nobody in particular.
const config::App& anybody() {
    static const config::App app = [] {
        config::App made;
        made.access.models = {"*"};
        return made;
    }();
    return app;
}

json::object keyJson(const config::Provider& provider, bool withoutReference) {
    const auto shown = [&](const std::string& reference) {
        return withoutReference ? json::value() : json::value(reference);
    };
    const auto* usable = routing::usableKey(provider);
    if (usable != nullptr)
        return {{"state", "ready"}, {"reference", shown(usable->reference)}};
    if (!provider.needsKey())
        return {{"state", "none_needed"}, {"reference", nullptr}};
    if (provider.keys.empty())
        return {{"state", "missing"}, {"reference", nullptr}};
    return {{"state", "unreadable"}, {"reference", shown(provider.keys.front().reference)}};
}

json::object circuitJson(const Circuit& circuit) {
    const char* state = circuit.state == Circuit::State::Closed ? "closed"
                        : circuit.state == Circuit::State::Open ? "open"
                                                                : "half_open";
    return {{"state", state}, {"wait_ms", circuit.wait.count()}};
}

class Simulation {
public:
    Simulation(const config::Snapshot& snapshot, const Supposed& call, const routing::BreakerBoard* breakers,
               const std::vector<BudgetState>& budgets, WallMicros now)
        : m_snapshot(snapshot), m_call(call), m_breakers(breakers), m_budgets(budgets),
          m_now(now), m_tokens{call.inputTokens, 0, 0, 0, call.outputTokens} {}

    json::object run() {
        m_out = {
            {"model", m_call.model},    {"app", m_call.app != nullptr ? json::value(m_call.app->id) : json::value()},
            {"rule", nullptr},          {"matched", "none"},
            {"route", nullptr},         {"by", nullptr},
            {"canary", false},          {"refusal", nullptr},
            {"targets", json::array{}}, {"retry", json::object{{"attempts", 0}}},
            {"cost", nullptr},          {"pretend", false}};
        checkKey();
        auto resolution = resolve();
        if (resolution) {
            arrange(*resolution);
            show(*resolution);
        }
        return std::move(m_out);
    }

private:
    // The first refusal is the one that the client would hear.
    void refuse(json::object why) {
        if (m_out["refusal"].is_null())
            m_out["refusal"] = std::move(why);
    }

    void checkKey() {
        if (m_call.key == nullptr || access::stillValid(m_snapshot, m_call.key->digest, m_now))
            return;
        const auto& key = *m_call.key;
        std::string why = "its application or team is disabled";
        if (key.revoked)
            why = "it is revoked";
        else if (!key.enabled)
            why = "it is disabled";
        else if (key.expires && *key.expires <= m_now)
            why = "it has expired";
        refuse(reason("invalid_key", "The key " + key.id + " is not accepted: " + why + "."));
    }

    // Where the application may not use the name, what would happen otherwise is shown all the same.
    std::optional<routing::Resolution> resolve() {
        auto resolution = routing::resolve(m_snapshot, m_call.app != nullptr ? *m_call.app : anybody(), m_call.model);
        if (resolution)
            return std::move(*resolution);
        refuse(reason(resolution.error()));
        if (m_call.teamsOnly)
            return std::nullopt;
        auto anyway = routing::resolve(m_snapshot, anybody(), m_call.model);
        return anyway ? std::optional(std::move(*anyway)) : std::nullopt;
    }

    routing::CallTraits traits() const {
        routing::CallTraits traits;
        traits.supposed = true;
        traits.path = m_call.path;
        if (m_call.app != nullptr) {
            traits.app = m_call.app->id;
            if (m_call.app->team < m_snapshot.teams.size())
                traits.team = m_snapshot.teams[m_call.app->team].id;
        }
        if (m_call.key != nullptr)
            traits.key = m_call.key->id;
        traits.session = m_call.session;
        traits.tags = m_call.tags;
        traits.stream = m_call.stream;
        traits.inputTokens = m_call.inputTokens;
        traits.outputTokens = m_call.outputTokens;
        traits.time = m_call.time.value_or(m_now);
        traits.header = [this](std::string_view name) -> std::optional<std::string_view> {
            const auto found = m_call.headers.find(name);
            return found == m_call.headers.end() ? std::nullopt : std::optional<std::string_view>(found->second);
        };
        traits.body = [this](std::string_view path) -> std::optional<std::string> {
            const auto found = m_call.body.find(path);
            return found == m_call.body.end() ? std::nullopt : std::optional(found->second);
        };
        traits.user = [this] { return m_call.user; };
        return traits;
    }

    // The very code that arranges the targets of calls; where it refuses, the targets are shown as they are written.
    void arrange(routing::Resolution& resolution) {
        routing::Dice dice(m_call.seed);
        if (auto chosen = routing::choose(m_snapshot, resolution, traits(), dice, m_call.homes, m_call.monotonic);
            !chosen)
            refuse(reason(chosen.error()));
        m_out["by"] = resolution.by;
        m_out["canary"] = resolution.canary;
        if (resolution.route != nullptr)
            m_out["route"] = resolution.route->model;
    }

    // Why a target of the route is none of the call's.
    json::object whyLeftOut(const routing::Resolution& resolution, const config::Target& target) const {
        const auto& route = *resolution.route;
        if (!routing::mayServe(resolution.through, m_snapshot.providers[target.provider]))
            return reason("region", "its provider is in none of the regions that the route demands");
        const auto at = static_cast<std::size_t>(&target - route.targets.data());
        if (route.canary && route.canary->target == at && !resolution.canary)
            return reason("canary", "it is the canary's, and this call is not on its side");
        return reason("rule", "a rule leads the call to other targets");
    }

    void show(const routing::Resolution& resolution) {
        m_out["rule"] = resolution.rule;
        m_out["matched"] = resolution.route != nullptr ? "route" : "direct";
        m_out["retry"] = json::object{{"attempts", resolution.retry.attempts}};
        const bool textOnly = !dialects::isMedia(m_call.operation);
        const auto reserved = routing::reservationFor(resolution, m_tokens, textOnly);
        m_out["cost"] = reserved.cost ? json::value(reserved.cost->toString()) : json::value();
        m_out["pretend"] = reserved.pretend;
        checkBudgets(reserved);
        json::array targets;
        for (const auto& candidate : resolution.candidates)
            targets.push_back(target(candidate, nullptr));
        if (resolution.route != nullptr && !m_call.teamsOnly) {
            for (const auto& left : resolution.route->targets) {
                if (std::none_of(resolution.candidates.begin(), resolution.candidates.end(),
                                 [&left](const routing::Candidate& each) { return each.target == &left; }))
                    targets.push_back(target({&m_snapshot.providers[left.provider], left.model,
                                              left.price ? &*left.price : nullptr, nullptr, &left},
                                             whyLeftOut(resolution, left)));
            }
        }
        if (m_order == 0)
            refuse(reason("no_target", "No target could be tried: each has its reason below. Mend one of them."));
        m_out["targets"] = std::move(targets);
    }

    void checkBudgets(const routing::Reservation& reserved) {
        if (m_call.app == nullptr || reserved.pretend)
            return;
        const auto& app = *m_call.app;
        const std::string team = app.team < m_snapshot.teams.size() ? m_snapshot.teams[app.team].id : std::string();
        for (const auto& budget : m_budgets) {
            const bool binds =
                budget.strict && (budget.scope == "organisation" || (budget.scope == "team" && budget.id == team) ||
                                  (budget.scope == "app" && budget.id == app.id) ||
                                  (budget.scope == "key" && m_call.key != nullptr && budget.id == m_call.key->id) ||
                                  (budget.scope == "model" && budget.id == m_call.model));
            const auto who = budget.scope + " " + budget.id;
            const bool common = budget.scope == "organisation" || budget.scope == "model";
            if (binds && !reserved.cost)
                refuse(reason(policy::priceUnknown(who).error));
            else if (binds && common && m_call.teamsOnly && budget.spent + *reserved.cost > budget.limit)
                refuse(reason("budget_exceeded", "A budget of the whole organisation is spent."));
            else if (binds && budget.spent + *reserved.cost > budget.limit)
                refuse(reason("budget_exceeded", "The budget of " + who + " has $" + budget.spent.toString() + " of $" +
                                                     budget.limit.toString() + " spent; this call may cost $" +
                                                     reserved.cost->toString() + "."));
        }
    }

    json::object target(const routing::Candidate& candidate, json::value leftOut) {
        const auto& provider = *candidate.provider;
        const auto circuit = m_breakers != nullptr ? m_breakers->look(provider.id, candidate.model) : Circuit();
        const auto passage = routing::passageTo(provider, m_call.operation);
        auto excluded = leftOut.is_null() ? whyExcluded(candidate, circuit, passage) : std::move(leftOut);
        std::optional<Money> cost;
        if (candidate.price != nullptr && (candidate.price->pretend || !dialects::isMedia(m_call.operation)))
            cost = catalog::costOf(*candidate.price, m_tokens);
        const bool tried = excluded.is_null();
        return {{"provider", provider.id},
                {"model", candidate.model},
                {"name", candidate.target != nullptr ? json::value(candidate.target->name) : json::value()},
                {"weight", candidate.target != nullptr ? candidate.target->weight : 1},
                {"order", tried ? json::value(++m_order) : json::value()},
                {"excluded", std::move(excluded)},
                {"translated", passage && passage->translated},
                {"key", keyJson(provider, m_call.teamsOnly)},
                {"circuit", circuitJson(circuit)},
                {"price", priceJson(candidate.price, provider.prices.contains(candidate.model))},
                {"cost", cost ? json::value(cost->toString()) : json::value()}};
    }

    // In the order in which dispatch looks.
    json::value whyExcluded(const routing::Candidate& candidate, const Circuit& circuit,
                            const Result<routing::Passage>& passage) const {
        const auto& provider = *candidate.provider;
        if (const auto why = routing::whyNot(provider)) {
            const char* code = !provider.enabled ? "disabled" : provider.keys.empty() ? "no_key" : "key_unreadable";
            return reason(code, *why);
        }
        if (!passage)
            return reason("wrong_dialect", passage.error().message);
        if (circuit.state == Circuit::State::Open)
            return reason("circuit_open", "its circuit is open after failures in a row; it is probed in " +
                                              std::to_string(circuit.wait.count()) + " ms");
        return nullptr;
    }

    const config::Snapshot& m_snapshot;
    const Supposed& m_call;
    const routing::BreakerBoard* m_breakers;
    const std::vector<BudgetState>& m_budgets;
    const WallMicros m_now;
    const catalog::BilledTokens m_tokens;
    json::object m_out;
    int m_order = 0;
};

} // namespace

json::object simulate(const config::Snapshot& snapshot, const Supposed& call, const routing::BreakerBoard* breakers,
                      const std::vector<BudgetState>& budgets, WallMicros now) {
    return Simulation(snapshot, call, breakers, budgets, now).run();
}

} // namespace gatehouse::admin
