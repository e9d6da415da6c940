// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::telemetry {

// Counts of durations in microseconds, log-linear: 32 equal steps in each power of two, so that the middle of a bucket
// is at most 1/64 (1.6 %) away from any value in it; values below 32 µs are exact. Values above an hour count as one
// hour. Sparse: only buckets that hold something take memory. A value type; not thread-safe.
class Histogram {
public:
    void add(std::int64_t micros, std::uint64_t times = 1);
    void merge(const Histogram& other);

    bool empty() const { return m_count == 0; }
    std::uint64_t count() const { return m_count; }
    // The value below which the share q (0…1) of the counted values lies (nearest rank); nullopt while empty.
    std::optional<std::int64_t> quantile(double q) const;

    // Bytes for the store: a version, then (gap, count) pairs as variable-length integers.
    std::string serialise() const;
    // nullopt when the bytes are not what serialise() makes.
    static std::optional<Histogram> parse(std::string_view bytes);

    bool operator==(const Histogram&) const = default;

private:
    void addTo(std::uint16_t bucket, std::uint64_t times);

    std::vector<std::pair<std::uint16_t, std::uint64_t>> m_buckets; // sorted by bucket
    std::uint64_t m_count = 0;
};

} // namespace gatehouse::telemetry
