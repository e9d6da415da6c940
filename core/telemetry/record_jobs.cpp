// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/record_jobs.h"

#include <utility>

namespace gatehouse::telemetry {
namespace {

constexpr std::array<JobKind, jobKindCount> allKinds{JobKind::RebuildRollups, JobKind::Vacuum};

std::size_t placeOf(JobKind kind) {
    return static_cast<std::size_t>(kind);
}

bool isOpen(const JobStatus& job) {
    return job.state == JobState::Waiting || job.state == JobState::Running;
}

} // namespace

std::string_view nameOf(JobKind kind) {
    return kind == JobKind::RebuildRollups ? "rebuild_rollups" : "vacuum";
}

std::optional<JobKind> jobKindNamed(std::string_view name) {
    for (const auto kind : allKinds) {
        if (nameOf(kind) == name)
            return kind;
    }
    return std::nullopt;
}

std::string_view nameOf(JobState state) {
    switch (state) {
    case JobState::Idle:
        return "idle";
    case JobState::Waiting:
        return "waiting";
    case JobState::Running:
        return "running";
    case JobState::Done:
        return "done";
    case JobState::Failed:
        break;
    }
    return "failed";
}

bool RecordJobs::ask(JobKind kind, WallMicros now) {
    {
        const std::lock_guard lock(m_mutex);
        auto& job = m_jobs[placeOf(kind)];
        if (isOpen(job))
            return false;
        job = {};
        job.state = JobState::Waiting;
        job.startedAt = now;
    }
    if (m_notify)
        m_notify();
    return true;
}

JobStatus RecordJobs::status(JobKind kind) const {
    const std::lock_guard lock(m_mutex);
    return m_jobs[placeOf(kind)];
}

bool RecordJobs::any() const {
    return next().has_value();
}

std::optional<JobKind> RecordJobs::next() const {
    const std::lock_guard lock(m_mutex);
    for (const auto kind : allKinds) {
        if (isOpen(m_jobs[placeOf(kind)]))
            return kind;
    }
    return std::nullopt;
}

void RecordJobs::progress(JobKind kind, std::int64_t done, std::int64_t total) {
    const std::lock_guard lock(m_mutex);
    auto& job = m_jobs[placeOf(kind)];
    job.state = JobState::Running;
    job.done = done;
    job.total = total;
}

void RecordJobs::end(JobKind kind, JobState state, std::string message, WallMicros now) {
    const std::lock_guard lock(m_mutex);
    auto& job = m_jobs[placeOf(kind)];
    job.state = state;
    job.message = std::move(message);
    job.endedAt = now;
}

} // namespace gatehouse::telemetry
