// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/content.h"

#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

namespace gatehouse::dialects::cohere {
namespace {

using json::View;

MediaPart readImage(View image) {
    MediaPart media;
    const View url = image.isObject() ? image["url"] : image;
    media.detail = image["detail"].text();
    BodyText whole = url.bodyText();
    const auto data = parseDataUrl(whole.view());
    if (!data) {
        media.data = std::move(whole);
        return media;
    }
    media.source = MediaSource::Base64;
    media.mediaType = data->mediaType;
    const bool escaped = whole.view().data() != url.written().data() + 1;
    media.data = escaped ? BodyText::owning(std::string(data->data)) : BodyText::viewing(data->data);
    return media;
}

PartContent readPart(View value) {
    const std::string type = value["type"].text();
    if (type == "text")
        return TextPart{value["text"].text(), {}};
    if (type == "image_url")
        return readImage(value["image_url"]);
    if (type == "document")
        return readDocument(value["document"]);
    if (type == "thinking") {
        ReasoningPart reasoning;
        reasoning.text = value["thinking"].text();
        reasoning.dialect = Dialect::Cohere;
        return reasoning;
    }
    return UnknownPart{Dialect::Cohere, type, value.compact()};
}

// One field alone stands for itself; several are told line by line.
std::string textOf(View data) {
    if (data.size() == 1) {
        for (const View member : data.children())
            return member.isString() ? member.text() : member.compact();
    }
    std::string text;
    for (const View member : data.children()) {
        text += text.empty() ? "" : "\n";
        text += std::string(member.name()) + ": ";
        text += member.isString() ? member.text() : member.compact();
    }
    return text;
}

} // namespace

void readContent(View content, std::vector<Part>& parts) {
    if (content.isString()) {
        Part part;
        part.content = TextPart{content.text(), {}};
        if (!std::get<TextPart>(part.content).text.empty())
            parts.push_back(std::move(part));
        return;
    }
    int at = 0;
    for (const View value : content.isArray() ? content.children() : json::Range()) {
        Part part;
        part.at = at++;
        part.content = readPart(value);
        const auto* text = std::get_if<TextPart>(&part.content);
        if (!text || !text->text.empty())
            parts.push_back(std::move(part));
    }
}

ToolUsePart readToolCall(View call) {
    ToolUsePart use;
    use.id = call["id"].text();
    use.name = call["function"]["name"].text();
    const View arguments = call["function"]["arguments"];
    const std::string text = arguments.isString() ? arguments.text() : std::string(arguments.written());
    use.arguments = argumentsObject(text).value_or(text);
    return use;
}

void readToolCalls(View calls, std::string_view seed, std::vector<Part>& parts) {
    int at = 0;
    for (const View call : calls.children()) {
        Part part;
        part.at = at++;
        ToolUsePart use = readToolCall(call);
        if (use.id.empty())
            use.id = madeToolId(std::string(seed) + ':' + std::to_string(part.at));
        part.content = std::move(use);
        parts.push_back(std::move(part));
    }
}

MediaPart readDocument(View document) {
    MediaPart media;
    media.kind = MediaKind::Document;
    media.source = MediaSource::Text;
    media.mediaType = "text/plain";
    media.citations = true;
    if (document.isString()) {
        media.data = document.bodyText();
        return media;
    }
    media.name = document["id"].text();
    const View data = document["data"];
    if (data.isString())
        media.data = data.bodyText();
    else
        media.data = BodyText::owning(textOf(data));
    return media;
}

void writeDocument(const MediaPart& media, json::Writer& out) {
    out.beginObject();
    if (!media.name.empty())
        out.text("id", media.name);
    out.beginObject("data");
    if (!media.context.empty())
        out.text("context", media.context);
    out.text("text", media.data.view()).endObject().endObject();
}

Citation readCitation(View value) {
    Citation citation;
    citation.dialect = Dialect::Cohere;
    citation.start = value["start"].integer();
    citation.end = value["end"].integer();
    citation.raw = value.compact();
    for (const View source : value["sources"].children()) {
        const View document = source["document"].isObject() ? source["document"] : source["tool_output"];
        citation.url = document["url"].text();
        citation.title = document["title"].text();
        if (citation.title.empty())
            citation.title = source["id"].text();
        for (const char* name : {"text", "snippet", "content"}) {
            if (citation.citedText.empty())
                citation.citedText = document[name].text();
        }
        break; // the model has one source
    }
    return citation;
}

void writeCitation(const Citation& citation, std::int64_t start, std::int64_t end, std::string_view quoted,
                   json::Writer& out) {
    if (citation.dialect == Dialect::Cohere && !citation.raw.empty()) {
        out.raw(citation.raw);
        return;
    }
    out.beginObject().number("start", start).number("end", end).text("text", quoted).beginArray("sources");
    out.beginObject().text("type", "document").text("id", citation.url.empty() ? citation.title : citation.url);
    out.beginObject("document");
    if (!citation.title.empty())
        out.text("title", citation.title);
    if (!citation.url.empty())
        out.text("url", citation.url);
    if (!citation.citedText.empty())
        out.text("snippet", citation.citedText);
    out.endObject().endObject().endArray().text("type", "TEXT_CONTENT").endObject();
}

void writeToolCall(const ToolUsePart& use, json::Writer& out) {
    out.text("id", use.id).text("type", "function").beginObject("function").text("name", use.name);
    if (use.input == ToolInput::Object) {
        out.text("arguments", use.arguments).endObject();
        return;
    }
    std::string object;
    json::Writer(object).beginObject().text("input", use.arguments).endObject();
    out.text("arguments", object).endObject();
}

} // namespace gatehouse::dialects::cohere
