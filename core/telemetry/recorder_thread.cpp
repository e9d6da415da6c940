// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/body_mill.h"
#include "core/telemetry/call_json.h"
#include "core/telemetry/recorder_impl.h"

#include <algorithm>

namespace gatehouse::telemetry {
namespace {

constexpr std::chrono::seconds housekeepingEvery{30};
// Bodies are masked and packed between two batches of rows, never longer than this: rows stay within their 50 ms.
constexpr std::chrono::milliseconds bodiesTurn{10};
constexpr std::chrono::milliseconds bodiesRetry{1'000};
// Between two steps of work that was asked for, so that rows are never kept waiting for long.
constexpr std::chrono::milliseconds jobPause{10};
constexpr std::size_t mostMilled = 256; // calls, in one transaction
constexpr std::size_t mostMilledBytes = std::size_t{4} << 20U;

} // namespace

void Recorder::Impl::run() {
    auto opened = openBook();
    const bool usable = opened.has_value();
    m_running.store(usable);
    {
        const std::lock_guard lock(m_mutex);
        m_opened = std::move(opened);
    }
    m_changed.notify_all();
    while (usable) {
        sleepUntilNeeded();
        gather();
        std::uint64_t asked = 0;
        bool stopping = false;
        {
            const std::lock_guard lock(m_mutex);
            asked = m_flushAsked;
            stopping = m_stopping;
        }
        takeIn();
        writeWaiting();
        tellFinished();
        storeBodies(bodiesTurn);
        answerFlush(asked);
        if (stopping)
            break;
        takeSettings();
        housekeep();
    }
    if (usable)
        writeTheRest();
    m_writer->close();
}

Result<void> Recorder::Impl::openBook() {
    auto book = m_writer->open();
    if (!book)
        return tl::unexpected(book.error());
    return settle(*book);
}

// Every number that was given out and is neither a row nor folded belongs to a call that a crash took.
Result<void> Recorder::Impl::settle(const BookState& book) {
    const auto next = std::max({m_sequence->next(), book.nextSequence, std::uint64_t{1}});
    const auto given = next - 1;
    const auto lost = given > book.accounted ? given - book.accounted : 0;
    m_sequence->startAt(next);
    m_firstSequence.store(next);
    m_lostEver.store(book.lost + lost);
    m_foldedBefore.store(book.folded);
    if (lost == 0)
        return {};
    m_log.warning("recorder.calls_lost", {{"calls", lost}, {"reason", "the process ended before they were written"}});
    return m_writer->settleLost(next, lost);
}

bool Recorder::Impl::somethingCame() const {
    return m_queue.size() != 0 || m_overflowCalls.load(std::memory_order_relaxed) != 0 ||
           (m_notices && m_notices->waiting());
}

bool Recorder::Impl::somethingUnwritten() const {
    return !m_batch.calls.empty() || m_batch.foldedCalls != 0 || !m_backlog.empty() || m_foldedCalls != 0;
}

bool Recorder::Impl::urgent() const {
    return m_stopping || m_flushAsked != m_flushDone || m_asked;
}

void Recorder::Impl::wait(Sleep sleep, Steady::time_point until) {
    m_sleep.exchange(sleep, std::memory_order_acq_rel);
    const bool needless = sleep == UntilFirst ? somethingCame() : m_queue.size() >= m_options.batchCalls;
    if (!needless) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_until(lock, until,
                             [this] { return m_sleep.load(std::memory_order_relaxed) == Awake || urgent(); });
    }
    m_sleep.store(Awake, std::memory_order_relaxed);
}

void Recorder::Impl::sleepUntilNeeded() {
    auto until = m_housekeepingAt;
    if (somethingUnwritten())
        until = std::min(until, m_retryAt);
    if (bodiesWaiting())
        until = std::min(until, m_bodiesRetryAt);
    if (m_jobs.any())
        until = std::min(until, m_jobAt);
    if (m_notices && m_notices->withheld())
        until = std::min(until, Steady::now() + m_options.gather);
    {
        // A flush that a failing store keeps open must not turn this into a busy loop.
        std::unique_lock lock(m_mutex);
        const bool stuck = m_failing.load() || (bodiesWaiting() && Steady::now() < m_bodiesRetryAt);
        if (stuck && !m_stopping && m_flushAsked != m_flushDone) {
            m_changed.wait_until(lock, until, [this] { return m_stopping; });
            return;
        }
    }
    wait(UntilFirst, until);
}

// One wake-up, then as many calls as come in the time: they share a transaction.
void Recorder::Impl::gather() {
    if (somethingCame() && m_queue.size() < m_options.batchCalls)
        wait(UntilFull, Steady::now() + m_options.gather);
}

void Recorder::Impl::takeIn() {
    // No more than the queue held now: under a flood this must still get to writing.
    m_incomplete = false;
    for (auto left = m_queue.size(); left > 0 && !m_incomplete; --left) {
        if (auto call = m_queue.pop())
            keep(std::move(*call));
        else
            m_incomplete = true; // a producer was stopped in the middle of its push: the rest comes next time
    }
    takeOverflow();
    // After the calls: a started notice lies in its queue before its call finishes.
    if (m_notices)
        m_notices->deliver();
}

void Recorder::Impl::keep(NumberedCall&& call) {
    if (watched()) {
        std::string json;
        appendCallJson(json, *call.record, {}, call.sequence);
        m_finishedEvents.push_back({call.record->id, call.record->team, std::move(json)});
    }
    if (m_backlog.size() < m_options.retainedCalls || !m_failing.load(std::memory_order_relaxed)) {
        m_backlog.push_back(std::move(call));
        return;
    }
    m_folded.add(*call.record);
    m_bodiesDropped.fetch_add(call.record->bodies ? 1 : 0, std::memory_order_relaxed);
    ++m_foldedCalls;
}

void Recorder::Impl::takeOverflow() {
    if (m_overflowCalls.load(std::memory_order_relaxed) == 0)
        return;
    RollupDelta taken;
    {
        const std::lock_guard lock(m_overflowMutex);
        std::swap(taken, m_overflow);
        m_foldedCalls += m_overflowCalls.exchange(0);
    }
    m_folded.merge(taken);
}

// False when there is nothing to write. A batch that failed stays as it is, so that it is written once or not at all.
bool Recorder::Impl::fillBatch() {
    if (!m_batch.calls.empty() || m_batch.foldedCalls != 0)
        return true;
    const auto count = std::min(m_backlog.size(), m_options.batchCalls);
    for (std::size_t i = 0; i < count; ++i) {
        m_batch.calls.push_back(std::move(m_backlog.front()));
        m_backlog.pop_front();
    }
    std::swap(m_batch.folded, m_folded);
    std::swap(m_batch.foldedCalls, m_foldedCalls);
    return count != 0 || m_batch.foldedCalls != 0;
}

void Recorder::Impl::writeWaiting() {
    if (m_failing.load() && Steady::now() < m_retryAt)
        return;
    while (fillBatch() && writeBatch())
        ;
}

bool Recorder::Impl::writeBatch() {
    const auto result = m_writer->write(m_batch);
    if (result)
        wrote();
    else
        notWritten(result.error());
    return result.has_value();
}

void Recorder::Impl::wrote() {
    m_written.fetch_add(m_batch.calls.size());
    m_foldedTotal.fetch_add(m_batch.foldedCalls);
    m_batches.fetch_add(1);
    keepForBodies();
    m_batch.calls.clear();
    m_batch.folded.clear();
    m_batch.foldedCalls = 0;
    if (!m_failing.exchange(false))
        return;
    m_retryAfter = std::chrono::milliseconds(0);
    m_log.info("recorder.store_recovered");
    const std::lock_guard lock(m_mutex);
    m_failure.clear();
}

void Recorder::Impl::notWritten(const Error& error) {
    m_failures.fetch_add(1);
    m_retryAfter = std::clamp(m_retryAfter * 2, m_options.retryFirst, m_options.retryMost);
    m_retryAt = Steady::now() + m_retryAfter;
    if (!m_failing.exchange(true))
        m_log.error("recorder.write_failed", {{"code", error.code}, {"message", error.message}});
    const std::lock_guard lock(m_mutex);
    m_failure = error.message;
}

void Recorder::Impl::tellFinished() {
    for (auto& event : m_finishedEvents)
        m_notices->finished(event.id, event.team, std::move(event.json));
    m_finishedEvents.clear();
}

void Recorder::Impl::answerFlush(std::uint64_t asked) {
    if (somethingUnwritten() || m_incomplete || bodiesWaiting())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_flushDone = std::max(m_flushDone, asked);
    }
    m_changed.notify_all();
}

// The rows are written; their bodies are next.
void Recorder::Impl::keepForBodies() {
    for (auto& call : m_batch.calls) {
        auto& record = *call.record;
        if (record.bodies && m_masker)
            m_bodies.push_back({record.id, record.startedAt, std::move(record.bodies)});
    }
}

void Recorder::Impl::storeBodies(std::chrono::milliseconds most) {
    const auto now = Steady::now();
    if (!bodiesWaiting() || now < m_bodiesRetryAt)
        return;
    std::size_t bytes = 0;
    for (const auto& milled : m_milled)
        bytes += milled.content.size();
    while (!m_bodies.empty() && m_milled.size() < mostMilled && bytes < mostMilledBytes &&
           (m_milled.empty() || Steady::now() - now < most)) {
        auto& next = m_bodies.front();
        m_milled.push_back({std::move(next.id), next.startedAt, milledBodies(*next.bodies, *m_masker)});
        bytes += m_milled.back().content.size();
        m_bodies.pop_front(); // gives its room back
    }
    const auto written = m_writer->writeBodies(m_milled);
    if (!written) {
        m_bodiesRetryAt = Steady::now() + bodiesRetry;
        m_log.warning("recorder.bodies_not_written",
                      {{"code", written.error().code}, {"message", written.error().message}});
        return;
    }
    m_bodiesWritten.fetch_add(m_milled.size());
    m_milled.clear();
}

void Recorder::Impl::takeSettings() {
    std::optional<Retention> retention;
    {
        const std::lock_guard lock(m_mutex);
        std::swap(retention, m_retention);
        m_asked = false;
    }
    if (!retention)
        return;
    m_writer->retain(*retention);
    m_housekeepingAt = {};
}

void Recorder::Impl::housekeep() {
    if (m_jobs.any() && Steady::now() >= m_jobAt && !somethingUnwritten()) {
        m_writer->work(m_jobs, m_clock.wall());
        m_jobAt = Steady::now() + jobPause;
    }
    if (Steady::now() < m_housekeepingAt || somethingUnwritten())
        return;
    const bool more = m_writer->maintain(m_clock.wall());
    m_housekeepingAt =
        Steady::now() + (more ? Steady::duration(m_options.gather) : Steady::duration(housekeepingEvery));
}

// At the end: what still comes in, then one try after the other until the store takes it or patience runs out.
void Recorder::Impl::writeTheRest() {
    m_running.store(false);
    const auto deadline = Steady::now() + m_options.stopPatience;
    do {
        takeIn();
    } while (m_queue.size() != 0);
    writeWaiting();
    while (somethingUnwritten() && Steady::now() < deadline) {
        std::this_thread::sleep_until(std::min(m_retryAt, deadline));
        writeWaiting();
    }
    while (bodiesWaiting() && Steady::now() < deadline && Steady::now() >= m_bodiesRetryAt)
        storeBodies(std::chrono::milliseconds(100));
    m_bodiesDropped.fetch_add(m_bodies.size() + m_milled.size());
    tellFinished();
    const auto left = m_batch.calls.size() + m_batch.foldedCalls + m_backlog.size() + m_foldedCalls;
    m_unwritten.fetch_add(left);
    if (left != 0)
        m_log.error("recorder.calls_not_written", {{"calls", left}});
}

} // namespace gatehouse::telemetry
