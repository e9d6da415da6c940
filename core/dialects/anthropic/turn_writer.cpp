// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/turn_writer.h"

#include "core/dialects/anthropic/block_writer.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::anthropic {
namespace {

bool isPrompt(Role role) {
    return role == Role::System || role == Role::Developer;
}

bool holdsAnything(const ToolResultPart& result) {
    return std::any_of(result.parts.begin(), result.parts.end(), [](const Part& part) {
        const auto* text = std::get_if<TextPart>(&part.content);
        return !text || !isBlankText(text->text);
    });
}

std::string_view sideOf(const Message& message, bool promoted) {
    if (message.role == Role::Assistant)
        return "assistant";
    return isPrompt(message.role) && !promoted ? "system" : "user";
}

bool hasText(const Message& message) {
    return std::any_of(message.parts.begin(), message.parts.end(), [](const Part& part) {
        const auto* text = std::get_if<TextPart>(&part.content);
        return text && !isBlankText(text->text);
    });
}

} // namespace

TurnWriter::TurnWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
    : m_request(request), m_from(from), m_out(out), m_losses(losses) {
    bool turns = false;
    for (const auto& message : request.messages) {
        if (!isPrompt(message.role) && !message.parts.empty()) {
            turns = true;
            m_lastPart = message.role == Role::Assistant ? &message.parts.back() : nullptr;
        } else if (isPrompt(message.role) && hasText(message)) {
            m_promoted = &message;
        }
    }
    if (turns)
        m_promoted = nullptr;
}

void TurnWriter::lose(const Message& message, const Part& part, LossKind kind, std::string detail) {
    addLoss(m_losses, pathOf(m_from, message, part), kind, std::move(detail));
}

void TurnWriter::write() {
    writeSystem();
    m_out.beginArray("messages");
    writeMessages();
    endTurn();
    m_out.endArray();
}

// Between turns the newest models take a system prompt: only a client of this dialect can mean that.
bool TurnWriter::staysInPlace(const Message& message) const {
    return m_request.dialect == Dialect::Anthropic && message.at >= 0;
}

void TurnWriter::writeSystem() {
    bool turns = false;
    bool any = false;
    for (const auto& message : m_request.messages) {
        if (!isPrompt(message.role)) {
            turns = true;
            continue;
        }
        if (&message == m_promoted || staysInPlace(message))
            continue;
        if (turns)
            addLoss(m_losses, pathOf(m_from, message), LossKind::Approximated,
                    "Moved to the system prompt before the conversation.");
        if (hasText(message) && !any) {
            any = true;
            m_out.beginArray("system");
        }
        writeSystemMessage(message);
    }
    if (any)
        m_out.endArray();
}

void TurnWriter::writeSystemMessage(const Message& message) {
    dropUnknown(m_losses, message.unknown, Dialect::Anthropic, pathOf(m_from, message));
    if (!message.name.empty())
        addLoss(m_losses, pathOf(m_from, message) + ".name", LossKind::Dropped,
                "The provider's dialect has no names of speakers.");
    for (const auto& part : message.parts) {
        const auto* text = std::get_if<TextPart>(&part.content);
        if (!text) {
            lose(message, part, LossKind::Dropped, "The provider's system prompt holds text alone.");
            continue;
        }
        if (isBlankText(text->text))
            continue;
        m_out.beginObject().text("type", "text").text("text", text->text);
        endBlock(part);
    }
}

void TurnWriter::writeMessages() {
    for (const auto& message : m_request.messages) {
        if (&message == m_promoted)
            addLoss(m_losses, pathOf(m_from, message), LossKind::Approximated,
                    "Sent as the user's turn: the provider's dialect needs one.");
        if (&message == m_promoted || !isPrompt(message.role) || staysInPlace(message))
            writeMessage(message);
    }
}

void TurnWriter::writeMessage(const Message& message) {
    dropUnknown(m_losses, message.unknown, Dialect::Anthropic, pathOf(m_from, message));
    if (!message.name.empty())
        addLoss(m_losses, pathOf(m_from, message) + ".name", LossKind::Dropped,
                "The provider's dialect has no names of speakers.");
    for (const auto& part : message.parts) {
        writePart(message, part);
        dropUnknown(m_losses, part.unknown, Dialect::Anthropic, pathOf(m_from, message, part));
    }
}

void TurnWriter::beginBlock(std::string_view role) {
    if (!m_inResult && role != m_role) {
        endTurn();
        m_out.beginObject().text("role", role).beginArray("content");
        m_role = role;
    }
    m_out.beginObject();
}

void TurnWriter::endTurn() {
    if (!m_role.empty())
        m_out.endArray().endObject();
    m_role = {};
}

void TurnWriter::endBlock(const Part& part) {
    writeCacheMark(part.cache, m_out);
    for (const auto& field : part.unknown) {
        if (field.dialect == Dialect::Anthropic)
            m_out.raw(field.name, field.value);
    }
    m_out.endObject();
}

void TurnWriter::writePart(const Message& message, const Part& part) {
    if (const auto* text = std::get_if<TextPart>(&part.content)) {
        writeText(message, part, *text);
    } else if (const auto* media = std::get_if<MediaPart>(&part.content)) {
        writeMedia(message, part, *media);
    } else if (const auto* use = std::get_if<ToolUsePart>(&part.content)) {
        writeToolUse(message, part, *use);
    } else if (const auto* result = std::get_if<ToolResultPart>(&part.content)) {
        writeToolResult(message, part, *result);
    } else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content)) {
        writeReasoning(message, part, *reasoning);
    } else if (const auto* refusal = std::get_if<RefusalPart>(&part.content)) {
        writeText(message, part, {refusal->text, {}});
    } else if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
        if (unknown->dialect != Dialect::Anthropic) {
            lose(message, part, LossKind::Dropped, "The provider's dialect has no \"" + unknown->type + "\".");
            return;
        }
        beginBlock(sideOf(message, &message == m_promoted));
        m_out.members(unknown->value).endObject();
    }
}

std::string_view TurnWriter::textToSay(const Message& message, const Part& part, std::string_view text) {
    // The service refuses blank texts, and blanks at the end of a turn that it shall continue.
    if (isBlankText(text))
        return {};
    if (&part != m_lastPart || message.role != Role::Assistant)
        return text;
    const std::size_t end = text.find_last_not_of(" \t\r\n") + 1;
    if (end < text.size())
        lose(message, part, LossKind::Approximated, "Blanks at the end were cut off.");
    return text.substr(0, end);
}

void TurnWriter::writeText(const Message& message, const Part& part, const TextPart& text) {
    const std::string_view said = textToSay(message, part, text.text);
    if (said.empty())
        return;
    beginBlock(sideOf(message, &message == m_promoted));
    m_out.text("type", "text").text("text", said);
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
    }
    endBlock(part);
}

void TurnWriter::writeMedia(const Message& message, const Part& part, const MediaPart& media) {
    const bool ownFile = media.source != MediaSource::FileId || m_request.dialect == Dialect::Anthropic;
    if (!isSayableMedia(media) || !ownFile || message.role == Role::Assistant) {
        lose(message, part, LossKind::Dropped,
             ownFile ? "The provider's dialect takes pictures (PNG, JPEG, GIF, WebP), PDF and text only, from users."
                     : "The file is kept by another provider.");
        return;
    }
    if (!media.detail.empty() && media.detail != "auto")
        addLoss(m_losses, pathOf(m_from, message, part) + ".image_url.detail", LossKind::Dropped,
                "The provider's dialect has no such choice.");
    beginBlock(sideOf(message, &message == m_promoted));
    writeMediaMembers(media, m_out);
    endBlock(part);
}

void TurnWriter::writeToolUse(const Message& message, const Part& part, const ToolUsePart& use) {
    // Ids may come again in later turns of servers that count from 0; here they must differ.
    std::string id = fittingToolId(use.id, IdAlphabet::Anthropic);
    if (const int before = m_uses[id]++; before > 0)
        id = madeToolId(use.id + ':' + std::to_string(before));
    m_ids[use.id] = id;
    if (use.input == ToolInput::Text)
        lose(message, part, LossKind::Approximated, "Free text is sent as {\"input\": text}.");
    else if (!argumentsObject(use.arguments))
        lose(message, part, LossKind::Approximated,
             "The arguments are no JSON object; they are sent as {\"arguments\": text}.");
    if (!use.signature.empty())
        addLoss(m_losses,
                pathOf(m_from, message, part) + (m_from == Dialect::OpenAi ? ".extra_content" : ".thoughtSignature"),
                LossKind::Dropped, "Thoughts go back only to the vendor whose model had them.");
    beginBlock("assistant");
    m_out.text("type", "tool_use").text("id", id).text("name", use.name).name("input");
    writeInput(use, m_out);
    endBlock(part);
}

void TurnWriter::writeToolResult(const Message& message, const Part& part, const ToolResultPart& result) {
    const auto known = m_ids.find(result.id);
    beginBlock("user");
    m_out.text("type", "tool_result");
    m_out.text("tool_use_id", known != m_ids.end() ? known->second : fittingToolId(result.id, IdAlphabet::Anthropic));
    if (holdsAnything(result)) {
        m_out.beginArray("content");
        m_inResult = true;
        for (const auto& piece : result.parts)
            writePart(message, piece);
        m_inResult = false;
        m_out.endArray();
    }
    if (result.isError)
        m_out.boolean("is_error", true);
    endBlock(part);
}

void TurnWriter::writeReasoning(const Message& message, const Part& part, const ReasoningPart& reasoning) {
    const bool signedHere =
        reasoning.dialect == Dialect::Anthropic && (!reasoning.signature.empty() || !reasoning.encrypted.empty());
    if (!signedHere) {
        lose(message, part, LossKind::Dropped, "Thoughts that this vendor has not signed cannot be sent to it.");
        return;
    }
    beginBlock("assistant");
    writeReasoningMembers(reasoning, reasoning.text, m_out);
    endBlock(part);
}

} // namespace gatehouse::dialects::anthropic
