// SPDX-License-Identifier: Apache-2.0
#include "core/routing/meters.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace gatehouse::routing {
namespace {

using std::chrono::microseconds;

constexpr auto relaxed = std::memory_order_relaxed;
constexpr float smallestPart = 0.1F;           // that a new figure counts
constexpr double halfForgotten = 30'000'000.0; // microseconds of silence
constexpr std::int64_t minute = 60'000'000;
constexpr std::int64_t window = 5 * minute;
constexpr double stepGrowth = 1.25;
constexpr std::uint64_t countMask = (std::uint64_t{1} << 20U) - 1;

std::int64_t microsOf(MonotonicTime time) {
    return std::chrono::duration_cast<microseconds>(time.time_since_epoch()).count();
}

std::uint64_t packed(Latency latency) {
    return std::uint64_t{std::bit_cast<std::uint32_t>(latency.mean)} << 32U |
           std::bit_cast<std::uint32_t>(latency.deviation);
}

Latency unpacked(std::uint64_t bits) {
    return {std::bit_cast<float>(static_cast<std::uint32_t>(bits >> 32U)),
            std::bit_cast<float>(static_cast<std::uint32_t>(bits))};
}

// A minute's number, its calls and its errors in one word, so that a new minute begins for all three at once.
std::uint64_t minuteWord(std::int64_t number, std::uint64_t calls, std::uint64_t errors) {
    return (static_cast<std::uint64_t>(number) & 0xFFFFFFU) << 40U | std::min(calls, countMask) << 20U |
           std::min(errors, countMask);
}

std::size_t stepOf(microseconds took, std::size_t steps) {
    const double millis = static_cast<double>(took.count()) / 1'000.0;
    if (millis <= 1.0)
        return 0;
    return std::min(steps - 1, static_cast<std::size_t>(std::log(millis) / std::log(stepGrowth)) + 1);
}

} // namespace

void TargetMeter::firstByte(microseconds took, MonotonicTime now) {
    const auto at = microsOf(now);
    const auto silence = static_cast<double>(std::max<std::int64_t>(0, at - m_last.exchange(at, relaxed)));
    const float part = std::max(smallestPart, static_cast<float>(1.0 - std::exp2(-silence / halfForgotten)));
    const float millis = std::max(0.001F, static_cast<float>(took.count()) / 1'000.0F);
    auto before = m_latency.load(relaxed);
    for (;;) {
        auto latency = unpacked(before);
        if (latency.mean == 0) {
            latency = {millis, 0};
        } else {
            latency.deviation += part * (std::abs(millis - latency.mean) - latency.deviation);
            latency.mean += part * (millis - latency.mean);
        }
        if (m_latency.compare_exchange_weak(before, packed(latency), relaxed))
            break;
    }
    const auto number = at / window;
    auto& place = m_windows[static_cast<std::size_t>(number % 2)];
    // Whoever begins the window empties it; a count that slips in between is lost, which no quantile shows.
    auto held = place.number.load(relaxed);
    if (held != number && place.number.compare_exchange_strong(held, number, relaxed)) {
        for (auto& count : place.counts)
            count.store(0, relaxed);
    }
    place.counts[stepOf(took, steps)].fetch_add(1, relaxed);
}

void TargetMeter::finished(bool failed, MonotonicTime now) {
    const auto number = microsOf(now) / minute;
    auto& place = m_minutes[static_cast<std::size_t>(number) % minutesKept];
    auto before = place.load(relaxed);
    for (;;) {
        const bool same = before >> 40U == (static_cast<std::uint64_t>(number) & 0xFFFFFFU);
        const std::uint64_t calls = same ? (before >> 20U & countMask) + 1 : 1;
        const std::uint64_t errors = (same ? before & countMask : 0) + (failed ? 1 : 0);
        if (place.compare_exchange_weak(before, minuteWord(number, calls, errors), relaxed))
            return;
    }
}

Latency TargetMeter::latency() const {
    return unpacked(m_latency.load(relaxed));
}

TargetMeter::Recent TargetMeter::recent(MonotonicTime now) const {
    const auto number = static_cast<std::uint64_t>(microsOf(now) / minute) & 0xFFFFFFU;
    Recent sum;
    for (const auto& place : m_minutes) {
        const auto word = place.load(relaxed);
        if (number - (word >> 40U) >= minutesKept)
            continue;
        sum.calls += word >> 20U & countMask;
        sum.errors += word & countMask;
    }
    return sum;
}

std::optional<microseconds> TargetMeter::quantile(double part, MonotonicTime now) const {
    const auto number = microsOf(now) / window;
    std::array<std::uint64_t, steps> counts{};
    std::uint64_t all = 0;
    for (const auto& place : m_windows) {
        if (number - place.number.load(relaxed) > 1)
            continue;
        for (std::size_t i = 0; i < steps; ++i) {
            counts[i] += place.counts[i].load(relaxed);
            all += place.counts[i].load(relaxed);
        }
    }
    if (all == 0)
        return std::nullopt;
    const auto wanted =
        std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(all))));
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < steps; ++i) {
        below += counts[i];
        if (below >= wanted)
            return microseconds(static_cast<std::int64_t>(std::pow(stepGrowth, static_cast<double>(i)) * 1'000.0));
    }
    return std::nullopt;
}

ArmCounts& ArmCounts::operator+=(const ArmCounts& other) {
    calls += other.calls;
    errors += other.errors;
    firstBytes += other.firstBytes;
    firstByteMicros += other.firstByteMicros;
    scores += other.scores;
    scoreSum += other.scoreSum;
    return *this;
}

ArmCounts ArmCounts::since(const ArmCounts& before) const {
    return {calls - before.calls,           errors - before.errors,
            firstBytes - before.firstBytes, firstByteMicros - before.firstByteMicros,
            scores - before.scores,         scoreSum - before.scoreSum};
}

ArmCounts ArmMeter::read() const {
    // Errors before calls, sums before counts' growth: a reader between two steps sees too few rather than too many.
    ArmCounts counts;
    counts.errors = errors.load(std::memory_order_acquire);
    counts.calls = calls.load(std::memory_order_acquire);
    counts.firstByteMicros = firstByteMicros.load(std::memory_order_acquire);
    counts.firstBytes = firstBytes.load(std::memory_order_acquire);
    counts.scoreSum = scoreSum.load(std::memory_order_acquire);
    counts.scores = scores.load(std::memory_order_acquire);
    return counts;
}

void ArmMeter::score(double value) {
    scores.fetch_add(1, relaxed);
    scoreSum.fetch_add(static_cast<std::uint64_t>(std::llround(std::clamp(value, 0.0, 1.0) * 10'000.0)),
                       std::memory_order_release);
}

void MeterBoard::equip(config::Route& route, const std::vector<config::Provider>& providers) {
    const std::lock_guard lock(m_mutex);
    const auto of = [](auto& meters, const std::string& name) {
        auto& meter = meters[name];
        if (!meter)
            meter = std::make_shared<typename std::remove_reference_t<decltype(meter)>::element_type>();
        return meter;
    };
    route.meter = of(m_routes, route.model);
    for (auto& target : route.targets) {
        target.meter = of(m_targets, providers[target.provider].id + '/' + target.model);
        target.arm = of(m_arms, route.model + '\n' + target.name);
    }
}

Metering::Metering(std::shared_ptr<TargetMeter> target, std::shared_ptr<ArmMeter> arm, const Clock& clock)
    : m_target(std::move(target)), m_arm(std::move(arm)), m_clock(&clock), m_began(clock.monotonic()) {
    if (m_target)
        m_target->inFlight.fetch_add(1, relaxed);
}

Metering& Metering::operator=(Metering&& other) noexcept {
    if (this != &other) {
        leave();
        m_target = std::move(other.m_target);
        m_arm = std::move(other.m_arm);
        m_clock = other.m_clock;
        m_began = other.m_began;
        m_answered = other.m_answered;
    }
    return *this;
}

void Metering::firstByte() {
    if (m_answered || m_clock == nullptr)
        return;
    m_answered = true;
    const auto now = m_clock->monotonic();
    const auto took = std::chrono::duration_cast<microseconds>(now - m_began);
    if (m_target)
        m_target->firstByte(took, now);
    if (m_arm) {
        m_arm->firstBytes.fetch_add(1, relaxed);
        m_arm->firstByteMicros.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_release);
    }
}

void Metering::ended(bool failed) {
    if (m_target)
        m_target->finished(failed, m_clock->monotonic());
    if (m_arm) {
        m_arm->calls.fetch_add(1, relaxed);
        if (failed)
            m_arm->errors.fetch_add(1, std::memory_order_release);
    }
    leave();
}

void Metering::leave() {
    if (m_target)
        m_target->inFlight.fetch_sub(1, relaxed);
    m_target.reset();
    m_arm.reset();
}

} // namespace gatehouse::routing
