// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/reading.h"

#include "core/dialects/usage_numbers.h"

namespace gatehouse::dialects::responses {

using json::JsonCursor;
using json::Type;

bool ResponseReading::read(std::string_view text) {
    *this = {};
    return json::readObject(text, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
}

void ResponseReading::readMember(std::string_view name, JsonCursor& at) {
    if (name == "id") {
        id = at.rawString().value_or(std::string_view{});
    } else if (name == "model") {
        model = at.rawString().value_or(std::string_view{});
    } else if (name == "status") {
        status = at.rawString().value_or(std::string_view{});
    } else if (name == "incomplete_details" && at.type() == Type::Object) {
        std::string_view member;
        at.enterObject();
        while (at.nextMember(member)) {
            if (member == "reason")
                reason = at.rawString().value_or(std::string_view{});
            else
                at.skip();
        }
    } else if (name == "usage") {
        if (OpenAiUsage numbers; numbers.read(at))
            usage = numbers.disjoint();
    } else if (name == "error" && at.type() != Type::Null) {
        fault.emplace();
        fault->json = true;
        readFaultValue(*fault, at);
    } else if (name == "output") {
        readOutput(at);
    } else {
        at.skip();
    }
}

void ResponseReading::readOutput(JsonCursor& at) {
    if (!at.enterArray())
        return;
    while (at.nextElement())
        readItem(at);
}

void ResponseReading::readItem(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "type") {
            const auto type = at.rawString().value_or(std::string_view{});
            calls = calls || type == "function_call" || type == "custom_tool_call";
        } else if (name == "content" || name == "summary" || name == "arguments" || name == "input") {
            const auto text = at.raw();
            refused = refused || (name == "content" && text.find("\"refusal\"") != std::string_view::npos);
            JsonCursor inner(text);
            addContent(content, inner);
        } else {
            at.skip();
        }
    }
}

StopReason ResponseReading::stop() const {
    if (status == "failed" || status == "cancelled")
        return StopReason::Failed;
    if (status == "in_progress" || status == "queued" || status.empty())
        return StopReason::None;
    if (status == "incomplete") {
        if (reason == "max_output_tokens" || reason == "max_tokens")
            return StopReason::MaxTokens;
        return reason == "content_filter" ? StopReason::Filtered : StopReason::Other;
    }
    if (calls)
        return StopReason::ToolUse;
    return refused ? StopReason::Refusal : StopReason::EndTurn;
}

} // namespace gatehouse::dialects::responses
