// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/http/upstream.h"
#include "core/pipeline/call.h"
#include "core/pipeline/failed.h"
#include "core/pipeline/visit.h"
#include "core/routing/capacity/capacity_board.h"
#include "core/telemetry/recorder.h"

#include <chrono>

namespace gatehouse::pipeline {

// The attempts of one I/O thread's calls before the capacity of providers: room now, a place in the line, or why not.
class CapacityGate {
public:
    // board: null: there is room for everything.
    CapacityGate(routing::CapacityBoard* board, const Clock& clock, telemetry::CallSink& sink)
        : m_board(board), m_clock(clock), m_sink(sink) {}

    routing::Place take(const Call& call, const Stop& stop);
    // Stands in the line within the queue's longest wait and the call's deadline; watchers see its position. Not given:
    // the time passed, the line is full, nobody waits there, or the client left.
    Task<routing::Place> wait(Call& call, const Stop& stop);

    // What an answer's head tells of limits, for those who come next.
    void answered(routing::Place& place, const http::UpstreamHead& head) const;

private:
    routing::Wanted wantedFor(const Call& call, const Stop& stop) const;
    void report(const Call& call, const Stop& stop, std::size_t position, std::int64_t waited);
    Task<void> standInLine(Call& call, const Stop& stop, routing::Wait& line, MonotonicTime until,
                           std::shared_ptr<struct LineBell> bell);

    routing::CapacityBoard* m_board;
    const Clock& m_clock;
    telemetry::CallSink& m_sink;
};

// Why a stop has no room, for people and for the record.
std::string fullText(const routing::Place& place);
// No stop had room: 429 with what is known of when there will be.
Failed noRoom(const routing::Place& place);

} // namespace gatehouse::pipeline
