// SPDX-License-Identifier: Apache-2.0
#include "core/jobs/job_rules.h"

#include <algorithm>

namespace gatehouse::jobs {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

constexpr microseconds firstPause = seconds(1);
constexpr microseconds longestPause = std::chrono::minutes(5);
constexpr std::int64_t longestAsked = 3'600;
constexpr int ok = 200;
constexpr int firstError = 300;

void end(Job& job, State state, WallMicros now) {
    job.state = state;
    job.finished = now;
    job.request = {}; // what was said is not kept longer than it is needed
}

void fail(Job& job, std::string code, std::string message, WallMicros now) {
    job.code = std::move(code);
    job.message = std::move(message);
    end(job, State::Failed, now);
}

} // namespace

bool mayPass(int status) {
    return status == 0 || status == 408 || status == 429 || status >= 500;
}

microseconds backoff(int attempts, double dice, std::optional<std::int64_t> retryAfter) {
    auto pause = firstPause;
    for (int i = 1; i < attempts && pause < longestPause; ++i)
        pause *= 2;
    pause = std::min(pause, longestPause);
    const auto half = pause / 2;
    pause = half + microseconds(static_cast<std::int64_t>(static_cast<double>(half.count()) * dice));
    if (retryAfter)
        pause = std::max<microseconds>(pause, seconds(std::clamp<std::int64_t>(*retryAfter, 0, longestAsked)));
    return pause;
}

Job after(Job job, Outcome outcome, WallMicros now, double dice, const Bounds& bounds) {
    if (!outcome.call.empty())
        job.call = std::move(outcome.call);
    if (outcome.kind == Outcome::Kind::Cancelled) {
        end(job, State::Cancelled, now);
        return job;
    }
    if (outcome.kind == Outcome::Kind::Stopped) {
        job.state = State::Queued;
        job.due = now;
        return job;
    }
    if (outcome.answer.body.size() > bounds.answer) {
        fail(job, "answer_too_large", "The answer is larger than a job keeps.", now);
        return job;
    }
    const int status = outcome.answer.status;
    if (status >= ok && status < firstError) {
        job.answer = std::move(outcome.answer);
        job.code.clear();
        job.message.clear();
        end(job, State::Done, now);
        return job;
    }
    job.code = outcome.code.empty() ? "call_failed" : std::move(outcome.code);
    job.message = std::move(outcome.message);
    job.due = now + backoff(job.attempts, dice, outcome.retryAfter).count();
    if (mayPass(status) && job.due < job.deadline) {
        job.state = State::Queued;
        return job;
    }
    job.answer = std::move(outcome.answer);
    end(job, State::Failed, now);
    return job;
}

Job afterInterruption(Job job, WallMicros now, const Bounds& bounds) {
    ++job.interruptions;
    job.state = State::Queued;
    job.due = now;
    if (job.interruptions >= bounds.interruptions)
        fail(job, "interrupted",
             "The gateway ended " + std::to_string(job.interruptions) + " times while it worked on this job.", now);
    return job;
}

std::int64_t askAgainIn(const Job& job, WallMicros now) {
    constexpr std::int64_t second = 1'000'000;
    if (job.state == State::Running || job.due <= now)
        return 1;
    return std::clamp<std::int64_t>((job.due - now + second - 1) / second, 1, 60);
}

} // namespace gatehouse::jobs
