// SPDX-License-Identifier: Apache-2.0
#include "core/async/watchdog.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <memory>

namespace gatehouse {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

// The head of a ring; never armed itself.
class Ring final : public Watchdog::Guard {
    void expired() override {}
};

} // namespace

// Shared with the handler of the timer, which may run after the watchdog has gone.
struct Watchdog::State : std::enable_shared_from_this<Watchdog::State> {
    State(const Executor& executor, std::chrono::milliseconds period) : timer(executor), tick(period) {
        clear(armed);
        clear(due);
    }

    static void clear(Guard& ring) { ring.m_previous = ring.m_next = &ring; }
    static bool empty(const Guard& ring) { return ring.m_next == &ring; }

    static void insert(Guard& ring, Guard& guard) {
        guard.m_previous = ring.m_previous;
        guard.m_next = &ring;
        ring.m_previous->m_next = &guard;
        ring.m_previous = &guard;
    }

    static void unlink(Guard& guard) {
        if (!guard.armed())
            return;
        guard.m_previous->m_next = guard.m_next;
        guard.m_next->m_previous = guard.m_previous;
        guard.m_previous = guard.m_next = nullptr;
    }

    static void releaseAll(Guard& ring) {
        while (!empty(ring))
            unlink(*ring.m_next);
    }

    void start() {
        if (running)
            return;
        running = true;
        timer.expires_after(tick);
        timer.async_wait([self = shared_from_this()](const boost::system::error_code& code) {
            self->running = false;
            if (!code && !self->stopped)
                self->look();
        });
    }

    void look() {
        const auto now = SteadyClock::now();
        for (Guard* guard = armed.m_next; guard != &armed;) {
            Guard* const following = guard->m_next;
            if (guard->m_deadline <= now) {
                unlink(*guard);
                insert(due, *guard);
            }
            guard = following;
        }
        // One at a time from a ring of its own: what is called may disarm or destroy any of the others.
        const auto self = shared_from_this();
        while (!stopped && !empty(due)) {
            Guard& guard = *due.m_next;
            unlink(guard);
            guard.expired();
        }
        if (!stopped && !empty(armed))
            start();
    }

    Timer timer;
    std::chrono::milliseconds tick;
    Ring armed;
    Ring due;
    bool running = false;
    bool stopped = false;
};

void Watchdog::Guard::arm(Watchdog& watchdog, SteadyClock::time_point deadline) {
    m_deadline = deadline;
    if (armed())
        return;
    State::insert(watchdog.m_state->armed, *this);
    watchdog.m_state->start();
}

void Watchdog::Guard::disarm() {
    State::unlink(*this);
}

Watchdog::Watchdog(Executor executor, std::chrono::milliseconds tick)
    : m_state(std::make_shared<State>(executor, tick)) {}

Watchdog::~Watchdog() {
    m_state->stopped = true;
    State::releaseAll(m_state->armed);
    State::releaseAll(m_state->due);
    m_state->timer.cancel();
}

} // namespace gatehouse
