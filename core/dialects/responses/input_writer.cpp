// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/input_writer.h"

#include "core/dialects/openai/model_rules.h"
#include "core/dialects/responses/items.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::responses {
namespace {

std::string_view roleName(Role role) {
    switch (role) {
    case Role::System:
        return "system";
    case Role::Developer:
        return "developer";
    default:
        return "user";
    }
}

bool isText(const Part& part) {
    return std::holds_alternative<TextPart>(part.content) || std::holds_alternative<RefusalPart>(part.content);
}

// Neighbours that are pieces of one message: told by their item, where this dialect said it, and their fields.
bool sameItem(const Part& before, const Part& next, bool own) {
    return (!own || before.at == next.at) && before.unknown == next.unknown;
}

// OpenAI's begin so; a value of another vendor's service does not (xAI speaks this dialect too).
bool isOpenAiValue(std::string_view encrypted) {
    return encrypted.starts_with("gAAAA");
}

std::string_view subtypeOf(std::string_view mediaType) {
    const std::size_t slash = mediaType.find('/');
    return slash == std::string_view::npos ? mediaType : mediaType.substr(slash + 1);
}

std::string documentText(const MediaPart& media) {
    std::string text;
    for (const std::string& head : {media.name, media.context}) {
        if (!head.empty())
            text += head + "\n\n";
    }
    text += media.data.view();
    return text;
}

// Servers go by the ending.
std::string fileName(const MediaPart& media) {
    std::string name = media.name.empty() ? "document" : media.name;
    if (media.mediaType == "application/pdf" && !name.ends_with(".pdf"))
        name += ".pdf";
    return name;
}

} // namespace

const Message* InputWriter::instructions(const ChatRequest& request) {
    if (request.messages.empty())
        return nullptr;
    const Message& first = request.messages.front();
    const bool prompt = first.role == Role::System && first.at < 0;
    const bool texts = std::all_of(first.parts.begin(), first.parts.end(),
                                   [](const Part& p) { return std::holds_alternative<TextPart>(p.content); });
    return prompt && texts ? &first : nullptr;
}

void InputWriter::lose(const Message& message, const Part& part, LossKind kind, std::string detail) {
    addLoss(m_losses, pathOf(m_from, message, part), kind, std::move(detail));
}

void InputWriter::writeAll() {
    const Message* const top = instructions(m_request);
    for (const auto& message : m_request.messages) {
        dropUnknown(m_losses, message.unknown, Dialect::OpenAiResponses, pathOf(m_from, message));
        if (!message.name.empty() && message.role != Role::Tool)
            addLoss(m_losses, pathOf(m_from, message) + ".name", LossKind::Dropped,
                    "The provider's dialect has no names of speakers.");
        for (const auto& part : message.parts)
            dropMarks(message, part);
        if (&message != top)
            write(message);
    }
}

void InputWriter::dropMarks(const Message& message, const Part& part) {
    const std::string path = pathOf(m_from, message, part);
    if (part.cache)
        addLoss(m_losses, path + ".cache_control", LossKind::Dropped,
                "The provider's dialect has no cache marks; its providers cache by themselves.");
    dropUnknown(m_losses, part.unknown, Dialect::OpenAiResponses, path);
    const auto* use = std::get_if<ToolUsePart>(&part.content);
    if (use && !use->signature.empty())
        addLoss(m_losses, path + ".signature", LossKind::Dropped,
                "Thoughts go back only to the vendor whose model had them.");
}

void InputWriter::write(const Message& message) {
    if (message.role == Role::Tool)
        writeResults(message);
    else if (message.role == Role::Assistant)
        writeAssistant(message);
    else
        writePrompt(message);
}

bool InputWriter::isSayableMedia(const Message& message, const Part& part, const MediaPart& media) {
    if (message.role != Role::User && message.role != Role::Tool && !(isOwn() && message.role != Role::Assistant)) {
        lose(message, part, LossKind::Dropped, "The provider's dialect takes no such part in a message of this role.");
        return false;
    }
    const std::string path = pathOf(m_from, message, part);
    if (media.citations)
        addLoss(m_losses, path + ".citations", LossKind::Dropped, "The provider's dialect cannot ask for citations.");
    if (media.source == MediaSource::Text) {
        lose(message, part, LossKind::Approximated, "The document is sent as text.");
        return true;
    }
    if (media.source == MediaSource::FileId && !isOwn()) {
        lose(message, part, LossKind::Dropped, "The file is kept by another provider.");
        return false;
    }
    const bool audio = media.kind == MediaKind::Audio && media.source == MediaSource::Base64;
    if (media.kind != MediaKind::Image && media.kind != MediaKind::Document && !audio) {
        lose(message, part, LossKind::Dropped, "The provider's dialect has no such part.");
        return false;
    }
    if (media.source == MediaSource::Url && !isHttpUrl(media.data.view()) && !isOwn()) {
        lose(message, part, LossKind::Dropped, "The provider's dialect fetches from http addresses only.");
        return false;
    }
    if (!media.context.empty())
        addLoss(m_losses, path + ".context", LossKind::Dropped, "The provider's dialect has no words about a file.");
    return true;
}

bool InputWriter::isSayable(const Message& message, const Part& part) {
    if (const auto* text = std::get_if<TextPart>(&part.content)) {
        if (!text->citations.empty() && !isOwn())
            addLoss(m_losses, pathOf(m_from, message, part) + ".citations", LossKind::Dropped,
                    "The provider's dialect takes no citations of others in a request.");
        return !text->text.empty() || isOwn();
    }
    if (const auto* media = std::get_if<MediaPart>(&part.content))
        return isSayableMedia(message, part, *media);
    if (std::holds_alternative<RefusalPart>(part.content))
        return true;
    if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
        if (unknown->dialect == Dialect::OpenAiResponses)
            return true;
        lose(message, part, LossKind::Dropped, "The provider's dialect has no \"" + unknown->type + "\".");
    }
    return false;
}

void InputWriter::writePrompt(const Message& message) {
    std::vector<const Part*> parts;
    for (const auto& part : message.parts) {
        if (isSayable(message, part))
            parts.push_back(&part);
    }
    if (parts.empty() && !message.parts.empty())
        return; // nothing of it can be said, and that is noted
    m_out.beginObject().text("role", roleName(message.role));
    const bool plain = parts.size() == 1 && parts.front()->at < 0 && isText(*parts.front());
    if (plain) {
        m_out.text("content", std::get<TextPart>(parts.front()->content).text).endObject();
        return;
    }
    m_out.beginArray("content");
    for (const Part* part : parts)
        writeInputPart(*part);
    m_out.endArray().endObject();
}

void InputWriter::writeInputPart(const Part& part) {
    if (const auto* text = std::get_if<TextPart>(&part.content))
        m_out.beginObject().text("type", "input_text").text("text", text->text).endObject();
    else if (const auto* refusal = std::get_if<RefusalPart>(&part.content))
        m_out.beginObject().text("type", "input_text").text("text", refusal->text).endObject();
    else if (const auto* media = std::get_if<MediaPart>(&part.content))
        writeMedia(*media);
    else if (const auto* unknown = std::get_if<UnknownPart>(&part.content))
        m_out.raw(unknown->value);
}

void InputWriter::writeMedia(const MediaPart& media) {
    const std::string head = "data:" + media.mediaType + ";base64,";
    const bool data = media.source == MediaSource::Base64;
    m_out.beginObject();
    if (media.source == MediaSource::Text) {
        m_out.text("type", "input_text").text("text", documentText(media));
    } else if (media.kind == MediaKind::Image) {
        m_out.text("type", "input_image");
        if (media.source == MediaSource::FileId)
            m_out.text("file_id", media.data.view());
        else
            m_out.name("image_url").joined(data ? head : "", media.data.view());
        if (!media.detail.empty() || !isOwn())
            m_out.text("detail", media.detail.empty() ? "auto" : media.detail);
    } else if (media.kind == MediaKind::Audio) {
        m_out.text("type", "input_audio").beginObject("input_audio").text("data", media.data.view());
        m_out.text("format", subtypeOf(media.mediaType)).endObject();
    } else {
        m_out.text("type", "input_file");
        if (media.source == MediaSource::FileId) {
            m_out.text("file_id", media.data.view());
        } else if (data) {
            m_out.text("filename", fileName(media)).name("file_data").joined(head, media.data.view());
        } else {
            m_out.text("file_url", media.data.view());
        }
    }
    m_out.endObject();
}

void InputWriter::writeOwnFields(const UnknownFields& fields) {
    for (const auto& field : fields) {
        if (field.dialect == Dialect::OpenAiResponses)
            m_out.raw(field.name, field.value);
    }
}

void InputWriter::writeAssistant(const Message& message) {
    std::vector<const Part*> texts;
    const auto flush = [&] {
        if (!texts.empty())
            writeTexts(message, texts);
        texts.clear();
    };
    for (std::size_t at = 0; at < message.parts.size(); ++at) {
        const Part& part = message.parts[at];
        if (isText(part)) {
            if (!texts.empty() && !sameItem(*texts.back(), part, isOwn()))
                flush();
            if (isSayable(message, part))
                texts.push_back(&part);
            continue;
        }
        flush();
        if (const auto* use = std::get_if<ToolUsePart>(&part.content))
            writeCall(part, *use);
        else if (std::holds_alternative<ReasoningPart>(part.content))
            writeReasoning(message, at);
        else if (isSayable(message, part))
            m_out.raw(std::get<UnknownPart>(part.content).value);
    }
    flush();
}

void InputWriter::writeTexts(const Message& message, const std::vector<const Part*>& parts) {
    (void)message;
    m_out.beginObject().text("type", "message").text("role", "assistant").beginArray("content");
    for (const Part* part : parts) {
        m_out.beginObject();
        if (const auto* refusal = std::get_if<RefusalPart>(&part->content)) {
            m_out.text("type", "refusal").text("refusal", refusal->text);
        } else {
            const auto& text = std::get<TextPart>(part->content);
            m_out.text("type", "output_text").text("text", text.text).beginArray("annotations");
            for (const auto& citation : text.citations) {
                if (citation.dialect == Dialect::OpenAiResponses)
                    m_out.raw(citation.raw);
            }
            m_out.endArray();
        }
        m_out.endObject();
    }
    m_out.endArray();
    writeOwnFields(parts.front()->unknown);
    m_out.endObject();
}

// Encrypted thoughts of this dialect, and words of it; what came through a client of Chat Completions names its format.
bool InputWriter::mayGoBack(const ReasoningPart& reasoning) const {
    if (reasoning.dialect != Dialect::OpenAiResponses && reasoning.format != thoughtFormat)
        return false;
    if (reasoning.encrypted.empty())
        return isOwn() || reasoning.dialect == Dialect::OpenAiResponses;
    const bool ofOpenAi = isOpenAiValue(reasoning.encrypted);
    if (openai::isReasoningModel(m_request.model))
        return ofOpenAi;
    return !ofOpenAi || m_request.model.find("grok") == std::string::npos;
}

void InputWriter::writeReasoning(const Message& message, std::size_t& at) {
    const Part& first = message.parts[at];
    const auto& words = std::get<ReasoningPart>(first.content);
    const ReasoningPart* sealed = words.encrypted.empty() ? nullptr : &words;
    const ReasoningPart* said = words.text.empty() ? nullptr : &words;
    // Words and what they sum up are two parts of the model and one item here.
    if (!sealed && at + 1 < message.parts.size()) {
        const auto* next = std::get_if<ReasoningPart>(&message.parts[at + 1].content);
        const bool belongs = next && !next->encrypted.empty() && next->text.empty() &&
                             (next->id == words.id || next->id.empty() || words.id.empty());
        if (belongs && mayGoBack(*next)) {
            sealed = next;
            ++at;
        }
    }
    const ReasoningPart& item = sealed ? *sealed : words;
    if (!mayGoBack(item)) {
        lose(message, first, LossKind::Dropped, "Thoughts go back only to the vendor whose model had them.");
        return;
    }
    m_out.beginObject().text("type", "reasoning");
    if (!item.id.empty())
        m_out.text("id", item.id);
    const bool summary = said && (said->summary || sealed != nullptr);
    m_out.beginArray("summary");
    if (summary)
        m_out.beginObject().text("type", "summary_text").text("text", said->text).endObject();
    m_out.endArray();
    if (said && !summary) {
        m_out.beginArray("content");
        m_out.beginObject().text("type", "reasoning_text").text("text", said->text).endObject().endArray();
    }
    if (sealed)
        m_out.text("encrypted_content", sealed->encrypted);
    m_out.endObject();
}

void InputWriter::writeCall(const Part& part, const ToolUsePart& use) {
    const bool text = use.input == ToolInput::Text;
    const std::string id = fittingToolId(use.id, IdAlphabet::OpenAi);
    if (text)
        m_textCalls.insert(use.id);
    m_out.beginObject().text("type", text ? "custom_tool_call" : "function_call").text("call_id", id);
    m_out.text("name", use.name).text(text ? "input" : "arguments", use.arguments);
    writeOwnFields(part.unknown);
    m_out.endObject();
}

void InputWriter::writeResults(const Message& message) {
    for (const auto& part : message.parts) {
        if (const auto* result = std::get_if<ToolResultPart>(&part.content))
            writeResult(message, part, *result);
    }
}

void InputWriter::writeResult(const Message& message, const Part& part, const ToolResultPart& result) {
    if (result.isError)
        addLoss(m_losses, pathOf(m_from, message, part) + ".is_error", LossKind::Dropped,
                "The provider's dialect has no mark for a failed tool; the result's text has to say it.");
    std::vector<const Part*> parts;
    for (const auto& piece : result.parts) {
        dropMarks(message, piece);
        if (isSayable(message, piece))
            parts.push_back(&piece);
    }
    const bool text = m_textCalls.contains(result.id);
    m_out.beginObject().text("type", text ? "custom_tool_call_output" : "function_call_output");
    m_out.text("call_id", fittingToolId(result.id, IdAlphabet::OpenAi));
    if (parts.empty()) {
        m_out.text("output", "");
    } else if (parts.size() == 1 && isText(*parts.front()) && (parts.front()->at < 0 || !isOwn())) {
        const auto* plain = std::get_if<TextPart>(&parts.front()->content);
        m_out.text("output", plain ? plain->text : std::get<RefusalPart>(parts.front()->content).text);
    } else {
        m_out.beginArray("output");
        for (const Part* piece : parts)
            writeInputPart(*piece);
        m_out.endArray();
    }
    writeOwnFields(part.unknown);
    m_out.endObject();
}

} // namespace gatehouse::dialects::responses
