// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/event_reading.h"

#include "core/dialects/bedrock/words.h"

namespace gatehouse::dialects::bedrock {

using json::JsonCursor;

bool EventReading::read(std::string_view payload) {
    *this = EventReading{};
    return json::readObject(payload, [this](std::string_view name, JsonCursor& at) {
        if (name == "contentBlockIndex")
            block = at.integer().value_or(0);
        else if (name == "delta")
            readDelta(at);
        else if (name == "start")
            readStart(at);
        else if (name == "stopReason")
            stopWord = at.rawString().value_or(std::string_view());
        else if (name == "additionalModelResponseFields")
            readModelFields(at);
        else if (name == "usage")
            usage = readUsage(at);
        else
            at.skip(); // "p", the padding, is one of them
    });
}

void EventReading::readStart(JsonCursor& at) {
    std::string_view name;
    raw = {};
    JsonCursor whole = at;
    raw = whole.raw();
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name != "toolUse") {
            startKind = name;
            at.skip();
            continue;
        }
        std::string_view type;
        std::string_view member;
        if (!at.enterObject())
            continue;
        while (at.nextMember(member)) {
            if (member == "toolUseId")
                toolId = at.text();
            else if (member == "name")
                toolName = at.text();
            else if (member == "type")
                type = at.rawString().value_or(std::string_view());
            else
                at.skip();
        }
        startsTool = type != "server_tool_use";
        if (!startsTool)
            startKind = name;
    }
}

void EventReading::readDelta(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "text") {
            filled = Filled::Text;
            text = at.text();
        } else if (name == "toolUse") {
            filled = Filled::ToolInput;
            std::string_view member;
            if (!at.enterObject())
                continue;
            while (at.nextMember(member))
                member == "input" ? void(text = at.text()) : at.skip();
        } else if (name == "reasoningContent") {
            readReasoning(at);
        } else if (name == "citation") {
            filled = Filled::Citation;
            raw = at.raw();
        } else {
            filled = Filled::Other;
            raw = at.raw();
        }
    }
}

void EventReading::readReasoning(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "text")
            filled = Filled::Reasoning;
        else if (name == "signature")
            filled = Filled::Signature;
        else if (name == "redactedContent")
            filled = Filled::Redacted;
        else {
            at.skip();
            continue;
        }
        text = at.text();
    }
}

void EventReading::readModelFields(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name))
        name == "stop_sequence" ? void(stopSequence = at.text()) : at.skip();
}

} // namespace gatehouse::dialects::bedrock
