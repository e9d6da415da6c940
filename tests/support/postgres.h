// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace gatehouse::test {

// A PostgreSQL server of the tests' own: made in a temporary folder, on a free port of loopback, by Debian's programs
// (package postgresql). It refuses to run as root, so root starts it as the user postgres. Ends with its owner, also
// when that is killed. What is written is not synced: a test that wants to pull the plug says so.
class PostgresServer {
public:
    enum class Sync { Off, On };

    // Where the server's programs are; "" where they are not.
    static std::string programs();
    // One for the whole test program, started at the first call. Throws std::runtime_error.
    static PostgresServer& shared();

    explicit PostgresServer(Sync sync = Sync::Off);
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    void start();
    void stop();     // as if the machine's plug were pulled: at once, without a word to clients
    void freeze();   // the server's processes stand still
    void unfreeze(); // and go on

    // The address of a new, empty schema in its one database: a store's home.
    std::string freshUrl();
    std::string url(const std::string& schema) const;
    static const std::string& password();
    // Runs SQL as the owner.
    void run(const std::string& sql) const;
    int port() const { return m_port; }

private:
    void signalAll(int signal) const;
    pid_t launch(const std::vector<std::string>& command) const;
    int endOf(pid_t process) const;
    std::string log() const;

    Sync m_sync;
    std::string m_programs;
    std::string m_folder;
    int m_port = 0;
    pid_t m_process = -1;
    int m_schemas = 0;
};

} // namespace gatehouse::test
