// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/crossing.h"
#include "core/dialects/losses.h"

#include <cstdint>
#include <string>
#include <string_view>

// Counting tokens, from one operation to another: each asks with a chat's request of its dialect and is answered one
// number. Pure.
namespace gatehouse::dialects::count_tokens {

// The body in the provider's dialect: only what counts. Errors: Invalid, for what the client wrote.
Result<std::string> crossRequest(const CrossingWish& wish, std::string_view body, Losses& losses);
// The number in the client's dialect. Errors: Unavailable (upstream_invalid_answer).
Result<std::string> crossAnswer(const AnswerWish& wish, std::string_view body);

// The answer of an operation that counts.
std::string writeAnswer(Operation client, std::int64_t tokens);

// Where a provider cannot count: by the bytes of text, four to a token, which is told as a loss.
std::string estimatedAnswer(Operation client, const RequestFacts& facts, Losses& losses);

} // namespace gatehouse::dialects::count_tokens
