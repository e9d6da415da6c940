// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/key_slots.h"

namespace gatehouse::pipeline {

KeySlots::Shard& KeySlots::shardOf(std::string_view key) {
    return m_shards[std::hash<std::string_view>()(key) % m_shards.size()];
}

KeySlots::Verdict KeySlots::take(std::string_view key, bool stream, Slot& slot) {
    auto& shard = shardOf(key);
    {
        const std::scoped_lock lock(shard.mutex);
        auto found = shard.counts.find(key);
        if (found == shard.counts.end())
            found = shard.counts.emplace(key, Count{}).first;
        auto& count = found->second;
        if (count.calls >= m_limits.calls) {
            m_callHits.fetch_add(1, std::memory_order_relaxed);
            return Verdict::TooManyCalls;
        }
        if (stream && count.streams >= m_limits.streams) {
            m_streamHits.fetch_add(1, std::memory_order_relaxed);
            return Verdict::TooManyStreams;
        }
        ++count.calls;
        count.streams += stream ? 1 : 0;
    }
    slot.giveBack();
    slot.m_slots = this;
    slot.m_key = key;
    slot.m_stream = stream;
    return Verdict::Taken;
}

KeySlots::Slot& KeySlots::Slot::operator=(Slot&& other) noexcept {
    if (this == &other)
        return *this;
    giveBack();
    m_slots = std::exchange(other.m_slots, nullptr);
    m_key = std::move(other.m_key);
    m_stream = other.m_stream;
    return *this;
}

void KeySlots::Slot::giveBack() {
    if (m_slots == nullptr)
        return;
    auto& shard = m_slots->shardOf(m_key);
    m_slots = nullptr;
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.counts.find(m_key);
    found->second.streams -= m_stream ? 1 : 0;
    if (--found->second.calls == 0)
        shard.counts.erase(found);
}

} // namespace gatehouse::pipeline
