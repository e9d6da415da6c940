// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic_reading.h"

#include "core/dialects/finish.h"

namespace gatehouse::dialects {
namespace {

using json::JsonCursor;
using json::Type;

std::string_view stringOr(std::string_view otherwise, JsonCursor& at) {
    return at.rawString().value_or(otherwise);
}

} // namespace

bool AnthropicReading::read(std::string_view text) {
    *this = AnthropicReading{};
    return json::readObject(text, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
}

void AnthropicReading::readMember(std::string_view name, JsonCursor& at) {
    if (name == "type") {
        type = stringOr({}, at);
    } else if (name == "delta") {
        readDelta(at);
    } else if (name == "message") {
        readMessage(at);
    } else if (name == "content_block") {
        readBlock(at);
    } else if (name == "usage") {
        usage.read(at);
    } else if (name == "error" && at.type() != Type::Null) {
        fault.emplace();
        fault->json = true;
        readFaultValue(*fault, at);
    } else if (name == "id") {
        id = stringOr({}, at);
    } else if (name == "model") {
        model = stringOr({}, at);
    } else if (name == "stop_reason") {
        readStop(at);
    } else if (name == "content") {
        addContent(content, at);
    } else if (name == "input_tokens") {
        inputTokens = at.integer();
    } else {
        at.skip();
    }
}

void AnthropicReading::readStop(JsonCursor& at) {
    const auto word = stringOr({}, at);
    stop = stopReasonOf(Dialect::Anthropic, word);
    stopSaid = stop != StopReason::None;
}

void AnthropicReading::readMessage(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "id")
            id = stringOr({}, at);
        else if (name == "model")
            model = stringOr({}, at);
        else if (name == "usage")
            usage.read(at);
        else if (name == "stop_reason")
            readStop(at);
        else if (name == "content")
            addContent(content, at);
        else
            at.skip();
    }
}

void AnthropicReading::readDelta(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "stop_reason")
            readStop(at);
        else if (name == "text" || name == "partial_json" || name == "thinking")
            addContent(content, at);
        else if (name == "type" || name == "signature" || name == "stop_sequence" || name == "stop_details" ||
                 name == "container")
            at.skip();
        else {
            // Citations and the like: something, but no generated text.
            const std::size_t bytes = content.bytes;
            addContent(content, at);
            content.bytes = bytes;
        }
    }
}

void AnthropicReading::readBlock(JsonCursor& at) {
    std::string_view name;
    std::string_view kind;
    ContentText filled;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "type")
            kind = stringOr({}, at);
        else if (name == "id" || name == "tool_use_id" || name == "signature")
            at.skip();
        else
            addContent(filled, at);
    }
    startsText = kind == "text" || kind == "thinking";
    content.bytes += filled.bytes;
    content.any = content.any || filled.any || !startsText;
}

} // namespace gatehouse::dialects
