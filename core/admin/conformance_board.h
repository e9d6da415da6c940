// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/conformance/feature.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

// What a run took, from the records of its calls.
struct ConformanceBill {
    std::int64_t calls = 0;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    std::optional<Money> cost = Money(); // none: of at least one call it is unknown
    bool pretend = false;
};

enum class ConformanceState { Running, Passed, Failed, Stopped };

// One run over a name that clients may ask for. All members but "model" are guarded by the board's mutex.
struct ConformanceRun {
    std::string model;
    WallMicros startedAt = 0;
    WallMicros endedAt = 0;
    ConformanceState state = ConformanceState::Running;
    bool stopAsked = false;
    std::vector<conformance::Cell> cells; // in the order of dialects, then features
    ConformanceBill bill;
    std::size_t left = 0; // dialects that are still under way
};

// The runs that go on, by model. Any thread.
class ConformanceBoard {
public:
    // Nothing where one of that model runs already.
    std::shared_ptr<ConformanceRun> begin(std::string model, const std::vector<dialects::Dialect>& dialects,
                                          const std::vector<conformance::Feature>& features, WallMicros now);
    void put(ConformanceRun& run, std::size_t index, conformance::Cell cell);
    bool stopAsked(const ConformanceRun& run) const;
    bool stop(std::string_view model); // false where none runs
    // One dialect is through; true for the last one.
    bool leave(ConformanceRun& run);
    // What is kept of it; it still counts as running.
    boost::json::object end(const ConformanceRun& run, ConformanceBill bill, WallMicros now);
    void forget(std::string_view model); // the run is kept elsewhere now

    // As GET /conformance/{id} answers; nothing where none runs.
    std::optional<boost::json::object> running(std::string_view model) const;
    std::vector<boost::json::object> allRunning() const;
    std::vector<std::string> callsOf(const ConformanceRun& run) const;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<ConformanceRun>, std::less<>> m_running;
};

// The same without the cells, as lists have it.
boost::json::object summaryOf(boost::json::object run);

} // namespace gatehouse::admin
