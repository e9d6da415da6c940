// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/stream_reader.h"

#include "core/base/text.h"
#include "core/dialects/cohere/answer.h"
#include "core/dialects/cohere/content.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_text.h"
#include "core/dialects/translation.h"

#include <utility>

namespace gatehouse::dialects::cohere {
namespace {

using json::View;

constexpr std::size_t mostCalls = 4096;

StreamError garbled(std::string message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message)).value(), {}};
}

StreamError told(std::string_view data) {
    auto read = readProviderError(Dialect::Cohere, 0, data);
    return {std::move(read.error), std::move(read.providerText)};
}

} // namespace

void ChatStreamReader::feed(std::string_view bytes, Events& events) {
    m_sse.feed(bytes);
    while (const SseFrame* frame = m_sse.next())
        readFrame(*frame, events);
}

void ChatStreamReader::readFrame(const SseFrame& frame, Events& events) {
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
    const std::string type = root["type"].isString() ? root["type"].text() : std::string(frame.type);
    if (type == "error" || (root["message"].isString() && !root["delta"].given()))
        return fail(told(data), events);
    readEvent(type, root, events);
}

void ChatStreamReader::readEvent(std::string_view type, View root, Events& events) {
    const View message = root["delta"]["message"];
    if (type == "content-delta" || type == "content-start")
        readContent(root, type == "content-start", events);
    else if (type == "content-end")
        m_textEnded = true;
    else if (type == "tool-call-delta" || type == "tool-call-start")
        readCall(root, type == "tool-call-start", events);
    else if (type == "tool-call-end")
        endCall(root, events);
    else if (type == "tool-plan-delta")
        readPlan(message, events);
    else if (type == "citation-start")
        readCitation(message, events);
    else if (type == "message-start")
        readStart(root, events);
    else if (type == "message-end")
        readEnd(root["delta"], events);
}

void ChatStreamReader::fail(StreamError error, Events& events) {
    m_failed = true;
    events.push_back(std::move(error));
}

void ChatStreamReader::readStart(View root, Events& events) {
    m_id = root["id"].text();
    begin(events);
}

void ChatStreamReader::begin(Events& events) {
    if (std::exchange(m_begun, true))
        return;
    MessageStart start;
    start.id = m_id;
    events.push_back(std::move(start));
}

int ChatStreamReader::start(PartContent content, Events& events) {
    begin(events);
    events.push_back(PartStart{m_parts, 0, std::move(content)});
    return m_parts++;
}

void ChatStreamReader::openText(bool thought, Events& events) {
    if (m_open >= 0 && !m_textEnded && m_openThought == thought)
        return;
    closeText(events);
    m_openThought = thought;
    ReasoningPart reasoning;
    reasoning.dialect = Dialect::Cohere;
    m_open = thought ? start(std::move(reasoning), events) : start(TextPart{}, events);
}

void ChatStreamReader::closeText(Events& events) {
    if (m_open >= 0)
        events.push_back(PartStop{m_open});
    m_open = -1;
    m_textEnded = false;
}

void ChatStreamReader::readPlan(View message, Events& events) {
    std::string text = message["tool_plan"].text();
    if (text.empty())
        return;
    openText(false, events);
    events.push_back(TextDelta{m_open, std::move(text)});
}

// A part begins with its first text: many servers' first content is empty.
void ChatStreamReader::readContent(View root, bool starts, Events& events) {
    const View content = root["delta"]["message"]["content"];
    const std::int64_t index = root["index"].integer().value_or(0);
    if (starts && m_open >= 0)
        m_textEnded = true;
    if (index != m_content && m_open >= 0)
        m_textEnded = true;
    m_content = index;
    const bool thought = content["thinking"].isString() && !content["text"].isString();
    std::string text = thought ? content["thinking"].text() : content["text"].text();
    if (text.empty())
        return;
    openText(thought, events);
    if (thought)
        events.push_back(ReasoningDelta{m_open, std::move(text)});
    else
        events.push_back(TextDelta{m_open, std::move(text)});
}

void ChatStreamReader::readCitation(View message, Events& events) {
    View citation = message["citations"];
    if (citation.isArray()) {
        for (const View one : citation.children()) {
            citation = one;
            break;
        }
    }
    if (!citation.isObject() || m_open < 0 || m_openThought)
        return;
    events.push_back(CitationDelta{m_open, cohere::readCitation(citation)});
}

void ChatStreamReader::readCall(View root, bool starts, Events& events) {
    View call = root["delta"]["message"]["tool_calls"];
    if (call.isArray()) {
        for (const View one : call.children()) {
            call = one;
            break;
        }
    }
    const std::int64_t index = root["index"].integer().value_or(0);
    auto open = m_calls.find(index);
    if (starts && open == m_calls.end() && m_calls.size() < mostCalls) {
        closeText(events);
        ToolUsePart use;
        use.id = call["id"].text();
        use.name = call["function"]["name"].text();
        if (use.id.empty())
            use.id = madeToolId(m_id + ':' + std::to_string(m_callCount));
        use.arguments.clear();
        ++m_callCount;
        open = m_calls.emplace(index, start(std::move(use), events)).first;
    }
    std::string arguments = call["function"]["arguments"].text();
    if (open == m_calls.end() || arguments.empty() || (starts && arguments == "null"))
        return;
    events.push_back(ArgumentsDelta{open->second, std::move(arguments)});
}

void ChatStreamReader::endCall(View root, Events& events) {
    const auto open = m_calls.find(root["index"].integer().value_or(0));
    if (open == m_calls.end())
        return;
    events.push_back(PartStop{open->second});
    m_calls.erase(open);
}

void ChatStreamReader::readEnd(View delta, Events& events) {
    const std::string word = delta["finish_reason"].text();
    const auto stop = cohere::stopReasonOf(word);
    const auto usage = readUsage(delta["usage"]);
    if (stop == StopReason::Failed || delta["error"].isString()) {
        if (usage)
            events.push_back(UsageEvent{*usage});
        const Error error =
            failure(ErrorKind::Unavailable, "provider_error", "The provider failed while it answered.").value();
        return fail({error, json::presentable(delta["error"].text(), 2000)}, events);
    }
    begin(events);
    closeText(events);
    for (const auto& [index, part] : std::exchange(m_calls, {}))
        events.push_back(PartStop{part});
    if (usage)
        events.push_back(UsageEvent{*usage});
    m_ended = true;
    const bool unknown = stop == StopReason::Other || stop == StopReason::None;
    events.push_back(StopEvent{0, unknown ? StopReason::Other : stop, {}, unknown ? word : std::string()});
}

StreamEnd ChatStreamReader::finish(Events& events) {
    // The last event may come without the blank line behind it; a piece of one is none.
    if (!m_ended && !m_failed && !m_sse.rest().empty()) {
        const std::string rest = std::string(m_sse.rest()) + "\n\n";
        SseReader last(std::size_t{16} << 20U);
        last.feed(rest);
        const SseFrame* frame = last.next();
        if (frame && frame->kind == SseKind::Event && json::Document::parse(trim(frame->data)))
            readFrame(*frame, events);
    }
    return m_ended ? StreamEnd::Whole : StreamEnd::Cut;
}

} // namespace gatehouse::dialects::cohere
