// SPDX-License-Identifier: Apache-2.0
#include "core/store/postgres_link.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <libpq-fe.h>
#include <poll.h>
#include <string_view>
#include <utility>

namespace gatehouse::store {
namespace {

constexpr std::chrono::milliseconds longestConnect{3'000};
constexpr int leastServerVersion = 120'000;
constexpr auto noLimits = "SET statement_timeout = 0; SET lock_timeout = 0";

tl::unexpected<Error> gone(const std::string& why) {
    return failure(ErrorKind::Unavailable, "store_gone",
                   "the PostgreSQL server of store.url cannot be reached (" + why +
                       "); start it, or correct the address");
}

// What libpq says of a failed connection may hold parts of the address, so only what is known is passed on. The
// server's own words come in its language: what they are not recognised as is still told to be a failure.
tl::unexpected<Error> connectError(std::string_view words) {
    struct Known {
        std::string_view phrase;
        const char* code;
        const char* text;
    };
    static constexpr std::array<Known, 8> known{{
        {"password", "store_refused", "the PostgreSQL server refused the user or the password of store.url"},
        {"pg_hba.conf", "store_refused",
         "the PostgreSQL server has no rule (pg_hba.conf) that lets this user in from here"},
        {"role \"", "store_refused", "the PostgreSQL server does not know the user of store.url"},
        {"database \"", "store_gone", "the database of store.url is not there; make it (createdb) with encoding UTF8"},
        {"certificate", "store_refused", "the PostgreSQL server's certificate could not be checked"},
        {"SSL", "store_refused", "the PostgreSQL server and store.url do not agree on TLS (sslmode)"},
        {"too many", "store_locked", "the PostgreSQL server has no connection left; raise its max_connections"},
        {"remaining connection slots", "store_locked",
         "the PostgreSQL server has no connection left; raise its max_connections"},
    }};
    for (const auto& one : known) {
        if (words.find(one.phrase) != std::string_view::npos)
            return failure(ErrorKind::Unavailable, one.code, one.text);
    }
    for (const auto* phrase : {"Connection refused", "No such file", "could not translate host name", "timeout",
                               "timed out", "starting up", "shutting down", "unreachable"}) {
        if (words.find(phrase) != std::string_view::npos)
            return gone(phrase);
    }
    return gone("the connection failed");
}

// By SQLSTATE (postgresql.org/docs/15/errcodes-appendix.html).
tl::unexpected<Error> serverError(std::string_view state, const std::string& text) {
    const auto is = [&](std::initializer_list<std::string_view> codes) {
        return std::find(codes.begin(), codes.end(), state) != codes.end();
    };
    if (is({"55P03", "57014", "40P01", "40001"}))
        return failure(ErrorKind::Unavailable, "store_locked",
                       "the database is busy with another change; try again in a moment");
    if (state.starts_with("08") || state.starts_with("57P") || is({"25P03"}))
        return gone("it ended the connection");
    if (state.starts_with("53"))
        return failure(ErrorKind::Unavailable, "store_full",
                       "the database server has no room or memory left; free some, or shorten the retention");
    if (state == "GH001") // settingsOf() raises it
        return failure(ErrorKind::Unavailable, "store_locked",
                       "another gateway writes calls as this one; was the data folder copied? Delete the file "
                       "\"node\" in the copy");
    if (is({"25006", "42501"}))
        return failure(ErrorKind::Unavailable, "store_read_only",
                       "the database cannot be written; give its user the right to");
    if (state.starts_with("XX") || state.starts_with("58"))
        return failure(ErrorKind::Unavailable, "store_corrupt",
                       "the database server reports damage or a failing disk; look into its log");
    if (state.starts_with("22") || state.starts_with("23")) // the text may hold a value
        return failure(ErrorKind::Internal, "store_failed",
                       "the database refused a value (SQLSTATE " + std::string(state) + ")");
    return failure(ErrorKind::Internal, "store_failed", "the database failed: " + text);
}

tl::unexpected<Error> badAddress(const char* why) {
    auto error = failure(ErrorKind::Invalid, "store_unsupported", std::string("store.url: ") + why);
    error.value().field = "store.url";
    error.value().expected = "postgres://user:password@host:port/database";
    return error;
}

// A copy with an end mark, wiped when it goes.
class PlainUrl {
public:
    explicit PlainUrl(const Secret& url) : m_text(url.reveal()) {}
    ~PlainUrl() { wipe(m_text); }
    PlainUrl(const PlainUrl&) = delete;
    PlainUrl& operator=(const PlainUrl&) = delete;
    const char* text() const { return m_text.c_str(); }

private:
    std::string m_text;
};

} // namespace

void PgResultClearer::operator()(pg_result* result) const {
    PQclear(result);
}

bool isPostgresUrl(std::string_view url) {
    return url.starts_with("postgres://") || url.starts_with("postgresql://");
}

Result<void> checkPostgresUrl(const Secret& url) {
    const PlainUrl plain(url);
    char* complaint = nullptr;
    PQconninfoOption* parts = PQconninfoParse(plain.text(), &complaint);
    PQfreemem(complaint); // repeats the address
    if (parts == nullptr)
        return badAddress("not an address of PostgreSQL; special characters in it are written as %XX");
    const char* wrong = nullptr;
    bool database = false;
    for (const auto* part = parts; part->keyword != nullptr; ++part) {
        const std::string_view name(part->keyword);
        const std::string_view value(part->val != nullptr ? part->val : "");
        if (name == "host" && value.find('@') != std::string_view::npos)
            wrong = "an @ in the password is written as %40";
        if (name == "port" && value.find_first_not_of("0123456789,") != std::string_view::npos)
            wrong = "the port is not a number; a : or / in the password is written as %3A or %2F";
        if (name == "dbname" && !value.empty())
            database = true;
    }
    PQconninfoFree(parts);
    if (wrong != nullptr)
        return badAddress(wrong);
    if (!database)
        return badAddress("name the database behind the host: postgres://user:password@host:port/database");
    return {};
}

PostgresLink::PostgresLink(SharedSecret url, Patience patience, std::string settings)
    : m_url(std::move(url)), m_usualPatience(patience), m_settings(std::move(settings)), m_patience(patience) {}

PostgresLink::~PostgresLink() {
    drop();
}

void PostgresLink::drop() {
    if (m_handle != nullptr)
        PQfinish(m_handle);
    m_handle = nullptr;
}

tl::unexpected<Error> PostgresLink::lost() {
    drop();
    return gone("the connection was lost");
}

Result<void> PostgresLink::waitFor(short events, Steady::time_point until) {
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now()).count();
        pollfd wanted{PQsocket(m_handle), events, 0};
        const int found = left <= 0 ? 0 : ::poll(&wanted, 1, static_cast<int>(std::min<long>(left, 60'000)));
        if (found > 0)
            return {};
        if (found < 0 && errno != EINTR)
            return lost();
        if (Steady::now() >= until) {
            drop();
            return gone("it does not answer");
        }
    }
}

Result<void> PostgresLink::connect() {
    drop();
    const auto until = Steady::now() + longestConnect;
    {
        const PlainUrl plain(*m_url);
        static constexpr std::array<const char*, 9> names{"dbname",
                                                          "fallback_application_name",
                                                          "client_encoding",
                                                          "keepalives_idle",
                                                          "keepalives_interval",
                                                          "keepalives_count",
                                                          "tcp_user_timeout",
                                                          "gssencmode",
                                                          nullptr};
        const std::array<const char*, 9> values{plain.text(), "gatehouse", "UTF8",    "10",   "5",
                                                "3",          "10000",     "disable", nullptr};
        m_handle = PQconnectStartParams(names.data(), values.data(), 1);
    }
    if (m_handle == nullptr)
        return gone("there is no memory");
    auto wants = PGRES_POLLING_WRITING;
    while (PQstatus(m_handle) != CONNECTION_BAD && wants != PGRES_POLLING_OK && wants != PGRES_POLLING_FAILED) {
        if (auto waited = waitFor(wants == PGRES_POLLING_READING ? POLLIN : POLLOUT, until); !waited)
            return waited;
        wants = PQconnectPoll(m_handle);
    }
    if (PQstatus(m_handle) != CONNECTION_OK) {
        auto error = connectError(PQerrorMessage(m_handle));
        drop();
        return error;
    }
    if (PQserverVersion(m_handle) < leastServerVersion) {
        drop();
        return badAddress("the PostgreSQL server is older than 12");
    }
    const char* encoding = PQparameterStatus(m_handle, "server_encoding");
    if (encoding == nullptr || std::strcmp(encoding, "UTF8") != 0) {
        drop();
        return badAddress("the database's encoding is not UTF8; make it with createdb --encoding=UTF8");
    }
    (void)PQsetnonblocking(m_handle, 1);
    (void)PQsetNoticeProcessor(
        m_handle, [](void*, const char*) {}, nullptr);
    ++m_generation;
    for (const auto* sql : {m_settings.c_str(), m_patience == m_usualPatience ? "" : noLimits}) {
        if (auto done = sent(PQsendQuery(m_handle, sql)); !done)
            return done;
        if (auto done = last(); !done) {
            drop();
            return tl::unexpected(done.error());
        }
    }
    return {};
}

// A server that was started anew has closed this end meanwhile; better seen now than by losing a statement.
void PostgresLink::notice() {
    pollfd wanted{PQsocket(m_handle), POLLIN, 0};
    while (m_handle != nullptr && ::poll(&wanted, 1, 0) > 0) { // its last words, then the end
        if (PQconsumeInput(m_handle) == 0 || PQstatus(m_handle) == CONNECTION_BAD)
            drop();
    }
}

Result<void> PostgresLink::ready() {
    if (m_handle != nullptr && !m_inTransaction)
        notice();
    if (m_handle != nullptr && PQstatus(m_handle) == CONNECTION_OK)
        return {};
    if (m_inTransaction)
        return gone("the connection was lost");
    return connect();
}

Result<void> PostgresLink::sent(int answer) {
    if (answer == 1)
        return {};
    return lost();
}

Result<PgResult> PostgresLink::next() {
    if (m_handle == nullptr)
        return gone("the connection was lost");
    const auto until = Steady::now() + m_patience;
    while (true) {
        const int unsent = PQflush(m_handle);
        if (unsent < 0)
            return lost();
        if (unsent == 0 && PQisBusy(m_handle) == 0)
            return PgResult(PQgetResult(m_handle));
        if (auto waited = waitFor(static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), until); !waited)
            return tl::unexpected(waited.error());
        if (PQconsumeInput(m_handle) == 0)
            return lost();
    }
}

Result<void> PostgresLink::judge(const pg_result* result) {
    const auto status = PQresultStatus(result);
    if (status != PGRES_FATAL_ERROR && status != PGRES_BAD_RESPONSE)
        return {};
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == nullptr) // libpq's own: the connection broke
        return gone("the connection was lost");
    return serverError(state, text != nullptr ? text : "");
}

Result<PgResult> PostgresLink::last() {
    PgResult kept;
    Result<void> verdict;
    while (true) {
        auto result = next();
        if (!result)
            return result;
        if (!*result)
            break;
        if (verdict)
            verdict = judge(result->get());
        const bool copying = PQresultStatus(result->get()) == PGRES_COPY_IN;
        kept = std::move(*result);
        if (copying)
            break;
    }
    if (PQstatus(m_handle) == CONNECTION_BAD)
        drop();
    if (!verdict)
        return tl::unexpected(verdict.error());
    return kept;
}

Result<void> PostgresLink::run(const char* sql) {
    if (auto done = ready(); !done)
        return done;
    if (auto done = sent(PQsendQuery(m_handle, sql)); !done)
        return done;
    const auto result = last();
    return result ? Result<void>() : tl::unexpected(result.error());
}

Result<void> PostgresLink::copyIn(const char* sql, const std::string& rows) {
    if (auto done = run(sql); !done)
        return done;
    for (std::size_t at = 0; at < rows.size();) {
        const auto part = std::min<std::size_t>(rows.size() - at, 65'536);
        const int taken = PQputCopyData(m_handle, rows.data() + at, static_cast<int>(part));
        if (taken < 0)
            return lost();
        if (taken > 0)
            at += part;
        const int unsent = PQflush(m_handle);
        if (unsent < 0)
            return lost();
        if (unsent > 0) {
            if (auto waited = waitFor(POLLOUT | POLLIN, Steady::now() + m_patience); !waited)
                return waited;
            if (PQconsumeInput(m_handle) == 0)
                return lost();
        }
    }
    if (auto done = sent(PQputCopyEnd(m_handle, nullptr)); !done)
        return done;
    const auto result = last();
    return result ? Result<void>() : tl::unexpected(result.error());
}

Result<void> PostgresLink::begin(const char* sql) {
    m_inTransaction = false;
    if (auto done = run(sql); !done) {
        rollback();
        return done;
    }
    m_inTransaction = true;
    return {};
}

Result<void> PostgresLink::commit() {
    if (auto done = ready(); !done)
        return done;
    if (auto done = sent(PQsendQuery(m_handle, "COMMIT")); !done)
        return done;
    const auto result = last();
    if (!result)
        return tl::unexpected(result.error());
    m_inTransaction = false;
    // A transaction in which something failed is "committed" by rolling it back.
    if (!*result || std::strcmp(PQcmdStatus(result->get()), "COMMIT") != 0)
        return failure(ErrorKind::Internal, "store_failed", "the database rolled a change back");
    return {};
}

void PostgresLink::rollback() {
    m_inTransaction = false;
    if (m_handle == nullptr || PQtransactionStatus(m_handle) == PQTRANS_IDLE)
        return;
    if (auto done = run("ROLLBACK"); !done)
        drop();
}

Result<void> PostgresLink::unhurried() {
    m_patience = std::chrono::hours(24);
    return run(noLimits);
}

Result<void> PostgresLink::hurried() {
    m_patience = m_usualPatience;
    return run(m_settings.c_str());
}

} // namespace gatehouse::store
