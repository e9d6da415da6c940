// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/dialects/dialect.h"
#include "core/http/message.h"
#include "core/http/upstream.h"

#include <vector>

namespace gatehouse::providers {

// What a provider's answer tells of its limits, in the header fields of another dialect's clients:
// - OpenAI's x-ratelimit-{limit,remaining,reset}-{requests,tokens} (platform.openai.com/docs/guides/rate-limits; reset
//   like "6m0s"), with Mistral's names per minute and Azure's plain seconds;
// - Anthropic's anthropic-ratelimit-{requests,tokens}-{limit,remaining,reset} (docs.anthropic.com/en/api/rate-limits;
//   reset in RFC 3339).
// Other dialects have no such fields: nothing is written for their clients. "now": 0 leaves moments out. Pure.
std::vector<http::Field> rateLimitFields(const http::UpstreamHead& head, dialects::Dialect client, WallMicros now);

} // namespace gatehouse::providers
