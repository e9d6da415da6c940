// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/stream_writer.h"

#include "core/base/sse.h"
#include "core/dialects/errors.h"
#include "core/dialects/gemini/finish_words.h"
#include "core/dialects/gemini/grounding.h"
#include "core/dialects/gemini/part_writer.h"
#include "core/dialects/gemini/signature.h"
#include "core/dialects/gemini/usage_metadata.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {

void GenerateStreamWriter::write(const StreamEvent& event, std::string& out) {
    std::visit([&](const auto& one) { on(one, out); }, event);
}

GenerateStreamWriter::OpenPart* GenerateStreamWriter::find(int part) {
    const auto found = m_open.find(part);
    return found == m_open.end() ? nullptr : &found->second;
}

void GenerateStreamWriter::emit(std::string_view data, std::string& out) {
    if (!m_options.asArray) {
        appendSseEvent(out, "", data);
        return;
    }
    out.append(m_begun ? ",\r\n" : "[").append(data);
    m_begun = true;
}

void GenerateStreamWriter::tail(json::Writer& json) const {
    json.text("modelVersion", m_options.model).text("responseId", m_options.answerId);
}

// A chunk with one part.
template <typename Fill>
void GenerateStreamWriter::chunk(int choice, std::string& out, Fill fill) {
    std::string data;
    json::Writer json(data);
    json.beginObject().beginArray("candidates").beginObject().beginObject("content").beginArray("parts").beginObject();
    fill(json);
    json.endObject().endArray().text("role", "model").endObject().number("index", choice).endObject().endArray();
    tail(json);
    json.endObject();
    emit(data, out);
}

void GenerateStreamWriter::on(const MessageStart& event, std::string& /*out*/) {
    if (m_options.answerId.empty())
        m_options.answerId = event.id;
    if (m_options.model.empty())
        m_options.model = event.model;
    if (event.usage)
        m_usage = event.usage;
}

void GenerateStreamWriter::on(const PartStart& event, std::string& out) {
    OpenPart part;
    part.choice = event.choice;
    part.content = event.content;
    if (const auto* media = std::get_if<MediaPart>(&event.content)) {
        chunk(event.choice, out, [&](json::Writer& json) { writeMedia(*media, json); });
    } else if (const auto* unknown = std::get_if<UnknownPart>(&event.content)) {
        if (unknown->dialect == Dialect::Gemini)
            chunk(event.choice, out, [&](json::Writer& json) { json.members(unknown->value); });
    } else if (const auto* reasoning = std::get_if<ReasoningPart>(&event.content)) {
        part.signature = reasoning->signature;
    } else if (auto* use = std::get_if<ToolUsePart>(&part.content)) {
        use->arguments.clear(); // they come in deltas
    }
    m_open.insert_or_assign(event.part, std::move(part));
}

void GenerateStreamWriter::on(const TextDelta& event, std::string& out) {
    OpenPart* part = find(event.part);
    if (part == nullptr || event.text.empty())
        return;
    part->bytes += event.text.size();
    part->ascii = part->ascii && std::none_of(event.text.begin(), event.text.end(),
                                              [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
    chunk(part->choice, out, [&](json::Writer& json) { json.text("text", event.text); });
}

void GenerateStreamWriter::on(const ReasoningDelta& event, std::string& out) {
    const OpenPart* part = find(event.part);
    if (part == nullptr || event.text.empty())
        return;
    chunk(part->choice, out, [&](json::Writer& json) { json.text("text", event.text).boolean("thought", true); });
}

void GenerateStreamWriter::on(const SignatureDelta& event, std::string& /*out*/) {
    if (OpenPart* part = find(event.part))
        part->signature += event.signature;
}

void GenerateStreamWriter::on(const ArgumentsDelta& event, std::string& /*out*/) {
    OpenPart* part = find(event.part);
    if (auto* use = part != nullptr ? std::get_if<ToolUsePart>(&part->content) : nullptr)
        use->arguments += event.text;
}

void GenerateStreamWriter::on(const CitationDelta& event, std::string& /*out*/) {
    if (OpenPart* part = find(event.part))
        part->citations.push_back(event.citation);
}

void GenerateStreamWriter::closeThought(OpenPart& part, std::string& out) {
    auto& reasoning = std::get<ReasoningPart>(part.content);
    if (isSignatureOfText(reasoning)) {
        chunk(part.choice, out,
              [&](json::Writer& json) { json.text("text", "").text("thoughtSignature", reasoning.encrypted); });
        return;
    }
    if (part.signature.empty() && reasoning.encrypted.empty())
        return;
    reasoning.signature = part.signature;
    chunk(part.choice, out, [&](json::Writer& json) { writeThought(reasoning, "", json); });
}

void GenerateStreamWriter::closeText(const OpenPart& part, std::string& out) {
    if (part.citations.empty())
        return;
    std::string data;
    json::Writer json(data);
    json.beginObject().beginArray("candidates").beginObject().number("index", part.choice);
    writeGrounding({{&part.citations, std::nullopt, part.bytes, part.ascii}}, json);
    json.endObject().endArray();
    tail(json);
    json.endObject();
    emit(data, out);
}

void GenerateStreamWriter::on(const PartStop& event, std::string& out) {
    OpenPart* part = find(event.part);
    if (part == nullptr)
        return;
    if (const auto* use = std::get_if<ToolUsePart>(&part->content)) {
        const std::string signature = part->signature.empty() ? use->signature : part->signature;
        chunk(part->choice, out, [&](json::Writer& json) {
            writeCall(*use, use->arguments, MadeIds::Keep, json);
            if (!signature.empty())
                json.text("thoughtSignature", signature);
        });
    } else if (std::holds_alternative<ReasoningPart>(part->content)) {
        closeThought(*part, out);
    } else {
        closeText(*part, out);
    }
    m_open.erase(event.part);
}

void GenerateStreamWriter::on(const UsageEvent& event, std::string& /*out*/) {
    m_usage = event.usage;
}

// Some providers tell the usage behind the stop reason: both stand in the last chunk.
void GenerateStreamWriter::on(const StopEvent& event, std::string& /*out*/) {
    m_stops.push_back(event);
}

void GenerateStreamWriter::on(const StreamError& event, std::string& out) {
    emit(writeError(event.error, Dialect::Gemini, m_options.answerId), out);
    if (m_options.asArray)
        out += ']';
}

void GenerateStreamWriter::on(const Ping& /*event*/, std::string& /*out*/) {
    // Neither form has a place for it that all clients know.
}

void GenerateStreamWriter::finish(std::string& out) {
    std::string data;
    json::Writer json(data);
    json.beginObject().beginArray("candidates");
    if (m_stops.empty())
        m_stops.push_back({});
    for (const auto& stop : m_stops) {
        json.beginObject().beginObject("content").beginArray("parts").beginObject().text("text", "").endObject();
        json.endArray().text("role", "model").endObject();
        json.text("finishReason", stopWord(stop.stop)).number("index", stop.choice).endObject();
    }
    json.endArray();
    if (m_usage) {
        json.beginObject("usageMetadata");
        writeUsageMembers(*m_usage, json);
        json.endObject();
    }
    tail(json);
    json.endObject();
    emit(data, out);
    if (m_options.asArray)
        out += ']';
}

} // namespace gatehouse::dialects::gemini
