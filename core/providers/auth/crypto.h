// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/secret.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

// The little cryptography that proofs of identity are made of. Pure functions, any thread.
namespace gatehouse::providers {

// HMAC with SHA-256 (RFC 2104).
Digest hmacSha256(std::string_view key, std::string_view text);
inline std::string_view bytesOf(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
// Over all pieces in their order.
Digest sha256Of(std::span<const std::string_view> pieces);

std::string base64(std::string_view bytes);
std::string base64Url(std::string_view bytes); // RFC 4648 §5, without padding

// RSASSA-PKCS1-v1_5 with SHA-256 ("RS256", RFC 7518 §3.3) by a private key in PEM. Errors: Invalid
// (provider_auth_key) where it is no such key.
Result<std::string> signRs256(std::string_view pem, std::string_view text);

// As application/x-www-form-urlencoded wants a name or a value: all but unreserved characters as %XX.
void appendFormField(std::string& form, std::string_view name, std::string_view value);

// Random letters and digits that nobody can guess.
std::string randomName(std::size_t length);

} // namespace gatehouse::providers
