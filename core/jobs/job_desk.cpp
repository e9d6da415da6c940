// SPDX-License-Identifier: Apache-2.0
#include "core/jobs/job_desk.h"

#include "core/base/random.h"

#include <algorithm>
#include <utility>

namespace gatehouse::jobs {
namespace {

constexpr WallMicros second = 1'000'000;
constexpr WallMicros betweenTrims = 60 * second;
constexpr std::chrono::seconds storePause{1}; // before the store is asked again

double draw() {
    std::uint32_t word = 0;
    fillRandom(&word, sizeof(word));
    return static_cast<double>(word) / 4'294'967'296.0;
}

tl::unexpected<Error> busy() {
    return failure(ErrorKind::Unavailable, "jobs_busy", "Too many jobs are asked about at once. Try again later.");
}

tl::unexpected<Error> unknown() {
    return failure(ErrorKind::NotFound, "unknown_job",
                   "There is no such job. Answers are kept for a day after a job is over.");
}

} // namespace

JobDesk::JobDesk(Parts parts) : m_parts(std::move(parts)) {}

void JobDesk::start(Calls calls) {
    m_calls = std::move(calls);
    m_thread.start(
        {.begin = [this] { begin(); }, .look = [this] { return look(); }, .end = [this] { m_keeper.reset(); }});
}

void JobDesk::stop() {
    m_paused = true;
    // What still stands as running was cut off by this stop: that is no fault of the job.
    m_thread.postAnyway([this] {
        for (const auto& [id, job] : std::exchange(m_running, {})) {
            Outcome stopped;
            stopped.kind = Outcome::Kind::Stopped;
            (void)keep(after(job, std::move(stopped), m_parts.clock.wall(), 0, m_parts.bounds));
        }
    });
    m_thread.stop();
}

void JobDesk::add(Job job, Done<void> done) {
    const bool posted = m_thread.post([this, job = std::move(job), done]() mutable { done(addNow(job)); });
    if (!posted)
        done(busy());
}

void JobDesk::find(std::string id, std::string app, Done<Job> done) {
    if (!m_thread.post([this, id = std::move(id), app = std::move(app), done] { done(findNow(id, app)); }))
        done(busy());
}

void JobDesk::cancel(std::string id, std::string app, Done<Job> done) {
    if (!m_thread.post([this, id = std::move(id), app = std::move(app), done] { done(cancelNow(id, app)); }))
        done(busy());
}

void JobDesk::list(JobQuery query, Done<std::vector<Job>> done) {
    const bool posted = m_thread.post([this, query = std::move(query), done] {
        const auto at = keeper();
        done(at ? (*at)->list(query) : tl::unexpected<Error>(at.error()));
    });
    if (!posted)
        done(busy());
}

void JobDesk::ended(std::string id, Outcome outcome) {
    m_thread.postAnyway(
        [this, id = std::move(id), outcome = std::move(outcome)]() mutable { settle(id, std::move(outcome)); });
}

Result<JobKeeper*> JobDesk::keeper() {
    if (!m_keeper) {
        auto made = m_parts.make();
        if (!made)
            return tl::unexpected(std::move(made.error()));
        m_keeper = std::move(*made);
    }
    return m_keeper.get();
}

void JobDesk::begin() {
    renew(m_parts.clock.wall());
    recover();
}

// Before what stands as this process's own is read: from then on no other takes it.
void JobDesk::renew(WallMicros now) {
    const auto at = keeper();
    if (!at || !(*at)->shared())
        return;
    if (!m_lease)
        m_lease.emplace();
    if (!m_lease->due(now))
        return;
    const auto renewed = (*at)->renew();
    if (!renewed) {
        m_lease->failed(now);
        m_parts.log.warning("jobs.store", {{"error", renewed.error().message}});
        return;
    }
    m_lease->renewed(now);
    if (renewed->lapsed)
        letGo();
    if (renewed->lapsed || renewed->took)
        m_recovered = false; // looked up anew
    if (renewed->took)
        m_parts.log.info("jobs.taken_over");
}

// What waited may be another's by now. What runs goes on: who is first with an answer gave it.
void JobDesk::letGo() {
    for (const auto& [id, waiting] : std::exchange(m_queue, {}))
        forget(waiting.app);
}

// What an earlier process left, or one that is gone. Those that ran then are made again: whether their calls came to an
// end nobody knows.
void JobDesk::recover() {
    const auto at = keeper();
    if (!at) {
        m_parts.log.warning("jobs.store", {{"error", at.error().message}});
        return;
    }
    auto left = (*at)->unfinished();
    if (!left) {
        m_parts.log.warning("jobs.store", {{"error", left.error().message}});
        return;
    }
    const auto now = m_parts.clock.wall();
    for (auto& job : *left) {
        if (m_queue.contains(job.id) || m_running.contains(job.id) || m_unkept.contains(job.id))
            continue; // known already
        ++m_ofApp[job.app];
        if (job.state == State::Running) {
            job = afterInterruption(std::move(job), now, m_parts.bounds);
            const auto kept = keep(job);
            if (isOver(job.state) || kept == Kept::NotOurs) {
                forget(job.app);
                if (kept == Kept::Yes)
                    m_calls.over(job);
                continue;
            }
            // Where the store did not take that, it waits all the same: a job is begun when its begin is kept.
        }
        m_queue[job.id] = {job.app, job.due};
    }
    m_recovered = true;
}

MonotonicTime JobDesk::look() {
    const auto now = m_parts.clock.wall();
    renew(now);
    if (!m_recovered)
        recover();
    keepLate();
    if (now - m_trimmed >= betweenTrims) {
        m_trimmed = now;
        const auto kept = std::chrono::duration_cast<std::chrono::microseconds>(m_parts.bounds.kept).count();
        if (m_keeper)
            (void)m_keeper->trim(now - kept);
    }
    startDue(now);
    WallMicros next = now + betweenTrims;
    if (!m_unkept.empty() || !m_recovered)
        next = now + second;
    if (m_lease)
        next = std::min(next, m_lease->next());
    for (const auto& [id, waiting] : m_queue) {
        if (roomToRun(waiting.app)) // else the end of another is waited for
            next = std::min(next, std::max(waiting.due, now + second / 10));
    }
    return m_parts.clock.monotonic() + std::chrono::microseconds(next - now);
}

bool JobDesk::roomToRun(const std::string& app) const {
    const auto found = m_appRuns.find(app);
    return m_running.size() < m_parts.bounds.running &&
           (found == m_appRuns.end() || found->second < m_parts.bounds.runningOfApp);
}

void JobDesk::startDue(WallMicros now) {
    if (m_paused || m_running.size() >= m_parts.bounds.running)
        return;
    const auto room = m_parts.bounds.running - m_running.size();
    std::vector<std::pair<std::string, std::string>> due;
    for (const auto& [id, waiting] : m_queue) {
        if (due.size() == room)
            break; // the rest is looked at next time
        if (waiting.due <= now && roomToRun(waiting.app))
            due.emplace_back(id, waiting.app);
    }
    for (const auto& [id, app] : due) {
        if (roomToRun(app) && !startOne(id, app, now))
            return;
    }
}

// False: the store does not answer.
bool JobDesk::startOne(const std::string& id, const std::string& app, WallMicros now) {
    const auto at = keeper();
    auto found = at ? (*at)->find(id) : tl::unexpected<Error>(at.error());
    if (!found) {
        m_queue[id].due = now + second;
        m_parts.log.warning("jobs.store", {{"error", found.error().message}});
        return false;
    }
    if (!*found || isOver((*found)->state)) { // cancelled by way of another process
        m_queue.erase(id);
        forget(app);
        return true;
    }
    auto job = std::move(**found);
    if (now >= job.deadline) {
        m_queue.erase(id);
        job.state = State::Failed;
        job.finished = now;
        if (job.code.empty()) {
            job.code = "deadline_passed";
            job.message = "There was no room for this job for a day.";
        }
        if (keep(job) == Kept::Yes)
            m_calls.over(job);
        forget(app);
        return true;
    }
    job.state = State::Running;
    ++job.attempts;
    if (!job.started)
        job.started = now;
    const auto kept = keep(job);
    if (kept == Kept::NotNow) { // it is not made where nobody would know of it
        m_queue[id].due = now + second;
        return false;
    }
    m_queue.erase(id);
    if (kept == Kept::NotOurs) {
        forget(app);
        return true;
    }
    auto& running = m_running[id] = job;
    running.request = {};
    ++m_appRuns[app];
    m_runningNow = m_running.size();
    m_calls.run(std::move(job));
    return true;
}

JobDesk::Kept JobDesk::keep(const Job& job) {
    const auto at = keeper();
    const auto kept = at ? (*at)->update(job) : tl::unexpected<Error>(at.error());
    if (kept)
        return *kept ? Kept::Yes : Kept::NotOurs;
    m_parts.log.warning("jobs.store", {{"job", job.id}, {"error", kept.error().message}});
    if (isOver(job.state))
        m_unkept[job.id] = job;
    return Kept::NotNow;
}

void JobDesk::keepLate() {
    for (const auto& [id, job] : std::exchange(m_unkept, {})) {
        if (keep(job) == Kept::Yes)
            m_calls.over(job);
    }
}

void JobDesk::settle(const std::string& id, Outcome outcome) {
    const auto found = m_running.find(id);
    if (found == m_running.end())
        return;
    auto job = std::move(found->second);
    m_running.erase(found);
    m_runningNow = m_running.size();
    if (auto runs = m_appRuns.find(job.app); runs != m_appRuns.end() && --runs->second == 0)
        m_appRuns.erase(runs);
    if (m_cancelled.erase(id) != 0 && outcome.kind == Outcome::Kind::Answered && outcome.answer.status >= 300)
        outcome.kind = Outcome::Kind::Cancelled; // what it was told is that it is cancelled
    const auto app = job.app;
    job = after(std::move(job), std::move(outcome), m_parts.clock.wall(), draw(), m_parts.bounds);
    const auto kept = keep(job);
    if (!isOver(job.state) && kept != Kept::NotOurs) {
        m_queue[id] = {app, job.due};
        return;
    }
    forget(app);
    if (kept == Kept::Yes)
        m_calls.over(job);
}

void JobDesk::forget(const std::string& app) {
    if (auto count = m_ofApp.find(app); count != m_ofApp.end() && --count->second == 0)
        m_ofApp.erase(count);
}

Result<void> JobDesk::addNow(Job& job) {
    const auto& bounds = m_parts.bounds;
    const auto count = m_ofApp.find(job.app);
    if ((count != m_ofApp.end() && count->second >= bounds.waitingOfApp) ||
        m_queue.size() + m_running.size() >= bounds.waiting)
        return failure(ErrorKind::Limited, "too_many_jobs",
                       "Too many jobs of this application wait already. Wait until some are done.");
    const auto at = keeper();
    if (!at)
        return tl::unexpected(at.error());
    const auto now = m_parts.clock.wall();
    job.created = job.due = now;
    job.deadline = now + std::chrono::duration_cast<std::chrono::microseconds>(bounds.patience).count();
    if (auto added = (*at)->add(job); !added)
        return added;
    m_queue[job.id] = {job.app, job.due};
    ++m_ofApp[job.app];
    return {};
}

Result<Job> JobDesk::findNow(const std::string& id, const std::string& app) {
    if (const auto late = m_unkept.find(id); late != m_unkept.end() && (app.empty() || late->second.app == app))
        return late->second;
    const auto at = keeper();
    if (!at)
        return tl::unexpected(at.error());
    auto found = (*at)->find(id);
    if (!found)
        return tl::unexpected(std::move(found.error()));
    if (!*found || (!app.empty() && (*found)->app != app))
        return unknown();
    return std::move(**found);
}

Result<Job> JobDesk::cancelNow(const std::string& id, const std::string& app) {
    auto found = findNow(id, app);
    if (!found || isOver(found->state))
        return found;
    const auto now = m_parts.clock.wall();
    if (m_running.contains(id)) {
        m_cancelled.insert(id);
        m_calls.stop(id);
        return found;
    }
    Outcome cancelled;
    cancelled.kind = Outcome::Kind::Cancelled;
    auto job = after(std::move(*found), std::move(cancelled), now, 0, m_parts.bounds);
    const bool waited = m_queue.erase(id) != 0;
    if (waited)
        forget(job.app);
    if (keep(job) != Kept::Yes)
        return failure(ErrorKind::Unavailable, "jobs_busy", "The job could not be cancelled just now. Try again.");
    m_calls.over(job);
    return job;
}

} // namespace gatehouse::jobs
