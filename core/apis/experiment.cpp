// SPDX-License-Identifier: Apache-2.0
#include "core/apis/experiment.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gatehouse::apis {
namespace {

constexpr double intervalMass = 0.95;
constexpr double leastShare = 0.01; // of a bandit's arm that may still turn out well
constexpr std::uint64_t fewestOfBandit = 10;

std::vector<double> normalised(std::vector<double> shares) {
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (auto& share : shares)
        share = sum > 0 ? share / sum : 1 / static_cast<double>(shares.size());
    return shares;
}

std::vector<double> banditShares(const std::vector<double>& best) {
    auto shares = best;
    for (auto& share : shares)
        share = std::max(share, leastShare);
    return normalised(std::move(shares));
}

// A bandit starves its weak arms: they need a tenth of what an even split would bring them, all arms together the
// whole.
std::uint64_t scoresLeft(const std::vector<ArmTally>& arms, bool bandit, const StoppingRule& rule) {
    std::uint64_t fewest = arms.front().scores;
    std::uint64_t sum = 0;
    for (const auto& arm : arms) {
        fewest = std::min(fewest, arm.scores);
        sum += arm.scores;
    }
    const auto left = [](std::uint64_t wanted, std::uint64_t have) { return have < wanted ? wanted - have : 0; };
    if (!bandit)
        return left(rule.scores, fewest);
    return std::max(left(std::max(rule.scores / 10, std::min(fewestOfBandit, rule.scores)), fewest),
                    left(rule.scores * arms.size(), sum));
}

std::string percent(double part) {
    const auto tenths = std::lround(part * 1000);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

} // namespace

std::string_view nameOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::Undecided:
        return "undecided";
    case Verdict::Decided:
        return "decided";
    case Verdict::TooFew:
        break;
    }
    return "too_few";
}

ExperimentResult judge(const std::vector<ArmTally>& arms, const std::vector<double>& shares, const StoppingRule& rule) {
    ExperimentResult result;
    if (arms.empty())
        return result;
    std::vector<Beta> betas;
    for (const auto& arm : arms)
        betas.push_back(Beta::of(static_cast<double>(arm.scores), arm.sum));
    const auto best = probabilitiesBest(betas);
    const auto now = shares.empty() ? banditShares(best) : normalised(shares);
    for (std::size_t i = 0; i < arms.size(); ++i) {
        ArmResult arm;
        arm.tally = arms[i];
        if (arms[i].scores > 0)
            arm.mean = arms[i].sum / static_cast<double>(arms[i].scores);
        arm.interval = credibleInterval(betas[i], intervalMass);
        arm.best = best[i];
        arm.share = i < now.size() ? now[i] : 0;
        result.arms.push_back(arm);
    }
    result.leader = static_cast<std::size_t>(std::max_element(best.begin(), best.end()) - best.begin());
    result.scoresLeft = scoresLeft(arms, shares.empty(), rule);
    if (result.scoresLeft == 0)
        result.verdict = best[result.leader] >= rule.probability ? Verdict::Decided : Verdict::Undecided;
    return result;
}

// FNV-1a with a finish that spreads its bits: the same on every machine and after every restart.
double placeOf(std::string_view experiment, std::string_view who) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    const auto mix = [&hash](std::string_view text) {
        for (const char c : text) {
            hash ^= static_cast<unsigned char>(c);
            hash *= 0x100000001b3U;
        }
        hash ^= 0xffU; // "ab" + "c" is not "a" + "bc"
        hash *= 0x100000001b3U;
    };
    mix(experiment);
    mix(who);
    hash ^= hash >> 33U;
    hash *= 0xff51afd7ed558ccdU;
    hash ^= hash >> 33U;
    hash *= 0xc4ceb9fe1a85ec53U;
    hash ^= hash >> 33U;
    return static_cast<double>(hash >> 11U) * 0x1p-53;
}

std::string adviceOn(const ExperimentResult& result, const std::vector<std::string>& names, const StoppingRule& rule) {
    if (result.arms.empty() || result.leader >= names.size())
        return {};
    const auto& leader = names[result.leader];
    const auto chance = percent(result.arms[result.leader].best);
    switch (result.verdict) {
    case Verdict::TooFew:
        return "Wait: " + std::to_string(result.scoresLeft) +
               " more scores are needed before the versions can be compared.";
    case Verdict::Undecided:
        return "Wait: " + leader + " leads, but is the best with " + chance + " only; " + percent(rule.probability) +
               " are asked for. The versions may well be equally good.";
    case Verdict::Decided:
        break;
    }
    return "Stop and keep " + leader + ": it is the best with a probability of " + chance + ".";
}

} // namespace gatehouse::apis
