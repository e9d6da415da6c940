// SPDX-License-Identifier: Apache-2.0
#include "core/providers/auth/crypto.h"

#include "core/base/text.h"

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <vector>

namespace gatehouse::providers {
namespace {

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

struct Free {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// A key that asks for a passphrase is refused; without this OpenSSL would ask the terminal.
int noPassphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
    return 0;
}

auto unusableKey() {
    return failure(ErrorKind::Invalid, "provider_auth_key", "The private key is no RSA key in PEM.");
}

} // namespace

Digest hmacSha256(std::string_view key, std::string_view text) {
    Digest digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(text), text.size(), digest.data(), &size);
    return digest;
}

Digest sha256Of(std::span<const std::string_view> pieces) {
    Digest digest{};
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    for (const auto piece : pieces)
        EVP_DigestUpdate(context.get(), piece.data(), piece.size());
    unsigned int size = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &size);
    return digest;
}

std::string base64(std::string_view text) {
    std::string out((text.size() + 2) / 3 * 4 + 1, '\0'); // OpenSSL writes an end behind it
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes(text), static_cast<int>(text.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string base64Url(std::string_view text) {
    auto out = base64(text);
    while (out.ends_with('='))
        out.pop_back();
    for (auto& c : out)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    return out;
}

Result<std::string> signRs256(std::string_view pem, std::string_view text) {
    const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const std::unique_ptr<EVP_PKEY, Free> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr));
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        return unusableKey();
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    std::size_t size = 0;
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, bytes(text), text.size()) != 1)
        return unusableKey();
    std::vector<unsigned char> signature(size);
    if (EVP_DigestSign(context.get(), signature.data(), &size, bytes(text), text.size()) != 1)
        return unusableKey();
    return std::string(reinterpret_cast<const char*>(signature.data()), size);
}

void appendFormField(std::string& form, std::string_view name, std::string_view value) {
    if (!form.empty())
        form += '&';
    auto encoded = percentEncode(value);
    form.append(percentEncode(name)).append("=").append(encoded);
    wipe(encoded);
}

std::string randomName(std::size_t length) {
    constexpr std::string_view characters = "abcdefghijklmnopqrstuvwxyz012345";
    std::vector<unsigned char> random(length);
    RAND_bytes(random.data(), static_cast<int>(length));
    std::string name;
    for (const auto byte : random)
        name += characters[byte % characters.size()];
    return name;
}

} // namespace gatehouse::providers
