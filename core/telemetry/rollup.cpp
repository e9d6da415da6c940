// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/rollup.h"

#include <functional>
#include <utility>

namespace gatehouse::telemetry {
namespace {

void mix(std::size_t& seed, std::size_t value) {
    seed ^= value + 0x9e3779b97f4a7c15ULL + (seed << 6U) + (seed >> 2U);
}

} // namespace

Dimensions Dimensions::of(const CallRecord& record) {
    return {record.provider, record.modelServed, record.route,      record.team,    record.app, record.key,
            record.dialect,  record.status,      record.errorClass, record.pretend, record.api, record.prompt};
}

std::size_t DimensionsHash::operator()(const Dimensions& dimensions) const noexcept {
    const std::hash<std::string> text;
    std::size_t seed = static_cast<std::size_t>(dimensions.status) * 64U +
                       static_cast<std::size_t>(dimensions.errorClass) * 2U + (dimensions.pretend ? 1U : 0U);
    mix(seed, text(dimensions.provider));
    mix(seed, text(dimensions.model));
    mix(seed, text(dimensions.route));
    mix(seed, text(dimensions.team));
    mix(seed, text(dimensions.app));
    mix(seed, text(dimensions.key));
    mix(seed, text(dimensions.dialect));
    mix(seed, text(dimensions.api));
    mix(seed, text(dimensions.prompt));
    return seed;
}

std::size_t RollupKeyHash::operator()(const RollupKey& key) const noexcept {
    std::size_t seed = DimensionsHash()(key.dimensions);
    mix(seed, static_cast<std::size_t>(key.bucket));
    return seed;
}

WallMicros floorTo(WallMicros time, std::int64_t stepMicros) {
    const auto rest = time % stepMicros;
    return time - rest - (rest < 0 ? stepMicros : 0);
}

void RollupValues::add(const CallRecord& record) {
    ++calls;
    errors += record.errorClass != ErrorClass::None ? 1 : 0;
    inputTokens += record.tokens.input;
    cachedInputTokens += record.tokens.cachedInput;
    cacheWriteTokens += record.tokens.cacheWrite;
    outputTokens += record.tokens.output;
    reasoningTokens += record.tokens.reasoning;
    estimatedCalls += record.tokens.estimated ? 1 : 0;
    bytesIn += record.bytesIn;
    bytesOut += record.bytesOut;
    if (record.cost)
        cost += *record.cost;
    else if (record.outcome != Outcome::Refused)
        ++unknownCostCalls;
    if (record.outcome == Outcome::Refused)
        return;
    total.add(record.totalMicros);
    if (record.firstByteMicros > 0)
        firstByte.add(record.firstByteMicros);
}

void RollupValues::merge(const RollupValues& other) {
    calls += other.calls;
    errors += other.errors;
    inputTokens += other.inputTokens;
    cachedInputTokens += other.cachedInputTokens;
    cacheWriteTokens += other.cacheWriteTokens;
    outputTokens += other.outputTokens;
    reasoningTokens += other.reasoningTokens;
    estimatedCalls += other.estimatedCalls;
    cost += other.cost;
    unknownCostCalls += other.unknownCostCalls;
    bytesIn += other.bytesIn;
    bytesOut += other.bytesOut;
    total.merge(other.total);
    firstByte.merge(other.firstByte);
}

RollupValues& RollupDelta::slot(RollupKey key) {
    const auto found = m_sums.find(key);
    if (found != m_sums.end())
        return found->second;
    // All other dimensions are names of the configuration or small sets; only the model may be a client's invention.
    if (m_sums.size() >= m_most && !key.dimensions.model.empty())
        key.dimensions.model = otherModel;
    return m_sums[std::move(key)];
}

void RollupDelta::add(const CallRecord& record) {
    slot({floorTo(record.startedAt, microsPerMinute), Dimensions::of(record)}).add(record);
    m_named.add(record);
}

void RollupDelta::merge(const RollupDelta& other) {
    for (const auto& [key, values] : other.m_sums)
        slot(key).merge(values);
    m_named.merge(other.m_named);
}

} // namespace gatehouse::telemetry
