// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/answer.h"

#include "core/dialects/cohere/content.h"
#include "core/dialects/errors.h"
#include "core/dialects/openai/answer.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::cohere {
namespace {

using json::View;

tl::unexpected<Error> invalid(std::string message) {
    return failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message));
}

void addCitations(View citations, std::vector<Part>& parts) {
    for (auto& part : parts) {
        if (auto* text = std::get_if<TextPart>(&part.content)) {
            for (const View value : citations.children())
                text->citations.push_back(readCitation(value));
            return;
        }
    }
}

AnswerChoice readChoice(View root, std::string_view id) {
    AnswerChoice choice;
    const View message = root["message"];
    if (std::string plan = message["tool_plan"].text(); !plan.empty()) {
        Part part;
        part.content = TextPart{std::move(plan), {}};
        choice.parts.push_back(std::move(part));
    }
    std::vector<Part> content;
    readContent(message["content"], content);
    addCitations(message["citations"], content);
    std::move(content.begin(), content.end(), std::back_inserter(choice.parts));
    readToolCalls(message["tool_calls"], id, choice.parts);
    for (auto& part : choice.parts)
        part.at = -1;
    const std::string word = root["finish_reason"].text();
    choice.stop = cohere::stopReasonOf(word);
    if (choice.stop == StopReason::Other)
        choice.stopWord = word;
    return choice;
}

std::int64_t count(View value) {
    return std::max<std::int64_t>(value.integer().value_or(0), 0);
}

class AnswerWriter {
public:
    AnswerWriter(const ChatAnswer& answer, Losses& losses) : m_answer(answer), m_losses(losses), m_json(m_out) {}

    std::string write() {
        const AnswerChoice none;
        const AnswerChoice& choice = m_answer.choices.empty() ? none : m_answer.choices.front();
        if (m_answer.choices.size() > 1)
            addLoss(m_losses, "message", LossKind::Dropped, "The client's dialect has one answer.");
        m_json.beginObject().text("id", m_answer.id);
        m_json.text("finish_reason", stopWord(choice.stop));
        writeMessage(choice);
        if (m_answer.usage)
            writeUsage(*m_answer.usage, m_json.name("usage"));
        m_json.endObject();
        return std::move(m_out);
    }

private:
    void writeMessage(const AnswerChoice& choice) {
        m_json.beginObject("message").text("role", "assistant");
        m_json.beginArray("content");
        for (const auto& part : choice.parts)
            writePart(part);
        m_json.endArray();
        writeCalls(choice);
        writeCitations(choice);
        m_json.endObject();
    }
    void writePart(const Part& part) {
        if (const auto* text = std::get_if<TextPart>(&part.content)) {
            writeText(text->text);
        } else if (const auto* refusal = std::get_if<RefusalPart>(&part.content)) {
            writeText(refusal->text);
        } else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content)) {
            writeThoughts(*reasoning);
        } else if (!std::holds_alternative<ToolUsePart>(part.content)) {
            addLoss(m_losses, "message.content", LossKind::Dropped, "The client's dialect has no such part.");
        }
    }
    void writeText(std::string_view text) {
        if (!text.empty())
            m_json.beginObject().text("type", "text").text("text", text).endObject();
    }
    void writeThoughts(const ReasoningPart& reasoning) {
        if (!reasoning.text.empty())
            m_json.beginObject().text("type", "thinking").text("thinking", reasoning.text).endObject();
        if (!reasoning.signature.empty() || !reasoning.encrypted.empty())
            addLoss(m_losses, "message.content", LossKind::Dropped,
                    "The client's dialect has no place for the signature of thoughts.");
    }
    void writeCalls(const AnswerChoice& choice) {
        bool open = false;
        for (const auto& part : choice.parts) {
            const auto* use = std::get_if<ToolUsePart>(&part.content);
            if (!use)
                continue;
            if (!open)
                m_json.beginArray("tool_calls");
            open = true;
            m_json.beginObject();
            writeToolCall(*use, m_json);
            m_json.endObject();
        }
        if (open)
            m_json.endArray();
    }
    // Places in the text count over all parts of text.
    void writeCitations(const AnswerChoice& choice) {
        bool open = false;
        std::int64_t begin = 0;
        for (const auto& part : choice.parts) {
            const auto* text = std::get_if<TextPart>(&part.content);
            if (!text)
                continue;
            const std::int64_t end = begin + openai::characters(text->text);
            for (const auto& citation : text->citations) {
                if (!open)
                    m_json.beginArray("citations");
                open = true;
                const auto from = citation.start.value_or(begin);
                const auto to = citation.end.value_or(end);
                writeCitation(citation, from, to, slice(text->text, from - begin, to - begin), m_json);
            }
            begin = end;
        }
        if (open)
            m_json.endArray();
    }
    // By characters.
    static std::string_view slice(std::string_view text, std::int64_t from, std::int64_t to) {
        std::int64_t place = -1;
        std::size_t begin = text.size();
        std::size_t end = text.size();
        for (std::size_t i = 0; i < text.size(); ++i) {
            if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U)
                continue;
            ++place;
            if (place == from)
                begin = i;
            if (place == to)
                end = i;
        }
        return begin < end ? text.substr(begin, end - begin) : std::string_view{};
    }

    const ChatAnswer& m_answer;
    Losses& m_losses;
    std::string m_out;
    json::Writer m_json;
};

} // namespace

StopReason stopReasonOf(std::string_view word) {
    if (word.empty())
        return StopReason::None;
    if (word == "COMPLETE")
        return StopReason::EndTurn;
    if (word == "STOP_SEQUENCE")
        return StopReason::StopSequence;
    if (word == "MAX_TOKENS" || word == "ERROR_LIMIT")
        return StopReason::MaxTokens;
    if (word == "TOOL_CALL")
        return StopReason::ToolUse;
    if (word == "ERROR_TOXIC")
        return StopReason::Filtered;
    return word == "ERROR" || word == "TIMEOUT" ? StopReason::Failed : StopReason::Other;
}

std::string_view stopWord(StopReason reason) {
    switch (reason) {
    case StopReason::StopSequence:
        return "STOP_SEQUENCE";
    case StopReason::MaxTokens:
    case StopReason::ContextFull:
        return "MAX_TOKENS";
    case StopReason::ToolUse:
        return "TOOL_CALL";
    case StopReason::Filtered:
        return "ERROR_TOXIC"; // of its first version; the second has no word for it
    case StopReason::Failed:
        return "ERROR";
    default:
        return "COMPLETE";
    }
}

std::optional<Usage> readUsage(View usage) {
    const View tokens = usage["tokens"].isObject() ? usage["tokens"] : usage["billed_units"];
    if (!tokens["input_tokens"].isNumber() && !tokens["output_tokens"].isNumber())
        return std::nullopt;
    Usage read;
    const std::int64_t prompt = count(tokens["input_tokens"]);
    read.cachedInput = std::min(count(usage["cached_tokens"]), prompt);
    read.input = prompt - read.cachedInput;
    read.output = count(tokens["output_tokens"]);
    read.reasoning = std::min(count(tokens["reasoning_tokens"]), read.output);
    return read;
}

void writeUsage(const Usage& usage, json::Writer& out) {
    out.beginObject();
    for (const char* name : {"billed_units", "tokens"}) {
        out.beginObject(name).number("input_tokens", usage.prompt()).number("output_tokens", usage.output);
        out.endObject();
    }
    out.number("cached_tokens", usage.cachedInput).endObject();
}

Result<ChatAnswer> readAnswer(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return invalid("The provider's answer is not a JSON object.");
    const View root = document->root();
    if (!root["message"].isObject())
        return root["message"].isString() ? tl::unexpected(readProviderError(Dialect::Cohere, 0, body).error)
                                          : invalid("The provider's answer has no message.");
    ChatAnswer answer;
    answer.id = root["id"].text();
    AnswerChoice choice = readChoice(root, answer.id);
    if (choice.stop == StopReason::Failed)
        return failure(ErrorKind::Unavailable, "provider_error", "The provider failed while it answered.");
    if (choice.stop == StopReason::None)
        choice.stop = StopReason::EndTurn; // the answer is whole
    answer.choices.push_back(std::move(choice));
    answer.usage = readUsage(root["usage"]);
    return answer;
}

std::string writeAnswer(const ChatAnswer& answer, Losses& losses) {
    return AnswerWriter(answer, losses).write();
}

} // namespace gatehouse::dialects::cohere
