// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/parts.h"

#include "core/dialects/gemini/fields.h"
#include "core/dialects/gemini/signature.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::gemini {
namespace {

using json::View;

// Fields of a part that the model has places for. A signature is one only beside a text or a call.
constexpr std::array known = {"text", "thought", "inlineData", "fileData", "functionCall", "functionResponse"};

bool isKnown(std::string_view name) {
    return std::any_of(known.begin(), known.end(), [name](const char* each) { return isField(name, each); });
}

UnknownFields otherFields(View value, bool signatureHasPlace) {
    UnknownFields fields;
    for (const View member : value.children()) {
        const bool placed = signatureHasPlace && isField(member.name(), "thoughtSignature");
        if (member.given() && !placed && !isKnown(member.name()))
            fields.push_back({Dialect::Gemini, camelCase(member.name()), member.compact()});
    }
    return fields;
}

void add(PartContent content, int at, UnknownFields unknown, std::vector<Part>& parts) {
    Part part;
    part.content = std::move(content);
    part.at = at;
    part.unknown = std::move(unknown);
    parts.push_back(std::move(part));
}

void readText(View value, int at, std::vector<Part>& parts) {
    std::string text = value["text"].text();
    std::string signature = field(value, "thoughtSignature").text();
    auto unknown = otherFields(value, true);
    if (value["thought"].isTrue()) {
        ReasoningPart reasoning;
        reasoning.dialect = Dialect::Gemini;
        reasoning.format = signatureFormat;
        if (!signature.empty())
            unwrap(std::move(signature), reasoning);
        if (reasoning.encrypted.empty() || isForeign(reasoning))
            reasoning.text = std::move(text);
        add(std::move(reasoning), at, std::move(unknown), parts);
        return;
    }
    if (!text.empty() || signature.empty())
        add(TextPart{std::move(text), {}}, at, std::move(unknown), parts);
    if (signature.empty())
        return;
    ReasoningPart foreign;
    unwrap(signature, foreign);
    add(isForeign(foreign) ? std::move(foreign) : signatureOfText(std::move(signature)), at, {}, parts);
}

void readCall(View value, View call, int at, CallIds& ids, std::vector<Part>& parts) {
    ToolUsePart use;
    use.id = call["id"].text();
    if (use.id.empty())
        use.id = ids.next();
    use.name = call["name"].text();
    use.arguments = argumentsOf(call);
    use.signature = field(value, "thoughtSignature").text();
    add(std::move(use), at, otherFields(value, true), parts);
}

// {"output": text} is a text and {"error": text} a failure, as Google documents the two names; all else is an object.
void readResponse(View response, ToolResultPart& result) {
    Part part;
    const bool one = response.size() == 1;
    const View output = one ? response["output"] : View();
    const View error = one ? response["error"] : View();
    result.isError = error.isString();
    if (const View text = error.isString() ? error : output; text.isString() && !json::Document::parse(text.text()))
        part.content = TextPart{text.text(), {}};
    else
        part.content = TextPart{response.isObject() ? response.compact() : "{}", {}};
    result.parts.push_back(std::move(part));
}

void readResult(View value, View response, int at, std::vector<Part>& parts) {
    ToolResultPart result;
    result.id = response["id"].text();
    result.name = response["name"].text();
    readResponse(response["response"], result);
    CallIds none("");
    readParts(response["parts"], none, result.parts);
    add(std::move(result), at, otherFields(value, false), parts);
}

std::string typeName(View value) {
    for (const View member : value.children()) {
        const auto name = member.name();
        if (name != "thought" && !isField(name, "thoughtSignature") && !isField(name, "videoMetadata") &&
            !isField(name, "partMetadata"))
            return camelCase(name);
    }
    return "part";
}

} // namespace

std::string CallIds::next() {
    return madeToolId(m_seed + ':' + std::to_string(m_count++));
}

std::string argumentsOf(View call) {
    return call["args"].isObject() ? call["args"].compact() : "{}";
}

MediaKind mediaKindOf(std::string_view mediaType) {
    if (mediaType.starts_with("image/"))
        return MediaKind::Image;
    if (mediaType.starts_with("audio/"))
        return MediaKind::Audio;
    return mediaType.starts_with("video/") ? MediaKind::Video : MediaKind::Document;
}

MediaPart readMedia(View data, bool file) {
    MediaPart media;
    media.mediaType = field(data, "mimeType").text();
    media.kind = mediaKindOf(media.mediaType);
    media.name = field(data, "displayName").text();
    media.source = file ? MediaSource::Url : MediaSource::Base64;
    media.data = file ? field(data, "fileUri").bodyText() : data["data"].bodyText();
    return media;
}

void readPart(View value, int at, CallIds& ids, std::vector<Part>& parts) {
    if (const View call = field(value, "functionCall"); call.isObject())
        return readCall(value, call, at, ids, parts);
    if (const View response = field(value, "functionResponse"); response.isObject())
        return readResult(value, response, at, parts);
    if (const View data = field(value, "inlineData"); data.isObject())
        return add(readMedia(data, false), at, otherFields(value, false), parts);
    if (const View file = field(value, "fileData"); file.isObject())
        return add(readMedia(file, true), at, otherFields(value, false), parts);
    const bool lone = field(value, "thoughtSignature").isString() && value.size() == 1;
    if (value["text"].isString() || value["thought"].isTrue() || lone)
        return readText(value, at, parts);
    add(UnknownPart{Dialect::Gemini, typeName(value), value.compact()}, at, {}, parts);
}

void readParts(View value, CallIds& ids, std::vector<Part>& parts) {
    if (value.isObject())
        return readPart(value, 0, ids, parts);
    if (!value.isArray())
        return;
    int at = 0;
    for (const View part : value.children())
        readPart(part, at++, ids, parts);
}

} // namespace gatehouse::dialects::gemini
