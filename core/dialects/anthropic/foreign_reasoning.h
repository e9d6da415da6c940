// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <string>
#include <string_view>
#include <vector>

// Thoughts of another vendor in Anthropic's blocks: a client of this dialect keeps signatures and data as it got them,
// so they can say whose they are. They go back to where they came from and never to Anthropic, which would refuse them.
namespace gatehouse::dialects::anthropic {

// What stands in "signature" (or "data") for the signature (or encrypted data) of such a part.
std::string wrapForeign(const ReasoningPart& reasoning, std::string_view signature);

// Takes what a client sent: the value itself, or what was wrapped, with the part's dialect and format set to match.
std::string unwrapForeign(std::string value, ReasoningPart& reasoning);

// Gemini signs calls too: a client of this dialect gets the signature as redacted thoughts in front of the call, and
// sends it back there.
ReasoningPart signatureOfCall(const ToolUsePart& use);
bool isSignatureOfCall(const ReasoningPart& reasoning);
// Behind each part that was read: gives a call the signature that stands in front of it.
void foldSignatureOfCall(std::vector<Part>& parts);

} // namespace gatehouse::dialects::anthropic
