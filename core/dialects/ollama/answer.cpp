// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/answer.h"

#include "core/base/text.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_text.h"
#include "core/dialects/ollama/content.h"
#include "core/dialects/openai/answer.h"
#include "core/dialects/think_splitter.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::ollama {
namespace {

using json::View;

constexpr std::int64_t microsPerSecond = 1'000'000;

tl::unexpected<Error> invalid(std::string message) {
    return failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message));
}

// Models without a parser of their thoughts leave them in the text, in tags.
void splitThoughts(std::vector<Part>& parts) {
    std::vector<Part> split;
    for (auto& part : parts) {
        const auto* text = std::get_if<TextPart>(&part.content);
        if (!text) {
            split.push_back(std::move(part));
            continue;
        }
        ThinkSplitter splitter;
        std::vector<ThinkSplitter::Piece> pieces;
        splitter.feed(text->text, pieces);
        splitter.finish(pieces);
        for (auto& piece : pieces) {
            Part made;
            if (piece.thought) {
                ReasoningPart reasoning;
                reasoning.text = std::move(piece.text);
                reasoning.dialect = Dialect::Ollama;
                made.content = std::move(reasoning);
            } else {
                made.content = TextPart{std::move(piece.text), {}};
            }
            split.push_back(std::move(made));
        }
    }
    parts = std::move(split);
}

template <typename Content>
bool holds(const std::vector<Part>& parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [](const Part& part) { return std::holds_alternative<Content>(part.content); });
}

class MessageBody {
public:
    MessageBody(json::Writer& out, Losses& losses) : m_out(out), m_losses(losses) {}

    void write(const AnswerChoice& choice, Form form) {
        for (const auto& part : choice.parts)
            collect(part);
        const bool chat = form == Form::Chat;
        if (chat)
            m_out.beginObject("message").text("role", "assistant");
        m_out.text(chat ? "content" : "response", m_text);
        if (!m_thoughts.empty())
            m_out.text("thinking", m_thoughts);
        if (chat)
            writeCalls(choice);
        else if (holds<ToolUsePart>(choice.parts))
            lose("response", "The client's form has no calls of tools.");
        if (chat)
            m_out.endObject();
    }

private:
    void lose(std::string_view field, std::string_view why) {
        addLoss(m_losses, std::string(field), LossKind::Dropped, std::string(why));
    }
    void collect(const Part& part) {
        if (const auto* text = std::get_if<TextPart>(&part.content)) {
            m_text += text->text;
            if (!text->citations.empty())
                lose("message.content", "The client's dialect has no citations.");
        } else if (const auto* refusal = std::get_if<RefusalPart>(&part.content)) {
            m_text += refusal->text;
        } else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content)) {
            m_thoughts += reasoning->text;
            if (!reasoning->signature.empty() || !reasoning->encrypted.empty())
                lose("message.thinking", "The client's dialect has no place for the signature of thoughts.");
        } else if (!std::holds_alternative<ToolUsePart>(part.content)) {
            lose("message.content", "The client's dialect has no such part.");
        }
    }
    void writeCalls(const AnswerChoice& choice) {
        int index = 0;
        for (const auto& part : choice.parts) {
            const auto* use = std::get_if<ToolUsePart>(&part.content);
            if (!use)
                continue;
            if (index == 0)
                m_out.beginArray("tool_calls");
            writeToolCall(*use, index++, m_out);
        }
        if (index > 0)
            m_out.endArray();
    }

    json::Writer& m_out;
    Losses& m_losses;
    std::string m_text;
    std::string m_thoughts;
};

} // namespace

std::int64_t secondsOf(std::string_view time) {
    // Go writes nanoseconds and zones; whole seconds of UTC stand in front either way.
    constexpr std::size_t wholeSeconds = 19;
    if (time.size() < wholeSeconds)
        return 0;
    const auto micros = parseTime(std::string(time.substr(0, wholeSeconds)) + 'Z');
    return micros ? *micros / microsPerSecond : 0;
}

StopReason stopReasonOf(std::string_view word) {
    if (word.empty())
        return StopReason::None;
    if (word == "stop")
        return StopReason::EndTurn;
    return word == "length" ? StopReason::MaxTokens : StopReason::Other;
}

std::string_view stopWord(StopReason reason) {
    return reason == StopReason::MaxTokens || reason == StopReason::ContextFull ? "length" : "stop";
}

std::optional<Usage> readUsage(View root) {
    const auto prompt = root["prompt_eval_count"].integer();
    const auto made = root["eval_count"].integer();
    if (!prompt && !made)
        return std::nullopt;
    Usage usage;
    usage.input = std::max<std::int64_t>(prompt.value_or(0), 0);
    usage.output = std::max<std::int64_t>(made.value_or(0), 0);
    return usage;
}

Result<ChatAnswer> readAnswer(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return invalid("The provider's answer is not a JSON object.");
    const View root = document->root();
    if (root["error"].given())
        return tl::unexpected(readProviderError(Dialect::Ollama, 0, body).error);
    if (!root["message"].isObject() && !root["response"].isString())
        return invalid("The provider's answer has no message.");
    ChatAnswer answer;
    answer.model = root["model"].text();
    const std::string time = root["created_at"].text();
    answer.created = secondsOf(time);
    AnswerChoice choice;
    if (root["message"].isObject()) {
        readAnswerParts(root["message"], time, choice.parts);
    } else {
        readAnswerParts(root, time, choice.parts); // its thoughts
        addText(root["response"].text(), choice.parts);
    }
    splitThoughts(choice.parts);
    for (auto& part : choice.parts)
        part.at = -1;
    const std::string word = root["done_reason"].text();
    const auto told = ollama::stopReasonOf(word);
    choice.stop = openai::settledStop(told == StopReason::None ? StopReason::EndTurn : told,
                                      holds<ToolUsePart>(choice.parts), false);
    if (choice.stop == StopReason::Other)
        choice.stopWord = word;
    answer.choices.push_back(std::move(choice));
    answer.usage = readUsage(root);
    return answer;
}

void writeHead(json::Writer& out, std::string_view model, std::int64_t created) {
    out.text("model", model).text("created_at", formatTime(created * microsPerSecond));
}

void writeEnd(json::Writer& out, StopReason stop, const std::optional<Usage>& usage) {
    out.boolean("done", true).text("done_reason", stopWord(stop));
    if (usage)
        out.number("prompt_eval_count", usage->prompt()).number("eval_count", usage->output);
}

std::string writeAnswer(const ChatAnswer& answer, Form form, Losses& losses) {
    const AnswerChoice none;
    const AnswerChoice& choice = answer.choices.empty() ? none : answer.choices.front();
    if (answer.choices.size() > 1)
        addLoss(losses, "message", LossKind::Dropped, "The client's dialect has one answer.");
    std::string out;
    json::Writer json(out);
    writeHead(json.beginObject(), answer.model, answer.created);
    MessageBody(json, losses).write(choice, form);
    writeEnd(json, choice.stop, answer.usage);
    json.endObject();
    return out;
}

std::string errorBody(const Error& error) {
    std::string out;
    json::Writer(out).beginObject().text("error", json::makeUtf8(error.message)).endObject();
    return out;
}

} // namespace gatehouse::dialects::ollama
