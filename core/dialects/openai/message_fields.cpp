// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/message_fields.h"

#include "core/dialects/translation.h"

namespace gatehouse::dialects::openai {

std::vector<const ReasoningPart*> reasoningOf(const std::vector<Part>& parts) {
    std::vector<const ReasoningPart*> found;
    for (const auto& part : parts) {
        if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content))
            found.push_back(reasoning);
    }
    return found;
}

void writeReasoningDetail(const ReasoningPart& part, std::string_view text, int index, json::Writer& out) {
    out.beginObject();
    if (!part.encrypted.empty()) {
        out.text("type", "reasoning.encrypted").text("data", part.encrypted);
    } else if (part.summary) {
        out.text("type", "reasoning.summary").text("summary", text);
    } else {
        out.text("type", "reasoning.text").text("text", text);
        if (!part.signature.empty())
            out.text("signature", part.signature);
    }
    if (!part.id.empty())
        out.text("id", part.id);
    if (!part.format.empty())
        out.text("format", part.format);
    else if (part.dialect == Dialect::Anthropic)
        out.text("format", "anthropic-claude-v1");
    else if (part.dialect == Dialect::Gemini)
        out.text("format", "google-gemini-v1");
    else if (part.dialect == Dialect::Bedrock)
        out.text("format", "amazon-bedrock-v1");
    out.number("index", index).endObject();
}

void writeReasoningFields(const std::vector<const ReasoningPart*>& parts, json::Writer& out) {
    std::string text;
    bool mustReturn = false;
    for (const auto* part : parts) {
        text += part->text;
        mustReturn = mustReturn || !part->signature.empty() || !part->encrypted.empty() || !part->format.empty() ||
                     part->summary || part->dialect != Dialect::OpenAi;
    }
    if (!text.empty())
        out.text("reasoning_content", text);
    if (!mustReturn)
        return;
    out.beginArray("reasoning_details");
    int index = 0;
    for (const auto* part : parts)
        writeReasoningDetail(*part, part->text, index++, out);
    out.endArray();
}

void writeImages(const std::vector<const MediaPart*>& images, json::Writer& out) {
    out.beginArray("images");
    for (const auto* image : images) {
        const std::string head = image->source == MediaSource::Base64 ? "data:" + image->mediaType + ";base64," : "";
        out.beginObject().text("type", "image_url").beginObject("image_url");
        out.name("url").joined(head, image->data.view()).endObject().endObject();
    }
    out.endArray();
}

void writeToolCall(const ToolUsePart& use, json::Writer& out) {
    out.text("id", fittingToolId(use.id, IdAlphabet::OpenAi));
    if (use.input == ToolInput::Text) {
        out.text("type", "custom").beginObject("custom").text("name", use.name);
        out.text("input", use.arguments).endObject();
        return;
    }
    out.text("type", "function").beginObject("function").text("name", use.name);
    out.text("arguments", use.arguments).endObject();
    // As Google's own OpenAI endpoint does: clients send a call back with all its members.
    if (!use.signature.empty()) {
        out.beginObject("extra_content").beginObject("google");
        out.text("thought_signature", use.signature).endObject().endObject();
    }
}

} // namespace gatehouse::dialects::openai
