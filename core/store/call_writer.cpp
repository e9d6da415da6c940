// SPDX-License-Identifier: Apache-2.0
#include "core/store/call_writer.h"

#include "core/base/text.h"
#include "core/store/body_table.h"
#include "core/store/row_keys.h"
#include "core/telemetry/call_json.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace gatehouse::store {
namespace {

using telemetry::BookState;
using telemetry::CallRecord;
using telemetry::NumberedCall;
using telemetry::RecordBatch;

constexpr std::string_view explainColumns = "seq, explain";
constexpr std::string_view callColumns =
    "seq, id, started_at, dimensions, total_us, first_byte_us, outcome, error_code, operation, model_asked, "
    "model_served, streamed, input, cached_input, cache_write, output, reasoning, estimated, cost_pico, attempts, "
    "losses, cache, client, address, tags, session, provider_request_id, bytes_in, bytes_out, node, number";

Result<void> into(std::optional<Statement>& place, Connection& connection, const QString& sql) {
    auto statement = connection.prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    place = std::move(*statement);
    return {};
}

// "a , b" → "a,b": what a filter by tag looks for.
std::string tidyTags(std::string_view tags) {
    std::string out;
    while (!tags.empty()) {
        const auto end = tags.find(',');
        const auto tag = trim(tags.substr(0, end));
        if (!tag.empty())
            out.append(out.empty() ? "" : ",").append(tag);
        tags.remove_prefix(end == std::string_view::npos ? tags.size() : end + 1);
    }
    return out;
}

} // namespace

Result<BookState> CallWriter::open() {
    auto connection = Connection::open(m_options);
    if (!connection)
        return tl::unexpected(connection.error());
    m_connection = std::move(*connection);
    if (auto done = prepare(); !done)
        return tl::unexpected(done.error());
    auto book = readBook();
    if (book)
        m_book = *book;
    return book;
}

void CallWriter::close() {
    m_tables.reset(); // statements go before their connection
    m_connection.reset();
}

Result<void> CallWriter::prepare() {
    auto tables = std::make_unique<Tables>(*m_connection);
    if (auto done = tables->dimensions.load(); !done)
        return done;
    if (auto done = tables->rollups.prepare(); !done)
        return done;
    if (auto done = tables->chunks.prepare(); !done)
        return done;
    if (auto done = tables->named.prepare(); !done)
        return done;
    for (const auto& [place, table, columns] : {std::tuple(&tables->insertCall, "calls", callColumns),
                                                std::tuple(&tables->insertExplain, "call_explains", explainColumns)}) {
        auto insert = m_connection->insertInto(table, columns);
        if (!insert)
            return tl::unexpected(insert.error());
        *place = std::move(*insert);
    }
    if (auto done = into(tables->updateBook, *m_connection,
                         QStringLiteral("UPDATE book SET next_sequence = ?, accounted = ?, folded = ?, lost = ? "
                                        "WHERE id = ?"));
        !done)
        return done;
    m_tables = std::move(tables);
    return {};
}

Result<BookState> CallWriter::readBook() {
    auto query =
        m_connection->prepare(QStringLiteral("SELECT next_sequence, accounted, folded, lost FROM book WHERE id = ?"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->number(m_connection->node()).run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return failure(ErrorKind::Unavailable, "store_corrupt", "the store has lost its book of calls");
    const auto number = [&](int column) { return static_cast<std::uint64_t>(query->numberAt(column)); };
    return BookState{number(0), number(1), number(2), number(3)};
}

Result<void> CallWriter::writeBook(const BookState& book) {
    for (const auto value : {book.nextSequence, book.accounted, book.folded, book.lost})
        m_tables->updateBook->number(static_cast<std::int64_t>(value));
    return m_tables->updateBook->number(m_connection->node()).run();
}

Result<void> CallWriter::settleLost(std::uint64_t nextSequence, std::uint64_t lost) {
    auto book = m_book;
    book.nextSequence = nextSequence;
    book.accounted += lost;
    book.lost += lost;
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (auto done = writeBook(book); !done)
        return done;
    if (auto done = transaction->commit(); !done)
        return done;
    m_book = book;
    return {};
}

Result<void> CallWriter::write(const RecordBatch& batch) {
    auto done = writeAll(batch);
    if (done)
        return done;
    // What was rolled back is still in the memories of the tables: start them anew.
    m_failed = true;
    m_tables.reset();
    static_cast<void>(prepare()); // when it fails too, writeAll() tries again
    return done;
}

Result<void> CallWriter::writeAll(const RecordBatch& batch) {
    if (!m_tables) {
        if (auto done = prepare(); !done)
            return done;
    }
    if (const auto wrote = wroteItAfterAll(); !wrote || *wrote)
        return wrote ? Result<void>() : tl::unexpected(wrote.error());
    auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto book = m_book;
    const auto keys = rowKeysFor(*m_connection, batch);
    if (!keys)
        return tl::unexpected(keys.error());
    auto nextKey = keys->begin();
    for (const auto& call : batch.calls) {
        if (auto done = writeCall(call, *nextKey++); !done)
            return done;
        book.nextSequence = std::max(book.nextSequence, call.sequence + 1);
    }
    for (auto* rows : {m_tables->insertCall.get(), m_tables->insertExplain.get()}) {
        if (auto done = rows->flush(); !done)
            return done;
    }
    for (const auto& [key, values] : batch.folded.sums()) {
        const auto dimensions = m_tables->dimensions.idOf(key.dimensions);
        if (!dimensions)
            return tl::unexpected(dimensions.error());
        m_tables->rollups.addFolded(key.bucket, *dimensions, values);
    }
    if (auto done = m_tables->rollups.flush(); !done)
        return done;
    m_tables->named.add(batch.folded.named());
    if (auto done = m_tables->named.flush(); !done)
        return done;
    if (auto done = m_tables->chunks.flush(); !done)
        return done;
    book.accounted += batch.calls.size() + batch.foldedCalls;
    book.folded += batch.foldedCalls;
    if (auto done = writeBook(book); !done)
        return done;
    m_intended = book;
    if (auto done = transaction->commit(); !done)
        return done;
    m_book = book;
    m_intended.reset();
    return {};
}

// After a failure the book says what stands: whether a commit came through whose connection was lost meanwhile, and
// what a server forgot that crashed (the recorder's commits do not wait for its disk), which is counted as lost.
Result<bool> CallWriter::wroteItAfterAll() {
    if (!m_failed)
        return false;
    const auto book = readBook();
    if (!book)
        return tl::unexpected(book.error());
    const bool wrote =
        m_intended && book->nextSequence == m_intended->nextSequence && book->accounted == m_intended->accounted;
    m_intended.reset();
    if (wrote) {
        m_book = *book;
    } else if (book->accounted < m_book.accounted) {
        const auto forgotten = m_book.accounted - book->accounted;
        m_book.accounted -= forgotten; // settleLost() adds it again
        if (auto done = settleLost(m_book.nextSequence, forgotten); !done) {
            m_book.accounted += forgotten;
            return tl::unexpected(done.error());
        }
    }
    m_failed = false;
    return wrote;
}

Result<void> CallWriter::writeCall(const NumberedCall& call, std::int64_t sequence) {
    const auto& record = *call.record;
    auto& tables = *m_tables;
    const auto dimensions = tables.dimensions.idOf(record);
    if (!dimensions)
        return tl::unexpected(dimensions.error());
    tables.rollups.add(telemetry::floorTo(record.startedAt, telemetry::microsPerMinute), *dimensions, record);

    tables.named.add(record);
    tables.chunks.add(sequence, record.startedAt);
    const bool ownModel = tables.dimensions.full() && !tables.dimensions.knows(telemetry::Dimensions::of(record));
    const std::string tags = tidyTags(record.tags);
    auto& row = *tables.insertCall;
    row.number(sequence).text(record.id).number(record.startedAt).number(*dimensions);
    row.number(record.totalMicros).number(record.firstByteMicros).text(nameOf(record.outcome));
    row.text(record.errorCode).text(record.operation).text(record.modelAsked);
    if (ownModel)
        row.text(record.modelServed);
    else
        row.null();
    row.number(record.streamed ? 1 : 0);
    row.number(record.tokens.input).number(record.tokens.cachedInput).number(record.tokens.cacheWrite);
    row.number(record.tokens.output).number(record.tokens.reasoning).number(record.tokens.estimated ? 1 : 0);
    if (record.cost)
        row.number(record.cost->pico());
    else
        row.null();
    row.number(record.attempts).number(static_cast<std::int64_t>(record.explain.losses.size()));
    row.text(record.cache).text(record.client).text(record.address).text(tags).text(record.session);
    row.text(record.providerRequestId).number(record.bytesIn).number(record.bytesOut);
    row.number(m_connection->node());
    if (m_connection->postgres()) // where the key is another number, and calls_by_number refuses to book one twice
        row.number(static_cast<std::int64_t>(call.sequence));
    else
        row.null();
    if (auto done = row.run(); !done)
        return done;
    m_explain.clear();
    telemetry::appendExplainJson(m_explain, record);
    return tables.insertExplain->number(sequence).bytes(m_explain).run();
}

Result<void> CallWriter::writeBodies(const std::vector<telemetry::StoredBodies>& bodies) {
    return insertBodies(*m_connection, bodies);
}

bool CallWriter::work(telemetry::RecordJobs& jobs, WallMicros now) {
    const auto kind = jobs.next();
    if (!kind || !m_tables)
        return false;
    if (*kind == telemetry::JobKind::Vacuum)
        return m_vacuum.step(*m_connection, jobs, now);
    return m_rebuild.step(*m_connection, m_tables->rollups, m_retention, jobs, now);
}

bool CallWriter::maintain(WallMicros now) {
    return m_tables && m_tables->removal.step(m_retention, now);
}

} // namespace gatehouse::store
