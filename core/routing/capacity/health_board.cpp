// SPDX-License-Identifier: Apache-2.0
#include "core/routing/capacity/health_board.h"

#include <functional>
#include <utility>

namespace gatehouse::routing {

HealthBoard::Entry* HealthBoard::find(std::string_view provider) const {
    return m_entries.find(std::hash<std::string_view>()(provider),
                          [&](const Entry& entry) { return entry.provider == provider; });
}

bool HealthBoard::rests(std::string_view provider) const {
    if (m_failing.load(std::memory_order_acquire) == 0)
        return false;
    const auto* entry = find(provider);
    return entry != nullptr && entry->rests.load(std::memory_order_acquire);
}

std::string HealthBoard::problem(std::string_view provider) const {
    return look(provider).last.problem;
}

std::optional<bool> HealthBoard::note(std::string_view provider, CheckResult result) {
    m_checks.fetch_add(1, std::memory_order_relaxed);
    auto* entry = m_entries.findOrMake(
        std::hash<std::string_view>()(provider), [&](const Entry& other) { return other.provider == provider; },
        provider);
    if (entry == nullptr)
        return std::nullopt;
    const bool well = result.well;
    const std::scoped_lock lock(entry->mutex);
    auto& look = entry->look;
    look.state = well ? Look::State::Well : Look::State::Failing;
    look.failures = well ? 0 : look.failures + 1;
    look.last = std::move(result);
    if (entry->rests.exchange(!well, std::memory_order_acq_rel) == !well)
        return std::nullopt;
    m_failing.fetch_add(well ? -1 : 1, std::memory_order_acq_rel);
    return well;
}

void HealthBoard::forget(Entry& entry) {
    const std::scoped_lock lock(entry.mutex);
    entry.look = Look();
    if (entry.rests.exchange(false, std::memory_order_acq_rel))
        m_failing.fetch_sub(1, std::memory_order_acq_rel);
}

void HealthBoard::publish(const config::Snapshot& snapshot) {
    m_entries.each([&](Entry& entry) {
        const auto* provider = snapshot.provider(entry.provider);
        if (provider == nullptr || !provider->enabled || provider->health.check == config::HealthCheck::None)
            forget(entry);
    });
}

HealthBoard::Look HealthBoard::look(std::string_view provider) const {
    const auto* entry = find(provider);
    if (entry == nullptr)
        return {};
    const std::scoped_lock lock(entry->mutex);
    return entry->look;
}

} // namespace gatehouse::routing
