// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/invoke_stream.h"

#include "core/dialects/bedrock/chunk_frames.h"
#include "core/dialects/bedrock/errors.h"
#include "core/dialects/json_text.h"

namespace gatehouse::dialects::bedrock {
namespace {

StreamError garbled(std::string_view message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::string(message)).value(), {}};
}

} // namespace

void InvokeStreamReader::fail(StreamError error, std::vector<StreamEvent>& events) {
    m_failed = true;
    events.push_back(std::move(error));
}

void InvokeStreamReader::feed(std::string_view bytes, std::vector<StreamEvent>& events) {
    m_frames.feed(bytes);
    std::string event;
    while (const auto* frame = m_frames.next()) {
        if (m_failed)
            continue;
        const auto kind = frame->messageType();
        if (kind == "exception" || kind == "error") {
            auto read = readError(0, frame->payload, frame->text(kind == "error" ? ":error-code" : ":exception-type"));
            if (read.providerText.empty())
                read.providerText = json::presentable(frame->text(":error-message"), 2000);
            fail({std::move(read.error), std::move(read.providerText)}, events);
        } else if (const auto chunk = readChunk(frame->payload)) {
            event.clear();
            appendSseEvent(event, "", *chunk);
            m_messages->feed(event, events);
        }
    }
    if (m_frames.fault() != event_stream::Fault::None && !m_failed)
        fail(garbled(event_stream::describe(m_frames.fault())), events);
}

StreamEnd InvokeStreamReader::finish(std::vector<StreamEvent>& events) {
    return m_failed ? StreamEnd::Cut : m_messages->finish(events);
}

void InvokeStreamWriter::write(const StreamEvent& event, std::string& out) {
    m_messages->write(event, m_written);
    wrap(out);
}

void InvokeStreamWriter::finish(std::string& out) {
    m_messages->finish(m_written);
    wrap(out);
}

void InvokeStreamWriter::wrap(std::string& out) {
    if (m_written.empty())
        return;
    SseReader reader(std::size_t{64} << 20U);
    reader.feed(m_written);
    while (const SseFrame* frame = reader.next()) {
        if (frame->kind == SseKind::Event)
            appendEventAsFrame(out, frame->data);
    }
    m_written.clear();
}

} // namespace gatehouse::dialects::bedrock
