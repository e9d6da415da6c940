// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap_event_stream.h"

#include "core/dialects/bedrock/chunk_frames.h"
#include "core/dialects/bedrock/errors.h"
#include "core/dialects/bedrock/metrics.h"
#include "core/dialects/bedrock/words.h"
#include "core/dialects/content_text.h"

namespace gatehouse::dialects {

void EventStreamTap::feed(std::string_view bytes, std::string& out) {
    m_frames.feed(bytes);
    while (const auto* frame = m_frames.next()) {
        if (!readError(*frame))
            readFrame(*frame);
        forward(*frame, out);
    }
}

void EventStreamTap::forward(const event_stream::Frame& frame, std::string& out) {
    out.append(frame.raw);
}

bool EventStreamTap::readError(const event_stream::Frame& frame) {
    const auto kind = frame.messageType();
    if (kind != "exception" && kind != "error")
        return false;
    if (!m_facts.errorInStream)
        m_facts.errorInStream =
            bedrock::readError(0, frame.payload, frame.text(kind == "error" ? ":error-code" : ":exception-type")).error;
    return true;
}

StreamEnd EventStreamTap::finish(std::string& /*out*/) {
    return m_frames.fault() != event_stream::Fault::None ? StreamEnd::Cut : end();
}

void ConverseTap::readFrame(const event_stream::Frame& frame) {
    using Filled = bedrock::EventReading::Filled;
    if (!m_reading.read(frame.payload))
        return;
    if (frame.eventType() == "messageStop") {
        m_facts.stop = bedrock::stopReasonOf(m_reading.stopWord);
        if (m_facts.stop == StopReason::None)
            m_facts.stop = StopReason::Other;
    }
    if (m_reading.usage)
        m_facts.usage = m_reading.usage;
    const bool words = m_reading.filled == Filled::Text || m_reading.filled == Filled::ToolInput ||
                       m_reading.filled == Filled::Reasoning;
    if (words)
        m_facts.textBytes += m_reading.text.size();
    m_contentSeen = m_contentSeen || m_reading.startsTool || !m_reading.startKind.empty() ||
                    (m_reading.filled != Filled::Nothing && (!words || !m_reading.text.empty()));
}

StreamEnd ConverseTap::end() {
    return m_facts.stop == StopReason::None ? StreamEnd::Cut : StreamEnd::Whole;
}

void InvokeTap::readFrame(const event_stream::Frame& frame) {
    const auto event = bedrock::readChunk(frame.payload);
    if (!event)
        return;
    if (m_foreign || bedrock::eventTypeOf(*event).empty())
        return readForeign(*event);
    if (m_events.read({}, *event, m_facts))
        m_contentSeen = m_events.contentSeen();
}

void InvokeTap::readForeign(std::string_view event) {
    m_foreign = true;
    ContentText content;
    json::JsonCursor at(event);
    addContent(content, at);
    m_facts.textBytes += content.bytes;
    m_contentSeen = m_contentSeen || content.any;
    if (const auto usage = bedrock::readMetrics(event)) {
        m_measured = true;
        m_facts.usage = usage;
        m_facts.stop = StopReason::Other;
    }
}

StreamEnd InvokeTap::end() {
    if (m_foreign)
        return m_measured ? StreamEnd::Whole : StreamEnd::Cut;
    return m_events.end(m_facts);
}

} // namespace gatehouse::dialects
