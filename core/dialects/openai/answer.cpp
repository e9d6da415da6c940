// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/answer.h"

#include "core/dialects/errors.h"
#include "core/dialects/finish.h"
#include "core/dialects/openai/content.h"
#include "core/dialects/openai/message_fields.h"
#include "core/dialects/stop_words.h"
#include "core/dialects/think_splitter.h"
#include "core/dialects/translation.h"
#include "core/dialects/usage_numbers.h"

#include <algorithm>

namespace gatehouse::dialects::openai {
namespace {

using json::View;

void addThoughtOrText(bool thought, std::string text, std::vector<Part>& parts) {
    if (thought && !parts.empty()) {
        if (auto* last = std::get_if<ReasoningPart>(&parts.back().content)) {
            last->text += text;
            return;
        }
    }
    Part part;
    if (thought) {
        ReasoningPart reasoning;
        reasoning.text = std::move(text);
        part.content = std::move(reasoning);
    } else {
        part.content = TextPart{std::move(text), {}};
    }
    parts.push_back(std::move(part));
}

// Empty texts stand for "none" in answers; tags within the text are told apart.
void readText(View content, std::vector<Part>& parts) {
    if (!content.isString()) {
        const std::size_t before = parts.size();
        readContent(content, parts);
        for (std::size_t i = before; i < parts.size(); ++i)
            parts[i].at = -1;
        return;
    }
    ThinkSplitter splitter;
    std::vector<ThinkSplitter::Piece> pieces;
    splitter.feed(content.text(), pieces);
    splitter.finish(pieces);
    for (auto& piece : pieces)
        addThoughtOrText(piece.thought, std::move(piece.text), parts);
}

void addCitations(std::vector<Citation> citations, std::vector<Part>& parts) {
    for (auto& part : parts) {
        if (auto* text = std::get_if<TextPart>(&part.content); text && !citations.empty()) {
            text->citations = std::move(citations);
            return;
        }
    }
}

void readSound(View audio, std::vector<Part>& parts) {
    if (!audio.isObject())
        return;
    MediaPart media;
    media.kind = MediaKind::Audio;
    media.source = MediaSource::Base64;
    media.data = audio["data"].bodyText();
    media.name = audio["id"].text();
    media.context = audio["transcript"].text();
    Part part;
    part.content = std::move(media);
    parts.push_back(std::move(part));
}

template <typename Content>
bool holds(const std::vector<Part>& parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [](const Part& part) { return std::holds_alternative<Content>(part.content); });
}

AnswerChoice readChoice(View value, std::string_view seed) {
    AnswerChoice choice;
    const View message = value["message"];
    readReasoning(message, choice.parts);
    readText(message["content"], choice.parts);
    addCitations(readAnnotations(message["annotations"]), choice.parts);
    if (const std::string refusal = message["refusal"].text(); !refusal.empty()) {
        Part part;
        part.content = RefusalPart{refusal};
        choice.parts.push_back(std::move(part));
    }
    readSound(message["audio"], choice.parts);
    readToolCalls(message, seed, choice.parts);
    for (auto& part : choice.parts)
        part.at = -1;
    const std::string word = value["finish_reason"].text();
    const StopReason told = stopReasonOf(Dialect::OpenAi, word);
    // The answer is whole: a server without a word for it has come to its end.
    choice.stop = settledStop(told == StopReason::None ? StopReason::EndTurn : told, holds<ToolUsePart>(choice.parts),
                              holds<RefusalPart>(choice.parts));
    if (choice.stop == StopReason::Other)
        choice.stopWord = word;
    return choice;
}

// One answer's message in pieces, as this dialect has them.
class MessageBody {
public:
    MessageBody(json::Writer& out, Losses& losses) : m_out(out), m_losses(losses) {}

    void write(const AnswerChoice& choice) {
        for (const auto& part : choice.parts)
            collect(part);
        m_out.beginObject("message").text("role", "assistant").name("content");
        if (m_text.empty() && (m_calls > 0 || m_refusal || m_sound || !m_images.empty()))
            m_out.null();
        else
            m_out.text(m_text);
        m_out.name("refusal");
        if (m_refusal)
            m_out.text(m_refusal->text);
        else
            m_out.null();
        if (const auto reasoning = reasoningOf(choice.parts); !reasoning.empty())
            writeReasoningFields(reasoning, m_out);
        if (m_calls > 0)
            writeCalls(choice);
        writeCitations();
        writeSound();
        if (!m_images.empty())
            writeImages(m_images, m_out);
        m_out.endObject();
    }

private:
    struct Cited {
        const Citation* citation;
        std::int64_t start;
        std::int64_t end;
    };

    void collect(const Part& part) {
        if (const auto* text = std::get_if<TextPart>(&part.content)) {
            addText(*text);
        } else if (const auto* refusal = std::get_if<RefusalPart>(&part.content)) {
            m_refusal = refusal;
        } else if (const auto* media = std::get_if<MediaPart>(&part.content)) {
            collectMedia(*media);
        } else if (std::holds_alternative<ToolUsePart>(part.content)) {
            ++m_calls;
        } else if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
            addLoss(m_losses, "content", LossKind::Dropped, "The client's dialect has no \"" + unknown->type + "\".");
        }
    }
    void collectMedia(const MediaPart& media) {
        if (media.kind == MediaKind::Audio)
            m_sound = &media;
        else if (media.kind == MediaKind::Image)
            m_images.push_back(&media);
        else
            addLoss(m_losses, "content", LossKind::Dropped, "The client's dialect has no such file in answers.");
    }
    void addText(const TextPart& text) {
        const std::int64_t start = characters(m_text);
        const std::int64_t end = start + characters(text.text);
        m_text += text.text;
        bool lost = false;
        for (const auto& citation : text.citations) {
            lost = lost || citation.url.empty();
            if (!citation.url.empty())
                m_citations.push_back({&citation, citation.start.value_or(start), citation.end.value_or(end)});
        }
        if (lost)
            addLoss(m_losses, "content.citations", LossKind::Dropped,
                    "The client's dialect cites only what has an address.");
    }
    void writeCalls(const AnswerChoice& choice) {
        m_out.beginArray("tool_calls");
        for (const auto& part : choice.parts) {
            if (const auto* use = std::get_if<ToolUsePart>(&part.content)) {
                m_out.beginObject();
                writeToolCall(*use, m_out);
                m_out.endObject();
            }
        }
        m_out.endArray();
    }
    void writeCitations() {
        if (m_citations.empty())
            return;
        m_out.beginArray("annotations");
        for (const auto& cited : m_citations)
            writeAnnotation(*cited.citation, cited.start, cited.end, m_out);
        m_out.endArray();
    }
    void writeSound() {
        if (!m_sound)
            return;
        m_out.beginObject("audio").text("id", m_sound->name).text("data", m_sound->data.view());
        m_out.text("transcript", m_sound->context).endObject();
    }

    json::Writer& m_out;
    Losses& m_losses;
    std::string m_text;
    const RefusalPart* m_refusal = nullptr;
    const MediaPart* m_sound = nullptr;
    std::vector<const MediaPart*> m_images;
    int m_calls = 0;
    std::vector<Cited> m_citations;
};

} // namespace

StopReason settledStop(StopReason told, bool calls, bool refuses) {
    if (told != StopReason::EndTurn)
        return told;
    if (calls)
        return StopReason::ToolUse;
    return refuses ? StopReason::Refusal : told;
}

std::int64_t characters(std::string_view utf8) {
    return std::count_if(utf8.begin(), utf8.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

std::vector<Citation> readTopLevelCitations(View root) {
    std::vector<Citation> citations;
    for (const View result : root["search_results"].children()) {
        Citation citation;
        citation.url = result["url"].text();
        citation.title = result["title"].text();
        citation.raw = result.compact();
        citations.push_back(std::move(citation));
    }
    if (!citations.empty())
        return citations;
    for (const View address : root["citations"].children()) {
        Citation citation;
        citation.url = address.text();
        citation.raw = address.compact();
        if (!citation.url.empty())
            citations.push_back(std::move(citation));
    }
    return citations;
}

void writeUsage(const Usage& usage, json::Writer& out) {
    out.beginObject().number("prompt_tokens", usage.prompt()).number("completion_tokens", usage.output);
    out.number("total_tokens", usage.prompt() + usage.output);
    out.beginObject("prompt_tokens_details").number("cached_tokens", usage.cachedInput);
    if (const auto written = usage.cacheWrite + usage.cacheWriteLong; written > 0)
        out.number("cache_write_tokens", written);
    out.endObject();
    out.beginObject("completion_tokens_details").number("reasoning_tokens", usage.reasoning).endObject();
    out.endObject();
}

void writeAnnotation(const Citation& citation, std::int64_t start, std::int64_t end, json::Writer& out) {
    out.beginObject().text("type", "url_citation").beginObject("url_citation");
    out.text("url", citation.url).text("title", citation.title);
    out.number("start_index", start).number("end_index", end).endObject().endObject();
}

Result<ChatAnswer> readAnswer(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                       "The provider's answer is not a JSON object.");
    const View root = document->root();
    if (root["error"].given())
        return tl::unexpected(readProviderError(Dialect::OpenAi, 0, body).error);
    if (!root["choices"].isArray() || root["choices"].size() == 0)
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer", "The provider's answer has no choices.");
    ChatAnswer answer;
    answer.id = root["id"].text();
    answer.model = root["model"].text();
    answer.created = root["created"].integer().value_or(0);
    for (const View value : root["choices"].children()) {
        AnswerChoice choice = readChoice(value, answer.id);
        if (choice.stop == StopReason::Failed)
            return failure(ErrorKind::Unavailable, "provider_error", "The provider failed while it answered.");
        answer.choices.push_back(std::move(choice));
    }
    if (auto citations = readTopLevelCitations(root); !citations.empty())
        addCitations(std::move(citations), answer.choices.front().parts);
    json::JsonCursor at(root["usage"].written());
    if (OpenAiUsage usage; root["usage"].isObject() && usage.read(at))
        answer.usage = usage.disjoint();
    return answer;
}

std::string writeAnswer(const ChatAnswer& answer, Losses& losses) {
    std::string out;
    json::Writer json(out);
    json.beginObject().text("id", answer.id).text("object", "chat.completion").number("created", answer.created);
    json.text("model", answer.model).beginArray("choices");
    int index = 0;
    for (const auto& choice : answer.choices) {
        json.beginObject().number("index", index++);
        MessageBody(json, losses).write(choice);
        json.null("logprobs").text("finish_reason", stopWord(Dialect::OpenAi, choice.stop)).endObject();
    }
    json.endArray();
    if (answer.usage)
        writeUsage(*answer.usage, json.name("usage"));
    json.endObject();
    return out;
}

} // namespace gatehouse::dialects::openai
