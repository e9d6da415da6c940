// SPDX-License-Identifier: Apache-2.0
#include "core/store/audit_repository.h"

#include "core/base/digest.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace gatehouse::store {
namespace {

constexpr std::size_t mostEntriesPerPage = 500;
constexpr auto columns = "number, at, actor, action, kind, object_id, before_body, after_body, revision, digest";

// Each part with its length before it, so that no two entries can read alike.
std::string digestOf(const AuditEntry& entry, const std::string& previous) {
    std::string bytes;
    for (const auto& part :
         {previous, std::to_string(entry.number), std::to_string(entry.at), entry.actor, entry.action, entry.kind,
          entry.id, entry.before, entry.after, std::to_string(entry.revision)}) {
        bytes += std::to_string(part.size());
        bytes += ':';
        bytes += part;
    }
    return toHex(sha256(bytes));
}

AuditEntry read(const Statement& row) {
    AuditEntry entry;
    entry.number = static_cast<std::uint64_t>(row.numberAt(0));
    entry.at = row.numberAt(1);
    entry.actor = row.textAt(2);
    entry.action = row.textAt(3);
    entry.kind = row.textAt(4);
    entry.id = row.textAt(5);
    entry.before = row.textAt(6);
    entry.after = row.textAt(7);
    entry.revision = static_cast<std::uint64_t>(row.numberAt(8));
    entry.digest = row.textAt(9);
    return entry;
}

Result<std::pair<std::uint64_t, std::string>> newest(Connection& connection) {
    auto last = connection.prepare(QStringLiteral("SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1"));
    if (!last)
        return tl::unexpected(last.error());
    if (auto run = last->run(); !run)
        return tl::unexpected(run.error());
    const auto found = last->next();
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return std::pair<std::uint64_t, std::string>(0, "");
    return std::pair<std::uint64_t, std::string>(static_cast<std::uint64_t>(last->numberAt(0)), last->textAt(1));
}

Result<void> writeTeams(Connection& connection, const AuditEntry& entry) {
    for (const auto& of : entry.teams) {
        auto insert = connection.prepare(
            QStringLiteral("INSERT INTO audit_teams (team, number, shows_before, shows_after) VALUES (?, ?, ?, ?)"));
        if (!insert)
            return tl::unexpected(insert.error());
        insert->text(of.team).number(static_cast<std::int64_t>(entry.number));
        insert->number(of.before ? 1 : 0).number(of.after ? 1 : 0);
        if (auto done = insert->run(); !done)
            return done;
    }
    return {};
}

QString conditionOf(AuditPart part) {
    return part == AuditPart::All
               ? QString()
               : QStringLiteral("action IN ('create', 'update', 'delete', '%1') AND ").arg(toQt(purgeAction));
}

std::int64_t bounded(std::optional<std::uint64_t> before) {
    constexpr auto greatest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(std::min(before.value_or(greatest), greatest));
}

// One more row than the page holds tells that there is another page.
Result<AuditPage> pageOf(Statement& query, std::size_t limit, AuditEntry (*readRow)(const Statement&)) {
    if (auto run = query.run(); !run)
        return tl::unexpected(run.error());
    AuditPage found;
    while (true) {
        const auto more = query.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return found;
        if (found.entries.size() == limit) {
            found.next = found.entries.back().number;
            return found;
        }
        found.entries.push_back(readRow(query));
    }
}

// Behind the columns stands which sides are the teams'.
AuditEntry readShown(const Statement& row) {
    auto entry = read(row);
    if (row.numberAt(10) == 0)
        entry.before.clear();
    if (row.numberAt(11) == 0)
        entry.after.clear();
    return entry;
}

} // namespace

Result<void> appendAudit(Connection& connection, AuditEntry entry) {
    const auto last = newest(connection);
    if (!last)
        return tl::unexpected(last.error());
    entry.number = last->first + 1;
    // As it will be read again: what is not UTF-8 is mended on the way into the database.
    for (auto* part : {&entry.actor, &entry.action, &entry.kind, &entry.id, &entry.before, &entry.after})
        *part = fromQt(toQt(*part));
    entry.digest = digestOf(entry, last->second);
    auto insert = connection.prepare(
        QStringLiteral("INSERT INTO audit (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").arg(QLatin1String(columns)));
    if (!insert)
        return tl::unexpected(insert.error());
    insert->number(static_cast<std::int64_t>(entry.number)).number(entry.at).text(entry.actor).text(entry.action);
    insert->text(entry.kind).text(entry.id).text(entry.before).text(entry.after);
    insert->number(static_cast<std::int64_t>(entry.revision)).text(entry.digest);
    if (auto done = insert->run(); !done)
        return done;
    return writeTeams(connection, entry);
}

Result<void> SqlAuditRepository::append(const AuditEntry& entry) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (auto done = appendAudit(m_connection, entry); !done)
        return done;
    return transaction->commit();
}

Result<AuditPage> SqlAuditRepository::list(std::optional<std::uint64_t> before, std::size_t limit) {
    return page(AuditPart::All, before, limit);
}

Result<AuditPage> SqlAuditRepository::listChanges(std::optional<std::uint64_t> before, std::size_t limit) {
    return page(AuditPart::Changes, before, limit);
}

Result<AuditPage> SqlAuditRepository::page(AuditPart part, std::optional<std::uint64_t> before, std::size_t limit) {
    limit = std::clamp<std::size_t>(limit, 1, mostEntriesPerPage);
    auto query =
        m_connection.prepare(QStringLiteral("SELECT %1 FROM audit WHERE %2number < ? ORDER BY number DESC LIMIT ?")
                                 .arg(QLatin1String(columns), conditionOf(part)));
    if (!query)
        return tl::unexpected(query.error());
    query->number(bounded(before)).number(static_cast<std::int64_t>(limit) + 1);
    return pageOf(*query, limit, read);
}

Result<AuditPage> SqlAuditRepository::listOf(const std::vector<std::string>& teams, AuditPart part,
                                             std::optional<std::uint64_t> before, std::size_t limit) {
    if (teams.empty())
        return AuditPage();
    limit = std::clamp<std::size_t>(limit, 1, mostEntriesPerPage);
    const QStringList marks(static_cast<qsizetype>(teams.size()), QStringLiteral("?"));
    auto query = m_connection.prepare(
        QStringLiteral("SELECT %1, of_teams.b, of_teams.a FROM audit JOIN (SELECT number AS n, MAX(shows_before) AS b, "
                       "MAX(shows_after) AS a FROM audit_teams WHERE team IN (%2) AND number < ? GROUP BY number) "
                       "of_teams ON of_teams.n = number WHERE %3number < ? ORDER BY number DESC LIMIT ?")
            .arg(QLatin1String(columns), marks.join(QLatin1String(", ")), conditionOf(part)));
    if (!query)
        return tl::unexpected(query.error());
    for (const auto& team : teams)
        query->text(team);
    query->number(bounded(before)).number(bounded(before)).number(static_cast<std::int64_t>(limit) + 1);
    return pageOf(*query, limit, readShown);
}

Result<std::vector<std::string>> SqlAuditRepository::teamsOf(std::uint64_t number) {
    auto query = m_connection.prepare(QStringLiteral("SELECT team FROM audit_teams WHERE number = ? ORDER BY team"));
    if (!query)
        return tl::unexpected(query.error());
    query->number(bounded(number));
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    std::vector<std::string> teams;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return teams;
        teams.push_back(query->textAt(0));
    }
}

Result<std::optional<std::uint64_t>> SqlAuditRepository::firstBroken() {
    auto query =
        m_connection.prepare(QStringLiteral("SELECT %1 FROM audit ORDER BY number").arg(QLatin1String(columns)));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    std::string previous;
    for (std::uint64_t expected = 1;; ++expected) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return std::optional<std::uint64_t>();
        const auto entry = read(*query);
        if (entry.number != expected || entry.digest != digestOf(entry, previous))
            return std::optional<std::uint64_t>(expected);
        previous = entry.digest;
    }
}

Result<std::string> SqlAuditRepository::head() {
    auto last = newest(m_connection);
    if (!last)
        return tl::unexpected(last.error());
    return last->second;
}

} // namespace gatehouse::store
