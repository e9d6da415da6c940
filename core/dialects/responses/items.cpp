// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/items.h"

#include "core/dialects/request_reading.h"
#include "core/dialects/responses/carried_thoughts.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::responses {
namespace {

using json::View;

// Members of items that are read, or that only name the item at its service.
constexpr std::array knownOfItem = {
    "type",   "id",    "status",  "role",      "content",           "call_id",           "name",
    "output", "input", "summary", "arguments", "encrypted_content", "max_output_length", "created_by",
};

// A data URL becomes its data, seen in the body where that holds it without escapes.
void setAddress(MediaPart& media, View url) {
    BodyText whole = url.bodyText();
    const auto data = parseDataUrl(whole.view());
    if (!data) {
        media.source = MediaSource::Url;
        media.data = std::move(whole);
        return;
    }
    media.source = MediaSource::Base64;
    media.mediaType = data->mediaType;
    const bool escaped = whole.view().data() != url.written().data() + 1;
    media.data = escaped ? BodyText::owning(std::string(data->data)) : BodyText::viewing(data->data);
}

MediaPart readImage(View part) {
    MediaPart media;
    media.detail = part["detail"].text();
    if (part["file_id"].isString()) {
        media.source = MediaSource::FileId;
        media.data = part["file_id"].bodyText();
        return media;
    }
    // Some clients send the object of Chat Completions.
    setAddress(media, part["image_url"].isObject() ? part["image_url"]["url"] : part["image_url"]);
    return media;
}

MediaPart readFile(View part) {
    MediaPart media;
    media.kind = MediaKind::Document;
    media.name = part["filename"].text();
    media.detail = part["detail"].text();
    if (part["file_id"].isString()) {
        media.source = MediaSource::FileId;
        media.data = part["file_id"].bodyText();
    } else if (part["file_url"].isString()) {
        media.data = part["file_url"].bodyText();
    } else {
        setAddress(media, part["file_data"]);
        // Bare base64 is taken by the service too.
        if (media.source == MediaSource::Url && !isHttpUrl(media.data.view())) {
            media.source = MediaSource::Base64;
            media.mediaType = "application/pdf";
        }
    }
    return media;
}

MediaPart readAudio(View part) {
    MediaPart media;
    media.kind = MediaKind::Audio;
    media.source = MediaSource::Base64;
    media.data = part["input_audio"]["data"].bodyText();
    media.mediaType = "audio/" + part["input_audio"]["format"].text();
    return media;
}

Part readPart(View value, int at) {
    Part part;
    part.at = at;
    const std::string type = value["type"].text();
    if (type == "input_text" || type == "output_text" || type == "text" || type == "summary_text")
        part.content = TextPart{value["text"].text(), readAnnotations(value["annotations"])};
    else if (type == "refusal")
        part.content = RefusalPart{value["refusal"].text()};
    else if (type == "input_image")
        part.content = readImage(value);
    else if (type == "input_file")
        part.content = readFile(value);
    else if (type == "input_audio")
        part.content = readAudio(value);
    else
        part.content = UnknownPart{Dialect::OpenAiResponses, type, value.compact()};
    return part;
}

// Arguments are a JSON string; empty text means none.
std::string argumentsText(View arguments) {
    if (arguments.isObject())
        return arguments.compact();
    std::string text = arguments.text();
    return isBlankText(text) || text == "null" ? "{}" : text;
}

bool isCallOutput(std::string_view type) {
    return type == "function_call_output" || type == "custom_tool_call_output";
}

ToolUsePart readCall(View item, bool custom) {
    ToolUsePart use;
    use.id = item["call_id"].text();
    if (use.id.empty())
        use.id = item["id"].text();
    use.name = item["name"].text();
    if (custom) {
        use.input = ToolInput::Text;
        use.arguments = item["input"].text();
    } else {
        use.arguments = argumentsText(item["arguments"]);
    }
    if (use.id.empty())
        use.id = madeToolId(use.name + ':' + use.arguments);
    return use;
}

std::string joinedThoughts(View content) {
    std::string text;
    for (const View piece : content.children())
        text += piece["text"].text();
    return text;
}

} // namespace

Side sideOf(std::string_view type, std::string_view role) {
    if (type.empty() || type == "message")
        return role == "assistant" ? Side::Assistant : Side::Prompt;
    return isCallOutput(type) ? Side::Tool : Side::Assistant;
}

Citation readAnnotation(View annotation) {
    Citation citation;
    citation.dialect = Dialect::OpenAiResponses;
    citation.raw = annotation.compact();
    if (annotation["type"].text() != "url_citation")
        return citation;
    citation.url = annotation["url"].text();
    citation.title = annotation["title"].text();
    citation.start = annotation["start_index"].integer();
    citation.end = annotation["end_index"].integer();
    return citation;
}

std::vector<Citation> readAnnotations(View annotations) {
    std::vector<Citation> citations;
    for (const View annotation : annotations.children())
        citations.push_back(readAnnotation(annotation));
    return citations;
}

std::string joinedSummary(View summary) {
    std::string text;
    for (const View piece : summary.children()) {
        if (!text.empty())
            text += "\n\n";
        text += piece["text"].text();
    }
    return text;
}

void readContent(View content, std::vector<Part>& parts) {
    if (content.isString()) {
        Part part;
        part.content = TextPart{content.text(), {}};
        parts.push_back(std::move(part));
        return;
    }
    int at = 0;
    for (const View value : content.isArray() ? content.children() : json::Range())
        parts.push_back(readPart(value, at++));
}

void ItemReader::readMessage(View item, int at, std::vector<Part>& parts) {
    const std::size_t before = parts.size();
    readContent(item["content"], parts);
    if (item["role"].text() != "assistant")
        return;
    const UnknownFields extra = unknownFields(item, knownOfItem, Dialect::OpenAiResponses); // "phase"
    for (std::size_t i = before; i < parts.size(); ++i) {
        parts[i].at = at;
        parts[i].unknown = extra;
    }
}

void ItemReader::readReasoning(View item, int at, std::vector<Part>& parts) {
    ReasoningPart reasoning;
    reasoning.dialect = Dialect::OpenAiResponses;
    reasoning.format = thoughtFormat;
    reasoning.id = item["id"].text();
    std::string text = joinedThoughts(item["content"]);
    const bool summary = text.empty();
    if (summary)
        text = joinedSummary(item["summary"]);
    std::string value = item["encrypted_content"].text();
    if (m_from == From::Answer) {
        reasoning.encrypted = std::move(value);
    } else if (!value.empty()) {
        if (auto call = takeEncryptedContent(std::move(value), reasoning)) {
            m_carried.insert_or_assign(std::move(call->callId), std::move(call->signature));
            return;
        }
    }
    const auto add = [&](ReasoningPart content) {
        Part part;
        part.at = at;
        part.content = std::move(content);
        parts.push_back(std::move(part));
    };
    // What a summary sums up is a part of its own: it is known only when the summary has ended.
    ReasoningPart words = reasoning;
    words.text = std::move(text);
    if (reasoning.dialect != Dialect::OpenAiResponses) {
        words.id.clear();
        return add(std::move(words));
    }
    words.summary = summary && !words.text.empty();
    words.encrypted.clear();
    if (!words.text.empty() || reasoning.encrypted.empty())
        add(std::move(words));
    if (!reasoning.encrypted.empty())
        add(std::move(reasoning));
}

void ItemReader::read(View item, int at, std::vector<Part>& parts) {
    const std::string type = item["type"].text();
    if (type.empty() || type == "message")
        return readMessage(item, at, parts);
    if (type == "reasoning")
        return readReasoning(item, at, parts);
    Part part;
    part.at = at;
    if (type == "function_call" || type == "custom_tool_call") {
        part.content = readCall(item, type == "custom_tool_call");
        part.unknown = unknownFields(item, knownOfItem, Dialect::OpenAiResponses);
    } else if (isCallOutput(type)) {
        ToolResultPart result;
        result.id = item["call_id"].text();
        readContent(item["output"], result.parts);
        part.content = std::move(result);
        part.unknown = unknownFields(item, knownOfItem, Dialect::OpenAiResponses);
    } else {
        part.content = UnknownPart{Dialect::OpenAiResponses, type, item.compact()};
    }
    parts.push_back(std::move(part));
}

void ItemReader::settle(std::vector<Part>& parts) const {
    if (m_carried.empty())
        return;
    for (auto& part : parts) {
        auto* use = std::get_if<ToolUsePart>(&part.content);
        if (const auto found = use ? m_carried.find(use->id) : m_carried.end(); found != m_carried.end())
            use->signature = found->second;
    }
}

} // namespace gatehouse::dialects::responses
