// SPDX-License-Identifier: Apache-2.0
#include "core/apis/beta.h"

#include <algorithm>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <numeric>

namespace gatehouse::apis {
namespace {

namespace policies = boost::math::policies;
// Without exceptions: the arguments are in range, and what underflows is 0.
using Policy =
    policies::policy<policies::domain_error<policies::errno_on_error>, policies::pole_error<policies::errno_on_error>,
                     policies::overflow_error<policies::errno_on_error>,
                     policies::evaluation_error<policies::errno_on_error>, policies::promote_double<false>>;

constexpr int steps = 400; // of the sum in place of the integral: three digits and more

} // namespace

Beta Beta::of(double scores, double sum) {
    const double good = std::clamp(sum, 0.0, scores);
    return {1 + good, 1 + (scores - good)};
}

double Beta::quantile(double part) const {
    return boost::math::ibeta_inv(alpha, beta, std::clamp(part, 0.0, 1.0), Policy());
}

double Beta::below(double value) const {
    return boost::math::ibeta(alpha, beta, std::clamp(value, 0.0, 1.0), Policy());
}

Interval credibleInterval(const Beta& arm, double mass) {
    const double rest = (1 - std::clamp(mass, 0.0, 1.0)) / 2;
    return {arm.quantile(rest), arm.quantile(1 - rest)};
}

// P(i is best) is the mean, over what i may be, of the probability that all others are less: taken at the middles of
// equally likely stretches of i.
std::vector<double> probabilitiesBest(const std::vector<Beta>& arms) {
    std::vector<double> best(arms.size(), 0);
    for (std::size_t i = 0; i < arms.size(); ++i) {
        for (int step = 0; step < steps; ++step) {
            const double value = arms[i].quantile((step + 0.5) / steps);
            double others = 1;
            for (std::size_t j = 0; j < arms.size(); ++j)
                others *= j == i ? 1 : arms[j].below(value);
            best[i] += others / steps;
        }
    }
    const double sum = std::accumulate(best.begin(), best.end(), 0.0);
    for (auto& one : best)
        one = sum > 0 ? one / sum : 1 / static_cast<double>(arms.size());
    return best;
}

} // namespace gatehouse::apis
