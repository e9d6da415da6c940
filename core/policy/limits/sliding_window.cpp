// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/sliding_window.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy {
namespace {

using namespace std::chrono_literals;

constexpr std::array<SlidingWindow::Time, config::spanCount> buckets{250ms, 15s, 6min};
constexpr std::uint64_t bucketsOfASpan = 240;
constexpr unsigned amountBits = 36;
constexpr std::uint64_t amountMask = (std::uint64_t{1} << amountBits) - 1;
constexpr std::uint64_t tickMask = (std::uint64_t{1} << 28U) - 1; // of minutes it comes round after two years

// The first tick is not 0, so that an untouched slot is old from the beginning.
constexpr std::uint64_t firstTick = 1024;

std::uint64_t pack(std::uint64_t tick, std::uint64_t amount) {
    return ((tick & tickMask) << amountBits) | amount;
}
std::uint64_t tickIn(std::uint64_t word) {
    return word >> amountBits;
}
std::uint64_t amountIn(std::uint64_t word) {
    return word & amountMask;
}

// Ticks that have passed from "then" to "now"; negative where "then" is ahead (a thread that was held up).
std::int64_t age(std::uint64_t then, std::uint64_t now) {
    const std::uint64_t passed = (now - then) & tickMask;
    return passed <= tickMask / 2 ? static_cast<std::int64_t>(passed)
                                  : static_cast<std::int64_t>(passed) - static_cast<std::int64_t>(tickMask) - 1;
}

bool counts(std::uint64_t then, std::uint64_t now) {
    return age(then, now) <= static_cast<std::int64_t>(bucketsOfASpan);
}

} // namespace

SlidingWindow::Time SlidingWindow::bucket() const {
    return buckets[static_cast<std::size_t>(m_span)];
}

// Constants that the compiler can divide by without dividing.
SlidingWindow::Tick SlidingWindow::tickAt(config::Span span, Time now) {
    switch (span) {
    case config::Span::Minute:
        return {static_cast<std::uint64_t>(now / buckets[0]) + firstTick};
    case config::Span::Hour:
        return {static_cast<std::uint64_t>(now / buckets[1]) + firstTick};
    case config::Span::Day:
        break;
    }
    return {static_cast<std::uint64_t>(now / buckets[2]) + firstTick};
}

std::optional<SlidingWindow::Booking> SlidingWindow::tryBook(std::uint64_t amount, std::uint64_t limit, Tick now) {
    amount = std::min(amount, most);
    const std::uint64_t tick = now.number;
    sweep(tick);
    bool recounted = false;
    auto total = m_total.load(std::memory_order_relaxed);
    do {
        while (amount > limit || total > limit - amount) {
            if (recounted)
                return std::nullopt;
            // The thread that sweeps may be between its steps: do its work before refusing.
            for (std::uint64_t slot = 0; slot < ringSize; ++slot)
                expire(slot, tick);
            recounted = true;
            total = m_total.load(std::memory_order_relaxed);
        }
    } while (!m_total.compare_exchange_weak(total, total + amount, std::memory_order_relaxed));
    return Booking{put(amount, tick), total + amount};
}

void SlidingWindow::add(std::uint64_t amount, Time when, Time now) {
    sweep(tickOf(now));
    const std::uint64_t tick = tickOf(when);
    if (!counts(tick, tickOf(now)))
        return;
    amount = std::min(amount, most);
    m_total.fetch_add(amount, std::memory_order_relaxed);
    (void)put(amount, tick);
}

void SlidingWindow::giveBack(Booking booking, std::uint64_t amount) {
    auto& slot = m_slots[booking.tick % ringSize];
    auto word = slot.load(std::memory_order_relaxed);
    while (tickIn(word) == (booking.tick & tickMask) && amountIn(word) >= amount) {
        if (slot.compare_exchange_weak(word, word - amount, std::memory_order_relaxed)) {
            m_total.fetch_sub(amount, std::memory_order_relaxed);
            return;
        }
    }
}

std::uint64_t SlidingWindow::used(Time now) {
    sweep(tickOf(now));
    return m_total.load(std::memory_order_relaxed);
}

std::chrono::milliseconds SlidingWindow::untilRoom(std::uint64_t amount, std::uint64_t limit, Time now) const {
    amount = std::min(amount, most);
    if (amount > limit)
        return 0ms;
    const std::uint64_t tick = tickOf(now);
    auto left = m_total.load(std::memory_order_relaxed);
    for (std::uint64_t back = bucketsOfASpan + 1; back-- > 0;) {
        const auto word = m_slots[(tick - back) % ringSize].load(std::memory_order_relaxed);
        if (tickIn(word) != ((tick - back) & tickMask))
            continue;
        left -= std::min(left, amountIn(word));
        if (left <= limit - amount) {
            const Time gone = bucket() * static_cast<std::int64_t>(tick - back + bucketsOfASpan + 1 - firstTick);
            return std::max(std::chrono::ceil<std::chrono::milliseconds>(gone - now), std::chrono::milliseconds(1));
        }
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(bucket()); // it expires as we look
}

// Answers the tick under which the amount counts.
std::uint64_t SlidingWindow::put(std::uint64_t amount, std::uint64_t tick) {
    auto& slot = m_slots[tick % ringSize];
    auto word = slot.load(std::memory_order_relaxed);
    while (true) {
        const auto ahead = age(tickIn(word), tick);
        const bool same = ahead <= 0; // or newer: this thread was held up for a whole round
        const std::uint64_t before = same ? amountIn(word) : 0;
        const std::uint64_t kept = std::min(amount, amountMask - before);
        const std::uint64_t bookedTick = tick - static_cast<std::uint64_t>(same ? ahead : 0);
        const std::uint64_t next = pack(bookedTick, before + kept);
        if (!slot.compare_exchange_weak(word, next, std::memory_order_relaxed))
            continue;
        const std::uint64_t dropped = (same ? 0 : amountIn(word)) + (amount - kept);
        if (dropped != 0)
            m_total.fetch_sub(dropped, std::memory_order_relaxed);
        return bookedTick;
    }
}

void SlidingWindow::sweep(std::uint64_t tick) {
    auto swept = m_swept.load(std::memory_order_relaxed);
    while (swept < tick) {
        if (!m_swept.compare_exchange_weak(swept, tick, std::memory_order_relaxed))
            continue;
        // What stopped counting since the last sweep: the ticks from swept - 240 to tick - 241.
        const std::uint64_t count = std::min(tick - swept, ringSize);
        for (std::uint64_t i = 1; i <= count; ++i)
            expire((tick - bucketsOfASpan - i) % ringSize, tick);
        return;
    }
}

void SlidingWindow::expire(std::uint64_t index, std::uint64_t tick) {
    auto& slot = m_slots[index];
    auto word = slot.load(std::memory_order_relaxed);
    while (amountIn(word) != 0 && !counts(tickIn(word), tick)) {
        if (slot.compare_exchange_weak(word, word & ~amountMask, std::memory_order_relaxed)) {
            m_total.fetch_sub(amountIn(word), std::memory_order_relaxed);
            return;
        }
    }
}

} // namespace gatehouse::policy
