// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/named_spend.h"

#include "core/base/text.h"
#include "core/telemetry/rollup.h"

#include <algorithm>
#include <set>

namespace gatehouse::telemetry {

void NamedSpend::add(const CallRecord& record) {
    if (record.pretend || !record.cost || *record.cost == Money())
        return;
    const auto day = floorTo(record.startedAt, microsPerDay);
    if (!record.modelAsked.empty())
        m_sums[{NamedKind::Model, record.modelAsked, day}] += *record.cost;
    if (!record.subscription.empty())
        m_sums[{NamedKind::Subscription, record.subscription, day}] += *record.cost;
    std::set<std::string_view> seen; // one that stands there twice counts once
    std::string_view tags = record.tags;
    while (!tags.empty()) {
        const auto end = std::min(tags.find(','), tags.size());
        const auto tag = trim(tags.substr(0, end));
        if (!tag.empty() && seen.insert(tag).second)
            m_sums[{NamedKind::Tag, std::string(tag), day}] += *record.cost;
        tags.remove_prefix(std::min(end + 1, tags.size()));
    }
}

void NamedSpend::merge(const NamedSpend& other) {
    for (const auto& [place, cost] : other.m_sums)
        m_sums[place] += cost;
}

} // namespace gatehouse::telemetry
