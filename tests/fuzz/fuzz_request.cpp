// SPDX-License-Identifier: Apache-2.0
// A client's request on its way through the strict scan and the codecs: what a codec writes must pass the scan of its
// own dialect, JSON and shape.
#include "core/dialects/json_strict.h"
#include "core/dialects/request_scan.h"
#include "tests/fuzz/fuzz_support.h"

using namespace fuzz;

namespace {

class Nobody final : public json::Visitor {
public:
    void value(std::size_t /*depth*/, std::string_view /*name*/, const json::Item& /*item*/) override {}
    void close(std::size_t /*depth*/, const json::Item& /*item*/) override {}
};

Operation operationOf(Dialect dialect) {
    switch (dialect) {
    case Dialect::OpenAiResponses:
        return Operation::Responses;
    case Dialect::Anthropic:
        return Operation::Messages;
    case Dialect::Gemini:
        return Operation::GenerateContent;
    case Dialect::Bedrock:
        return Operation::Converse;
    case Dialect::BedrockInvoke:
        return Operation::Invoke;
    case Dialect::VertexAnthropic:
        return Operation::RawPredict;
    case Dialect::Cohere:
        return Operation::CohereChat;
    case Dialect::Ollama:
        return Operation::OllamaChat;
    default:
        return Operation::ChatCompletions;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = inputOf(data, size);
    const auto dialect = chosen(chatDialects, input.choice);
    if (!scanRequest(operationOf(dialect), input.text, {}, {"model", std::nullopt}))
        return 0;
    Losses losses;
    const auto request = codecFor(dialect).readRequest(input.text, losses);
    if (!request)
        return 0;
    for (const auto provider : chatDialects) {
        Losses lost;
        const auto written = codecFor(provider).writeRequest(*request, dialect, lost);
        if (!written)
            continue;
        Nobody nobody;
        promise(json::walkStrictly(*written, 128, nobody).has_value());
    }
    return 0;
}
