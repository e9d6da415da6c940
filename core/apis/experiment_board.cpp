// SPDX-License-Identifier: Apache-2.0
#include "core/apis/experiment_board.h"

#include <algorithm>

namespace gatehouse::apis {

ExperimentMeter::ExperimentMeter(std::vector<double> shares) : m_count(std::min(shares.size(), mostArms)) {
    share(shares);
}

void ExperimentMeter::share(const std::vector<double>& shares) {
    for (std::size_t i = 0; i < m_count && i < shares.size(); ++i)
        m_shares[i].store(shares[i], std::memory_order_relaxed);
}

// The shares may be read in the middle of a change: the last arm takes what is left over.
std::size_t ExperimentMeter::armAt(double place) const {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < m_count; ++i) {
        sum += m_shares[i].load(std::memory_order_relaxed);
        if (place < sum)
            return i;
    }
    return m_count == 0 ? 0 : m_count - 1;
}

std::shared_ptr<ExperimentMeter> ExperimentBoard::meter(const std::string& name, const std::vector<std::string>& arms,
                                                        const std::vector<double>& shares) {
    const std::lock_guard lock(m_mutex);
    auto& standing = m_standing[name];
    if (!standing.meter || standing.arms != arms)
        standing = {arms, std::make_shared<ExperimentMeter>(shares)};
    return standing.meter;
}

} // namespace gatehouse::apis
