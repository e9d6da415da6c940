// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects::responses {

// An answer of the Responses API. Errors: Unavailable, code upstream_invalid_answer, also for one that is not complete
// yet (a call in the background); or what an error body, or a failed response, tells.
Result<ChatAnswer> readAnswer(std::string_view body);
// Losses name the parts of the provider's answer. "clientBody": the request as it came, which an answer repeats.
std::string writeAnswer(const ChatAnswer& answer, std::string_view clientBody, Losses& losses);

// The last word on why it stopped, from the "response" object and what came.
struct Settled {
    StopReason stop = StopReason::None;
    std::string word;
};
Settled settledStop(json::View response, bool calls, bool refuses);

} // namespace gatehouse::dialects::responses
