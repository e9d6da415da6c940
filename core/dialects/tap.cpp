// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap.h"

#include "core/base/text.h"
#include "core/dialects/anthropic_family.h"
#include "core/dialects/cohere/tap.h"
#include "core/dialects/errors.h"
#include "core/dialects/gemini/tap.h"
#include "core/dialects/ollama/tap.h"
#include "core/dialects/responses/response_tap.h"
#include "core/dialects/tap_anthropic.h"
#include "core/dialects/tap_event_stream.h"
#include "core/dialects/tap_media.h"
#include "core/dialects/tap_openai.h"

namespace gatehouse::dialects {

bool isStream(Dialect dialect, std::string_view contentType) {
    const auto type = trim(contentType.substr(0, contentType.find(';')));
    switch (dialect) {
    case Dialect::Bedrock:
    case Dialect::BedrockInvoke:
        // The address says so already; what is no event stream is found out by its checksums.
        return !equalsIgnoringCase(type, "application/json");
    case Dialect::Mapped:
        return equalsIgnoringCase(type, "text/event-stream") || equalsIgnoringCase(type, "application/x-ndjson") ||
               equalsIgnoringCase(type, "application/jsonlines") ||
               equalsIgnoringCase(type, "application/vnd.amazon.eventstream");
    case Dialect::Ollama:
        return equalsIgnoringCase(type, "application/x-ndjson");
    case Dialect::Gemini: // without "alt=sse" it is one array
        return equalsIgnoringCase(type, "text/event-stream") || equalsIgnoringCase(type, "application/json");
    default:
        return equalsIgnoringCase(type, "text/event-stream");
    }
}

std::string StreamTap::errorAtEnd(const Error& error, Dialect client, std::string_view requestId) const {
    return writeStreamError(error, client, requestId);
}

std::unique_ptr<StreamTap> makeStreamTap(Dialect dialect, Operation operation, bool hideUsage) {
    if (isMedia(operation))
        return std::make_unique<MediaTap>(operation);
    if (dialect == Dialect::OpenAiResponses)
        return std::make_unique<responses::ResponseTap>();
    if (dialect == Dialect::Gemini)
        return std::make_unique<gemini::GenerateTap>();
    if (dialect == Dialect::Bedrock)
        return std::make_unique<ConverseTap>();
    if (dialect == Dialect::BedrockInvoke)
        return std::make_unique<InvokeTap>();
    if (dialect == Dialect::Anthropic || dialect == Dialect::VertexAnthropic)
        return std::make_unique<AnthropicTap>();
    if (dialect == Dialect::Cohere)
        return std::make_unique<cohere::ChatTap>();
    if (dialect == Dialect::Ollama)
        return std::make_unique<ollama::LinesTap>();
    return std::make_unique<OpenAiTap>(hideUsage);
}

} // namespace gatehouse::dialects
