// SPDX-License-Identifier: Apache-2.0
#include "core/store/node_lease.h"

#include <QString>
#include <chrono>
#include <cstdint>

namespace gatehouse::store {
namespace {

struct Words {
    QString until; // column of "nodes"; 0: a node that never took such work, or one of an older version
    QString table;
    QString open; // of what is not over
};

Words wordsOf(NodeWork work) {
    if (work == NodeWork::Jobs)
        return {QStringLiteral("jobs_until"), QStringLiteral("jobs"), QStringLiteral("state IN ('queued', 'running')")};
    return {QStringLiteral("deliveries_until"), QStringLiteral("deliveries"), QStringLiteral("state = 'pending'")};
}

Result<std::int64_t> databaseTime(Connection& connection) {
    const auto now =
        connection.value(QStringLiteral("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::BIGINT"));
    if (!now)
        return tl::unexpected(now.error());
    return static_cast<std::int64_t>(now->toLongLong());
}

Result<std::int64_t> changedBy(Connection& connection, const QString& sql, std::int64_t first, std::int64_t second) {
    auto update = connection.prepare(sql);
    if (!update)
        return tl::unexpected(update.error());
    if (auto done = update->number(first).number(second).run(); !done)
        return tl::unexpected(done.error());
    return update->changed();
}

} // namespace

Result<Renewal> renewLease(Connection& connection, NodeWork work) {
    Renewal renewal;
    if (!connection.postgres())
        return renewal;
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    // As changes of the configuration do: nobody says that he lives while another takes over what he has.
    if (auto alone =
            connection.execute(QStringLiteral("SELECT pg_advisory_xact_lock(1195919733, hashtext(current_schema()))"));
        !alone)
        return tl::unexpected(alone.error());
    const auto words = wordsOf(work);
    const auto node = connection.node();
    const auto now = databaseTime(connection);
    if (!now)
        return tl::unexpected(now.error());
    const auto until =
        connection.value(QStringLiteral("SELECT %1 FROM nodes WHERE id = %2").arg(words.until).arg(node));
    if (!until)
        return tl::unexpected(until.error());
    renewal.lapsed = until->toLongLong() < *now;
    const auto lease = std::chrono::duration_cast<std::chrono::microseconds>(leaseTime).count();
    const auto said = changedBy(connection, QStringLiteral("UPDATE nodes SET %1 = ? WHERE id = ?").arg(words.until),
                                *now + lease, node);
    if (!said)
        return tl::unexpected(said.error());
    if (!renewal.lapsed) {
        const auto taken =
            changedBy(connection,
                      QStringLiteral(
                          "UPDATE %1 SET node = ? WHERE %2 AND node IN (SELECT id FROM nodes WHERE %3 BETWEEN 1 AND ?)")
                          .arg(words.table, words.open, words.until),
                      node, *now - 1);
        if (!taken)
            return tl::unexpected(taken.error());
        renewal.took = *taken > 0;
    }
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return renewal;
}

} // namespace gatehouse::store
