// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/chain_tests.h"
#include "core/admin/test_run.h"
#include "core/async/task.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

enum class TestState { Running, Done, Stopped };

// One run. All that changes is guarded by the runner's mutex; "plan" does not.
struct TestRun {
    std::string id;
    TestPlan plan;
    TestBill estimate;
    std::string startedBy;
    WallMicros startedAt = 0;
    WallMicros endedAt = 0;
    TestState state = TestState::Running;
    bool stopAsked = false;
    std::size_t next = 0; // the first cell that nobody has taken
    std::size_t workers = 0;
    std::vector<TestResult> results;
    std::optional<TestBill> bill;
};

// The test runs that go on: of prompts, and those of chains. Any thread.
class TestRunner {
public:
    ChainTests& chains() { return m_chains; }
    // Nothing where too many run already.
    std::shared_ptr<TestRun> begin(TestPlan plan, TestBill estimate, std::string by, WallMicros now);
    // The next cell to try; none: this worker is through.
    std::optional<std::size_t> take(TestRun& run);
    void put(TestRun& run, std::size_t cell, TestResult result);
    bool stop(std::string_view id); // false where none of that id runs
    // One worker is through; true for the last one.
    bool leave(TestRun& run);
    std::vector<std::string> callsOf(const TestRun& run) const;
    // What is kept of it; it counts as running until forget().
    boost::json::object end(TestRun& run, TestBill bill, WallMicros now);
    void forget(const std::string& id);

    // As GET /test_runs/{id} answers; nothing where it does not run.
    std::optional<boost::json::object> running(std::string_view id) const;
    std::vector<boost::json::object> runningOf(std::string_view team, std::string_view prompt) const; // without cells

private:
    ChainTests m_chains;
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<TestRun>, std::less<>> m_running;
};

// Asks for all cells through the gateway's own listener, some side by side, and keeps the result.
void startTests(AdminDependencies& with, Executor executor, std::shared_ptr<TestRun> run,
                std::shared_ptr<const conformance::GatewayPlace> place);

// Runs that are over, in the profile's settings: the newest of each prompt. Control thread.
std::optional<boost::json::object> keptTestRun(store::SettingsRepository& settings, std::string_view id);
boost::json::array keptTestRuns(store::SettingsRepository& settings, std::string_view team,
                                std::string_view prompt); // without cells
Result<void> keepTestRun(store::SettingsRepository& settings, const boost::json::object& run);
Result<void> dropTestRun(store::SettingsRepository& settings, const boost::json::object& run);

// The same without its cells.
boost::json::object testSummary(boost::json::object run);

} // namespace gatehouse::admin
