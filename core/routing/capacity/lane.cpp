// SPDX-License-Identifier: Apache-2.0
#include "core/routing/capacity/lane.h"

#include <algorithm>

namespace gatehouse::routing {
namespace {

constexpr std::uint64_t inFlightMask = 0xffff'ffffU;

std::uint32_t inFlightOf(std::uint64_t state) {
    return static_cast<std::uint32_t>(state & inFlightMask);
}

} // namespace

void Lane::configure(const config::Capacity& capacity, std::int64_t now) {
    m_cap.store(capacity.concurrent, std::memory_order_release);
    m_queueWait.store(std::chrono::duration_cast<std::chrono::microseconds>(capacity.queueWait).count());
    m_queueLength.store(capacity.queueLength);
    answered(now); // a greater cap has room
}

bool Lane::takeCap(bool onlyIfNobodyWaits, bool& someWait) {
    const auto cap = m_cap.load(std::memory_order_acquire);
    auto state = m_state.load(std::memory_order_acquire);
    do {
        someWait = state >= oneWaiting;
        if ((onlyIfNobodyWaits && someWait) || (cap != 0 && inFlightOf(state) >= cap))
            return false;
    } while (!m_state.compare_exchange_weak(state, state + one, std::memory_order_acq_rel));
    return true;
}

Lane::Taken Lane::take(Meter* meter, std::int64_t tokens, std::int64_t now) {
    bool someWait = false;
    if (takeCap(true, someWait))
        return takeLimit(meter, tokens, now);
    return someWait ? takeBehind(meter, tokens, now) : Taken{};
}

// With a place under the cap in hand.
Lane::Taken Lane::takeLimit(Meter* meter, std::int64_t tokens, std::int64_t now) {
    Taken taken;
    if (meter != nullptr) {
        taken.pass = meter->admit(tokens, now);
        if (!taken.pass) {
            giveBack(now);
            taken.byLimit = true;
            taken.chanceAt = meter->nextChance(tokens, now);
            return taken;
        }
    }
    taken.given = true;
    return taken;
}

// Others wait. Who could use the same room goes first; who waits for another model's limit is passed.
Lane::Taken Lane::takeBehind(Meter* meter, std::int64_t tokens, std::int64_t now) {
    {
        const std::scoped_lock lock(m_mutex);
        serveLocked(now);
        const bool behind = std::any_of(m_line.begin(), m_line.end(), [&](const auto& waiting) {
            return waiting->meter == nullptr || waiting->meter == meter;
        });
        bool someWait = false;
        if (behind || !takeCap(false, someWait)) {
            Taken taken;
            taken.byLimit = meter != nullptr && meter->nextChance(tokens, now) > now;
            taken.chanceAt = taken.byLimit ? meter->nextChance(tokens, now) : 0;
            return taken;
        }
    }
    return takeLimit(meter, tokens, now);
}

void Lane::giveBack(std::int64_t now) {
    if (m_state.fetch_sub(one, std::memory_order_acq_rel) >= oneWaiting)
        serve(now);
}

bool Lane::enter(const std::shared_ptr<Waiting>& waiting, std::int64_t now) {
    const auto wait = m_queueWait.load(std::memory_order_relaxed);
    const std::scoped_lock lock(m_mutex);
    if (m_closed || wait == 0 || m_line.size() >= m_queueLength.load(std::memory_order_relaxed))
        return false;
    waiting->since = now;
    waiting->turn = now + static_cast<std::int64_t>(waiting->priority) * (wait / 4);
    const auto place = std::upper_bound(m_line.begin(), m_line.end(), waiting->turn,
                                        [](std::int64_t turn, const auto& other) { return turn < other->turn; });
    m_line.insert(place, waiting);
    ++m_everWaited;
    m_state.fetch_add(oneWaiting);
    serveLocked(now); // a place may have come free since it was refused one
    return true;
}

bool Lane::leave(Waiting& waiting, std::int64_t now) {
    const std::scoped_lock lock(m_mutex);
    if (waiting.granted)
        return true;
    const auto found =
        std::find_if(m_line.begin(), m_line.end(), [&](const auto& other) { return other.get() == &waiting; });
    if (found == m_line.end())
        return false;
    m_line.erase(found);
    m_state.fetch_sub(oneWaiting, std::memory_order_acq_rel);
    serveLocked(now); // those behind it may have waited for its turn only
    return false;
}

bool Lane::granted(const Waiting& waiting) const {
    const std::scoped_lock lock(m_mutex);
    return waiting.granted;
}

std::size_t Lane::position(const Waiting& waiting) const {
    const std::scoped_lock lock(m_mutex);
    const auto found =
        std::find_if(m_line.begin(), m_line.end(), [&](const auto& other) { return other.get() == &waiting; });
    return found == m_line.end() ? 0 : static_cast<std::size_t>(found - m_line.begin()) + 1;
}

void Lane::serve(std::int64_t now) {
    const std::scoped_lock lock(m_mutex);
    serveLocked(now);
}

void Lane::serveLocked(std::int64_t now) {
    if (m_closed)
        return;
    std::vector<const Meter*> full;
    bool capFull = false;
    for (std::size_t i = 0; i < m_line.size() && !capFull;) {
        auto& waiting = *m_line[i];
        if (!grant(waiting, full, capFull, now)) {
            ++i;
            continue;
        }
        waiting.granted = true;
        ++m_everServed;
        m_waitedMicros += static_cast<std::uint64_t>(std::max<std::int64_t>(now - waiting.since, 0));
        const auto woken = std::move(m_line[i]);
        m_line.erase(m_line.begin() + static_cast<std::ptrdiff_t>(i));
        m_state.fetch_sub(oneWaiting, std::memory_order_acq_rel);
        if (woken->wake)
            woken->wake();
    }
}

bool Lane::grant(Waiting& waiting, std::vector<const Meter*>& full, bool& capFull, std::int64_t now) {
    if (waiting.meter != nullptr && std::find(full.begin(), full.end(), waiting.meter) != full.end())
        return false;
    bool someWait = false;
    if (!takeCap(false, someWait)) {
        capFull = true;
        return false;
    }
    if (waiting.meter == nullptr)
        return true;
    waiting.pass = waiting.meter->admit(waiting.tokens, now);
    if (waiting.pass)
        return true;
    full.push_back(waiting.meter);
    m_state.fetch_sub(one, std::memory_order_acq_rel);
    return false;
}

void Lane::close() {
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
}

Lane::Look Lane::look(std::int64_t now) const {
    Look look;
    look.provider = m_provider;
    look.cap = m_cap.load(std::memory_order_relaxed);
    look.inFlight = inFlightOf(m_state.load(std::memory_order_relaxed));
    look.queueWait = m_queueWait.load(std::memory_order_relaxed);
    look.queueLength = m_queueLength.load(std::memory_order_relaxed);
    look.everRefused = m_refused.load(std::memory_order_relaxed);
    const std::scoped_lock lock(m_mutex);
    for (const auto& waiting : m_line)
        look.waiting.push_back({waiting->call, waiting->priority, std::max<std::int64_t>(now - waiting->since, 0),
                                waiting->meter != nullptr ? waiting->meter->model() : std::string()});
    look.everWaited = m_everWaited;
    look.everServed = m_everServed;
    look.waitedMicros = m_waitedMicros;
    return look;
}

} // namespace gatehouse::routing
