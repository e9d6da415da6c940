// SPDX-License-Identifier: Apache-2.0
#include "core/identity/seal.h"

#include "core/identity/encoding.h"

#include <sodium.h>

namespace gatehouse::identity {
namespace {

constexpr std::size_t keySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytesOf(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

} // namespace

// In letters: key chains keep texts.
Secret newSealKey() {
    auto text = toBase64Url(randomBytes(keySize));
    return Secret::take(text);
}

std::string seal(const Secret& key, std::string_view what, const Secret& secret) {
    auto raw = fromBase64Url(key.reveal()).value_or(std::string());
    raw.resize(keySize);
    const auto plain = secret.reveal();
    std::string sealed = randomBytes(nonceSize);
    sealed.resize(nonceSize + plain.size() + tagSize);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytesOf(sealed) + nonceSize, nullptr, bytesOf(plain), plain.size(),
                                               bytesOf(what), what.size(), nullptr, bytesOf(sealed), bytesOf(raw));
    wipe(raw);
    return sealed;
}

std::optional<Secret> unseal(const Secret& key, std::string_view what, std::string_view sealed) {
    auto raw = fromBase64Url(key.reveal()).value_or(std::string());
    if (raw.size() != keySize || sealed.size() < nonceSize + tagSize)
        return std::nullopt;
    std::string plain(sealed.size() - nonceSize - tagSize, '\0');
    const bool opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
                            bytesOf(plain), nullptr, nullptr, bytesOf(sealed) + nonceSize, sealed.size() - nonceSize,
                            bytesOf(what), what.size(), bytesOf(sealed), bytesOf(raw)) == 0;
    wipe(raw);
    if (!opened)
        return std::nullopt;
    return Secret::take(plain);
}

} // namespace gatehouse::identity
