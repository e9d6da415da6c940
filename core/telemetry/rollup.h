// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/telemetry/call_record.h"
#include "core/telemetry/histogram.h"
#include "core/telemetry/named_spend.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace gatehouse::telemetry {

// What roll-ups are kept by. "pretend" is a dimension so that demo money can never be summed with real money.
struct Dimensions {
    std::string provider;
    std::string model; // served
    std::string route;
    std::string team;
    std::string app;
    std::string key;
    std::string dialect; // the client's
    int status = 0;
    ErrorClass errorClass = ErrorClass::None;
    bool pretend = false;
    std::string api;    // published, that was called
    std::string prompt; // "sentiment@3"

    static Dimensions of(const CallRecord& record);
    bool operator==(const Dimensions&) const = default;
};

struct DimensionsHash {
    std::size_t operator()(const Dimensions& dimensions) const noexcept;
};

// The model name under which calls are counted once too many different names were seen (see RollupDelta).
inline constexpr std::string_view otherModel = "(other)";

// What is summed. Money saturates, so a sum can be too small but never negative by overflow.
struct RollupValues {
    std::int64_t calls = 0;
    std::int64_t errors = 0; // calls whose error class is not None
    std::int64_t inputTokens = 0;
    std::int64_t cachedInputTokens = 0;
    std::int64_t cacheWriteTokens = 0;
    std::int64_t outputTokens = 0;
    std::int64_t reasoningTokens = 0; // part of output
    std::int64_t estimatedCalls = 0;  // whose tokens were estimated
    Money cost;                       // of the calls whose cost is known
    std::int64_t unknownCostCalls = 0;
    std::int64_t bytesIn = 0;
    std::int64_t bytesOut = 0;
    Histogram total;     // of the calls that were not refused
    Histogram firstByte; // of those that sent a first byte

    void add(const CallRecord& record);
    void merge(const RollupValues& other);
    bool operator==(const RollupValues&) const = default;
};

inline constexpr std::int64_t microsPerMinute = 60'000'000;
inline constexpr std::int64_t microsPerHour = 60 * microsPerMinute;
inline constexpr std::int64_t microsPerDay = 24 * microsPerHour;

// The start of the step that holds the time; also right for times before 1970.
WallMicros floorTo(WallMicros time, std::int64_t stepMicros);

struct RollupKey {
    WallMicros bucket = 0; // start, UTC
    Dimensions dimensions;
    bool operator==(const RollupKey&) const = default;
};

struct RollupKeyHash {
    std::size_t operator()(const RollupKey& key) const noexcept;
};

// Sums by minute and dimensions that still have to be written. A model name can be chosen by a client, so the table is
// bounded: from "most" keys on, new ones are counted under otherModel; money is kept whatever happens. Not thread-safe.
class RollupDelta {
public:
    explicit RollupDelta(std::size_t most = 4096) : m_most(most) {}

    void add(const CallRecord& record);
    void merge(const RollupDelta& other);
    void clear() {
        m_sums.clear();
        m_named = {};
    }
    bool empty() const { return m_sums.empty(); }
    const std::unordered_map<RollupKey, RollupValues, RollupKeyHash>& sums() const { return m_sums; }
    const NamedSpend& named() const { return m_named; }

private:
    RollupValues& slot(RollupKey key);

    std::size_t m_most;
    std::unordered_map<RollupKey, RollupValues, RollupKeyHash> m_sums;
    NamedSpend m_named;
};

} // namespace gatehouse::telemetry
