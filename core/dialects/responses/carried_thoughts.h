// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <optional>
#include <string>
#include <string_view>

// Thoughts and signatures of other vendors in the items of this dialect. Its clients send reasoning items back as they
// got them, "encrypted_content" byte for byte: so that is where a foreign signature travels, with a mark that names
// whose it is. It goes back to where it came from and never to a service of this dialect, which would refuse it.
namespace gatehouse::dialects::responses {

// The mark that such a value begins with.
inline constexpr std::string_view carriedMark = "gatehouse.";

// What stands in "encrypted_content" for a reasoning part; empty where it needs none. A part of this dialect has its
// own value there.
std::string encryptedContent(const ReasoningPart& reasoning);

// The signature of a call (Gemini's thoughtSignature), for a reasoning item of its own next to the call.
std::string carriedCallSignature(std::string_view callId, std::string_view signature);

struct CallSignature {
    std::string callId;
    std::string signature;
};
// Takes an "encrypted_content" that a client sent: sets the part's dialect, format and signature or encrypted data, or
// tells that it belongs to a call.
std::optional<CallSignature> takeEncryptedContent(std::string value, ReasoningPart& reasoning);

} // namespace gatehouse::dialects::responses
