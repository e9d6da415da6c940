// SPDX-License-Identifier: Apache-2.0
#include "core/store/people.h"

#include "core/store/rows.h"

namespace gatehouse::store {
namespace {

const QString credentialColumns =
    QStringLiteral("user_id, password, password_set, totp, totp_confirmed, totp_step, recovery, invitation, "
                   "invited_until");
const QString sessionColumns =
    QStringLiteral("id, digest, user_id, created_at, expires_at, used_at, address, way, grants, second_factor");

UserCredentials readCredentials(const Statement& row) {
    UserCredentials out;
    out.user = row.textAt(0);
    out.password = row.textAt(1);
    out.passwordSet = row.numberAt(2);
    out.totp = row.blobAt(3);
    out.totpConfirmed = row.numberAt(4) != 0;
    out.totpStep = row.numberAt(5);
    out.recovery = row.textAt(6);
    out.invitation = row.textAt(7);
    out.invitedUntil = row.numberAt(8);
    return out;
}

StoredSession readSession(const Statement& row) {
    StoredSession out;
    out.id = row.textAt(0);
    out.digest = row.textAt(1);
    out.user = row.textAt(2);
    out.created = row.numberAt(3);
    out.expires = row.numberAt(4);
    out.used = row.numberAt(5);
    out.address = row.textAt(6);
    out.way = row.textAt(7);
    out.grants = row.textAt(8);
    out.secondFactor = row.numberAt(9) != 0;
    return out;
}

enum class Others { Told, NotTold };

// Runs a statement for each of the values, all or none. Gateways that share the store are told of what they must know.
template <typename Values, typename Bind>
Result<void> forEach(Connection& connection, const QString& sql, const Values& values, Bind bind,
                     Others others = Others::Told) {
    if (values.empty())
        return {};
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    for (const auto& value : values) {
        auto query = connection.prepare(sql);
        if (!query)
            return tl::unexpected(query.error());
        bind(*query, value);
        if (auto done = query->run(); !done)
            return done;
    }
    if (others == Others::Told) {
        if (auto told = connection.announce("people"); !told)
            return told;
    }
    return transaction->commit();
}

} // namespace

Result<std::optional<UserCredentials>> SqlPeopleRepository::find(const QString& condition, std::string_view value) {
    auto query = m_connection.prepare(QStringLiteral("SELECT ") + credentialColumns +
                                      QStringLiteral(" FROM user_credentials WHERE ") + condition);
    if (!query)
        return tl::unexpected(query.error());
    query->text(value);
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    return *found ? std::optional(readCredentials(*query)) : std::nullopt;
}

Result<std::optional<UserCredentials>> SqlPeopleRepository::credentials(std::string_view user) {
    return find(QStringLiteral("user_id = ?"), user);
}

Result<std::optional<UserCredentials>> SqlPeopleRepository::invited(std::string_view digest) {
    return digest.empty() ? std::optional<UserCredentials>() : find(QStringLiteral("invitation = ?"), digest);
}

Result<void> SqlPeopleRepository::put(const UserCredentials& credentials) {
    const std::vector<const UserCredentials*> one{&credentials};
    return forEach(m_connection,
                   QStringLiteral("INSERT INTO user_credentials (") + credentialColumns +
                       QStringLiteral(") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET "
                                      "password = excluded.password, password_set = excluded.password_set, "
                                      "totp = excluded.totp, totp_confirmed = excluded.totp_confirmed, "
                                      "totp_step = excluded.totp_step, recovery = excluded.recovery, "
                                      "invitation = excluded.invitation, invited_until = excluded.invited_until"),
                   one, [](Statement& query, const UserCredentials* it) {
                       query.text(it->user)
                           .text(it->password)
                           .number(it->passwordSet)
                           .blob(it->totp)
                           .number(it->totpConfirmed ? 1 : 0)
                           .number(it->totpStep)
                           .text(it->recovery)
                           .text(it->invitation)
                           .number(it->invitedUntil);
                   });
}

Result<void> SqlPeopleRepository::forget(std::string_view user) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    for (const auto& sql : {QStringLiteral("DELETE FROM sessions WHERE user_id = ?"),
                            QStringLiteral("DELETE FROM user_credentials WHERE user_id = ?")}) {
        auto query = m_connection.prepare(sql);
        if (!query)
            return tl::unexpected(query.error());
        query->text(user);
        if (auto done = query->run(); !done)
            return done;
    }
    if (auto told = m_connection.announce("people"); !told)
        return told;
    return transaction->commit();
}

Result<std::vector<std::string>> SqlPeopleRepository::known() {
    auto query =
        m_connection.prepare(QStringLiteral("SELECT user_id FROM user_credentials UNION SELECT user_id FROM sessions"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    std::vector<std::string> out;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return out;
        out.push_back(query->textAt(0));
    }
}

Result<std::vector<StoredSession>> SqlPeopleRepository::sessions() {
    auto query =
        m_connection.prepare(QStringLiteral("SELECT ") + sessionColumns + QStringLiteral(" FROM sessions ORDER BY id"));
    if (!query)
        return tl::unexpected(query.error());
    return rowsOf<StoredSession>(*query, readSession);
}

Result<void> SqlPeopleRepository::add(const StoredSession& session) {
    const std::vector<const StoredSession*> one{&session};
    return forEach(m_connection,
                   QStringLiteral("INSERT INTO sessions (") + sessionColumns +
                       QStringLiteral(") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                   one, [](Statement& query, const StoredSession* it) {
                       query.text(it->id)
                           .text(it->digest)
                           .text(it->user)
                           .number(it->created)
                           .number(it->expires)
                           .number(it->used)
                           .text(it->address)
                           .text(it->way)
                           .text(it->grants)
                           .number(it->secondFactor ? 1 : 0);
                   });
}

Result<void> SqlPeopleRepository::end(const std::vector<std::string>& ids) {
    return forEach(m_connection, QStringLiteral("DELETE FROM sessions WHERE id = ?"), ids,
                   [](Statement& query, const std::string& id) { query.text(id); });
}

Result<void> SqlPeopleRepository::used(const std::vector<StoredSession>& sessions) {
    return forEach(
        m_connection,
        // Another gateway may know of a later use.
        QStringLiteral("UPDATE sessions SET used_at = ? WHERE id = ? AND used_at < ?"), sessions,
        [](Statement& query, const StoredSession& it) { query.number(it.used).text(it.id).number(it.used); },
        Others::NotTold);
}

Result<void> SqlPeopleRepository::markSecondFactor(std::string_view user, bool has) {
    const std::vector<std::string_view> one{user};
    return forEach(m_connection, QStringLiteral("UPDATE sessions SET second_factor = ? WHERE user_id = ?"), one,
                   [has](Statement& query, std::string_view it) { query.number(has ? 1 : 0).text(it); });
}

} // namespace gatehouse::store
