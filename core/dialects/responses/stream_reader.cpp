// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/stream_reader.h"

#include "core/base/text.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/responses/answer.h"
#include "core/dialects/translation.h"
#include "core/dialects/usage_numbers.h"

namespace gatehouse::dialects::responses {
namespace {

using json::View;

// Items and parts that a stream may number; what a server numbers beyond shares the last place.
constexpr std::int64_t mostPlaces = 100'000;

StreamError garbled(std::string message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message)).value(), {}};
}

StreamError told(std::string_view data) {
    auto read = readProviderError(Dialect::OpenAiResponses, 0, data);
    return {std::move(read.error), std::move(read.providerText)};
}

std::int64_t placeOf(View number) {
    const auto place = number.integer().value_or(0);
    return place < 0 || place > mostPlaces ? mostPlaces : place;
}

} // namespace

void ResponseStreamReader::feed(std::string_view bytes, std::vector<StreamEvent>& events) {
    m_sse.feed(bytes);
    while (const SseFrame* frame = m_sse.next())
        readFrame(*frame, events);
}

void ResponseStreamReader::readFrame(const SseFrame& frame, std::vector<StreamEvent>& events) {
    if (m_failed || m_ended || frame.kind == SseKind::Silent)
        return;
    if (frame.kind == SseKind::Fragment)
        return fail(garbled("An event of the provider's stream is too large."), events);
    const std::string_view data = trim(frame.data);
    if (data.empty() || data == "[DONE]")
        return;
    const auto document = json::Document::parse(data);
    if (!document)
        return fail(garbled("An event of the provider's stream is not a JSON object."), events);
    const View root = document->root();
    std::string type = root["type"].text();
    if (frame.type == "error" || type.empty())
        type = root["error"].given() ? "error" : type.empty() ? std::string(frame.type) : type;
    readEvent(type, root, data, events);
}

void ResponseStreamReader::readEvent(std::string_view type, View root, std::string_view data,
                                     std::vector<StreamEvent>& events) {
    if (readItemEvent(type, root, events))
        return;
    if (type == "response.created" || type == "response.in_progress" || type == "response.queued")
        return begin(root["response"], events);
    if (type == "response.output_item.added")
        return addItem(root, events);
    if (type == "response.output_item.done")
        return endItem(root, events);
    if (type == "response.completed" || type == "response.incomplete")
        return end(root["response"], events);
    if (type == "response.failed" || type == "response.cancelled" || type == "error")
        return fail(told(type == "error" ? data : root["response"].written()), events);
}

// Deltas and what ends them; false for any other event.
bool ResponseStreamReader::readItemEvent(std::string_view type, View root, std::vector<StreamEvent>& events) {
    constexpr std::string_view head = "response.";
    if (!type.starts_with(head))
        return false;
    type.remove_prefix(head.size());
    if (type == "output_text.delta") {
        addText(piece(root, false, events), root["delta"].text(), events);
    } else if (type == "output_text.done") {
        if (Piece& text = piece(root, false, events); !text.filled)
            addText(text, root["text"].text(), events);
    } else if (type == "refusal.delta") {
        addText(piece(root, true, events), root["delta"].text(), events);
    } else if (type == "refusal.done") {
        if (Piece& text = piece(root, true, events); !text.filled)
            addText(text, root["refusal"].text(), events);
    } else if (type == "output_text.annotation.added") {
        events.push_back(CitationDelta{piece(root, false, events).part, readAnnotation(root["annotation"])});
    } else if (type == "content_part.added") {
        const std::string kind = root["part"]["type"].text();
        if (kind == "output_text" || kind == "refusal")
            addText(piece(root, kind == "refusal", events), root["part"][kind == "refusal" ? kind : "text"].text(),
                    events);
    } else if (type == "content_part.done") {
        Item& item = m_items[placeOf(root["output_index"])];
        if (const auto found = item.pieces.find(placeOf(root["content_index"])); found != item.pieces.end())
            close(found->second, events);
    } else if (type == "function_call_arguments.delta" || type == "custom_tool_call_input.delta") {
        addArguments(m_items[placeOf(root["output_index"])], root["delta"].text(), events);
    } else if (type == "reasoning_summary_text.delta") {
        addThought(m_items[placeOf(root["output_index"])], root, true, root["delta"].text(), events);
    } else if (type == "reasoning_text.delta") {
        addThought(m_items[placeOf(root["output_index"])], root, false, root["delta"].text(), events);
    } else {
        return false;
    }
    return true;
}

void ResponseStreamReader::begin(View response, std::vector<StreamEvent>& events) {
    if (m_begun)
        return;
    m_begun = true;
    MessageStart start;
    start.id = response["id"].text();
    start.model = response["model"].text();
    start.created = response["created_at"].integer().value_or(0);
    events.push_back(std::move(start));
}

int ResponseStreamReader::start(PartContent content, std::vector<StreamEvent>& events) {
    begin({}, events);
    events.push_back(PartStart{m_nextPart, 0, std::move(content)});
    return m_nextPart++;
}

void ResponseStreamReader::close(Piece& piece, std::vector<StreamEvent>& events) {
    if (piece.part < 0 || piece.closed)
        return;
    piece.closed = true;
    events.push_back(PartStop{piece.part});
}

ResponseStreamReader::Piece& ResponseStreamReader::piece(View root, bool refusal, std::vector<StreamEvent>& events) {
    Item& item = m_items[placeOf(root["output_index"])];
    Piece& found = item.pieces[placeOf(root["content_index"])];
    if (found.part < 0) {
        found.refusal = refusal;
        m_refused = m_refused || refusal;
        found.part = refusal ? start(RefusalPart{}, events) : start(TextPart{}, events);
    }
    return found;
}

void ResponseStreamReader::addText(Piece& piece, std::string text, std::vector<StreamEvent>& events) {
    if (text.empty() || piece.closed)
        return;
    piece.filled = true;
    events.push_back(TextDelta{piece.part, std::move(text)});
}

void ResponseStreamReader::beginThought(Item& item, bool summary, const std::string& id,
                                        std::vector<StreamEvent>& events) {
    ReasoningPart reasoning;
    reasoning.dialect = Dialect::OpenAiResponses;
    reasoning.format = thoughtFormat;
    reasoning.summary = summary;
    reasoning.id = id;
    item.words.refusal = !summary; // which of the two kinds of words it holds
    item.words.part = start(std::move(reasoning), events);
}

void ResponseStreamReader::addThought(Item& item, View root, bool summary, std::string text,
                                      std::vector<StreamEvent>& events) {
    if (item.words.part < 0)
        beginThought(item, summary, root["item_id"].text(), events);
    if (item.words.closed || item.words.refusal == summary || text.empty())
        return; // the other kind says the same in other words
    const std::int64_t index = summary ? placeOf(root["summary_index"]) : 0;
    if (item.summary >= 0 && index != item.summary)
        text.insert(0, "\n\n");
    item.summary = index;
    item.words.filled = true;
    events.push_back(ReasoningDelta{item.words.part, std::move(text)});
}

void ResponseStreamReader::addArguments(Item& item, std::string text, std::vector<StreamEvent>& events) {
    if (item.words.part < 0 || item.words.closed || text.empty())
        return; // a call that was never begun comes whole at its end
    item.words.filled = true;
    events.push_back(ArgumentsDelta{item.words.part, std::move(text)});
}

void ResponseStreamReader::addItem(View root, std::vector<StreamEvent>& events) {
    Item& item = m_items[placeOf(root["output_index"])];
    const View value = root["item"];
    item.type = value["type"].text();
    if ((item.type != "function_call" && item.type != "custom_tool_call") || item.words.part >= 0 ||
        value["name"].text().empty())
        return;
    std::vector<Part> parts;
    m_reader.read(value, -1, parts);
    auto use = std::get<ToolUsePart>(parts.front().content);
    use.arguments.clear();
    m_calls = true;
    item.words.part = start(std::move(use), events);
}

void ResponseStreamReader::endItem(View root, std::vector<StreamEvent>& events) {
    Item& item = m_items[placeOf(root["output_index"])];
    if (item.done)
        return;
    item.done = true;
    const View value = root["item"];
    item.type = value["type"].text();
    if (item.type == "message")
        return endMessage(item, value, events);
    if (item.type == "function_call" || item.type == "custom_tool_call")
        return endCall(item, value, events);
    if (item.type == "reasoning")
        return endThought(item, value, events);
    const int part = start(UnknownPart{Dialect::OpenAiResponses, item.type, value.compact()}, events);
    events.push_back(PartStop{part});
}

void ResponseStreamReader::endMessage(Item& item, View value, std::vector<StreamEvent>& events) {
    std::vector<Part> parts;
    readContent(value["content"], parts);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        Piece& found = item.pieces[static_cast<std::int64_t>(i)];
        if (found.part >= 0 && found.filled)
            continue;
        const auto* text = std::get_if<TextPart>(&parts[i].content);
        const auto* refusal = std::get_if<RefusalPart>(&parts[i].content);
        if (!text && !refusal)
            continue;
        if (found.part < 0) {
            m_refused = m_refused || refusal != nullptr;
            found.part = refusal ? start(RefusalPart{}, events) : start(TextPart{}, events);
        }
        addText(found, text ? text->text : refusal->text, events);
        for (const auto& citation : text && !found.closed ? text->citations : std::vector<Citation>())
            events.push_back(CitationDelta{found.part, citation});
    }
    for (auto& [index, found] : item.pieces)
        close(found, events);
}

void ResponseStreamReader::endCall(Item& item, View value, std::vector<StreamEvent>& events) {
    std::vector<Part> parts;
    m_reader.read(value, -1, parts);
    auto use = std::get<ToolUsePart>(parts.front().content);
    std::string arguments = std::move(use.arguments);
    use.arguments.clear();
    if (item.words.part < 0) {
        m_calls = true;
        item.words.part = start(std::move(use), events);
    }
    if (!item.words.filled)
        addArguments(item, std::move(arguments), events);
    close(item.words, events);
}

// The encrypted thoughts are those of this event: what came at the beginning is not the final text.
void ResponseStreamReader::endThought(Item& item, View value, std::vector<StreamEvent>& events) {
    std::vector<Part> parts;
    m_reader.read(value, -1, parts);
    for (auto& part : parts) {
        auto& reasoning = std::get<ReasoningPart>(part.content);
        if (!reasoning.encrypted.empty()) {
            close(item.words, events);
            std::string words = std::move(reasoning.text);
            reasoning.text.clear();
            const int number = start(std::move(reasoning), events);
            if (!words.empty())
                events.push_back(ReasoningDelta{number, std::move(words)});
            events.push_back(PartStop{number});
            continue;
        }
        if (item.words.part >= 0 && item.words.filled)
            continue;
        std::string words = std::move(reasoning.text);
        if (item.words.part < 0) {
            reasoning.text.clear();
            item.words.part = start(std::move(reasoning), events);
        }
        if (!words.empty())
            events.push_back(ReasoningDelta{item.words.part, std::move(words)});
    }
    close(item.words, events);
}

void ResponseStreamReader::end(View response, std::vector<StreamEvent>& events) {
    begin(response, events);
    // Items that never ended by themselves: the terminal event holds them all.
    std::int64_t place = 0;
    for (const View value : response["output"].children()) {
        Item& item = m_items[place++];
        if (item.done || value["type"].text().empty())
            continue;
        item.done = true;
        item.type = value["type"].text();
        if (item.type == "message")
            endMessage(item, value, events);
        else if (item.type == "function_call" || item.type == "custom_tool_call")
            endCall(item, value, events);
        else if (item.type == "reasoning")
            endThought(item, value, events);
    }
    for (auto& [index, item] : m_items) {
        for (auto& [content, found] : item.pieces)
            close(found, events);
        close(item.words, events);
    }
    m_ended = true;
    json::JsonCursor at(response["usage"].written());
    if (OpenAiUsage usage; response["usage"].isObject() && usage.read(at))
        events.push_back(UsageEvent{usage.disjoint()});
    Settled settled = settledStop(response, m_calls, m_refused);
    events.push_back(StopEvent{0, settled.stop, {}, std::move(settled.word)});
}

void ResponseStreamReader::fail(StreamError error, std::vector<StreamEvent>& events) {
    m_failed = true;
    events.push_back(std::move(error));
}

StreamEnd ResponseStreamReader::finish(std::vector<StreamEvent>& /*events*/) {
    return m_ended && !m_failed ? StreamEnd::Whole : StreamEnd::Cut;
}

} // namespace gatehouse::dialects::responses
