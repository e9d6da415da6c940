// SPDX-License-Identifier: Apache-2.0
#include "core/store/job_table.h"

#include "core/store/node_lease.h"

#include "core/store/rows.h"

#include <algorithm>

namespace gatehouse::store {
namespace {

using jobs::Job;

constexpr std::int64_t none = -1;
constexpr std::size_t mostListed = 500;

// The first part is all that a list shows, the second what is large.
const QString& lightColumns() {
    static const auto text =
        QStringLiteral("id, team, app, key_id, api, version, state, attempts, interruptions, created_at, due_at, "
                       "deadline, started_at, finished_at, call_id, answer_status, answer_type, error_code, "
                       "error_message");
    return text;
}

const QString& heavyColumns() {
    static const auto text = QStringLiteral("request_path, request_query, request_accept, request_type, request_tags, "
                                            "request_session, request_client, request_peer, request_body, answer_body");
    return text;
}

std::optional<WallMicros> timeAt(const Statement& row, int column) {
    const auto time = row.numberAt(column);
    return time == none ? std::nullopt : std::optional(time);
}

Job lightJob(const Statement& row) {
    Job job;
    job.id = row.textAt(0);
    job.team = row.textAt(1);
    job.app = row.textAt(2);
    job.key = row.textAt(3);
    job.api = row.textAt(4);
    job.version = row.textAt(5);
    job.state = jobs::stateNamed(row.textAt(6)).value_or(jobs::State::Failed);
    job.attempts = static_cast<int>(row.numberAt(7));
    job.interruptions = static_cast<int>(row.numberAt(8));
    job.created = row.numberAt(9);
    job.due = row.numberAt(10);
    job.deadline = row.numberAt(11);
    job.started = timeAt(row, 12);
    job.finished = timeAt(row, 13);
    job.call = row.textAt(14);
    job.answer.status = static_cast<int>(row.numberAt(15));
    job.answer.contentType = row.textAt(16);
    job.code = row.textAt(17);
    job.message = row.textAt(18);
    return job;
}

Job wholeJob(const Statement& row) {
    auto job = lightJob(row);
    job.request.path = row.textAt(19);
    job.request.query = row.textAt(20);
    job.request.accept = row.textAt(21);
    job.request.contentType = row.textAt(22);
    job.request.tags = row.textAt(23);
    job.request.session = row.textAt(24);
    job.request.client = row.textAt(25);
    job.request.peer = row.textAt(26);
    job.request.body = row.blobAt(27);
    job.answer.body = row.blobAt(28);
    return job;
}

} // namespace

Result<std::unique_ptr<jobs::JobKeeper>> JobTable::open(const ConnectionOptions& options) {
    auto connection = Connection::open(options);
    if (!connection)
        return tl::unexpected(connection.error());
    return std::make_unique<JobTable>(std::move(*connection));
}

Result<void> JobTable::add(const Job& job) {
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto insert = m_connection->prepare(
        QStringLiteral("INSERT INTO jobs (node, ") + lightColumns() + QStringLiteral(", ") + heavyColumns() +
        QStringLiteral(
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    if (!insert)
        return tl::unexpected(insert.error());
    insert->number(m_connection->node())
        .text(job.id)
        .text(job.team)
        .text(job.app)
        .text(job.key)
        .text(job.api)
        .text(job.version)
        .text(jobs::nameOf(job.state))
        .number(job.attempts)
        .number(job.interruptions)
        .number(job.created)
        .number(job.due)
        .number(job.deadline)
        .number(job.started.value_or(none))
        .number(job.finished.value_or(none))
        .text(job.call)
        .number(job.answer.status)
        .text(job.answer.contentType)
        .text(job.code)
        .text(job.message)
        .text(job.request.path)
        .text(job.request.query)
        .text(job.request.accept)
        .text(job.request.contentType)
        .text(job.request.tags)
        .text(job.request.session)
        .text(job.request.client)
        .text(job.request.peer)
        .blob(job.request.body)
        .blob(job.answer.body);
    if (auto done = insert->run(); !done)
        return done;
    insert->finish();
    return transaction->commit();
}

Result<bool> JobTable::update(const Job& job) {
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const bool over = jobs::isOver(job.state);
    auto update = m_connection->prepare(
        QStringLiteral("UPDATE jobs SET state = ?, attempts = ?, interruptions = ?, due_at = ?, started_at = ?, "
                       "finished_at = ?, call_id = ?, answer_status = ?, answer_type = ?, error_code = ?, "
                       "error_message = ?, answer_body = ?") +
        (over ? QStringLiteral(", request_path = '', request_query = '', request_accept = '', request_type = '', "
                               "request_tags = '', request_session = '', request_client = '', request_peer = '', "
                               "request_body = ?")
              : QString()) +
        QStringLiteral(" WHERE id = ? AND state IN ('queued', 'running')") +
        (over ? QString() : QStringLiteral(" AND node = ?")));
    if (!update)
        return tl::unexpected(update.error());
    update->text(jobs::nameOf(job.state))
        .number(job.attempts)
        .number(job.interruptions)
        .number(job.due)
        .number(job.started.value_or(none))
        .number(job.finished.value_or(none))
        .text(job.call)
        .number(job.answer.status)
        .text(job.answer.contentType)
        .text(job.code)
        .text(job.message)
        .blob(job.answer.body);
    if (over)
        update->blob({});
    update->text(job.id);
    if (!over)
        update->number(m_connection->node());
    if (auto done = update->run(); !done)
        return tl::unexpected(done.error());
    const bool changed = update->changed() > 0;
    update->finish();
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return changed;
}

Result<std::optional<Job>> JobTable::find(const std::string& id) {
    auto query = m_connection->prepare(QStringLiteral("SELECT ") + lightColumns() + QStringLiteral(", ") +
                                       heavyColumns() + QStringLiteral(" FROM jobs WHERE id = ?"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->text(id).run(); !run)
        return tl::unexpected(run.error());
    const auto row = query->next();
    if (!row)
        return tl::unexpected(row.error());
    std::optional<Job> found;
    if (*row)
        found = wholeJob(*query);
    query->finish();
    return found;
}

Result<std::vector<Job>> JobTable::list(const jobs::JobQuery& query) {
    QString sql = QStringLiteral("SELECT ") + lightColumns() + QStringLiteral(" FROM jobs WHERE 1 = 1");
    std::vector<std::string> values;
    const auto where = [&](const char* condition, std::string value) {
        if (value.empty())
            return;
        sql += QLatin1String(condition);
        values.push_back(std::move(value));
    };
    where(" AND app = ?", query.app);
    where(" AND api = ?", query.api);
    where(" AND state = ?", query.state ? std::string(jobs::nameOf(*query.state)) : std::string());
    where(" AND id < ?", query.before);
    sql += QStringLiteral(" ORDER BY id DESC LIMIT ") +
           QString::number(static_cast<qlonglong>(std::min(query.limit, mostListed)));
    auto statement = m_connection->prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    for (const auto& value : values)
        statement->text(value);
    return rowsOf<Job>(*statement, lightJob);
}

Result<std::vector<Job>> JobTable::unfinished() {
    auto query = m_connection->prepare(
        QStringLiteral("SELECT ") + lightColumns() +
        QStringLiteral(" FROM jobs WHERE node = ? AND state IN ('queued', 'running') ORDER BY id"));
    if (!query)
        return tl::unexpected(query.error());
    query->number(m_connection->node());
    return rowsOf<Job>(*query, lightJob);
}

Result<Renewal> JobTable::renew() {
    return renewLease(*m_connection, NodeWork::Jobs);
}

Result<void> JobTable::trim(WallMicros before) {
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto old = m_connection->prepare(QStringLiteral(
        "DELETE FROM jobs WHERE finished_at >= 0 AND finished_at < ? AND state NOT IN ('queued', 'running')"));
    if (!old)
        return tl::unexpected(old.error());
    if (auto done = old->number(before).run(); !done)
        return done;
    old->finish();
    return transaction->commit();
}

} // namespace gatehouse::store
