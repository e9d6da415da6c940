// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace gatehouse::routing {

// A hash table that only grows: what was found once stays where it is for the table's life, so that threads share it
// without locks. At most "most" entries; beyond it nothing more is made.
template <typename Entry, std::size_t buckets>
class StableTable {
public:
    explicit StableTable(std::size_t most) : m_most(most) {}
    StableTable(const StableTable&) = delete;
    StableTable& operator=(const StableTable&) = delete;
    ~StableTable() {
        for (auto& bucket : m_buckets) {
            std::unique_ptr<Node> node(bucket.load());
            while (node)
                node.reset(node->next);
        }
    }

    template <typename Matches>
    Entry* find(std::uint64_t hash, const Matches& matches) const {
        for (auto* node = m_buckets[hash % buckets].load(std::memory_order_acquire); node != nullptr;
             node = node->next) {
            if (node->hash == hash && matches(node->entry))
                return &node->entry;
        }
        return nullptr;
    }

    // Makes one of these arguments where there is none. Null: the table is full.
    template <typename Matches, typename... Arguments>
    Entry* findOrMake(std::uint64_t hash, const Matches& matches, Arguments&&... arguments) {
        auto& bucket = m_buckets[hash % buckets];
        auto* first = bucket.load(std::memory_order_acquire); // before the search: what comes later is seen below
        if (auto* found = find(hash, matches))
            return found;
        if (m_size.load(std::memory_order_relaxed) >= m_most)
            return nullptr;
        auto made = std::make_unique<Node>(hash, std::forward<Arguments>(arguments)...);
        made->next = first;
        while (!bucket.compare_exchange_weak(made->next, made.get(), std::memory_order_acq_rel)) {
            if (auto* other = find(hash, matches)) // another thread was first
                return other;
        }
        m_size.fetch_add(1, std::memory_order_relaxed);
        return &made.release()->entry;
    }

    template <typename Visit>
    void each(const Visit& visit) const {
        for (const auto& bucket : m_buckets) {
            for (auto* node = bucket.load(std::memory_order_acquire); node != nullptr; node = node->next)
                visit(node->entry);
        }
    }

private:
    struct Node {
        template <typename... Arguments>
        explicit Node(std::uint64_t h, Arguments&&... arguments)
            : hash(h), entry(std::forward<Arguments>(arguments)...) {}
        const std::uint64_t hash;
        Node* next = nullptr;
        Entry entry;
    };
    const std::size_t m_most;
    std::atomic<std::size_t> m_size{0};
    std::array<std::atomic<Node*>, buckets> m_buckets{};
};

} // namespace gatehouse::routing
