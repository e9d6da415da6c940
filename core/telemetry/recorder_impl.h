// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/telemetry/bounded_queue.h"
#include "core/telemetry/event_hub.h"
#include "core/telemetry/masker.h"
#include "core/telemetry/notice_board.h"
#include "core/telemetry/record_jobs.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/sequence_counter.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace gatehouse::telemetry {

// The two halves of the recorder: what I/O threads call (recorder.cpp) and the thread that writes
// (recorder_thread.cpp).
class Recorder::Impl {
public:
    using Steady = std::chrono::steady_clock;

    Impl(RecorderOptions options, std::unique_ptr<RecordWriter> writer, std::unique_ptr<SequenceCounter> sequence,
         std::shared_ptr<EventHub> hub, const Clock& clock, Log& log);

    // Any thread.
    void finished(CallRecord&& record);
    bool watched() const { return m_hub && m_hub->watched(); }
    template <typename Notice>
    void notice(Notice&& what) {
        if (!m_notices)
            return;
        m_notices->post(std::forward<Notice>(what));
        wakeFor(0);
    }
    RecorderCounters counters() const;

    void retain(const Retention& retention);
    RecordJobs& jobs() { return m_jobs; }
    BodyRoomPtr bodyRoom() const { return m_masker ? m_bodyRoom : nullptr; }

    // The owner's thread.
    void keepBodies(std::unique_ptr<Masker> masker) { m_masker = std::move(masker); }
    Result<void> start();
    bool flush(std::chrono::milliseconds patience);
    void stop();

private:
    // What wakes the recorder thread: nothing (it runs), the first item, or a full batch.
    enum Sleep : int { Awake, UntilFirst, UntilFull };

    void wakeFor(std::size_t waiting);
    void wake();

    // Recorder thread.
    void run();
    Result<void> openBook();
    Result<void> settle(const BookState& book);
    void sleepUntilNeeded();
    void gather();
    void wait(Sleep sleep, Steady::time_point until);
    bool urgent() const; // with m_mutex
    void takeIn();
    void takeOverflow();
    void keep(NumberedCall&& call);
    bool fillBatch();
    void writeWaiting();
    bool writeBatch();
    void wrote();
    void notWritten(const Error& error);
    void tellFinished();
    void housekeep();
    void takeSettings();
    void keepForBodies();
    void storeBodies(std::chrono::milliseconds most);
    bool bodiesWaiting() const { return !m_bodies.empty() || !m_milled.empty(); }
    void answerFlush(std::uint64_t asked);
    void writeTheRest();
    bool somethingCame() const;
    bool somethingUnwritten() const;

    const RecorderOptions m_options;
    std::unique_ptr<RecordWriter> m_writer;
    std::unique_ptr<SequenceCounter> m_sequence;
    std::shared_ptr<EventHub> m_hub;
    const Clock& m_clock;
    Log& m_log;
    RecordHomes m_homes; // before all that holds records
    BoundedQueue<NumberedCall> m_queue;
    std::unique_ptr<NoticeBoard> m_notices;
    std::thread m_thread;
    std::atomic<bool> m_running{false};

    std::atomic<int> m_sleep{Awake};
    mutable std::mutex m_mutex; // what follows
    std::condition_variable m_changed;
    bool m_stopping = false;
    std::uint64_t m_flushAsked = 0;
    std::uint64_t m_flushDone = 0;
    std::optional<Result<void>> m_opened;
    std::optional<Retention> m_retention; // for the writer
    bool m_asked = false;                 // a retention or a job is new
    std::string m_failure;

    RecordJobs m_jobs;
    BodyRoomPtr m_bodyRoom;
    std::unique_ptr<Masker> m_masker; // null: no bodies are kept

    std::mutex m_overflowMutex; // calls that found the queue full
    RollupDelta m_overflow;
    std::atomic<std::uint64_t> m_overflowCalls{0};

    // Recorder thread only.
    RecordBatch m_batch; // being written, perhaps again
    std::deque<NumberedCall> m_backlog;
    RollupDelta m_folded;
    std::uint64_t m_foldedCalls = 0;
    bool m_incomplete = false; // takeIn() left something that had been finished before
    Steady::time_point m_retryAt{};
    std::chrono::milliseconds m_retryAfter{0};
    Steady::time_point m_housekeepingAt{};
    struct FinishedEvent {
        std::string id;
        std::string team;
        std::string json;
    };
    std::vector<FinishedEvent> m_finishedEvents;

    struct WaitingBodies {
        std::string id;
        WallMicros startedAt = 0;
        std::shared_ptr<CallBodies> bodies;
    };
    std::deque<WaitingBodies> m_bodies; // of calls whose rows are written
    std::vector<StoredBodies> m_milled; // ready to be stored
    Steady::time_point m_bodiesRetryAt{};
    Steady::time_point m_jobAt{};

    // Counters.
    std::atomic<std::uint64_t> m_bodiesWritten{0};
    std::atomic<std::uint64_t> m_bodiesDropped{0};
    std::atomic<std::uint64_t> m_firstSequence{1};
    std::atomic<std::uint64_t> m_written{0};
    std::atomic<std::uint64_t> m_foldedTotal{0};
    std::atomic<std::uint64_t> m_batches{0};
    std::atomic<std::uint64_t> m_failures{0};
    std::atomic<std::uint64_t> m_unwritten{0};
    std::atomic<std::uint64_t> m_lostEver{0};
    std::atomic<std::uint64_t> m_foldedBefore{0};
    std::atomic<bool> m_failing{false};
};

} // namespace gatehouse::telemetry
