// SPDX-License-Identifier: Apache-2.0
#include "core/store/body_table.h"

#include "core/telemetry/body_mill.h"

namespace gatehouse::store {

Result<void> insertBodies(Connection& connection, const std::vector<telemetry::StoredBodies>& bodies) {
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto insert = connection.prepare(QStringLiteral("INSERT INTO call_bodies (call_id, started_at, content) "
                                                    "VALUES (?, ?, ?) ON CONFLICT (call_id) DO NOTHING"));
    if (!insert)
        return tl::unexpected(insert.error());
    for (const auto& one : bodies) {
        insert->text(one.id).number(one.startedAt).blob(one.content);
        if (auto done = insert->run(); !done)
            return done;
    }
    insert->finish();
    return transaction->commit();
}

Result<std::optional<std::string>> findBodies(Connection& connection, std::string_view id) {
    auto query = connection.prepare(QStringLiteral("SELECT content FROM call_bodies WHERE call_id = ?"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->text(id).run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return std::optional<std::string>();
    auto json = telemetry::bodiesJson(query->blobAt(0));
    if (!json)
        return tl::unexpected(json.error());
    return std::optional(std::move(*json));
}

} // namespace gatehouse::store
