// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/entry.h"

#include <memory>
#include <optional>
#include <unordered_map>

namespace gatehouse::cache {

struct Nearest {
    EntryPtr entry;
    float likeness = 0; // cosine
};

// Entries by where their texts lie. A few are compared one by one; many stand in a graph (hnswlib: Malkov, Yashunin,
// "Efficient and robust approximate nearest neighbor search using HNSW graphs"). Places of those that were removed are
// taken by later ones; where more than half are free, the graph is made anew. One thread; adding to a large one takes
// about 1 ms.
class VectorIndex {
public:
    explicit VectorIndex(std::size_t dimensions);
    ~VectorIndex();
    VectorIndex(VectorIndex&&) noexcept;
    VectorIndex& operator=(VectorIndex&&) noexcept;

    // In the place of one of the same key. One of another length is left out.
    void add(EntryPtr entry);
    // That very entry; not one that came in its place.
    void remove(const EntryPtr& entry);
    std::optional<Nearest> nearest(const Vector& vector) const;
    std::size_t size() const { return m_labels.size(); }

private:
    class Graph;
    void removeKey(const Digest& key);
    void rebuild();

    std::size_t m_dimensions;
    std::size_t m_next = 0; // label
    std::unordered_map<Digest, std::size_t, DigestHash> m_labels;
    std::unordered_map<std::size_t, EntryPtr> m_entries; // by label
    std::unique_ptr<Graph> m_graph;                      // null while they are few
};

} // namespace gatehouse::cache
