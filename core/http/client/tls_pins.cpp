// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/tls_pins.h"

#include <algorithm>
#include <array>
#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

namespace gatehouse::http {
namespace {

using Pins = std::vector<std::string>;

void freePins(void*, void* pins, CRYPTO_EX_DATA*, int, long, void*) {
    delete static_cast<Pins*>(pins);
}

int pinsIndex() {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, freePins);
    return index;
}

std::string pinOf(const X509* certificate) {
    unsigned char* encoded = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded);
    if (size <= 0)
        return {};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int digestSize = 0;
    const bool made =
        EVP_Digest(encoded, static_cast<std::size_t>(size), digest.data(), &digestSize, EVP_sha256(), nullptr) == 1;
    OPENSSL_free(encoded);
    if (!made)
        return {};
    std::array<unsigned char, 64> text{};
    const int length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digestSize));
    return {text.begin(), text.begin() + length};
}

bool anyPinned(const STACK_OF(X509) * chain, const Pins& pins) {
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        if (std::find(pins.begin(), pins.end(), pinOf(sk_X509_value(chain, i))) != pins.end())
            return true;
    }
    return false;
}

// Called for each certificate, the provider's own (depth 0) last.
int verify(int good, X509_STORE_CTX* store) {
    if (good != 1 || X509_STORE_CTX_get_error_depth(store) != 0)
        return good;
    const auto* ssl = static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    const auto* pins = static_cast<const Pins*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), pinsIndex()));
    if (pins != nullptr && anyPinned(X509_STORE_CTX_get0_chain(store), *pins))
        return 1;
    X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

} // namespace

void demandPins(SSL_CTX* context, const std::vector<std::string>& pins) {
    auto own = std::make_unique<Pins>(pins);
    if (SSL_CTX_set_ex_data(context, pinsIndex(), own.get()) == 1)
        (void)own.release();
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, verify);
}

bool failedByPins(const SSL* ssl) {
    return ssl != nullptr && SSL_get_verify_result(ssl) == X509_V_ERR_APPLICATION_VERIFICATION;
}

} // namespace gatehouse::http
