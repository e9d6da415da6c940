// SPDX-License-Identifier: Apache-2.0
#include "core/store/schema.h"

#include "core/base/clock.h"

#include <QStringList>
#include <array>
#include <vector>

namespace gatehouse::store {
namespace {

constexpr QLatin1String postgresOnly("{postgres}");

struct Migration {
    int number;
    const char* name;
    std::vector<const char*> statements;
};

// Plain SQL but for words in braces, which each backend spells its own way; one that begins with {postgres} is for that
// backend only. A migration that was released is never changed; a new one is added below.
const std::vector<Migration>& migrations() {
    static const std::vector<Migration> all{
        {1,
         "configuration",
         {
             "CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
             "INSERT INTO counters (name, value) VALUES ('config_revision', 0)",
             "CREATE TABLE objects (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, origin TEXT NOT NULL, "
             "revision BIGINT NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (kind, id))",
             "CREATE TABLE audit (number {row key}, at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, "
             "kind TEXT NOT NULL, object_id TEXT NOT NULL, before_body TEXT NOT NULL, after_body TEXT NOT NULL, "
             "revision BIGINT NOT NULL, digest TEXT NOT NULL)",
             "CREATE TABLE secrets (name TEXT PRIMARY KEY, last_four TEXT NOT NULL, place TEXT NOT NULL, "
             "changed_at BIGINT NOT NULL)",
             "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
         }},
        {2,
         "calls",
         {
             "CREATE TABLE book (id {row key}, next_sequence BIGINT NOT NULL, accounted BIGINT NOT NULL, "
             "folded BIGINT NOT NULL, lost BIGINT NOT NULL)",
             "INSERT INTO book (id, next_sequence, accounted, folded, lost) VALUES (1, 1, 0, 0, 0)",
             // The names that calls and roll-ups share, each combination once: rows stay small, and a filter on names
             // becomes one on numbers.
             "CREATE TABLE dimensions (id {row key}, provider TEXT NOT NULL, model TEXT NOT NULL, route TEXT NOT NULL, "
             "team TEXT NOT NULL, app TEXT NOT NULL, key_id TEXT NOT NULL, dialect TEXT NOT NULL, "
             "status INTEGER NOT NULL, error_class TEXT NOT NULL, pretend SMALLINT NOT NULL)",
             "CREATE TABLE calls (seq {row key}, id TEXT NOT NULL, started_at BIGINT NOT NULL, "
             "dimensions BIGINT NOT NULL, total_us BIGINT NOT NULL, first_byte_us BIGINT NOT NULL, "
             "outcome TEXT NOT NULL, error_code TEXT NOT NULL, operation TEXT NOT NULL, model_asked TEXT NOT NULL, "
             "model_served TEXT, streamed SMALLINT NOT NULL, input BIGINT NOT NULL, cached_input BIGINT NOT NULL, "
             "cache_write BIGINT NOT NULL, output BIGINT NOT NULL, reasoning BIGINT NOT NULL, "
             "estimated SMALLINT NOT NULL, cost_pico BIGINT, attempts INTEGER NOT NULL, losses INTEGER NOT NULL, "
             "cache TEXT NOT NULL, client TEXT NOT NULL, address TEXT NOT NULL, tags TEXT NOT NULL, "
             "session TEXT NOT NULL, provider_request_id TEXT NOT NULL, bytes_in BIGINT NOT NULL, "
             "bytes_out BIGINT NOT NULL)",
             "CREATE INDEX calls_by_start ON calls (started_at)",
             "CREATE INDEX calls_by_id ON calls (id)",
             // Apart from the rows, so that a search through them reads little.
             "CREATE TABLE call_explains (seq {row key}, explain {bytes} NOT NULL)",
             "CREATE TABLE rollups (grain SMALLINT NOT NULL, bucket BIGINT NOT NULL, dimensions BIGINT NOT NULL, "
             "calls BIGINT NOT NULL, errors BIGINT NOT NULL, input BIGINT NOT NULL, cached_input BIGINT NOT NULL, "
             "cache_write BIGINT NOT NULL, output BIGINT NOT NULL, reasoning BIGINT NOT NULL, "
             "estimated BIGINT NOT NULL, cost_pico BIGINT NOT NULL, unknown_cost BIGINT NOT NULL, "
             "bytes_in BIGINT NOT NULL, bytes_out BIGINT NOT NULL, total_histogram {bytes} NOT NULL, "
             "first_byte_histogram {bytes} NOT NULL, PRIMARY KEY (grain, bucket, dimensions)) {clustered}",
         }},
        {3,
         "nodes",
         {
             // Several daemons may record into one PostgreSQL: each has its number here, its row in "book" (by id) and
             // its range of "dimensions" (so that it is the only writer of its roll-ups). A row's "seq" then comes from
             // the database; "number" is the one that its daemon gave it, NULL where it is the same.
             "CREATE TABLE nodes (id {row key}, name TEXT NOT NULL)",
             "ALTER TABLE calls ADD COLUMN node INTEGER NOT NULL DEFAULT 1",
             "ALTER TABLE calls ADD COLUMN number BIGINT",
             "{postgres}CREATE SEQUENCE calls_seq",
             "{postgres}SELECT setval('calls_seq', COALESCE((SELECT MAX(seq) FROM calls), 0) + 1, FALSE)",
             "{postgres}CREATE UNIQUE INDEX calls_by_number ON calls (node, number)",
         }},
        {4,
         "records",
         {
             // What was said in a call, masked and packed. It goes before its call does.
             "CREATE TABLE call_bodies (call_id TEXT PRIMARY KEY, started_at BIGINT NOT NULL, content {bytes} NOT "
             "NULL)",
             "CREATE INDEX call_bodies_by_start ON call_bodies (started_at)",
             // A filter on names is one on numbers of "dimensions": its rows, newest first.
             "CREATE INDEX calls_by_dimensions ON calls (dimensions, seq)",
             // The times at which the calls of each 4,096 rows started: a search by time passes over the others.
             "CREATE TABLE call_chunks (chunk {row key}, least_start BIGINT NOT NULL, most_start BIGINT NOT NULL)",
             "INSERT INTO call_chunks (chunk, least_start, most_start) SELECT seq / 4096, MIN(started_at), "
             "MAX(started_at) FROM calls GROUP BY seq / 4096",
             // Sums from here on can be made anew from rows: nothing was removed, and what has no row is kept apart.
             "INSERT INTO counters (name, value) SELECT 'sums_from_rows_since', CASE "
             "WHEN (SELECT MAX(folded) FROM book) > 0 THEN COALESCE(MAX(started_at) + 86400000000, 0) "
             "WHEN MIN(seq) > 1 THEN MIN(started_at) + 1 ELSE 0 END FROM calls",
         }},
        {5,
         "quarters",
         {
             // Sums of six hours stand from here on; before, those of hours are read.
             "INSERT INTO counters (name, value) SELECT 'quarters_since', CASE WHEN COUNT(*) = 0 THEN 0 "
             "ELSE MAX(bucket) + 172800000000 END FROM rollups WHERE grain = 2",
         }},
        {6,
         "money",
         {
             // What was spent by names that roll-ups are not kept by: tags, and models as they were asked for. By the
             // day; each node writes its own rows. Of tags before this version nothing is known.
             "CREATE TABLE named_spend (kind TEXT NOT NULL, name TEXT NOT NULL, day BIGINT NOT NULL, "
             "node INTEGER NOT NULL, cost_pico BIGINT NOT NULL, PRIMARY KEY (kind, name, day, node)) {clustered}",
             "INSERT INTO named_spend (kind, name, day, node, cost_pico) SELECT 'model', c.model_asked, "
             "c.started_at - c.started_at % 86400000000, c.node, SUM(c.cost_pico) FROM calls c "
             "JOIN dimensions d ON d.id = c.dimensions WHERE d.pretend = 0 AND c.cost_pico > 0 "
             "GROUP BY c.model_asked, c.started_at - c.started_at % 86400000000, c.node",
         }},
        {7,
         "caches",
         {
             // Answers that may be given again after a restart; of their requests a digest alone.
             "CREATE TABLE cache_entries (key TEXT PRIMARY KEY, route TEXT NOT NULL, provider TEXT NOT NULL, "
             "model TEXT NOT NULL, gateway_key TEXT NOT NULL, call_id TEXT NOT NULL, operation TEXT NOT NULL, "
             "stored_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, bytes BIGINT NOT NULL, cost_pico BIGINT, "
             "pretend SMALLINT NOT NULL, input BIGINT NOT NULL, cached_input BIGINT NOT NULL, "
             "cache_write BIGINT NOT NULL, output BIGINT NOT NULL, reasoning BIGINT NOT NULL, "
             "partition_key TEXT NOT NULL, losses TEXT NOT NULL, body {bytes} NOT NULL, vector {bytes} NOT NULL)",
             "CREATE INDEX cache_entries_by_age ON cache_entries (stored_at, key)",
             // What came of calls of routes with a cache, by day.
             "CREATE TABLE cache_sums (day BIGINT NOT NULL, route TEXT NOT NULL, hits BIGINT NOT NULL, "
             "semantic_hits BIGINT NOT NULL, misses BIGINT NOT NULL, coalesced BIGINT NOT NULL, "
             "saved_pico BIGINT NOT NULL, PRIMARY KEY (day, route))",
         }},
        {8,
         "feedback",
         {
             // What applications think of their calls' answers: a score in ten thousandths.
             "CREATE TABLE call_feedback (call_id TEXT PRIMARY KEY, app TEXT NOT NULL, score INTEGER NOT NULL, "
             "comment TEXT NOT NULL, at BIGINT NOT NULL)",
             "CREATE INDEX call_feedback_by_time ON call_feedback (at)",
         }},
        {9,
         "published",
         {
             // The published API that was called, and the version of the prompt.
             "ALTER TABLE dimensions ADD COLUMN api TEXT NOT NULL DEFAULT ''",
             "ALTER TABLE dimensions ADD COLUMN prompt TEXT NOT NULL DEFAULT ''",
         }},
        {10,
         "jobs",
         {
             // Calls that nobody waits for, and news on its way to others. What was asked goes when a job is over.
             "CREATE TABLE jobs (id TEXT PRIMARY KEY, node INTEGER NOT NULL, team TEXT NOT NULL, app TEXT NOT NULL, "
             "key_id TEXT NOT NULL, api TEXT NOT NULL, version TEXT NOT NULL, state TEXT NOT NULL, "
             "attempts INTEGER NOT NULL, interruptions INTEGER NOT NULL, created_at BIGINT NOT NULL, "
             "due_at BIGINT NOT NULL, deadline BIGINT NOT NULL, started_at BIGINT NOT NULL, "
             "finished_at BIGINT NOT NULL, call_id TEXT NOT NULL, answer_status INTEGER NOT NULL, "
             "answer_type TEXT NOT NULL, error_code TEXT NOT NULL, error_message TEXT NOT NULL, "
             "request_path TEXT NOT NULL, request_query TEXT NOT NULL, request_accept TEXT NOT NULL, "
             "request_type TEXT NOT NULL, request_tags TEXT NOT NULL, request_session TEXT NOT NULL, "
             "request_client TEXT NOT NULL, request_peer TEXT NOT NULL, "
             "request_body {bytes} NOT NULL, answer_body {bytes} NOT NULL)",
             "CREATE INDEX jobs_by_state ON jobs (state, node)",
             "CREATE INDEX jobs_by_end ON jobs (finished_at)",
             "CREATE TABLE deliveries (id TEXT PRIMARY KEY, node INTEGER NOT NULL, channel TEXT NOT NULL, "
             "target TEXT NOT NULL, event TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL, "
             "attempts INTEGER NOT NULL, created_at BIGINT NOT NULL, due_at BIGINT NOT NULL, "
             "ended_at BIGINT NOT NULL, last_at BIGINT NOT NULL, last_status INTEGER NOT NULL, "
             "last_error TEXT NOT NULL)",
             "CREATE INDEX deliveries_by_state ON deliveries (state, node)",
             "CREATE INDEX deliveries_by_target ON deliveries (channel, target, id)",
         }},
        {11,
         "people",
         {
             // Hashes, digests and what is sealed; no password, no token, no secret as it is.
             "CREATE TABLE user_credentials (user_id TEXT PRIMARY KEY, password TEXT NOT NULL, "
             "password_set BIGINT NOT NULL, totp {bytes} NOT NULL, totp_confirmed SMALLINT NOT NULL, "
             "totp_step BIGINT NOT NULL, recovery TEXT NOT NULL, invitation TEXT NOT NULL, "
             "invited_until BIGINT NOT NULL)",
             "CREATE TABLE sessions (id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL, "
             "created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT NOT NULL, address TEXT NOT NULL, "
             "way TEXT NOT NULL, grants TEXT NOT NULL, second_factor SMALLINT NOT NULL)",
         }},
        {12,
         "audit_teams",
         {
             // Whose an entry of the audit log was when it was written: objects come to stand under old ids again. What
             // was written before this form is the organisation's alone.
             "CREATE TABLE audit_teams (team TEXT NOT NULL, number BIGINT NOT NULL, shows_before SMALLINT NOT NULL, "
             "shows_after SMALLINT NOT NULL, PRIMARY KEY (team, number))",
             "CREATE INDEX audit_teams_by_number ON audit_teams (number)",
         }},
        {13,
         "leases",
         {
             // Until when a node's jobs and deliveries are its own, though it says nothing; 0: it never said anything.
             "ALTER TABLE nodes ADD COLUMN jobs_until BIGINT NOT NULL DEFAULT 0",
             "ALTER TABLE nodes ADD COLUMN deliveries_until BIGINT NOT NULL DEFAULT 0",
         }},
    };
    return all;
}

Result<void> carryOut(Connection& connection, const Migration& migration, const BeforeStatement& before) {
    for (const auto* statement : migration.statements) {
        auto sql = QString::fromLatin1(statement);
        const bool onlyPostgres = sql.startsWith(postgresOnly);
        if (onlyPostgres && !connection.postgres())
            continue;
        if (onlyPostgres)
            sql.remove(0, postgresOnly.size());
        if (before)
            before();
        if (auto result = connection.execute(connection.spelled(sql)); !result)
            return result;
    }
    if (before)
        before();
    auto note =
        connection.prepare(QStringLiteral("INSERT INTO schema_migrations (number, name, applied_at) VALUES (?, ?, ?)"));
    if (!note)
        return tl::unexpected(note.error());
    note->number(migration.number).text(migration.name).number(SystemClock().wall());
    return note->run();
}

Result<void> apply(Connection& connection, const Migration& migration, const BeforeStatement& before) {
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    // Looked up again with the lock held: another process may have done it meanwhile.
    auto done = connection.value(
        QStringLiteral("SELECT number FROM schema_migrations WHERE number = %1").arg(migration.number));
    if (!done)
        return tl::unexpected(done.error());
    if (done->isValid())
        return {};
    if (auto carried = carryOut(connection, migration, before); !carried)
        return carried;
    if (before)
        before();
    return transaction->commit();
}

Result<void> makeLog(Connection& connection) {
    return connection.execute(
        connection.spelled(QStringLiteral("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, "
                                          "name TEXT NOT NULL, applied_at BIGINT NOT NULL)")));
}

// Two processes may come to an empty database at once.
Result<void> makeLogAlone(Connection& connection) {
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (auto made = makeLog(connection); !made)
        return made;
    return transaction->commit();
}

} // namespace

int schemaVersion() {
    return migrations().back().number;
}

Error newerThanThis(int form) {
    return failure(ErrorKind::Unavailable, "store_newer",
                   "the store was made by a newer version of Gatehouse (form " + std::to_string(form) +
                       ", this version knows " + std::to_string(schemaVersion()) +
                       "); use that version, or a backup made before it")
        .value();
}

Result<int> schemaOf(Connection& connection) {
    const auto newest = connection.value(QStringLiteral("SELECT MAX(number) FROM schema_migrations"));
    if (!newest)
        return tl::unexpected(newest.error());
    return newest->toInt();
}

Result<void> migrate(Connection& connection, int upTo, const BeforeStatement& before) {
    auto current = schemaOf(connection);
    if (!current) { // a new database
        if (auto made = makeLogAlone(connection); !made)
            return made;
        current = schemaOf(connection);
    }
    if (!current)
        return tl::unexpected(current.error());
    if (*current > schemaVersion())
        return tl::unexpected(newerThanThis(*current));
    const bool behind = *current < upTo;
    if (behind) {
        if (auto slow = connection.unhurried(); !slow)
            return slow;
    }
    for (const auto& migration : migrations()) {
        if (migration.number <= *current || migration.number > upTo)
            continue;
        if (auto done = apply(connection, migration, before); !done)
            return done;
    }
    return behind ? connection.hurried() : Result<void>();
}

Result<void> migrateWithin(Connection& connection, int from, int upTo) {
    if (auto made = makeLog(connection); !made)
        return made;
    for (const auto& migration : migrations()) {
        if (migration.number <= from || migration.number > upTo)
            continue;
        if (auto done = carryOut(connection, migration, nullptr); !done)
            return done;
    }
    return {};
}

} // namespace gatehouse::store
