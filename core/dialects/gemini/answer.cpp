// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/answer.h"

#include "core/dialects/answer_collector.h"
#include "core/dialects/errors.h"
#include "core/dialects/gemini/fields.h"
#include "core/dialects/gemini/finish_words.h"
#include "core/dialects/gemini/grounding.h"
#include "core/dialects/gemini/part_writer.h"
#include "core/dialects/gemini/parts.h"
#include "core/dialects/gemini/signature.h"
#include "core/dialects/gemini/stream_reader.h"
#include "core/dialects/gemini/usage_metadata.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {
namespace {

using json::View;

Error invalidAnswer(std::string message) {
    return failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message)).value();
}

// What the citations do not say, such as the search box that must be shown beside them.
bool saysMoreThanCitations(View grounding) {
    for (const View member : grounding.children()) {
        const auto name = member.name();
        if (!isField(name, "groundingChunks") && !isField(name, "groundingSupports") &&
            !isField(name, "retrievalMetadata") && !isField(name, "webSearchQueries"))
            return true;
    }
    return false;
}

void readSources(View candidate, std::vector<Part>& parts) {
    const View grounding = field(candidate, "groundingMetadata");
    if (!grounding.isObject() || grounding.size() == 0)
        return;
    for (auto& part : parts) {
        auto* text = std::get_if<TextPart>(&part.content);
        if (text != nullptr && !text->text.empty()) {
            text->citations = readGrounding(grounding, {text->text, false});
            break;
        }
    }
    if (!saysMoreThanCitations(grounding))
        return;
    Part part;
    part.content = UnknownPart{Dialect::Gemini, "groundingMetadata", grounding.compact()};
    parts.push_back(std::move(part));
}

// Empty texts stand for "nothing to say" at the end of an answer.
void dropEmptyTexts(std::vector<Part>& parts) {
    std::erase_if(parts, [](const Part& part) {
        const auto* text = std::get_if<TextPart>(&part.content);
        return text != nullptr && text->text.empty();
    });
}

Result<AnswerChoice> readCandidate(View candidate, CallIds& ids) {
    AnswerChoice choice;
    readParts(candidate["content"]["parts"], ids, choice.parts);
    dropEmptyTexts(choice.parts);
    readSources(candidate, choice.parts);
    for (auto& part : choice.parts)
        part.at = -1;
    const std::string word = finishWord(candidate);
    const bool calls = std::any_of(choice.parts.begin(), choice.parts.end(),
                                   [](const Part& part) { return std::holds_alternative<ToolUsePart>(part.content); });
    const StopReason told = stopReasonOf(word);
    if (told == StopReason::Failed)
        return tl::unexpected(failedWith(word));
    choice.stop = settledStop(told == StopReason::None ? StopReason::EndTurn : told, calls, false);
    if (choice.stop == StopReason::Other)
        choice.stopWord = word;
    return choice;
}

// The pieces of an array form are folded as a stream is.
Result<ChatAnswer> readArray(std::string_view body) {
    GenerateStreamReader reader;
    std::vector<StreamEvent> events;
    reader.feed(body, events);
    const StreamEnd end = reader.finish(events);
    AnswerCollector collector;
    for (const auto& event : events)
        collector.add(event);
    if (collector.error())
        return tl::unexpected(collector.error()->error);
    if (end == StreamEnd::Cut)
        return tl::unexpected(invalidAnswer("The provider's answer is not whole."));
    return collector.answer();
}

class CandidateWriter {
public:
    CandidateWriter(json::Writer& out, Losses& losses) : m_out(out), m_losses(losses) {}

    void write(const AnswerChoice& choice, int index) {
        m_out.beginObject().beginObject("content").beginArray("parts");
        for (std::size_t i = 0; i < choice.parts.size(); ++i)
            writePart(choice.parts[i].content, i + 1 < choice.parts.size() ? &choice.parts[i + 1].content : nullptr);
        m_out.endArray().text("role", "model").endObject();
        m_out.text("finishReason", stopWord(choice.stop)).number("index", index);
        writeSources(choice);
        m_out.endObject();
    }

private:
    void writePart(const PartContent& content, const PartContent* next) {
        if (const auto* text = std::get_if<TextPart>(&content))
            writeText(text->text, next);
        else if (const auto* refusal = std::get_if<RefusalPart>(&content))
            writeText(refusal->text, next);
        else if (const auto* use = std::get_if<ToolUsePart>(&content))
            writeUse(*use);
        else if (const auto* reasoning = std::get_if<ReasoningPart>(&content))
            writeReasoning(*reasoning);
        else if (const auto* unknown = std::get_if<UnknownPart>(&content))
            writeUnknown(*unknown);
        else if (const auto* media = std::get_if<MediaPart>(&content))
            writeFile(*media);
    }
    void writeText(std::string_view text, const PartContent* next) {
        m_out.beginObject().text("text", text);
        const auto* signature = next != nullptr ? std::get_if<ReasoningPart>(next) : nullptr;
        if (signature != nullptr && isSignatureOfText(*signature))
            m_out.text("thoughtSignature", signature->encrypted);
        m_out.endObject();
        m_signed = signature;
    }
    void writeUse(const ToolUsePart& use) {
        m_out.beginObject();
        writeCall(use, use.arguments, MadeIds::Keep, m_out);
        if (!use.signature.empty())
            m_out.text("thoughtSignature", use.signature);
        m_out.endObject();
        if (use.input == ToolInput::Object && !argumentsObject(use.arguments))
            addLoss(m_losses, "candidates[0].content.parts", LossKind::Approximated,
                    "The model's arguments are no JSON object; they come as {\"arguments\": text}.");
    }
    void writeReasoning(const ReasoningPart& reasoning) {
        if (&reasoning == m_signed)
            return; // it stands on its text
        m_out.beginObject();
        if (isSignatureOfText(reasoning))
            m_out.text("text", "").text("thoughtSignature", reasoning.encrypted);
        else
            writeThought(reasoning, reasoning.text, m_out);
        m_out.endObject();
    }
    void writeUnknown(const UnknownPart& unknown) {
        if (unknown.dialect != Dialect::Gemini)
            addLoss(m_losses, "candidates[0].content.parts", LossKind::Dropped,
                    "The client's dialect has no \"" + unknown.type + "\".");
        else if (unknown.type == "groundingMetadata")
            m_grounding = &unknown;
        else
            m_out.raw(unknown.value);
    }
    void writeFile(const MediaPart& media) {
        if (!media.context.empty()) // the words of sound
            m_out.beginObject().text("text", media.context).endObject();
        m_out.beginObject();
        writeMedia(media, m_out);
        m_out.endObject();
    }
    void writeSources(const AnswerChoice& choice) {
        if (m_grounding != nullptr) {
            m_out.raw("groundingMetadata", m_grounding->value);
            return;
        }
        std::vector<CitedText> cited;
        bool lost = false;
        for (const auto& part : choice.parts) {
            const auto* text = std::get_if<TextPart>(&part.content);
            if (text == nullptr || text->citations.empty())
                continue;
            cited.push_back({&text->citations, text->text, text->text.size(), false});
            lost = lost || std::any_of(text->citations.begin(), text->citations.end(),
                                       [](const Citation& citation) { return citation.url.empty(); });
        }
        writeGrounding(cited, m_out);
        if (lost)
            addLoss(m_losses, "candidates[0].groundingMetadata", LossKind::Dropped,
                    "The client's dialect cites only what has an address.");
    }

    json::Writer& m_out;
    Losses& m_losses;
    const ReasoningPart* m_signed = nullptr;
    const UnknownPart* m_grounding = nullptr;
};

} // namespace

Error failedWith(std::string_view word) {
    Error error;
    error.kind = ErrorKind::Unavailable;
    error.code = "provider_error";
    error.message = "The model failed while it answered (" + json::presentable(word, 60) + "). Ask again.";
    return error;
}

std::string finishWord(View candidate) {
    const View reason = field(candidate, "finishReason");
    return reason.isNumber() ? std::string(reason.numberText()) : reason.text();
}

StopReason settledStop(StopReason told, bool calls, bool blocked) {
    if (blocked)
        return StopReason::Filtered;
    return told == StopReason::EndTurn && calls ? StopReason::ToolUse : told;
}

Result<ChatAnswer> readAnswer(std::string_view body) {
    const auto begin = body.find_first_not_of(" \t\r\n");
    if (begin != std::string_view::npos && body[begin] == '[')
        return readArray(body);
    auto document = json::Document::parse(body);
    if (!document)
        return tl::unexpected(invalidAnswer("The provider's answer is not a JSON object."));
    const View root = document->root();
    if (root["error"].given())
        return tl::unexpected(readProviderError(Dialect::Gemini, 0, body).error);
    ChatAnswer answer;
    answer.id = field(root, "responseId").text();
    answer.model = field(root, "modelVersion").text();
    CallIds ids(answer.id.empty() ? std::string(body) : answer.id);
    for (const View candidate : root["candidates"].children()) {
        auto choice = readCandidate(candidate, ids);
        if (!choice)
            return tl::unexpected(std::move(choice.error()));
        answer.choices.push_back(std::move(*choice));
    }
    if (answer.choices.empty()) {
        // A prompt that was blocked has no answer at all.
        if (!field(root, "promptFeedback").isObject())
            return tl::unexpected(invalidAnswer("The provider's answer has no candidates."));
        AnswerChoice blocked;
        blocked.stop = StopReason::Filtered;
        answer.choices.push_back(std::move(blocked));
    }
    const View metadata = field(root, "usageMetadata");
    json::JsonCursor at(metadata.written());
    if (UsageMetadata usage; metadata.isObject() && usage.read(at))
        answer.usage = usage.disjoint();
    return answer;
}

std::string writeAnswer(const ChatAnswer& answer, Losses& losses) {
    std::string out;
    json::Writer json(out);
    json.beginObject().beginArray("candidates");
    int index = 0;
    for (const auto& choice : answer.choices)
        CandidateWriter(json, losses).write(choice, index++);
    json.endArray();
    if (answer.usage) {
        json.beginObject("usageMetadata");
        writeUsageMembers(*answer.usage, json);
        json.endObject();
    }
    json.text("modelVersion", answer.model).text("responseId", answer.id).endObject();
    return out;
}

} // namespace gatehouse::dialects::gemini
