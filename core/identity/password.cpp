// SPDX-License-Identifier: Apache-2.0
#include "core/identity/password.h"

#include "core/base/text.h"
#include "core/identity/encoding.h"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace gatehouse::identity {
namespace {

constexpr unsigned long long rounds = 3;
constexpr std::size_t memory = std::size_t{64} << 20U;

bool started() {
    static const bool done = sodium_init() >= 0;
    return done;
}

std::size_t charactersIn(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

tl::unexpected<Error> weak(std::string message) {
    auto error = failure(ErrorKind::Invalid, "weak_password", std::move(message));
    error.value().field = "password";
    return error;
}

} // namespace

Result<void> checkNewPassword(const Secret& password, const std::vector<std::string>& ownWords) {
    const auto text = password.reveal();
    if (text.size() > mostPassword)
        return weak("The password is longer than " + std::to_string(mostPassword) + " bytes.");
    if (!isValidUtf8(text) ||
        std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
        return weak("The password holds control characters or is not UTF-8.");
    if (charactersIn(text) < leastPassword)
        return weak("The password needs at least " + std::to_string(leastPassword) +
                    " characters; some words in a row are easy to keep in mind.");
    if (text.find_first_not_of(text.front()) == std::string_view::npos)
        return weak("The password is one character over and over.");
    for (const auto& word : ownWords) {
        if (equalsIgnoringCase(word, text))
            return weak("The password is the name or the e-mail address of the account.");
    }
    return {};
}

Result<std::string> hashPassword(const Secret& password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    const auto text = password.reveal();
    if (!started() ||
        crypto_pwhash_str_alg(out.data(), text.data(), text.size(), rounds, memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return failure(ErrorKind::Unavailable, "password_memory",
                       "There is not enough memory to check passwords just now; try again soon.");
    return std::string(out.data());
}

bool passwordFits(const Secret& password, const std::string& hash) {
    const auto text = password.reveal();
    if (!started() || hash.size() >= crypto_pwhash_STRBYTES || !hash.starts_with("$argon2id$"))
        return false;
    return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

const std::string& nobodysHash() {
    static const std::string hash = hashPassword(Secret(toBase64Url(randomBytes(32)))).value_or(std::string());
    return hash;
}

bool wantsNewHash(const std::string& hash) {
    return started() && crypto_pwhash_str_needs_rehash(hash.c_str(), rounds, memory) != 0;
}

} // namespace gatehouse::identity
