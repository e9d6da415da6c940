// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/message_writer.h"

#include "core/dialects/openai/message_fields.h"
#include "core/dialects/openai/model_rules.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::openai {
namespace {

std::string_view roleName(Role role) {
    switch (role) {
    case Role::System:
        return "system";
    case Role::Developer:
        return "developer";
    case Role::User:
        return "user";
    case Role::Assistant:
        return "assistant";
    case Role::Tool:
        break;
    }
    return "tool";
}

const TextPart* textOf(const Part& part) {
    return std::get_if<TextPart>(&part.content);
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

bool holdsCalls(const Message& message) {
    return std::any_of(message.parts.begin(), message.parts.end(),
                       [](const Part& part) { return std::holds_alternative<ToolUsePart>(part.content); });
}

// Results must follow their calls at once; other dialects let prompts and words of the user stand between them.
std::vector<const Message*> inOrder(const ChatRequest& request) {
    std::vector<const Message*> order;
    for (const auto& message : request.messages)
        order.push_back(&message);
    if (request.dialect == Dialect::OpenAi)
        return order;
    const auto isAssistant = [](const Message* message) { return message->role == Role::Assistant; };
    for (auto at = order.begin(); at != order.end();) {
        const auto end = std::find_if(at, order.end(), isAssistant);
        std::stable_partition(at, end, [](const Message* message) { return message->role == Role::Tool; });
        at = end == order.end() ? end : end + 1;
    }
    return order;
}

// Servers go by the ending.
std::string fileName(const MediaPart& media) {
    std::string name = media.name.empty() ? "document" : media.name;
    if (media.mediaType == "application/pdf" && !name.ends_with(".pdf"))
        name += ".pdf";
    return name;
}

std::string_view subtypeOf(std::string_view mediaType) {
    const std::size_t slash = mediaType.find('/');
    return slash == std::string_view::npos ? mediaType : mediaType.substr(slash + 1);
}

// Free text of a custom tool as the argument of a function.
ToolUsePart asFunctionCall(ToolUsePart use) {
    std::string object;
    json::Writer(object).beginObject().text("input", use.arguments).endObject();
    use.input = ToolInput::Object;
    use.arguments = std::move(object);
    return use;
}

} // namespace

void MessageWriter::lose(const Message& message, const Part& part, LossKind kind, std::string detail) {
    addLoss(m_losses, pathOf(m_from, message, part), kind, std::move(detail));
}

void MessageWriter::writeAll() {
    std::optional<Message> calling; // a turn of the model that another one continues
    for (const Message* message : inOrder(m_request)) {
        if (message->role != Role::Tool)
            writeHeldMedia();
        if (message->role == Role::Assistant && m_request.dialect != Dialect::OpenAi) {
            if (!calling)
                calling = *message;
            else
                calling->parts.insert(calling->parts.end(), message->parts.begin(), message->parts.end());
            if (holdsCalls(*calling))
                continue; // what the next turn calls belongs to it: all results come behind
        }
        if (calling)
            write(*calling);
        if (!calling || message->role != Role::Assistant)
            write(*message);
        calling.reset();
    }
    if (calling)
        write(*calling);
    writeHeldMedia();
}

void MessageWriter::write(const Message& message) {
    dropUnknown(m_losses, message.unknown, Dialect::OpenAi, pathOf(m_from, message));
    for (const auto& part : message.parts)
        dropMarks(message, part);
    if (message.role == Role::Tool)
        writeResults(message);
    else if (message.role == Role::Assistant)
        writeAssistant(message);
    else
        writePrompt(message);
}

void MessageWriter::dropMarks(const Message& message, const Part& part) {
    const std::string path = pathOf(m_from, message, part);
    if (part.cache && m_request.dialect != Dialect::OpenAi)
        addLoss(m_losses, path + ".cache_control", LossKind::Dropped,
                "The provider's dialect has no cache marks; its providers cache by themselves.");
    dropUnknown(m_losses, part.unknown, Dialect::OpenAi, path);
}

void MessageWriter::begin(const Message& message, std::string_view role) {
    m_out.beginObject().text("role", role);
    if (!message.name.empty())
        m_out.text("name", message.name);
    for (const auto& field : message.unknown) {
        if (field.dialect == Dialect::OpenAi)
            m_out.raw(field.name, field.value);
    }
}

bool MessageWriter::isSayableMedia(const Message& message, const Part& part, const MediaPart& media) {
    const std::string refused = "The provider's dialect takes no such part in a message of this role.";
    if (message.role != Role::User && message.role != Role::Tool) {
        lose(message, part, LossKind::Dropped, refused);
        return false;
    }
    if (media.citations)
        addLoss(m_losses, pathOf(m_from, message, part) + ".citations", LossKind::Dropped,
                "The provider's dialect cannot ask for citations.");
    if (media.source == MediaSource::Text) {
        lose(message, part, LossKind::Approximated, "The document is sent as text.");
        return true;
    }
    const bool image = media.kind == MediaKind::Image && media.source != MediaSource::FileId;
    const bool audio = media.kind == MediaKind::Audio && media.source == MediaSource::Base64;
    const bool ownFile = media.source == MediaSource::FileId && m_request.dialect == Dialect::OpenAi;
    const bool file = media.kind == MediaKind::Document && (media.source == MediaSource::Base64 || ownFile);
    if (!image && !audio && !file) {
        lose(message, part, LossKind::Dropped,
             media.source == MediaSource::FileId ? "The file is kept by another provider."
                                                 : "The provider's dialect takes such a part only as data.");
        return false;
    }
    if (file && !media.context.empty())
        addLoss(m_losses, pathOf(m_from, message, part) + ".context", LossKind::Dropped,
                "The provider's dialect has no words about a file.");
    return true;
}

bool MessageWriter::isSayable(const Message& message, const Part& part) {
    if (const auto* text = textOf(part)) {
        if (!text->citations.empty() && m_request.dialect != Dialect::OpenAi)
            addLoss(m_losses, pathOf(m_from, message, part) + ".citations", LossKind::Dropped,
                    "The provider's dialect takes no citations in a request.");
        return !text->text.empty() || m_request.dialect == Dialect::OpenAi;
    }
    if (const auto* media = std::get_if<MediaPart>(&part.content))
        return isSayableMedia(message, part, *media);
    if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
        if (unknown->dialect == Dialect::OpenAi)
            return true;
        lose(message, part, LossKind::Dropped, "The provider's dialect has no \"" + unknown->type + "\".");
    }
    return false;
}

MessageWriter::Said MessageWriter::chooseParts(const Message& message, const std::vector<Part>& parts) {
    Said said;
    for (const auto& part : parts) {
        if (!isSayable(message, part))
            continue;
        said.parts.push_back(&part);
        // An array stays one for its own dialect; for the others one string is what every compatible server takes.
        said.onlyText = said.onlyText && textOf(part) && (m_request.dialect != Dialect::OpenAi || part.at < 0);
    }
    return said;
}

void MessageWriter::writeContent(const Said& said, std::string_view joint) {
    if (!said.onlyText) {
        m_out.beginArray();
        for (const Part* part : said.parts)
            writePart(*part);
        m_out.endArray();
        return;
    }
    std::string text;
    for (const Part* part : said.parts) {
        if (part != said.parts.front())
            text += joint;
        text += textOf(*part)->text;
    }
    m_out.text(text);
}

void MessageWriter::writePart(const Part& part) {
    if (const auto* text = textOf(part)) {
        m_out.beginObject().text("type", "text").text("text", text->text);
        // Only what a client of this dialect said itself (OpenRouter's and others' extension).
        if (part.cache && m_request.dialect == Dialect::OpenAi) {
            m_out.beginObject("cache_control").text("type", "ephemeral");
            if (!part.cache->lifetime.empty())
                m_out.text("ttl", part.cache->lifetime);
            m_out.endObject();
        }
        m_out.endObject();
    } else if (const auto* media = std::get_if<MediaPart>(&part.content))
        writeMedia(*media);
    else if (const auto* unknown = std::get_if<UnknownPart>(&part.content))
        m_out.raw(unknown->value);
}

void MessageWriter::writeMedia(const MediaPart& media) {
    m_out.beginObject();
    const std::string head = "data:" + media.mediaType + ";base64,";
    if (media.source == MediaSource::Text) {
        m_out.text("type", "text").text("text", documentText(media));
    } else if (media.kind == MediaKind::Image) {
        m_out.text("type", "image_url").beginObject("image_url").name("url");
        m_out.joined(media.source == MediaSource::Base64 ? head : "", media.data.view());
        if (!media.detail.empty())
            m_out.text("detail", media.detail);
        m_out.endObject();
    } else if (media.kind == MediaKind::Audio) {
        m_out.text("type", "input_audio").beginObject("input_audio").text("data", media.data.view());
        m_out.text("format", subtypeOf(media.mediaType)).endObject();
    } else {
        m_out.text("type", "file").beginObject("file");
        if (media.source == MediaSource::FileId) {
            m_out.text("file_id", media.data.view());
        } else {
            m_out.text("filename", fileName(media));
            m_out.name("file_data").joined(head, media.data.view());
        }
        m_out.endObject();
    }
    m_out.endObject();
}

void MessageWriter::writePrompt(const Message& message) {
    const Said said = chooseParts(message, message.parts);
    if (said.parts.empty() && !message.parts.empty())
        return; // nothing of it can be said, and that is noted
    begin(message, roleName(message.role));
    m_out.name("content");
    writeContent(said, "\n\n");
    m_out.endObject();
}

void MessageWriter::writeAssistant(const Message& message) {
    const Said said = chooseParts(message, message.parts);
    const auto holds = [&](auto test) { return std::any_of(message.parts.begin(), message.parts.end(), test); };
    const bool calls = holds([](const Part& p) { return std::holds_alternative<ToolUsePart>(p.content); });
    const bool refuses = holds([](const Part& p) { return std::holds_alternative<RefusalPart>(p.content); });
    const auto reasoning = chooseReasoning(message);
    if (said.parts.empty() && !calls && !refuses && reasoning.empty() && m_request.dialect != Dialect::OpenAi)
        return; // nothing of it can be said, and that is noted
    begin(message, "assistant");
    m_out.name("content");
    if (said.parts.empty() && (calls || refuses))
        m_out.null();
    else
        writeContent(said, "");
    writeReasoningFields(reasoning, m_out);
    for (const auto& part : message.parts) {
        if (const auto* refusal = std::get_if<RefusalPart>(&part.content); refusal && part.at < 0)
            m_out.text("refusal", refusal->text);
    }
    if (calls)
        writeToolCalls(message);
    m_out.endObject();
}

std::vector<const ReasoningPart*> MessageWriter::chooseReasoning(const Message& message) {
    std::vector<const ReasoningPart*> chosen;
    for (const auto& part : message.parts) {
        const auto* reasoning = std::get_if<ReasoningPart>(&part.content);
        if (!reasoning)
            continue;
        const bool own = reasoning->dialect == Dialect::OpenAi || m_request.dialect == Dialect::OpenAi;
        const bool google =
            reasoning->dialect == Dialect::Gemini && m_request.model.find("gemini") != std::string::npos;
        if (own || isClaude(m_request.model) || google)
            chosen.push_back(reasoning);
        else
            lose(message, part, LossKind::Dropped, "Thoughts go back only to the vendor whose model had them.");
    }
    return chosen;
}

void MessageWriter::writeToolCalls(const Message& message) {
    m_out.beginArray("tool_calls");
    for (const auto& part : message.parts) {
        if (const auto* use = std::get_if<ToolUsePart>(&part.content)) {
            ToolUsePart said = *use;
            // A signature goes to its vendor's models alone.
            const bool keeps =
                m_request.dialect == Dialect::OpenAi || m_request.model.find("gemini") != std::string::npos;
            if (!said.signature.empty() && !keeps) {
                said.signature.clear();
                addLoss(m_losses, pathOf(m_from, message, part) + ".thoughtSignature", LossKind::Dropped,
                        "Thoughts go back only to the vendor whose model had them.");
            }
            // As its tool was declared: request_writer.cpp.
            if (said.input == ToolInput::Text && m_request.dialect != Dialect::OpenAi)
                said = asFunctionCall(said);
            m_out.beginObject();
            writeToolCall(said, m_out);
            m_out.endObject();
        }
    }
    m_out.endArray();
}

void MessageWriter::writeResults(const Message& message) {
    for (const auto& part : message.parts) {
        if (const auto* result = std::get_if<ToolResultPart>(&part.content))
            writeResult(message, part, *result);
    }
}

void MessageWriter::writeResult(const Message& message, const Part& part, const ToolResultPart& result) {
    const std::string path = pathOf(m_from, message, part);
    if (result.isError)
        addLoss(m_losses, path + ".is_error", LossKind::Dropped,
                "The provider's dialect has no mark for a failed tool; the result's text has to say it.");
    Said said = chooseParts(message, result.parts);
    const auto media = std::stable_partition(said.parts.begin(), said.parts.end(), [](const Part* p) {
        return !std::holds_alternative<MediaPart>(p->content);
    });
    // A tool message holds text alone where the client wrote another dialect; its own is passed on as it is.
    if (media != said.parts.end() && m_request.dialect != Dialect::OpenAi) {
        m_heldMedia.insert(m_heldMedia.end(), media, said.parts.end());
        said.parts.erase(media, said.parts.end());
        said.onlyText = std::all_of(said.parts.begin(), said.parts.end(), [](const Part* p) { return textOf(*p); });
        addLoss(m_losses, path + ".content", LossKind::Approximated,
                "Media of a tool result are sent in a user message behind it.");
    }
    begin(message, "tool");
    m_out.text("tool_call_id", fittingToolId(result.id, IdAlphabet::OpenAi)).name("content");
    writeContent(said, "\n\n");
    m_out.endObject();
}

void MessageWriter::writeHeldMedia() {
    if (m_heldMedia.empty())
        return;
    m_out.beginObject().text("role", "user").beginArray("content");
    m_out.beginObject().text("type", "text").text("text", "Files returned by the tools:").endObject();
    for (const Part* part : m_heldMedia)
        writePart(*part);
    m_out.endArray().endObject();
    m_heldMedia.clear();
}

} // namespace gatehouse::dialects::openai
