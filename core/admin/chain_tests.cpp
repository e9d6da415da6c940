// SPDX-License-Identifier: Apache-2.0
#include "core/admin/chain_tests.h"

#include <algorithm>

namespace gatehouse::admin {
namespace {

constexpr std::ptrdiff_t mostRunning = 8;
constexpr std::size_t mostKept = 50;

bool isOver(const ChainTestRun& run) {
    return run.test->output().has_value();
}

} // namespace

bool ChainTests::begin(ChainTestRun run) {
    {
        const std::lock_guard lock(m_mutex);
        const auto over = std::count_if(m_runs.begin(), m_runs.end(), isOver);
        if (static_cast<std::ptrdiff_t>(m_runs.size()) - over >= mostRunning)
            return false;
        if (m_runs.size() >= mostKept)
            m_runs.erase(std::find_if(m_runs.begin(), m_runs.end(), isOver));
        m_runs.push_back(run);
    }
    m_runner(run.test);
    return true;
}

std::optional<ChainTestRun> ChainTests::find(std::string_view id) const {
    const std::lock_guard lock(m_mutex);
    const auto found =
        std::find_if(m_runs.begin(), m_runs.end(), [id](const auto& run) { return run.test->id() == id; });
    return found == m_runs.end() ? std::nullopt : std::optional(*found);
}

} // namespace gatehouse::admin
