// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/policy/budget_counter.h"
#include "core/policy/sliding_window.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

// The counters of the local ledger and how a call finds them.
namespace gatehouse::policy {

// What a team or an application has spent. Lives as long as the registry.
struct Spend {
    std::array<BudgetCounter, periodCount> periods;
};

struct TeamCounters {
    explicit TeamCounters(std::string_view id) : label("team " + std::string(id)) {}
    const std::string label; // "team research": for readings and messages
    Spend spend;
};

struct AppCounters {
    explicit AppCounters(std::string_view id) : label("app " + std::string(id)) {}
    const std::string label;
    Spend spend;
    std::atomic<std::uint64_t> inFlight{0};
    // Made when a snapshot first limits them (2 KiB each); only the registry looks at the pointers.
    std::unique_ptr<SlidingWindow> requests;
    std::unique_ptr<SlidingWindow> tokens;
};

// The counters of a snapshot's applications, by index. Immutable.
struct CounterTable {
    struct Entry {
        std::string appId;
        std::string teamId;
        AppCounters* app = nullptr;
        TeamCounters* team = nullptr;
        SlidingWindow* requests = nullptr; // null: not limited in this snapshot
        SlidingWindow* tokens = nullptr;
    };
    std::uint64_t revision = 0;
    std::vector<Entry> apps;

    // The entry of an application if this table is of that snapshot, as far as that application is concerned.
    const Entry* entry(const config::Snapshot& snapshot, std::size_t app) const;
    bool isOf(const config::Snapshot& snapshot) const;
};

// All counters by id, and the tables of the last snapshots. Locks; the hot path keeps its table (see find).
class CounterRegistry {
public:
    CounterRegistry();

    // The table entry of an application. Each thread remembers its last two tables, so it locks only when it meets a
    // snapshot for the first time. "app" must be an index of the snapshot.
    const CounterTable::Entry& find(const config::Snapshot& snapshot, std::size_t app);
    std::shared_ptr<const CounterTable> table(const config::Snapshot& snapshot);

    Spend& appSpend(std::string_view id);
    Spend& teamSpend(std::string_view id);
    const AppCounters* app(std::string_view id) const; // nullptr: never heard of
    const TeamCounters* team(std::string_view id) const;

private:
    AppCounters& appLocked(std::string_view id);
    TeamCounters& teamLocked(std::string_view id);
    std::shared_ptr<const CounterTable> build(const config::Snapshot& snapshot);

    const std::uint64_t m_id; // tells the registries of one process apart in the threads' memories
    mutable std::mutex m_mutex;
    std::map<std::string, std::unique_ptr<AppCounters>, std::less<>> m_apps;
    std::map<std::string, std::unique_ptr<TeamCounters>, std::less<>> m_teams;
    std::vector<std::shared_ptr<const CounterTable>> m_tables; // newest last
};

} // namespace gatehouse::policy
