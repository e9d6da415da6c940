// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/routing/capacity/meter.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::routing {

// A call that waits for room. "wake" is called once, by the thread that made the room and with the lane's lock held: it
// may only post.
struct Waiting {
    std::string call; // its id
    config::Priority priority = config::Priority::Normal;
    std::int64_t tokens = 0;
    Meter* meter = nullptr; // null: nothing is learned there
    std::int64_t since = 0;
    std::function<void()> wake;

    // Of the lane.
    std::int64_t turn = 0; // the lowest goes first
    bool granted = false;
    std::optional<Meter::Pass> pass;
};

// One provider: how many calls run there, and who waits. While there is room and nobody waits, a call takes and gives
// its place with one atomic step; the lock is for waiting. Thread-safe.
//
// Who waits goes by class, then by age; a class is worth a quarter of the queue's longest wait, so that a low call that
// has waited half of it goes before a high one that has just come. One that waits for another model's limit is passed.
class Lane {
public:
    explicit Lane(std::string_view provider) : m_provider(provider) {}

    const std::string& provider() const { return m_provider; }
    void configure(const config::Capacity& capacity, std::int64_t now);

    struct Taken {
        bool given = false;
        std::optional<Meter::Pass> pass;
        bool byLimit = false;      // not given: for the provider's limit, not for the cap
        std::int64_t chanceAt = 0; // not given, by limit: when there may be room
    };
    Taken take(Meter* meter, std::int64_t tokens, std::int64_t now);
    // The provider's limits may have changed, or a call has ended.
    void answered(std::int64_t now) {
        if (anyWaiting())
            serve(now);
    }
    void giveBack(std::int64_t now);

    // False: the line is full, or there is none.
    bool enter(const std::shared_ptr<Waiting>& waiting, std::int64_t now);
    // True where it had been given a place meanwhile, which is the caller's now.
    bool leave(Waiting& waiting, std::int64_t now);
    bool granted(const Waiting& waiting) const;
    // From 1; 0: it does not wait (any more).
    std::size_t position(const Waiting& waiting) const;
    // Gives places to those who wait, as far as there is room.
    void serve(std::int64_t now);
    // Nobody is woken any more.
    void close();

    struct LookCall {
        std::string id;
        config::Priority priority = config::Priority::Normal;
        std::int64_t waited = 0;
        std::string model;
    };
    struct Look {
        std::string provider;
        std::uint32_t cap = 0;
        std::uint32_t inFlight = 0;
        std::int64_t queueWait = 0;
        std::size_t queueLength = 0;
        std::vector<LookCall> waiting; // in their order
        std::uint64_t everWaited = 0;
        std::uint64_t everServed = 0; // of these
        std::uint64_t everRefused = 0;
        std::uint64_t waitedMicros = 0;
    };
    Look look(std::int64_t now) const;
    void countRefused() { m_refused.fetch_add(1, std::memory_order_relaxed); }
    std::int64_t queueWait() const { return m_queueWait.load(std::memory_order_relaxed); }

private:
    static constexpr std::uint64_t one = 1;
    static constexpr std::uint64_t oneWaiting = std::uint64_t{1} << 32U;
    bool anyWaiting() const { return m_state.load() >= oneWaiting; }
    bool takeCap(bool onlyIfNobodyWaits, bool& someWait);
    Taken takeBehind(Meter* meter, std::int64_t tokens, std::int64_t now);
    Taken takeLimit(Meter* meter, std::int64_t tokens, std::int64_t now);
    void serveLocked(std::int64_t now);
    bool grant(Waiting& waiting, std::vector<const Meter*>& full, bool& capFull, std::int64_t now);

    const std::string m_provider;
    std::atomic<std::uint64_t> m_state{0}; // calls that wait, and in the lower half those in flight
    std::atomic<std::uint32_t> m_cap{0};
    std::atomic<std::int64_t> m_queueWait{0};
    std::atomic<std::size_t> m_queueLength{0};
    std::atomic<std::uint64_t> m_refused{0};

    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<Waiting>> m_line; // in their order
    bool m_closed = false;
    std::uint64_t m_everWaited = 0;
    std::uint64_t m_everServed = 0;
    std::uint64_t m_waitedMicros = 0;
};

} // namespace gatehouse::routing
