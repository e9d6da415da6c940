// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/build.h"
#include "core/config/snapshot.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

// What is measured of targets while calls run: written by all I/O threads without locks, read by strategies, by the
// control thread and for people. The snapshot's targets point to their meters; a meter outlives changes of the
// configuration for as long as its names stay.
namespace gatehouse::routing {

// The time to the first byte as a decayed mean: a new figure counts a tenth, and the more the longer none came.
struct Latency {
    float mean = 0; // milliseconds; 0 = none yet
    float deviation = 0;
};

// A model at a provider, for all routes together.
struct TargetMeter {
    std::atomic<std::int64_t> inFlight{0};

    void firstByte(std::chrono::microseconds took, MonotonicTime now);
    void finished(bool failed, MonotonicTime now);
    Latency latency() const;

    // Of the last minutes, the running one included.
    struct Recent {
        std::uint64_t calls = 0;
        std::uint64_t errors = 0;
    };
    Recent recent(MonotonicTime now) const;
    // The time below which that part (0 to 1) of the first bytes of the last five to ten minutes came; none: no figure.
    std::optional<std::chrono::microseconds> quantile(double part, MonotonicTime now) const;

private:
    static constexpr std::size_t minutesKept = 5;
    static constexpr std::size_t steps = 64; // each a quarter longer than the one before, from 1 ms
    struct Window {
        std::atomic<std::int64_t> number{-1};
        std::array<std::atomic<std::uint32_t>, steps> counts{};
    };
    std::atomic<std::uint64_t> m_latency{0}; // two floats
    std::atomic<std::int64_t> m_last{0};     // microseconds
    std::array<std::atomic<std::uint64_t>, minutesKept> m_minutes{};
    std::array<Window, 2> m_windows;
};

// Sums of one target in one route since the process began.
struct ArmCounts {
    std::uint64_t calls = 0;
    std::uint64_t errors = 0;
    std::uint64_t firstBytes = 0;
    std::uint64_t firstByteMicros = 0;
    std::uint64_t scores = 0;
    std::uint64_t scoreSum = 0; // in ten thousandths

    ArmCounts& operator+=(const ArmCounts& other);
    ArmCounts since(const ArmCounts& before) const;
    bool operator==(const ArmCounts&) const = default;
};
struct ArmMeter {
    std::atomic<std::uint64_t> calls{0}, errors{0}, firstBytes{0}, firstByteMicros{0}, scores{0}, scoreSum{0};
    ArmCounts read() const;
    void score(double value); // 0 to 1
};

struct RouteMeter {
    std::atomic<std::uint64_t> turn{0};
    std::atomic<config::Share> canary{-1}; // its share now; -1: as configured
};

// Owns the meters and equips each snapshot with them. Control thread.
class MeterBoard final : public config::MeterSource {
public:
    void equip(config::Route& route, const std::vector<config::Provider>& providers) override;

private:
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<TargetMeter>> m_targets;
    std::map<std::string, std::shared_ptr<ArmMeter>> m_arms;
    std::map<std::string, std::shared_ptr<RouteMeter>> m_routes;
};

// An attempt at a target, from before it is sent to its end. One that is neither told as failed nor as served (the
// client left) counts for the calls that run and for nothing else. Move-only.
class Metering {
public:
    Metering() = default;
    // Either may be null.
    Metering(std::shared_ptr<TargetMeter> target, std::shared_ptr<ArmMeter> arm, const Clock& clock);
    Metering(Metering&& other) noexcept = default;
    Metering& operator=(Metering&& other) noexcept;
    ~Metering() { leave(); }

    void firstByte();
    void ended(bool failed);

private:
    void leave();
    std::shared_ptr<TargetMeter> m_target;
    std::shared_ptr<ArmMeter> m_arm;
    const Clock* m_clock = nullptr;
    MonotonicTime m_began{};
    bool m_answered = false;
};

} // namespace gatehouse::routing
