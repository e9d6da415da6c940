// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/message_writer.h"

#include "core/dialects/cohere/content.h"
#include "core/dialects/cohere/field_names.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::cohere {
namespace {

const TextPart* textOf(const Part& part) {
    return std::get_if<TextPart>(&part.content);
}

bool isDocument(const Part& part) {
    const auto* media = std::get_if<MediaPart>(&part.content);
    return media && media->kind == MediaKind::Document && media->source == MediaSource::Text;
}

bool holdsCalls(const Message& message) {
    return std::any_of(message.parts.begin(), message.parts.end(),
                       [](const Part& part) { return std::holds_alternative<ToolUsePart>(part.content); });
}

std::string_view roleName(Role role) {
    switch (role) {
    case Role::System:
    case Role::Developer:
        return "system";
    case Role::User:
        return "user";
    case Role::Assistant:
        return "assistant";
    case Role::Tool:
        break;
    }
    return "tool";
}

} // namespace

// Results must follow their calls at once; other dialects let words of the user stand between them.
void MessageWriter::writeAll() {
    std::vector<const Message*> order;
    for (const auto& message : m_request.messages)
        order.push_back(&message);
    const auto isAssistant = [](const Message* message) { return message->role == Role::Assistant; };
    for (auto at = order.begin(); at != order.end();) {
        const auto end = std::find_if(at, order.end(), isAssistant);
        std::stable_partition(at, end, [](const Message* message) { return message->role == Role::Tool; });
        at = end == order.end() ? end : end + 1;
    }
    for (const Message* message : order)
        write(*message);
}

void MessageWriter::lose(const Message& message, const Part& part, LossKind kind, std::string detail) {
    addLoss(m_losses, dialects::pathOf(m_from, message, part), kind, std::move(detail));
}

void MessageWriter::write(const Message& message) {
    const std::string path = dialects::pathOf(m_from, message);
    if (!message.name.empty())
        addLoss(m_losses, path + ".name", LossKind::Dropped, "The provider's dialect has no names of speakers.");
    dropUnknown(m_losses, message.unknown, Dialect::Cohere, path);
    for (const auto& part : message.parts)
        noteMarks(message, part);
    if (message.role == Role::Assistant)
        return writeAssistant(message);
    if (message.role != Role::Tool)
        return writePrompt(message);
    for (const auto& part : message.parts) {
        if (const auto* result = std::get_if<ToolResultPart>(&part.content))
            writeResult(message, part, *result);
    }
}

void MessageWriter::noteMarks(const Message& message, const Part& part) {
    const std::string path = dialects::pathOf(m_from, message, part);
    if (part.cache)
        addLoss(m_losses, path + ".cache_control", LossKind::Dropped, "The provider's dialect has no cache marks.");
    dropUnknown(m_losses, part.unknown, Dialect::Cohere, path);
}

void MessageWriter::writeUnknown(const Message& message) {
    for (const auto& field : message.unknown) {
        if (field.dialect == Dialect::Cohere)
            m_out.raw(field.name, field.value);
    }
}

bool MessageWriter::isSayableMedia(const Message& message, const Part& part, const MediaPart& media) {
    if (isDocument(part))
        return message.role == Role::User || message.role == Role::Tool;
    const bool picture = media.kind == MediaKind::Image && media.source != MediaSource::FileId;
    if (picture && message.role == Role::User)
        return true;
    lose(message, part, LossKind::Dropped,
         picture ? "The provider's dialect takes pictures from users only."
                 : "The provider's dialect takes pictures and documents in words only.");
    return false;
}

bool MessageWriter::isSayable(const Message& message, const Part& part) {
    if (const auto* text = textOf(part)) {
        if (!text->citations.empty() && m_request.dialect != Dialect::Cohere)
            addLoss(m_losses, dialects::pathOf(m_from, message, part) + ".citations", LossKind::Dropped,
                    "The provider's dialect takes no citations in a request.");
        return !text->text.empty();
    }
    if (const auto* media = std::get_if<MediaPart>(&part.content))
        return isSayableMedia(message, part, *media);
    if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content)) {
        const bool own = reasoning->dialect == Dialect::Cohere && !reasoning->text.empty();
        if (!own)
            lose(message, part, LossKind::Dropped, "Thoughts go back only to the vendor whose model had them.");
        return own;
    }
    if (std::holds_alternative<RefusalPart>(part.content)) {
        lose(message, part, LossKind::Approximated, "The refusal is sent as text.");
        return true;
    }
    if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
        if (unknown->dialect == Dialect::Cohere)
            return true;
        lose(message, part, LossKind::Dropped, "The provider's dialect has no \"" + unknown->type + "\".");
    }
    return false;
}

std::vector<const Part*> MessageWriter::chooseParts(const Message& message, const std::vector<Part>& parts) {
    std::vector<const Part*> chosen;
    for (const auto& part : parts) {
        if (!isSayable(message, part))
            continue;
        if (isDocument(part) && message.role == Role::User)
            m_documents.push_back(&std::get<MediaPart>(part.content));
        else
            chosen.push_back(&part);
    }
    return chosen;
}

void MessageWriter::writeContent(const std::vector<const Part*>& parts, std::string_view joint) {
    const bool plain = std::all_of(parts.begin(), parts.end(), [this](const Part* part) {
        return textOf(*part) && (m_request.dialect != Dialect::Cohere || part->at < 0);
    });
    if (!plain) {
        m_out.beginArray();
        for (const Part* part : parts)
            writePart(*part);
        m_out.endArray();
        return;
    }
    std::string text;
    for (const Part* part : parts) {
        if (part != parts.front())
            text += joint;
        text += textOf(*part)->text;
    }
    m_out.text(text);
}

void MessageWriter::writePart(const Part& part) {
    if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
        m_out.raw(unknown->value);
        return;
    }
    m_out.beginObject();
    if (const auto* text = textOf(part)) {
        m_out.text("type", "text").text("text", text->text);
    } else if (const auto* refusal = std::get_if<RefusalPart>(&part.content)) {
        m_out.text("type", "text").text("text", refusal->text);
    } else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content)) {
        m_out.text("type", "thinking").text("thinking", reasoning->text);
    } else if (isDocument(part)) {
        m_out.text("type", "document").name("document");
        writeDocument(std::get<MediaPart>(part.content), m_out);
    } else if (const auto* media = std::get_if<MediaPart>(&part.content)) {
        const bool data = media->source == MediaSource::Base64;
        m_out.text("type", "image_url").beginObject("image_url").name("url");
        m_out.joined(data ? "data:" + media->mediaType + ";base64," : "", media->data.view());
        if (!media->detail.empty())
            m_out.text("detail", media->detail);
        m_out.endObject();
    }
    m_out.endObject();
}

void MessageWriter::writePrompt(const Message& message) {
    const auto parts = chooseParts(message, message.parts);
    const bool documents = std::any_of(message.parts.begin(), message.parts.end(), isDocument);
    if (parts.empty() && !documents)
        return; // nothing of it can be said, and that is noted
    m_out.beginObject().text("role", roleName(message.role)).name("content");
    if (parts.empty())
        m_out.text("Use the documents."); // a message must not be empty
    else
        writeContent(parts, "\n\n");
    writeUnknown(message);
    m_out.endObject();
}

// Words beside calls are the plan to call them.
void MessageWriter::writeAssistant(const Message& message) {
    const bool calls = holdsCalls(message);
    std::vector<const Part*> plan;
    std::vector<const Part*> content;
    for (const Part* part : chooseParts(message, message.parts)) {
        const bool own = m_request.dialect == Dialect::Cohere;
        const bool planned = textOf(*part) && (own ? part->at == atToolPlan : calls);
        (planned ? plan : content).push_back(part);
    }
    if (plan.empty() && content.empty() && !calls)
        return;
    m_out.beginObject().text("role", "assistant");
    if (!content.empty()) {
        m_out.name("content");
        writeContent(content, "");
    }
    if (!plan.empty()) {
        std::string text;
        for (const Part* part : plan)
            text += textOf(*part)->text;
        m_out.text("tool_plan", text);
    }
    if (calls)
        writeCalls(message);
    writeUnknown(message);
    m_out.endObject();
}

void MessageWriter::writeCalls(const Message& message) {
    m_out.beginArray("tool_calls");
    for (const auto& part : message.parts) {
        const auto* use = std::get_if<ToolUsePart>(&part.content);
        if (!use)
            continue;
        if (use->input == ToolInput::Text)
            lose(message, part, LossKind::Approximated, "Free text is sent as {\"input\": text}.");
        m_out.beginObject();
        writeToolCall(*use, m_out);
        m_out.endObject();
    }
    m_out.endArray();
}

void MessageWriter::writeResult(const Message& message, const Part& part, const ToolResultPart& result) {
    if (result.isError)
        addLoss(m_losses, dialects::pathOf(m_from, message, part) + ".is_error", LossKind::Dropped,
                "The provider's dialect has no mark for a failed tool; the result's text has to say it.");
    const auto parts = chooseParts(message, result.parts);
    m_out.beginObject().text("role", "tool").text("tool_call_id", result.id).name("content");
    writeContent(parts, "\n\n");
    writeUnknown(message);
    m_out.endObject();
}

} // namespace gatehouse::dialects::cohere
