// SPDX-License-Identifier: Apache-2.0
#include "core/store/delivery_table.h"

#include "core/store/node_lease.h"

#include "core/store/rows.h"

#include <algorithm>

namespace gatehouse::store {
namespace {

using notices::Channel;
using notices::Delivery;

constexpr std::int64_t none = -1;
constexpr std::size_t mostListed = 500;

const QString& columns() {
    static const auto text =
        QStringLiteral("id, channel, target, event, state, attempts, created_at, due_at, ended_at, "
                       "last_at, last_status, last_error, payload");
    return text;
}

std::optional<WallMicros> timeAt(const Statement& row, int column) {
    const auto time = row.numberAt(column);
    return time == none ? std::nullopt : std::optional(time);
}

Delivery deliveryIn(const Statement& row) {
    Delivery out;
    out.id = row.textAt(0);
    out.channel = row.textAt(1) == notices::nameOf(Channel::Mail) ? Channel::Mail : Channel::Webhook;
    out.target = row.textAt(2);
    out.event = row.textAt(3);
    out.state = notices::deliveryStateNamed(row.textAt(4)).value_or(notices::DeliveryState::Dead);
    out.attempts = static_cast<int>(row.numberAt(5));
    out.created = row.numberAt(6);
    out.due = row.numberAt(7);
    out.ended = timeAt(row, 8);
    out.lastAt = timeAt(row, 9);
    out.lastStatus = static_cast<int>(row.numberAt(10));
    out.lastError = row.textAt(11);
    out.payload = row.textAt(12);
    return out;
}

} // namespace

Result<std::unique_ptr<notices::DeliveryKeeper>> DeliveryTable::open(const ConnectionOptions& options) {
    auto connection = Connection::open(options);
    if (!connection)
        return tl::unexpected(connection.error());
    return std::make_unique<DeliveryTable>(std::move(*connection));
}

Result<void> DeliveryTable::add(const std::vector<Delivery>& deliveries) {
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto insert = m_connection->prepare(QStringLiteral("INSERT INTO deliveries (node, ") + columns() +
                                        QStringLiteral(") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    if (!insert)
        return tl::unexpected(insert.error());
    for (const auto& delivery : deliveries) {
        insert->number(m_connection->node())
            .text(delivery.id)
            .text(notices::nameOf(delivery.channel))
            .text(delivery.target)
            .text(delivery.event)
            .text(notices::nameOf(delivery.state))
            .number(delivery.attempts)
            .number(delivery.created)
            .number(delivery.due)
            .number(delivery.ended.value_or(none))
            .number(delivery.lastAt.value_or(none))
            .number(delivery.lastStatus)
            .text(delivery.lastError)
            .text(delivery.payload);
        if (auto done = insert->run(); !done)
            return done;
    }
    insert->finish();
    return transaction->commit();
}

Result<void> DeliveryTable::update(const Delivery& delivery) {
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto update = m_connection->prepare(
        QStringLiteral("UPDATE deliveries SET state = ?, attempts = ?, due_at = ?, ended_at = ?, last_at = ?, "
                       "last_status = ?, last_error = ?, payload = ? WHERE id = ? AND node = ?"));
    if (!update)
        return tl::unexpected(update.error());
    update->text(notices::nameOf(delivery.state))
        .number(delivery.attempts)
        .number(delivery.due)
        .number(delivery.ended.value_or(none))
        .number(delivery.lastAt.value_or(none))
        .number(delivery.lastStatus)
        .text(delivery.lastError)
        .text(delivery.payload)
        .text(delivery.id)
        .number(m_connection->node()); // what another has taken over is its own
    if (auto done = update->run(); !done)
        return done;
    update->finish();
    return transaction->commit();
}

Result<std::vector<Delivery>> DeliveryTable::pending(std::size_t limit) {
    auto query = m_connection->prepare(
        QStringLiteral("SELECT ") + columns() +
        QStringLiteral(" FROM deliveries WHERE node = ? AND state = 'pending' ORDER BY id LIMIT ") +
        QString::number(static_cast<qlonglong>(limit)));
    if (!query)
        return tl::unexpected(query.error());
    query->number(m_connection->node());
    return rowsOf<Delivery>(*query, deliveryIn);
}

Result<std::vector<Delivery>> DeliveryTable::list(const notices::DeliveryQuery& query) {
    QString sql = QStringLiteral("SELECT ") + columns() + QStringLiteral(" FROM deliveries WHERE channel = ?");
    if (!query.target.empty())
        sql += QStringLiteral(" AND target = ?");
    if (!query.before.empty())
        sql += QStringLiteral(" AND id < ?");
    sql += QStringLiteral(" ORDER BY id DESC LIMIT ") +
           QString::number(static_cast<qlonglong>(std::min(query.limit, mostListed)));
    auto statement = m_connection->prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    statement->text(notices::nameOf(query.channel));
    if (!query.target.empty())
        statement->text(query.target);
    if (!query.before.empty())
        statement->text(query.before);
    return rowsOf<Delivery>(*statement, deliveryIn);
}

Result<Renewal> DeliveryTable::renew() {
    return renewLease(*m_connection, NodeWork::Deliveries);
}

Result<void> DeliveryTable::trim(WallMicros endedBefore) {
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto old = m_connection->prepare(
        QStringLiteral("DELETE FROM deliveries WHERE ended_at >= 0 AND ended_at < ? AND state <> 'pending'"));
    if (!old)
        return tl::unexpected(old.error());
    if (auto done = old->number(endedBefore).run(); !done)
        return done;
    old->finish();
    return transaction->commit();
}

} // namespace gatehouse::store
