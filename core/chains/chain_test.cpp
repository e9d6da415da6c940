// SPDX-License-Identifier: Apache-2.0
#include "core/chains/chain_test.h"

#include <utility>

namespace gatehouse::chains {

void ChainTest::report(std::vector<StepReport> steps) {
    const std::lock_guard lock(m_mutex);
    m_steps = std::move(steps);
}

void ChainTest::end(Result<boost::json::object> output) {
    const std::lock_guard lock(m_mutex);
    m_output.emplace(std::move(output));
}

std::vector<StepReport> ChainTest::steps() const {
    const std::lock_guard lock(m_mutex);
    return m_steps;
}

std::optional<Result<boost::json::object>> ChainTest::output() const {
    const std::lock_guard lock(m_mutex);
    return m_output;
}

} // namespace gatehouse::chains
