// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"

#include "core/dialects/anthropic/messages_codec.h"
#include "core/dialects/bedrock/converse_codec.h"
#include "core/dialects/bedrock/invoke_codec.h"
#include "core/dialects/cohere/chat_codec.h"
#include "core/dialects/gemini/generate_codec.h"
#include "core/dialects/ollama/codecs.h"
#include "core/dialects/openai/chat_codec.h"
#include "core/dialects/responses/responses_codec.h"
#include "core/dialects/vertex/raw_predict_codec.h"

#include <cassert>

namespace gatehouse::dialects {

const Codec& codecFor(Dialect dialect) {
    static const openai::ChatCodec chat;
    static const cohere::ChatCodec cohere;
    static const ollama::LinesCodec ollamaChat(ollama::Form::Chat);
    static const anthropic::MessagesCodec messages;
    static const bedrock::ConverseCodec converse;
    static const bedrock::InvokeCodec invoke;
    static const responses::ResponsesCodec responses;
    static const gemini::GenerateCodec gemini;
    static const vertex::RawPredictCodec rawPredict;
    switch (dialect) {
    case Dialect::OpenAi:
        return chat;
    case Dialect::Anthropic:
        return messages;
    case Dialect::Cohere:
        return cohere;
    case Dialect::Ollama:
        return ollamaChat;
    case Dialect::Bedrock:
        return converse;
    case Dialect::BedrockInvoke:
        return invoke;
    case Dialect::OpenAiResponses:
        return responses;
    case Dialect::Gemini:
        return gemini;
    case Dialect::VertexAnthropic:
        return rawPredict;
    default:
        break;
    }
    assert(false); // no table has such an operation
    return chat;
}

const Codec& codecFor(Operation operation) {
    static const ollama::LinesCodec generate(ollama::Form::Generate);
    return operation == Operation::OllamaGenerate ? generate : codecFor(dialectOf(operation));
}

} // namespace gatehouse::dialects
