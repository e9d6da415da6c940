// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/metrics.h"

#include "core/dialects/bedrock/words.h"
#include "core/dialects/content_text.h"
#include "core/dialects/json_cursor.h"

#include <algorithm>

namespace gatehouse::dialects::bedrock {
namespace {

using json::JsonCursor;

void take(std::int64_t& number, JsonCursor& at, bool& any) {
    if (const auto value = at.integer()) {
        number = std::max<std::int64_t>(*value, 0);
        any = true;
    }
}

std::optional<Usage> readMetricsValue(JsonCursor& at) {
    Usage usage;
    bool any = false;
    std::string_view name;
    if (!at.enterObject())
        return std::nullopt;
    while (at.nextMember(name)) {
        if (name == "inputTokenCount")
            take(usage.input, at, any);
        else if (name == "outputTokenCount")
            take(usage.output, at, any);
        else if (name == "cacheReadInputTokenCount")
            take(usage.cachedInput, at, any);
        else if (name == "cacheWriteInputTokenCount")
            take(usage.cacheWrite, at, any);
        else
            at.skip();
    }
    return any ? std::optional(usage) : std::nullopt;
}

// Titan's [{"tokenCount": 29, "outputText": …}].
void readResults(Usage& usage, bool& any, JsonCursor& at) {
    std::string_view name;
    if (!at.enterArray())
        return;
    while (at.nextElement()) {
        if (!at.enterObject())
            continue;
        while (at.nextMember(name)) {
            std::int64_t tokens = 0;
            if (name == "tokenCount")
                take(tokens, at, any);
            else
                at.skip();
            usage.output += tokens;
        }
    }
}

} // namespace

std::optional<Usage> readMetrics(std::string_view event) {
    std::optional<Usage> usage;
    json::readObject(event, [&](std::string_view name, JsonCursor& at) {
        if (name == "amazon-bedrock-invocationMetrics")
            usage = readMetricsValue(at);
        else
            at.skip();
    });
    return usage;
}

AnswerFacts vendorFacts(std::string_view body) {
    AnswerFacts facts;
    Usage usage;
    bool any = false;
    std::optional<Usage> converse;
    facts.unreadable = !json::readObject(body, [&](std::string_view name, JsonCursor& at) {
        ContentText content;
        if (name == "inputTextTokenCount" || name == "prompt_token_count") {
            take(usage.input, at, any);
        } else if (name == "generation_token_count") {
            take(usage.output, at, any);
        } else if (name == "usage") {
            converse = readUsage(at); // Nova's bodies are Converse's
        } else if (name == "results") {
            JsonCursor results = at;
            readResults(usage, any, results);
            addContent(content, at);
        } else if (name == "stopReason") {
            facts.stop = stopReasonOf(at.rawString().value_or(std::string_view()));
        } else if (name == "embedding" || name == "embeddings" || name == "prompt" || name == "texts") {
            at.skip();
        } else {
            addContent(content, at);
        }
        facts.textBytes += content.bytes;
    });
    if (converse)
        facts.usage = converse;
    else if (any)
        facts.usage = usage;
    return facts;
}

} // namespace gatehouse::dialects::bedrock
