// SPDX-License-Identifier: Apache-2.0
#include "core/http/transport.h"

#include <boost/asio/ip/address.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

namespace gatehouse::http {
namespace {

using boost::system::error_code;

constexpr std::size_t mostPieces = 64;     // of one sendmsg
constexpr std::size_t recordSize = 16'384; // the most that one TLS record holds (RFC 8446 §5.1)

error_code systemError(int number) {
    return {number, boost::system::system_category()};
}

bool isBlocked(int number) {
    return number == EAGAIN || number == EWOULDBLOCK;
}

// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE when the peer has gone. This one does not.
int bioWrite(BIO* bio, const char* data, int size) {
    BIO_clear_retry_flags(bio);
    const int descriptor = static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
    const auto sent = ::send(descriptor, data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && (isBlocked(errno) || errno == EINTR))
        BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int bioRead(BIO* bio, char* data, int size) {
    BIO_clear_retry_flags(bio);
    const int descriptor = static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
    const auto got = ::recv(descriptor, data, static_cast<std::size_t>(size), 0);
    if (got < 0 && (isBlocked(errno) || errno == EINTR))
        BIO_set_retry_read(bio);
    else if (got == 0)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return static_cast<int>(got);
}

long bioControl(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_FLUSH)
        return 1;
    if (command == BIO_CTRL_EOF)
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    return 0;
}

BIO_METHOD* quietSocketMethod() {
    static BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "quiet socket");
        BIO_meth_set_write(made, bioWrite);
        BIO_meth_set_read(made, bioRead);
        BIO_meth_set_ctrl(made, bioControl);
        return made;
    }();
    return method;
}

std::string lastSslText() {
    const auto code = ERR_peek_last_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "unknown reason" : reason;
}

} // namespace

Transport::Transport(TcpSocket socket) : m_socket(std::move(socket)) {
    error_code ignored;
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
}

Transport::~Transport() = default;
Transport::Transport(Transport&&) noexcept = default;
Transport& Transport::operator=(Transport&&) noexcept = default;

bool Transport::startSsl(asio::ssl::context& context) {
    std::unique_ptr<SSL, SslDeleter> ssl(SSL_new(context.native_handle()));
    BIO* bio = BIO_new(m_ssl ? BIO_f_ssl() : quietSocketMethod());
    if (!ssl || bio == nullptr) {
        BIO_free(bio);
        return false;
    }
    if (m_ssl) {
        m_outer = m_ssl.release();
        BIO_ctrl(bio, BIO_C_SET_SSL, BIO_CLOSE, m_outer);
    } else {
        BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(m_socket.native_handle())));
        BIO_set_init(bio, 1);
    }
    m_ssl = std::move(ssl);
    m_handshakeDone = false;
    SSL_set_bio(m_ssl.get(), bio, bio);
    SSL_set_mode(m_ssl.get(),
                 SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_set_read_ahead(m_ssl.get(), 1);
    return true;
}

Task<error_code> Transport::handshakeServer(asio::ssl::context& context) {
    if (!startSsl(context))
        co_return error_code(asio::error::no_memory);
    SSL_set_accept_state(m_ssl.get());
    co_return co_await handshake();
}

Task<error_code> Transport::handshakeClient(asio::ssl::context& context, const std::string& host,
                                            TlsPreparation* preparation) {
    if (!startSsl(context))
        co_return error_code(asio::error::no_memory);
    SSL* ssl = m_ssl.get();
    SSL_set_connect_state(ssl);
    error_code notAnAddress;
    asio::ip::make_address(host, notAnAddress);
    bool ready = false;
    if (notAnAddress) {
        // The cast is what SSL_set_tlsext_host_name() does, which is a macro with an old-style cast.
        ready = SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                         const_cast<char*>(host.c_str())) == 1 &&
                SSL_set1_host(ssl, host.c_str()) == 1;
        SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    } else {
        ready = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
    }
    if (!ready)
        co_return error_code(asio::error::invalid_argument);
    SSL_set_verify(ssl, SSL_VERIFY_PEER, nullptr); // and whatever check the context adds
    if (preparation != nullptr)
        preparation->prepare(ssl);
    co_return co_await handshake();
}

Task<error_code> Transport::handshake() {
    for (;;) {
        ERR_clear_error();
        const int result = SSL_do_handshake(m_ssl.get());
        if (result == 1) {
            m_handshakeDone = true;
            co_return error_code();
        }
        const Transfer outcome = sslOutcome(result);
        if (!outcome.wouldBlock())
            co_return outcome.error == asio::error::eof ? error_code(asio::ssl::error::stream_truncated)
                                                        : outcome.error;
        const auto [error] = co_await m_socket.async_wait(outcome.wait, asTask);
        if (error)
            co_return error;
    }
}

std::string Transport::verifyError() const {
    if (!m_ssl)
        return {};
    const long result = SSL_get_verify_result(m_ssl.get());
    return result == X509_V_OK ? std::string() : std::string(X509_verify_cert_error_string(result));
}

Transfer Transport::sslOutcome(int result) {
    const int systemNumber = errno;
    Transfer transfer;
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_WANT_READ:
        transfer.error = asio::error::would_block;
        transfer.wait = asio::socket_base::wait_read;
        break;
    case SSL_ERROR_WANT_WRITE:
        transfer.error = asio::error::would_block;
        transfer.wait = asio::socket_base::wait_write;
        break;
    case SSL_ERROR_ZERO_RETURN:
        transfer.error = asio::error::eof;
        break;
    case SSL_ERROR_SYSCALL:
        m_broken = true;
        transfer.error = systemNumber == 0 ? error_code(asio::ssl::error::stream_truncated) : systemError(systemNumber);
        break;
    default: {
        m_broken = true;
        const auto code = ERR_get_error();
        const bool cut = ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
        transfer.error = cut ? error_code(asio::ssl::error::stream_truncated)
                             : error_code(static_cast<int>(code), asio::error::get_ssl_category());
        break;
    }
    }
    ERR_clear_error();
    return transfer;
}

Transfer Transport::tryRead(asio::mutable_buffer into) {
    if (m_ssl) {
        if (m_broken)
            return {asio::error::connection_aborted, 0};
        ERR_clear_error();
        errno = 0;
        const int got =
            SSL_read(m_ssl.get(), into.data(), static_cast<int>(std::min(into.size(), std::size_t{1} << 30U)));
        if (got > 0)
            return {error_code(), static_cast<std::size_t>(got)};
        return sslOutcome(got);
    }
    for (;;) {
        const auto got = ::recv(m_socket.native_handle(), into.data(), into.size(), 0);
        if (got > 0)
            return {error_code(), static_cast<std::size_t>(got)};
        if (got == 0)
            return {asio::error::eof, 0};
        if (isBlocked(errno))
            return {asio::error::would_block, 0};
        if (errno != EINTR)
            return {systemError(errno), 0};
    }
}

Transfer Transport::sslWrite(std::span<const asio::const_buffer> pieces) {
    if (m_broken)
        return {asio::error::connection_aborted, 0};
    // One record for many small pieces. A retry gathers the same bytes again, as OpenSSL demands.
    static thread_local std::array<char, recordSize> gathered;
    asio::const_buffer next;
    std::size_t used = 0;
    for (const auto& piece : pieces) {
        if (used == 0 && piece.size() >= recordSize) {
            next = asio::buffer(piece, recordSize);
            break;
        }
        const std::size_t part = std::min(piece.size(), recordSize - used);
        if (part > 0)
            std::memcpy(gathered.data() + used, piece.data(), part);
        used += part;
        next = asio::const_buffer(gathered.data(), used);
        if (used == recordSize)
            break;
    }
    if (next.size() == 0)
        return {};
    ERR_clear_error();
    errno = 0;
    const int sent = SSL_write(m_ssl.get(), next.data(), static_cast<int>(next.size()));
    const Transfer outcome = sent > 0 ? Transfer{error_code(), static_cast<std::size_t>(sent)} : sslOutcome(sent);
    // Request heads hold keys. OpenSSL has encrypted in place, so this copy is the last one.
    OPENSSL_cleanse(gathered.data(), used);
    return outcome;
}

Transfer Transport::tryWrite(std::span<const asio::const_buffer> pieces) {
    if (m_ssl)
        return sslWrite(pieces);
    std::array<iovec, mostPieces> vectors{};
    std::size_t count = 0;
    for (const auto& piece : pieces) {
        if (piece.size() == 0)
            continue;
        if (count == vectors.size())
            break;
        vectors[count++] = {const_cast<void*>(piece.data()), piece.size()};
    }
    if (count == 0)
        return {};
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    for (;;) {
        const auto sent = ::sendmsg(m_socket.native_handle(), &message, MSG_NOSIGNAL);
        if (sent >= 0)
            return {error_code(), static_cast<std::size_t>(sent)};
        if (isBlocked(errno))
            return {asio::error::would_block, 0, asio::socket_base::wait_write};
        if (errno != EINTR)
            return {systemError(errno), 0};
    }
}

Task<Transfer> Transport::readSome(asio::mutable_buffer into) {
    for (;;) {
        const Transfer transfer = tryRead(into);
        if (!transfer.wouldBlock())
            co_return transfer;
        const auto [error] = co_await m_socket.async_wait(transfer.wait, asTask);
        if (error)
            co_return Transfer{error, 0};
    }
}

Task<error_code> Transport::writeAll(std::span<asio::const_buffer> pieces) {
    for (;;) {
        while (!pieces.empty() && pieces.front().size() == 0)
            pieces = pieces.subspan(1);
        if (pieces.empty())
            co_return error_code();
        const Transfer transfer = tryWrite(pieces);
        if (transfer.wouldBlock()) {
            const auto [error] = co_await m_socket.async_wait(transfer.wait, asTask);
            if (error)
                co_return error;
            continue;
        }
        if (transfer.error)
            co_return transfer.error;
        std::size_t sent = transfer.bytes;
        while (sent > 0) {
            const std::size_t part = std::min(sent, pieces.front().size());
            pieces.front() += part;
            sent -= part;
            if (pieces.front().size() == 0)
                pieces = pieces.subspan(1);
        }
    }
}

Task<error_code> Transport::waitReadable() {
    const auto [error] = co_await m_socket.async_wait(asio::socket_base::wait_read, asTask);
    co_return error;
}

Task<error_code> Transport::waitWritable() {
    const auto [error] = co_await m_socket.async_wait(asio::socket_base::wait_write, asTask);
    co_return error;
}

void Transport::cancel() {
    error_code ignored;
    m_socket.cancel(ignored);
}

void Transport::shutdownSend() {
    if (!m_socket.is_open())
        return;
    if (m_ssl && m_handshakeDone && !m_broken) {
        ERR_clear_error();
        SSL_shutdown(m_ssl.get());
        ERR_clear_error();
    }
    error_code ignored;
    m_socket.shutdown(asio::socket_base::shutdown_send, ignored);
}

void Transport::close() {
    if (!m_socket.is_open())
        return;
    if (m_ssl && m_handshakeDone && !m_broken) {
        ERR_clear_error();
        SSL_shutdown(m_ssl.get());
        ERR_clear_error();
    }
    error_code ignored;
    m_socket.close(ignored);
}

void Transport::abort() {
    if (!m_socket.is_open())
        return;
    error_code ignored;
    m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    m_socket.close(ignored);
}

Result<std::shared_ptr<asio::ssl::context>> makeClientContext() {
    error_code error;
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_verify_mode(asio::ssl::verify_peer, error);
    context->set_default_verify_paths(error);
    if (error)
        return failure(ErrorKind::Internal, "tls_roots",
                       "The system's root certificates cannot be loaded (" + error.message() +
                           "). Install the package ca-certificates.");
    return context;
}

Result<std::shared_ptr<asio::ssl::context>> makeServerContext(const std::string& certificateFile,
                                                              const std::string& keyFile) {
    const auto refuse = [](const std::string& what, const std::string& file) {
        auto reason = lastSslText();
        ERR_clear_error();
        return failure(ErrorKind::Invalid, "tls_certificate",
                       "The " + what + " in " + file + " cannot be used: " + reason +
                           ". Give a PEM file that this process may read.");
    };
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX* handle = context->native_handle();
    SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
    SSL_CTX_set_options(handle, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Sessions are resumed by ticket; a cache of them here would grow and be shared between threads.
    SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_OFF);
    // TLS 1.2 with forward secrecy and AEAD only; the suites of TLS 1.3 are all of that kind.
    SSL_CTX_set_cipher_list(handle, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL");
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(handle, certificateFile.c_str()) != 1)
        return refuse("certificate", certificateFile);
    if (SSL_CTX_use_PrivateKey_file(handle, keyFile.c_str(), SSL_FILETYPE_PEM) != 1)
        return refuse("private key", keyFile);
    if (SSL_CTX_check_private_key(handle) != 1)
        return refuse("private key", keyFile);
    return context;
}

} // namespace gatehouse::http
