// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/content.h"

#include "core/dialects/anthropic/foreign_reasoning.h"
#include "core/dialects/request_reading.h"

#include <array>

namespace gatehouse::dialects::anthropic {
namespace {

using json::View;

// Fields of the blocks that the model has places for.
constexpr std::array known = {"type",     "text",     "citations", "cache_control", "source",      "title",
                              "context",  "id",       "name",      "input",         "tool_use_id", "content",
                              "is_error", "thinking", "signature", "data"};

void setSource(MediaPart& media, View source) {
    const std::string type = source["type"].text();
    media.mediaType = source["media_type"].text();
    if (type == "base64") {
        media.source = MediaSource::Base64;
        media.data = source["data"].bodyText();
    } else if (type == "url") {
        media.source = MediaSource::Url;
        media.data = source["url"].bodyText();
    } else if (type == "file") {
        media.source = MediaSource::FileId;
        media.data = source["file_id"].bodyText();
    } else {
        media.source = MediaSource::Text;
        media.data = source["data"].bodyText();
    }
}

MediaPart readMedia(View block, MediaKind kind) {
    MediaPart media;
    media.kind = kind;
    setSource(media, block["source"]);
    media.name = block["title"].text();
    media.context = block["context"].text();
    media.citations = block["citations"]["enabled"].isTrue();
    return media;
}

TextPart readText(View block) {
    TextPart text;
    text.text = block["text"].text();
    for (const View citation : block["citations"].children())
        text.citations.push_back(readCitation(citation));
    return text;
}

ToolUsePart readToolUse(View block) {
    ToolUsePart use;
    use.id = block["id"].text();
    use.name = block["name"].text();
    if (block["input"].isObject())
        use.arguments = block["input"].compact();
    return use;
}

ToolResultPart readToolResult(View block) {
    ToolResultPart result;
    result.id = block["tool_use_id"].text();
    result.isError = block["is_error"].isTrue();
    readContent(block["content"], result.parts);
    return result;
}

ReasoningPart readThinking(View block) {
    ReasoningPart reasoning;
    reasoning.text = block["thinking"].text();
    reasoning.signature = unwrapForeign(block["signature"].text(), reasoning);
    return reasoning;
}

ReasoningPart readRedacted(View block) {
    ReasoningPart reasoning;
    reasoning.encrypted = unwrapForeign(block["data"].text(), reasoning);
    return reasoning;
}

} // namespace

Citation readCitation(View value) {
    Citation citation;
    citation.dialect = Dialect::Anthropic;
    citation.url = value["url"].text();
    citation.title = value["title"].text();
    if (citation.title.empty())
        citation.title = value["document_title"].text();
    citation.citedText = value["cited_text"].text();
    citation.raw = value.compact();
    return citation;
}

PartContent readBlock(View block) {
    const std::string type = block["type"].text();
    if (type == "text")
        return readText(block);
    if (type == "image")
        return readMedia(block, MediaKind::Image);
    // A document made of blocks has no place in the model.
    if (type == "document" && block["source"]["type"].text() != "content")
        return readMedia(block, MediaKind::Document);
    if (type == "tool_use")
        return readToolUse(block);
    if (type == "tool_result")
        return readToolResult(block);
    if (type == "thinking")
        return readThinking(block);
    if (type == "redacted_thinking")
        return readRedacted(block);
    return UnknownPart{Dialect::Anthropic, type, block.compact()};
}

void readContent(View content, std::vector<Part>& parts) {
    if (content.isString()) {
        Part part;
        part.content = TextPart{content.text(), {}};
        parts.push_back(std::move(part));
        return;
    }
    if (!content.isArray())
        return;
    int at = 0;
    for (const View block : content.children()) {
        Part part;
        part.at = at++;
        part.content = readBlock(block);
        part.cache = cacheMarkIn(block);
        if (!std::holds_alternative<UnknownPart>(part.content))
            part.unknown = unknownFields(block, known, Dialect::Anthropic);
        parts.push_back(std::move(part));
        foldSignatureOfCall(parts);
    }
}

} // namespace gatehouse::dialects::anthropic
