// SPDX-License-Identifier: Apache-2.0
#include "core/store/small_repositories.h"

#include "core/store/audit_repository.h"

namespace gatehouse::store {
namespace {

SecretMetadata read(const Statement& row) {
    return {row.textAt(0), row.textAt(1), row.textAt(2), row.numberAt(3)};
}

Result<std::vector<SecretMetadata>> readAll(Statement& query) {
    if (auto run = query.run(); !run)
        return tl::unexpected(run.error());
    std::vector<SecretMetadata> out;
    while (true) {
        const auto more = query.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return out;
        out.push_back(read(query));
    }
}

} // namespace

Result<std::vector<SecretMetadata>> SqlSecretMetadataRepository::list() {
    auto query =
        m_connection.prepare(QStringLiteral("SELECT name, last_four, place, changed_at FROM secrets ORDER BY name"));
    if (!query)
        return tl::unexpected(query.error());
    return readAll(*query);
}

Result<std::optional<SecretMetadata>> SqlSecretMetadataRepository::get(std::string_view name) {
    auto query =
        m_connection.prepare(QStringLiteral("SELECT name, last_four, place, changed_at FROM secrets WHERE name = ?"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(name);
    auto found = readAll(*query);
    if (!found)
        return tl::unexpected(found.error());
    if (found->empty())
        return std::optional<SecretMetadata>();
    return std::optional<SecretMetadata>(std::move(found->front()));
}

Result<void> SqlSecretMetadataRepository::put(const SecretMetadata& secret, const AuditEntry& audit) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto query = m_connection.prepare(
        QStringLiteral("INSERT INTO secrets (name, last_four, place, changed_at) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (name) DO UPDATE SET last_four = excluded.last_four, place = excluded.place, "
                       "changed_at = excluded.changed_at"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(secret.name).text(secret.lastFour).text(secret.place).number(secret.changed);
    if (auto done = query->run(); !done)
        return done;
    if (auto done = appendAudit(m_connection, audit); !done)
        return done;
    return transaction->commit();
}

Result<void> SqlSecretMetadataRepository::remove(std::string_view name, const AuditEntry& audit) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto query = m_connection.prepare(QStringLiteral("DELETE FROM secrets WHERE name = ?"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(name);
    if (auto done = query->run(); !done)
        return done;
    if (query->changed() == 0)
        return failure(ErrorKind::NotFound, "not_found", "there is no secret " + std::string(name));
    if (auto done = appendAudit(m_connection, audit); !done)
        return done;
    return transaction->commit();
}

Result<std::optional<std::string>> SqlSettingsRepository::get(std::string_view name) {
    auto query = m_connection.prepare(QStringLiteral("SELECT value FROM settings WHERE name = ?"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(name);
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    return *found ? std::optional(query->textAt(0)) : std::nullopt;
}

Result<void> SqlSettingsRepository::put(std::string_view name, std::string_view value) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto query = m_connection.prepare(QStringLiteral("INSERT INTO settings (name, value) VALUES (?, ?) "
                                                     "ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(name).text(value);
    if (auto done = query->run(); !done)
        return done;
    return transaction->commit();
}

Result<void> SqlSettingsRepository::remove(std::string_view name) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto query = m_connection.prepare(QStringLiteral("DELETE FROM settings WHERE name = ?"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(name);
    if (auto done = query->run(); !done)
        return done;
    return transaction->commit();
}

} // namespace gatehouse::store
