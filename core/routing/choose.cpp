// SPDX-License-Identifier: Apache-2.0
#include "core/routing/choose.h"

#include "core/routing/meters.h"
#include "core/routing/selection/rules.h"
#include "core/routing/selection/strategy.h"

#include <algorithm>

namespace gatehouse::routing {
namespace {

using config::Route;
using config::Share;
using config::Sticky;

constexpr std::size_t longestWay = 16; // over other routes; circles are refused where they are configured

class Choosing {
public:
    Choosing(const config::Snapshot& snapshot, Resolution& resolution, const CallTraits& call, Dice& dice)
        : m_snapshot(snapshot), m_resolution(resolution), m_call(call), m_dice(dice) {}

    Result<void> run(const CacheHomes* homes, MonotonicTime now) {
        if (auto led = followRules(); !led)
            return led;
        takeCandidates();
        const Candidate* drawn = m_rule == nullptr ? drawnTarget() : nullptr;
        const std::optional<Candidate> first = drawn != nullptr ? std::optional(*drawn) : std::nullopt;
        if (auto fit = keepRegions(); !fit)
            return fit;
        const auto strategy = order(route(), m_resolution.candidates, m_call, hashed(), m_dice);
        m_resolution.by = strategy;
        if (first && putFirst([&first](const Candidate& each) { return each.target == first->target; }))
            m_resolution.by = m_drawnBy;
        else
            goHome(homes, now);
        return {};
    }

private:
    const Route& route() const { return *m_resolution.route; }

    Result<void> followRules() {
        while (m_resolution.through.size() <= longestWay) {
            const auto& rules = route().rules;
            const auto found = std::find_if(rules.begin(), rules.end(), [this](const config::RouteRule& rule) {
                return matches(rule.when, m_call);
            });
            if (found == rules.end())
                return {};
            m_resolution.rule += ", rule " + found->name;
            if (found->route.empty()) {
                m_rule = &*found;
                return {};
            }
            auto next = resolveRoute(m_snapshot, found->route);
            if (!next)
                return failure(ErrorKind::Unavailable, "no_target",
                               "A rule of this model leads to \"" + found->route +
                                   "\", which is no route that can be asked for. Enable it, or change the rule.");
            m_resolution.route = next->route;
            m_resolution.through.push_back(next->route);
            m_resolution.retry = std::move(next->retry);
            m_resolution.beyond = std::move(next->beyond);
            m_resolution.rule += ", route " + route().model;
        }
        return failure(ErrorKind::Unavailable, "no_target", "The rules of this model lead in a circle. Change one.");
    }

    void take(std::size_t index) {
        const auto& target = route().targets[index];
        m_resolution.candidates.push_back({&m_snapshot.providers[target.provider], target.model,
                                           target.price ? &*target.price : nullptr, nullptr, &target});
    }

    // The canary's target serves its own side alone, but for rules that name it.
    void takeCandidates() {
        m_resolution.candidates.clear();
        if (m_rule != nullptr) {
            for (const auto index : m_rule->targets)
                take(index);
            return;
        }
        const auto& canary = route().canary;
        const auto share = canary ? canaryShare(*canary) : Share{0};
        m_resolution.canary = canary && share > 0 && place("canary", canary->sticky) < share;
        for (std::size_t i = 0; i < route().targets.size(); ++i) {
            if (!canary || canary->target != i || m_resolution.canary)
                take(i);
        }
        if (m_resolution.canary)
            m_drawnBy = "canary: " + percentText(share);
    }

    Share canaryShare(const config::Canary& canary) const {
        const auto now = route().meter ? route().meter->canary.load(std::memory_order_relaxed) : Share{-1};
        return now < 0 ? canary.percent : now;
    }

    static std::string percentText(Share share) {
        auto text = std::to_string(share / 100);
        if (share % 100 != 0)
            text += "." + std::string(share % 100 < 10 ? "0" : "") + std::to_string(share % 100);
        return text + " % of calls";
    }

    // Of what stays together, always the same: 0 to 9'999.
    Share place(std::string_view purpose, Sticky::By by) {
        if (by == Sticky::By::Call)
            return static_cast<Share>(m_dice.next() % static_cast<std::uint64_t>(config::wholeShare));
        const auto unit = unitOf({by, {}});
        return static_cast<Share>(stableHash({route().model, purpose, unit}) %
                                  static_cast<std::uint64_t>(config::wholeShare));
    }

    std::string unitOf(const Sticky& sticky) const {
        std::string unit;
        if (sticky.by == Sticky::By::User && m_call.user)
            unit = m_call.user();
        else if (sticky.by == Sticky::By::Session)
            unit = m_call.session;
        else if (sticky.by == Sticky::By::Header && m_call.header)
            unit = m_call.header(sticky.header).value_or(std::string_view());
        if (unit.empty())
            return "key " + std::string(m_call.key);
        // Users and sessions of two applications are not the same ones.
        return std::string(m_call.app) + ' ' + unit;
    }

    const Candidate* drawnTarget() {
        std::optional<std::size_t> index;
        if (m_resolution.canary) {
            index = route().canary->target;
        } else if (const auto& experiment = route().experiment) {
            auto left = place("experiment", experiment->sticky);
            for (const auto& [target, share] : experiment->shares) {
                if (left < share) {
                    index = target;
                    m_drawnBy = "experiment: " + percentText(share);
                    break;
                }
                left -= share;
            }
        }
        if (!index)
            return nullptr;
        const auto* target = &route().targets[*index];
        const auto& candidates = m_resolution.candidates;
        const auto found = std::find_if(candidates.begin(), candidates.end(),
                                        [target](const Candidate& each) { return each.target == target; });
        return found == candidates.end() ? nullptr : &*found;
    }

    Result<void> keepRegions() {
        auto& candidates = m_resolution.candidates;
        if (candidates.empty())
            return {};
        std::erase_if(candidates,
                      [this](const Candidate& each) { return !mayServe(m_resolution.through, *each.provider); });
        if (!candidates.empty())
            return {};
        std::string wanted;
        for (const auto* passed : m_resolution.through) {
            for (const auto& region : passed->regions)
                wanted += (wanted.empty() ? "" : ", ") + region;
        }
        return failure(ErrorKind::Conflict, "no_target_in_region",
                       "This model may be served in the regions " + wanted +
                           " only, and none of its providers is there. Nothing was sent.");
    }

    std::string hashed() const {
        return route().strategy == config::Strategy::ConsistentHash ? unitOf(route().hashOn) : std::string();
    }

    template <typename Is>
    bool putFirst(Is is) {
        auto& candidates = m_resolution.candidates;
        const auto found = std::find_if(candidates.begin(), candidates.end(), is);
        if (found == candidates.end())
            return false;
        std::rotate(candidates.begin(), found, found + 1);
        return true;
    }

    void goHome(const CacheHomes* homes, MonotonicTime now) {
        if (homes == nullptr || route().affinity == config::Affinity::Off)
            return;
        const bool bySession = route().affinity == config::Affinity::Session;
        const std::string unit = bySession       ? std::string(m_call.session)
                                 : m_call.prompt ? m_call.prompt()
                                                 : std::string();
        if (unit.empty())
            return;
        m_resolution.cacheTag = stableHash({route().model, m_call.app, unit}) | 1U;
        const auto home = homes->find(m_resolution.cacheTag, now);
        if (!home || !putFirst([&home](const Candidate& each) { return CacheHomes::isHome(*home, each); }))
            return;
        auto& first = m_resolution.candidates.front();
        first.key = CacheHomes::keyOf(*home, *first.provider);
        m_resolution.by =
            bySession ? "affinity: the session's prompt cache is there" : "affinity: the prompt's cache is there";
    }

    const config::Snapshot& m_snapshot;
    Resolution& m_resolution;
    const CallTraits& m_call;
    Dice& m_dice;
    const config::RouteRule* m_rule = nullptr; // that names targets
    std::string m_drawnBy;
};

} // namespace

Result<void> choose(const config::Snapshot& snapshot, Resolution& resolution, const CallTraits& call, Dice& dice,
                    const CacheHomes* homes, MonotonicTime now) {
    if (resolution.route == nullptr)
        return {};
    return Choosing(snapshot, resolution, call, dice).run(homes, now);
}

bool mayServe(const std::vector<const Route*>& through, const config::Provider& provider) {
    return std::all_of(through.begin(), through.end(), [&provider](const Route* route) {
        const auto& wanted = route->regions;
        return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&provider](const std::string& region) {
                   return std::find(provider.regions.begin(), provider.regions.end(), region) != provider.regions.end();
               });
    });
}

bool drawsShadow(const Resolution& resolution, const config::Snapshot& snapshot, Dice& dice) {
    if (resolution.route == nullptr || !resolution.route->shadow)
        return false;
    const auto& shadow = *resolution.route->shadow;
    return mayServe(resolution.through, snapshot.providers[shadow.provider]) &&
           dice.roll() * config::wholeShare < shadow.percent;
}

} // namespace gatehouse::routing
