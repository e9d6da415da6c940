// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/block_writer.h"

#include "core/base/text.h"
#include "core/dialects/anthropic/foreign_reasoning.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::anthropic {
namespace {

constexpr std::array imageTypes = {"image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"};

bool isPlainText(std::string_view mediaType) {
    return mediaType.starts_with("text/") || mediaType == "application/json";
}

// Plain text in base64, decoded; nullopt when it is none.
std::optional<std::string> plainText(const MediaPart& media) {
    if (media.source != MediaSource::Base64 || !isPlainText(media.mediaType))
        return std::nullopt;
    auto text = decodeBase64(media.data.view());
    if (!text || !isValidUtf8(*text))
        return std::nullopt;
    return text;
}

void writeSource(const MediaPart& media, json::Writer& out) {
    out.beginObject("source");
    if (media.source == MediaSource::Url) {
        out.text("type", "url").text("url", media.data.view());
    } else if (media.source == MediaSource::FileId) {
        out.text("type", "file").text("file_id", media.data.view());
    } else if (media.source == MediaSource::Text) {
        out.text("type", "text").text("media_type", "text/plain").text("data", media.data.view());
    } else if (const auto text = plainText(media)) {
        out.text("type", "text").text("media_type", "text/plain").text("data", *text);
    } else {
        out.text("type", "base64");
        out.text("media_type", media.mediaType == "image/jpg" ? "image/jpeg" : media.mediaType);
        out.text("data", media.data.view());
    }
    out.endObject();
}

} // namespace

void writeCacheMark(const std::optional<CacheMark>& mark, json::Writer& out) {
    if (!mark)
        return;
    out.beginObject("cache_control").text("type", "ephemeral");
    if (!mark->lifetime.empty())
        out.text("ttl", mark->lifetime);
    out.endObject();
}

void writeReasoningMembers(const ReasoningPart& reasoning, std::string_view text, json::Writer& out) {
    const bool foreign = reasoning.dialect != Dialect::Anthropic;
    if (!reasoning.encrypted.empty()) {
        out.text("type", "redacted_thinking");
        out.text("data", foreign ? wrapForeign(reasoning, reasoning.encrypted) : reasoning.encrypted);
        return;
    }
    out.text("type", "thinking").text("thinking", text);
    out.text("signature", foreign ? wrapForeign(reasoning, reasoning.signature) : reasoning.signature);
}

void writeInput(const ToolUsePart& use, json::Writer& out) {
    if (use.input == ToolInput::Text) {
        out.beginObject().text("input", use.arguments).endObject();
        return;
    }
    if (const auto object = argumentsObject(use.arguments))
        out.raw(*object);
    else
        out.beginObject().text("arguments", use.arguments).endObject();
}

bool isSayableMedia(const MediaPart& media) {
    const bool known = std::find(imageTypes.begin(), imageTypes.end(), media.mediaType) != imageTypes.end();
    switch (media.source) {
    case MediaSource::Url:
        return (media.kind == MediaKind::Image || media.kind == MediaKind::Document) && isHttpUrl(media.data.view());
    case MediaSource::Base64:
        if (media.kind == MediaKind::Image)
            return known;
        return media.kind == MediaKind::Document && (media.mediaType == "application/pdf" || plainText(media));
    case MediaSource::Text:
        return media.kind == MediaKind::Document;
    case MediaSource::FileId:
        break;
    }
    return media.kind == MediaKind::Image || media.kind == MediaKind::Document;
}

void writeMediaMembers(const MediaPart& media, json::Writer& out) {
    out.text("type", media.kind == MediaKind::Image ? "image" : "document");
    writeSource(media, out);
    if (media.kind == MediaKind::Image)
        return;
    if (!media.name.empty())
        out.text("title", media.name);
    if (!media.context.empty())
        out.text("context", media.context);
    if (media.citations)
        out.beginObject("citations").boolean("enabled", true).endObject();
}

} // namespace gatehouse::dialects::anthropic
