// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/apis/beta.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Which of several versions of a prompt answers best: how calls are shared out among them, and what the scores of
// POST /v1/feedback say. Pure; the keeper (core/admin/experiment_keeper.h) holds the counts.
namespace gatehouse::apis {

// When there is enough to go by: each arm of a split has that many scores (the arms of a bandit as many together, each
// at least a tenth of it), and one is the best with that probability.
struct StoppingRule {
    std::uint64_t scores = 100;
    double probability = 0.95;
};

// Of one arm.
struct ArmTally {
    std::uint64_t calls = 0;
    std::uint64_t scores = 0;
    double sum = 0; // of the scores
    bool operator==(const ArmTally&) const = default;
};

struct ArmResult {
    ArmTally tally;
    std::optional<double> mean; // of the scores as they came; none yet
    Interval interval;          // 95 % credible, of the mean
    double best = 0;            // the probability that it is the best
    double share = 0;           // of the calls from now on, 0 to 1
};

enum class Verdict { TooFew, Undecided, Decided };
std::string_view nameOf(Verdict verdict); // "too_few", "undecided", "decided"

struct ExperimentResult {
    std::vector<ArmResult> arms;
    Verdict verdict = Verdict::TooFew;
    std::size_t leader = 0;       // the arm that is most probably the best
    std::uint64_t scoresLeft = 0; // that are needed before the rule can be met
};

// "shares": a fixed split in any unit, one for each arm; empty: a bandit, which shares out by the probability to be the
// best (Thompson sampling, taken as its expectation), so that nobody gets less than a hundredth until it is decided.
ExperimentResult judge(const std::vector<ArmTally>& arms, const std::vector<double>& shares, const StoppingRule& rule);

// The place from 0 to 1 of a caller in an experiment: the same for the same words, so that whoever is known keeps his
// arm while the shares stand.
double placeOf(std::string_view experiment, std::string_view who);

// What to do now, in a sentence for people.
std::string adviceOn(const ExperimentResult& result, const std::vector<std::string>& names, const StoppingRule& rule);

} // namespace gatehouse::apis
