// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/stream_writer.h"

#include "core/base/sse.h"
#include "core/dialects/cohere/answer.h"
#include "core/dialects/cohere/content.h"
#include "core/dialects/errors.h"
#include "core/dialects/openai/answer.h"

#include <utility>

namespace gatehouse::dialects::cohere {
namespace {

constexpr int noIndex = -1;

} // namespace

void ChatStreamWriter::write(const StreamEvent& event, std::string& out) {
    std::visit([&](const auto& one) { on(one, out); }, event);
}

template <typename Fill>
void ChatStreamWriter::event(std::string_view type, int index, std::string& out, Fill fill) {
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", type);
    if (index != noIndex)
        json.number("index", index);
    json.beginObject("delta").beginObject("message");
    fill(json);
    json.endObject().endObject().endObject();
    appendSseEvent(out, type, data);
}

ChatStreamWriter::OpenPart* ChatStreamWriter::find(int part) {
    const auto found = m_open.find(part);
    return found == m_open.end() ? nullptr : &found->second;
}

void ChatStreamWriter::sayStart(std::string& out) {
    if (std::exchange(m_started, true))
        return;
    std::string data;
    json::Writer json(data);
    json.beginObject().text("id", m_options.answerId).text("type", "message-start");
    json.beginObject("delta").beginObject("message").text("role", "assistant");
    json.beginArray("content").endArray().text("tool_plan", "").beginArray("tool_calls").endArray();
    json.beginArray("citations").endArray().endObject().endObject().endObject();
    appendSseEvent(out, "message-start", data);
}

void ChatStreamWriter::on(const MessageStart& event, std::string& out) {
    if (m_options.answerId.empty())
        m_options.answerId = event.id;
    if (event.usage)
        m_usage = event.usage;
    sayStart(out);
}

void ChatStreamWriter::startContent(const OpenPart& part, std::string& out) {
    const std::string_view kind = part.kind == Kind::Thought ? "thinking" : "text";
    event("content-start", part.index, out,
          [kind](json::Writer& json) { json.beginObject("content").text("type", kind).text(kind, "").endObject(); });
}

void ChatStreamWriter::on(const PartStart& event, std::string& out) {
    if (event.choice != 0)
        return; // clients of this dialect cannot ask for more than one
    sayStart(out);
    OpenPart part;
    if (const auto* use = std::get_if<ToolUsePart>(&event.content)) {
        part.kind = Kind::Call;
        part.index = m_calls++;
        part.custom = use->input == ToolInput::Text;
        ToolUsePart begun = *use;
        begun.arguments.clear();
        begun.input = ToolInput::Object;
        this->event("tool-call-start", part.index, out, [&](json::Writer& json) {
            json.beginObject("tool_calls");
            writeToolCall(begun, json);
            json.endObject();
        });
    } else if (std::holds_alternative<TextPart>(event.content) || std::holds_alternative<RefusalPart>(event.content)) {
        part.kind = Kind::Text;
        part.index = m_contents++;
        part.begin = m_characters;
        startContent(part, out);
    } else if (const auto* reasoning = std::get_if<ReasoningPart>(&event.content);
               reasoning && reasoning->encrypted.empty()) {
        part.kind = Kind::Thought;
        part.index = m_contents++;
        startContent(part, out);
    }
    m_open.insert_or_assign(event.part, part);
}

void ChatStreamWriter::sayContent(const OpenPart& part, std::string_view member, std::string_view text,
                                  std::string& out) {
    event("content-delta", part.index, out,
          [&](json::Writer& json) { json.beginObject("content").text(member, text).endObject(); });
}

void ChatStreamWriter::on(const TextDelta& event, std::string& out) {
    const OpenPart* part = find(event.part);
    if (!part || part->kind != Kind::Text || event.text.empty())
        return;
    m_characters += openai::characters(event.text);
    sayContent(*part, "text", event.text, out);
}

void ChatStreamWriter::on(const ReasoningDelta& event, std::string& out) {
    const OpenPart* part = find(event.part);
    if (part && part->kind == Kind::Thought && !event.text.empty())
        sayContent(*part, "thinking", event.text, out);
}

void ChatStreamWriter::sayArguments(OpenPart& part, std::string_view text, std::string& out) {
    part.argued = true;
    event("tool-call-delta", part.index, out, [&](json::Writer& json) {
        json.beginObject("tool_calls").beginObject("function").text("arguments", text).endObject().endObject();
    });
}

void ChatStreamWriter::on(const ArgumentsDelta& event, std::string& out) {
    OpenPart* part = find(event.part);
    if (!part || part->kind != Kind::Call || event.text.empty())
        return;
    if (part->custom)
        part->held += event.text;
    else
        sayArguments(*part, event.text, out);
}

void ChatStreamWriter::on(const CitationDelta& event, std::string& out) {
    const OpenPart* part = find(event.part);
    if (!part || part->kind != Kind::Text)
        return;
    const int index = m_citations++;
    this->event("citation-start", index, out, [&](json::Writer& json) {
        json.name("citations");
        writeCitation(event.citation, event.citation.start.value_or(part->begin),
                      event.citation.end.value_or(m_characters), event.citation.citedText, json);
    });
    sayEnd("citation-end", index, out);
}

void ChatStreamWriter::sayEnd(std::string_view type, int index, std::string& out) {
    std::string data;
    json::Writer(data).beginObject().text("type", type).number("index", index).endObject();
    appendSseEvent(out, type, data);
}

void ChatStreamWriter::on(const PartStop& event, std::string& out) {
    OpenPart* part = find(event.part);
    if (!part)
        return;
    if (part->kind == Kind::Call) {
        if (part->custom) {
            std::string object;
            json::Writer(object).beginObject().text("input", part->held).endObject();
            sayArguments(*part, object, out);
        } else if (!part->argued) {
            sayArguments(*part, "{}", out); // no arguments are an empty object
        }
        sayEnd("tool-call-end", part->index, out);
    } else if (part->kind != Kind::None) {
        sayEnd("content-end", part->index, out);
    }
    m_open.erase(event.part);
}

void ChatStreamWriter::on(const StopEvent& event, std::string& /*out*/) {
    if (event.choice == 0)
        m_stop = event.stop;
}

void ChatStreamWriter::on(const StreamError& event, std::string& out) {
    out += writeStreamError(event.error, Dialect::Cohere, m_options.answerId);
}

void ChatStreamWriter::on(const Ping& /*event*/, std::string& out) {
    out += ": ping\n\n"; // a comment: this dialect has no such event
}

void ChatStreamWriter::finish(std::string& out) {
    sayStart(out);
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", "message-end").beginObject("delta").text("finish_reason", stopWord(m_stop));
    if (m_usage)
        writeUsage(*m_usage, json.name("usage"));
    json.endObject().endObject();
    appendSseEvent(out, "message-end", data);
    appendSseEvent(out, "", "[DONE]");
}

} // namespace gatehouse::dialects::cohere
