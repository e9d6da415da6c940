// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace gatehouse::telemetry {
namespace {

constexpr unsigned stepBits = 5; // 32 steps in each power of two
constexpr std::int64_t steps = 1 << stepBits;
constexpr std::int64_t longest = 3'600'000'000; // an hour
constexpr char formatVersion = 1;

std::uint16_t bucketOf(std::int64_t micros) {
    const auto value = static_cast<std::uint64_t>(std::clamp<std::int64_t>(micros, 0, longest));
    if (value < steps)
        return static_cast<std::uint16_t>(value);
    const auto shift = static_cast<unsigned>(std::bit_width(value)) - 1U - stepBits;
    return static_cast<std::uint16_t>(((shift + 1U) << stepBits) + ((value >> shift) & (steps - 1U)));
}

std::int64_t middleOf(std::uint16_t bucket) {
    if (bucket < steps)
        return bucket;
    const unsigned shift = (bucket >> stepBits) - 1U;
    const std::int64_t low = (steps + (bucket & (steps - 1))) << shift;
    return std::min(longest, low + ((std::int64_t{1} << shift) - 1) / 2);
}

const std::uint16_t lastBucket = bucketOf(longest);

void appendVarint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>((value & 0x7FU) | 0x80U);
        value >>= 7U;
    }
    out += static_cast<char>(value);
}

std::optional<std::uint64_t> takeVarint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if ((byte & 0x80U) == 0)
            return value;
    }
    return std::nullopt;
}

} // namespace

void Histogram::addTo(std::uint16_t bucket, std::uint64_t times) {
    const auto place = std::lower_bound(m_buckets.begin(), m_buckets.end(), bucket,
                                        [](const auto& entry, std::uint16_t wanted) { return entry.first < wanted; });
    if (place != m_buckets.end() && place->first == bucket)
        place->second += times;
    else
        m_buckets.insert(place, {bucket, times});
    m_count += times;
}

void Histogram::add(std::int64_t micros, std::uint64_t times) {
    if (times != 0)
        addTo(bucketOf(micros), times);
}

void Histogram::merge(const Histogram& other) {
    if (m_buckets.empty()) {
        *this = other;
        return;
    }
    for (const auto& [bucket, times] : other.m_buckets)
        addTo(bucket, times);
}

std::optional<std::int64_t> Histogram::quantile(double q) const {
    if (m_count == 0)
        return std::nullopt;
    const double wanted = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(m_count));
    const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(wanted));
    std::uint64_t seen = 0;
    for (const auto& [bucket, times] : m_buckets) {
        seen += times;
        if (seen >= rank)
            return middleOf(bucket);
    }
    return middleOf(m_buckets.back().first);
}

std::string Histogram::serialise() const {
    std::string out(1, formatVersion);
    std::uint16_t previous = 0;
    for (const auto& [bucket, times] : m_buckets) {
        appendVarint(out, static_cast<std::uint64_t>(bucket - previous));
        appendVarint(out, times);
        previous = bucket;
    }
    return out;
}

std::optional<Histogram> Histogram::parse(std::string_view bytes) {
    if (bytes.empty() || bytes.front() != formatVersion)
        return std::nullopt;
    bytes.remove_prefix(1);
    Histogram out;
    std::uint64_t bucket = 0;
    while (!bytes.empty()) {
        const auto gap = takeVarint(bytes);
        const auto times = takeVarint(bytes);
        const bool repeated = gap && *gap == 0 && !out.m_buckets.empty();
        if (!gap || !times || *times == 0 || repeated || *gap > lastBucket || bucket + *gap > lastBucket)
            return std::nullopt;
        bucket += *gap;
        out.m_buckets.emplace_back(static_cast<std::uint16_t>(bucket), *times);
        out.m_count += *times;
    }
    return out;
}

} // namespace gatehouse::telemetry
