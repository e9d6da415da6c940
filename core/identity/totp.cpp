// SPDX-License-Identifier: Apache-2.0
#include "core/identity/totp.h"

#include "core/base/text.h"
#include "core/identity/encoding.h"

#include <array>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace gatehouse::identity {
namespace {

constexpr std::uint32_t codes = 1'000'000; // 10^totpDigits

// RFC 4226 §5.3.
std::uint32_t hotp(const Secret& secret, std::uint64_t counter) {
    std::array<unsigned char, 8> message{};
    for (std::size_t i = message.size(); i-- > 0; counter >>= 8U)
        message[i] = static_cast<unsigned char>(counter & 0xFFU);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    const auto key = secret.reveal();
    HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), mac.data(), &size);
    const auto offset = static_cast<std::size_t>(mac[size - 1] & 0x0FU);
    std::uint32_t value = mac[offset] & 0x7FU;
    for (std::size_t i = 1; i < 4; ++i)
        value = (value << 8U) | mac[offset + i];
    return value % codes;
}

std::string onlyDigits(std::string_view code) {
    std::string digits;
    for (const auto c : code) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != ' ')
            return {};
    }
    return digits;
}

} // namespace

Secret newTotpSecret() {
    auto bytes = randomBytes(20);
    return Secret::take(bytes);
}

std::int64_t totpStepAt(WallMicros time) {
    return time / (totpSeconds * 1'000'000);
}

std::string totpCode(const Secret& secret, std::int64_t step) {
    auto text = std::to_string(hotp(secret, static_cast<std::uint64_t>(step)));
    return std::string(totpDigits - text.size(), '0') + text;
}

std::optional<std::int64_t> matchTotp(const Secret& secret, std::string_view code, WallMicros now,
                                      std::int64_t lastStep) {
    const auto digits = onlyDigits(code);
    const auto present = totpStepAt(now);
    std::optional<std::int64_t> found;
    for (std::int64_t step = present - 1; step <= present + 1; ++step) {
        const bool fits = equalInConstantTime(totpCode(secret, step), digits);
        if (fits && step > lastStep)
            found = step;
    }
    return found;
}

Secret totpUri(const Secret& secret, std::string_view issuer, std::string_view account) {
    auto shown = toBase32(secret.reveal());
    auto text = "otpauth://totp/" + percentEncode(issuer) + ':' + percentEncode(account) + "?secret=" + shown +
                "&issuer=" + percentEncode(issuer);
    wipe(shown);
    return Secret::take(text);
}

std::vector<std::string> newRecoveryCodes() {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < recoveryCodes; ++i) {
        const auto letters = toBase32(randomBytes(10));
        std::string code;
        for (std::size_t at = 0; at < letters.size(); at += 4)
            code += (code.empty() ? "" : "-") + letters.substr(at, 4);
        made.push_back(std::move(code));
    }
    return made;
}

Digest recoveryDigest(std::string_view code) {
    std::string plain;
    for (const auto c : code) {
        if (c != '-' && c != ' ')
            plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    const auto digest = sha256("gatehouse recovery code " + plain);
    wipe(plain);
    return digest;
}

} // namespace gatehouse::identity
