// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

struct pg_conn;
struct pg_result;

namespace gatehouse::store {

struct PgResultClearer {
    void operator()(pg_result* result) const;
};
using PgResult = std::unique_ptr<pg_result, PgResultClearer>;

// A connection to PostgreSQL through libpq, in its asynchronous form, so that every wait ends: a server that stands
// still or a cable that was pulled costs "patience" and then the connection. (Qt's driver waits without end, and
// writes values into the text of its EXECUTE.) One thread.
//
// Errors, here and of all that uses it: Unavailable with store_gone (no server, connection lost, no answer),
// store_refused (user, password or rights at the door), store_locked (a lock or an answer did not come in time),
// store_full, store_read_only, store_corrupt; Invalid store_unsupported (address, server's version or encoding);
// Internal store_failed. No message repeats the address.
class PostgresLink {
public:
    using Patience = std::chrono::milliseconds;

    // "settings" are SQL, run on each new connection.
    PostgresLink(SharedSecret url, Patience patience, std::string settings);
    ~PostgresLink();
    PostgresLink(const PostgresLink&) = delete;
    PostgresLink& operator=(const PostgresLink&) = delete;

    // Connects where there is no connection or it was lost, unless a transaction is open: that one is lost with it.
    Result<void> ready();
    pg_conn* handle() const { return m_handle; }
    // Counts connections: what was prepared on an earlier one is gone.
    std::uint64_t generation() const { return m_generation; }

    // After a PQsend…(): the next result, null at the end. An error result is given as an error by judge() only.
    Result<PgResult> next();
    // All results up to the end: the last one, or the first error.
    Result<PgResult> last();
    // Whether a PQsend…() that answered "sent" could do it.
    Result<void> sent(int answer);
    // The error that a result stands for; nothing where it is none.
    static Result<void> judge(const pg_result* result);

    Result<void> run(const char* sql);
    // Rows in the text form of COPY, into what "sql" names (COPY … FROM STDIN).
    Result<void> copyIn(const char* sql, const std::string& rows);

    bool inTransaction() const { return m_inTransaction; }
    Result<void> begin(const char* sql);
    Result<void> commit();
    void rollback();

    // Waits as long as it takes, and lets the server do so.
    Result<void> unhurried();
    Result<void> hurried();

private:
    using Steady = std::chrono::steady_clock;

    Result<void> connect();
    Result<void> waitFor(short events, Steady::time_point until);
    void notice(); // looks whether the server has ended the connection meanwhile
    tl::unexpected<Error> lost();
    void drop();

    const SharedSecret m_url;
    const Patience m_usualPatience;
    const std::string m_settings;
    Patience m_patience;
    pg_conn* m_handle = nullptr;
    std::uint64_t m_generation = 0;
    bool m_inTransaction = false;
};

// True for an address that openPostgres() takes: postgres:// or postgresql://.
bool isPostgresUrl(std::string_view url);
// Is it well formed, as far as can be said without a server? Invalid, store_unsupported.
Result<void> checkPostgresUrl(const Secret& url);

} // namespace gatehouse::store
