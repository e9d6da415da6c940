// SPDX-License-Identifier: Apache-2.0
#include "core/config/build_route.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace gatehouse::config {
namespace {

Strategy strategyNamed(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Strategy>, 6> names{
        {{"weighted", Strategy::Weighted},
         {"round_robin", Strategy::RoundRobin},
         {"least_busy", Strategy::LeastBusy},
         {"lowest_latency", Strategy::LowestLatency},
         {"lowest_cost", Strategy::LowestCost},
         {"consistent_hash", Strategy::ConsistentHash}}};
    const auto* found =
        std::find_if(names.begin(), names.end(), [name](const auto& pair) { return pair.first == name; });
    return found == names.end() ? Strategy::Priority : found->second;
}

Sticky::By stickyNamed(std::string_view name) {
    if (name == "user")
        return Sticky::By::User;
    if (name == "session")
        return Sticky::By::Session;
    return name == "call" ? Sticky::By::Call : Sticky::By::Key;
}

Sticky stickyOf(const std::optional<std::string>& spec) {
    constexpr std::string_view header = "header:";
    if (spec && spec->starts_with(header))
        return {Sticky::By::Header, toLower(std::string_view(*spec).substr(header.size()))};
    return {stickyNamed(spec.value_or("key")), {}};
}

int minutesOf(std::string_view clock) {
    const auto number = [](std::string_view text) { return static_cast<int>(parseUnsigned(text).value_or(0)); };
    return number(clock.substr(0, 2)) * 60 + number(clock.substr(3, 2));
}

TimeWindow windowOf(const contract::TimeWindowSpec& spec) {
    constexpr std::array<std::string_view, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    TimeWindow window{minutesOf(spec.from), minutesOf(spec.until), 0, nullptr};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (std::find(spec.days.begin(), spec.days.end(), names[i]) != spec.days.end())
            window.days |= 1U << i;
    }
    if (auto zone = TimeZone::find(spec.zone))
        window.zone = *zone;
    return window;
}

class Choosing {
public:
    Choosing(const contract::RouteSpec& spec, const Snapshot& snapshot, Route& route,
             const std::function<void(std::string)>& warn)
        : m_spec(spec), m_snapshot(snapshot), m_route(route), m_warn(warn) {}

    void run() {
        m_route.strategy = strategyNamed(m_spec.strategy);
        m_route.hashOn = stickyOf(m_spec.hashOn);
        m_route.affinity = m_spec.affinity == "session"  ? Affinity::Session
                           : m_spec.affinity == "prompt" ? Affinity::Prompt
                                                         : Affinity::Off;
        m_route.regions = m_spec.regions;
        rules();
        canary();
        experiment();
        shadow();
    }

private:
    std::optional<std::size_t> target(const std::string& name, std::string_view whose) {
        for (std::size_t i = 0; i < m_route.targets.size(); ++i) {
            if (m_route.targets[i].name == name)
                return i;
        }
        m_warn("route " + m_spec.model + ": the target " + name + " of its " + std::string(whose) +
               " is left out: it has no such target");
        return std::nullopt;
    }

    void rules() {
        for (const auto& spec : m_spec.rules) {
            RouteRule rule;
            rule.name = spec.name.value_or("rule " + std::to_string(m_route.rules.size() + 1));
            rule.route = spec.route.value_or("");
            rule.when = whenOf(spec.when);
            for (const auto& name : spec.targets) {
                if (const auto index = target(name, "rules"))
                    rule.targets.push_back(*index);
            }
            m_route.rules.push_back(std::move(rule));
        }
    }

    static When whenOf(const contract::WhenSpec& spec) {
        When when;
        for (const auto& [name, pattern] : spec.headers)
            when.headers.emplace_back(toLower(name), pattern);
        for (const auto& [name, pattern] : spec.metadata)
            when.body.emplace_back("metadata." + name, pattern);
        for (const auto& [name, pattern] : spec.body)
            when.body.emplace_back(name, pattern);
        when.path = spec.path;
        when.tokensAbove = spec.tokensAbove;
        when.tokensBelow = spec.tokensBelow;
        if (when.tokensBelow == 0)
            when.tokensBelow.reset();
        if (spec.time)
            when.time = windowOf(*spec.time);
        when.teams = spec.teams;
        when.apps = spec.apps;
        when.tags = spec.tags;
        when.stream = spec.stream;
        return when;
    }

    void canary() {
        if (!m_spec.canary)
            return;
        const auto& spec = *m_spec.canary;
        const auto index = target(spec.target, "canary");
        if (!index)
            return;
        Canary canary;
        canary.target = *index;
        canary.percent = shareOf(spec.percent);
        canary.sticky = stickyNamed(spec.sticky);
        if (spec.step)
            canary.step = {shareOf(spec.step->percent), spec.step->every.value, shareOf(spec.step->upTo)};
        if (const auto& back = spec.rollBack) {
            auto& rule = canary.rollBack.emplace();
            rule.calls = back->calls;
            if (back->errorRate)
                rule.errorRate = shareOf(*back->errorRate);
            if (back->latency)
                rule.latency = back->latency->value;
            if (back->feedback)
                rule.feedback = std::strtod(back->feedback->c_str(), nullptr);
        }
        m_route.canary = canary;
    }

    void experiment() {
        if (!m_spec.experiment)
            return;
        Experiment experiment;
        experiment.sticky = stickyNamed(m_spec.experiment->sticky);
        for (const auto& share : m_spec.experiment->shares) {
            if (const auto index = target(share.target, "experiment"))
                experiment.shares.emplace_back(*index, shareOf(share.percent));
        }
        m_route.experiment = std::move(experiment);
    }

    void shadow() {
        if (!m_spec.shadow)
            return;
        const auto& spec = *m_spec.shadow;
        const auto provider = m_snapshot.providerById.find(spec.provider);
        if (provider == m_snapshot.providerById.end()) {
            m_warn("route " + m_spec.model + ": its shadow is left out: no such provider");
            return;
        }
        m_route.shadow = Shadow{provider->second, spec.model,
                                priceOf(m_snapshot.prices.get(), m_snapshot.providers[provider->second], spec.model),
                                shareOf(spec.percent), spec.billed};
    }

    const contract::RouteSpec& m_spec;
    const Snapshot& m_snapshot;
    Route& m_route;
    const std::function<void(std::string)>& m_warn;
};

} // namespace

void buildChoice(const contract::RouteSpec& spec, const Snapshot& snapshot, Route& route,
                 const std::function<void(std::string)>& warn) {
    Choosing(spec, snapshot, route, warn).run();
}

std::string targetName(const contract::TargetSpec& target) {
    return target.name.value_or(target.provider + "/" + target.model);
}

Share shareOf(std::string_view percent) {
    const auto point = percent.find('.');
    auto share = static_cast<Share>(parseUnsigned(percent.substr(0, point)).value_or(0)) * 100;
    if (point == std::string_view::npos)
        return share;
    const auto decimals = percent.substr(point + 1);
    const auto value = static_cast<Share>(parseUnsigned(decimals).value_or(0));
    return share + (decimals.size() == 1 ? value * 10 : value);
}

} // namespace gatehouse::config
