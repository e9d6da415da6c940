// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/telemetry/call_record.h"
#include "core/telemetry/record_home.h"
#include "core/telemetry/rollup.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::telemetry {

class RecordJobs;

// A call with the sequence number that it got when it finished.
struct NumberedCall {
    std::uint64_t sequence = 0;
    TravellingPtr record;
};

// What one transaction writes: call rows with their roll-ups, and roll-ups of calls whose rows were dropped.
struct RecordBatch {
    std::vector<NumberedCall> calls;
    RollupDelta folded;
    std::uint64_t foldedCalls = 0; // in "folded"; each used up one sequence number
};

// How far the book goes: read once when recording starts.
struct BookState {
    std::uint64_t nextSequence = 1; // above every number that the book knows
    std::uint64_t accounted = 0;    // numbers that are rows, folded into roll-ups, or known as lost
    std::uint64_t folded = 0;       // calls of which only the roll-ups are kept, ever
    std::uint64_t lost = 0;         // calls that a crash took, ever
};

// The bodies of one call as they are stored (milledBodies).
struct StoredBodies {
    std::string id; // of the call
    WallMicros startedAt = 0;
    std::string content;
};

// How long what was recorded is kept; 0 = for ever. Day roll-ups, which hold the spend, always stay.
struct Retention {
    std::chrono::hours calls{24 * 30};
    std::chrono::hours bodies{24 * 7}; // never longer than their calls
    std::chrono::hours minuteRollups{24 * 7};
    std::chrono::hours hourRollups{24 * 100};
    std::int64_t bytes = 0;        // that the store may take: beyond it the oldest bodies go, then the oldest calls
    std::size_t rowsPerStep = 500; // deleted in one transaction between two batches
};

// Where the recorder leaves its batches. Used by the recorder thread only; everything is opened there, on first use.
class RecordWriter {
public:
    virtual ~RecordWriter() = default;
    virtual Result<BookState> open() = 0;
    // Numbers up to (not including) next are settled: "lost" more of them were never written.
    virtual Result<void> settleLost(std::uint64_t nextSequence, std::uint64_t lost) = 0;
    // All or nothing. Blocks while the store is busy, at most about a second.
    virtual Result<void> write(const RecordBatch& batch) = 0;
    // One small step of housekeeping between batches (retention). True when there is more to do.
    virtual bool maintain(WallMicros now) = 0;
    // What maintain() keeps from now on.
    virtual void retain(const Retention& retention) { static_cast<void>(retention); }
    // Bodies of calls that were written before. All or nothing.
    virtual Result<void> writeBodies(const std::vector<StoredBodies>& bodies) {
        static_cast<void>(bodies);
        return {};
    }
    // One small step of the work that was asked for (jobs), between batches. True when there is more to do.
    virtual bool work(RecordJobs& jobs, WallMicros now) {
        static_cast<void>(jobs);
        static_cast<void>(now);
        return false;
    }
    // Closes what open() opened.
    virtual void close() = 0;
};

} // namespace gatehouse::telemetry
