// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/dialect.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects {

// HTTP status of our own error, by its kind and code, as clients of that dialect expect it (overloaded is 529 for
// Anthropic's, 503 for OpenAI's; a spent budget is 429). A provider that cannot be reached or failed is 502 (codes
// upstream_… and provider_error), one that is too slow 504; a client too slow with its own request is 408 (Timeout with
// a code that begins with body_, head_, request_ or client_).
int statusOf(const Error& error, Dialect dialect);

// The body of our own error in the client's dialect: type, message and code where the dialect has a place for them.
std::string writeError(const Error& error, Dialect dialect, std::string_view requestId);

// The event(s) that end a stream with an error in the client's dialect ("data: {"error":…}\n\n" without [DONE], or
// "event: error").
std::string writeStreamError(const Error& error, Dialect dialect, std::string_view requestId);

// A provider's error answer as an Error: kind by status and body (WIRE.md §9 "Errors"), code the provider's class
// (provider_auth, provider_rate_limit, provider_quota, provider_model, provider_context, provider_content,
// provider_overloaded, provider_error, provider_bad_request); the message is ours plus the provider's own text only
// where "providerText" asks for it.
struct ProviderError {
    Error error;
    std::string providerText; // for a client of another dialect, cut at 2,000 bytes, control bytes removed
    std::optional<std::chrono::milliseconds> retryAfter = {}; // where the body says it
};
// "type" is the header x-amzn-errortype, in which Bedrock names its errors.
ProviderError readProviderError(Dialect dialect, int status, std::string_view body, std::string_view type = {});

} // namespace gatehouse::dialects
