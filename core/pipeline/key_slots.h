// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::pipeline {

// How many calls of each gateway key run, and how many of them are streams: server.limits.calls_per_key and
// streams_per_key. Shared by all I/O threads; the lock of a key's shard is held for a look-up only.
class KeySlots {
public:
    struct Limits {
        std::uint64_t calls = 16'384;
        std::uint64_t streams = 16'384;
    };
    explicit KeySlots(Limits limits) : m_limits(limits) {}

    enum class Verdict { Taken, TooManyCalls, TooManyStreams };

    // One call's place, given back when it is destroyed.
    class Slot {
    public:
        Slot() = default;
        Slot(Slot&& other) noexcept
            : m_slots(std::exchange(other.m_slots, nullptr)), m_key(std::move(other.m_key)), m_stream(other.m_stream) {}
        Slot& operator=(Slot&& other) noexcept;
        ~Slot() { giveBack(); }

    private:
        friend class KeySlots;
        void giveBack();
        KeySlots* m_slots = nullptr;
        std::string m_key;
        bool m_stream = false;
    };

    Verdict take(std::string_view key, bool stream, Slot& slot);

    // For /metrics.
    std::uint64_t callHits() const { return m_callHits.load(std::memory_order_relaxed); }
    std::uint64_t streamHits() const { return m_streamHits.load(std::memory_order_relaxed); }

private:
    struct Count {
        std::uint64_t calls = 0;
        std::uint64_t streams = 0;
    };
    struct Shard {
        std::mutex mutex;
        std::map<std::string, Count, std::less<>> counts; // of keys with calls
    };
    Shard& shardOf(std::string_view key);

    const Limits m_limits;
    std::array<Shard, 16> m_shards;
    std::atomic<std::uint64_t> m_callHits{0};
    std::atomic<std::uint64_t> m_streamHits{0};
};

} // namespace gatehouse::pipeline
