// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/answer_facts.h"
#include "core/dialects/anthropic_family.h"
#include "core/dialects/anthropic_reading.h"
#include "core/dialects/bedrock/metrics.h"
#include "core/dialects/cohere/tap.h"
#include "core/dialects/embeddings/answer_reader.h"
#include "core/dialects/gemini/tap.h"
#include "core/dialects/media_reading.h"
#include "core/dialects/ollama/tap.h"
#include "core/dialects/openai_reading.h"
#include "core/dialects/rerank/answer.h"
#include "core/dialects/responses/reading.h"
#include "core/dialects/tap.h"

namespace gatehouse::dialects {
namespace {

constexpr std::size_t longestName = 256;

void noteFault(AnswerFacts& facts, const std::optional<ProviderFault>& fault) {
    if (fault)
        facts.errorInStream = errorFrom(*fault);
}

AnswerFacts openAiFacts(std::string_view body) {
    AnswerFacts facts;
    OpenAiReading reading;
    facts.unreadable = !reading.read(body);
    if (facts.unreadable)
        return facts;
    facts.usage = reading.usage;
    facts.id = json::presentableString(reading.id, longestName);
    facts.model = json::presentableString(reading.model, longestName);
    for (const auto& choice : reading.choices) {
        facts.textBytes += choice.content.bytes;
        if (facts.stop == StopReason::None)
            facts.stop = choice.stop == StopReason::EndTurn && choice.refused ? StopReason::Refusal : choice.stop;
    }
    noteFault(facts, reading.fault);
    return facts;
}

AnswerFacts responseFacts(std::string_view body) {
    AnswerFacts facts;
    responses::ResponseReading reading;
    facts.unreadable = !reading.read(body);
    if (facts.unreadable)
        return facts;
    facts.usage = reading.usage;
    facts.id = json::presentableString(reading.id, longestName);
    facts.model = json::presentableString(reading.model, longestName);
    facts.stop = reading.stop();
    facts.textBytes = reading.content.bytes;
    noteFault(facts, reading.fault);
    return facts;
}

AnswerFacts mediaFacts(Operation operation, std::string_view body) {
    AnswerFacts facts;
    MediaReading reading(operation);
    if (!reading.read(body))
        return facts;
    facts.usage = reading.usage;
    facts.soundMillis = reading.soundMillis;
    noteFault(facts, reading.fault);
    return facts;
}

AnswerFacts anthropicFacts(Operation operation, std::string_view body) {
    AnswerFacts facts;
    AnthropicReading reading;
    facts.unreadable = !reading.read(body);
    if (facts.unreadable)
        return facts;
    if (capabilityOf(operation) == Capability::CountTokens) {
        if (reading.inputTokens) {
            facts.usage.emplace();
            facts.usage->input = *reading.inputTokens;
        }
        return facts;
    }
    if (reading.usage.any())
        facts.usage = reading.usage.disjoint();
    facts.id = json::presentableString(reading.id, longestName);
    facts.model = json::presentableString(reading.model, longestName);
    facts.stop = reading.stop;
    facts.textBytes = reading.content.bytes;
    noteFault(facts, reading.fault);
    return facts;
}

} // namespace

AnswerFacts readAnswerFacts(Dialect dialect, Operation operation, std::string_view body) {
    if (dialect == Dialect::KServe)
        return {}; // tensors tell nothing
    if (isMedia(operation))
        return mediaFacts(operation, body);
    if (capabilityOf(operation) == Capability::Embeddings && operation != Operation::Embeddings)
        return embeddings::readFacts(operation, body);
    if (capabilityOf(operation) == Capability::Rerank)
        return rerank::readFacts(operation, body);
    if (dialect == Dialect::Cohere)
        return cohere::readFacts(body);
    if (dialect == Dialect::Ollama)
        return ollama::readFacts(body);
    if (dialect == Dialect::OpenAiResponses)
        return responseFacts(body);
    if (dialect == Dialect::Gemini)
        return gemini::answerFacts(body);
    if (dialect == Dialect::Bedrock)
        return bedrock::answerFacts(operation, body);
    if (dialect == Dialect::BedrockInvoke && bedrock::isVendors(body))
        return bedrock::vendorFacts(body);
    return isAnthropicFamily(dialect) ? anthropicFacts(operation, body) : openAiFacts(body);
}

} // namespace gatehouse::dialects
