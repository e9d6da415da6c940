// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/dialects/dialect.h"
#include "core/http/message.h"
#include "core/http/upstream.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace gatehouse::providers {

// What a provider's answer tells of its limits, in the header fields of another dialect's clients:
// - OpenAI's x-ratelimit-{limit,remaining,reset}-{requests,tokens} (platform.openai.com/docs/guides/rate-limits; reset
//   like "6m0s"), with Mistral's names per minute and Azure's plain seconds;
// - Anthropic's anthropic-ratelimit-{requests,tokens}-{limit,remaining,reset} (docs.anthropic.com/en/api/rate-limits;
//   reset in RFC 3339).
// Other dialects have no such fields: nothing is written for their clients. "now": 0 leaves moments out. Pure.
std::vector<http::Field> rateLimitFields(const http::UpstreamHead& head, dialects::Dialect client, WallMicros now);

// The same as numbers, for who reckons with them.
struct LimitTold {
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> remaining;
    std::optional<std::int64_t> resetMicros; // from now; a second more where the provider tells whole seconds only
};
struct LimitsTold {
    LimitTold requests;
    LimitTold tokens;
    bool any() const { return requests.remaining || tokens.remaining; }
};
LimitsTold limitsTold(const http::UpstreamHead& head, WallMicros now);

} // namespace gatehouse::providers
