// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/result.h"
#include "core/telemetry/call_record.h"
#include "core/telemetry/record_writer.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace gatehouse::telemetry {

class EventHub;
class Masker;
class RecordJobs;
class SequenceCounter;

// Live notices beside the rows (GET /events).
struct CallStarted {
    std::string id;
    WallMicros at = 0;
    std::string dialect, operation, modelAsked, app, key;
    std::string route{}, client{}, tags{};
    bool streamed = false;
    std::string team{}; // whose it is
};
struct CallProgress {
    std::string id;
    std::int64_t elapsedMicros = 0;
    std::int64_t firstByteMicros = 0;
    std::string provider;
    std::int64_t outputBytes = 0;
    std::string model{};            // at that provider
    int attempts = 0;               // the one that runs included
    std::int64_t outputTokens = 0;  // so far
    bool tokensEstimated = true;    // by the length of the text, until the provider tells
    std::int64_t queuePosition = 0; // in the line before that provider, from 1; 0: it does not wait
    std::int64_t queuedMicros = 0;  // so far
    std::string team{};             // whose it is
};

// Where I/O threads leave what happened. Never blocks, never fails: see Recorder. Thread-safe.
class CallSink {
public:
    virtual ~CallSink() = default;
    virtual void finished(CallRecord&& record) = 0;
    // True while somebody watches; started() and progress() need not be called otherwise.
    virtual bool watched() const = 0;
    virtual void started(CallStarted&& notice) = 0;
    virtual void progress(CallProgress&& notice) = 0;
    // Where bodies that are captured for a record find their memory; null: none are kept.
    virtual BodyRoomPtr bodyRoom() const { return nullptr; }
};

struct RecorderOptions {
    std::size_t queueCalls = 65'536; // rounded up to a power of two; a disk that stands still for 6 s at 10,000 calls/s
    std::size_t queueNotices = 4'096;          // started and progress; what does not fit is left out
    std::size_t batchCalls = 500;              // the most in one transaction
    std::size_t retainedCalls = 8'192;         // kept while the store refuses them; beyond that only roll-ups are
    std::chrono::milliseconds gather{25};      // how long a batch is gathered: the commit comes at most 50 ms behind
    std::chrono::milliseconds retryFirst{100}; // after a failed write; doubles
    std::chrono::milliseconds retryMost{1'000};
    std::size_t bodyRoom = std::size_t{64} << 20U; // bytes of bodies that wait to be stored, captures that run included
    std::chrono::milliseconds stopPatience{10'000}; // how long stop() goes on trying a store that fails
};

// For /metrics and the console. Numbers of this process, but for the two that the book keeps.
struct RecorderCounters {
    std::uint64_t finished = 0; // calls taken in
    std::uint64_t written = 0;  // rows committed
    std::uint64_t folded = 0;   // calls whose row was dropped (queue full or store failing), money kept
    std::uint64_t waiting = 0;  // neither written nor folded yet
    std::uint64_t batches = 0;
    std::uint64_t failures = 0;  // writes that failed and were (or will be) tried again
    std::uint64_t unwritten = 0; // given up at stop() because the store failed to the end
    std::uint64_t noticesDropped = 0;
    std::uint64_t bodiesWritten = 0; // calls whose bodies were stored
    std::uint64_t bodiesDropped = 0; // bodies that found no room, and calls whose bodies went with their row
    std::uint64_t bodyBytes = 0;     // that wait or are being captured
    std::uint64_t lostToCrashes = 0; // ever, from the book: sequence numbers that no row or roll-up accounts for
    std::uint64_t foldedEver = 0;    // ever, from the book
    bool failing = false;            // the last write failed
    std::string failure;             // its message
};

// Takes call records from the I/O threads over a bounded lock-free queue and hands them in batches to the writer, on a
// thread of its own. A call costs its maker an allocation, two atomic steps and no system call, unless the recorder
// sleeps: then one wake-up for the whole batch. A record that finds the queue full is folded into its roll-ups, so its
// money is kept and only the row is missing, which is counted. The object must outlive every I/O thread that uses it.
class Recorder final : public CallSink {
public:
    // The writer is opened, used and closed by the recorder thread. hub may be null.
    Recorder(RecorderOptions options, std::unique_ptr<RecordWriter> writer, std::unique_ptr<SequenceCounter> sequence,
             std::shared_ptr<EventHub> hub, const Clock& clock, Log& log);
    ~Recorder() override; // stop()
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    // Before start(): bodies are kept from now on, masked by this. Without it none are.
    void keepBodies(std::unique_ptr<Masker> masker);
    // What the writer keeps from now on. Any thread.
    void retain(const Retention& retention);
    // Work on the records. Any thread.
    RecordJobs& jobs();

    // Opens the writer on the recorder thread and waits for that; an error leaves the recorder stopped.
    Result<void> start();
    // Waits until what was finished before the call is committed; false when the store failed or patience ran out.
    bool flush(std::chrono::milliseconds patience);
    // Writes everything that is waiting and ends the thread. Calls that finish later are only counted (unwritten).
    void stop();

    RecorderCounters counters() const;

    void finished(CallRecord&& record) override;
    bool watched() const override;
    void started(CallStarted&& notice) override;
    void progress(CallProgress&& notice) override;
    BodyRoomPtr bodyRoom() const override;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::telemetry
