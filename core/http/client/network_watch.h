// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace gatehouse::http {

// Tells when this machine's way into the world has changed: an address came or went, or a default route. From Linux's
// routing socket (rtnetlink(7)); loopback and link-local addresses do not count, nor does news of what was there
// already (routers announce themselves again and again). Several changes within a short time are told once. Lives on
// its I/O thread. Where there is no routing socket (a sandbox without AF_NETLINK), active() is false and it is silent.
class NetworkWatch {
public:
    NetworkWatch(Executor executor, std::function<void()> changed,
                 std::chrono::milliseconds quiet = std::chrono::milliseconds(200));
    NetworkWatch(const NetworkWatch&) = delete;
    NetworkWatch& operator=(const NetworkWatch&) = delete;
    ~NetworkWatch();

    bool active() const { return m_socket.is_open(); }

private:
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
    bool open();
    void ask(unsigned short kind); // for all that is there
    void wait();
    void readAll();
    void read(std::string_view messages);
    void note(bool present, bool known, std::string what);
    void tellLater();

    asio::posix::basic_stream_descriptor<Executor> m_socket;
    Timer m_timer;
    std::function<void()> m_changed;
    std::chrono::milliseconds m_quiet;
    std::set<std::string> m_present; // addresses and default routes, as bytes
    int m_listing = 0;               // lists that are still to come
    bool m_telling = false;
};

} // namespace gatehouse::http
