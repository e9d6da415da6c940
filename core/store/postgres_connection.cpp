// SPDX-License-Identifier: Apache-2.0
#include "core/store/connection.h"
#include "core/store/connection_backend.h"
#include "core/store/postgres_link.h"
#include "core/store/row_insert.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <libpq-fe.h>
#include <utility>
#include <vector>

namespace gatehouse::store {
namespace {

constexpr std::chrono::milliseconds leastAnswer{1'000};
constexpr std::chrono::milliseconds recorderAnswer{5'000};
constexpr std::chrono::milliseconds readAnswer{30'000};
constexpr std::chrono::milliseconds networkGrace{250}; // the server gives up first, and says so
constexpr std::size_t mostGathered = std::size_t{1} << 20U;

// Numbers of built-in types (pg_type.dat), which never change.
enum Type : unsigned { Bool = 16, Bytes = 17, Int8 = 20, Int2 = 21, Int4 = 23 };

// ? outside of quotes become $1, $2, …
std::string numbered(const QString& sql, int& count) {
    std::string out;
    char quote = '\0';
    count = 0;
    for (const char c : fromQt(sql)) {
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        if (c == '?' && quote == '\0')
            out += '$' + std::to_string(++count);
        else
            out += c;
    }
    return out;
}

void appendHex(std::string& out, std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 0x0FU];
    }
}

int nibble(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

// "\x0a…", the form that bytea_output=hex gives.
std::string bytesOf(std::string_view text) {
    std::string out;
    if (!text.starts_with("\\x"))
        return out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 2; i + 1 < text.size(); i += 2)
        out += static_cast<char>((nibble(text[i]) << 4) | nibble(text[i + 1]));
    return out;
}

// Its rows come at once: libpq's single-row mode costs as much for each row as SQLite needs for twenty. What is larger
// than memory is read through a cursor (FETCH).
class PostgresStatement final : public StatementBackend {
public:
    PostgresStatement(PostgresLink& link, const QString& sql) : m_link(link), m_sql(numbered(sql, m_count)) {
        m_values.resize(static_cast<std::size_t>(m_count));
    }
    ~PostgresStatement() override {
        if (!m_name.empty() && m_generation == m_link.generation() && m_link.handle() != nullptr &&
            PQtransactionStatus(m_link.handle()) != PQTRANS_INERROR)
            static_cast<void>(m_link.run(("DEALLOCATE " + m_name).c_str()));
    }
    PostgresStatement(const PostgresStatement&) = delete;
    PostgresStatement& operator=(const PostgresStatement&) = delete;

    void number(int place, std::int64_t value) override { set(place, Value::Text, std::to_string(value)); }
    void text(int place, std::string_view value) override { set(place, Value::Text, storable(value)); }
    void blob(int place, std::string_view value) override { set(place, Value::Bytes, std::string(value)); }
    void null(int place) override { set(place, Value::Null, {}); }

    Result<void> run() override {
        finish();
        if (auto done = m_link.ready(); !done)
            return done;
        // A statement that runs once goes in one message; one that runs again is worth a plan.
        if (m_runs++ > 0) {
            if (auto done = plan(); !done)
                return done;
        }
        if (auto done = send(); !done)
            return done;
        auto result = m_link.last();
        if (!result)
            return tl::unexpected(result.error());
        m_result = std::move(*result);
        return {};
    }
    Result<bool> next() override { return ++m_row < PQntuples(m_result.get()); }
    void finish() override {
        m_result.reset();
        m_row = -1;
    }
    std::int64_t changed() const override {
        return m_result ? std::strtoll(PQcmdTuples(m_result.get()), nullptr, 10) : 0;
    }
    QStringList columns() const override {
        QStringList names;
        for (int i = 0; i < PQnfields(m_result.get()); ++i)
            names << QString::fromUtf8(PQfname(m_result.get(), i));
        return names;
    }
    std::int64_t numberAt(int column) const override {
        const auto text = raw(column);
        if (type(column) == Bool)
            return text == "t" ? 1 : 0;
        return std::strtoll(text.data(), nullptr, 10); // PQgetvalue() ends with a NUL
    }
    std::string textAt(int column) const override {
        if (type(column) == Bool)
            return raw(column) == "t" ? "1" : "0";
        return type(column) == Bytes ? bytesOf(raw(column)) : std::string(raw(column));
    }
    std::string blobAt(int column) const override { return textAt(column); }
    bool nullAt(int column) const override { return !stands() || PQgetisnull(m_result.get(), m_row, column) != 0; }
    QVariant valueAt(int column) const override {
        if (nullAt(column))
            return {};
        switch (type(column)) {
        case Bool:
        case Int2:
        case Int4:
        case Int8:
            return QVariant(static_cast<qlonglong>(numberAt(column)));
        case Bytes:
            return QByteArray::fromStdString(textAt(column));
        default:
            return toQt(raw(column));
        }
    }

private:
    struct Value {
        enum Kind { Null, Text, Bytes } kind = Null;
        std::string data;
    };

    void set(int place, Value::Kind kind, std::string data) {
        if (place < m_count)
            m_values[static_cast<std::size_t>(place)] = {kind, std::move(data)};
    }
    bool stands() const { return m_row >= 0 && m_row < PQntuples(m_result.get()); }
    std::string_view raw(int column) const {
        return stands() ? std::string_view(PQgetvalue(m_result.get(), m_row, column),
                                           static_cast<std::size_t>(PQgetlength(m_result.get(), m_row, column)))
                        : std::string_view("");
    }
    unsigned type(int column) const { return m_result ? PQftype(m_result.get(), column) : 0; }

    Result<void> plan() {
        static std::atomic<unsigned> count{0};
        if (!m_name.empty() && m_generation == m_link.generation())
            return {};
        const auto name = "gatehouse_" + std::to_string(++count);
        if (auto done = m_link.sent(PQsendPrepare(m_link.handle(), name.c_str(), m_sql.c_str(), 0, nullptr)); !done)
            return done;
        if (const auto done = m_link.last(); !done)
            return tl::unexpected(done.error());
        m_name = name;
        m_generation = m_link.generation();
        return {};
    }

    Result<void> send() {
        std::vector<const char*> values;
        std::vector<int> lengths;
        std::vector<int> formats;
        for (const auto& value : m_values) {
            values.push_back(value.kind == Value::Null ? nullptr : value.data.c_str());
            lengths.push_back(static_cast<int>(value.data.size()));
            formats.push_back(value.kind == Value::Bytes ? 1 : 0);
        }
        auto* handle = m_link.handle();
        return m_link.sent(m_name.empty() ? PQsendQueryParams(handle, m_sql.c_str(), m_count, nullptr, values.data(),
                                                              lengths.data(), formats.data(), 0)
                                          : PQsendQueryPrepared(handle, m_name.c_str(), m_count, values.data(),
                                                                lengths.data(), formats.data(), 0));
    }

    PostgresLink& m_link;
    int m_count = 0;
    const std::string m_sql;
    std::vector<Value> m_values;
    std::uint64_t m_runs = 0;
    std::string m_name;
    std::uint64_t m_generation = 0;
    PgResult m_result;
    int m_row = -1;
};

class PostgresRows final : public RowInsert {
public:
    PostgresRows(PostgresLink& link, std::string_view table, std::string_view columns) : m_link(link) {
        m_sql.append("COPY ").append(table).append(" (").append(columns).append(") FROM STDIN");
    }

    RowInsert& number(std::int64_t value) override {
        next();
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        m_rows.append(digits.data(), end);
        return *this;
    }
    RowInsert& text(std::string_view value) override {
        next();
        for (const char c : storable(value)) {
            switch (c) {
            case '\\':
                m_rows += "\\\\";
                break;
            case '\n':
                m_rows += "\\n";
                break;
            case '\r':
                m_rows += "\\r";
                break;
            case '\t':
                m_rows += "\\t";
                break;
            default:
                m_rows += c;
            }
        }
        return *this;
    }
    RowInsert& bytes(std::string_view value) override {
        next();
        m_rows += "\\\\x";
        appendHex(m_rows, value);
        return *this;
    }
    RowInsert& null() override {
        next();
        m_rows += "\\N";
        return *this;
    }
    Result<void> run() override {
        m_rows += '\n';
        m_first = true;
        return m_rows.size() < mostGathered ? Result<void>() : flush();
    }
    Result<void> flush() override {
        if (m_rows.empty())
            return {};
        auto done = m_link.copyIn(m_sql.c_str(), m_rows);
        m_rows.clear();
        return done;
    }
    void forget() override {
        m_rows.clear();
        m_first = true;
    }

private:
    void next() {
        if (!m_first)
            m_rows += '\t';
        m_first = false;
    }

    PostgresLink& m_link;
    std::string m_sql;
    std::string m_rows;
    bool m_first = true;
};

std::string milliseconds(std::chrono::milliseconds time) {
    return std::to_string(time.count());
}

std::chrono::milliseconds answerTime(const ConnectionOptions& options) {
    switch (options.role) {
    case ConnectionOptions::Role::Control:
        return std::max(options.patience, leastAnswer);
    case ConnectionOptions::Role::Recorder:
    case ConnectionOptions::Role::Beside:
        return recorderAnswer;
    case ConnectionOptions::Role::Read:
        break;
    }
    return readAnswer;
}

// Held as long as the connection: this node's recorder is the only one, and some recorder is at work (restore asks).
std::string recorderLocks(std::int64_t node) {
    const std::string store = "hashtext(current_schema())";
    return "; SET lock_timeout = 3000; DO $$ BEGIN PERFORM pg_advisory_lock(1195919734 # " + store + ", " +
           std::to_string(node) + "); PERFORM pg_advisory_lock_shared(1195919735, " + store +
           "); EXCEPTION WHEN lock_not_available THEN RAISE EXCEPTION 'taken' USING ERRCODE = 'GH001'; END $$"
           "; SET lock_timeout = 500";
}

std::string settingsOf(const ConnectionOptions& options) {
    std::string out = "SET standard_conforming_strings = on; SET bytea_output = hex; SET TimeZone = 'UTC'";
    out += "; SET lock_timeout = " + milliseconds(options.patience);
    out += "; SET statement_timeout = " + milliseconds(answerTime(options));
    // So that a process or a machine that stands still does not hold up the others.
    out += "; SET idle_in_transaction_session_timeout = 60000; SET tcp_keepalives_idle = 10"
           "; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";
    if (options.role == ConnectionOptions::Role::Control)
        out += "; SET synchronous_commit = on";
    if (options.role == ConnectionOptions::Role::Recorder || options.role == ConnectionOptions::Role::Beside)
        out += "; SET synchronous_commit = off";
    if (options.role == ConnectionOptions::Role::Recorder)
        out += recorderLocks(options.node);
    if (options.role == ConnectionOptions::Role::Read)
        out += "; SET default_transaction_read_only = on";
    return out;
}

const char* beginning(ConnectionOptions::Role role) {
    switch (role) {
    case ConnectionOptions::Role::Control:
        // One lock for the changes of all processes on this store: what one read stays true until it commits.
        return "BEGIN; SELECT pg_advisory_xact_lock(1195919733, hashtext(current_schema()))";
    case ConnectionOptions::Role::Recorder:
    case ConnectionOptions::Role::Beside:
        return "BEGIN";
    case ConnectionOptions::Role::Read:
        break;
    }
    return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
}

class PostgresConnection final : public ConnectionBackend {
public:
    explicit PostgresConnection(const ConnectionOptions& options)
        : m_link(options.postgres, answerTime(options) + networkGrace, settingsOf(options)), m_role(options.role) {}

    Result<void> open() { return m_link.ready(); }

    Result<Statement> prepare(const QString& sql) override {
        return Statement(std::make_unique<PostgresStatement>(m_link, sql));
    }
    Result<void> execute(const QString& sql) override { return m_link.run(fromQt(sql).c_str()); }
    Result<void> begin() override { return m_link.begin(beginning(m_role)); }
    Result<void> commit() override { return m_link.commit(); }
    void rollback() override { m_link.rollback(); }
    Result<std::unique_ptr<RowInsert>> insertInto(std::string_view table, std::string_view columns) override {
        return std::make_unique<PostgresRows>(m_link, table, columns);
    }
    Result<void> announce(std::string_view what) override {
        auto tell = prepare(QStringLiteral("SELECT pg_notify('gatehouse_changes', ?)"));
        if (!tell)
            return tl::unexpected(tell.error());
        return tell->text(what).run();
    }
    Result<void> unhurried() override { return m_link.unhurried(); }
    Result<void> hurried() override { return m_link.hurried(); }
    QString spelled(QString sql) const override {
        return sql.replace(QLatin1String("{row key}"), QLatin1String("BIGINT PRIMARY KEY"))
            .replace(QLatin1String("{bytes}"), QLatin1String("BYTEA"))
            .replace(QLatin1String("{clustered}"), QLatin1String(""))
            .replace(QLatin1String(" TEXT"), QLatin1String(" TEXT COLLATE \"C\"")); // compared by bytes, as SQLite does
    }

private:
    PostgresLink m_link;
    const ConnectionOptions::Role m_role;
};

} // namespace

Result<std::unique_ptr<ConnectionBackend>> openPostgres(const ConnectionOptions& options) {
    auto connection = std::make_unique<PostgresConnection>(options);
    if (auto opened = connection->open(); !opened)
        return tl::unexpected(opened.error());
    return connection;
}

} // namespace gatehouse::store
