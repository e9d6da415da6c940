// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/foreign_thoughts.h"

namespace gatehouse::dialects {

bool mayHoldForeignThoughts(Dialect dialect, std::string_view body) {
    const auto holds = [body](std::string_view mark) { return body.find(mark) != std::string_view::npos; };
    switch (dialect) {
    case Dialect::Anthropic:
    case Dialect::BedrockInvoke:
    case Dialect::VertexAnthropic:
        return holds("\"gatehouse.");
    case Dialect::Bedrock:
        return holds("\"gatehouse.") || holds("\"Z2F0ZWhvdXNl"); // bytes stand in base64
    case Dialect::Gemini:
        return holds("\"Z2F0ZWhvdXNl");
    default:
        return false; // elsewhere they stand in items that are cut out, or in fields that nobody else reads
    }
}

} // namespace gatehouse::dialects
