// SPDX-License-Identifier: Apache-2.0
#include "core/store/object_repository.h"

#include "core/store/audit_repository.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse::store {
namespace {

constexpr auto columns = "kind, id, body, origin, revision, changed_at";

Result<config::StoredObject> read(const Statement& row) {
    config::StoredObject object;
    const auto kind = config::kindNamed(row.textAt(0));
    object.id = row.textAt(1);
    boost::json::error_code code;
    auto body = boost::json::parse(row.textAt(2), code);
    if (!kind || code || !body.is_object())
        return failure(ErrorKind::Unavailable, "store_corrupt",
                       "the store holds an object that cannot be read: " + row.textAt(0) + " " + object.id +
                           "; put a backup in its place");
    object.kind = *kind;
    object.body = std::move(body.as_object());
    object.origin = row.textAt(3) == nameOf(config::Origin::File) ? config::Origin::File : config::Origin::Admin;
    object.revision = static_cast<std::uint64_t>(row.numberAt(4));
    object.changed = row.numberAt(5);
    return object;
}

Result<config::Objects> readAll(Statement& query) {
    if (auto run = query.run(); !run)
        return tl::unexpected(run.error());
    config::Objects out;
    while (true) {
        const auto more = query.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        auto object = read(query);
        if (!object)
            return tl::unexpected(object.error());
        out.push_back(std::move(*object));
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
    return out;
}

tl::unexpected<Error> stale(std::string field, std::string message) {
    auto error = failure(ErrorKind::Conflict, "stale", std::move(message));
    error.value().field = std::move(field);
    return error;
}

} // namespace

Result<std::uint64_t> SqlObjectRepository::revision() {
    const auto value = m_connection.value(QStringLiteral("SELECT value FROM counters WHERE name = 'config_revision'"));
    if (!value)
        return tl::unexpected(value.error());
    return static_cast<std::uint64_t>(value->toLongLong());
}

Result<config::Objects> SqlObjectRepository::all() {
    auto query = m_connection.prepare(QStringLiteral("SELECT %1 FROM objects ORDER BY id").arg(QLatin1String(columns)));
    if (!query)
        return tl::unexpected(query.error());
    return readAll(*query);
}

Result<config::Objects> SqlObjectRepository::list(config::Kind kind) {
    auto query = m_connection.prepare(
        QStringLiteral("SELECT %1 FROM objects WHERE kind = ? ORDER BY id").arg(QLatin1String(columns)));
    if (!query)
        return tl::unexpected(query.error());
    query->text(nameOf(kind));
    return readAll(*query);
}

Result<std::optional<config::StoredObject>> SqlObjectRepository::get(config::Kind kind, std::string_view id) {
    auto query = m_connection.prepare(
        QStringLiteral("SELECT %1 FROM objects WHERE kind = ? AND id = ?").arg(QLatin1String(columns)));
    if (!query)
        return tl::unexpected(query.error());
    query->text(nameOf(kind)).text(id);
    auto found = readAll(*query);
    if (!found)
        return tl::unexpected(found.error());
    if (found->empty())
        return std::optional<config::StoredObject>();
    return std::optional<config::StoredObject>(std::move(found->front()));
}

Result<void> SqlObjectRepository::check(const ObjectChange& change) {
    const auto& wanted = change.object;
    auto query = m_connection.prepare(QStringLiteral("SELECT revision FROM objects WHERE kind = ? AND id = ?"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(nameOf(wanted.kind)).text(wanted.id);
    if (auto run = query->run(); !run)
        return run;
    const auto there = query->next();
    if (!there)
        return tl::unexpected(there.error());
    const auto name = std::string(singularOf(wanted.kind)) + " " + wanted.id;
    const auto revision = *there ? static_cast<std::uint64_t>(query->numberAt(0)) : 0;
    if (change.expected && *change.expected != revision)
        return stale(name, name + " was changed meanwhile; read it again and repeat the change");
    if (change.action == ObjectChange::Action::Delete && !*there)
        return failure(ErrorKind::NotFound, "not_found", "there is no " + name);
    return {};
}

Result<void> SqlObjectRepository::put(const ObjectChange& change, std::uint64_t revision, WallMicros at) {
    const auto& object = change.object;
    const bool erase = change.action == ObjectChange::Action::Delete;
    auto query = m_connection.prepare(
        erase ? QStringLiteral("DELETE FROM objects WHERE kind = ? AND id = ?")
              : QStringLiteral("INSERT INTO objects (kind, id, body, origin, revision, changed_at) "
                               "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, "
                               "origin = excluded.origin, revision = excluded.revision, "
                               "changed_at = excluded.changed_at"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(nameOf(object.kind)).text(object.id);
    if (!erase) {
        query->text(boost::json::serialize(object.body)).text(nameOf(object.origin));
        query->number(static_cast<std::int64_t>(revision)).number(at);
    }
    return query->run();
}

Result<void> SqlObjectRepository::writeAll(const ChangeSet& changes, std::uint64_t revision) {
    for (const auto& change : changes.changes) {
        if (auto checked = check(change); !checked)
            return checked;
        if (auto done = put(change, revision, changes.at); !done)
            return done;
    }
    for (auto entry : changes.audit) {
        entry.revision = revision;
        if (auto done = appendAudit(m_connection, std::move(entry)); !done)
            return done;
    }
    auto count = m_connection.prepare(QStringLiteral("UPDATE counters SET value = ? WHERE name = 'config_revision'"));
    if (!count)
        return tl::unexpected(count.error());
    count->number(static_cast<std::int64_t>(revision));
    return count->run();
}

Result<std::uint64_t> SqlObjectRepository::apply(const ChangeSet& changes) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto before = revision();
    if (!before)
        return before;
    if (changes.expectedRevision && *changes.expectedRevision != *before)
        return stale("", "the configuration was changed meanwhile; repeat the change");
    const auto after = *before + (changes.changes.empty() ? 0 : 1);
    if (auto done = writeAll(changes, after); !done)
        return tl::unexpected(done.error());
    if (after != *before) {
        if (auto told = m_connection.announce("configuration"); !told)
            return tl::unexpected(told.error());
    }
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return after;
}

} // namespace gatehouse::store
