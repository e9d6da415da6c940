// SPDX-License-Identifier: Apache-2.0
#include "core/store/named_spend.h"

namespace gatehouse::store {

Result<void> NamedSpendTable::prepare() {
    auto upsert = m_connection.prepare(
        QStringLiteral("INSERT INTO named_spend (kind, name, day, node, cost_pico) VALUES (?, ?, ?, ?, ?) "
                       "ON CONFLICT (kind, name, day, node) DO UPDATE SET "
                       "cost_pico = named_spend.cost_pico + excluded.cost_pico"));
    if (!upsert)
        return tl::unexpected(upsert.error());
    m_upsert = std::move(*upsert);
    return {};
}

void NamedSpendTable::add(const telemetry::NamedSpend& sums) {
    m_added.merge(sums);
}

void NamedSpendTable::add(const telemetry::CallRecord& record) {
    m_added.add(record);
}

// In the order of their keys: two gateways on one PostgreSQL never wait for each other in a circle.
Result<void> NamedSpendTable::flush() {
    for (const auto& [place, cost] : m_added.sums()) {
        m_upsert->text(nameOf(place.kind)).text(place.name).number(place.day).number(m_connection.node());
        if (auto done = m_upsert->number(cost.pico()).run(); !done)
            return done;
    }
    m_added = {};
    return {};
}

Result<void> readNamedSpend(Connection& connection, WallMicros from, Spend& out) {
    auto query = connection.prepare(QStringLiteral("SELECT kind, name, cost_pico FROM named_spend WHERE day >= ?"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->number(telemetry::floorTo(from, telemetry::microsPerDay)).run(); !run)
        return tl::unexpected(run.error());
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return {};
        const auto kind = query->textAt(0);
        auto& sums = kind == nameOf(telemetry::NamedKind::Tag)            ? out.byTag
                     : kind == nameOf(telemetry::NamedKind::Subscription) ? out.bySubscription
                                                                          : out.byModel;
        sums[query->textAt(1)] += Money::fromPico(query->numberAt(2));
    }
}

} // namespace gatehouse::store
