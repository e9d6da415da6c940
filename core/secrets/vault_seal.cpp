// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/vault_seal.h"

#include "core/secrets/locked_buffer.h"

#include <sodium.h>
#include <stdexcept>

namespace gatehouse::secrets {
namespace {

constexpr std::size_t keySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(nonceSize + tagSize == sealOverhead && keySize == dataKeySize);

enum class Use : std::uint64_t { Seal = 1, Authenticate = 2 };

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytesOf(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

Secret subkey(const Secret& master, Use use) {
    LockedBuffer key(keySize);
    crypto_kdf_derive_from_key(key.data(), key.size(), static_cast<std::uint64_t>(use), "ghvault1",
                               bytesOf(master.reveal()));
    return key.secret();
}

std::string seal(const Secret& key, std::string_view label, std::string_view plain) {
    std::string sealed(nonceSize + plain.size() + tagSize, '\0');
    randombytes_buf(sealed.data(), nonceSize);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytesOf(sealed) + nonceSize, nullptr, bytesOf(plain), plain.size(),
                                               bytesOf(label), label.size(), nullptr, bytesOf(sealed),
                                               bytesOf(key.reveal()));
    return sealed;
}

std::optional<Secret> open(const Secret& key, std::string_view label, std::string_view sealed) {
    if (sealed.size() < nonceSize + tagSize)
        return std::nullopt;
    LockedBuffer plain(sealed.size() - nonceSize - tagSize);
    const int result = crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain.data(), nullptr, nullptr, bytesOf(sealed) + nonceSize, sealed.size() - nonceSize, bytesOf(label),
        label.size(), bytesOf(sealed), bytesOf(key.reveal()));
    if (result != 0)
        return std::nullopt;
    return plain.secret();
}

std::string label(std::string_view what, const VaultContent& content, std::string_view name) {
    std::string text(what);
    text.append(reinterpret_cast<const char*>(content.salt.data()), content.salt.size());
    text += name;
    return text;
}

constexpr std::string_view checkText = "gatehouse vault\n";
static_assert(checkText.size() == 16);

} // namespace

void startSodium() {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium does not start");
}

std::array<unsigned char, 16> newSalt() {
    std::array<unsigned char, 16> salt{};
    static_assert(salt.size() == crypto_pwhash_SALTBYTES);
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

Secret newDataKey() {
    LockedBuffer key(keySize);
    randombytes_buf(key.data(), key.size());
    return key.secret();
}

std::optional<Secret> masterFromPassphrase(const Secret& passphrase, const VaultContent& content) {
    LockedBuffer key(keySize);
    const auto text = passphrase.reveal();
    if (crypto_pwhash(key.data(), key.size(), text.data(), text.size(), content.salt.data(), content.operations,
                      static_cast<std::size_t>(content.memory), crypto_pwhash_ALG_ARGON2ID13) != 0)
        return std::nullopt;
    return key.secret();
}

// The file is random and long, so a plain hash is enough; the salt makes each vault's master its own.
Secret masterFromKeyFile(const Secret& file, const VaultContent& content) {
    constexpr std::string_view context = "gatehouse vault master key";
    LockedBuffer key(keySize);
    crypto_generichash_state state;
    crypto_generichash_init(&state, bytesOf(context), context.size(), key.size());
    crypto_generichash_update(&state, content.salt.data(), content.salt.size());
    crypto_generichash_update(&state, bytesOf(file.reveal()), file.size());
    crypto_generichash_final(&state, key.data(), key.size());
    sodium_memzero(&state, sizeof state);
    return key.secret();
}

std::string sealKeyCheck(const Secret& master, const VaultContent& content) {
    return seal(subkey(master, Use::Seal), label("check", content, {}), checkText);
}

bool keyCheckOpens(const Secret& master, const VaultContent& content) {
    const auto text = open(subkey(master, Use::Seal), label("check", content, {}), content.keyCheck);
    return text && text->reveal() == checkText;
}

std::string sealDataKey(const Secret& master, const VaultContent& content, std::string_view name,
                        const Secret& dataKey) {
    return seal(subkey(master, Use::Seal), label("data key", content, name), dataKey.reveal());
}

std::optional<Secret> openDataKey(const Secret& master, const VaultContent& content, std::string_view name,
                                  std::string_view sealed) {
    return open(subkey(master, Use::Seal), label("data key", content, name), sealed);
}

std::string sealSecret(const Secret& dataKey, std::string_view name, const Secret& secret) {
    return seal(dataKey, "secret" + std::string(name), secret.reveal());
}

std::optional<Secret> openSecret(const Secret& dataKey, std::string_view name, std::string_view sealed) {
    return open(dataKey, "secret" + std::string(name), sealed);
}

std::string authenticate(const Secret& master, std::string_view body) {
    const Secret key = subkey(master, Use::Authenticate);
    std::string hash(32, '\0');
    crypto_generichash(bytesOf(hash), hash.size(), bytesOf(body), body.size(), bytesOf(key.reveal()), key.size());
    return hash;
}

} // namespace gatehouse::secrets
