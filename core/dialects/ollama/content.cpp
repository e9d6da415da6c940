// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/content.h"

#include "core/dialects/translation.h"

namespace gatehouse::dialects::ollama {
namespace {

using json::View;

void addPart(PartContent content, int at, std::vector<Part>& parts) {
    Part part;
    part.content = std::move(content);
    part.at = at;
    parts.push_back(std::move(part));
}

} // namespace

void addText(std::string text, std::vector<Part>& parts) {
    if (!text.empty())
        addPart(TextPart{std::move(text), {}}, -1, parts);
}

std::string_view imageTypeOf(std::string_view base64) {
    if (base64.starts_with("/9j/"))
        return "image/jpeg";
    if (base64.starts_with("R0lGOD"))
        return "image/gif";
    if (base64.starts_with("UklGR"))
        return "image/webp";
    return "image/png";
}

void readImages(View images, std::vector<Part>& parts) {
    int at = 0;
    for (const View image : images.children()) {
        MediaPart media;
        media.source = MediaSource::Base64;
        media.data = image.bodyText();
        if (const auto data = parseDataUrl(media.data.view())) {
            media.mediaType = data->mediaType;
            media.data = BodyText::owning(std::string(data->data));
        } else {
            media.mediaType = imageTypeOf(media.data.view());
        }
        addPart(std::move(media), at++, parts);
    }
}

ToolUsePart readToolCall(View call) {
    ToolUsePart use;
    use.id = call["id"].text();
    use.name = call["function"]["name"].text();
    const View arguments = call["function"]["arguments"];
    if (arguments.isObject())
        use.arguments = arguments.compact();
    else if (arguments.isString()) // some servers behind this form
        use.arguments = argumentsObject(arguments.text()).value_or(arguments.text());
    return use;
}

void readAnswerParts(View message, std::string_view seed, std::vector<Part>& parts) {
    if (std::string thinking = message["thinking"].text(); !thinking.empty()) {
        ReasoningPart reasoning;
        reasoning.text = std::move(thinking);
        reasoning.dialect = Dialect::Ollama;
        addPart(std::move(reasoning), -1, parts);
    }
    addText(message["content"].text(), parts);
    readImages(message["images"], parts);
    int at = 0;
    for (const View call : message["tool_calls"].children()) {
        ToolUsePart use = readToolCall(call);
        if (use.id.empty())
            use.id = madeToolId(std::string(seed) + ':' + std::to_string(at));
        addPart(std::move(use), at++, parts);
    }
}

RawJson argumentsOf(const ToolUsePart& use) {
    if (use.input == ToolInput::Object) {
        if (auto object = argumentsObject(use.arguments))
            return *object;
    }
    std::string object;
    json::Writer(object)
        .beginObject()
        .text(use.input == ToolInput::Text ? "input" : "arguments", use.arguments)
        .endObject();
    return object;
}

void writeToolCall(const ToolUsePart& use, int index, json::Writer& out) {
    out.beginObject().text("id", use.id).beginObject("function").number("index", index).text("name", use.name);
    out.raw("arguments", argumentsOf(use)).endObject().endObject();
}

} // namespace gatehouse::dialects::ollama
