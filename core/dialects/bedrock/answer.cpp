// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/answer.h"

#include "core/base/digest.h"
#include "core/dialects/anthropic/block_writer.h"
#include "core/dialects/anthropic/foreign_reasoning.h"
#include "core/dialects/bedrock/content.h"
#include "core/dialects/bedrock/words.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/translation.h"

namespace gatehouse::dialects::bedrock {
namespace {

using json::View;

class BlockList {
public:
    BlockList(json::Writer& out, Losses& losses) : m_out(out), m_losses(losses) {}

    void write(const AnswerChoice& choice) {
        m_out.beginArray("content");
        for (const auto& part : choice.parts)
            writePart(part);
        m_out.endArray();
    }

private:
    void writePart(const Part& part) {
        if (const auto* text = std::get_if<TextPart>(&part.content))
            writeText(*text);
        else if (const auto* refusal = std::get_if<RefusalPart>(&part.content))
            writeText({refusal->text, {}});
        else if (const auto* use = std::get_if<ToolUsePart>(&part.content))
            writeToolUse(*use);
        else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content))
            writeReasoning(*reasoning);
        else if (const auto* unknown = std::get_if<UnknownPart>(&part.content))
            writeUnknown(*unknown);
        else if (const auto* media = std::get_if<MediaPart>(&part.content))
            writeMedia(*media);
    }
    void writeText(const TextPart& text) {
        if (text.text.empty())
            return;
        m_out.beginObject();
        if (text.citations.empty()) {
            m_out.text("text", text.text).endObject();
            return;
        }
        m_out.beginObject("citationsContent").beginArray("content");
        m_out.beginObject().text("text", text.text).endObject().endArray().beginArray("citations");
        for (const auto& citation : text.citations)
            writeCitation(citation, m_out);
        m_out.endArray().endObject().endObject();
    }
    void writeToolUse(const ToolUsePart& use) {
        if (!use.signature.empty())
            writeReasoning(anthropic::signatureOfCall(use));
        m_out.beginObject().beginObject("toolUse").text("toolUseId", use.id).text("name", use.name).name("input");
        anthropic::writeInput(use, m_out);
        m_out.endObject().endObject();
        if (use.input == ToolInput::Object && !argumentsObject(use.arguments))
            addLoss(m_losses, "choices[0].message.tool_calls", LossKind::Approximated,
                    "The model's arguments are no JSON object; they come as {\"arguments\": text}.");
    }
    void writeReasoning(const ReasoningPart& reasoning) {
        m_out.beginObject().beginObject("reasoningContent");
        if (!reasoning.encrypted.empty()) {
            m_out.text("redactedContent", redactedOf(reasoning));
        } else {
            m_out.beginObject("reasoningText").text("text", reasoning.text);
            m_out.text("signature", signatureOf(reasoning, reasoning.signature)).endObject();
        }
        m_out.endObject().endObject();
    }
    void writeUnknown(const UnknownPart& unknown) {
        if (unknown.dialect == Dialect::Bedrock)
            m_out.raw(unknown.value);
        else
            addLoss(m_losses, "choices[0].message.content", LossKind::Dropped,
                    "The client's dialect has no \"" + unknown.type + "\".");
    }
    void writeMedia(const MediaPart& media) {
        const auto format = formatOf(media.kind, media.mediaType);
        if (media.kind == MediaKind::Image && media.source == MediaSource::Base64 && !format.empty()) {
            m_out.beginObject().beginObject("image").text("format", format).beginObject("source");
            m_out.text("bytes", media.data.view()).endObject().endObject().endObject();
            return;
        }
        if (!media.context.empty()) // sound: its words are what this dialect can say
            writeText({media.context, {}});
        addLoss(m_losses, "choices[0].message.audio",
                media.context.empty() ? LossKind::Dropped : LossKind::Approximated,
                "The client's dialect has no such media in answers.");
    }

    json::Writer& m_out;
    Losses& m_losses;
};

tl::unexpected<Error> invalidAnswer(const char* message) {
    return failure(ErrorKind::Unavailable, "upstream_invalid_answer", message);
}

} // namespace

void writeUsageMembers(const Usage& usage, json::Writer& out) {
    out.number("inputTokens", usage.input).number("outputTokens", usage.output);
    out.number("totalTokens", usage.prompt() + usage.output);
    out.number("cacheReadInputTokens", usage.cachedInput);
    out.number("cacheWriteInputTokens", usage.cacheWrite + usage.cacheWriteLong);
    if (usage.cacheWriteLong == 0)
        return;
    out.beginArray("cacheDetails");
    out.beginObject().text("ttl", "5m").number("inputTokens", usage.cacheWrite).endObject();
    out.beginObject().text("ttl", "1h").number("inputTokens", usage.cacheWriteLong).endObject().endArray();
}

void writeCitation(const Citation& citation, json::Writer& out) {
    if (citation.dialect == Dialect::Bedrock) {
        out.raw(citation.raw);
        return;
    }
    out.beginObject().text("title", citation.title);
    out.beginArray("sourceContent").beginObject().text("text", citation.citedText).endObject().endArray();
    if (!citation.url.empty())
        out.beginObject("location").beginObject("web").text("url", citation.url).endObject().endObject();
    out.endObject();
}

Result<ChatAnswer> readAnswer(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return invalidAnswer("The provider's answer is not a JSON object.");
    const View root = document->root();
    const View message = root["output"]["message"];
    if (!message["content"].isArray())
        return invalidAnswer("The provider's answer has no content.");
    ChatAnswer answer;
    answer.id = "msg_" + toHex(sha256(body)).substr(0, 24);
    AnswerChoice choice;
    readContent(message["content"], choice.parts);
    const std::string word = root["stopReason"].text();
    choice.stop = stopReasonOf(word);
    if (choice.stop == StopReason::Other)
        choice.stopWord = word;
    // Claude tells which one matched only where it was asked to (additionalModelResponseFieldPaths).
    choice.stopSequence = root["additionalModelResponseFields"]["stop_sequence"].text();
    answer.choices.push_back(std::move(choice));
    if (root["usage"].isObject()) {
        json::JsonCursor at(root["usage"].written());
        answer.usage = readUsage(at);
    }
    return answer;
}

std::string writeAnswer(const ChatAnswer& answer, Losses& losses) {
    static const AnswerChoice none;
    const AnswerChoice& choice = answer.choices.empty() ? none : answer.choices.front();
    if (answer.choices.size() > 1)
        addLoss(losses, "choices", LossKind::Dropped, "The client's dialect has one answer; the others are left out.");
    std::string out;
    json::Writer json(out);
    json.beginObject().beginObject("output").beginObject("message").text("role", "assistant");
    BlockList(json, losses).write(choice);
    json.endObject().endObject();
    json.text("stopReason", stopWord(choice.stop));
    json.beginObject("usage");
    writeUsageMembers(answer.usage.value_or(Usage{}), json);
    json.endObject().beginObject("metrics").number("latencyMs", 0).endObject();
    if (!choice.stopSequence.empty())
        json.beginObject("additionalModelResponseFields").text("stop_sequence", choice.stopSequence).endObject();
    json.endObject();
    return out;
}

} // namespace gatehouse::dialects::bedrock
