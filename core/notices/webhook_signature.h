// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md).
namespace gatehouse::notices {

// "whsec_" and 32 random bytes in base 64.
Secret makeWebhookSecret();

// What goes into webhook-signature: "v1," and the base 64 of HMAC-SHA256 over "ID.TIMESTAMP.BODY", one for each secret,
// parted by blanks; receivers take any. Seconds since 1970. Errors: Invalid (invalid_webhook_secret) where there is no
// secret or one is not of the form above, holds less than 24 bytes or more than 64: an empty secret never signs.
Result<std::string> signWebhook(const std::vector<SharedSecret>& secrets, std::string_view id, std::int64_t seconds,
                                std::string_view body);

} // namespace gatehouse::notices
