// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <string>
#include <string_view>

// What stands in "thoughtSignature". Gemini's own is opaque base64 that goes back on the same part. Thoughts that
// another vendor signed travel in the same field of a Gemini client, which keeps it as it got it; so they can say whose
// they are. They go back to where they came from, and never to Gemini. Stateless.
namespace gatehouse::dialects::gemini {

// The format by which our reasoning parts, and OpenRouter's, name signatures of Gemini.
inline constexpr std::string_view signatureFormat = "google-gemini-v1";

// The documented value for calls that no Gemini model made, in base64 ("skip_thought_signature_validator").
inline constexpr std::string_view noSignature = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

bool isForeign(const ReasoningPart& reasoning);
// The value for thoughts of another vendor: base64 of what unwrap() reads again.
std::string wrap(const ReasoningPart& reasoning, std::string_view signature);
// Takes what stood in the field into the part: its dialect, and the signature or what was encrypted.
void unwrap(std::string value, ReasoningPart& reasoning);

// A signature alone, which belongs to the text before it.
ReasoningPart signatureOfText(std::string value);
bool isSignatureOfText(const ReasoningPart& reasoning);

} // namespace gatehouse::dialects::gemini
