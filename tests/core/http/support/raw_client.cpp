// SPDX-License-Identifier: Apache-2.0
#include "support/raw_client.h"

#include "core/base/text.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::http {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds patience{10'000};

} // namespace

RawClient::RawClient(std::uint16_t port, const char* address) {
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    const sockaddr* target = nullptr;
    socklen_t size = 0;
    if (::inet_pton(AF_INET, address, &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        target = reinterpret_cast<const sockaddr*>(&v4);
        size = sizeof v4;
    } else {
        ::inet_pton(AF_INET6, address, &v6.sin6_addr);
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        target = reinterpret_cast<const sockaddr*>(&v6);
        size = sizeof v6;
    }
    m_descriptor = ::socket(target->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const timeval most{10, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
    if (::connect(m_descriptor, target, size) != 0)
        close();
}

RawClient::~RawClient() {
    close();
}

RawClient::RawClient(RawClient&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_interims(other.m_interims),
      m_buffer(std::move(other.m_buffer)), m_ended(other.m_ended) {}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool RawClient::sendSliced(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (!send(bytes.substr(i, 1)))
            return false;
    }
    return true;
}

void RawClient::endSending() {
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawClient::close() {
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

void RawClient::reset() {
    const linger now{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

bool RawClient::fill(milliseconds time) {
    if (m_ended)
        return false;
    pollfd asked{m_descriptor, POLLIN, 0};
    if (::poll(&asked, 1, static_cast<int>(time.count())) <= 0)
        return false;
    char bytes[65'536];
    const auto got = ::recv(m_descriptor, bytes, sizeof bytes, 0);
    if (got <= 0) {
        m_ended = true;
        return false;
    }
    m_buffer.append(bytes, static_cast<std::size_t>(got));
    return true;
}

std::optional<std::string> RawClient::line() {
    for (;;) {
        const auto end = m_buffer.find("\r\n");
        if (end != std::string::npos) {
            std::string text = m_buffer.substr(0, end);
            m_buffer.erase(0, end + 2);
            return text;
        }
        if (!fill(patience))
            return std::nullopt;
    }
}

std::optional<std::string> RawClient::take(std::size_t size) {
    while (m_buffer.size() < size) {
        if (!fill(patience))
            return std::nullopt;
    }
    std::string bytes = m_buffer.substr(0, size);
    m_buffer.erase(0, size);
    return bytes;
}

std::optional<RawAnswer> RawClient::readAnswer(bool toHead) {
    for (;;) {
        RawAnswer answer;
        const auto status = line();
        if (!status || status->size() < 12 || status->compare(0, 9, "HTTP/1.1 ") != 0)
            return std::nullopt;
        answer.status = static_cast<int>(parseUnsigned(std::string_view(*status).substr(9, 3)).value_or(0));
        for (;;) {
            const auto field = line();
            if (!field)
                return std::nullopt;
            if (field->empty())
                break;
            const auto colon = field->find(':');
            if (colon == std::string::npos)
                return std::nullopt;
            answer.fields[toLower(field->substr(0, colon))] = trim(std::string_view(*field).substr(colon + 1));
        }
        if (answer.status < 200) {
            ++m_interims;
            continue;
        }
        if (toHead || answer.status == 204 || answer.status == 304)
            return answer;
        if (answer.field("transfer-encoding") == "chunked") {
            for (;;) {
                const auto sizeLine = line();
                const auto size = sizeLine ? std::stoul(*sizeLine, nullptr, 16) : 0;
                const auto piece = sizeLine ? take(size + 2) : std::nullopt;
                if (!piece) {
                    answer.whole = false;
                    return answer;
                }
                answer.body.append(*piece, 0, size);
                if (size == 0)
                    return answer;
            }
        }
        const auto length = parseUnsigned(answer.field("content-length"));
        if (!length) {
            while (fill(patience)) {
            }
            answer.body = std::exchange(m_buffer, {});
            return answer;
        }
        const auto body = take(static_cast<std::size_t>(*length));
        answer.whole = body.has_value();
        answer.body = body.value_or(std::string());
        return answer;
    }
}

bool RawClient::isClosedWithin(milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!m_ended) {
        const auto left = std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return false;
        fill(left);
        m_buffer.clear();
    }
    return true;
}

bool RawClient::hasMore(milliseconds time) {
    if (m_buffer.empty())
        fill(time);
    return !m_buffer.empty();
}

} // namespace gatehouse::http
