// SPDX-License-Identifier: Apache-2.0
#include "tests/support/postgres.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gatehouse::test {
namespace {

constexpr int patienceSeconds = 60;
const std::string secret = "pw-of-the-tests-5c1d";

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error("PostgreSQL for tests: " + what);
}

// Who runs the server: nobody else than us, unless we are root.
const passwd* serverUser() {
    if (::geteuid() != 0)
        return nullptr;
    for (const auto* name : {"postgres", "nobody"}) {
        if (const auto* user = ::getpwnam(name))
            return user;
    }
    return nullptr;
}

int freePort() {
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    const bool got = ::bind(probe, any, size) == 0 && ::getsockname(probe, any, &size) == 0;
    ::close(probe);
    return got ? ntohs(address.sin_port) : 0;
}

} // namespace

std::string PostgresServer::programs() {
    std::vector<std::string> found;
    std::error_code code;
    for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", code)) {
        if (std::filesystem::exists(version.path() / "bin/initdb", code))
            found.push_back((version.path() / "bin").string());
    }
    return found.empty() ? std::string() : *std::max_element(found.begin(), found.end());
}

PostgresServer& PostgresServer::shared() {
    static PostgresServer server;
    return server;
}

PostgresServer::PostgresServer(Sync sync) : m_sync(sync), m_programs(programs()) {
    if (m_programs.empty())
        fail("its programs are not here; install the package postgresql");
    std::string pattern = (std::filesystem::temp_directory_path() / "gatehouse-postgres-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        fail(std::strerror(errno));
    m_folder = pattern;
    {
        std::ofstream file(m_folder + "/password");
        file << secret << '\n';
    }
    if (const auto* user = serverUser()) {
        for (const auto& path : {m_folder, m_folder + "/password"}) {
            if (::chown(path.c_str(), user->pw_uid, user->pw_gid) != 0)
                fail(std::strerror(errno));
        }
    }
    if (endOf(launch({m_programs + "/initdb", "-D", m_folder + "/data", "-U", "gatehouse", "-A", "scram-sha-256",
                      "--pwfile", m_folder + "/password", "--no-sync", "-E", "UTF8", "--locale=C"})) != 0)
        fail("initdb failed: " + log());
    start();
}

PostgresServer::~PostgresServer() {
    stop();
    std::error_code code;
    std::filesystem::remove_all(m_folder, code);
}

std::string PostgresServer::log() const {
    std::ifstream file(m_folder + "/log");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

pid_t PostgresServer::launch(const std::vector<std::string>& command) const {
    const auto* user = serverUser();
    const int output = ::open((m_folder + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    std::vector<char*> words;
    for (const auto& word : command)
        words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const pid_t owner = ::getpid();
    const pid_t child = ::fork();
    if (child != 0) {
        ::close(output);
        return child;
    }
    // Only what may be called between fork() and exec() in a program with threads.
    if (user != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
        ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (::getppid() != owner || ::chdir("/") != 0)
        ::_exit(126);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execv(words[0], words.data());
    ::_exit(127);
}

int PostgresServer::endOf(pid_t process) const {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void PostgresServer::start() {
    if (m_process > 0)
        return;
    if (m_port == 0)
        m_port = freePort();
    const std::string sync = m_sync == Sync::On ? "on" : "off";
    m_process = launch({m_programs + "/postgres", "-D", m_folder + "/data", "-c", "listen_addresses=127.0.0.1", "-c",
                        "port=" + std::to_string(m_port), "-c", "unix_socket_directories=", "-c", "fsync=" + sync, "-c",
                        "full_page_writes=" + sync, "-c", "max_connections=60", "-c", "shared_buffers=64MB"});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(patienceSeconds);
    const auto address = url("public");
    while (PQping(address.c_str()) != PQPING_OK) {
        if (::waitpid(m_process, nullptr, WNOHANG) == m_process || std::chrono::steady_clock::now() > end) {
            m_process = -1;
            fail("the server did not start: " + log());
        }
        (void)::poll(nullptr, 0, 5);
    }
}

void PostgresServer::stop() {
    if (m_process <= 0)
        return;
    unfreeze();
    ::kill(m_process, SIGQUIT);
    (void)endOf(m_process);
    m_process = -1;
}

// The server and the processes that it made for its connections.
void PostgresServer::signalAll(int signal) const {
    std::ifstream list("/proc/" + std::to_string(m_process) + "/task/" + std::to_string(m_process) + "/children");
    ::kill(m_process, signal);
    for (pid_t child = 0; list >> child;)
        ::kill(child, signal);
}

void PostgresServer::freeze() {
    signalAll(SIGSTOP);
}

void PostgresServer::unfreeze() {
    signalAll(SIGCONT);
}

const std::string& PostgresServer::password() {
    return secret;
}

std::string PostgresServer::url(const std::string& schema) const {
    return "postgres://gatehouse:" + secret + "@127.0.0.1:" + std::to_string(m_port) +
           "/postgres?options=-csearch_path%3D" + schema;
}

std::string PostgresServer::freshUrl() {
    const auto schema = "store_" + std::to_string(++m_schemas);
    run("CREATE SCHEMA " + schema);
    return url(schema);
}

void PostgresServer::run(const std::string& sql) const {
    auto* connection = PQconnectdb(url("public").c_str());
    auto* result = PQexec(connection, sql.c_str());
    const auto status = PQresultStatus(result);
    const std::string complaint = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail(complaint);
}

} // namespace gatehouse::test
