// SPDX-License-Identifier: Apache-2.0
#include "core/store/postgres_notices.h"

#include "core/store/postgres_link.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace gatehouse::store {
namespace {

constexpr std::chrono::milliseconds patience{3'000};
constexpr int beat = 10'000; // milliseconds without news until the connection is tried
constexpr int retryAfter = 500;
constexpr int firstPause = 100;
constexpr int longestPause = 1'000;

bool takeNotices(pg_conn* handle) {
    bool any = false;
    while (auto* notice = PQnotifies(handle)) {
        PQfreemem(notice);
        any = true;
    }
    return any;
}

} // namespace

PostgresNotices::PostgresNotices(SharedSecret url, Tell tell)
    : m_url(std::move(url)), m_tell(std::move(tell)), m_bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      m_thread([this] { run(); }) {}

PostgresNotices::~PostgresNotices() {
    m_stop = true;
    ring();
    m_thread.join();
    ::close(m_bell);
}

void PostgresNotices::ring() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_bell, &one, sizeof one);
}

void PostgresNotices::again() {
    m_again = true;
    ring();
}

bool PostgresNotices::stopped(int milliseconds) const {
    pollfd wanted{m_bell, POLLIN, 0};
    if (milliseconds > 0 && ::poll(&wanted, 1, milliseconds) > 0) {
        std::uint64_t rung = 0;
        [[maybe_unused]] const auto taken = ::read(m_bell, &rung, sizeof rung);
    }
    return m_stop;
}

void PostgresNotices::run() {
    PostgresLink link(m_url, patience, "LISTEN gatehouse_changes");
    for (int pause = firstPause; !stopped(0);) {
        if (link.ready()) {
            pause = firstPause;
            m_tell(); // of what was missed
            listen(link);
        }
        if (stopped(pause))
            return;
        pause = std::min(pause * 2, longestPause);
    }
}

// Until the connection is lost or this is to stop.
void PostgresNotices::listen(PostgresLink& link) {
    while (link.handle() != nullptr) {
        const bool retry = m_again;
        std::array<pollfd, 2> wanted{{{PQsocket(link.handle()), POLLIN, 0}, {m_bell, POLLIN, 0}}};
        const int found = ::poll(wanted.data(), wanted.size(), retry ? retryAfter : beat);
        if (wanted[1].revents != 0 && stopped(1))
            return;
        if (found == 0 && retry) {
            m_again = false;
            m_tell();
        } else if (found == 0) {
            if (!link.run("SELECT 1"))
                return;
            static_cast<void>(takeNotices(link.handle()));
            m_tell();
        } else if (wanted[0].revents == 0) {
            continue;
        } else if (PQconsumeInput(link.handle()) == 0) {
            return; // ready() makes another
        } else if (takeNotices(link.handle())) {
            m_tell();
        }
    }
}

} // namespace gatehouse::store
