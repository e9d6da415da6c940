// SPDX-License-Identifier: Apache-2.0
#include "core/admin/evaluation.h"

#include "core/base/clock.h"
#include "core/catalog/cost.h"
#include "core/policy/limits/limit_book.h"
#include "core/routing/choose.h"
#include "core/routing/eligibility.h"
#include "core/routing/meters.h"
#include "core/routing/resolver.h"
#include "core/routing/selection/cache_homes.h"
#include "core/routing/selection/dice.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <chrono>
#include <map>
#include <queue>
#include <string_view>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::uint64_t seed = 1; // the same question has the same answer

// The time of the calls in the place of ours.
class ReplayClock final : public Clock {
public:
    explicit ReplayClock(WallMicros start) : m_now(start) {}
    void set(WallMicros now) { m_now = now; }
    MonotonicTime monotonic() const override { return MonotonicTime(std::chrono::microseconds(m_now)); }
    WallMicros wall() const override { return m_now; }

private:
    WallMicros m_now;
};

// What went to one target, before and after.
struct Sums {
    std::int64_t callsBefore = 0;
    std::int64_t callsAfter = 0;
    Money costBefore;
    Money costAfter;
    std::int64_t unpricedBefore = 0;
    std::int64_t unpricedAfter = 0;
    bool pretend = false;
};

catalog::BilledTokens billed(const telemetry::Tokens& tokens) {
    catalog::BilledTokens billed;
    billed.input = tokens.input;
    billed.cachedInput = tokens.cachedInput;
    billed.cacheWrite = tokens.cacheWrite;
    billed.output = tokens.output;
    billed.reasoning = tokens.reasoning;
    return billed;
}

json::value costJson(Money cost, std::int64_t calls, std::int64_t unpriced) {
    return calls > 0 && unpriced == calls ? json::value() : json::value(cost.toString());
}

class Replay {
public:
    Replay(const config::Snapshot& snapshot, const config::Snapshot& standing, EvaluationOf what, WallMicros start)
        : m_snapshot(snapshot), m_standing(standing), m_what(what), m_clock(start), m_book(m_clock) {
        for (std::size_t i = 0; i < snapshot.apps.size(); ++i)
            m_apps.emplace(snapshot.apps[i].id, i);
        for (std::size_t i = 0; i < snapshot.keys.size(); ++i)
            m_keys.emplace(snapshot.keys[i].id, i);
        m_book.publish(snapshot);
    }

    void lead(const PastCall& call) {
        m_clock.set(call.startedAt);
        endThoseBefore(call.startedAt);
        countBefore(call);
        const auto app = placeOf(m_apps, call.app);
        if (!app) {
            ++m_uncertain["gone"];
            return keepAsItWas(call);
        }
        auto resolution = routing::resolve(m_snapshot, m_snapshot.apps[*app], call.asked);
        if (!resolution)
            return refuse(resolution.error().code);
        if (m_what.route) {
            if (auto chosen = choose(call, *resolution); !chosen)
                return refuse(chosen.error().code);
        }
        if (!admit(call, *app, *resolution))
            return;
        if (!m_what.route)
            return keepAsItWas(call);
        serve(call, *resolution);
    }

    json::object result(WallMicros from, WallMicros until) {
        json::array targets;
        Sums all;
        bool onlyPretend = true;
        for (const auto& [name, sums] : m_targets)
            onlyPretend = onlyPretend && sums.pretend;
        for (const auto& [name, sums] : m_targets) {
            targets.push_back(
                json::object{{"target", name},
                             {"calls_before", sums.callsBefore},
                             {"calls_after", sums.callsAfter},
                             {"cost_before", costJson(sums.costBefore, sums.callsBefore, sums.unpricedBefore)},
                             {"cost_after", costJson(sums.costAfter, sums.callsAfter, sums.unpricedAfter)},
                             {"pretend", sums.pretend}});
            if (sums.pretend && !onlyPretend)
                continue; // pretend money is not added to real money
            all.costBefore += sums.costBefore;
            all.costAfter += sums.costAfter;
            all.unpricedBefore += sums.unpricedBefore;
            all.unpricedAfter += sums.unpricedAfter;
        }
        json::array refused;
        std::int64_t refusals = 0;
        for (const auto& [by, calls] : m_refused) {
            refused.push_back(json::object{{"by", by}, {"calls", calls}});
            refusals += calls;
        }
        json::array uncertain;
        for (const auto& [why, calls] : m_uncertain)
            uncertain.push_back(json::object{{"why", why}, {"calls", calls}});
        const auto side = [](std::int64_t refusedCalls, Money cost, std::int64_t unpriced) {
            return json::object{{"refused", refusedCalls}, {"cost", cost.toString()}, {"unpriced", unpriced}};
        };
        return {{"from", from},
                {"until", until},
                {"calls", m_calls},
                {"moved", m_moved},
                {"pretend", onlyPretend && !m_targets.empty()},
                {"before", side(m_refusedBefore, all.costBefore, all.unpricedBefore)},
                {"after", side(refusals, all.costAfter, all.unpricedAfter)},
                {"difference", (all.costAfter - all.costBefore).toString()},
                {"targets", std::move(targets)},
                {"refused", std::move(refused)},
                {"uncertain", std::move(uncertain)}};
    }

private:
    // Calls that hold their places, in limits and at their targets, until they end.
    struct Held {
        explicit Held(WallMicros at) : end(at) {}
        WallMicros end;
        std::optional<policy::LimitBooking> booking;
        policy::Actual actual;
        std::shared_ptr<routing::TargetMeter> running;
    };
    struct EndsLater {
        bool operator()(const std::unique_ptr<Held>& a, const std::unique_ptr<Held>& b) const {
            return a->end > b->end;
        }
    };

    void endThoseBefore(WallMicros now) {
        while (!m_held.empty() && m_held.top()->end <= now) {
            const auto& held = *m_held.top();
            m_clock.set(held.end);
            if (held.booking)
                m_held.top()->booking->settle(held.actual);
            if (held.running)
                held.running->inFlight.fetch_sub(1, std::memory_order_relaxed);
            m_held.pop();
        }
        m_clock.set(now);
    }

    void countBefore(const PastCall& call) {
        ++m_calls;
        if (call.served.empty()) {
            ++m_refusedBefore;
            return;
        }
        auto& sums = m_targets[call.served];
        ++sums.callsBefore;
        sums.pretend = call.pretend;
        if (call.cost)
            sums.costBefore += *call.cost;
        else
            ++sums.unpricedBefore;
    }

    void keepAsItWas(const PastCall& call) {
        if (call.served.empty())
            return refuse("as before");
        auto& sums = m_targets[call.served];
        ++sums.callsAfter;
        if (call.cost)
            sums.costAfter += *call.cost;
        else
            ++sums.unpricedAfter;
    }

    void refuse(const std::string& by) { ++m_refused[by]; }

    using Places = std::map<std::string_view, std::size_t>;
    static std::optional<std::size_t> placeOf(const Places& places, const std::string& id) {
        const auto found = places.find(id);
        return found == places.end() ? std::nullopt : std::optional(found->second);
    }

    bool admit(const PastCall& call, std::size_t app, const routing::Resolution& resolution) {
        if (!m_what.limits)
            return true;
        const policy::Demand demand{m_snapshot, app,      placeOf(m_keys, call.key), resolution.route, call.asked,
                                    {},         call.tags};
        policy::Estimate estimate;
        estimate.input =
            static_cast<std::uint64_t>(call.tokens.input + call.tokens.cachedInput + call.tokens.cacheWrite);
        estimate.output = static_cast<std::uint64_t>(call.tokens.output);
        auto booking = m_book.take(demand, estimate);
        if (!booking) {
            const auto& refusal = booking.error();
            const auto* last = refusal.counts.empty() ? nullptr : &refusal.counts.back();
            refuse(last != nullptr ? std::string(last->scope) + " " + std::string(last->name) : refusal.error.code);
            return false;
        }
        auto held = std::make_unique<Held>(call.startedAt + call.totalMicros);
        held->booking.emplace(std::move(*booking));
        held->actual = {estimate.input, estimate.output, call.cost};
        m_held.push(std::move(held));
        return true;
    }

    // Facts that are not recorded count as absent, and the call as uncertain where a rule asked for them.
    Result<void> choose(const PastCall& call, routing::Resolution& resolution) {
        bool header = false;
        bool body = false;
        bool user = false;
        routing::CallTraits traits;
        traits.app = call.app;
        traits.team = call.team;
        traits.key = call.key;
        traits.session = call.session;
        traits.tags = call.tags;
        traits.stream = call.streamed;
        traits.inputTokens = call.tokens.input + call.tokens.cachedInput + call.tokens.cacheWrite;
        traits.outputTokens = call.tokens.output;
        traits.time = call.startedAt;
        traits.header = [&header](std::string_view) {
            header = true;
            return std::optional<std::string_view>();
        };
        traits.body = [&body](std::string_view) {
            body = true;
            return std::optional<std::string>();
        };
        traits.user = [&user] {
            user = true;
            return std::string();
        };
        const bool byPath = asksForPath(resolution);
        auto chosen = routing::choose(m_snapshot, resolution, traits, m_dice, &m_homes, m_clock.monotonic());
        count("headers", header);
        count("body", body);
        count("user", user);
        count("path", byPath);
        if (chosen && resolution.route != nullptr)
            countStrategy(*resolution.route);
        return chosen;
    }

    void count(const char* why, bool is) {
        if (is)
            ++m_uncertain[why];
    }

    static bool asksForPath(const routing::Resolution& resolution) {
        if (resolution.route == nullptr)
            return false;
        const auto& rules = resolution.route->rules;
        return std::any_of(rules.begin(), rules.end(),
                           [](const config::RouteRule& rule) { return rule.when.path.has_value(); });
    }

    void countStrategy(const config::Route& route) {
        using config::Sticky;
        using config::Strategy;
        const bool byLot = (route.canary && route.canary->sticky == Sticky::By::Call) ||
                           (route.experiment && route.experiment->sticky == Sticky::By::Call);
        count("chance", route.strategy == Strategy::Weighted || byLot);
        count("live", route.strategy == Strategy::LeastBusy || route.strategy == Strategy::LowestLatency);
    }

    void serve(const PastCall& call, const routing::Resolution& resolution) {
        for (const auto& candidate : resolution.candidates) {
            const auto* standing = m_standing.provider(candidate.provider->id); // which has its keys
            if (routing::whyNot(standing != nullptr ? *standing : *candidate.provider) ||
                !routing::passageTo(*candidate.provider, call.operation))
                continue;
            return servedBy(call, resolution, candidate);
        }
        refuse("no_target");
    }

    // What strategies go by: the calls that run, and how soon a target began to answer where it really did.
    void meter(const PastCall& call, const routing::Resolution& resolution, const routing::Candidate& candidate) {
        if (candidate.target == nullptr || !candidate.target->meter)
            return;
        candidate.target->meter->inFlight.fetch_add(1, std::memory_order_relaxed);
        auto held = std::make_unique<Held>(call.startedAt + call.totalMicros);
        held->running = candidate.target->meter;
        m_held.push(std::move(held));
        if (resolution.cacheTag != 0)
            m_homes.remember(resolution.cacheTag, candidate, {}, m_clock.monotonic());
        if (call.firstByteMicros <= 0)
            return;
        for (const auto& each : resolution.candidates) {
            if (each.target != nullptr && each.target->meter && nameOf(each) == call.served)
                each.target->meter->firstByte(std::chrono::microseconds(call.firstByteMicros), m_clock.monotonic());
        }
    }

    static std::string nameOf(const routing::Candidate& candidate) {
        return candidate.provider->id + "/" + std::string(candidate.model);
    }

    void servedBy(const PastCall& call, const routing::Resolution& resolution, const routing::Candidate& candidate) {
        meter(call, resolution, candidate);
        const auto name = nameOf(candidate);
        m_moved += name != call.served ? 1 : 0;
        auto& sums = m_targets[name];
        ++sums.callsAfter;
        sums.pretend = candidate.price != nullptr && candidate.price->pretend;
        const auto cost = candidate.price != nullptr
                              ? catalog::costOf(catalog::priceOn(*candidate.price, call.startedAt), billed(call.tokens))
                              : std::optional<Money>();
        if (cost)
            sums.costAfter += *cost;
        else
            ++sums.unpricedAfter;
    }

    const config::Snapshot& m_snapshot;
    const config::Snapshot& m_standing;
    const EvaluationOf m_what;
    ReplayClock m_clock;
    policy::LimitBook m_book;
    routing::Dice m_dice{seed};
    routing::CacheHomes m_homes{std::size_t{1} << 12U};
    std::priority_queue<std::unique_ptr<Held>, std::vector<std::unique_ptr<Held>>, EndsLater> m_held;
    Places m_apps;
    Places m_keys;
    std::int64_t m_calls = 0;
    std::int64_t m_moved = 0;
    std::int64_t m_refusedBefore = 0;
    std::map<std::string, Sums> m_targets;
    std::map<std::string, std::int64_t> m_refused;
    std::map<std::string, std::int64_t> m_uncertain;
};

} // namespace

json::object evaluate(const config::Snapshot& snapshot, const config::Snapshot& standing,
                      const std::vector<PastCall>& calls, EvaluationOf what) {
    const auto from = calls.empty() ? 0 : calls.front().startedAt;
    Replay replay(snapshot, standing, what, from);
    for (const auto& call : calls)
        replay.lead(call);
    return replay.result(from, calls.empty() ? 0 : calls.back().startedAt);
}

} // namespace gatehouse::admin
