// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/network_watch.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::http {
namespace {

template <typename T>
bool readAs(T& out, std::string_view bytes) {
    if (bytes.size() < sizeof out)
        return false;
    std::memcpy(&out, bytes.data(), sizeof out);
    return true;
}

constexpr std::size_t aligned(std::size_t size) {
    return (size + NLMSG_ALIGNTO - 1) & ~std::size_t{NLMSG_ALIGNTO - 1};
}

// The value of an attribute in a list of them, or "".
std::string_view attribute(std::string_view list, unsigned short kind) {
    rtattr head{};
    while (readAs(head, list) && head.rta_len >= sizeof head && head.rta_len <= list.size()) {
        if (head.rta_type == kind)
            return list.substr(sizeof head, head.rta_len - sizeof head);
        list.remove_prefix(std::min(aligned(head.rta_len), list.size()));
    }
    return {};
}

// What stands for an address: "" for one that does not count.
std::string addressIn(std::string_view body) {
    ifaddrmsg message{};
    if (!readAs(message, body) || message.ifa_scope >= RT_SCOPE_LINK)
        return {};
    const auto list = body.substr(std::min(aligned(sizeof message), body.size()));
    const auto local = attribute(list, IFA_LOCAL);
    std::string what("a");
    what.append(std::to_string(message.ifa_index)).append(1, ' ');
    return what.append(local.empty() ? attribute(list, IFA_ADDRESS) : local);
}

// What stands for a default route of the main table: "" for any other.
std::string routeIn(std::string_view body) {
    rtmsg message{};
    if (!readAs(message, body) || message.rtm_dst_len != 0 || message.rtm_table != RT_TABLE_MAIN ||
        message.rtm_type != RTN_UNICAST)
        return {};
    const auto list = body.substr(std::min(aligned(sizeof message), body.size()));
    std::string what("r");
    what.append(1, static_cast<char>(message.rtm_family)).append(attribute(list, RTA_OIF));
    return what.append(1, ' ').append(attribute(list, RTA_GATEWAY));
}

} // namespace

NetworkWatch::NetworkWatch(Executor executor, std::function<void()> changed, std::chrono::milliseconds quiet)
    : m_socket(executor), m_timer(executor), m_changed(std::move(changed)), m_quiet(quiet) {
    if (!open())
        return;
    // The kernel takes one list at a time: that of routes is asked for when the addresses are there.
    m_listing = 2;
    ask(RTM_GETADDR);
    wait();
}

NetworkWatch::~NetworkWatch() = default;

bool NetworkWatch::open() {
    const int descriptor = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (descriptor < 0)
        return false;
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
    boost::system::error_code code;
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
        m_socket.assign(descriptor, code);
    if (!m_socket.is_open())
        ::close(descriptor);
    return m_socket.is_open();
}

void NetworkWatch::ask(unsigned short kind) {
    struct {
        nlmsghdr head;
        rtgenmsg body;
    } request{};
    request.head.nlmsg_len = NLMSG_LENGTH(sizeof request.body);
    request.head.nlmsg_type = kind;
    request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.rtgen_family = AF_UNSPEC;
    (void)!::send(m_socket.native_handle(), &request, request.head.nlmsg_len, 0);
}

void NetworkWatch::wait() {
    m_socket.async_wait(asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code& code) {
        if (code)
            return; // also when this object has gone
        readAll();
        wait();
    });
}

void NetworkWatch::readAll() {
    std::array<char, std::size_t{32} * 1024> bytes{};
    for (int i = 0; i < 1000; ++i) {
        const auto got = ::recv(m_socket.native_handle(), bytes.data(), bytes.size(), 0);
        if (got > 0) {
            read({bytes.data(), static_cast<std::size_t>(got)});
        } else if (got < 0 && errno == ENOBUFS) {
            tellLater(); // news was lost: something has changed
        } else if (got == 0 || errno != EINTR) {
            return;
        }
    }
}

void NetworkWatch::read(std::string_view messages) {
    nlmsghdr head{};
    while (readAs(head, messages) && head.nlmsg_len >= sizeof head && head.nlmsg_len <= messages.size()) {
        const auto body = messages.substr(sizeof head, head.nlmsg_len - sizeof head);
        const bool known = (head.nlmsg_flags & NLM_F_MULTI) != 0;
        if (head.nlmsg_type == NLMSG_DONE || head.nlmsg_type == NLMSG_ERROR) {
            if (m_listing > 0 && --m_listing == 1)
                ask(RTM_GETROUTE);
        } else if (head.nlmsg_type == RTM_NEWADDR || head.nlmsg_type == RTM_DELADDR) {
            note(head.nlmsg_type == RTM_NEWADDR, known, addressIn(body));
        } else if (head.nlmsg_type == RTM_NEWROUTE || head.nlmsg_type == RTM_DELROUTE) {
            note(head.nlmsg_type == RTM_NEWROUTE, known, routeIn(body));
        }
        messages.remove_prefix(std::min(aligned(head.nlmsg_len), messages.size()));
    }
}

void NetworkWatch::note(bool present, bool known, std::string what) {
    if (what.empty())
        return;
    const bool news = present ? m_present.insert(std::move(what)).second : m_present.erase(what) > 0;
    if (news && !known)
        tellLater();
}

void NetworkWatch::tellLater() {
    if (m_telling)
        return;
    m_telling = true;
    m_timer.expires_after(m_quiet);
    m_timer.async_wait([this](const boost::system::error_code& code) {
        if (code)
            return;
        m_telling = false;
        m_changed();
    });
}

} // namespace gatehouse::http
