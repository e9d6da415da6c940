// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/recorder.h"

#include "core/telemetry/recorder_impl.h"

namespace gatehouse::telemetry {

Recorder::Impl::Impl(RecorderOptions options, std::unique_ptr<RecordWriter> writer,
                     std::unique_ptr<SequenceCounter> sequence, std::shared_ptr<EventHub> hub, const Clock& clock,
                     Log& log)
    : m_options(options), m_writer(std::move(writer)), m_sequence(std::move(sequence)), m_hub(std::move(hub)),
      m_clock(clock), m_log(log), m_queue(options.queueCalls),
      m_bodyRoom(std::make_shared<BodyRoom>(options.bodyRoom)) {
    m_jobs.onAsked([this] {
        const std::lock_guard lock(m_mutex);
        m_asked = true;
        m_changed.notify_all();
    });
    if (m_hub)
        m_notices = std::make_unique<NoticeBoard>(options.queueNotices, *m_hub, clock);
}

void Recorder::Impl::finished(CallRecord&& record) {
    NumberedCall call{m_sequence->take(), m_homes.ofThisThread().send(std::move(record))};
    if (!m_running.load(std::memory_order_relaxed)) {
        m_unwritten.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    if (!m_queue.push(call)) {
        const std::lock_guard lock(m_overflowMutex);
        m_overflow.add(*call.record);
        m_bodiesDropped.fetch_add(call.record->bodies ? 1 : 0, std::memory_order_relaxed);
        m_overflowCalls.fetch_add(1, std::memory_order_relaxed);
    }
    wakeFor(m_queue.size());
}

// Reads by read-modify-write, which pairs with the exchange in wait(): either this finds that the thread goes to sleep
// or the thread finds what was pushed before.
void Recorder::Impl::wakeFor(std::size_t waiting) {
    const int sleep = m_sleep.fetch_add(0, std::memory_order_acq_rel);
    if (sleep == UntilFirst || (sleep == UntilFull && waiting >= m_options.batchCalls))
        wake();
}

void Recorder::Impl::wake() {
    if (m_sleep.exchange(Awake, std::memory_order_acq_rel) == Awake)
        return;
    {
        const std::lock_guard lock(m_mutex); // so that the thread is either before its check or already waiting
    }
    m_changed.notify_all();
}

RecorderCounters Recorder::Impl::counters() const {
    RecorderCounters out;
    out.written = m_written.load();
    out.folded = m_foldedTotal.load();
    out.unwritten = m_unwritten.load();
    out.finished = m_sequence->next() - m_firstSequence.load();
    const auto settled = out.written + out.folded + out.unwritten;
    out.waiting = out.finished > settled ? out.finished - settled : 0;
    out.batches = m_batches.load();
    out.failures = m_failures.load();
    out.noticesDropped = m_notices ? m_notices->dropped() : 0;
    out.bodiesWritten = m_bodiesWritten.load();
    out.bodiesDropped = m_bodiesDropped.load() + m_bodyRoom->refused();
    out.bodyBytes = m_bodyRoom->used();
    out.lostToCrashes = m_lostEver.load();
    out.foldedEver = m_foldedBefore.load() + out.folded;
    out.failing = m_failing.load();
    const std::lock_guard lock(m_mutex);
    out.failure = m_failure;
    return out;
}

Result<void> Recorder::Impl::start() {
    m_thread = std::thread([this] { run(); });
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_opened.has_value(); });
    const auto opened = *m_opened;
    lock.unlock();
    if (!opened)
        m_thread.join();
    return opened;
}

bool Recorder::Impl::flush(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    if (!m_thread.joinable() || m_stopping)
        return false;
    const auto mine = ++m_flushAsked;
    m_changed.notify_all();
    return m_changed.wait_for(lock, patience, [&] { return m_flushDone >= mine; });
}

void Recorder::Impl::stop() {
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void Recorder::Impl::retain(const Retention& retention) {
    {
        const std::lock_guard lock(m_mutex);
        m_retention = retention;
        m_asked = true;
    }
    m_changed.notify_all();
}

Recorder::Recorder(RecorderOptions options, std::unique_ptr<RecordWriter> writer,
                   std::unique_ptr<SequenceCounter> sequence, std::shared_ptr<EventHub> hub, const Clock& clock,
                   Log& log)
    : m_impl(std::make_unique<Impl>(options, std::move(writer), std::move(sequence), std::move(hub), clock, log)) {}

Recorder::~Recorder() {
    stop();
}

void Recorder::keepBodies(std::unique_ptr<Masker> masker) {
    m_impl->keepBodies(std::move(masker));
}
void Recorder::retain(const Retention& retention) {
    m_impl->retain(retention);
}
RecordJobs& Recorder::jobs() {
    return m_impl->jobs();
}
BodyRoomPtr Recorder::bodyRoom() const {
    return m_impl->bodyRoom();
}

Result<void> Recorder::start() {
    return m_impl->start();
}
bool Recorder::flush(std::chrono::milliseconds patience) {
    return m_impl->flush(patience);
}
void Recorder::stop() {
    m_impl->stop();
}
RecorderCounters Recorder::counters() const {
    return m_impl->counters();
}
void Recorder::finished(CallRecord&& record) {
    m_impl->finished(std::move(record));
}
bool Recorder::watched() const {
    return m_impl->watched();
}
void Recorder::started(CallStarted&& notice) {
    m_impl->notice(std::move(notice));
}
void Recorder::progress(CallProgress&& notice) {
    m_impl->notice(std::move(notice));
}

} // namespace gatehouse::telemetry
