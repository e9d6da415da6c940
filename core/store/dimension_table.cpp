// SPDX-License-Identifier: Apache-2.0
#include "core/store/dimension_table.h"

#include "core/store/node.h"
#include "core/telemetry/call_json.h"

#include <algorithm>
#include <utility>

namespace gatehouse::store {

using telemetry::Dimensions;

namespace {

bool areOf(const Dimensions& dimensions, const telemetry::CallRecord& record) {
    return dimensions.provider == record.provider && dimensions.model == record.modelServed &&
           dimensions.route == record.route && dimensions.team == record.team && dimensions.app == record.app &&
           dimensions.key == record.key && dimensions.dialect == record.dialect && dimensions.status == record.status &&
           dimensions.errorClass == record.errorClass && dimensions.pretend == record.pretend &&
           dimensions.api == record.api && dimensions.prompt == record.prompt;
}

} // namespace

Result<void> DimensionTable::load() {
    auto query = m_connection.prepare(
        QStringLiteral("SELECT id, provider, model, route, team, app, key_id, dialect, status, error_class, pretend, "
                       "api, prompt FROM dimensions WHERE id >= ? AND id < ?"));
    if (!query)
        return tl::unexpected(query.error());
    const auto range = dimensionRange(m_connection.node());
    m_next = range.first;
    if (auto run = query->number(range.first).number(range.end).run(); !run)
        return run;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        Dimensions dimensions;
        dimensions.provider = query->textAt(1);
        dimensions.model = query->textAt(2);
        dimensions.route = query->textAt(3);
        dimensions.team = query->textAt(4);
        dimensions.app = query->textAt(5);
        dimensions.key = query->textAt(6);
        dimensions.dialect = query->textAt(7);
        dimensions.status = static_cast<int>(query->numberAt(8));
        dimensions.errorClass = telemetry::errorClassNamed(query->textAt(9)).value_or(telemetry::ErrorClass::Internal);
        dimensions.pretend = query->numberAt(10) != 0;
        dimensions.api = query->textAt(11);
        dimensions.prompt = query->textAt(12);
        const auto id = query->numberAt(0);
        m_ids.emplace(std::move(dimensions), id);
        m_next = std::max(m_next, id + 1);
    }
    auto insert = m_connection.prepare(
        QStringLiteral("INSERT INTO dimensions (id, provider, model, route, team, app, key_id, dialect, status, "
                       "error_class, pretend, api, prompt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    if (!insert)
        return tl::unexpected(insert.error());
    m_insert = std::move(*insert);
    return {};
}

Result<std::int64_t> DimensionTable::idOf(const Dimensions& dimensions) {
    const auto found = m_ids.find(dimensions);
    if (found != m_ids.end())
        return found->second;
    if (!full() || dimensions.model.empty() || dimensions.model == telemetry::otherModel)
        return insert(dimensions);
    auto other = dimensions;
    other.model = telemetry::otherModel;
    return idOf(other);
}

Result<std::int64_t> DimensionTable::idOf(const telemetry::CallRecord& record) {
    if (m_lastId && areOf(m_last, record))
        return *m_lastId;
    m_lastId.reset();
    m_last = Dimensions::of(record);
    auto found = idOf(m_last);
    if (found)
        m_lastId = *found;
    return found;
}

Result<std::int64_t> DimensionTable::insert(const Dimensions& dimensions) {
    m_insert->number(m_next).text(dimensions.provider).text(dimensions.model).text(dimensions.route);
    m_insert->text(dimensions.team).text(dimensions.app).text(dimensions.key).text(dimensions.dialect);
    m_insert->number(dimensions.status).text(nameOf(dimensions.errorClass)).number(dimensions.pretend ? 1 : 0);
    m_insert->text(dimensions.api).text(dimensions.prompt);
    if (auto done = m_insert->run(); !done)
        return tl::unexpected(done.error());
    m_ids.emplace(dimensions, m_next);
    return m_next++;
}

} // namespace gatehouse::store
