// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/limit_taking.h"

#include "core/policy/refusals.h"

#include <algorithm>
#include <chrono>

namespace gatehouse::policy {
namespace {

constexpr std::string_view concurrentName = "concurrent";

std::string whoIs(LimitScope scope, std::string_view id) {
    if (scope == LimitScope::Organisation)
        return "organisation";
    if (scope == LimitScope::User)
        return "end user of app " + std::string(id);
    return std::string(nameOf(scope)) + ' ' + std::string(id);
}

// The field that would mend it: "limits.tokens_per_day", "user_limits.concurrent".
std::string fieldOf(LimitScope scope, std::string_view name) {
    if (scope == LimitScope::Subscription)
        return "limits." + std::string(name) + " of its plan";
    return (scope == LimitScope::User ? "user_limits." : "limits.") + std::string(name);
}

} // namespace

LimitTaking::LimitTaking(const Clock& clock, MonotonicTime origin, SlidingWindow::Time now, const Estimate& estimate,
                         std::uint64_t requests, std::size_t most)
    : m_now(now), m_estimate(estimate), m_requests(requests) {
    m_booking.m_clock = &clock;
    m_booking.m_origin = origin;
    for (std::size_t span = 0; span < config::spanCount; ++span)
        m_ticks[span] = SlidingWindow::tickAt(static_cast<config::Span>(span), now);
    if (most > limitScopeCount) { // else nothing has a rate
        m_booking.m_booked.reserve(most);
        m_booking.m_counts.reserve(most);
    }
}

bool LimitTaking::take(const ScopePlan& plan) {
    if (plan.usage == nullptr)
        return true;
    if ((plan.concurrent != 0 || plan.scope == LimitScope::App) &&
        !enter(plan.scope, plan.id, plan.usage->inFlight, plan.concurrent))
        return false;
    const Whose whose{plan.scope, nameOf(plan.scope), plan.id};
    for (const auto& rate : plan.rates) {
        if (!book(whose, rate, *rate.window))
            return false;
    }
    return true;
}

bool LimitTaking::take(const LimitTable::Users& users, std::string_view user, std::string_view app) {
    if (users.table == nullptr)
        return true;
    auto& usage = users.table->find(user, std::chrono::duration_cast<std::chrono::seconds>(m_now).count(), users.rest);
    if (users.concurrent != 0 && !enter(LimitScope::User, app, usage.inFlight, users.concurrent))
        return false;
    const Whose whose{LimitScope::User, nameOf(LimitScope::User), app};
    for (const auto& rate : users.rates) {
        if (!book(whose, rate, users.table->windowOf(usage, rate.measure, rate.span)))
            return false;
    }
    return true;
}

bool LimitTaking::enter(LimitScope scope, std::string_view id, std::atomic<std::uint64_t>& inFlight,
                        std::uint64_t limit) {
    if (m_booking.m_runningCount == m_booking.m_running.size()) // no way is so long but by a fault
        return refuse(concurrencyReached(whoIs(scope, id), fieldOf(scope, concurrentName), limit));
    auto running = inFlight.load(std::memory_order_relaxed);
    do {
        if (limit != 0 && running >= limit) {
            m_booking.m_counts.push_back({nameOf(scope), concurrentName, {}, {}, limit, running});
            return refuse(concurrencyReached(whoIs(scope, id), fieldOf(scope, concurrentName), limit));
        }
    } while (!inFlight.compare_exchange_weak(running, running + 1, std::memory_order_relaxed));
    m_booking.m_running[m_booking.m_runningCount++] = &inFlight;
    if (limit != 0)
        m_booking.m_counts.push_back({nameOf(scope), concurrentName, {}, {}, limit, running + 1});
    return true;
}

bool LimitTaking::book(const Whose& whose, const RatePlan& rate, SlidingWindow& window) {
    if (rate.measure == config::Measure::Requests && m_requests == 0)
        return true;
    // Of what nobody knows yet, a full window lets nothing pass.
    const auto amount = std::max<std::uint64_t>(amountOf(rate.measure, m_estimate.input, m_estimate.output), 1);
    const auto booking = window.tryBook(amount, rate.limit, m_ticks[static_cast<std::size_t>(rate.span)]);
    m_booking.m_counts.push_back(
        {whose.scopeName, rate.name, rate.measure, rate.span, rate.limit, booking ? booking->total : window.total()});
    if (!booking)
        return refuse(rateReached({whoIs(whose.scope, whose.id), fieldOf(whose.scope, rate.name), rate.measure,
                                   rate.span, rate.limit, amount, window.untilRoom(amount, rate.limit, m_now)}));
    m_booking.m_booked.push_back({&window, *booking, amount, rate.measure});
    return true;
}

bool LimitTaking::refuse(Refusal refusal) {
    m_refusal = std::move(refusal);
    m_refusal.counts = m_booking.takeCounts();
    m_booking.undo();
    return false;
}

} // namespace gatehouse::policy
