// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_socket.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::test {
namespace {

using SteadyClock = std::chrono::steady_clock;

void require(bool good, const char* what) {
    if (!good)
        throw std::runtime_error(what);
}

} // namespace

StopSignal::StopSignal() {
    require(::pipe(m_ends) == 0, "no pipe");
}

StopSignal::~StopSignal() {
    ::close(m_ends[0]);
    ::close(m_ends[1]);
}

void StopSignal::raise() {
    const char byte = 'x';
    require(::write(m_ends[1], &byte, 1) == 1, "the stop signal cannot be raised");
}

bool StopSignal::raised() const {
    pollfd watched{m_ends[0], POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
}

TestTls::TestTls(const Certificate& certificate) : m_context(SSL_CTX_new(TLS_server_method())) {
    const auto read = [](const std::string& text) {
        return std::unique_ptr<BIO, decltype(&BIO_free_all)>(
            BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free_all);
    };
    const std::unique_ptr<X509, decltype(&X509_free)> parsed(
        PEM_read_bio_X509(read(certificate.certificate).get(), nullptr, nullptr, nullptr), &X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(read(certificate.key).get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    require(m_context != nullptr && parsed && key, "the test's certificate cannot be read");
    require(SSL_CTX_use_certificate(m_context, parsed.get()) == 1, "the test's certificate cannot be used");
    require(SSL_CTX_use_PrivateKey(m_context, key.get()) == 1, "the test's key cannot be used");
    SSL_CTX_set_max_proto_version(m_context, certificate.mostTls);
    if (certificate.clientAuthority.empty())
        return;
    const std::unique_ptr<X509, decltype(&X509_free)> authority(
        PEM_read_bio_X509(read(certificate.clientAuthority).get(), nullptr, nullptr, nullptr), &X509_free);
    require(authority && X509_STORE_add_cert(SSL_CTX_get_cert_store(m_context), authority.get()) == 1,
            "the test's authority cannot be used");
    SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    const unsigned char context = 1;
    SSL_CTX_set_session_id_context(m_context, &context, 1);
}

TestTls::~TestTls() {
    SSL_CTX_free(m_context);
}

TestSocket& TestSocket::operator=(TestSocket&& other) noexcept {
    close();
    m_descriptor = std::exchange(other.m_descriptor, -1);
    m_ssl = std::exchange(other.m_ssl, nullptr);
    return *this;
}

bool TestSocket::secure(const TestTls& tls) {
    // OpenSSL writes with write(2): a peer that has gone must not end the test by SIGPIPE, which goes to this thread.
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
    m_ssl = SSL_new(tls.context());
    return m_ssl != nullptr && SSL_set_fd(m_ssl, m_descriptor) == 1 && SSL_accept(m_ssl) == 1;
}

bool TestSocket::receive(std::string& buffer) {
    std::array<char, 16384> bytes{};
    for (;;) {
        const auto got = m_ssl != nullptr ? SSL_read(m_ssl, bytes.data(), static_cast<int>(bytes.size()))
                                          : ::recv(m_descriptor, bytes.data(), bytes.size(), 0);
        if (got > 0) {
            buffer.append(bytes.data(), static_cast<std::size_t>(got));
            return true;
        }
        if (got == 0 || errno != EINTR)
            return false;
    }
}

bool TestSocket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = m_ssl != nullptr ? SSL_write(m_ssl, bytes.data(), static_cast<int>(bytes.size()))
                                           : ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool TestSocket::stays(std::chrono::milliseconds time, const StopSignal& stop) {
    const auto until = SteadyClock::now() + time;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now()).count();
        std::array<pollfd, 2> watched{{{m_descriptor, POLLRDHUP, 0}, {stop.descriptor(), POLLIN, 0}}};
        const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(std::max<std::int64_t>(left, 0)));
        if (ready > 0)
            return false;
        if (ready == 0 && SteadyClock::now() >= until)
            return true;
    }
}

void TestSocket::halfClose() {
    if (m_ssl != nullptr)
        SSL_shutdown(m_ssl);
    ::shutdown(m_descriptor, SHUT_WR);
}

void TestSocket::endOrderly(bool drain, const StopSignal& stop) {
    halfClose();
    std::string ignored;
    for (int rounds = 0; drain && rounds < 100'000; ++rounds) {
        std::array<pollfd, 2> watched{{{m_descriptor, POLLIN, 0}, {stop.descriptor(), POLLIN, 0}}};
        if (::poll(watched.data(), watched.size(), 2'000) <= 0 || watched[1].revents != 0 || !receive(ignored))
            return;
        ignored.clear();
    }
}

void TestSocket::abort() {
    const linger now{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(std::exchange(m_descriptor, -1));
}

bool TestSocket::hasPending() const {
    return m_ssl != nullptr && SSL_has_pending(m_ssl) == 1;
}

void TestSocket::shutdown() {
    if (m_descriptor >= 0)
        ::shutdown(m_descriptor, SHUT_RDWR);
}

void TestSocket::close() {
    SSL_free(std::exchange(m_ssl, nullptr));
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

std::optional<TestSocket> connectTestSocket(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    TestSocket socket(descriptor);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (descriptor < 0 || ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return std::nullopt;
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

TestListener::TestListener(const std::string& address)
    : m_descriptor(
          ::socket(address.find(':') == std::string::npos ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    const bool isV4 = address.find(':') == std::string::npos;
    auto* const generic = isV4 ? reinterpret_cast<sockaddr*>(&v4) : reinterpret_cast<sockaddr*>(&v6);
    socklen_t size = isV4 ? sizeof v4 : sizeof v6;
    v4.sin_family = AF_INET;
    v6.sin6_family = AF_INET6;
    const bool parsed = isV4 ? ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1
                             : ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1;
    require(parsed && m_descriptor >= 0 && ::bind(m_descriptor, generic, size) == 0 &&
                ::listen(m_descriptor, 1024) == 0,
            "the scripted upstream cannot listen");
    require(::getsockname(m_descriptor, generic, &size) == 0, "no port");
    m_port = ntohs(isV4 ? v4.sin_port : v6.sin6_port);
}

TestListener::~TestListener() {
    ::close(m_descriptor);
}

std::optional<TestSocket> TestListener::accept(const StopSignal& stop) {
    for (;;) {
        std::array<pollfd, 2> watched{{{m_descriptor, POLLIN, 0}, {stop.descriptor(), POLLIN, 0}}};
        ::poll(watched.data(), watched.size(), -1);
        if (watched[1].revents != 0)
            return std::nullopt;
        const int descriptor = ::accept4(m_descriptor, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0)
            continue;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        return TestSocket(descriptor);
    }
}

} // namespace gatehouse::test
