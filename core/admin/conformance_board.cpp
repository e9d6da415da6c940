// SPDX-License-Identifier: Apache-2.0
#include "core/admin/conformance_board.h"

#include "core/base/text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using conformance::Cell;
using conformance::CellState;

std::string_view nameOf(ConformanceState state) {
    switch (state) {
    case ConformanceState::Running:
        return "running";
    case ConformanceState::Passed:
        return "passed";
    case ConformanceState::Failed:
        return "failed";
    case ConformanceState::Stopped:
        break;
    }
    return "stopped";
}

json::value textOrNull(const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
}

json::object cellJson(const Cell& cell) {
    constexpr double thousand = 1000.0;
    json::array calls;
    for (const auto& id : cell.calls)
        calls.emplace_back(id);
    return {{"dialect", dialects::nameOf(cell.dialect)},
            {"feature", conformance::nameOf(cell.feature)},
            {"state", conformance::nameOf(cell.state)},
            {"reason", textOrNull(cell.reason)},
            {"seen", textOrNull(cell.seen)},
            {"ms", static_cast<double>(cell.micros) / thousand},
            {"calls", std::move(calls)}};
}

std::int64_t countOf(const ConformanceRun& run, CellState state) {
    return std::count_if(run.cells.begin(), run.cells.end(), [state](const Cell& cell) { return cell.state == state; });
}

json::object runJson(const ConformanceRun& run) {
    json::array cells;
    for (const auto& cell : run.cells)
        cells.push_back(cellJson(cell));
    const auto total = static_cast<std::int64_t>(run.cells.size());
    const bool running = run.state == ConformanceState::Running;
    return {{"model", run.model},
            {"state", nameOf(run.state)},
            {"started_at", formatTime(run.startedAt)},
            {"ended_at", running ? json::value() : json::value(formatTime(run.endedAt))},
            {"done", total - countOf(run, CellState::Waiting)},
            {"total", total},
            {"passed", countOf(run, CellState::Passed)},
            {"failed", countOf(run, CellState::Failed)},
            {"not_applicable", countOf(run, CellState::NotApplicable)},
            {"calls", run.bill.calls},
            {"tokens", json::object{{"input", run.bill.inputTokens}, {"output", run.bill.outputTokens}}},
            {"cost", run.bill.cost && !running ? json::value(run.bill.cost->toString()) : json::value()},
            {"pretend", run.bill.pretend},
            {"cells", std::move(cells)}};
}

} // namespace

std::shared_ptr<ConformanceRun> ConformanceBoard::begin(std::string model,
                                                        const std::vector<dialects::Dialect>& dialects,
                                                        const std::vector<conformance::Feature>& features,
                                                        WallMicros now) {
    const std::lock_guard lock(m_mutex);
    if (m_running.contains(model))
        return nullptr;
    auto run = std::make_shared<ConformanceRun>();
    run->model = model;
    run->startedAt = now;
    run->left = dialects.size();
    for (const auto dialect : dialects) {
        for (const auto feature : features) {
            Cell cell;
            cell.dialect = dialect;
            cell.feature = feature;
            run->cells.push_back(std::move(cell));
        }
    }
    m_running.emplace(std::move(model), run);
    return run;
}

void ConformanceBoard::put(ConformanceRun& run, std::size_t index, Cell cell) {
    const std::lock_guard lock(m_mutex);
    run.bill.calls += static_cast<std::int64_t>(cell.calls.size());
    run.cells[index] = std::move(cell);
}

bool ConformanceBoard::stopAsked(const ConformanceRun& run) const {
    const std::lock_guard lock(m_mutex);
    return run.stopAsked;
}

bool ConformanceBoard::stop(std::string_view model) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_running.find(model);
    if (found == m_running.end())
        return false;
    found->second->stopAsked = true;
    return true;
}

bool ConformanceBoard::leave(ConformanceRun& run) {
    const std::lock_guard lock(m_mutex);
    return --run.left == 0;
}

json::object ConformanceBoard::end(const ConformanceRun& run, ConformanceBill bill, WallMicros now) {
    const std::lock_guard lock(m_mutex);
    auto ended = run; // it goes on for those who ask until its result is kept
    ended.bill = bill;
    ended.endedAt = now;
    ended.state = countOf(run, CellState::Waiting) > 0  ? ConformanceState::Stopped
                  : countOf(run, CellState::Failed) > 0 ? ConformanceState::Failed
                                                        : ConformanceState::Passed;
    return runJson(ended);
}

void ConformanceBoard::forget(std::string_view model) {
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_running.find(model); found != m_running.end())
        m_running.erase(found);
}

std::optional<json::object> ConformanceBoard::running(std::string_view model) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_running.find(model);
    return found == m_running.end() ? std::nullopt : std::optional(runJson(*found->second));
}

std::vector<json::object> ConformanceBoard::allRunning() const {
    const std::lock_guard lock(m_mutex);
    std::vector<json::object> all;
    for (const auto& [model, run] : m_running)
        all.push_back(runJson(*run));
    return all;
}

std::vector<std::string> ConformanceBoard::callsOf(const ConformanceRun& run) const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> ids;
    for (const auto& cell : run.cells)
        ids.insert(ids.end(), cell.calls.begin(), cell.calls.end());
    return ids;
}

json::object summaryOf(json::object run) {
    run.erase("cells");
    return run;
}

} // namespace gatehouse::admin
