// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/stream_reader.h"

#include "core/base/text.h"
#include "core/dialects/anthropic/content.h"
#include "core/dialects/errors.h"
#include "core/dialects/finish.h"

#include <utility>

namespace gatehouse::dialects::anthropic {
namespace {

using json::View;

StreamError garbled(std::string message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message)).value(), {}};
}

} // namespace

void MessageStreamReader::feed(std::string_view bytes, std::vector<StreamEvent>& events) {
    m_sse.feed(bytes);
    while (const SseFrame* frame = m_sse.next())
        readFrame(*frame, events);
}

void MessageStreamReader::readFrame(const SseFrame& frame, std::vector<StreamEvent>& events) {
    if (m_failed || m_ended || frame.kind == SseKind::Silent)
        return;
    if (frame.kind == SseKind::Fragment)
        return fail(garbled("An event of the provider's stream is too large."), events);
    const std::string_view data = trim(frame.data);
    if (data.empty() || data == "[DONE]") // some servers add the end mark of another dialect
        return;
    const auto document = json::Document::parse(data);
    if (!document)
        return fail(garbled("An event of the provider's stream is not a JSON object."), events);
    const View root = document->root();
    const std::string type = root["type"].isString() ? root["type"].text() : std::string(frame.type);
    if (type == "error" || root["error"].given()) {
        auto read = readProviderError(Dialect::Anthropic, 0, data);
        return fail({std::move(read.error), std::move(read.providerText)}, events);
    }
    readEvent(type, root, events);
}

void MessageStreamReader::fail(StreamError error, std::vector<StreamEvent>& events) {
    m_failed = true;
    events.push_back(std::move(error));
}

void MessageStreamReader::readEvent(std::string_view type, View root, std::vector<StreamEvent>& events) {
    if (type == "message_start")
        start(root["message"], events);
    else if (type == "content_block_start")
        startBlock(root, events);
    else if (type == "content_block_delta")
        readDelta(root, events);
    else if (type == "content_block_stop")
        stopBlock(root["index"].integer().value_or(0), events);
    else if (type == "message_delta")
        readMessageDelta(root, events);
    else if (type == "ping")
        events.push_back(Ping{});
    else if (type == "message_stop") {
        m_ended = true;
        settle(events);
    }
}

bool MessageStreamReader::readUsage(View value) {
    json::JsonCursor at(value.written());
    AnthropicUsage usage;
    if (!value.isObject() || !usage.read(at))
        return false;
    m_usage.merge(usage);
    return true;
}

void MessageStreamReader::start(View message, std::vector<StreamEvent>& events) {
    m_usage = {};
    m_stop.reset();
    stopAll(events);
    const bool told = readUsage(message["usage"]);
    if (std::exchange(m_begun, true)) {
        if (told)
            events.push_back(UsageEvent{m_usage.disjoint()});
        return;
    }
    MessageStart begun;
    begun.id = message["id"].text();
    begun.model = message["model"].text();
    if (told)
        begun.usage = m_usage.disjoint();
    events.push_back(std::move(begun));
}

void MessageStreamReader::startBlock(View root, std::vector<StreamEvent>& events) {
    const View value = root["content_block"];
    const std::int64_t index = root["index"].integer().value_or(0);
    stopBlock(index, events);
    PartStart begun{m_nextPart++, 0, readBlock(value)};
    Block block{begun.part, false, false, {}};
    // Text, thoughts and signature of the start are told as deltas, so that a part grows in one way only.
    std::string text;
    std::string signature;
    std::vector<Citation> citations;
    if (auto* plain = std::get_if<TextPart>(&begun.content)) {
        text = std::exchange(plain->text, {});
        citations = std::exchange(plain->citations, {});
    } else if (auto* use = std::get_if<ToolUsePart>(&begun.content)) {
        block.call = true;
        block.input = std::exchange(use->arguments, {});
    } else if (auto* reasoning = std::get_if<ReasoningPart>(&begun.content)) {
        text = std::exchange(reasoning->text, {});
        signature = std::exchange(reasoning->signature, {});
    }
    const bool thought = std::holds_alternative<ReasoningPart>(begun.content);
    events.push_back(std::move(begun));
    if (!text.empty() && thought)
        events.push_back(ReasoningDelta{block.part, std::move(text)});
    else if (!text.empty())
        events.push_back(TextDelta{block.part, std::move(text)});
    if (!signature.empty())
        events.push_back(SignatureDelta{block.part, std::move(signature)});
    for (auto& citation : citations)
        events.push_back(CitationDelta{block.part, std::move(citation)});
    m_blocks.insert_or_assign(index, std::move(block));
}

void MessageStreamReader::readArguments(Block& block, std::string text, std::vector<StreamEvent>& events) {
    if (text.empty() || !block.call)
        return;
    block.argued = true;
    events.push_back(ArgumentsDelta{block.part, std::move(text)});
}

void MessageStreamReader::readDelta(View root, std::vector<StreamEvent>& events) {
    const auto found = m_blocks.find(root["index"].integer().value_or(0));
    if (found == m_blocks.end())
        return;
    Block& block = found->second;
    const View delta = root["delta"];
    const std::string type = delta["type"].text();
    if (type == "input_json_delta")
        return readArguments(block, delta["partial_json"].text(), events);
    if (type == "citations_delta") {
        events.push_back(CitationDelta{block.part, readCitation(delta["citation"])});
        return;
    }
    std::string text = delta[type == "text_delta"       ? "text"
                             : type == "thinking_delta" ? "thinking"
                                                        : "signature"]
                           .text();
    if (text.empty())
        return;
    if (type == "text_delta")
        events.push_back(TextDelta{block.part, std::move(text)});
    else if (type == "thinking_delta")
        events.push_back(ReasoningDelta{block.part, std::move(text)});
    else if (type == "signature_delta")
        events.push_back(SignatureDelta{block.part, std::move(text)});
}

void MessageStreamReader::stopBlock(std::int64_t index, std::vector<StreamEvent>& events) {
    const auto found = m_blocks.find(index);
    if (found == m_blocks.end())
        return;
    Block block = std::move(found->second);
    m_blocks.erase(found);
    if (block.call && !block.argued && block.input != "{}")
        events.push_back(ArgumentsDelta{block.part, std::move(block.input)});
    events.push_back(PartStop{block.part});
}

void MessageStreamReader::stopAll(std::vector<StreamEvent>& events) {
    while (!m_blocks.empty())
        stopBlock(m_blocks.begin()->first, events);
}

void MessageStreamReader::readMessageDelta(View root, std::vector<StreamEvent>& events) {
    const View delta = root["delta"];
    const std::string word = delta["stop_reason"].text();
    if (!word.empty()) {
        StopEvent stop;
        stop.stop = stopReasonOf(Dialect::Anthropic, word);
        stop.stopSequence = delta["stop_sequence"].text();
        if (stop.stop == StopReason::Other)
            stop.stopWord = word;
        m_stop = std::move(stop);
    }
    if (readUsage(root["usage"]))
        events.push_back(UsageEvent{m_usage.disjoint()});
}

// Why it stopped is told at the end: the reason may come before the last usage.
void MessageStreamReader::settle(std::vector<StreamEvent>& events) {
    if (std::exchange(m_settled, true))
        return;
    stopAll(events);
    StopEvent stop = m_stop.value_or(StopEvent{});
    if (stop.stop == StopReason::None)
        stop.stop = StopReason::Other;
    events.push_back(std::move(stop));
}

StreamEnd MessageStreamReader::finish(std::vector<StreamEvent>& events) {
    if (m_failed || (!m_ended && !m_stop))
        return StreamEnd::Cut;
    settle(events);
    return StreamEnd::Whole;
}

} // namespace gatehouse::dialects::anthropic
