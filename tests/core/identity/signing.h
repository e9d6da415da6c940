// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/identity/encoding.h"

#include <memory>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <string>
#include <string_view>
#include <vector>

// The other side of tokens: keys that sign, for tests.
namespace gatehouse::identity::test {

class Signer {
public:
    static Signer rsa(unsigned bits = 2048) { return {EVP_RSA_gen(bits), "RS256"}; }
    static Signer curve() { return {EVP_EC_gen("P-256"), "ES256"}; }
    ~Signer() { EVP_PKEY_free(m_key); }
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;

    std::string jwk(const std::string& id) const {
        const auto number = [this](const char* name) {
            BIGNUM* value = nullptr;
            EVP_PKEY_get_bn_param(m_key, name, &value);
            std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
            BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
            BN_free(value);
            if (m_algorithm == "ES256")
                bytes.insert(0, 32 - bytes.size(), '\0');
            return toBase64Url(bytes);
        };
        const std::string common = "\"kid\":\"" + id + "\",\"alg\":\"" + m_algorithm + "\",\"use\":\"sig\"";
        if (m_algorithm == "RS256")
            return "{\"kty\":\"RSA\"," + common + ",\"n\":\"" + number(OSSL_PKEY_PARAM_RSA_N) + "\",\"e\":\"" +
                   number(OSSL_PKEY_PARAM_RSA_E) + "\"}";
        return "{\"kty\":\"EC\",\"crv\":\"P-256\"," + common + ",\"x\":\"" + number(OSSL_PKEY_PARAM_EC_PUB_X) +
               "\",\"y\":\"" + number(OSSL_PKEY_PARAM_EC_PUB_Y) + "\"}";
    }

    std::string token(const std::string& header, const std::string& claims) const {
        const auto text = toBase64Url(header) + '.' + toBase64Url(claims);
        return text + '.' + toBase64Url(sign(text));
    }
    std::string token(const std::string& id, const std::string& claims, std::string_view algorithm) const {
        return token("{\"alg\":\"" + std::string(algorithm) + "\",\"kid\":\"" + id + "\"}", claims);
    }

private:
    Signer(EVP_PKEY* key, std::string algorithm) : m_key(key), m_algorithm(std::move(algorithm)) {}

    std::string sign(std::string_view text) const {
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, m_key);
        std::size_t size = 0;
        EVP_DigestSign(context, nullptr, &size, bytes, text.size());
        std::string out(size, '\0');
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size());
        out.resize(size);
        EVP_MD_CTX_free(context);
        return m_algorithm == "RS256" ? out : sideBySide(out);
    }

    static std::string sideBySide(const std::string& der) {
        const auto* at = reinterpret_cast<const unsigned char*>(der.data());
        ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
        std::string out(64, '\0');
        auto* bytes = reinterpret_cast<unsigned char*>(out.data());
        BN_bn2binpad(ECDSA_SIG_get0_r(signature), bytes, 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(signature), bytes + 32, 32);
        ECDSA_SIG_free(signature);
        return out;
    }

    EVP_PKEY* m_key;
    std::string m_algorithm;
};

} // namespace gatehouse::identity::test
