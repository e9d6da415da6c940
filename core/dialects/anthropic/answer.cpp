// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/answer.h"

#include "core/dialects/anthropic/block_writer.h"
#include "core/dialects/anthropic/content.h"
#include "core/dialects/anthropic/foreign_reasoning.h"
#include "core/dialects/errors.h"
#include "core/dialects/finish.h"
#include "core/dialects/stop_words.h"
#include "core/dialects/translation.h"
#include "core/dialects/usage_numbers.h"

namespace gatehouse::dialects::anthropic {
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
        m_out.beginObject().text("type", "text").text("text", text.text);
        bool own = false;
        for (const auto& citation : text.citations)
            own = own || citation.dialect == Dialect::Anthropic;
        if (own) {
            m_out.beginArray("citations");
            for (const auto& citation : text.citations) {
                if (citation.dialect == Dialect::Anthropic)
                    m_out.raw(citation.raw);
            }
            m_out.endArray();
        } else if (!text.citations.empty()) {
            addLoss(m_losses, "choices[0].message.annotations", LossKind::Dropped,
                    "The client's dialect has no citations without its own marks.");
        }
        m_out.endObject();
    }
    void writeToolUse(const ToolUsePart& use) {
        if (!use.signature.empty())
            writeReasoning(signatureOfCall(use));
        m_out.beginObject().text("type", "tool_use").text("id", fittingToolId(use.id, IdAlphabet::Anthropic));
        m_out.text("name", use.name).name("input");
        writeInput(use, m_out);
        m_out.endObject();
        if (use.input == ToolInput::Object && !argumentsObject(use.arguments))
            addLoss(m_losses, "choices[0].message.tool_calls", LossKind::Approximated,
                    "The model's arguments are no JSON object; they come as {\"arguments\": text}.");
    }
    void writeReasoning(const ReasoningPart& reasoning) {
        m_out.beginObject();
        writeReasoningMembers(reasoning, reasoning.text, m_out);
        m_out.endObject();
    }
    void writeUnknown(const UnknownPart& unknown) {
        if (unknown.dialect == Dialect::Anthropic)
            m_out.raw(unknown.value);
        else
            addLoss(m_losses, "choices[0].message.content", LossKind::Dropped,
                    "The client's dialect has no \"" + unknown.type + "\".");
    }
    // Sound: its words are what this dialect can say.
    void writeMedia(const MediaPart& media) {
        if (!media.context.empty())
            writeText({media.context, {}});
        addLoss(m_losses, "choices[0].message.audio",
                media.context.empty() ? LossKind::Dropped : LossKind::Approximated,
                "The client's dialect has no sound in answers.");
    }

    json::Writer& m_out;
    Losses& m_losses;
};

} // namespace

void writeUsageMembers(const Usage& usage, json::Writer& out) {
    out.number("input_tokens", usage.input);
    out.number("cache_creation_input_tokens", usage.cacheWrite + usage.cacheWriteLong);
    out.number("cache_read_input_tokens", usage.cachedInput);
    if (usage.cacheWriteLong > 0) {
        out.beginObject("cache_creation").number("ephemeral_5m_input_tokens", usage.cacheWrite);
        out.number("ephemeral_1h_input_tokens", usage.cacheWriteLong).endObject();
    }
    out.number("output_tokens", usage.output);
}

Result<ChatAnswer> readAnswer(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                       "The provider's answer is not a JSON object.");
    const View root = document->root();
    if (root["error"].given() || root["type"].text() == "error")
        return tl::unexpected(readProviderError(Dialect::Anthropic, 0, body).error);
    if (!root["content"].isArray())
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer", "The provider's answer has no content.");
    ChatAnswer answer;
    answer.id = root["id"].text();
    answer.model = root["model"].text();
    AnswerChoice choice;
    readContent(root["content"], choice.parts);
    const std::string word = root["stop_reason"].text();
    choice.stop = stopReasonOf(Dialect::Anthropic, word);
    choice.stopSequence = root["stop_sequence"].text();
    if (choice.stop == StopReason::Other)
        choice.stopWord = word;
    answer.choices.push_back(std::move(choice));
    json::JsonCursor at(root["usage"].written());
    if (AnthropicUsage usage; root["usage"].isObject() && usage.read(at))
        answer.usage = usage.disjoint();
    return answer;
}

std::string writeAnswer(const ChatAnswer& answer, Losses& losses) {
    static const AnswerChoice none;
    const AnswerChoice& choice = answer.choices.empty() ? none : answer.choices.front();
    if (answer.choices.size() > 1)
        addLoss(losses, "choices", LossKind::Dropped, "The client's dialect has one answer; the others are left out.");
    std::string out;
    json::Writer json(out);
    json.beginObject().text("id", answer.id).text("type", "message").text("role", "assistant");
    json.text("model", answer.model);
    BlockList(json, losses).write(choice);
    json.text("stop_reason", stopWord(Dialect::Anthropic, choice.stop)).name("stop_sequence");
    if (choice.stopSequence.empty())
        json.null();
    else
        json.text(choice.stopSequence);
    json.beginObject("usage");
    writeUsageMembers(answer.usage.value_or(Usage{}), json);
    json.endObject().endObject();
    return out;
}

} // namespace gatehouse::dialects::anthropic
