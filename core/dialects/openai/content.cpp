// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/content.h"

#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::openai {
namespace {

using json::View;

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
    const View image = part["image_url"];
    media.detail = image.isObject() ? image["detail"].text() : part["detail"].text();
    setAddress(media, image.isObject() ? image["url"] : image);
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

MediaPart readFile(View part) {
    MediaPart media;
    media.kind = MediaKind::Document;
    const View file = part["file"];
    media.name = file["filename"].text();
    if (file["file_id"].given()) {
        media.source = MediaSource::FileId;
        media.data = file["file_id"].bodyText();
        return media;
    }
    setAddress(media, file["file_data"]);
    // Bare base64 is taken by some servers.
    if (media.source == MediaSource::Url && !isHttpUrl(media.data.view())) {
        media.source = MediaSource::Base64;
        media.mediaType = "application/pdf";
    }
    return media;
}

std::string joinedThoughts(View thinking) {
    if (thinking.isString())
        return thinking.text();
    std::string text;
    for (const View piece : thinking.children())
        text += piece["text"].text();
    return text;
}

std::optional<PartContent> readKnownPart(View part, std::string_view type) {
    if (type == "text" || type == "input_text" || type == "output_text")
        return TextPart{part["text"].text(), readAnnotations(part["annotations"])};
    if (type == "image_url")
        return readImage(part);
    if (type == "input_audio")
        return readAudio(part);
    if (type == "file")
        return readFile(part);
    if (type == "refusal")
        return RefusalPart{part["refusal"].text()};
    if (type == "thinking") {
        ReasoningPart reasoning;
        reasoning.text = joinedThoughts(part["thinking"]);
        return reasoning;
    }
    return std::nullopt;
}

Part readPart(View value, int at) {
    Part part;
    part.at = at;
    const std::string type = value["type"].text();
    if (auto known = readKnownPart(value, type))
        part.content = std::move(*known);
    else
        part.content = UnknownPart{Dialect::OpenAi, type, value.compact()};
    part.cache = cacheMarkIn(value);
    return part;
}

std::optional<ToolUsePart> readCall(View call) {
    ToolUsePart use;
    use.id = call["id"].text();
    if (const View custom = call["custom"]; custom.isObject()) {
        use.name = custom["name"].text();
        use.arguments = custom["input"].text();
        use.input = ToolInput::Text;
        return use;
    }
    const View function = call["function"];
    if (!function.isObject())
        return std::nullopt;
    use.name = function["name"].text();
    use.arguments = argumentsText(function["arguments"]);
    use.signature = call["extra_content"]["google"]["thought_signature"].text();
    return use;
}

// Fragments of one thought, as a client keeps them from a stream: neighbours of the same index.
bool continues(const ReasoningPart& before, const ReasoningPart& next, std::int64_t indexBefore, std::int64_t index) {
    return indexBefore == index && before.signature.empty() && before.encrypted.empty() && next.encrypted.empty() &&
           before.summary == next.summary && (before.format == next.format || next.format.empty());
}

void readDetails(View details, std::vector<Part>& parts) {
    std::int64_t before = -1;
    int at = 0;
    const std::size_t first = parts.size();
    for (const View detail : details.children()) {
        auto reasoning = readReasoningDetail(detail);
        const int place = at++;
        if (!reasoning)
            continue;
        const std::int64_t index = detail["index"].integer().value_or(-2 - place);
        if (parts.size() > first) {
            auto& last = std::get<ReasoningPart>(parts.back().content);
            if (continues(last, *reasoning, before, index)) {
                last.text += reasoning->text;
                last.signature = std::move(reasoning->signature);
                continue;
            }
        }
        before = index;
        Part part;
        part.content = std::move(*reasoning);
        parts.push_back(std::move(part));
    }
}

} // namespace

std::string argumentsText(View arguments) {
    if (arguments.isObject())
        return arguments.compact();
    std::string text = arguments.text();
    return isBlankText(text) || text == "null" ? "{}" : text;
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
    for (const View value : content.children())
        parts.push_back(readPart(value, at++));
}

std::optional<ReasoningPart> readReasoningDetail(View detail) {
    const std::string type = detail["type"].text();
    ReasoningPart reasoning;
    reasoning.id = detail["id"].text();
    reasoning.format = detail["format"].text();
    if (type == "reasoning.text") {
        reasoning.text = detail["text"].text();
        reasoning.signature = detail["signature"].text();
    } else if (type == "reasoning.summary") {
        reasoning.text = detail["summary"].text();
        reasoning.summary = true;
    } else if (type == "reasoning.encrypted") {
        reasoning.encrypted = detail["data"].text();
    } else {
        return std::nullopt;
    }
    // Only Anthropic signs plain text; what is encrypted must name its vendor to be taken for theirs.
    const bool unnamed = reasoning.format.empty() && !reasoning.signature.empty();
    if (reasoning.format.starts_with("anthropic") || unnamed)
        reasoning.dialect = Dialect::Anthropic;
    else if (reasoning.format.starts_with("google-gemini"))
        reasoning.dialect = Dialect::Gemini;
    else if (reasoning.format.starts_with("amazon-bedrock"))
        reasoning.dialect = Dialect::Bedrock;
    return reasoning;
}

void readReasoning(View message, std::vector<Part>& parts) {
    const std::size_t before = parts.size();
    readDetails(message["reasoning_details"], parts);
    const bool worded = std::any_of(parts.begin() + static_cast<std::ptrdiff_t>(before), parts.end(),
                                    [](const Part& p) { return !std::get<ReasoningPart>(p.content).text.empty(); });
    if (worded)
        return;
    View plain = message["reasoning_content"];
    if (!plain.isString() || plain.text().empty())
        plain = message["reasoning"];
    ReasoningPart reasoning;
    reasoning.text = plain.text();
    if (reasoning.text.empty())
        return;
    if (parts.size() == before + 1 && !std::get<ReasoningPart>(parts.back().content).signature.empty()) {
        std::get<ReasoningPart>(parts.back().content).text = std::move(reasoning.text);
        return;
    }
    Part part;
    part.content = std::move(reasoning);
    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(before), std::move(part));
}

void readToolCalls(View message, std::string_view seed, std::vector<Part>& parts) {
    int at = 0;
    const auto add = [&](ToolUsePart use) {
        if (use.id.empty())
            use.id = madeToolId(std::string(seed) + ':' + std::to_string(at));
        Part part;
        part.content = std::move(use);
        part.at = at++;
        parts.push_back(std::move(part));
    };
    for (const View call : message["tool_calls"].children()) {
        if (auto use = readCall(call))
            add(std::move(*use));
    }
    const View legacy = message["function_call"];
    if (legacy.isObject() && at == 0)
        add({{}, legacy["name"].text(), argumentsText(legacy["arguments"]), ToolInput::Object, {}});
}

std::vector<Citation> readAnnotations(View annotations) {
    std::vector<Citation> citations;
    for (const View annotation : annotations.children()) {
        const View source = annotation["url_citation"];
        if (!source.isObject())
            continue;
        Citation citation;
        citation.url = source["url"].text();
        citation.title = source["title"].text();
        citation.citedText = source["content"].text();
        citation.start = source["start_index"].integer();
        citation.end = source["end_index"].integer();
        citation.raw = annotation.compact();
        citations.push_back(std::move(citation));
    }
    return citations;
}

} // namespace gatehouse::dialects::openai
