// SPDX-License-Identifier: Apache-2.0
#include "core/routing/capacity/learned_window.h"

#include <algorithm>
#include <limits>

namespace gatehouse::routing {
namespace {

constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max() / 4;
constexpr std::int64_t second = 1'000'000;
constexpr double refillScale = 1e12; // m_refill by microseconds

// Where a provider does not say when: after a minute the figure is old; of nothing left, a second is tried.
constexpr std::int64_t usualReset = 60 * second;
constexpr std::int64_t shortReset = second;
// Moments are told in whole seconds, and answers take their time: less than this is no move.
constexpr std::int64_t resetSlack = 1'500'000;

void lower(std::atomic<std::int64_t>& value, std::int64_t to) {
    auto before = value.load();
    while (before > to && !value.compare_exchange_weak(before, to)) {
    }
}

} // namespace

LearnedWindow::LearnedWindow() : m_left(unbounded) {}

bool LearnedWindow::known() const {
    return m_limit.load(std::memory_order_relaxed) >= 0 || m_left.load(std::memory_order_relaxed) < unbounded / 2;
}

std::int64_t LearnedWindow::capped(std::int64_t units) const {
    const auto limit = m_limit.load(std::memory_order_relaxed);
    return limit > 0 ? std::min(units, limit) : units;
}

// A limit that has come back is whole again.
std::int64_t LearnedWindow::left(std::int64_t now) {
    auto resetAt = m_resetAt.load();
    if (resetAt != 0 && now >= resetAt && m_resetAt.compare_exchange_strong(resetAt, 0)) {
        const auto limit = m_limit.load();
        m_began.store(now);
        m_refill.store(0);
        m_left.store(limit >= 0 ? limit : unbounded);
    }
    return leftSeen(now);
}

std::int64_t LearnedWindow::leftSeen(std::int64_t now) const {
    const auto told = m_left.load();
    const auto refill = m_refill.load(std::memory_order_relaxed);
    if (refill == 0)
        return told;
    const auto since = std::max<std::int64_t>(now - m_filledAt.load(), 0);
    const auto more = static_cast<double>(since) * static_cast<double>(refill) / refillScale;
    const auto limit = std::max<std::int64_t>(m_limit.load(std::memory_order_relaxed), 0);
    return std::min(limit, told + static_cast<std::int64_t>(std::min(more, static_cast<double>(limit))));
}

// Looked at twice: between the look and the step another call may have been answered, and its place taken.
std::optional<LearnedWindow::Admission> LearnedWindow::admit(std::int64_t units, std::int64_t now) {
    units = capped(units);
    auto unheard = m_unheard.load();
    do {
        if (unheard + units > left(now))
            return std::nullopt;
    } while (!m_unheard.compare_exchange_weak(unheard, unheard + units));
    if (unheard + units > leftSeen(now)) {
        m_unheard.fetch_sub(units);
        return std::nullopt;
    }
    return Admission{units, now};
}

void LearnedWindow::takeBack(const Admission& admission) {
    m_unheard.fetch_sub(admission.units);
}

// What it told counts before it is no longer unheard. And whoever enters the provider's line has seen that step, or is
// seen by who looks at the line after it: all of these are in one order.
void LearnedWindow::answered(const Admission& admission, const ToldLimit* told, std::int64_t now) {
    const bool ofThisWindow = admission.at >= m_began.load();
    if (told != nullptr && told->remaining && ofThisWindow)
        learn(admission, *told, now);
    else
        m_left.fetch_sub(m_left.load() < unbounded / 2 ? admission.units : 0);
    m_unheard.fetch_sub(admission.units);
}

// What has come back so far becomes part of what is left, once.
void LearnedWindow::settleRefill(std::int64_t now) {
    auto filledAt = m_filledAt.load();
    const auto more = leftSeen(now) - m_left.load();
    if (more > 0 && m_filledAt.compare_exchange_strong(filledAt, now))
        m_left.fetch_add(more);
}

// A call that began behind the last answer may say that there is more again.
void LearnedWindow::learn(const Admission& admission, const ToldLimit& told, std::int64_t now) {
    auto before = m_left.load();
    const bool newest = admission.at > m_heardAt.load();
    if (told.limit)
        m_limit.store(*told.limit);
    if (m_refill.load() != 0)
        settleRefill(now);
    else
        m_filledAt.store(now);
    learnReset(told, now);
    const bool raised = newest && *told.remaining > before && m_left.compare_exchange_strong(before, *told.remaining);
    if (!raised)
        lower(m_left, *told.remaining);
    m_heardAt.store(now);
}

void LearnedWindow::learnReset(const ToldLimit& told, std::int64_t now) {
    const auto within =
        std::max<std::int64_t>(told.resetMicros.value_or(*told.remaining > 0 ? usualReset : shortReset), 1);
    const auto at = now + within;
    const auto before = m_resetAt.exchange(at);
    const auto limit = m_limit.load();
    if (!told.resetMicros || limit <= 0)
        return;
    const bool moved = before > now && at > before + resetSlack;
    if (!moved && m_refill.load() == 0)
        return;
    const auto missing = std::max<std::int64_t>(limit - *told.remaining, 0);
    m_refill.store(static_cast<std::int64_t>(static_cast<double>(missing) * refillScale / static_cast<double>(within)));
}

std::int64_t LearnedWindow::nextChance(std::int64_t units, std::int64_t now) const {
    units = capped(units);
    const auto resetAt = m_resetAt.load();
    const auto missing = m_unheard.load() + units - leftSeen(now);
    if (missing <= 0 || (resetAt != 0 && now >= resetAt))
        return now;
    auto at = resetAt == 0 ? now + shortReset : resetAt;
    if (const auto refill = m_refill.load(); refill > 0) {
        const auto wait = static_cast<double>(missing) * refillScale / static_cast<double>(refill);
        at = std::min(at, now + static_cast<std::int64_t>(std::min(wait, 1e15)) + 1);
    }
    return at;
}

LearnedWindow::Look LearnedWindow::look(std::int64_t now) const {
    Look look;
    const auto limit = m_limit.load(std::memory_order_relaxed);
    const auto resetAt = m_resetAt.load(std::memory_order_relaxed);
    if (limit >= 0)
        look.limit = limit;
    if (!known())
        return look;
    if (resetAt != 0 && now >= resetAt) {
        look.remaining = look.limit;
        return look;
    }
    const auto rest = std::max<std::int64_t>(leftSeen(now) - m_unheard.load(std::memory_order_relaxed), 0);
    look.remaining = look.limit ? std::min(rest, *look.limit) : rest;
    look.resetsIn = resetAt == 0 ? 0 : resetAt - now;
    return look;
}

} // namespace gatehouse::routing
