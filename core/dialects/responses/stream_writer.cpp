// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/stream_writer.h"

#include "core/base/sse.h"
#include "core/dialects/responses/carried_thoughts.h"
#include "core/dialects/responses/failure_events.h"
#include "core/dialects/responses/output_builder.h"
#include "core/dialects/translation.h"

namespace gatehouse::dialects::responses {

ResponseStreamWriter::ResponseStreamWriter(StreamWriterOptions options)
    : m_options(std::move(options)), m_asked(m_options.clientBody) {
    m_options.clientBody = {};
    m_envelope.id = m_options.answerId.empty() ? std::string() : answerId(m_options.answerId);
    m_envelope.model = m_options.model;
    m_envelope.created = m_options.created;
}

void ResponseStreamWriter::write(const StreamEvent& event, std::string& out) {
    if (!m_failed)
        std::visit([&](const auto& one) { on(one, out); }, event);
}

template <typename Fill>
void ResponseStreamWriter::event(std::string_view type, std::string& out, Fill fill) {
    m_data.clear();
    json::Writer json(m_data);
    json.beginObject().text("type", type).number("sequence_number", m_sequence++);
    fill(json);
    json.endObject();
    appendSseEvent(out, type, m_data);
}

template <typename Fill>
void ResponseStreamWriter::itemEvent(std::string_view type, std::size_t item, std::string& out, Fill fill) {
    event(type, out, [&](json::Writer& json) {
        json.text("item_id", m_items[item].id).number("output_index", static_cast<std::int64_t>(item));
        fill(json);
    });
}

void ResponseStreamWriter::envelopeEvent(std::string_view type, const Ending& ending, bool items, std::string& out) {
    m_envelope.ending = ending;
    event(type, out, [&](json::Writer& json) {
        writeEnvelope(m_envelope, m_asked, items ? m_items : std::vector<OutputItem>(), json.name("response"));
    });
}

ResponseStreamWriter::Place* ResponseStreamWriter::find(int part) {
    const auto found = m_places.find(part);
    return found == m_places.end() ? nullptr : &found->second;
}

void ResponseStreamWriter::begin(std::string& out) {
    if (m_begun)
        return;
    m_begun = true;
    envelopeEvent("response.created", {}, false, out);
    envelopeEvent("response.in_progress", {}, false, out);
}

void ResponseStreamWriter::on(const MessageStart& event, std::string& out) {
    if (m_envelope.id.empty())
        m_envelope.id = answerId(event.id);
    if (m_envelope.model.empty())
        m_envelope.model = event.model;
    if (m_envelope.created == 0)
        m_envelope.created = event.created;
    std::optional<Usage> usage = event.usage;
    begin(out);
    m_envelope.usage = usage;
}

std::size_t ResponseStreamWriter::addItem(OutputKind kind, std::string id, std::string& out) {
    begin(out);
    OutputItem item;
    item.kind = kind;
    item.id = id.empty() ? itemId(kind, m_envelope.id, m_items.size()) : std::move(id);
    m_items.push_back(std::move(item));
    m_ended.push_back(false);
    return m_items.size() - 1;
}

void ResponseStreamWriter::announce(std::size_t item, std::string& out) {
    event("response.output_item.added", out, [&](json::Writer& json) {
        json.number("output_index", static_cast<std::int64_t>(item));
        writeItem(m_items[item], ItemStatus::InProgress, json.name("item"));
    });
}

void ResponseStreamWriter::endItem(std::size_t item, std::string& out) {
    if (m_ended[item])
        return;
    m_ended[item] = true;
    event("response.output_item.done", out, [&](json::Writer& json) {
        json.number("output_index", static_cast<std::int64_t>(item));
        writeItem(m_items[item], ItemStatus::Completed, json.name("item"));
    });
}

void ResponseStreamWriter::endMessage(std::string& out) {
    if (m_message && m_openTexts == 0) {
        endItem(*m_message, out);
        m_message.reset();
    }
}

void ResponseStreamWriter::endThought(std::string& out) {
    if (m_thought)
        endItem(*m_thought, out);
    m_thought.reset();
}

void ResponseStreamWriter::on(const PartStart& event, std::string& out) {
    if (event.choice != 0)
        return; // nobody can ask for more than one answer in this dialect
    Place place;
    place.begun = event.content;
    const auto* reasoning = std::get_if<ReasoningPart>(&event.content);
    if (reasoning && m_thought && isOneThought(m_thoughtBegun, *reasoning)) {
        m_items[*m_thought].encrypted = reasoning->encrypted;
        return endThought(out);
    }
    endThought(out);
    const bool refusal = std::holds_alternative<RefusalPart>(event.content);
    if (refusal || std::holds_alternative<TextPart>(event.content)) {
        startText(place, refusal, out);
    } else if (reasoning) {
        endMessage(out);
        startThought(place, *reasoning, out);
    } else if (const auto* use = std::get_if<ToolUsePart>(&event.content)) {
        endMessage(out);
        startCall(place, *use, out);
    } else if (const auto* media = std::get_if<MediaPart>(&event.content)) {
        if (media->kind != MediaKind::Image || media->source != MediaSource::Base64)
            return;
        endMessage(out);
        place.item = addItem(OutputKind::Image, {}, out);
        announce(place.item, out);
        m_items[place.item].text = media->data.view();
    } else if (const auto* unknown = std::get_if<UnknownPart>(&event.content)) {
        if (unknown->dialect != Dialect::OpenAiResponses)
            return;
        endMessage(out);
        place.item = addItem(OutputKind::Raw, {}, out);
        m_items[place.item].raw = unknown->value;
        announce(place.item, out);
    }
    m_places.insert_or_assign(event.part, std::move(place));
}

void ResponseStreamWriter::startText(Place& place, bool refusal, std::string& out) {
    const bool joins = m_message && *m_message + 1 == m_items.size();
    if (!joins) {
        m_message = addItem(OutputKind::Message, {}, out);
        m_openTexts = 0;
        announce(*m_message, out);
    }
    ++m_openTexts;
    place.item = *m_message;
    auto& content = m_items[place.item].content;
    place.content = content.size();
    content.push_back({refusal, {}, {}});
    itemEvent("response.content_part.added", place.item, out, [&](json::Writer& json) {
        json.number("content_index", static_cast<std::int64_t>(place.content));
        writeContentPart(content.back(), json.name("part"));
    });
}

void ResponseStreamWriter::startThought(Place& place, const ReasoningPart& reasoning, std::string& out) {
    const bool own = reasoning.dialect == Dialect::OpenAiResponses;
    place.item = addItem(OutputKind::Reasoning, own ? reasoning.id : std::string(), out);
    m_items[place.item].words = own && !reasoning.summary && reasoning.encrypted.empty();
    announce(place.item, out);
}

void ResponseStreamWriter::carrySignature(std::string_view callId, std::string_view signature, std::string& out) {
    const std::size_t item = addItem(OutputKind::Reasoning, {}, out);
    announce(item, out);
    m_items[item].encrypted = carriedCallSignature(callId, signature);
    endItem(item, out);
}

void ResponseStreamWriter::startCall(Place& place, const ToolUsePart& use, std::string& out) {
    const std::string id = fittingToolId(use.id, IdAlphabet::OpenAi);
    if (!use.signature.empty())
        carrySignature(id, use.signature, out);
    const bool text = use.input == ToolInput::Text || m_asked.takesText(use.name);
    place.held = text && use.input == ToolInput::Object;
    place.item = addItem(text ? OutputKind::CustomCall : OutputKind::FunctionCall, {}, out);
    m_items[place.item].callId = id;
    m_items[place.item].name = use.name;
    announce(place.item, out);
}

void ResponseStreamWriter::on(const TextDelta& event, std::string& out) {
    const Place* place = find(event.part);
    if (!place || event.text.empty() || m_items[place->item].kind != OutputKind::Message)
        return;
    OutputContent& content = m_items[place->item].content[place->content];
    content.text += event.text;
    itemEvent(content.refusal ? "response.refusal.delta" : "response.output_text.delta", place->item, out,
              [&](json::Writer& json) {
                  json.number("content_index", static_cast<std::int64_t>(place->content)).text("delta", event.text);
                  if (!content.refusal)
                      json.beginArray("logprobs").endArray();
              });
}

void ResponseStreamWriter::addWords(Place& place, std::string_view text, std::string& out) {
    OutputItem& item = m_items[place.item];
    const bool first = !place.worded;
    place.worded = true;
    if (first && item.words)
        itemEvent("response.content_part.added", place.item, out, [](json::Writer& json) {
            json.number("content_index", 0).beginObject("part").text("type", "reasoning_text").text("text", "");
            json.endObject();
        });
    else if (first)
        itemEvent("response.reasoning_summary_part.added", place.item, out, [](json::Writer& json) {
            json.number("summary_index", 0).beginObject("part").text("type", "summary_text").text("text", "");
            json.endObject();
        });
    item.text += text;
    itemEvent(item.words ? "response.reasoning_text.delta" : "response.reasoning_summary_text.delta", place.item, out,
              [&](json::Writer& json) {
                  json.number(item.words ? "content_index" : "summary_index", 0).text("delta", text);
              });
}

void ResponseStreamWriter::on(const ReasoningDelta& event, std::string& out) {
    Place* place = find(event.part);
    if (place && !event.text.empty() && std::holds_alternative<ReasoningPart>(place->begun))
        addWords(*place, event.text, out);
}

void ResponseStreamWriter::on(const SignatureDelta& event, std::string& /*out*/) {
    if (Place* place = find(event.part))
        place->signature += event.signature;
}

void ResponseStreamWriter::addArguments(Place& place, std::string_view text, std::string& out) {
    OutputItem& item = m_items[place.item];
    place.worded = true;
    item.text += text;
    if (place.held)
        return;
    itemEvent(item.kind == OutputKind::CustomCall ? "response.custom_tool_call_input.delta"
                                                  : "response.function_call_arguments.delta",
              place.item, out, [&](json::Writer& json) { json.text("delta", text); });
}

void ResponseStreamWriter::on(const ArgumentsDelta& event, std::string& out) {
    Place* place = find(event.part);
    if (place && !event.text.empty() && std::holds_alternative<ToolUsePart>(place->begun))
        addArguments(*place, event.text, out);
}

void ResponseStreamWriter::on(const CitationDelta& event, std::string& out) {
    const Place* place = find(event.part);
    if (!place || m_items[place->item].kind != OutputKind::Message || !isSayable(event.citation))
        return;
    OutputContent& content = m_items[place->item].content[place->content];
    const auto index = static_cast<std::int64_t>(content.citations.size());
    content.citations.push_back(event.citation);
    itemEvent("response.output_text.annotation.added", place->item, out, [&](json::Writer& json) {
        json.number("content_index", static_cast<std::int64_t>(place->content)).number("annotation_index", index);
        writeAnnotation(event.citation, content, json.name("annotation"));
    });
}

void ResponseStreamWriter::stopText(const Place& place, std::string& out) {
    const OutputContent& content = m_items[place.item].content[place.content];
    const auto index = static_cast<std::int64_t>(place.content);
    if (content.refusal)
        itemEvent("response.refusal.done", place.item, out,
                  [&](json::Writer& json) { json.number("content_index", index).text("refusal", content.text); });
    else
        itemEvent("response.output_text.done", place.item, out, [&](json::Writer& json) {
            json.number("content_index", index).text("text", content.text).beginArray("logprobs").endArray();
        });
    itemEvent("response.content_part.done", place.item, out, [&](json::Writer& json) {
        json.number("content_index", index);
        writeContentPart(content, json.name("part"));
    });
    if (m_message && *m_message == place.item)
        --m_openTexts;
    // Something else has begun behind it: nothing will join.
    if (m_message && *m_message == place.item && place.item + 1 < m_items.size())
        endMessage(out);
}

void ResponseStreamWriter::stopThought(Place& place, const ReasoningPart& reasoning, std::string& out) {
    OutputItem& item = m_items[place.item];
    if (place.worded && item.words) {
        itemEvent("response.reasoning_text.done", place.item, out,
                  [&](json::Writer& json) { json.number("content_index", 0).text("text", item.text); });
        itemEvent("response.content_part.done", place.item, out, [&](json::Writer& json) {
            json.number("content_index", 0).beginObject("part").text("type", "reasoning_text");
            json.text("text", item.text).endObject();
        });
    } else if (place.worded) {
        itemEvent("response.reasoning_summary_text.done", place.item, out,
                  [&](json::Writer& json) { json.number("summary_index", 0).text("text", item.text); });
        itemEvent("response.reasoning_summary_part.done", place.item, out, [&](json::Writer& json) {
            json.number("summary_index", 0).beginObject("part").text("type", "summary_text");
            json.text("text", item.text).endObject();
        });
    }
    ReasoningPart whole = reasoning;
    whole.text.clear();
    whole.signature += place.signature;
    item.encrypted = encryptedContent(whole);
    m_thought = place.item;
    m_thoughtBegun = std::move(whole);
    if (m_thoughtBegun.dialect != Dialect::OpenAiResponses || !item.encrypted.empty())
        endThought(out);
}

void ResponseStreamWriter::stopCall(Place& place, const ToolUsePart& use, std::string& out) {
    OutputItem& item = m_items[place.item];
    if (!place.worded && use.input == ToolInput::Object)
        addArguments(place, "{}", out); // no arguments are an empty object
    const bool custom = item.kind == OutputKind::CustomCall;
    if (place.held) {
        item.text = freeText(item.text);
        itemEvent("response.custom_tool_call_input.delta", place.item, out,
                  [&](json::Writer& json) { json.text("delta", item.text); });
    }
    itemEvent(custom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done", place.item,
              out, [&](json::Writer& json) {
                  if (!custom)
                      json.text("name", item.name);
                  json.text(custom ? "input" : "arguments", item.text);
              });
    endItem(place.item, out);
    const std::string callId = item.callId; // the list grows
    if (!place.signature.empty())
        carrySignature(callId, place.signature, out);
}

void ResponseStreamWriter::on(const PartStop& event, std::string& out) {
    const auto found = m_places.find(event.part);
    if (found == m_places.end())
        return;
    Place place = std::move(found->second);
    m_places.erase(found);
    if (m_items[place.item].kind == OutputKind::Message)
        stopText(place, out);
    else if (const auto* reasoning = std::get_if<ReasoningPart>(&place.begun))
        stopThought(place, *reasoning, out);
    else if (const auto* use = std::get_if<ToolUsePart>(&place.begun))
        stopCall(place, *use, out);
    else
        endItem(place.item, out);
}

void ResponseStreamWriter::on(const UsageEvent& event, std::string& /*out*/) {
    m_envelope.usage = event.usage;
}

void ResponseStreamWriter::on(const StopEvent& event, std::string& /*out*/) {
    if (event.choice == 0)
        m_stop = event;
}

void ResponseStreamWriter::on(const StreamError& event, std::string& out) {
    m_failed = true;
    begin(out);
    appendErrorEvent(out, event.error, m_sequence++);
    envelopeEvent("response.failed", {Status::Failed, {}, event.error}, true, out);
}

void ResponseStreamWriter::on(const Ping& /*event*/, std::string& out) {
    out += ": ping\n\n"; // a comment: this dialect has no such event
}

void ResponseStreamWriter::finish(std::string& out) {
    if (m_failed)
        return;
    begin(out);
    endThought(out);
    // Parts that never ended by themselves.
    while (!m_places.empty())
        on(PartStop{m_places.begin()->first}, out);
    endThought(out);
    endMessage(out);
    const Ending ending = endingFor(m_stop.stop, m_stop.stopWord);
    envelopeEvent(ending.status == Status::Incomplete ? "response.incomplete"
                  : ending.status == Status::Failed   ? "response.failed"
                                                      : "response.completed",
                  ending, true, out);
}

} // namespace gatehouse::dialects::responses
