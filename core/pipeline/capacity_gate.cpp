// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/capacity_gate.h"

#include "core/pipeline/billing.h"
#include "core/providers/rate_limits.h"

#include <algorithm>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace gatehouse::pipeline {

using std::chrono::milliseconds;

// What wakes a call in the line. Rung by whatever thread makes room; the timer belongs to the call's own.
struct LineBell {
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
    explicit LineBell(Executor executor) : timer(executor) {}
    Timer timer;
};

namespace {

constexpr milliseconds tellEvery{250};
constexpr milliseconds usualRetry{1'000};

routing::ToldLimit told(const providers::LimitTold& limit) {
    return {limit.limit, limit.remaining, limit.resetMicros};
}

std::string_view nameOf(config::Priority priority) {
    return priority == config::Priority::High ? "high" : priority == config::Priority::Low ? "low" : "normal";
}

std::string wordsFor(milliseconds time) {
    return std::to_string(time.count()) + " ms";
}

} // namespace

// OpenAI counts what an answer may have at most as well; others count what goes in when it does.
routing::Wanted CapacityGate::wantedFor(const Call& call, const Stop& stop) const {
    routing::Wanted wanted;
    wanted.provider = stop.provider().id;
    wanted.key = stop.key != nullptr ? std::string_view(stop.key->reference) : std::string_view();
    wanted.model = stop.candidate->model;
    wanted.tokens = static_cast<std::int64_t>(call.facts.textBytes / reservedBytesPerToken) + 1;
    if (stop.provider().dialect() != dialects::Dialect::Anthropic)
        wanted.tokens += static_cast<std::int64_t>(call.facts.maxOutputTokens.value_or(0));
    return wanted;
}

routing::Place CapacityGate::take(const Call& call, const Stop& stop) {
    if (m_board == nullptr || stop.provider().isDemo())
        return routing::Place::unbounded();
    return m_board->take(wantedFor(call, stop));
}

void CapacityGate::answered(routing::Place& place, const http::UpstreamHead& head) const {
    const auto limits = providers::limitsTold(head, m_clock.wall());
    routing::ToldLimits tells;
    tells.requests = told(limits.requests);
    tells.tokens = told(limits.tokens);
    tells.refused = head.status == 429;
    if (tells.refused) {
        const auto after = routing::readRetryAfter(head.field("retry-after"), head.field("retry-after-ms"));
        if (after)
            tells.retryAfterMicros = std::chrono::duration_cast<std::chrono::microseconds>(*after).count();
    }
    place.answered(tells);
}

Task<routing::Place> CapacityGate::wait(Call& call, const Stop& stop) {
    const auto wanted = wantedFor(call, stop);
    const auto began = m_clock.monotonic();
    const auto until = std::min(began + m_board->longestWait(wanted.provider), call.deadline);
    const auto bell = std::make_shared<LineBell>(call.exchange.executor());
    std::function<void()> ring = [weak = std::weak_ptr(bell), executor = call.exchange.executor()] {
        asio::post(executor, [weak] {
            if (const auto still = weak.lock())
                still->timer.cancel();
        });
    };
    auto line = m_board->enter(wanted, call.record.id, call.app().priority, std::move(ring));
    telemetry::Waited waited;
    waited.provider = wanted.provider;
    waited.priority = nameOf(call.app().priority);
    waited.position = static_cast<std::int64_t>(line.position());
    const bool hopeless = line.hopeless(std::chrono::duration_cast<milliseconds>(until - began));
    if (line.stands() && !hopeless)
        co_await standInLine(call, stop, line, until, bell);
    const bool stood = line.stands() && !hopeless;
    auto place = line.leave();
    if (stood) {
        waited.micros = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.monotonic() - began).count();
        waited.served = place.given();
        call.record.explain.waited.push_back(std::move(waited));
    }
    if (!place.given()) {
        m_board->countRefused(wanted.provider);
        place = m_board->refusal(wanted);
    }
    co_return place;
}

Task<void> CapacityGate::standInLine(Call& call, const Stop& stop, routing::Wait& line, MonotonicTime until,
                                     std::shared_ptr<LineBell> bell) {
    const auto began = m_clock.monotonic();
    for (auto now = began; !line.granted() && now < until; now = m_clock.monotonic()) {
        auto next = until;
        if (const auto look = line.lookIn(); look > milliseconds::zero())
            next = std::min(next, now + look);
        if (m_sink.watched()) {
            report(call, stop, line.position(),
                   std::chrono::duration_cast<std::chrono::microseconds>(now - began).count());
            next = std::min(next, now + tellEvery);
        }
        bell->timer.expires_at(next);
        (void)co_await bell->timer.async_wait(asTask);
        if (call.exchange.left() || call.cancelled || call.exchange.timedOut())
            break;
        line.look();
    }
    if (call.exchange.timedOut())
        co_await call.exchange.clearTimeout();
}

void CapacityGate::report(const Call& call, const Stop& stop, std::size_t position, std::int64_t waited) {
    telemetry::CallProgress notice;
    notice.id = call.record.id;
    notice.team = call.record.team;
    notice.elapsedMicros = call.elapsedMicros(m_clock.monotonic());
    notice.provider = stop.provider().id;
    notice.model = stop.candidate->model;
    notice.attempts = call.record.attempts;
    notice.queuePosition = static_cast<std::int64_t>(position);
    notice.queuedMicros = waited;
    m_sink.progress(std::move(notice));
}

std::string fullText(const routing::Place& place) {
    if (!place.byLimit())
        return "as many calls run there as its `concurrent` allows";
    if (place.chanceIn() <= milliseconds::zero())
        return "its rate limit is used up";
    return "its rate limit is used up; there may be room in " + wordsFor(place.chanceIn());
}

Failed noRoom(const routing::Place& place) {
    const std::string why = place.byLimit()
                                ? "The provider's rate limit is used up, as its last answers tell, and no other target "
                                  "has room."
                                : "As many calls run at the provider as the gateway allows at once, and no other "
                                  "target has room.";
    const auto wait = place.chanceIn() > milliseconds::zero() ? place.chanceIn() : usualRetry;
    auto failed = unsent(
        failure(ErrorKind::Limited, "capacity_exceeded",
                why + " Try again in " + std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()) + " s.")
            .value());
    failed.failure.what = routing::FailureClass::RateLimit;
    failed.failure.retryAfter = wait;
    return failed;
}

} // namespace gatehouse::pipeline
