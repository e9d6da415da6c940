// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_proxy.h"

#include "tests/support/test_socket.h"

#include <array>
#include <cstdlib>
#include <list>
#include <mutex>
#include <openssl/evp.h>
#include <poll.h>
#include <thread>
#include <utility>

namespace gatehouse::test {
namespace {

std::string base64(const std::string& text) {
    std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::uint16_t portOf(const std::string& target) {
    return static_cast<std::uint16_t>(std::atoi(target.substr(target.rfind(':') + 1).c_str()));
}

std::string fieldIn(const std::string& head, const std::string& name) {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const auto start = at + name.size() + 4;
    return head.substr(start, head.find("\r\n", start) - start);
}

unsigned char at(const std::string& bytes, std::size_t index) {
    return static_cast<unsigned char>(bytes[index]);
}

} // namespace

class TestProxy::Impl {
public:
    Impl(ProxyScript script, const Certificate* certificate)
        : m_script(std::move(script)),
          m_tls(certificate != nullptr ? std::make_unique<TestTls>(*certificate) : nullptr),
          m_acceptor([this] { accept(); }) {}
    ~Impl() {
        m_stop.raise();
        m_acceptor.join();
        {
            const std::lock_guard lock(m_mutex);
            for (auto& each : m_connections) {
                each.client.shutdown();
                each.target.shutdown();
            }
        }
        for (auto& each : m_connections)
            each.thread.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    struct Connection {
        TestSocket client;
        TestSocket target;
        std::thread thread;
    };

    void accept() {
        while (auto socket = m_listener.accept(m_stop)) {
            const std::lock_guard lock(m_mutex);
            auto& connection = m_connections.emplace_back();
            connection.client = std::move(*socket);
            connection.thread = std::thread([this, &connection] { serve(connection); });
        }
    }

    void serve(Connection& connection) {
        const bool ready = m_tls == nullptr || connection.client.secure(*m_tls);
        std::string buffer;
        if (ready && (m_script.kind == ProxyKind::Http ? talkHttp(connection, buffer) : talkSocks(connection, buffer)))
            relay(connection, buffer);
        const std::lock_guard lock(m_mutex); // the destructor looks at every descriptor
        connection.client.close();
        connection.target.close();
    }

    bool first(TestSocket& client) {
        if (m_script.hang) {
            while (client.stays(std::chrono::seconds(60), m_stop)) {
            }
            return false;
        }
        if (!m_script.rawAnswer.empty())
            client.send(m_script.rawAnswer);
        return m_script.rawAnswer.empty() && !m_script.cut;
    }

    bool lead(Connection& connection, std::uint16_t port) {
        auto target = connectTestSocket(port);
        if (!target)
            return false;
        const std::lock_guard lock(m_mutex);
        connection.target = std::move(*target);
        return true;
    }

    void note(std::string how, std::string target, std::string credential) {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back({std::move(how), std::move(target), std::move(credential)});
    }

    void refuse(TestSocket& client, int status) {
        client.send("HTTP/1.1 " + std::to_string(status) +
                    " No\r\nContent-Length: " + std::to_string(m_script.body.size()) + "\r\n\r\n" + m_script.body);
        client.endOrderly(false, m_stop);
    }

    bool talkHttp(Connection& connection, std::string& buffer) {
        TestSocket& client = connection.client;
        std::size_t end = 0;
        while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
            if (!client.receive(buffer))
                return false;
        }
        const std::string head = buffer.substr(0, end + 2);
        const std::string credential = fieldIn(head, "Proxy-Authorization");
        const bool tunnel = head.starts_with("CONNECT ");
        const auto targetAt = head.find(' ') + 1;
        std::string target = head.substr(targetAt, head.find(' ', targetAt) - targetAt);
        if (!tunnel && target.starts_with("http://"))
            target = target.substr(7, target.find('/', 7) - 7);
        note(tunnel ? "CONNECT" : "absolute", target, credential);
        if (!first(client))
            return false;
        const bool known =
            m_script.user.empty() || credential == "Basic " + base64(m_script.user + ":" + m_script.password);
        if (!known || m_script.refuse != 0) {
            refuse(client, known ? m_script.refuse : 407);
            return false;
        }
        if (!lead(connection, portOf(target)))
            return false;
        if (tunnel) {
            buffer.erase(0, end + 4);
            return client.send("HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n" + m_script.behindAnswer);
        }
        // On to the target in origin form and without what was said to the proxy.
        const auto pathAt = buffer.find('/', targetAt + 7);
        buffer.erase(targetAt, pathAt - targetAt);
        if (const auto field = buffer.find("Proxy-Authorization: "); field != std::string::npos)
            buffer.erase(field, buffer.find("\r\n", field) + 2 - field);
        return true;
    }

    bool need(TestSocket& client, std::string& buffer, std::size_t size) {
        while (buffer.size() < size) {
            if (!client.receive(buffer))
                return false;
        }
        return true;
    }

    bool logIn(TestSocket& client, std::string& buffer, std::string& credential) {
        if (!need(client, buffer, 2) || !need(client, buffer, 3U + at(buffer, 1)))
            return false;
        const std::size_t userSize = at(buffer, 1);
        if (!need(client, buffer, 3 + userSize + at(buffer, 2 + userSize)))
            return false;
        const std::size_t passwordSize = at(buffer, 2 + userSize);
        credential = buffer.substr(2, userSize) + ":" + buffer.substr(3 + userSize, passwordSize);
        buffer.erase(0, 3 + userSize + passwordSize);
        const bool good = credential == m_script.user + ":" + m_script.password;
        client.send(good ? std::string("\x01\0", 2) : std::string("\x01\x01", 2));
        return good;
    }

    bool talkSocks(Connection& connection, std::string& buffer) {
        TestSocket& client = connection.client;
        if (!need(client, buffer, 2) || !need(client, buffer, 2U + at(buffer, 1)) || !first(client))
            return false;
        const std::string methods = buffer.substr(2, at(buffer, 1));
        buffer.erase(0, 2 + methods.size());
        const char wanted = m_script.user.empty() ? '\0' : '\2';
        std::string credential;
        if (methods.find(wanted) == std::string::npos) {
            client.send("\x05\xFF");
            client.endOrderly(false, m_stop);
            return false;
        }
        client.send(std::string{'\5', wanted});
        if (wanted == '\2' && !logIn(client, buffer, credential))
            return false;
        if (!need(client, buffer, 5))
            return false;
        const bool named = at(buffer, 3) == 3;
        const std::size_t size = named ? at(buffer, 4) + 1U : at(buffer, 3) == 4 ? 16 : 4;
        if (!need(client, buffer, 4 + size + 2))
            return false;
        const auto port = static_cast<std::uint16_t>(at(buffer, 4 + size) * 256 + at(buffer, 5 + size));
        std::string host = named ? buffer.substr(5, size - 1) : std::string();
        for (std::size_t i = 0; !named && i < size; ++i)
            host += (i == 0 ? "" : ".") + std::to_string(at(buffer, 4 + i));
        buffer.erase(0, 4 + size + 2);
        note(named ? "socks name" : "socks address", host + ":" + std::to_string(port), credential);
        int reply = m_script.refuse;
        {
            const std::lock_guard lock(m_mutex);
            if (m_asked.size() <= m_script.refuseFirst)
                reply = 4;
        }
        // The bound address as a name: its length is the client's to count.
        const std::string bound = std::string("\x03\x05", 2) + "bound" + std::string("\x01\x02", 2);
        if (reply != 0 || !lead(connection, port)) {
            client.send(std::string{'\5', static_cast<char>(reply), '\0'} + bound);
            client.endOrderly(false, m_stop);
            return false;
        }
        return client.send(std::string{'\5', '\0', '\0'} + bound + m_script.behindAnswer);
    }

    void relay(Connection& connection, const std::string& buffer) {
        if (!buffer.empty() && !connection.target.send(buffer))
            return;
        for (;;) {
            std::array<pollfd, 3> watched{{{connection.client.descriptor(), POLLIN, 0},
                                           {connection.target.descriptor(), POLLIN, 0},
                                           {m_stop.descriptor(), POLLIN, 0}}};
            if (!connection.client.hasPending() && ::poll(watched.data(), watched.size(), -1) <= 0)
                return;
            if (watched[2].revents != 0)
                return;
            if ((watched[0].revents != 0 || connection.client.hasPending()) &&
                !pass(connection.client, connection.target))
                return;
            if (watched[1].revents != 0 && !pass(connection.target, connection.client))
                return;
        }
    }

    static bool pass(TestSocket& from, TestSocket& to) {
        std::string bytes;
        if (from.receive(bytes))
            return to.send(bytes);
        to.halfClose();
        return false;
    }

    const ProxyScript m_script;
    TestListener m_listener;
    StopSignal m_stop;
    std::unique_ptr<TestTls> m_tls;
    mutable std::mutex m_mutex;
    std::list<Connection> m_connections;
    std::vector<ProxyAsked> m_asked;
    std::thread m_acceptor; // last: it uses all of the above
};

TestProxy::TestProxy(ProxyScript script) : m_impl(std::make_unique<Impl>(std::move(script), nullptr)) {}
TestProxy::TestProxy(ProxyScript script, const Certificate& certificate)
    : m_impl(std::make_unique<Impl>(std::move(script), &certificate)) {}
TestProxy::~TestProxy() = default;

std::uint16_t TestProxy::port() const {
    return m_impl->m_listener.port();
}

std::vector<ProxyAsked> TestProxy::asked() const {
    const std::lock_guard lock(m_impl->m_mutex);
    return m_impl->m_asked;
}

std::size_t TestProxy::connections() const {
    const std::lock_guard lock(m_impl->m_mutex);
    return m_impl->m_connections.size();
}

} // namespace gatehouse::test
