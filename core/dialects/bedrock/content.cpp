// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/content.h"

#include "core/dialects/anthropic/foreign_reasoning.h"
#include "core/dialects/base64.h"
#include "core/dialects/bedrock/words.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <array>

namespace gatehouse::dialects::bedrock {
namespace {

using json::View;

constexpr std::string_view wrapped = "gatehouse.";

UnknownPart unknownPart(View block, std::string_view kind) {
    return {Dialect::Bedrock, std::string(kind), block.compact()};
}

// The texts of [{"text": …}], joined.
std::string textsIn(View array) {
    std::string out;
    for (const View piece : array.children())
        out += piece["text"].text();
    return out;
}

// Nothing where the model has no place for the source: a document made of blocks, a bucket of another account.
std::optional<MediaPart> readMedia(View value, MediaKind kind) {
    MediaPart media;
    media.kind = kind;
    media.mediaType = mediaTypeOf(kind, value["format"].text());
    const View source = value["source"];
    const View place = source["s3Location"];
    if (source["bytes"].isString()) {
        media.source = MediaSource::Base64;
        media.data = source["bytes"].bodyText();
    } else if (place["uri"].isString() && !place["bucketOwner"].given()) {
        media.source = MediaSource::Url;
        media.data = place["uri"].bodyText();
    } else if (source["text"].isString()) {
        media.source = MediaSource::Text;
        media.data = source["text"].bodyText();
    } else {
        return std::nullopt;
    }
    media.name = value["name"].text();
    media.context = value["context"].text();
    media.citations = value["citations"]["enabled"].isTrue();
    return media;
}

ToolUsePart readToolUse(View value) {
    ToolUsePart use;
    use.id = value["toolUseId"].text();
    use.name = value["name"].text();
    if (value["input"].isObject())
        use.arguments = value["input"].compact();
    return use;
}

ToolResultPart readToolResult(View value) {
    ToolResultPart result;
    result.id = value["toolUseId"].text();
    result.isError = value["status"].text() == "error";
    readContent(value["content"], result.parts);
    return result;
}

ReasoningPart readReasoning(View value) {
    ReasoningPart reasoning;
    reasoning.dialect = Dialect::Bedrock;
    if (value["redactedContent"].isString()) {
        takeRedacted(value["redactedContent"].text(), reasoning);
        return reasoning;
    }
    const View words = value["reasoningText"];
    reasoning.text = words["text"].text();
    takeSignature(words["signature"].text(), reasoning);
    return reasoning;
}

TextPart readCited(View value) {
    TextPart text;
    text.text = textsIn(value["content"]);
    for (const View citation : value["citations"].children())
        text.citations.push_back(readCitation(citation));
    return text;
}

// Words that a guardrail shall look at are words to the model; that they are marked is Bedrock's alone.
void readGuarded(View block, Part& part) {
    const View text = block["guardContent"]["text"];
    if (!text["text"].isString()) {
        part.content = unknownPart(block, "guardContent");
        return;
    }
    part.content = TextPart{text["text"].text(), {}};
    part.unknown.push_back({Dialect::Bedrock, "guardContent", block["guardContent"].compact()});
}

constexpr std::array kinds = {"text",       "image",        "document",   "video",
                              "audio",      "toolUse",      "toolResult", "reasoningContent",
                              "cachePoint", "guardContent", "json",       "citationsContent"};

std::string_view kindOf(View block) {
    for (const char* const kind : kinds) {
        if (block[kind].given())
            return kind;
    }
    for (const View member : block.children()) {
        if (member.given())
            return member.name();
    }
    return {};
}

void readMediaBlock(View block, std::string_view name, MediaKind kind, Part& part) {
    if (auto media = readMedia(block[name], kind))
        part.content = std::move(*media);
    else
        part.content = unknownPart(block, name);
}

void readBlock(View block, std::string_view kind, Part& part) {
    const View value = block[kind];
    if (kind == "text")
        part.content = TextPart{value.text(), {}};
    else if (kind == "image")
        readMediaBlock(block, kind, MediaKind::Image, part);
    else if (kind == "document")
        readMediaBlock(block, kind, MediaKind::Document, part);
    else if (kind == "video")
        readMediaBlock(block, kind, MediaKind::Video, part);
    else if (kind == "audio")
        readMediaBlock(block, kind, MediaKind::Audio, part);
    else if (kind == "toolUse" && value["type"].text() != "server_tool_use")
        part.content = readToolUse(value);
    else if (kind == "toolResult" && !value["type"].given())
        part.content = readToolResult(value);
    else if (kind == "reasoningContent")
        part.content = readReasoning(value);
    else if (kind == "citationsContent")
        part.content = readCited(value);
    else if (kind == "guardContent")
        readGuarded(block, part);
    else
        part.content = unknownPart(block, kind);
}

} // namespace

Citation readCitation(View value) {
    Citation citation;
    citation.dialect = Dialect::Bedrock;
    citation.title = value["title"].text();
    citation.citedText = textsIn(value["sourceContent"]);
    citation.url = value["location"]["web"]["url"].text();
    if (const std::string source = value["source"].text(); citation.url.empty() && isHttpUrl(source))
        citation.url = source;
    citation.raw = value.compact();
    return citation;
}

void takeSignature(std::string signature, ReasoningPart& reasoning) {
    const bool foreign = signature.starts_with(wrapped);
    reasoning.signature = anthropic::unwrapForeign(std::move(signature), reasoning);
    if (!foreign)
        reasoning.dialect = Dialect::Bedrock;
}

void takeRedacted(std::string base64, ReasoningPart& reasoning) {
    reasoning.dialect = Dialect::Bedrock;
    if (auto bytes = decodeBase64(base64); bytes && bytes->starts_with(wrapped)) {
        reasoning.encrypted = anthropic::unwrapForeign(std::move(*bytes), reasoning);
        return;
    }
    reasoning.encrypted = std::move(base64);
}

std::string signatureOf(const ReasoningPart& reasoning, std::string_view signature) {
    if (reasoning.dialect == Dialect::Bedrock)
        return std::string(signature);
    return anthropic::wrapForeign(reasoning, signature);
}

std::string redactedOf(const ReasoningPart& reasoning) {
    if (reasoning.dialect == Dialect::Bedrock)
        return reasoning.encrypted;
    return encodeBase64(anthropic::wrapForeign(reasoning, reasoning.encrypted));
}

void readContent(View content, std::vector<Part>& parts) {
    int at = -1;
    for (const View block : content.children()) {
        ++at;
        const std::string_view kind = kindOf(block);
        if (kind == "cachePoint" && !parts.empty()) {
            parts.back().cache = CacheMark{block[kind]["ttl"].text()};
            continue;
        }
        Part part;
        part.at = at;
        if (kind == "json") {
            part.content = TextPart{block[kind].compact(), {}};
            part.unknown.push_back({Dialect::Bedrock, "json", "null"}); // how it came: no loss to others
        } else {
            readBlock(block, kind, part);
        }
        parts.push_back(std::move(part));
        anthropic::foldSignatureOfCall(parts);
    }
}

} // namespace gatehouse::dialects::bedrock
