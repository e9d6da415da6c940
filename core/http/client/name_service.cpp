// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/name_service.h"

#include <algorithm>
#include <ares.h>
#include <array>
#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace gatehouse::http {
namespace {

namespace ip = boost::asio::ip;

constexpr auto leastLifetime = std::chrono::seconds(1);

struct Job {
    std::string host;
    NameService::Done done;
};

std::optional<ip::address> addressOf(const sockaddr* address) {
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        return ip::address_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return std::nullopt;
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return ip::address_v6(bytes, v6.sin6_scope_id);
}

NameAnswer answerOf(int status, const ares_addrinfo* info) {
    NameAnswer answer;
    if (status != ARES_SUCCESS || info == nullptr) {
        const bool none = status == ARES_ENOTFOUND || status == ARES_ENODATA;
        answer.outcome = none ? NameAnswer::Outcome::None : NameAnswer::Outcome::Unavailable;
        answer.askSystem = none || status == ARES_ECONNREFUSED;
        answer.problem = ares_strerror(status);
        return answer;
    }
    int least = std::numeric_limits<int>::max();
    for (const auto* node = info->nodes; node != nullptr; node = node->ai_next) {
        const auto address = addressOf(node->ai_addr);
        if (!address || std::find(answer.addresses.begin(), answer.addresses.end(), *address) != answer.addresses.end())
            continue;
        answer.addresses.push_back(*address);
        least = std::min(least, node->ai_ttl);
    }
    for (const auto* name = info->cnames; name != nullptr; name = name->next)
        least = std::min(least, name->ttl);
    answer.outcome = answer.addresses.empty() ? NameAnswer::Outcome::None : NameAnswer::Outcome::Found;
    answer.lifetime = std::max(leastLifetime, std::chrono::seconds(std::max(least, 0)));
    return answer;
}

timespec changeOfSettings() {
    struct stat status {};
    return ::stat("/etc/resolv.conf", &status) == 0 ? status.st_mtim : timespec{};
}

class AresNames final : public NameService {
public:
    explicit AresNames(NameServiceOptions options)
        : m_options(std::move(options)), m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        // A thread of ours never takes the process's signals: they belong to the main thread.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        m_thread = std::thread([this] { run(); });
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        pthread_setname_np(m_thread.native_handle(), "names");
    }
    AresNames(const AresNames&) = delete;
    AresNames& operator=(const AresNames&) = delete;
    ~AresNames() override {
        stop();
        ::close(m_wake);
    }

    void lookUp(std::string host, Done done) override {
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back({std::move(host), std::move(done)});
        }
        wake();
    }
    void networkChanged() override {
        m_again = true;
        wake();
    }
    void stop() override {
        m_stopping = true;
        wake();
        if (m_thread.joinable())
            m_thread.join();
    }

private:
    // A question under way; c-ares calls back with it exactly once.
    struct Question {
        AresNames* names;
        Job job;
    };

    void wake() const {
        const std::uint64_t one = 1;
        (void)!::write(m_wake, &one, sizeof one);
    }

    void run() {
        open();
        while (!m_stopping) {
            waitOnce();
            const auto changed = m_options.servers.empty() ? changeOfSettings() : timespec{};
            const bool fresh = changed.tv_sec != m_settings.tv_sec || changed.tv_nsec != m_settings.tv_nsec;
            if (m_again.exchange(false) || fresh)
                reopen();
            askNext();
        }
        close();
    }

    void open() {
        m_settings = m_options.servers.empty() ? changeOfSettings() : timespec{};
        ares_options options{};
        options.timeout = static_cast<int>(m_options.timeout.count());
        options.tries = m_options.tries;
        options.sock_state_cb = socketChanged;
        options.sock_state_cb_data = this;
        const int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
        if (ares_init_options(&m_channel, &options, mask) != ARES_SUCCESS)
            m_channel = nullptr;
        else if (!m_options.servers.empty())
            ares_set_servers_ports_csv(m_channel, m_options.servers.c_str());
    }

    void close() {
        if (m_channel != nullptr)
            ares_destroy(m_channel); // every question under way ends with ARES_EDESTRUCTION
        m_channel = nullptr;
        m_sockets.clear();
    }

    void reopen() {
        close();
        open();
    }

    static void socketChanged(void* self, ares_socket_t socket, int readable, int writable) {
        auto& sockets = static_cast<AresNames*>(self)->m_sockets;
        if (readable == 0 && writable == 0)
            sockets.erase(socket);
        else
            sockets[socket] = static_cast<short>((readable != 0 ? POLLIN : 0) | (writable != 0 ? POLLOUT : 0));
    }

    int patience() const {
        timeval time{};
        if (m_channel == nullptr || ares_timeout(m_channel, nullptr, &time) == nullptr)
            return -1;
        return static_cast<int>(time.tv_sec * 1000 + time.tv_usec / 1000 + 1);
    }

    void waitOnce() {
        std::vector<pollfd> watched{{m_wake, POLLIN, 0}};
        for (const auto& [socket, events] : m_sockets)
            watched.push_back({socket, events, 0});
        const int ready = ::poll(watched.data(), watched.size(), patience());
        std::uint64_t ignored = 0;
        (void)!::read(m_wake, &ignored, sizeof ignored);
        if (m_channel == nullptr)
            return;
        if (ready <= 0)
            ares_process_fd(m_channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD); // timeouts only
        for (const auto& each : watched) {
            if (each.fd == m_wake || each.revents == 0)
                continue;
            const bool broken = (each.revents & (POLLERR | POLLHUP)) != 0;
            ares_process_fd(m_channel, broken || (each.revents & POLLIN) != 0 ? each.fd : ARES_SOCKET_BAD,
                            (each.revents & POLLOUT) != 0 ? each.fd : ARES_SOCKET_BAD);
        }
    }

    void askNext() {
        std::vector<Job> jobs;
        {
            const std::lock_guard lock(m_mutex);
            jobs.swap(m_jobs);
        }
        for (auto& job : jobs) {
            if (m_channel == nullptr) {
                job.done(answerOf(ARES_ECONNREFUSED, nullptr));
                continue;
            }
            ares_addrinfo_hints hints{};
            hints.ai_family = AF_UNSPEC;
            hints.ai_socktype = SOCK_STREAM;
            auto question = std::make_unique<Question>(Question{this, std::move(job)});
            const std::string host = question->job.host;
            ares_getaddrinfo(m_channel, host.c_str(), nullptr, &hints, answered, question.release());
        }
    }

    static void answered(void* argument, int status, int, ares_addrinfo* info) {
        const std::unique_ptr<Question> question(static_cast<Question*>(argument));
        AresNames& names = *question->names;
        if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED) {
            // The settings are read again: the next round asks anew.
            const std::lock_guard lock(names.m_mutex);
            if (!names.m_stopping)
                names.m_jobs.push_back(std::move(question->job));
        } else {
            question->job.done(answerOf(status, info));
        }
        if (info != nullptr)
            ares_freeaddrinfo(info);
    }

    const NameServiceOptions m_options;
    const int m_wake;
    std::atomic<bool> m_stopping{false};
    std::atomic<bool> m_again{false};
    std::mutex m_mutex; // of m_jobs
    std::vector<Job> m_jobs;
    // The thread's own.
    ares_channel m_channel = nullptr;
    std::map<ares_socket_t, short> m_sockets;
    timespec m_settings{};
    std::thread m_thread;
};

} // namespace

std::shared_ptr<NameService> makeNameService(NameServiceOptions options) {
    static const bool ready = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
    return ready ? std::make_shared<AresNames>(std::move(options)) : nullptr;
}

} // namespace gatehouse::http
