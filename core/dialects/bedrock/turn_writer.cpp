// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/turn_writer.h"

#include "core/dialects/anthropic/block_writer.h"
#include "core/dialects/bedrock/content.h"
#include "core/dialects/bedrock/words.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::bedrock {
namespace {

constexpr std::size_t longestToolId = 64;

bool isPrompt(Role role) {
    return role == Role::System || role == Role::Developer;
}

bool hasText(const Message& message) {
    return std::any_of(message.parts.begin(), message.parts.end(), [](const Part& part) {
        const auto* text = std::get_if<TextPart>(&part.content);
        return text && !isBlankText(text->text);
    });
}

std::string_view memberOf(MediaKind kind) {
    switch (kind) {
    case MediaKind::Image:
        return "image";
    case MediaKind::Audio:
        return "audio";
    case MediaKind::Video:
        return "video";
    case MediaKind::Document:
        break;
    }
    return "document";
}

const RawJson* ownField(const Part& part, std::string_view name) {
    for (const auto& field : part.unknown) {
        if (field.dialect == Dialect::Bedrock && field.name == name)
            return &field.value;
    }
    return nullptr;
}

std::string toolId(const std::string& id) {
    return id.size() > longestToolId ? madeToolId(id) : fittingToolId(id, IdAlphabet::Anthropic);
}

} // namespace

bool isClaude(std::string_view model) {
    return model.find("anthropic") != std::string_view::npos || model.find("claude") != std::string_view::npos;
}

TurnWriter::TurnWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
    : m_request(request), m_from(from), m_out(out), m_losses(losses), m_claude(isClaude(request.model)) {
    findSides();
}

void TurnWriter::findSides() {
    bool turns = false;
    for (const auto& message : m_request.messages) {
        if (!isPrompt(message.role) && !message.parts.empty()) {
            turns = true;
            if (message.role != Role::Assistant)
                m_lastUser = &message;
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

void TurnWriter::writeSystem() {
    bool turns = false;
    bool any = false;
    for (const auto& message : m_request.messages) {
        if (!isPrompt(message.role)) {
            turns = true;
            continue;
        }
        if (&message == m_promoted)
            continue;
        if (turns)
            addLoss(m_losses, pathOf(m_from, message), LossKind::Approximated,
                    "Moved to the system prompt before the conversation.");
        writeSystemMessage(message, any);
    }
    if (any)
        m_out.endArray();
}

void TurnWriter::writeSystemMessage(const Message& message, bool& any) {
    dropUnknown(m_losses, message.unknown, Dialect::Bedrock, pathOf(m_from, message));
    if (!message.name.empty())
        addLoss(m_losses, pathOf(m_from, message) + ".name", LossKind::Dropped,
                "The provider's dialect has no names of speakers.");
    for (const auto& part : message.parts) {
        const auto* text = std::get_if<TextPart>(&part.content);
        const auto* own = std::get_if<UnknownPart>(&part.content);
        if (!text && !(own && own->dialect == Dialect::Bedrock)) {
            lose(message, part, LossKind::Dropped, "The provider's system prompt holds text alone.");
            continue;
        }
        if (text && isBlankText(text->text) && !isOwn())
            continue;
        if (!std::exchange(any, true))
            m_out.beginArray("system");
        if (own)
            m_out.raw(own->value);
        else if (const RawJson* guarded = ownField(part, "guardContent"))
            m_out.beginObject().raw("guardContent", *guarded).endObject();
        else
            m_out.beginObject().text("text", text->text).endObject();
        dropUnknown(m_losses, part.unknown, Dialect::Bedrock, pathOf(m_from, message, part));
        writeCachePoint(part.cache);
    }
}

void TurnWriter::writeMessages() {
    for (const auto& message : m_request.messages) {
        if (&message == m_promoted)
            addLoss(m_losses, pathOf(m_from, message), LossKind::Approximated,
                    "Sent as the user's turn: the provider's dialect needs one.");
        if (&message != m_promoted && isPrompt(message.role))
            continue;
        writeMessage(message);
        if (&message == m_lastUser && m_request.cache && !m_role.empty())
            writeCachePoint(m_request.cache);
    }
}

void TurnWriter::writeMessage(const Message& message) {
    dropUnknown(m_losses, message.unknown, Dialect::Bedrock, pathOf(m_from, message));
    if (!message.name.empty())
        addLoss(m_losses, pathOf(m_from, message) + ".name", LossKind::Dropped,
                "The provider's dialect has no names of speakers.");
    for (const auto& part : message.parts)
        writePart(message, part);
}

void TurnWriter::beginBlock(const Message& message) {
    const std::string_view role = message.role == Role::Assistant ? "assistant" : "user";
    // What a client of this dialect wrote as two turns stays two.
    const bool parted = isOwn() && message.at != m_at;
    if (!m_inResult && (role != m_role || parted)) {
        endTurn();
        m_at = message.at;
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

void TurnWriter::writeCachePoint(const std::optional<CacheMark>& mark) {
    if (!mark)
        return;
    m_out.beginObject().beginObject("cachePoint").text("type", "default");
    if (!mark->lifetime.empty())
        m_out.text("ttl", mark->lifetime);
    m_out.endObject().endObject();
}

void TurnWriter::writePart(const Message& message, const Part& part) {
    const std::string_view before = m_role;
    if (const auto* text = std::get_if<TextPart>(&part.content))
        writeText(message, part, *text);
    else if (const auto* refusal = std::get_if<RefusalPart>(&part.content))
        writeText(message, part, {refusal->text, {}});
    else if (const auto* media = std::get_if<MediaPart>(&part.content))
        writeMedia(message, part, *media);
    else if (const auto* use = std::get_if<ToolUsePart>(&part.content))
        writeToolUse(message, part, *use);
    else if (const auto* result = std::get_if<ToolResultPart>(&part.content))
        writeToolResult(message, part, *result);
    else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content))
        writeReasoning(message, part, *reasoning);
    else if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
        if (unknown->dialect != Dialect::Bedrock) {
            lose(message, part, LossKind::Dropped, "The provider's dialect has no \"" + unknown->type + "\".");
        } else {
            beginBlock(message);
            m_out.members(unknown->value).endObject();
        }
    }
    dropUnknown(m_losses, part.unknown, Dialect::Bedrock, pathOf(m_from, message, part));
    // A mark needs something before it, and has no place within the content of a result.
    if (part.cache && m_inResult)
        m_innerMark = part.cache;
    else if (part.cache && (!m_role.empty() || !before.empty()))
        writeCachePoint(part.cache);
}

void TurnWriter::writeText(const Message& message, const Part& part, const TextPart& text) {
    if (isBlankText(text.text) && (!isOwn() || text.text.empty()))
        return; // the service refuses texts that are empty
    const bool cited = std::any_of(text.citations.begin(), text.citations.end(),
                                   [](const Citation& citation) { return citation.dialect == Dialect::Bedrock; });
    beginBlock(message);
    if (const RawJson* guarded = ownField(part, "guardContent"))
        m_out.raw("guardContent", *guarded);
    else if (m_inResult && ownField(part, "json") != nullptr)
        m_out.raw("json", text.text);
    else if (cited && !m_inResult)
        writeCited(text);
    else
        m_out.text("text", text.text);
    m_out.endObject();
    if (!cited && !text.citations.empty())
        lose(message, part, LossKind::Dropped, "Only the provider's own citations can be sent back to it.");
}

void TurnWriter::writeCited(const TextPart& text) {
    m_out.beginObject("citationsContent").beginArray("content");
    m_out.beginObject().text("text", text.text).endObject().endArray().beginArray("citations");
    for (const auto& citation : text.citations) {
        if (citation.dialect == Dialect::Bedrock)
            m_out.raw(citation.raw);
    }
    m_out.endArray().endObject();
}

void TurnWriter::writeMedia(const Message& message, const Part& part, const MediaPart& media) {
    const bool text = media.source == MediaSource::Text;
    std::string_view format = formatOf(media.kind, text && media.mediaType.empty() ? "text/plain" : media.mediaType);
    if (format.empty() && isOwn() && media.mediaType.find('/') != std::string::npos)
        format = std::string_view(media.mediaType).substr(media.mediaType.find('/') + 1);
    if (media.source == MediaSource::FileId)
        return lose(message, part, LossKind::Dropped, "The file is kept by another provider.");
    if (media.source == MediaSource::Url && !media.data.view().starts_with("s3://"))
        return lose(message, part, LossKind::Dropped,
                    "The provider's dialect takes no addresses but s3://…; send the data itself.");
    if (format.empty() || (message.role == Role::Assistant && !isOwn()))
        return lose(message, part, LossKind::Dropped,
                    "The provider's dialect takes pictures (PNG, JPEG, GIF, WebP), documents, films and sound of the "
                    "usual formats, from users.");
    if (!media.detail.empty() && media.detail != "auto")
        addLoss(m_losses, pathOf(m_from, message, part) + ".image_url.detail", LossKind::Dropped,
                "The provider's dialect has no such choice.");
    const std::string name = mediaName(message, part, media, format);
    beginBlock(message);
    m_out.beginObject(memberOf(media.kind)).text("format", format);
    writeMediaMembers(media, name);
    m_out.endObject().endObject();
}

// Documents must have names, and no two the same.
std::string TurnWriter::mediaName(const Message& message, const Part& part, const MediaPart& media,
                                  std::string_view format) {
    if (media.kind != MediaKind::Document || (isOwn() && !media.name.empty()))
        return media.kind == MediaKind::Document ? media.name : std::string();
    const std::string clean = documentName(media.name, format);
    std::string name = clean;
    for (int i = 2; !m_names.insert(name).second; ++i)
        name = clean.substr(0, 190) + ' ' + std::to_string(i);
    if (!media.name.empty() && name != media.name)
        lose(message, part, LossKind::Approximated,
             "The document is named \"" + name + "\": the provider refuses other characters.");
    return name;
}

void TurnWriter::writeMediaMembers(const MediaPart& media, const std::string& name) {
    if (!name.empty())
        m_out.text("name", name);
    m_out.beginObject("source");
    if (media.source == MediaSource::Url)
        m_out.beginObject("s3Location").text("uri", media.data.view()).endObject();
    else
        m_out.text(media.source == MediaSource::Text ? "text" : "bytes", media.data.view());
    m_out.endObject();
    if (media.kind != MediaKind::Document)
        return;
    if (!media.context.empty())
        m_out.text("context", media.context);
    if (media.citations)
        m_out.beginObject("citations").boolean("enabled", true).endObject();
}

void TurnWriter::writeToolUse(const Message& message, const Part& part, const ToolUsePart& use) {
    m_toolBlocks = true;
    if (std::find(m_called.begin(), m_called.end(), use.name) == m_called.end())
        m_called.push_back(use.name);
    // Ids may come again in later turns of servers that count from 0; here they must differ.
    std::string id = isOwn() ? use.id : toolId(use.id);
    if (const int before = m_uses[id]++; before > 0 && !isOwn())
        id = madeToolId(use.id + ':' + std::to_string(before));
    m_ids[use.id] = id;
    if (use.input == ToolInput::Text)
        lose(message, part, LossKind::Approximated, "Free text is sent as {\"input\": text}.");
    else if (!argumentsObject(use.arguments))
        lose(message, part, LossKind::Approximated,
             "The arguments are no JSON object; they are sent as {\"arguments\": text}.");
    beginBlock(message);
    m_out.beginObject("toolUse").text("toolUseId", id).text("name", use.name).name("input");
    anthropic::writeInput(use, m_out);
    m_out.endObject().endObject();
}

void TurnWriter::writeToolResult(const Message& message, const Part& /*part*/, const ToolResultPart& result) {
    m_toolBlocks = true;
    const auto known = m_ids.find(result.id);
    beginBlock(message);
    m_out.beginObject("toolResult");
    m_out.text("toolUseId", known != m_ids.end() ? known->second : isOwn() ? result.id : toolId(result.id));
    m_out.beginArray("content");
    m_inResult = true;
    m_innerMark.reset();
    for (const auto& piece : result.parts)
        writePart(message, piece);
    m_inResult = false;
    m_out.endArray();
    if (result.isError)
        m_out.text("status", "error");
    m_out.endObject().endObject();
    writeCachePoint(m_innerMark);
}

void TurnWriter::writeReasoning(const Message& message, const Part& part, const ReasoningPart& reasoning) {
    const bool own = reasoning.dialect == Dialect::Bedrock;
    // Anthropic's signatures hold on every cloud that runs its models.
    const bool claudes = reasoning.dialect == Dialect::Anthropic && m_claude && !reasoning.signature.empty();
    const bool said = !reasoning.signature.empty() || !reasoning.encrypted.empty() || (isOwn() && own);
    if ((!own && !claudes) || !said)
        return lose(message, part, LossKind::Dropped, "Thoughts that this vendor has not signed cannot be sent to it.");
    beginBlock(message);
    m_out.beginObject("reasoningContent");
    if (!reasoning.encrypted.empty()) {
        m_out.text("redactedContent", reasoning.encrypted);
    } else {
        m_out.beginObject("reasoningText").text("text", reasoning.text);
        if (!reasoning.signature.empty())
            m_out.text("signature", reasoning.signature);
        m_out.endObject();
    }
    m_out.endObject().endObject();
}

} // namespace gatehouse::dialects::bedrock
