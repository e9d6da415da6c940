// SPDX-License-Identifier: Apache-2.0
#include "core/routing/capacity/learned_window.h"

#include <algorithm>
#include <limits>

namespace gatehouse::routing {
namespace {

constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max() / 4;
constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t refillScale = second * second; // units in a million seconds, by microseconds

// Where a provider does not say when: after a minute the figure is old; of nothing left, a second is tried.
constexpr std::int64_t usualReset = 60 * second;
constexpr std::int64_t shortReset = second;
// Moments are told in whole seconds, and answers take their time: less than this is no move.
constexpr std::int64_t resetSlack = 1'500'000;

void raise(std::atomic<std::int64_t>& value, std::int64_t to) {
    auto before = value.load(std::memory_order_relaxed);
    while (before < to && !value.compare_exchange_weak(before, to, std::memory_order_acq_rel)) {
    }
}

void lower(std::atomic<std::int64_t>& value, std::int64_t to) {
    auto before = value.load(std::memory_order_relaxed);
    while (before > to && !value.compare_exchange_weak(before, to, std::memory_order_acq_rel)) {
    }
}

} // namespace

LearnedWindow::LearnedWindow() : m_ceiling(unbounded) {}

bool LearnedWindow::known() const {
    return m_limit.load(std::memory_order_relaxed) >= 0 || m_ceiling.load(std::memory_order_relaxed) != unbounded;
}

std::int64_t LearnedWindow::capped(std::int64_t units) const {
    const auto limit = m_limit.load(std::memory_order_relaxed);
    return limit > 0 ? std::min(units, limit) : units;
}

// A limit that has come back is whole again, less what may still be counted from before.
std::int64_t LearnedWindow::allowance(std::int64_t now) {
    auto resetAt = m_resetAt.load(std::memory_order_acquire);
    if (resetAt != 0 && now >= resetAt && m_resetAt.compare_exchange_strong(resetAt, 0, std::memory_order_acq_rel)) {
        const auto admitted = m_admitted.load(std::memory_order_acquire);
        const auto unheard = m_unheard.load(std::memory_order_acquire);
        const auto limit = m_limit.load(std::memory_order_relaxed);
        m_heardAt.store(now, std::memory_order_relaxed);
        m_refill.store(0, std::memory_order_relaxed);
        m_ceiling.store(limit >= 0 ? admitted - unheard + limit : unbounded, std::memory_order_release);
        raise(m_base, admitted);
    }
    return allowanceSeen(now);
}

std::int64_t LearnedWindow::allowanceSeen(std::int64_t now) const {
    const auto ceiling = m_ceiling.load(std::memory_order_acquire);
    const auto refill = m_refill.load(std::memory_order_relaxed);
    if (ceiling == unbounded || refill == 0)
        return ceiling;
    const auto since = std::max<std::int64_t>(now - m_heardAt.load(std::memory_order_relaxed), 0);
    const auto more = static_cast<double>(since) * static_cast<double>(refill) / static_cast<double>(refillScale);
    const auto limit = m_limit.load(std::memory_order_relaxed);
    return ceiling + static_cast<std::int64_t>(std::min(more, static_cast<double>(std::max<std::int64_t>(limit, 0))));
}

// "Unheard" first: who computes a mark in between must take the call for one that the provider has yet to count.
std::optional<LearnedWindow::Admission> LearnedWindow::admit(std::int64_t units, std::int64_t now) {
    units = capped(units);
    m_unheard.fetch_add(units); // in one order with the lane's state: see answered()
    auto admitted = m_admitted.load(std::memory_order_acquire);
    do {
        if (admitted + units > allowance(now)) {
            m_unheard.fetch_sub(units, std::memory_order_acq_rel);
            return std::nullopt;
        }
    } while (!m_admitted.compare_exchange_weak(admitted, admitted + units, std::memory_order_acq_rel));
    return Admission{units, admitted};
}

void LearnedWindow::takeBack(const Admission& admission) {
    m_admitted.fetch_sub(admission.units, std::memory_order_acq_rel);
    m_unheard.fetch_sub(admission.units, std::memory_order_acq_rel);
}

// The order of these loads and stores carries the promise: a call that another thread has just answered is either still
// counted as unheard here, or its mark is seen and this one can only lower it.
void LearnedWindow::answered(const Admission& admission, const ToldLimit* told, std::int64_t now) {
    const auto admitted = m_admitted.load(std::memory_order_acquire);
    const auto others = m_unheard.load(std::memory_order_acquire) - admission.units;
    const auto base = m_base.load(std::memory_order_acquire);
    if (told != nullptr && told->remaining)
        learn(*told, admitted - others + *told->remaining, admission.number >= base, now);
    raise(m_base, admitted);
    m_unheard.fetch_sub(admission.units); // then the lane is looked at: who enters it has seen this, or is seen
}

// What has come back so far becomes part of the ceiling, once.
void LearnedWindow::settleRefill(std::int64_t now) {
    auto heardAt = m_heardAt.load(std::memory_order_acquire);
    const auto ceiling = m_ceiling.load(std::memory_order_acquire);
    const auto more = allowanceSeen(now) - ceiling;
    if (more > 0 && m_heardAt.compare_exchange_strong(heardAt, now, std::memory_order_acq_rel))
        m_ceiling.fetch_add(more, std::memory_order_acq_rel);
}

void LearnedWindow::learn(const ToldLimit& told, std::int64_t mark, bool fresh, std::int64_t now) {
    if (told.limit)
        m_limit.store(*told.limit, std::memory_order_relaxed);
    learnReset(told, now);
    if (fresh) {
        m_heardAt.store(now, std::memory_order_relaxed);
        m_ceiling.store(mark, std::memory_order_release);
    } else {
        settleRefill(now);
        lower(m_ceiling, mark);
    }
}

void LearnedWindow::learnReset(const ToldLimit& told, std::int64_t now) {
    const auto within = told.resetMicros.value_or(*told.remaining > 0 ? usualReset : shortReset);
    const auto at = now + std::max<std::int64_t>(within, 1);
    const auto before = m_resetAt.exchange(at, std::memory_order_acq_rel);
    const auto limit = m_limit.load(std::memory_order_relaxed);
    if (!told.resetMicros || limit <= 0)
        return;
    const bool moved = before > now && at > before + resetSlack;
    if (!moved && m_refill.load(std::memory_order_relaxed) == 0)
        return;
    const auto missing = std::max<std::int64_t>(limit - *told.remaining, 0);
    m_refill.store(static_cast<std::int64_t>(static_cast<double>(missing) * static_cast<double>(refillScale) /
                                             static_cast<double>(std::max<std::int64_t>(within, 1))),
                   std::memory_order_relaxed);
}

std::int64_t LearnedWindow::nextChance(std::int64_t units, std::int64_t now) const {
    units = capped(units);
    const auto resetAt = m_resetAt.load(std::memory_order_acquire);
    const auto missing = m_admitted.load(std::memory_order_acquire) + units - allowanceSeen(now);
    if (missing <= 0 || (resetAt != 0 && now >= resetAt))
        return now;
    const auto refill = m_refill.load(std::memory_order_relaxed);
    auto at = resetAt == 0 ? now + shortReset : resetAt;
    if (refill > 0) {
        const auto wait = static_cast<double>(missing) * static_cast<double>(refillScale) / static_cast<double>(refill);
        at = std::min(at, now + static_cast<std::int64_t>(wait) + 1);
    }
    return at;
}

LearnedWindow::Look LearnedWindow::look(std::int64_t now) const {
    Look look;
    const auto limit = m_limit.load(std::memory_order_relaxed);
    const auto resetAt = m_resetAt.load(std::memory_order_relaxed);
    if (limit >= 0)
        look.limit = limit;
    if (m_ceiling.load(std::memory_order_relaxed) == unbounded)
        return look;
    if (resetAt != 0 && now >= resetAt) {
        look.remaining = look.limit;
        return look;
    }
    auto left = allowanceSeen(now) - m_admitted.load(std::memory_order_relaxed);
    left = std::max<std::int64_t>(left, 0);
    look.remaining = look.limit ? std::min(left, *look.limit) : left;
    look.resetsIn = resetAt == 0 ? 0 : resetAt - now;
    return look;
}

} // namespace gatehouse::routing
