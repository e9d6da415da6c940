// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/answer_facts.h"

#include "core/dialects/bedrock/words.h"
#include "core/dialects/content_text.h"
#include "core/dialects/json_cursor.h"

namespace gatehouse::dialects::bedrock {

AnswerFacts answerFacts(Operation operation, std::string_view body) {
    AnswerFacts facts;
    const bool counts = capabilityOf(operation) == Capability::CountTokens;
    facts.unreadable = !json::readObject(body, [&](std::string_view name, json::JsonCursor& at) {
        if (name == "output") {
            ContentText content;
            addContent(content, at);
            facts.textBytes += content.bytes;
        } else if (name == "stopReason") {
            facts.stop = stopReasonOf(at.rawString().value_or(std::string_view()));
        } else if (name == "usage") {
            facts.usage = readUsage(at);
        } else if (name == "inputTokens" && counts) {
            facts.usage.emplace();
            facts.usage->input = at.integer().value_or(0);
        } else {
            at.skip();
        }
    });
    return facts;
}

bool isVendors(std::string_view body) {
    bool message = false;
    const bool object = json::readObject(body, [&](std::string_view name, json::JsonCursor& at) {
        if (name == "type")
            message = !at.rawString().value_or(std::string_view()).empty();
        else
            at.skip();
    });
    return object && !message;
}

} // namespace gatehouse::dialects::bedrock
