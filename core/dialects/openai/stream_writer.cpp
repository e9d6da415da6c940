// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/stream_writer.h"

#include "core/base/sse.h"
#include "core/dialects/errors.h"
#include "core/dialects/openai/answer.h"
#include "core/dialects/openai/message_fields.h"
#include "core/dialects/stop_words.h"

namespace gatehouse::dialects::openai {

void ChatStreamWriter::write(const StreamEvent& event, std::string& out) {
    std::visit([&](const auto& one) { on(one, out); }, event);
}

ChatStreamWriter::OpenPart* ChatStreamWriter::find(int part) {
    const auto found = m_open.find(part);
    return found == m_open.end() ? nullptr : &found->second;
}

void ChatStreamWriter::head(json::Writer& json) const {
    json.beginObject().text("id", m_options.answerId).text("object", "chat.completion.chunk");
    json.number("created", m_options.created).text("model", m_options.model).beginArray("choices");
}

template <typename Fill>
void ChatStreamWriter::chunk(int choice, std::string& out, Fill fill) {
    std::string data;
    json::Writer json(data);
    head(json);
    json.beginObject().number("index", choice).beginObject("delta");
    fill(json);
    json.endObject().null("logprobs").null("finish_reason").endObject().endArray();
    if (m_options.usageAsked)
        json.null("usage");
    json.endObject();
    appendSseEvent(out, "", data);
}

void ChatStreamWriter::sayRole(int choice, std::string& out) {
    ChoiceState& state = m_choices[choice];
    if (state.roleSaid)
        return;
    state.roleSaid = true;
    chunk(choice, out, [](json::Writer& json) { json.text("role", "assistant").text("content", ""); });
}

void ChatStreamWriter::on(const MessageStart& event, std::string& out) {
    if (m_options.answerId.empty())
        m_options.answerId = event.id;
    if (m_options.model.empty())
        m_options.model = event.model;
    if (m_options.created == 0)
        m_options.created = event.created;
    if (event.usage)
        m_usage = event.usage;
    sayRole(0, out);
}

void ChatStreamWriter::on(const PartStart& event, std::string& out) {
    sayRole(event.choice, out);
    ChoiceState& state = m_choices[event.choice];
    OpenPart part{event.choice, event.content, 0, state.characters, {}, false};
    if (const auto* use = std::get_if<ToolUsePart>(&event.content)) {
        part.index = state.calls++;
        ToolUsePart begun = *use;
        begun.arguments.clear();
        chunk(event.choice, out, [&](json::Writer& json) {
            json.beginArray("tool_calls").beginObject().number("index", part.index);
            writeToolCall(begun, json);
            json.endObject().endArray();
        });
    } else if (const auto* reasoning = std::get_if<ReasoningPart>(&event.content)) {
        part.index = state.thoughts++;
        if (!reasoning->encrypted.empty())
            chunk(event.choice, out, [&](json::Writer& json) {
                json.beginArray("reasoning_details");
                writeReasoningDetail(*reasoning, "", part.index, json);
                json.endArray();
            });
    }
    if (const auto* media = std::get_if<MediaPart>(&event.content); media && media->kind == MediaKind::Image)
        chunk(event.choice, out, [&](json::Writer& json) { writeImages({media}, json); });
    m_open.insert_or_assign(event.part, std::move(part));
}

void ChatStreamWriter::on(const TextDelta& event, std::string& out) {
    const OpenPart* part = find(event.part);
    if (!part || event.text.empty())
        return;
    const bool refusal = std::holds_alternative<RefusalPart>(part->content);
    if (!refusal)
        m_choices[part->choice].characters += characters(event.text);
    chunk(part->choice, out, [&](json::Writer& json) { json.text(refusal ? "refusal" : "content", event.text); });
}

void ChatStreamWriter::on(const ReasoningDelta& event, std::string& out) {
    const OpenPart* part = find(event.part);
    const auto* reasoning = part ? std::get_if<ReasoningPart>(&part->content) : nullptr;
    if (!reasoning || event.text.empty())
        return;
    // Thoughts that a client must send back come in details too: there its signature will follow.
    const bool details = reasoning->dialect != Dialect::OpenAi || !reasoning->format.empty() || reasoning->summary;
    chunk(part->choice, out, [&](json::Writer& json) {
        json.text("reasoning_content", event.text);
        if (!details)
            return;
        json.beginArray("reasoning_details");
        writeReasoningDetail(*reasoning, event.text, part->index, json);
        json.endArray();
    });
}

void ChatStreamWriter::on(const SignatureDelta& event, std::string& out) {
    const OpenPart* part = find(event.part);
    const auto* reasoning = part ? std::get_if<ReasoningPart>(&part->content) : nullptr;
    if (part && std::holds_alternative<ToolUsePart>(part->content) && !event.signature.empty())
        return chunk(part->choice, out, [&](json::Writer& json) {
            json.beginArray("tool_calls").beginObject().number("index", part->index);
            json.beginObject("extra_content").beginObject("google");
            json.text("thought_signature", event.signature).endObject().endObject().endObject().endArray();
        });
    if (!reasoning || event.signature.empty())
        return;
    ReasoningPart signedPart = *reasoning;
    signedPart.signature = event.signature;
    chunk(part->choice, out, [&](json::Writer& json) {
        json.beginArray("reasoning_details");
        writeReasoningDetail(signedPart, "", part->index, json);
        json.endArray();
    });
}

void ChatStreamWriter::sayArguments(OpenPart& part, std::string_view text, std::string& out) {
    const bool custom = std::get<ToolUsePart>(part.content).input == ToolInput::Text;
    part.argued = true;
    chunk(part.choice, out, [&](json::Writer& json) {
        json.beginArray("tool_calls").beginObject().number("index", part.index);
        json.beginObject(custom ? "custom" : "function").text(custom ? "input" : "arguments", text).endObject();
        json.endObject().endArray();
    });
}

void ChatStreamWriter::on(const ArgumentsDelta& event, std::string& out) {
    OpenPart* part = find(event.part);
    if (part && std::holds_alternative<ToolUsePart>(part->content) && !event.text.empty())
        sayArguments(*part, event.text, out);
}

void ChatStreamWriter::on(const CitationDelta& event, std::string& /*out*/) {
    if (OpenPart* part = find(event.part); part && !event.citation.url.empty())
        part->citations.push_back(event.citation);
}

// Where a citation ends is known when its text has ended.
void ChatStreamWriter::on(const PartStop& event, std::string& out) {
    OpenPart* part = find(event.part);
    const auto* use = part ? std::get_if<ToolUsePart>(&part->content) : nullptr;
    if (use && !part->argued && use->input == ToolInput::Object)
        sayArguments(*part, "{}", out); // no arguments are an empty object
    if (part && !part->citations.empty()) {
        const std::int64_t end = m_choices[part->choice].characters;
        chunk(part->choice, out, [&](json::Writer& json) {
            json.beginArray("annotations");
            for (const auto& citation : part->citations)
                writeAnnotation(citation, citation.start.value_or(part->start), citation.end.value_or(end), json);
            json.endArray();
        });
    }
    m_open.erase(event.part);
}

void ChatStreamWriter::on(const UsageEvent& event, std::string& /*out*/) {
    m_usage = event.usage;
}

void ChatStreamWriter::on(const StopEvent& event, std::string& out) {
    sayRole(event.choice, out);
    std::string data;
    json::Writer json(data);
    head(json);
    json.beginObject().number("index", event.choice).beginObject("delta").endObject().null("logprobs");
    json.text("finish_reason", stopWord(Dialect::OpenAi, event.stop)).endObject().endArray();
    if (m_options.usageAsked)
        json.null("usage");
    json.endObject();
    appendSseEvent(out, "", data);
}

void ChatStreamWriter::on(const StreamError& event, std::string& out) {
    out += writeStreamError(event.error, Dialect::OpenAi, m_options.answerId);
}

void ChatStreamWriter::on(const Ping& /*event*/, std::string& out) {
    out += ": ping\n\n"; // a comment: this dialect has no such event
}

void ChatStreamWriter::finish(std::string& out) {
    if (m_options.usageAsked && m_usage) {
        std::string data;
        json::Writer json(data);
        head(json);
        json.endArray();
        writeUsage(*m_usage, json.name("usage"));
        json.endObject();
        appendSseEvent(out, "", data);
    }
    appendSseEvent(out, "", "[DONE]");
}

} // namespace gatehouse::dialects::openai
