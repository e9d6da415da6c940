// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/snapshot.h"
#include "core/routing/capacity/lane.h"
#include "core/routing/capacity/meter.h"
#include "core/routing/capacity/stable_table.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::routing {

// What one attempt needs room for.
struct Wanted {
    std::string_view provider;
    std::string_view key; // its reference; empty: none
    std::string_view model;
    std::int64_t tokens = 0; // that it will take there, as far as it is known
};

class CapacityBoard;

// Room for one attempt, given back when it is destroyed; or why there was none. Move-only; must not outlive the board.
class Place {
public:
    Place() = default;
    Place(Place&& other) noexcept;
    Place& operator=(Place&& other) noexcept;
    ~Place() { giveBack(); }

    // Where nothing is counted.
    static Place unbounded();

    bool given() const { return m_given; }
    // Not given: the provider's own rate limit is used up, rather than the cap on calls at once.
    bool byLimit() const { return m_byLimit; }
    // Not given, by limit: how long until there may be room. 0: unknown.
    std::chrono::milliseconds chanceIn() const { return m_chanceIn; }

    // The head of the answer has come: what it told of limits. Once; without it the call counts as unheard until its
    // end.
    void answered(const ToldLimits& told);
    void giveBack();

private:
    friend class CapacityBoard;
    friend class Wait;
    CapacityBoard* m_board = nullptr;
    Lane* m_lane = nullptr;
    Meter* m_meter = nullptr;
    std::optional<Meter::Pass> m_pass;
    bool m_given = false;
    bool m_byLimit = false;
    std::chrono::milliseconds m_chanceIn{0};
};

// A call in the line before a provider. Leaves it when it is destroyed.
class Wait {
public:
    Wait() = default;
    Wait(Wait&& other) noexcept;
    Wait& operator=(Wait&& other) noexcept;
    ~Wait() { (void)leave(); }

    // False: it stands in no line (any more), or never found a place in it.
    bool stands() const { return m_waiting != nullptr; }
    bool granted() const;
    std::size_t position() const; // from 1; 0: none
    // How long until a look is worth while, for time alone may make room. 0: only another call's end can.
    std::chrono::milliseconds lookIn() const;
    // Nothing can make room within that time.
    bool hopeless(std::chrono::milliseconds within) const;
    void look(); // serves the line, as far as there is room
    // Room where it was granted; else nothing. Either way it stands in the line no more.
    Place leave();

private:
    friend class CapacityBoard;
    CapacityBoard* m_board = nullptr;
    Lane* m_lane = nullptr;
    std::shared_ptr<Waiting> m_waiting;
};

// How much goes to each provider at once, what their rate limits have left, and who waits for room: shared by all I/O
// threads. Learned limits are apart by provider, key and model, as providers count them. Thread-safe.
class CapacityBoard {
public:
    explicit CapacityBoard(const Clock& clock);
    ~CapacityBoard();
    CapacityBoard(const CapacityBoard&) = delete;
    CapacityBoard& operator=(const CapacityBoard&) = delete;

    // The caps and lines of this configuration, from now on. Control thread.
    void publish(const config::Snapshot& snapshot);

    // Room now, or why not. No lock is taken while nobody waits.
    Place take(const Wanted& wanted);

    // A place in the line; wake is called once when room was found: see Waiting. Stands nowhere where the line is full
    // or nobody waits there.
    Wait enter(const Wanted& wanted, std::string_view call, config::Priority priority, std::function<void()> wake);
    // The longest that a call waits there.
    std::chrono::milliseconds longestWait(std::string_view provider);
    void countRefused(std::string_view provider);
    // Not given: what stands in the way now.
    Place refusal(const Wanted& wanted);

    // For people.
    std::vector<Lane::Look> lanes() const;
    struct MeterLook {
        std::string provider, key, model;
        Meter::Look look;
    };
    std::vector<MeterLook> meters() const;
    // Calls under way with that key and model.
    std::int64_t inFlight(std::string_view provider, std::string_view key, std::string_view model) const;

    // Nobody is woken any more: the threads stop.
    void close();

private:
    friend class Place;
    friend class Wait;
    static constexpr std::size_t mostMeters = 4'096;
    static constexpr std::size_t mostLanes = 65'536;

    std::int64_t now() const; // microseconds since the board was made, from 1
    std::uint64_t hashOf(std::string_view first, std::string_view second = {}, std::string_view third = {}) const;
    Lane* laneOf(std::string_view provider);
    Meter* meterOf(const Wanted& wanted);

    const Clock& m_clock;
    const MonotonicTime m_start;
    std::uint64_t m_seed = 0;
    StableTable<Lane, 256> m_lanes{mostLanes};
    StableTable<Meter, 1'024> m_meters{mostMeters};
};

} // namespace gatehouse::routing
