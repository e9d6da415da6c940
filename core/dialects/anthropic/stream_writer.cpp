// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/stream_writer.h"

#include "core/base/sse.h"
#include "core/base/text.h"
#include "core/dialects/anthropic/answer.h"
#include "core/dialects/anthropic/block_writer.h"
#include "core/dialects/anthropic/foreign_reasoning.h"
#include "core/dialects/errors.h"
#include "core/dialects/stop_words.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::anthropic {
namespace {

// What this dialect has a block for.
bool isSayable(const PartContent& content) {
    const auto* unknown = std::get_if<UnknownPart>(&content);
    return !std::holds_alternative<MediaPart>(content) && !std::holds_alternative<ToolResultPart>(content) &&
           (!unknown || unknown->dialect == Dialect::Anthropic);
}

void writeBlock(const PartContent& content, json::Writer& json) {
    if (const auto* use = std::get_if<ToolUsePart>(&content)) {
        json.text("type", "tool_use").text("id", fittingToolId(use->id, IdAlphabet::Anthropic));
        json.text("name", use->name).beginObject("input").endObject();
    } else if (const auto* reasoning = std::get_if<ReasoningPart>(&content)) {
        if (reasoning->encrypted.empty())
            json.text("type", "thinking").text("thinking", "").text("signature", "");
        else
            writeReasoningMembers(*reasoning, "", json);
    } else if (const auto* unknown = std::get_if<UnknownPart>(&content)) {
        json.members(unknown->value);
    } else {
        json.text("type", "text").text("text", "");
    }
}

} // namespace

void MessageStreamWriter::write(const StreamEvent& event, std::string& out) {
    std::visit([&](const auto& one) { on(one, out); }, event);
}

void MessageStreamWriter::startMessage(const MessageStart& event, std::string& out) {
    if (m_started)
        return;
    m_started = true;
    if (m_options.answerId.empty())
        m_options.answerId = event.id;
    if (m_options.model.empty())
        m_options.model = event.model;
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", "message_start").beginObject("message");
    json.text("id", m_options.answerId).text("type", "message").text("role", "assistant");
    json.text("model", m_options.model).beginArray("content").endArray();
    json.null("stop_reason").null("stop_sequence").beginObject("usage");
    // What the provider tells only at the end stands in message_delta.
    writeUsageMembers(event.usage.value_or(Usage{}), json);
    json.endObject().endObject().endObject();
    appendSseEvent(out, "message_start", data);
}

void MessageStreamWriter::on(const MessageStart& event, std::string& out) {
    if (event.usage)
        m_usage = event.usage;
    startMessage(event, out);
}

void MessageStreamWriter::on(const PartStart& event, std::string& out) {
    startMessage({}, out);
    if (event.choice == 0 && isSayable(event.content)) // one answer, and nothing that it has no block for
        beginPart(event, out);
}

void MessageStreamWriter::on(const PartStop& event, std::string& out) {
    endPart(event.part, out);
}

void MessageStreamWriter::openBlock(Pending& pending, std::string& out) {
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", "content_block_start").number("index", m_nextBlock);
    json.beginObject("content_block");
    writeBlock(pending.content, json);
    json.endObject().endObject();
    appendSseEvent(out, "content_block_start", data);
}

template <typename Fill>
void MessageStreamWriter::delta(std::string& out, Fill fill) {
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", "content_block_delta").number("index", m_nextBlock).beginObject("delta");
    fill(json);
    json.endObject().endObject();
    appendSseEvent(out, "content_block_delta", data);
}

void MessageStreamWriter::writeSignature(Pending& pending, std::string_view signature, std::string& out) {
    const auto* reasoning = std::get_if<ReasoningPart>(&pending.content);
    if (!reasoning)
        return;
    pending.signedNow = true;
    const bool foreign = reasoning->dialect != Dialect::Anthropic;
    const std::string value = foreign ? wrapForeign(*reasoning, signature) : std::string(signature);
    delta(out, [&](json::Writer& json) { json.text("type", "signature_delta").text("signature", value); });
}

void MessageStreamWriter::writeArguments(Pending& pending, std::string_view text, std::string& out) {
    const std::string slice = inputSlice(pending, text);
    delta(out, [&](json::Writer& json) { json.text("type", "input_json_delta").text("partial_json", slice); });
}

void MessageStreamWriter::writeDelta(Pending& pending, const StreamEvent& event, std::string& out) {
    if (const auto* text = std::get_if<TextDelta>(&event)) {
        delta(out, [&](json::Writer& json) { json.text("type", "text_delta").text("text", text->text); });
    } else if (const auto* thought = std::get_if<ReasoningDelta>(&event)) {
        delta(out, [&](json::Writer& json) { json.text("type", "thinking_delta").text("thinking", thought->text); });
    } else if (const auto* arguments = std::get_if<ArgumentsDelta>(&event)) {
        writeArguments(pending, arguments->text, out);
    } else if (const auto* signature = std::get_if<SignatureDelta>(&event)) {
        writeSignature(pending, signature->signature, out);
    } else if (const auto* cited = std::get_if<CitationDelta>(&event)) {
        if (cited->citation.dialect == Dialect::Anthropic)
            delta(out, [&](json::Writer& json) {
                json.text("type", "citations_delta").raw("citation", cited->citation.raw);
            });
    }
}

void MessageStreamWriter::closeBlock(Pending& pending, std::string& out) {
    // Unsigned thoughts of another vendor must be known again when the client sends them back.
    const auto* reasoning = std::get_if<ReasoningPart>(&pending.content);
    if (reasoning && reasoning->encrypted.empty() && reasoning->dialect != Dialect::Anthropic && !pending.signedNow)
        writeSignature(pending, "", out);
    if (pending.quoted)
        delta(out, [](json::Writer& json) { json.text("type", "input_json_delta").text("partial_json", "\"}"); });
    std::string data;
    json::Writer(data).beginObject().text("type", "content_block_stop").number("index", m_nextBlock++).endObject();
    appendSseEvent(out, "content_block_stop", data);
}

void MessageStreamWriter::on(const UsageEvent& event, std::string& /*out*/) {
    m_usage = event.usage;
}

void MessageStreamWriter::on(const StopEvent& event, std::string& /*out*/) {
    if (event.choice == 0)
        m_stop = event;
}

void MessageStreamWriter::on(const StreamError& event, std::string& out) {
    out += writeStreamError(event.error, Dialect::Anthropic, m_options.answerId);
}

void MessageStreamWriter::on(const Ping& /*event*/, std::string& out) {
    if (m_started)
        appendSseEvent(out, "ping", R"({"type":"ping"})");
}

void MessageStreamWriter::finish(std::string& out) {
    startMessage({}, out);
    endAll(out);
    const StopEvent stop = m_stop.value_or(StopEvent{});
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", "message_delta").beginObject("delta");
    json.text("stop_reason", stopWord(Dialect::Anthropic, stop.stop)).name("stop_sequence");
    if (stop.stopSequence.empty())
        json.null();
    else
        json.text(stop.stopSequence);
    json.endObject().beginObject("usage");
    writeUsageMembers(m_usage.value_or(Usage{}), json);
    json.endObject().endObject();
    appendSseEvent(out, "message_delta", data);
    appendSseEvent(out, "message_stop", R"({"type":"message_stop"})");
}

} // namespace gatehouse::dialects::anthropic
