// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

// What scores from 0 to 1 say of the mean behind them: Beta(1 + sum of scores, 1 + calls - sum), from a prior that
// knows nothing. Exact for scores of 0 and 1; for scores between them the interval comes out too wide rather than too
// narrow. Pure; no state.
namespace gatehouse::apis {

struct Beta {
    double alpha = 1;
    double beta = 1;

    static Beta of(double scores, double sum); // "sum" from 0 to "scores"
    double mean() const { return alpha / (alpha + beta); }
    double quantile(double part) const; // below which the mean lies with that probability
    double below(double value) const;   // the probability that it lies below
};

struct Interval {
    double low = 0;
    double high = 1;
};
// Holds the mean with that probability, as much of the rest on either side.
Interval credibleInterval(const Beta& arm, double mass);

// For each arm the probability that its mean is the highest. They add up to 1.
std::vector<double> probabilitiesBest(const std::vector<Beta>& arms);

} // namespace gatehouse::apis
