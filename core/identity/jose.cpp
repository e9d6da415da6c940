// SPDX-License-Identifier: Apache-2.0
#include "core/identity/jose.h"

#include "core/contract/json_text.h"
#include "core/identity/encoding.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <optional>

namespace gatehouse::identity {
namespace {

namespace json = boost::json;

constexpr std::size_t mostKeys = 64;
constexpr std::size_t mostSet = std::size_t{256} << 10U;
constexpr int leastRsaBits = 2048;
constexpr int mostRsaBits = 8192;
constexpr std::size_t p256 = 32; // bytes of a coordinate

enum class Algorithm { Rs256, Es256 };

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string_view textIn(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::optional<json::object> objectIn(std::string_view text) {
    auto value = contract::parseJson(text, mostSet);
    if (!value || !value->is_object())
        return std::nullopt;
    return std::move(value->get_object());
}

Owned<BIGNUM> numberIn(const json::object& key, std::string_view name) {
    const auto bytes = fromBase64Url(textIn(key, name));
    if (!bytes || bytes->empty() || bytes->size() > std::size_t{mostRsaBits} / 8)
        return nullptr;
    return Owned<BIGNUM>(BN_bin2bn(bytesOf(*bytes), static_cast<int>(bytes->size()), nullptr));
}

Owned<EVP_PKEY> keyFrom(const char* type, OSSL_PARAM_BLD* builder) {
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder));
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return Owned<EVP_PKEY>(key);
}

Owned<EVP_PKEY> rsaKey(const json::object& key) {
    const auto modulus = numberIn(key, "n");
    const auto exponent = numberIn(key, "e");
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    if (!modulus || !exponent || !builder || BN_num_bits(modulus.get()) < leastRsaBits ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return nullptr;
    return keyFrom("RSA", builder.get());
}

// OpenSSL refuses a point that is not on the curve.
Owned<EVP_PKEY> curveKey(const json::object& key) {
    const auto x = fromBase64Url(textIn(key, "x"));
    const auto y = fromBase64Url(textIn(key, "y"));
    if (textIn(key, "crv") != "P-256" || !x || !y || x->size() != p256 || y->size() != p256)
        return nullptr;
    const std::string point = '\x04' + *x + *y; // uncompressed
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
        return nullptr;
    return keyFrom("EC", builder.get());
}

// A JWS has r and s side by side (RFC 7518 §3.4), OpenSSL wants them in DER.
std::string toDer(std::string_view signature) {
    if (signature.size() != 2 * p256)
        return {};
    Owned<BIGNUM> r(BN_bin2bn(bytesOf(signature), p256, nullptr));
    Owned<BIGNUM> s(BN_bin2bn(bytesOf(signature.substr(p256)), p256, nullptr));
    const Owned<ECDSA_SIG> pair(ECDSA_SIG_new());
    if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1)
        return {};
    (void)r.release(); // the pair's now
    (void)s.release();
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    std::string out = size > 0 ? std::string(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)) : "";
    OPENSSL_free(der);
    return out;
}

bool signatureFits(EVP_PKEY* key, std::string_view text, std::string_view signature) {
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    return context && !signature.empty() &&
           EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), bytesOf(signature), signature.size(), bytesOf(text), text.size()) == 1;
}

struct Token {
    json::object header;
    std::string_view signedText;
    std::string payload;
    std::string signature;
};

std::optional<Token> parts(std::string_view token) {
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (token.size() > mostToken || first == std::string_view::npos || last == first ||
        token.find('.', first + 1) != last)
        return std::nullopt;
    const auto header = fromBase64Url(token.substr(0, first));
    auto payload = fromBase64Url(token.substr(first + 1, last - first - 1));
    auto signature = fromBase64Url(token.substr(last + 1));
    if (!header || !payload || !signature)
        return std::nullopt;
    auto fields = objectIn(*header);
    // "crit" names what must be understood (RFC 7515 §4.1.11): nothing of it is.
    if (!fields || fields->contains("crit"))
        return std::nullopt;
    return Token{std::move(*fields), token.substr(0, last), std::move(*payload), std::move(*signature)};
}

tl::unexpected<Error> wrongToken(std::string message) {
    return failure(ErrorKind::Unauthorized, "oidc_token", std::move(message));
}

} // namespace

struct KeySet::Key {
    Algorithm algorithm = Algorithm::Rs256;
    std::string id;
    Owned<EVP_PKEY> key;
};

namespace {

std::optional<Algorithm> algorithmNamed(std::string_view name) {
    if (name == "RS256")
        return Algorithm::Rs256;
    if (name == "ES256")
        return Algorithm::Es256;
    return std::nullopt;
}

} // namespace

Result<KeySet> KeySet::parse(std::string_view text) {
    const auto document = objectIn(text);
    const auto* list = document ? document->if_contains("keys") : nullptr;
    KeySet set;
    if (list != nullptr && list->is_array()) {
        for (const auto& entry : list->get_array()) {
            const auto* fields = entry.if_object();
            if (fields == nullptr || set.m_keys.size() >= mostKeys)
                continue;
            const auto use = textIn(*fields, "use");
            const auto named = textIn(*fields, "alg");
            const bool rsa = textIn(*fields, "kty") == "RSA";
            if ((!use.empty() && use != "sig") || (!rsa && textIn(*fields, "kty") != "EC"))
                continue;
            auto key = std::make_shared<Key>();
            key->algorithm = rsa ? Algorithm::Rs256 : Algorithm::Es256;
            key->id = textIn(*fields, "kid");
            key->key = rsa ? rsaKey(*fields) : curveKey(*fields);
            if (key->key && (named.empty() || algorithmNamed(named) == key->algorithm))
                set.m_keys.push_back(std::move(key));
        }
    }
    if (set.m_keys.empty())
        return failure(ErrorKind::Unavailable, "oidc_keys",
                       "The sign-in provider's key set holds no key for RS256 or ES256.");
    return set;
}

bool KeySet::knows(std::string_view token) const {
    const auto read = parts(token);
    const auto id = read ? textIn(read->header, "kid") : std::string_view();
    return id.empty() || std::any_of(m_keys.begin(), m_keys.end(), [&](const auto& key) { return key->id == id; });
}

Result<json::object> KeySet::verify(std::string_view token) const {
    const auto read = parts(token);
    if (!read)
        return wrongToken("The sign-in provider's token is not of the form that it must have.");
    const auto algorithm = algorithmNamed(textIn(read->header, "alg"));
    if (!algorithm)
        return wrongToken("The sign-in provider's token is signed in a way that is not accepted; RS256 and ES256 are.");
    const auto id = textIn(read->header, "kid");
    const auto signature = *algorithm == Algorithm::Es256 ? toDer(read->signature) : read->signature;
    const bool fits = std::any_of(m_keys.begin(), m_keys.end(), [&](const auto& key) {
        return key->algorithm == *algorithm && (id.empty() || key->id == id) &&
               signatureFits(key->key.get(), read->signedText, signature);
    });
    auto payload = fits ? objectIn(read->payload) : std::nullopt;
    if (!payload)
        return wrongToken("The signature of the sign-in provider's token does not fit its keys.");
    return std::move(*payload);
}

} // namespace gatehouse::identity
