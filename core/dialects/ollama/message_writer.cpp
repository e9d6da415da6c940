// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/message_writer.h"

#include "core/dialects/ollama/content.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::ollama {
namespace {

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

void join(std::string& text, std::string_view more, std::string_view joint) {
    if (!text.empty() && !more.empty())
        text += joint;
    text += more;
}

std::string documentText(const MediaPart& media) {
    std::string text;
    for (const std::string_view piece :
         {std::string_view(media.name), std::string_view(media.context), media.data.view()})
        join(text, piece, "\n\n");
    return text;
}

} // namespace

void MessageWriter::writeAll() {
    for (const auto& message : m_request.messages)
        write(message);
}

void MessageWriter::lose(const Message& message, const Part& part, LossKind kind, std::string detail) {
    addLoss(m_losses, dialects::pathOf(m_from, message, part), kind, std::move(detail));
}

void MessageWriter::noteMarks(const Message& message, const Part& part) {
    const std::string path = dialects::pathOf(m_from, message, part);
    if (part.cache)
        addLoss(m_losses, path + ".cache_control", LossKind::Dropped, "The provider's dialect has no cache marks.");
    dropUnknown(m_losses, part.unknown, Dialect::Ollama, path);
}

void MessageWriter::write(const Message& message) {
    const std::string path = dialects::pathOf(m_from, message);
    if (!message.name.empty())
        addLoss(m_losses, path + ".name", LossKind::Dropped, "The provider's dialect has no names of speakers.");
    dropUnknown(m_losses, message.unknown, Dialect::Ollama, path);
    for (const auto& part : message.parts)
        noteMarks(message, part);
    if (message.role == Role::Tool) {
        for (const auto& part : message.parts) {
            if (const auto* result = std::get_if<ToolResultPart>(&part.content))
                writeResult(message, part, *result);
        }
        return;
    }
    const Said said = choose(message, message.parts);
    const bool calls = std::any_of(message.parts.begin(), message.parts.end(),
                                   [](const Part& part) { return std::holds_alternative<ToolUsePart>(part.content); });
    const bool nothing = said.text.empty() && said.thoughts.empty() && said.images.empty() && !calls;
    if (nothing && !message.parts.empty())
        return; // nothing of it can be said, and that is noted
    m_out.beginObject().text("role", roleName(message.role));
    writeSaid(said);
    if (calls)
        writeCalls(message);
    for (const auto& field : message.unknown) {
        if (field.dialect == Dialect::Ollama)
            m_out.raw(field.name, field.value);
    }
    m_out.endObject();
}

MessageWriter::Said MessageWriter::choose(const Message& message, const std::vector<Part>& parts) {
    Said said;
    const std::string_view joint = message.role == Role::Assistant ? "" : "\n\n";
    for (const auto& part : parts) {
        if (const auto* text = std::get_if<TextPart>(&part.content)) {
            if (!text->citations.empty())
                addLoss(m_losses, dialects::pathOf(m_from, message, part) + ".citations", LossKind::Dropped,
                        "The provider's dialect takes no citations in a request.");
            join(said.text, text->text, joint);
        } else if (const auto* refusal = std::get_if<RefusalPart>(&part.content)) {
            lose(message, part, LossKind::Approximated, "The refusal is sent as text.");
            join(said.text, refusal->text, joint);
        } else if (const auto* media = std::get_if<MediaPart>(&part.content)) {
            chooseMedia(message, part, *media, said);
        } else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content)) {
            if (reasoning->dialect == Dialect::Ollama)
                said.thoughts += reasoning->text;
            else
                lose(message, part, LossKind::Dropped, "Thoughts go back only to the vendor whose model had them.");
        } else if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
            lose(message, part, LossKind::Dropped, "The provider's dialect has no \"" + unknown->type + "\".");
        }
    }
    return said;
}

void MessageWriter::chooseMedia(const Message& message, const Part& part, const MediaPart& media, Said& said) {
    if (media.source == MediaSource::Text) {
        lose(message, part, LossKind::Approximated, "The document is sent as text.");
        join(said.text, documentText(media), "\n\n");
        return;
    }
    if (media.kind == MediaKind::Image && media.source == MediaSource::Base64) {
        if (!media.detail.empty() && media.detail != "auto")
            addLoss(m_losses, dialects::pathOf(m_from, message, part) + ".image_url.detail", LossKind::Dropped,
                    "The provider's dialect has no such choice.");
        said.images.push_back(&media);
        return;
    }
    lose(message, part, LossKind::Dropped,
         media.kind == MediaKind::Image ? "The provider's dialect takes pictures as data only, no addresses."
                                        : "The provider's dialect takes text and pictures only.");
}

void MessageWriter::writeSaid(const Said& said) {
    m_out.text("content", said.text);
    if (!said.thoughts.empty())
        m_out.text("thinking", said.thoughts);
    if (said.images.empty())
        return;
    m_out.beginArray("images");
    for (const auto* image : said.images)
        m_out.text(image->data.view());
    m_out.endArray();
}

void MessageWriter::writeCalls(const Message& message) {
    m_out.beginArray("tool_calls");
    int index = 0;
    for (const auto& part : message.parts) {
        const auto* use = std::get_if<ToolUsePart>(&part.content);
        if (!use)
            continue;
        m_names[use->id] = use->name;
        if (use->input == ToolInput::Text)
            lose(message, part, LossKind::Approximated, "Free text is sent as {\"input\": text}.");
        else if (!argumentsObject(use->arguments))
            lose(message, part, LossKind::Approximated,
                 "The arguments are no JSON object; they are sent as {\"arguments\": text}.");
        writeToolCall(*use, index++, m_out);
    }
    m_out.endArray();
}

void MessageWriter::writeResult(const Message& message, const Part& part, const ToolResultPart& result) {
    if (result.isError)
        addLoss(m_losses, dialects::pathOf(m_from, message, part) + ".is_error", LossKind::Dropped,
                "The provider's dialect has no mark for a failed tool; the result's text has to say it.");
    const auto known = m_names.find(result.id);
    m_out.beginObject().text("role", "tool");
    writeSaid(choose(message, result.parts));
    const std::string& name = known != m_names.end() ? known->second : result.name;
    if (!name.empty())
        m_out.text("tool_name", name);
    m_out.text("tool_call_id", result.id);
    m_out.endObject();
}

} // namespace gatehouse::dialects::ollama
