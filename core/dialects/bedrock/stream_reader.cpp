// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/stream_reader.h"

#include "core/dialects/bedrock/content.h"
#include "core/dialects/bedrock/errors.h"
#include "core/dialects/bedrock/words.h"
#include "core/dialects/json_tree.h"

#include <utility>

namespace gatehouse::dialects::bedrock {
namespace {

using Filled = EventReading::Filled;

StreamError garbled(std::string_view message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::string(message)).value(), {}};
}

} // namespace

void ConverseStreamReader::feed(std::string_view bytes, std::vector<StreamEvent>& events) {
    m_frames.feed(bytes);
    while (const auto* frame = m_frames.next())
        readFrame(*frame, events);
    if (m_frames.fault() != event_stream::Fault::None && !m_failed)
        fail(garbled(event_stream::describe(m_frames.fault())), events);
}

void ConverseStreamReader::fail(StreamError error, std::vector<StreamEvent>& events) {
    m_failed = true;
    events.push_back(std::move(error));
}

void ConverseStreamReader::readFrame(const event_stream::Frame& frame, std::vector<StreamEvent>& events) {
    if (m_failed)
        return;
    const auto kind = frame.messageType();
    if (kind == "exception" || kind == "error") {
        const bool plain = kind == "error";
        auto read = readError(0, frame.payload, frame.text(plain ? ":error-code" : ":exception-type"));
        if (plain && read.providerText.empty())
            read.providerText = json::presentable(frame.text(":error-message"), 2000);
        return fail({std::move(read.error), std::move(read.providerText)}, events);
    }
    if (!m_reading.read(frame.payload))
        return fail(garbled("An event of the provider's stream is not a JSON object."), events);
    readEvent(frame.eventType(), events);
}

void ConverseStreamReader::begin(std::vector<StreamEvent>& events) {
    if (!std::exchange(m_begun, true))
        events.push_back(MessageStart{});
}

void ConverseStreamReader::readEvent(std::string_view type, std::vector<StreamEvent>& events) {
    if (type == "contentBlockDelta") {
        begin(events);
        readDelta(events);
    } else if (type == "contentBlockStart") {
        begin(events);
        startBlock(events);
    } else if (type == "contentBlockStop") {
        stopBlock(m_reading.block, events);
    } else if (type == "messageStart") {
        begin(events);
    } else if (type == "messageStop") {
        begin(events);
        while (!m_blocks.empty())
            stopBlock(m_blocks.begin()->first, events);
        StopEvent stop;
        stop.stop = stopReasonOf(m_reading.stopWord);
        if (stop.stop == StopReason::None || stop.stop == StopReason::Other) {
            stop.stop = StopReason::Other;
            stop.stopWord = std::string(m_reading.stopWord);
        }
        stop.stopSequence = std::move(m_reading.stopSequence);
        m_stopped = true;
        events.push_back(std::move(stop));
    } else if (type == "metadata" && m_reading.usage) {
        events.push_back(UsageEvent{*m_reading.usage});
    }
}

void ConverseStreamReader::startBlock(std::vector<StreamEvent>& events) {
    if (m_reading.startsTool) {
        stopBlock(m_reading.block, events);
        ToolUsePart use;
        use.id = std::move(m_reading.toolId);
        use.name = std::move(m_reading.toolName);
        use.arguments.clear();
        blockFor(Kind::Tool, std::move(use), events);
    } else if (!m_reading.startKind.empty()) {
        stopBlock(m_reading.block, events);
        UnknownPart unknown{Dialect::Bedrock, std::string(m_reading.startKind), std::string(m_reading.raw)};
        blockFor(Kind::Unknown, std::move(unknown), events);
    }
}

// The open block of that index, or a new one: a delta of another kind begins another part.
ConverseStreamReader::Block& ConverseStreamReader::blockFor(Kind kind, PartContent content,
                                                            std::vector<StreamEvent>& events) {
    const auto found = m_blocks.find(m_reading.block);
    if (found != m_blocks.end() && found->second.kind == kind)
        return found->second;
    stopBlock(m_reading.block, events);
    Block block;
    block.kind = kind;
    if (kind != Kind::Redacted) { // which is told when all of it is there
        block.part = m_nextPart++;
        events.push_back(PartStart{block.part, 0, std::move(content)});
    }
    return m_blocks.insert_or_assign(m_reading.block, std::move(block)).first->second;
}

void ConverseStreamReader::readDelta(std::vector<StreamEvent>& events) {
    ReasoningPart thought;
    thought.dialect = Dialect::Bedrock;
    switch (m_reading.filled) {
    case Filled::Text: {
        const int part = blockFor(Kind::Text, TextPart{}, events).part;
        if (!m_reading.text.empty())
            events.push_back(TextDelta{part, std::move(m_reading.text)});
        return;
    }
    case Filled::Citation: {
        const int part = blockFor(Kind::Text, TextPart{}, events).part;
        if (auto document = json::Document::parse(m_reading.raw))
            events.push_back(CitationDelta{part, readCitation(document->root())});
        return;
    }
    case Filled::ToolInput: {
        const auto found = m_blocks.find(m_reading.block);
        if (found != m_blocks.end() && found->second.kind == Kind::Tool && !m_reading.text.empty())
            events.push_back(ArgumentsDelta{found->second.part, std::move(m_reading.text)});
        return;
    }
    case Filled::Reasoning:
    case Filled::Signature: {
        const int part = blockFor(Kind::Reasoning, std::move(thought), events).part;
        if (m_reading.text.empty())
            return;
        if (m_reading.filled == Filled::Reasoning)
            events.push_back(ReasoningDelta{part, std::move(m_reading.text)});
        else
            events.push_back(SignatureDelta{part, std::move(m_reading.text)});
        return;
    }
    case Filled::Redacted:
        blockFor(Kind::Redacted, std::move(thought), events).redacted += m_reading.text;
        return;
    case Filled::Nothing:
    case Filled::Other:
        return;
    }
}

void ConverseStreamReader::stopBlock(std::int64_t index, std::vector<StreamEvent>& events) {
    const auto found = m_blocks.find(index);
    if (found == m_blocks.end())
        return;
    Block block = std::move(found->second);
    m_blocks.erase(found);
    if (block.kind == Kind::Redacted) {
        block.part = m_nextPart++;
        ReasoningPart thought;
        takeRedacted(std::move(block.redacted), thought);
        events.push_back(PartStart{block.part, 0, std::move(thought)});
    }
    events.push_back(PartStop{block.part});
}

StreamEnd ConverseStreamReader::finish(std::vector<StreamEvent>& /*events*/) {
    return m_failed || !m_stopped ? StreamEnd::Cut : StreamEnd::Whole;
}

} // namespace gatehouse::dialects::bedrock
