// SPDX-License-Identifier: Apache-2.0
#include "core/config/route_rules.h"

#include "core/base/time_zone.h"
#include "core/config/bodies.h"
#include "core/config/build_route.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

namespace gatehouse::config {
namespace {

using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;
using contract::quoted;

class RouteCheck {
public:
    RouteCheck(const contract::RouteSpec& route, const Path& path) : m_route(route), m_path(path) {
        for (const auto& target : route.targets)
            m_names.insert(targetName(target));
    }

    Faults run() {
        targets();
        if (m_route.hashOn && m_route.strategy != "consistent_hash")
            conflict(Path(m_path, "hash_on"), "nothing: the strategy is no consistent_hash", quoted(*m_route.hashOn));
        const Path rules(m_path, "rules");
        for (std::size_t i = 0; i < m_route.rules.size(); ++i)
            rule(m_route.rules[i], Path(rules, i));
        canary();
        experiment();
        return std::move(m_faults);
    }

private:
    void conflict(const Path& path, std::string expected, std::string found) {
        m_faults.push_back(makeFault(FaultCode::Conflict, path, std::move(expected), std::move(found)));
    }

    void targets() {
        const Path list(m_path, "targets");
        std::set<std::string> seen;
        std::uint64_t weights = 0;
        for (std::size_t i = 0; i < m_route.targets.size(); ++i) {
            const auto& target = m_route.targets[i];
            const Path here(list, i);
            weights += target.weight;
            if (target.name && !seen.insert(*target.name).second)
                m_faults.push_back(makeFault(FaultCode::Duplicate, Path(here, "name"),
                                             "a name that no other target has",
                                             quoted(*target.name) + " a second time"));
        }
        const bool weighs = m_route.strategy == "weighted" || m_route.strategy == "consistent_hash";
        if (weighs && weights == 0 && !m_route.targets.empty())
            conflict(list, "weights of which one at least is above 0", "weights that sum to 0");
    }

    void known(const std::string& name, const Path& path) {
        if (m_names.contains(name))
            return;
        m_faults.push_back(
            makeFault(FaultCode::UnknownReference, path, "the name of one of this route's targets", quoted(name)));
    }

    void rule(const contract::RuleSpec& rule, const Path& path) {
        const Path targets(path, "targets");
        if (rule.targets.empty() && !rule.route)
            conflict(targets, "targets, or a route", "neither");
        if (!rule.targets.empty() && rule.route)
            conflict(Path(path, "route"), "targets or a route, not both", quoted(*rule.route) + " beside targets");
        std::set<std::string> seen;
        for (std::size_t i = 0; i < rule.targets.size(); ++i) {
            known(rule.targets[i], Path(targets, i));
            if (!seen.insert(rule.targets[i]).second)
                m_faults.push_back(makeFault(FaultCode::Duplicate, Path(targets, i), "each target once",
                                             quoted(rule.targets[i]) + " a second time"));
        }
        const Path when(path, "when");
        if (rule.when.tokensAbove && rule.when.tokensBelow.value_or(0) != 0 &&
            *rule.when.tokensBelow <= *rule.when.tokensAbove + 1)
            conflict(Path(when, "tokens_below"), "more than one above tokens_above",
                     std::to_string(*rule.when.tokensBelow));
        if (rule.when.time && !TimeZone::find(rule.when.time->zone)) {
            const Path time(when, "time");
            conflict(Path(time, "zone"), "a time zone that this system knows", quoted(rule.when.time->zone));
        }
    }

    void canary() {
        if (!m_route.canary)
            return;
        const auto& canary = *m_route.canary;
        const Path here(m_path, "canary");
        known(canary.target, Path(here, "target"));
        if (m_route.targets.size() < 2)
            conflict(here, "a route with another target beside the canary's", "one target");
        if (!canary.step)
            return;
        const Path step(here, "step");
        if (shareOf(canary.step->percent) == 0)
            conflict(Path(step, "percent"), "more than 0", quoted(canary.step->percent));
        if (shareOf(canary.step->upTo) < shareOf(canary.percent))
            conflict(Path(step, "up_to"), "at least the percent that the canary begins with",
                     quoted(canary.step->upTo));
    }

    void experiment() {
        if (!m_route.experiment)
            return;
        const Path here(m_path, "experiment");
        const Path shares(here, "shares");
        Share sum = 0;
        std::set<std::string> seen;
        for (std::size_t i = 0; i < m_route.experiment->shares.size(); ++i) {
            const auto& share = m_route.experiment->shares[i];
            const Path one(shares, i);
            known(share.target, Path(one, "target"));
            if (!seen.insert(share.target).second)
                m_faults.push_back(makeFault(FaultCode::Duplicate, Path(one, "target"), "each target once",
                                             quoted(share.target) + " a second time"));
            if (m_route.canary && m_route.canary->target == share.target)
                conflict(Path(one, "target"), "another target than the canary's", quoted(share.target));
            sum += shareOf(share.percent);
        }
        if (sum > wholeShare || sum == 0)
            conflict(shares, "shares of more than 0 and at most 100 together", "a sum of " + std::to_string(sum / 100));
    }

    const contract::RouteSpec& m_route;
    const Path& m_path;
    std::set<std::string> m_names;
    Faults m_faults;
};

bool search(const std::string& goal, const std::string& at, const RouteWays& ways, std::set<std::string>& seen,
            std::vector<std::string>& trail) {
    const auto known = ways.find(at);
    if (known == ways.end() || !seen.insert(at).second)
        return false;
    trail.push_back(at);
    for (const auto& next : known->second) {
        if (next == goal || search(goal, next, ways, seen, trail))
            return true;
    }
    trail.pop_back();
    return false;
}

} // namespace

Faults checkRoute(const contract::RouteSpec& route, const Path& path) {
    return RouteCheck(route, path).run();
}

std::vector<std::string> waysOf(const contract::RouteSpec& route) {
    std::vector<std::string> ways;
    for (const auto& rule : route.rules) {
        if (rule.route)
            ways.push_back(*rule.route);
    }
    for (const auto& fallback : route.fallbacks)
        ways.push_back(fallback.route);
    if (!route.cache.embedding.empty())
        ways.push_back(route.cache.embedding);
    return ways;
}

std::vector<std::string> waysOf(const boost::json::object& body) {
    std::vector<std::string> ways;
    for (const char* list : {"rules", "fallbacks"}) {
        const auto* leads = body.if_contains(list);
        if (leads == nullptr || !leads->is_array())
            continue;
        for (const auto& lead : leads->get_array()) {
            if (const auto* object = lead.if_object(); object != nullptr && object->contains("route"))
                ways.push_back(textIn(*object, "route"));
        }
    }
    const auto* cache = body.if_contains("cache");
    if (cache != nullptr && cache->is_object() && !textIn(cache->get_object(), "embedding").empty())
        ways.push_back(textIn(cache->get_object(), "embedding"));
    return ways;
}

std::vector<std::string> circleFrom(const std::string& route, const RouteWays& ways) {
    std::set<std::string> seen;
    std::vector<std::string> trail;
    return search(route, route, ways, seen, trail) ? trail : std::vector<std::string>();
}

Faults checkWays(const contract::RouteSpec& route, const RouteWays& ways, const Path& path) {
    Faults faults;
    const auto circle = circleFrom(route.model, ways);
    const auto check = [&](const std::string& next, const Path& here) {
        if (!ways.contains(next)) {
            faults.push_back(
                makeFault(FaultCode::UnknownReference, Path(here, "route"), "the model name of a route", quoted(next)));
        } else if (!circle.empty() && next == (circle.size() > 1 ? circle[1] : circle[0])) {
            std::string trail;
            for (const auto& step : circle)
                trail += step + " > ";
            faults.push_back(makeFault(FaultCode::Conflict, Path(here, "route"), "a way that does not come back here",
                                       trail + route.model));
        }
    };
    const Path rules(path, "rules");
    for (std::size_t i = 0; i < route.rules.size(); ++i) {
        if (route.rules[i].route)
            check(*route.rules[i].route, Path(rules, i));
    }
    const Path fallbacks(path, "fallbacks");
    for (std::size_t i = 0; i < route.fallbacks.size(); ++i)
        check(route.fallbacks[i].route, Path(fallbacks, i));
    // Embeddings that a cache asks for never come back: such a call has no cache of its own.
    const auto& embedding = route.cache.embedding;
    if (!embedding.empty() && embedding != route.model && !ways.contains(embedding)) {
        const Path cache(path, "cache");
        faults.push_back(makeFault(FaultCode::UnknownReference, Path(cache, "embedding"), "the model name of a route",
                                   quoted(embedding)));
    }
    return faults;
}

} // namespace gatehouse::config
