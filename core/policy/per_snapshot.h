// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace gatehouse::policy {

// What is worked out once of a snapshot and read at every call: which counters its applications have, say. Each thread
// remembers what it found last, so it locks only when it meets a snapshot for the first time. A snapshot is known by
// its number and revision; tables are immutable.
template <typename Table>
class PerSnapshot {
public:
    using Build = std::function<std::shared_ptr<const Table>(const config::Snapshot&)>;
    explicit PerSnapshot(Build build) : m_build(std::move(build)) {}

    // Lives until the thread has met two other snapshots. Any thread.
    const Table& find(const config::Snapshot& snapshot) {
        auto& memories = remembered();
        for (const auto& memory : memories) {
            if (memory.owner == m_id && memory.made.isOf(snapshot))
                return *memory.made.table;
        }
        memories[1] = std::move(memories[0]);
        memories[0] = {m_id, make(snapshot)};
        return *memories[0].made.table;
    }

    // Ahead of the calls, on the control thread. Any thread.
    void prepare(const config::Snapshot& snapshot) { (void)make(snapshot); }

private:
    struct Made {
        std::uint64_t number = 0;
        std::uint64_t revision = 0;
        std::shared_ptr<const Table> table;
        bool isOf(const config::Snapshot& snapshot) const {
            return number == snapshot.number.value() && revision == snapshot.revision;
        }
    };
    Made make(const config::Snapshot& snapshot) {
        const std::lock_guard lock(m_mutex);
        const auto found = std::find_if(m_tables.rbegin(), m_tables.rend(),
                                        [&snapshot](const Made& made) { return made.isOf(snapshot); });
        if (found != m_tables.rend())
            return *found;
        if (m_tables.size() == tablesKept)
            m_tables.erase(m_tables.begin());
        return m_tables.emplace_back(Made{snapshot.number.value(), snapshot.revision, m_build(snapshot)});
    }

    static constexpr std::size_t tablesKept = 8;
    // Two, because around a change calls with the old and the new snapshot mix.
    struct Remembered {
        std::uint64_t owner = 0;
        Made made;
    };
    static std::array<Remembered, 2>& remembered() {
        thread_local std::array<Remembered, 2> memories;
        return memories;
    }
    static std::uint64_t nextId() {
        static std::atomic<std::uint64_t> last{0};
        return ++last;
    }

    const std::uint64_t m_id = nextId(); // tells the owners of one process apart in the threads' memories
    const Build m_build;
    std::mutex m_mutex;
    std::vector<Made> m_tables; // the newest last
};

} // namespace gatehouse::policy
