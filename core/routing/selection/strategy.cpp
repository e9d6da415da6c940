// SPDX-License-Identifier: Apache-2.0
#include "core/routing/selection/strategy.h"

#include "core/catalog/price_list.h"
#include "core/routing/meters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace gatehouse::routing {
namespace {

using config::Strategy;

constexpr double last = std::numeric_limits<double>::infinity();

int weightOf(const Candidate& candidate) {
    return candidate.target != nullptr ? candidate.target->weight : 1;
}

const TargetMeter* meterOf(const Candidate& candidate) {
    return candidate.target != nullptr ? candidate.target->meter.get() : nullptr;
}

// The lowest score first; equal ones stay as they stand.
void sortBy(std::vector<Candidate>& candidates, const std::vector<double>& scores) {
    std::vector<std::size_t> places(candidates.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(),
                     [&scores](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
    std::vector<Candidate> sorted;
    sorted.reserve(candidates.size());
    for (const auto place : places)
        sorted.push_back(candidates[place]);
    candidates = std::move(sorted);
}

template <typename Score>
void sortWith(std::vector<Candidate>& candidates, Score score) {
    std::vector<double> scores;
    scores.reserve(candidates.size());
    for (const auto& candidate : candidates)
        scores.push_back(score(candidate));
    sortBy(candidates, scores);
}

// Drawn without putting back (Efraimidis, Spirakis 2006): the first by its weight, the second by its weight among the
// rest, and so on.
std::string weighted(std::vector<Candidate>& candidates, Dice& dice) {
    sortWith(candidates, [&dice](const Candidate& candidate) {
        const double drawn = -std::log(1.0 - dice.roll());
        return weightOf(candidate) > 0 ? drawn / weightOf(candidate) : last;
    });
    return "weight " + std::to_string(weightOf(candidates.front()));
}

void rotate(const config::Route& route, std::vector<Candidate>& candidates, const CallTraits& call, Dice& dice) {
    const auto turn = !route.meter    ? dice.next()
                      : call.supposed ? route.meter->turn.load(std::memory_order_relaxed)
                                      : route.meter->turn.fetch_add(1, std::memory_order_relaxed);
    const auto first = static_cast<std::ptrdiff_t>(turn % candidates.size());
    std::rotate(candidates.begin(), candidates.begin() + first, candidates.end());
}

std::string leastBusy(const config::Route& route, std::vector<Candidate>& candidates, const CallTraits& call,
                      Dice& dice) {
    rotate(route, candidates, call, dice); // of equally busy ones, each in turn
    const auto running = [](const Candidate& candidate) {
        const auto* meter = meterOf(candidate);
        return meter != nullptr ? meter->inFlight.load(std::memory_order_relaxed) : 0;
    };
    sortWith(candidates, [&running](const Candidate& candidate) {
        return weightOf(candidate) > 0 ? (static_cast<double>(running(candidate)) + 1.0) / weightOf(candidate) : last;
    });
    const auto count = running(candidates.front());
    return std::to_string(count) + (count == 1 ? " call runs there" : " calls run there");
}

std::string lowestLatency(std::vector<Candidate>& candidates, Dice& dice) {
    const auto meanOf = [](const Candidate& candidate) {
        const auto* meter = meterOf(candidate);
        return meter != nullptr ? meter->latency().mean : 0.0F;
    };
    // What was never measured comes first: it scores 0.
    sortWith(candidates, [&meanOf](const Candidate& candidate) { return static_cast<double>(meanOf(candidate)); });
    const bool explores = candidates.size() > 1 && dice.roll() < exploration;
    if (explores) {
        const auto place = static_cast<std::ptrdiff_t>(1 + dice.next() % (candidates.size() - 1));
        std::rotate(candidates.begin(), candidates.begin() + place, candidates.begin() + place + 1);
    }
    const auto mean = meanOf(candidates.front());
    auto why = mean > 0 ? std::to_string(std::lround(mean)) + " ms to the first byte" : std::string("not measured yet");
    return explores ? why + ", drawn to keep its figure fresh" : why;
}

std::string lowestCost(std::vector<Candidate>& candidates, const CallTraits& call) {
    sortWith(candidates, [&call](const Candidate& candidate) {
        const auto cost = expectedCost(candidate, call);
        return cost ? static_cast<double>(cost->pico()) : last;
    });
    const auto cost = expectedCost(candidates.front(), call);
    return cost ? "$" + cost->toString() + " expected" : "no price is known";
}

} // namespace

double rendezvous(std::string_view hashed, std::string_view target, int weight) {
    if (weight <= 0)
        return -1.0;
    const double drawn = (static_cast<double>(stableHash({hashed, target}) >> 11U) + 0.5) * 0x1p-53;
    return weight / -std::log(drawn);
}

std::optional<Money> expectedCost(const Candidate& candidate, const CallTraits& call) {
    if (candidate.price == nullptr)
        return std::nullopt;
    return catalog::costOf(*candidate.price, {call.inputTokens, 0, 0, 0, call.outputTokens});
}

std::string_view nameOf(Strategy strategy) {
    switch (strategy) {
    case Strategy::Priority:
        break;
    case Strategy::Weighted:
        return "weighted";
    case Strategy::RoundRobin:
        return "round_robin";
    case Strategy::LeastBusy:
        return "least_busy";
    case Strategy::LowestLatency:
        return "lowest_latency";
    case Strategy::LowestCost:
        return "lowest_cost";
    case Strategy::ConsistentHash:
        return "consistent_hash";
    }
    return "priority";
}

std::string order(const config::Route& route, std::vector<Candidate>& candidates, const CallTraits& call,
                  std::string_view hashed, Dice& dice) {
    std::string why(nameOf(route.strategy));
    if (candidates.empty() || route.strategy == Strategy::Priority)
        return why;
    why += ": ";
    switch (route.strategy) {
    case Strategy::Priority:
        break;
    case Strategy::Weighted:
        return why + weighted(candidates, dice);
    case Strategy::RoundRobin:
        rotate(route, candidates, call, dice);
        return why + "its turn";
    case Strategy::LeastBusy:
        return why + leastBusy(route, candidates, call, dice);
    case Strategy::LowestLatency:
        return why + lowestLatency(candidates, dice);
    case Strategy::LowestCost:
        return why + lowestCost(candidates, call);
    case Strategy::ConsistentHash:
        sortWith(candidates, [hashed](const Candidate& candidate) {
            return candidate.target != nullptr ? -rendezvous(hashed, candidate.target->name, candidate.target->weight)
                                               : last;
        });
        return why + "hashed";
    }
    return why;
}

} // namespace gatehouse::routing
