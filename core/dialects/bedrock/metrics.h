// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/tap.h"

#include <optional>
#include <string_view>

// Token counts of vendors' own bodies on Bedrock.
namespace gatehouse::dialects::bedrock {

// "amazon-bedrock-invocationMetrics" of a stream's last event: the same whichever vendor's model answers.
std::optional<Usage> readMetrics(std::string_view event);

// A whole answer of /invoke that is none of Anthropic's: usage as Amazon's, Cohere's, Meta's and others' models tell
// it, and the bytes of its text.
AnswerFacts vendorFacts(std::string_view body);

} // namespace gatehouse::dialects::bedrock
