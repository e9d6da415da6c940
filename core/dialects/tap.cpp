// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap.h"

#include "core/base/text.h"
#include "core/dialects/responses/response_tap.h"
#include "core/dialects/tap_anthropic.h"
#include "core/dialects/tap_media.h"
#include "core/dialects/tap_openai.h"

namespace gatehouse::dialects {

bool isStream(Dialect dialect, std::string_view contentType) {
    const auto type = trim(contentType.substr(0, contentType.find(';')));
    switch (dialect) {
    case Dialect::Bedrock:
    case Dialect::BedrockInvoke:
        return equalsIgnoringCase(type, "application/vnd.amazon.eventstream");
    case Dialect::Ollama:
        return equalsIgnoringCase(type, "application/x-ndjson");
    default:
        return equalsIgnoringCase(type, "text/event-stream");
    }
}

std::unique_ptr<StreamTap> makeStreamTap(Dialect dialect, Operation operation, bool hideUsage) {
    if (isMedia(operation))
        return std::make_unique<MediaTap>(operation);
    if (dialect == Dialect::OpenAiResponses)
        return std::make_unique<responses::ResponseTap>();
    if (dialect == Dialect::Anthropic)
        return std::make_unique<AnthropicTap>();
    return std::make_unique<OpenAiTap>(hideUsage);
}

} // namespace gatehouse::dialects
