// SPDX-License-Identifier: Apache-2.0
#include "core/cache/vector_index.h"

// Its functions are not inline: this is the only file that may include it.
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <numeric>

namespace gatehouse::cache {
namespace {

constexpr std::size_t fewEntries = 128;
constexpr std::size_t firstRoom = 1024;
constexpr std::size_t links = 16;
constexpr std::size_t careInBuilding = 100;
constexpr std::size_t careInSearch = 64;

float product(const Vector& a, const Vector& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
}

} // namespace

// hnswlib's distance of vectors of length 1 is 1 - cosine.
class VectorIndex::Graph {
public:
    Graph(std::size_t dimensions, std::size_t room)
        : m_space(dimensions), m_graph(&m_space, std::max(room, firstRoom), links, careInBuilding) {
        m_graph.setEf(careInSearch);
    }
    void add(std::size_t label, const Vector& vector) {
        if (m_graph.cur_element_count >= m_graph.max_elements_ && label >= m_graph.cur_element_count)
            m_graph.resizeIndex(m_graph.max_elements_ * 2);
        m_graph.addPoint(vector.data(), label);
    }
    void remove(std::size_t label) {
        m_graph.markDelete(label);
        m_free.push_back(label);
    }
    // The place of one that was removed; adding to it there moves it.
    std::optional<std::size_t> freeLabel() {
        if (m_free.empty())
            return std::nullopt;
        const auto label = m_free.back();
        m_free.pop_back();
        return label;
    }
    bool worn() const { return m_free.size() > firstRoom / 2 && m_free.size() * 2 > m_graph.cur_element_count; }
    std::optional<std::pair<std::size_t, float>> nearest(const Vector& vector) const {
        auto found = m_graph.searchKnn(vector.data(), 1);
        if (found.empty())
            return std::nullopt;
        return std::pair(static_cast<std::size_t>(found.top().second), 1.0F - found.top().first);
    }

private:
    hnswlib::InnerProductSpace m_space;
    hnswlib::HierarchicalNSW<float> m_graph;
    std::vector<std::size_t> m_free;
};

VectorIndex::VectorIndex(std::size_t dimensions) : m_dimensions(dimensions) {}
VectorIndex::~VectorIndex() = default;
VectorIndex::VectorIndex(VectorIndex&&) noexcept = default;
VectorIndex& VectorIndex::operator=(VectorIndex&&) noexcept = default;

void VectorIndex::add(EntryPtr entry) {
    if (entry->vector.size() != m_dimensions)
        return;
    removeKey(entry->key);
    const auto label = (m_graph ? m_graph->freeLabel() : std::nullopt).value_or(m_next);
    m_next = std::max(m_next, label + 1);
    m_labels.emplace(entry->key, label);
    if (m_graph)
        m_graph->add(label, entry->vector);
    m_entries.emplace(label, std::move(entry));
    if (!m_graph && m_entries.size() > fewEntries)
        rebuild();
}

void VectorIndex::remove(const EntryPtr& entry) {
    const auto found = m_labels.find(entry->key);
    if (found != m_labels.end() && m_entries[found->second] == entry)
        removeKey(entry->key);
}

void VectorIndex::removeKey(const Digest& key) {
    const auto found = m_labels.find(key);
    if (found == m_labels.end())
        return;
    if (m_graph)
        m_graph->remove(found->second);
    m_entries.erase(found->second);
    m_labels.erase(found);
    if (m_graph && m_graph->worn())
        rebuild();
}

void VectorIndex::rebuild() {
    m_graph.reset();
    if (m_entries.size() <= fewEntries)
        return;
    m_graph = std::make_unique<Graph>(m_dimensions, m_entries.size() * 2);
    // Labels from 0 again: the graph's room goes by them.
    std::unordered_map<std::size_t, EntryPtr> entries;
    for (auto& [old, entry] : m_entries) {
        const auto label = entries.size();
        m_graph->add(label, entry->vector);
        m_labels[entry->key] = label;
        entries.emplace(label, std::move(entry));
    }
    m_entries = std::move(entries);
    m_next = m_entries.size();
}

std::optional<Nearest> VectorIndex::nearest(const Vector& vector) const {
    if (vector.size() != m_dimensions)
        return std::nullopt;
    if (m_graph) {
        const auto found = m_graph->nearest(vector);
        const auto entry = found ? m_entries.find(found->first) : m_entries.end();
        if (entry == m_entries.end())
            return std::nullopt;
        return Nearest{entry->second, found->second};
    }
    std::optional<Nearest> best;
    for (const auto& [label, entry] : m_entries) {
        const float likeness = product(entry->vector, vector);
        if (!best || likeness > best->likeness)
            best = Nearest{entry, likeness};
    }
    return best;
}

} // namespace gatehouse::cache
