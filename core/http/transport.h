// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/ssl.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::http {

// What one attempt to move bytes came to. error: none, would_block (wait for `wait`, then try again), eof (the peer
// ended its side in order), asio::ssl::error::stream_truncated (ended without close_notify), or what the system said.
struct Transfer {
    boost::system::error_code error;
    std::size_t bytes = 0;
    asio::socket_base::wait_type wait = asio::socket_base::wait_read; // meaningful with would_block only

    bool wouldBlock() const { return error == asio::error::would_block; }
};

// Sets a TLS connection up before the client's handshake: session resumption.
class TlsPreparation {
public:
    virtual ~TlsPreparation() = default;
    virtual void prepare(SSL* ssl) = 0;
};

// A connected TCP socket that is plain or TLS, client or server side. Non-blocking attempts (try…) come first, and the
// awaitable operations are built on them: an operation that can be done at once makes no detour through the reactor,
// and none costs more than one coroutine frame unless it must wait. OpenSSL works on the descriptor itself (no memory
// BIO pairs), so an idle TLS connection holds no record buffers (SSL_MODE_RELEASE_BUFFERS), and readiness means the
// same for both kinds.
//
// Lives on the I/O thread of its socket. One read and one write may be under way at once. Awaits end with
// operation_aborted when cancelled (by the coroutine's slot, or cancel()). Movable only while no operation is under
// way.
class Transport {
public:
    explicit Transport(TcpSocket socket); // connected; becomes non-blocking with TCP_NODELAY
    ~Transport();
    Transport(Transport&&) noexcept;
    Transport& operator=(Transport&&) noexcept;

    bool secure() const { return m_ssl != nullptr; }
    TcpSocket& socket() { return m_socket; }
    int nativeHandle() { return m_socket.native_handle(); }
    Executor executor() { return m_socket.get_executor(); }
    SSL* ssl() { return m_ssl.get(); } // nullptr where plain; for peer certificates

    // Handshakes; from then on everything passes through TLS. The context's own settings rule (roots, versions,
    // suites). Server: the SSL object keeps its reference to the context, so the caller may replace the context at any
    // time.
    Task<boost::system::error_code> handshakeServer(asio::ssl::context& context);
    // Client: SNI and host name check (an address is checked as an address); verification cannot be switched off here.
    // On a connection that is TLS already (to a proxy), the new one runs inside it.
    Task<boost::system::error_code> handshakeClient(asio::ssl::context& context, const std::string& host,
                                                    TlsPreparation* preparation = nullptr);
    // Why the certificate was refused, in OpenSSL's words, or "" ("unable to get local issuer certificate").
    std::string verifyError() const;

    // Never block.
    Transfer tryRead(asio::mutable_buffer into);
    // Takes what it can from the list in order, one sendmsg for a plain socket; bytes may be less than all.
    Transfer tryWrite(std::span<const asio::const_buffer> pieces);

    Task<Transfer> readSome(asio::mutable_buffer into);
    // All of the list, whose entries are consumed as they are sent (so after an error they show what was left).
    Task<boost::system::error_code> writeAll(std::span<asio::const_buffer> pieces);
    // True where TLS holds bytes that the socket no longer shows: a read may find something without waiting (or not,
    // when they are a part of a record).
    bool hasPending() const {
        return m_ssl && (SSL_has_pending(m_ssl.get()) == 1 || (m_outer != nullptr && SSL_has_pending(m_outer) == 1));
    }
    // The socket's own readiness. With TLS only right after a read that would have blocked.
    Task<boost::system::error_code> waitReadable();
    Task<boost::system::error_code> waitWritable();

    void cancel();
    // Says that nothing more will be sent: close_notify where there is TLS, then FIN. Best effort, never waits.
    void shutdownSend();
    // close_notify (best effort, never waits) and close.
    void close();
    // Closes with a reset, so that a peer never takes a cut answer for a whole one.
    void abort();
    bool isOpen() const { return m_socket.is_open(); }

private:
    struct SslDeleter {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };
    bool startSsl(asio::ssl::context& context);
    Task<boost::system::error_code> handshake();
    Transfer sslOutcome(int result);
    Transfer sslWrite(std::span<const asio::const_buffer> pieces);

    TcpSocket m_socket;
    std::unique_ptr<SSL, SslDeleter> m_ssl;
    SSL* m_outer = nullptr; // the TLS that m_ssl runs inside, owned by it
    bool m_handshakeDone = false;
    bool m_broken = false; // after a fatal TLS error nothing more may be said on the connection
};

// A context for outgoing connections: TLS 1.2 and later, the system's roots, peers verified. nullptr never; an error
// where OpenSSL refuses its own defaults.
Result<std::shared_ptr<asio::ssl::context>> makeClientContext();

// A context for a listener: TLS 1.2 and later, forward-secret AEAD suites, PEM chain and key from files. Errors name
// the file and what OpenSSL says about it; code "tls_certificate".
Result<std::shared_ptr<asio::ssl::context>> makeServerContext(const std::string& certificateFile,
                                                              const std::string& keyFile);

} // namespace gatehouse::http
