// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/stream_writer.h"

#include "core/base/text.h"
#include "core/dialects/anthropic/foreign_reasoning.h"
#include "core/dialects/bedrock/answer.h"
#include "core/dialects/bedrock/content.h"
#include "core/dialects/bedrock/words.h"
#include "core/dialects/errors.h"
#include "core/dialects/event_stream/frame_writer.h"

#include <algorithm>
#include <utility>

namespace gatehouse::dialects::bedrock {
namespace {

// What this dialect has a streamed block for.
bool isSayable(const PartContent& content) {
    return !std::holds_alternative<MediaPart>(content) && !std::holds_alternative<ToolResultPart>(content) &&
           !std::holds_alternative<UnknownPart>(content);
}

} // namespace

void ConverseStreamWriter::write(const StreamEvent& event, std::string& out) {
    std::visit([&](const auto& one) { on(one, out); }, event);
}

void ConverseStreamWriter::startMessage(std::string& out) {
    if (!std::exchange(m_started, true))
        event_stream::appendEvent(out, "messageStart", R"({"role":"assistant"})");
}

void ConverseStreamWriter::on(const MessageStart& event, std::string& out) {
    if (event.usage)
        m_usage = event.usage;
    startMessage(out);
}

void ConverseStreamWriter::on(const PartStart& event, std::string& out) {
    startMessage(out);
    if (event.choice == 0 && isSayable(event.content)) // one answer, and nothing that it has no block for
        beginPart(event, out);
}

void ConverseStreamWriter::on(const PartStop& event, std::string& out) {
    endPart(event.part, out);
}

void ConverseStreamWriter::openBlock(Pending& pending, std::string& out) {
    const auto* use = std::get_if<ToolUsePart>(&pending.content);
    const auto* reasoning = std::get_if<ReasoningPart>(&pending.content);
    if (use) {
        m_data.clear();
        json::Writer json(m_data);
        json.beginObject().number("contentBlockIndex", m_nextBlock).beginObject("start").beginObject("toolUse");
        json.text("toolUseId", use->id).text("name", use->name).endObject().endObject().endObject();
        event_stream::appendEvent(out, "contentBlockStart", m_data);
    } else if (reasoning && !reasoning->encrypted.empty()) {
        delta(pending, out, [&](json::Writer& json) {
            json.beginObject("reasoningContent").text("redactedContent", redactedOf(*reasoning)).endObject();
        });
    }
}

template <typename Fill>
void ConverseStreamWriter::delta(Pending& pending, std::string& out, Fill fill) {
    pending.filled = true;
    m_data.clear();
    json::Writer json(m_data);
    json.beginObject().number("contentBlockIndex", m_nextBlock).beginObject("delta");
    fill(json);
    json.endObject().endObject();
    event_stream::appendEvent(out, "contentBlockDelta", m_data);
}

void ConverseStreamWriter::writeSignature(Pending& pending, std::string_view signature, std::string& out) {
    const auto* reasoning = std::get_if<ReasoningPart>(&pending.content);
    if (!reasoning)
        return;
    pending.signedNow = true;
    delta(pending, out, [&](json::Writer& json) {
        json.beginObject("reasoningContent").text("signature", signatureOf(*reasoning, signature)).endObject();
    });
}

void ConverseStreamWriter::writeArguments(Pending& pending, std::string_view text, std::string& out) {
    const std::string slice = inputSlice(pending, text);
    delta(pending, out, [&](json::Writer& json) { json.beginObject("toolUse").text("input", slice).endObject(); });
}

void ConverseStreamWriter::writeDelta(Pending& pending, const StreamEvent& event, std::string& out) {
    if (const auto* text = std::get_if<TextDelta>(&event)) {
        delta(pending, out, [&](json::Writer& json) { json.text("text", text->text); });
    } else if (const auto* thought = std::get_if<ReasoningDelta>(&event)) {
        delta(pending, out, [&](json::Writer& json) {
            json.beginObject("reasoningContent").text("text", thought->text).endObject();
        });
    } else if (const auto* arguments = std::get_if<ArgumentsDelta>(&event)) {
        writeArguments(pending, arguments->text, out);
    } else if (const auto* signature = std::get_if<SignatureDelta>(&event)) {
        writeSignature(pending, signature->signature, out);
    } else if (const auto* cited = std::get_if<CitationDelta>(&event)) {
        delta(pending, out, [&](json::Writer& json) {
            json.name("citation");
            writeCitation(cited->citation, json);
        });
    }
}

void ConverseStreamWriter::closeBlock(Pending& pending, std::string& out) {
    // Unsigned thoughts of another vendor must be known again when the client sends them back.
    const auto* reasoning = std::get_if<ReasoningPart>(&pending.content);
    if (reasoning && reasoning->encrypted.empty() && reasoning->dialect != Dialect::Bedrock && !pending.signedNow)
        writeSignature(pending, "", out);
    if (std::exchange(pending.quoted, false))
        delta(pending, out, [](json::Writer& json) { json.beginObject("toolUse").text("input", "\"}").endObject(); });
    if (!pending.filled && std::holds_alternative<ToolUsePart>(pending.content))
        writeArguments(pending, "{}", out); // joined, the pieces must be an object
    if (!pending.filled)
        return; // nothing told the client of this block
    m_data.clear();
    json::Writer(m_data).beginObject().number("contentBlockIndex", m_nextBlock++).endObject();
    event_stream::appendEvent(out, "contentBlockStop", m_data);
}

void ConverseStreamWriter::on(const UsageEvent& event, std::string& /*out*/) {
    m_usage = event.usage;
}

void ConverseStreamWriter::on(const StopEvent& event, std::string& /*out*/) {
    if (event.choice == 0)
        m_stop = event;
}

void ConverseStreamWriter::on(const StreamError& event, std::string& out) {
    out += dialects::writeStreamError(event.error, Dialect::Bedrock, {});
}

// The service sends none.
void ConverseStreamWriter::on(const Ping& /*event*/, std::string& /*out*/) {}

void ConverseStreamWriter::finish(std::string& out) {
    startMessage(out);
    endAll(out);
    const StopEvent stop = m_stop.value_or(StopEvent{});
    m_data.clear();
    json::Writer end(m_data);
    end.beginObject().text("stopReason", stopWord(stop.stop));
    if (!stop.stopSequence.empty())
        end.beginObject("additionalModelResponseFields").text("stop_sequence", stop.stopSequence).endObject();
    end.endObject();
    event_stream::appendEvent(out, "messageStop", m_data);
    m_data.clear();
    json::Writer usage(m_data);
    usage.beginObject().beginObject("usage");
    writeUsageMembers(m_usage.value_or(Usage{}), usage);
    usage.endObject().beginObject("metrics").number("latencyMs", 0).endObject().endObject();
    event_stream::appendEvent(out, "metadata", m_data);
}

} // namespace gatehouse::dialects::bedrock
