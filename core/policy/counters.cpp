// SPDX-License-Identifier: Apache-2.0
#include "core/policy/counters.h"

#include <algorithm>
#include <utility>

namespace gatehouse::policy {
namespace {

constexpr std::size_t tablesKept = 8;

std::uint64_t nextRegistryId() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

// What a thread found last, the newest first. Two, because around a change calls with the old and the new snapshot mix.
struct Remembered {
    std::uint64_t registry = 0;
    std::shared_ptr<const CounterTable> table;
};
thread_local std::array<Remembered, 2> remembered;

std::string_view teamIdOf(const config::Snapshot& snapshot, const config::App& app) {
    return app.team < snapshot.teams.size() ? std::string_view(snapshot.teams[app.team].id) : std::string_view();
}

bool fits(const CounterTable::Entry& entry, const config::Snapshot& snapshot, const config::App& app) {
    return entry.appId == app.id && entry.teamId == teamIdOf(snapshot, app) &&
           (entry.requests != nullptr || app.limits.requestsPerMinute == 0) &&
           (entry.tokens != nullptr || app.limits.tokensPerMinute == 0);
}

} // namespace

const CounterTable::Entry* CounterTable::entry(const config::Snapshot& snapshot, std::size_t app) const {
    // The revision alone would do for published snapshots; the rest keeps a caller that reuses one from wrong counters.
    if (revision != snapshot.revision || app >= apps.size() || !fits(apps[app], snapshot, snapshot.apps[app]))
        return nullptr;
    return &apps[app];
}

bool CounterTable::isOf(const config::Snapshot& snapshot) const {
    return revision == snapshot.revision && apps.size() == snapshot.apps.size() &&
           std::equal(apps.begin(), apps.end(), snapshot.apps.begin(),
                      [&snapshot](const Entry& entry, const config::App& app) { return fits(entry, snapshot, app); });
}

CounterRegistry::CounterRegistry() : m_id(nextRegistryId()) {}

const CounterTable::Entry& CounterRegistry::find(const config::Snapshot& snapshot, std::size_t app) {
    for (const auto& memory : remembered) {
        if (memory.registry != m_id)
            continue;
        if (const auto* entry = memory.table->entry(snapshot, app))
            return *entry;
    }
    remembered[1] = std::move(remembered[0]);
    remembered[0] = {m_id, table(snapshot)};
    return remembered[0].table->apps[app];
}

std::shared_ptr<const CounterTable> CounterRegistry::table(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    for (auto table = m_tables.rbegin(); table != m_tables.rend(); ++table) {
        if ((*table)->isOf(snapshot))
            return *table;
    }
    auto made = build(snapshot);
    if (m_tables.size() == tablesKept)
        m_tables.erase(m_tables.begin());
    m_tables.push_back(made);
    return made;
}

std::shared_ptr<const CounterTable> CounterRegistry::build(const config::Snapshot& snapshot) {
    auto table = std::make_shared<CounterTable>();
    table->revision = snapshot.revision;
    table->apps.reserve(snapshot.apps.size());
    for (const auto& app : snapshot.apps) {
        CounterTable::Entry entry;
        entry.appId = app.id;
        entry.teamId = std::string(teamIdOf(snapshot, app));
        entry.app = &appLocked(app.id);
        entry.team = &teamLocked(entry.teamId);
        if (app.limits.requestsPerMinute != 0) {
            if (!entry.app->requests)
                entry.app->requests = std::make_unique<SlidingWindow>();
            entry.requests = entry.app->requests.get();
        }
        if (app.limits.tokensPerMinute != 0) {
            if (!entry.app->tokens)
                entry.app->tokens = std::make_unique<SlidingWindow>();
            entry.tokens = entry.app->tokens.get();
        }
        table->apps.push_back(std::move(entry));
    }
    return table;
}

AppCounters& CounterRegistry::appLocked(std::string_view id) {
    auto found = m_apps.find(id);
    if (found == m_apps.end())
        found = m_apps.emplace(std::string(id), std::make_unique<AppCounters>(id)).first;
    return *found->second;
}

TeamCounters& CounterRegistry::teamLocked(std::string_view id) {
    auto found = m_teams.find(id);
    if (found == m_teams.end())
        found = m_teams.emplace(std::string(id), std::make_unique<TeamCounters>(id)).first;
    return *found->second;
}

Spend& CounterRegistry::appSpend(std::string_view id) {
    const std::lock_guard lock(m_mutex);
    return appLocked(id).spend;
}

Spend& CounterRegistry::teamSpend(std::string_view id) {
    const std::lock_guard lock(m_mutex);
    return teamLocked(id).spend;
}

const AppCounters* CounterRegistry::app(std::string_view id) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_apps.find(id);
    return found == m_apps.end() ? nullptr : found->second.get();
}

const TeamCounters* CounterRegistry::team(std::string_view id) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_teams.find(id);
    return found == m_teams.end() ? nullptr : found->second.get();
}

} // namespace gatehouse::policy
