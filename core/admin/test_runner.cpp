// SPDX-License-Identifier: Apache-2.0
#include "core/admin/test_runner.h"

#include "core/base/random.h"
#include "core/base/text.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t mostRunning = 8;
constexpr std::size_t mostKept = 50; // of each prompt

std::string_view nameOf(TestState state) {
    switch (state) {
    case TestState::Running:
        return "running";
    case TestState::Done:
        return "done";
    case TestState::Stopped:
        break;
    }
    return "stopped";
}

json::value timeOrNull(WallMicros time) {
    return time == 0 ? json::value() : json::value(formatTime(time));
}

// Under the runner's mutex.
json::object runJson(const TestRun& run, bool withCells) {
    std::size_t done = 0;
    std::size_t passed = 0;
    for (const auto& result : run.results) {
        done += result.done ? 1 : 0;
        passed += result.done && result.passed ? 1 : 0;
    }
    json::array versions;
    for (const auto version : run.plan.versions)
        versions.emplace_back(version);
    json::object out{{"id", run.id},
                     {"prompt", run.plan.prompt},
                     {"team", run.plan.team},
                     {"versions", std::move(versions)},
                     {"models", json::array(run.plan.models.begin(), run.plan.models.end())},
                     {"state", nameOf(run.state)},
                     {"started_by", run.startedBy},
                     {"started_at", formatTime(run.startedAt)},
                     {"ended_at", timeOrNull(run.endedAt)},
                     {"total", run.results.size()},
                     {"done", done},
                     {"passed", passed},
                     {"estimate", billJson(run.estimate)},
                     {"bill", run.bill ? json::value(billJson(*run.bill)) : json::value()}};
    if (!withCells)
        return out;
    json::array cells;
    for (std::size_t i = 0; i < run.results.size(); ++i)
        cells.push_back(resultJson(run.plan.cells[i], run.results[i]));
    out.emplace("results", std::move(cells));
    return out;
}

std::string settingOfRun(std::string_view id) {
    return "prompt.test_run." + std::string(id);
}
// With its team: a prompt of the same name that another team makes later has none of these.
std::string settingOfPrompt(std::string_view team, std::string_view prompt) {
    return "prompt.test_runs/" + std::string(team) + '/' + std::string(prompt);
}

json::value valueOf(store::SettingsRepository& settings, std::string_view name) {
    const auto text = settings.get(name);
    if (!text || !*text)
        return {};
    boost::system::error_code code;
    auto value = json::parse(**text, code);
    return code ? json::value() : value;
}

std::string textIn(const json::object& object, std::string_view name) {
    const auto* text = object.if_contains(name);
    return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
}

json::array without(const json::array& runs, const std::string& id) {
    json::array rest;
    for (const auto& run : runs) {
        if (run.is_object() && textIn(run.get_object(), "id") != id)
            rest.push_back(run);
    }
    return rest;
}

} // namespace

std::shared_ptr<TestRun> TestRunner::begin(TestPlan plan, TestBill estimate, std::string by, WallMicros now) {
    const std::lock_guard lock(m_mutex);
    if (m_running.size() >= mostRunning)
        return nullptr;
    auto run = std::make_shared<TestRun>();
    run->id = "tr_" + randomText(16, lowerAlphanumeric);
    run->results.resize(plan.cells.size());
    run->plan = std::move(plan);
    run->estimate = std::move(estimate);
    run->startedBy = std::move(by);
    run->startedAt = now;
    m_running.emplace(run->id, run);
    return run;
}

std::optional<std::size_t> TestRunner::take(TestRun& run) {
    const std::lock_guard lock(m_mutex);
    if (run.stopAsked || run.next == run.results.size())
        return std::nullopt;
    return run.next++;
}

void TestRunner::put(TestRun& run, std::size_t cell, TestResult result) {
    const std::lock_guard lock(m_mutex);
    run.results[cell] = std::move(result);
    run.results[cell].done = true;
}

bool TestRunner::stop(std::string_view id) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_running.find(id);
    if (found == m_running.end())
        return false;
    found->second->stopAsked = true;
    return true;
}

bool TestRunner::leave(TestRun& run) {
    const std::lock_guard lock(m_mutex);
    return --run.workers == 0;
}

std::vector<std::string> TestRunner::callsOf(const TestRun& run) const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> calls;
    for (const auto& result : run.results)
        calls.insert(calls.end(), result.calls.begin(), result.calls.end());
    return calls;
}

json::object TestRunner::end(TestRun& run, TestBill bill, WallMicros now) {
    const std::lock_guard lock(m_mutex);
    run.bill = std::move(bill);
    run.endedAt = now;
    const bool all =
        std::all_of(run.results.begin(), run.results.end(), [](const auto& result) { return result.done; });
    run.state = all ? TestState::Done : TestState::Stopped;
    return runJson(run, true);
}

void TestRunner::forget(const std::string& id) {
    const std::lock_guard lock(m_mutex);
    m_running.erase(id);
}

std::optional<json::object> TestRunner::running(std::string_view id) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_running.find(id);
    return found == m_running.end() ? std::nullopt : std::optional(runJson(*found->second, true));
}

std::vector<json::object> TestRunner::runningOf(std::string_view team, std::string_view prompt) const {
    const std::lock_guard lock(m_mutex);
    std::vector<json::object> out;
    for (const auto& [id, run] : m_running) {
        if (run->plan.prompt == prompt && run->plan.team == team)
            out.push_back(runJson(*run, false));
    }
    return out;
}

std::optional<json::object> keptTestRun(store::SettingsRepository& settings, std::string_view id) {
    auto value = valueOf(settings, settingOfRun(id));
    return value.is_object() ? std::optional(std::move(value.get_object())) : std::nullopt;
}

json::array keptTestRuns(store::SettingsRepository& settings, std::string_view team, std::string_view prompt) {
    auto value = valueOf(settings, settingOfPrompt(team, prompt));
    return value.is_array() ? std::move(value.get_array()) : json::array();
}

Result<void> keepTestRun(store::SettingsRepository& settings, const json::object& run) {
    const auto id = textIn(run, "id");
    const auto prompt = textIn(run, "prompt");
    const auto team = textIn(run, "team");
    if (auto kept = settings.put(settingOfRun(id), json::serialize(run)); !kept)
        return kept;
    auto rest = without(keptTestRuns(settings, team, prompt), id);
    rest.insert(rest.begin(), testSummary(run));
    while (rest.size() > mostKept) {
        if (auto removed = settings.remove(settingOfRun(textIn(rest.back().as_object(), "id"))); !removed)
            return removed;
        rest.pop_back();
    }
    return settings.put(settingOfPrompt(team, prompt), json::serialize(rest));
}

Result<void> dropTestRun(store::SettingsRepository& settings, const json::object& run) {
    const auto id = textIn(run, "id");
    const auto prompt = textIn(run, "prompt");
    const auto team = textIn(run, "team");
    const auto rest = without(keptTestRuns(settings, team, prompt), id);
    if (auto kept = settings.put(settingOfPrompt(team, prompt), json::serialize(rest)); !kept)
        return kept;
    return settings.remove(settingOfRun(id));
}

json::object testSummary(json::object run) {
    run.erase("results");
    return run;
}

} // namespace gatehouse::admin
