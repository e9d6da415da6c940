// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/snapshot.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace gatehouse::routing {

// Told when the circuit of a target opens (it rests) or closes (it answers again). On I/O threads; must not block.
class HealthListener {
public:
    virtual ~HealthListener() = default;
    virtual void targetChanged(std::string_view provider, std::string_view model, bool rests) = 0;
};

// When a target that keeps failing is left alone (where its provider says nothing else), and how often calls may be
// sent to it a second time.
struct BreakerRule {
    config::BreakerThresholds thresholds;
    std::chrono::milliseconds probePatience{5'000}; // a probe without a verdict by then is joined by another
    // Second attempts: so many at once, so many a second, and one for so many calls.
    int retries = 20;
    int retriesPerSecond = 1;
    int callsPerRetry = 10;
};

// The health of targets (a model at a provider) and of the keys that are used there, shared by all I/O threads. Of each
// that failed lately:
//  - the circuit: closed; open after "failures" in a row, and then nothing is sent for "rest"; then half open: one call
//    probes it, which closes it or opens it for twice as long;
//  - the retries that are left, so that a provider in trouble is not sent every call twice (a retry storm).
// What has no failure costs one look at an atomic. Thread-safe, fixed memory; nothing waits but two threads that meet
// at the very first failure of a target, for a few instructions. Where more targets fail at once than there are places,
// the one that has been quiet longest is forgotten.
class BreakerBoard {
    struct Entry;

public:
    explicit BreakerBoard(const Clock& clock) : BreakerBoard(clock, BreakerRule{}) {}
    BreakerBoard(const Clock& clock, BreakerRule rule);
    ~BreakerBoard();
    BreakerBoard(const BreakerBoard&) = delete;
    BreakerBoard& operator=(const BreakerBoard&) = delete;

    // Leave to send one attempt. Tell how it went; one that is dropped untold (the client left) counts as nothing.
    // Move-only; must not outlive the board.
    class Permit {
    public:
        Permit() = default;
        Permit(Permit&& other) noexcept;
        Permit& operator=(Permit&& other) noexcept;
        ~Permit();

        bool given() const { return m_wait == std::chrono::milliseconds::zero(); }
        // Not given: how long until the target is probed.
        std::chrono::milliseconds wait() const { return m_wait; }
        bool probes() const { return m_probe; }
        bool succeeded(); // it answered, if only to refuse; true: this closed the circuit
        bool failed();    // no answer, a server error, or a whole answer that broke off; true: this opened the circuit
        // What needs no second proof: it rests at once, for at least so long. True: this opened the circuit.
        bool refused(std::chrono::milliseconds atLeast = {});

    private:
        friend class BreakerBoard;
        void give();
        BreakerBoard* m_board = nullptr;
        std::uint64_t m_tag = 0;
        config::BreakerThresholds m_thresholds;
        std::chrono::milliseconds m_wait{0};
        bool m_probe = false;
    };
    Permit ask(std::string_view provider, std::string_view model);
    // By the thresholds of its provider; with a key's reference, the circuit of that key for this target.
    Permit ask(const config::Provider& provider, std::string_view model, std::string_view key = {});

    // May this failed attempt be followed by another on the same target? Takes one of its retries.
    bool mayRetry(std::string_view provider, std::string_view model);

    // How a target's circuit stands, for people: asks for nothing and changes nothing.
    struct Circuit {
        enum class State { Closed, Open, HalfOpen }; // HalfOpen: the next call probes
        State state = State::Closed;
        std::chrono::milliseconds wait{0}; // while Open: until it is probed
    };
    Circuit look(std::string_view provider, std::string_view model, std::string_view key = {}) const;

    // Targets that rest or wait for a probe now; times that a circuit opened.
    std::size_t open() const;
    std::uint64_t opened() const { return m_opened.load(std::memory_order_relaxed); }

private:
    static constexpr std::size_t ways = 4;
    static constexpr std::size_t sets = 256;

    std::uint64_t tagOf(std::string_view provider, std::string_view model, std::string_view key = {}) const;
    Permit askFor(std::uint64_t tag, const config::BreakerThresholds& thresholds);
    Entry* find(std::uint64_t tag) const;
    Entry* findOrMake(std::uint64_t tag);
    std::int64_t now() const; // microseconds since the board was made, from 1
    bool succeed(std::uint64_t tag, bool probe);
    bool fail(std::uint64_t tag, bool probe, const config::BreakerThresholds& thresholds,
              std::chrono::milliseconds atLeast);
    void abandon(std::uint64_t tag);

    const Clock& m_clock;
    const BreakerRule m_rule;
    const MonotonicTime m_start;
    std::uint64_t m_seed = 0; // so that no client can choose model names that share a place
    std::atomic<std::uint64_t> m_used{0};
    std::atomic<std::uint64_t> m_opened{0};
    std::unique_ptr<std::array<Entry, sets * ways>> m_entries;
    std::array<std::atomic_flag, sets> m_making{}; // an entry of that set is being made
};

} // namespace gatehouse::routing
