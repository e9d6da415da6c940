// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/count_tokens/crossing.h"

#include "core/dialects/anthropic_family.h"
#include "core/dialects/codec.h"
#include "core/dialects/gemini/fields.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace gatehouse::dialects::count_tokens {
namespace {

using json::View;

constexpr std::int64_t bytesPerToken = 4; // the mean over the recorded traffic
constexpr std::string_view vertexVersion = "vertex-2023-10-16";
constexpr std::array countedByAnthropic = {"messages", "system",      "thinking",     "tool_choice",
                                           "tools",    "mcp_servers", "output_config"};

// The chat's request within a request to count, as a text of its own.
struct Chat {
    Dialect dialect = Dialect::Anthropic;
    std::string body;
};

std::string_view answerField(Operation operation) {
    switch (operation) {
    case Operation::GeminiCountTokens:
        return "totalTokens";
    case Operation::BedrockCountTokens:
        return "inputTokens";
    default:
        return "input_tokens";
    }
}

Result<Chat> readBedrock(View root) {
    const View input = root["input"];
    if (const View converse = input["converse"]; converse.isObject())
        return Chat{Dialect::Bedrock, converse.compact()};
    const View invoke = gemini::field(input, "invokeModel");
    auto body = decodeBase64(invoke["body"].text());
    if (!invoke.isObject() || !body)
        return invalidField("input", "an object with \"converse\" or \"invokeModel\"");
    return Chat{Dialect::BedrockInvoke, std::move(*body)};
}

Result<Chat> chatIn(Operation operation, std::string_view body) {
    if (operation == Operation::CountTokens)
        return Chat{Dialect::Anthropic, std::string(body)};
    if (operation == Operation::RawPredictCountTokens)
        return Chat{Dialect::VertexAnthropic, std::string(body)};
    auto document = json::Document::parse(body);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const View root = document->root();
    if (operation == Operation::BedrockCountTokens)
        return readBedrock(root);
    const View whole = gemini::field(root, "generateContentRequest");
    return Chat{Dialect::Gemini, whole.isObject() ? whole.compact() : std::string(body)};
}

// Only these members of a chat's request, into the open object.
void copyMembers(std::string_view chat, std::initializer_list<std::string_view> names, json::Writer& out) {
    const auto document = json::Document::parse(chat);
    if (!document)
        return;
    for (const View member : document->root().children()) {
        if (std::find(names.begin(), names.end(), member.name()) != names.end())
            out.raw(member.name(), member.written());
    }
}

std::string forAnthropic(std::string_view chat, std::string_view model, bool vertex) {
    std::string out;
    json::Writer json(out);
    json.beginObject();
    if (vertex)
        json.text("anthropic_version", vertexVersion);
    json.text("model", model);
    const auto document = json::Document::parse(chat);
    for (const View member : document ? document->root().children() : json::Range()) {
        if (std::find(countedByAnthropic.begin(), countedByAnthropic.end(), member.name()) != countedByAnthropic.end())
            json.raw(member.name(), member.written());
    }
    json.endObject();
    return out;
}

// AI Studio and Vertex have different members for prompt and functions; as words of the first turn both count them.
std::string forGemini(std::string_view chat) {
    std::string out;
    json::Writer json(out);
    const auto document = json::Document::parse(chat);
    if (!document)
        return "{}";
    const View root = document->root();
    json.beginObject().beginArray("contents");
    if (root["systemInstruction"].isObject() || root["tools"].isArray()) {
        json.beginObject().text("role", "user").beginArray("parts");
        for (const View part : root["systemInstruction"]["parts"].children())
            json.raw(part.written());
        if (root["tools"].isArray())
            json.beginObject().text("text", root["tools"].compact()).endObject();
        json.endArray().endObject();
    }
    for (const View turn : root["contents"].children())
        json.raw(turn.written());
    json.endArray().endObject();
    return out;
}

std::string forBedrock(std::string_view chat) {
    std::string out;
    json::Writer json(out);
    json.beginObject().beginObject("input").beginObject("converse");
    copyMembers(chat, {"messages", "system", "toolConfig", "additionalModelRequestFields"}, json);
    json.endObject().endObject().endObject();
    return out;
}

Dialect chatDialect(Operation provider) {
    switch (provider) {
    case Operation::GeminiCountTokens:
        return Dialect::Gemini;
    case Operation::BedrockCountTokens:
        return Dialect::Bedrock;
    default:
        return Dialect::Anthropic;
    }
}

std::string wrapped(Operation provider, std::string_view chat, std::string_view model) {
    switch (provider) {
    case Operation::GeminiCountTokens:
        return forGemini(chat);
    case Operation::BedrockCountTokens:
        return forBedrock(chat);
    default:
        return forAnthropic(chat, model, provider == Operation::RawPredictCountTokens);
    }
}

} // namespace

Result<std::string> crossRequest(const CrossingWish& wish, std::string_view body, Losses& losses) {
    auto chat = chatIn(wish.client, body);
    if (!chat)
        return tl::unexpected(std::move(chat.error()));
    const Dialect target = chatDialect(wish.provider);
    if (isAnthropicFamily(chat->dialect) && target == Dialect::Anthropic)
        return wrapped(wish.provider, chat->body, wish.providerModel);
    Losses inner;
    auto request = codecFor(chat->dialect).readRequest(chat->body, inner);
    if (!request)
        return tl::unexpected(std::move(request.error()));
    request->model = wish.providerModel;
    const auto written = codecFor(target).writeRequest(*request, chat->dialect, inner);
    if (!written)
        return tl::unexpected(written.error());
    const bool folded =
        wish.provider == Operation::GeminiCountTokens &&
        (!request->tools.empty() || std::any_of(request->messages.begin(), request->messages.end(),
                                                [](const Message& message) { return message.role == Role::System; }));
    if (folded || !inner.empty())
        addLoss(losses, std::string(answerField(wish.client)), LossKind::Approximated,
                "Counted by a model of another dialect, which has not all of the request as it was.");
    return wrapped(wish.provider, *written, wish.providerModel);
}

Result<std::string> crossAnswer(const AnswerWish& wish, std::string_view body) {
    const auto document = json::Document::parse(body);
    const auto tokens = document ? document->root()[answerField(wish.provider)].integer() : std::nullopt;
    if (!tokens)
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                       "The provider's answer does not say how many tokens it counted.");
    return writeAnswer(wish.client, *tokens);
}

std::string writeAnswer(Operation client, std::int64_t tokens) {
    std::string out;
    json::Writer(out).beginObject().number(answerField(client), tokens).endObject();
    return out;
}

std::string estimatedAnswer(Operation client, const RequestFacts& facts, Losses& losses) {
    addLoss(losses, std::string(answerField(client)), LossKind::Approximated,
            "The provider cannot count: estimated by the bytes of the text, four to a token; media are not counted.");
    return writeAnswer(client, static_cast<std::int64_t>(facts.textBytes) / bytesPerToken + 1);
}

} // namespace gatehouse::dialects::count_tokens
