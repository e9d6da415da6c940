// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/output_items.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/openai/answer.h"

namespace gatehouse::dialects::responses {
namespace {

std::string_view nameOf(ItemStatus status) {
    switch (status) {
    case ItemStatus::InProgress:
        return "in_progress";
    case ItemStatus::Completed:
        return "completed";
    case ItemStatus::Incomplete:
        break;
    }
    return "incomplete";
}

void writeTextPart(std::string_view type, std::string_view text, json::Writer& out) {
    out.beginObject().text("type", type).text("text", text).endObject();
}

void writeThought(const OutputItem& item, bool begun, json::Writer& out) {
    out.text("type", "reasoning").beginArray("summary");
    if (!begun && !item.words && !item.text.empty())
        writeTextPart("summary_text", item.text, out);
    out.endArray();
    if (item.words) {
        out.beginArray("content");
        if (!begun && !item.text.empty())
            writeTextPart("reasoning_text", item.text, out);
        out.endArray();
    }
    if (!begun && !item.encrypted.empty())
        out.text("encrypted_content", item.encrypted);
}

} // namespace

bool isSayable(const Citation& citation) {
    return !citation.url.empty() || citation.dialect == Dialect::OpenAiResponses;
}

void writeAnnotation(const Citation& citation, const OutputContent& part, json::Writer& out) {
    if (citation.dialect == Dialect::OpenAiResponses) {
        out.raw(citation.raw);
        return;
    }
    out.beginObject().text("type", "url_citation").text("url", citation.url).text("title", citation.title);
    out.number("start_index", citation.start.value_or(0));
    out.number("end_index", citation.end.value_or(openai::characters(part.text))).endObject();
}

void writeContentPart(const OutputContent& part, json::Writer& out) {
    out.beginObject();
    if (part.refusal) {
        out.text("type", "refusal").text("refusal", part.text).endObject();
        return;
    }
    out.text("type", "output_text").text("text", part.text).beginArray("annotations");
    for (const auto& citation : part.citations) {
        if (isSayable(citation))
            writeAnnotation(citation, part, out);
    }
    out.endArray().beginArray("logprobs").endArray().endObject();
}

void writeItem(const OutputItem& item, ItemStatus status, json::Writer& out) {
    if (item.kind == OutputKind::Raw) {
        out.raw(item.raw);
        return;
    }
    const bool begun = status == ItemStatus::InProgress;
    const std::string_view text = begun ? std::string_view() : std::string_view(item.text);
    out.beginObject().text("id", item.id);
    switch (item.kind) {
    case OutputKind::Message:
        out.text("type", "message").text("status", nameOf(status)).text("role", "assistant").beginArray("content");
        if (!begun) {
            for (const auto& part : item.content)
                writeContentPart(part, out);
        }
        out.endArray();
        break;
    case OutputKind::FunctionCall:
        out.text("type", "function_call").text("status", nameOf(status)).text("call_id", item.callId);
        out.text("name", item.name).text("arguments", text);
        break;
    case OutputKind::CustomCall:
        out.text("type", "custom_tool_call").text("status", nameOf(status)).text("call_id", item.callId);
        out.text("name", item.name).text("input", text);
        break;
    case OutputKind::Reasoning:
        writeThought(item, begun, out);
        break;
    case OutputKind::Image:
        out.text("type", "image_generation_call").text("status", nameOf(status));
        if (begun)
            out.null("result");
        else
            out.text("result", text);
        break;
    case OutputKind::Raw:
        break;
    }
    for (const auto& field : item.extra) {
        if (field.dialect == Dialect::OpenAiResponses)
            out.raw(field.name, field.value);
    }
    out.endObject();
}

std::string freeText(const std::string& arguments) {
    const auto document = json::Document::parse(arguments);
    if (!document || document->root().size() != 1 || !document->root()["input"].isString())
        return arguments;
    return document->root()["input"].text();
}

} // namespace gatehouse::dialects::responses
