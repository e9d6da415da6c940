// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/tls_contexts.h"

#include "core/http/client/tls_pins.h"
#include "core/http/client/tls_sessions.h"
#include "core/http/client/tls_trust.h"
#include "core/http/transport.h"

#include <boost/asio/buffer.hpp>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <utility>

namespace gatehouse::http {
namespace {

using boost::system::error_code;

tl::unexpected<Error> unusable(const char* field, std::string what, const std::string& reason) {
    auto error = failure(ErrorKind::Invalid, "upstream_tls_setup",
                         std::move(what) + " cannot be used" + (reason.empty() ? std::string() : " (" + reason + ")") +
                             ". Give PEM that this process may read.");
    error.value().field = field;
    return error;
}

std::string reasonOf(const error_code& code) {
    return code.message();
}

int refusePassphrase(char*, int, int, void*) {
    return 0; // an encrypted key must not make OpenSSL ask on a terminal
}

Result<void> showCertificate(asio::ssl::context& context, const TlsSettings& settings) {
    if (settings.clientCertificate.empty())
        return {};
    error_code code;
    context.use_certificate_chain(asio::buffer(settings.clientCertificate), code);
    if (code)
        return unusable("client_cert", "The client certificate", reasonOf(code));
    if (!settings.clientKey)
        return unusable("client_key", "The client certificate's key", "there is none");
    const std::string_view pem = settings.clientKey->reveal();
    struct Release {
        void operator()(BIO* bio) const { BIO_free(bio); }
        void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    };
    ERR_clear_error();
    const std::unique_ptr<BIO, Release> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const std::unique_ptr<EVP_PKEY, Release> key(
        bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, refusePassphrase, nullptr) : nullptr);
    const bool taken = key && SSL_CTX_use_PrivateKey(context.native_handle(), key.get()) == 1 &&
                       SSL_CTX_check_private_key(context.native_handle()) == 1;
    ERR_clear_error();
    if (!taken)
        return unusable("client_key", "The client certificate's key",
                        key ? "it belongs to another certificate" : "it is no unencrypted private key");
    return {};
}

Result<void> believe(asio::ssl::context& context, const TlsSettings& settings) {
    error_code code;
    if (settings.systemAuthorities) {
        context.set_default_verify_paths(code);
        if (code)
            return unusable("ca", "The system's root certificates", reasonOf(code));
    }
    if (settings.authorities.empty())
        return {};
    context.add_certificate_authority(asio::buffer(settings.authorities), code);
    if (code)
        return unusable("ca", "An additional root certificate", reasonOf(code));
    return {};
}

} // namespace

Result<TlsTrustPtr> makeTrust(const TlsSettings& settings) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX* handle = context->native_handle();
    SSL_CTX_set_min_proto_version(handle, settings.least == LeastTls::Tls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_options(handle, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_verify(handle, SSL_VERIFY_PEER, nullptr);
    if (auto done = believe(*context, settings); !done)
        return tl::unexpected<Error>(std::move(done.error()));
    if (auto done = showCertificate(*context, settings); !done)
        return tl::unexpected<Error>(std::move(done.error()));
    if (!settings.pins.empty())
        demandPins(handle, settings.pins);
    offerSessions(handle);
    return std::make_shared<const TlsTrust>(std::move(context));
}

Result<std::shared_ptr<const void>> TlsContexts::contextFor(const TlsSettings& settings, const std::string& key) {
    if (auto known = m_known[key].lock())
        return std::shared_ptr<const void>(std::move(known));
    std::erase_if(m_known, [](const auto& each) { return each.second.expired(); });
    auto made = makeTrust(settings);
    if (!made)
        return tl::unexpected<Error>(std::move(made.error()));
    m_known[key] = *made;
    return std::shared_ptr<const void>(std::move(*made));
}

} // namespace gatehouse::http
