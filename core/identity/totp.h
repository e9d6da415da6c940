// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/secret.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Codes of an authenticator app: RFC 6238 with SHA-1, six digits, steps of 30 s, which all apps speak.
namespace gatehouse::identity {

inline constexpr std::size_t totpDigits = 6;
inline constexpr std::int64_t totpSeconds = 30;
inline constexpr std::size_t recoveryCodes = 10;

// 20 random bytes, the length that RFC 4226 §4 recommends.
Secret newTotpSecret();

std::int64_t totpStepAt(WallMicros time);
std::string totpCode(const Secret& secret, std::int64_t step);

// The step whose code this is, one before or after the present one at most; none at or before "lastStep", so that a
// code that was used (or seen over a shoulder) is worth nothing. Blanks between the digits do not matter.
std::optional<std::int64_t> matchTotp(const Secret& secret, std::string_view code, WallMicros now,
                                      std::int64_t lastStep);

// "otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=ISSUER", for a QR code. Holds the secret.
Secret totpUri(const Secret& secret, std::string_view issuer, std::string_view account);

// Ten codes of 80 bits, each good for one sign-in without the app: "ABCD-EFGH-IJKL-MNOP".
std::vector<std::string> newRecoveryCodes();
// What is kept of one. Hyphens, blanks and case do not matter.
Digest recoveryDigest(std::string_view code);

} // namespace gatehouse::identity
