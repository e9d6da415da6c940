// SPDX-License-Identifier: Apache-2.0
#include "core/routing/first_byte_times.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace gatehouse::routing {
namespace {

constexpr std::uint32_t enough = 20;    // times, to speak of a percentile
constexpr std::uint32_t halvedAt = 512; // so that what is long ago fades
constexpr int tenthsOfALeave = 10;
constexpr int mostTenths = 100;

// Four steps to each doubling of a millisecond.
std::size_t bucketOf(std::chrono::microseconds time, std::size_t buckets) {
    const double millis = std::max(1.0, static_cast<double>(time.count()) / 1000.0);
    return std::min(static_cast<std::size_t>(std::log2(millis) * 4), buckets - 1);
}

std::chrono::milliseconds upperEnd(std::size_t bucket) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(std::exp2((bucket + 1) / 4.0))));
}

} // namespace

FirstByteTimes::FirstByteTimes() : m_times(std::make_unique<std::array<Times, places>>()) {}
FirstByteTimes::~FirstByteTimes() = default;

std::size_t FirstByteTimes::placeOf(std::string_view provider, std::string_view model) {
    const std::hash<std::string_view> hash;
    return (hash(provider) * 31 + hash(model)) % places;
}

void FirstByteTimes::note(std::string_view provider, std::string_view model, std::chrono::microseconds time) {
    auto& times = (*m_times)[placeOf(provider, model)];
    times.counts[bucketOf(time, buckets)].fetch_add(1, std::memory_order_relaxed);
    if (times.total.fetch_add(1, std::memory_order_relaxed) + 1 < halvedAt)
        return;
    std::uint32_t left = 0;
    for (auto& count : times.counts) {
        const auto half = count.load(std::memory_order_relaxed) / 2;
        count.store(half, std::memory_order_relaxed);
        left += half;
    }
    times.total.store(left, std::memory_order_relaxed);
}

std::optional<std::chrono::milliseconds> FirstByteTimes::percentile(std::string_view provider, std::string_view model,
                                                                    int percent) const {
    const auto& times = (*m_times)[placeOf(provider, model)];
    std::array<std::uint32_t, buckets> counts{};
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < buckets; ++i)
        total += counts[i] = times.counts[i].load(std::memory_order_relaxed);
    if (total < enough)
        return std::nullopt;
    std::uint64_t within = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
        within += counts[i];
        if (within * 100 >= total * static_cast<std::uint64_t>(percent))
            return upperEnd(i);
    }
    return upperEnd(buckets - 1);
}

void FirstByteTimes::count() {
    if (m_tenths.load(std::memory_order_relaxed) < mostTenths)
        m_tenths.fetch_add(1, std::memory_order_relaxed);
}

bool FirstByteTimes::mayDouble() {
    if (m_tenths.fetch_sub(tenthsOfALeave, std::memory_order_relaxed) >= tenthsOfALeave)
        return true;
    m_tenths.fetch_add(tenthsOfALeave, std::memory_order_relaxed);
    return false;
}

} // namespace gatehouse::routing
