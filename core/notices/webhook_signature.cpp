// SPDX-License-Identifier: Apache-2.0
#include "core/notices/webhook_signature.h"

#include "core/base/random.h"

#include <array>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace gatehouse::notices {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t secretBytes = 32;
constexpr std::size_t leastBytes = 24;
constexpr std::size_t mostBytes = 64;
constexpr std::size_t digestBytes = 32;

std::string base64(const unsigned char* bytes, std::size_t size) {
    std::string out((size + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes, static_cast<int>(size));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

// The key in a secret; wiped by whoever asked.
struct Key {
    std::array<unsigned char, mostBytes + 3> bytes{};
    std::size_t size = 0;
    ~Key() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
};

bool keyIn(std::string_view secret, Key& key) {
    if (!secret.starts_with(prefix))
        return false;
    secret.remove_prefix(prefix.size());
    if (secret.empty() || secret.size() % 4 != 0 || secret.size() / 4 * 3 > key.bytes.size())
        return false;
    const int size = EVP_DecodeBlock(key.bytes.data(), reinterpret_cast<const unsigned char*>(secret.data()),
                                     static_cast<int>(secret.size()));
    if (size < 0)
        return false;
    key.size = static_cast<std::size_t>(size);
    for (auto at = secret.rbegin(); at != secret.rend() && *at == '='; ++at)
        --key.size; // OpenSSL counts what stands for nothing
    return key.size >= leastBytes && key.size <= mostBytes;
}

tl::unexpected<Error> wrongSecret() {
    return failure(ErrorKind::Invalid, "invalid_webhook_secret",
                   "The webhook has no signing secret of the form whsec_BASE64. Make a new one with rotate.");
}

} // namespace

Secret makeWebhookSecret() {
    std::array<unsigned char, secretBytes> bytes{};
    fillRandom(bytes.data(), bytes.size());
    std::string text = std::string(prefix) + base64(bytes.data(), bytes.size());
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return Secret::take(text);
}

Result<std::string> signWebhook(const std::vector<SharedSecret>& secrets, std::string_view id, std::int64_t seconds,
                                std::string_view body) {
    if (secrets.empty())
        return wrongSecret();
    std::string content(id);
    content.append(1, '.').append(std::to_string(seconds)).append(1, '.').append(body);
    std::string out;
    for (const auto& secret : secrets) {
        Key key;
        if (!secret || !keyIn(secret->reveal(), key))
            return wrongSecret();
        std::array<unsigned char, digestBytes> digest{};
        unsigned size = digestBytes;
        HMAC(EVP_sha256(), key.bytes.data(), static_cast<int>(key.size),
             reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data(), &size);
        out.append(out.empty() ? "v1," : " v1,").append(base64(digest.data(), digest.size()));
    }
    return out;
}

} // namespace gatehouse::notices
