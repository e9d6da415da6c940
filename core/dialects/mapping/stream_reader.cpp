// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/mapping/stream_reader.h"

#include "core/base/text.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_text.h"
#include "core/dialects/mapping/answer_reader.h"

#include <algorithm>
#include <utility>

namespace gatehouse::dialects::mapping {
namespace {

constexpr std::size_t longestLine = std::size_t{16} << 20U;

StreamError garbled(std::string message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message)).value(), {}};
}

} // namespace

void MappedStreamReader::feed(std::string_view bytes, std::vector<StreamEvent>& events) {
    if (m_mapping->enveloped())
        feedFrames(bytes, events);
    else
        feedInner(bytes, events);
}

// SageMaker, InvokeEndpointWithResponseStream: PayloadPart frames; ModelStreamError and InternalStreamFailure as
// exceptions.
void MappedStreamReader::feedFrames(std::string_view bytes, std::vector<StreamEvent>& events) {
    m_frames.feed(bytes);
    while (const auto* frame = m_frames.next()) {
        if (m_failed)
            return;
        if (frame->messageType() == "event") {
            if (frame->eventType() == "PayloadPart")
                feedInner(frame->payload, events);
            continue;
        }
        auto read = readProviderError(Dialect::Mapped, 0, frame->payload);
        const auto what =
            frame->messageType() == "exception" ? frame->text(":exception-type") : frame->text(":error-message");
        if (read.providerText.empty())
            read.providerText = json::presentable(what, 200);
        fail({std::move(read.error), std::move(read.providerText)}, events);
    }
    if (m_frames.fault() != event_stream::Fault::None && !m_failed)
        fail(garbled("A frame of the provider's stream is broken: " +
                     std::string(event_stream::describe(m_frames.fault())) + "."),
             events);
}

void MappedStreamReader::feedInner(std::string_view bytes, std::vector<StreamEvent>& events) {
    if (m_mapping->framing() != Mapping::Framing::Sse)
        return feedLines(bytes, events);
    m_sse.feed(bytes);
    while (const SseFrame* frame = m_sse.next()) {
        if (frame->kind == SseKind::Fragment && !m_failed)
            fail(garbled("An event of the provider's stream is too large."), events);
        else if (frame->kind == SseKind::Event)
            readEvent(trim(frame->data), events);
    }
}

void MappedStreamReader::feedLines(std::string_view bytes, std::vector<StreamEvent>& events) {
    for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
        m_line.append(bytes.substr(0, end));
        bytes.remove_prefix(end + 1);
        readEvent(trim(m_line), events);
        m_line.clear();
    }
    m_line.append(bytes);
    if (m_line.size() > longestLine && !m_failed)
        fail(garbled("A line of the provider's stream is too large."), events);
}

void MappedStreamReader::readEvent(std::string_view data, std::vector<StreamEvent>& events) {
    if (data.ends_with('\r'))
        data.remove_suffix(1);
    if (m_failed || m_ended || data.empty())
        return;
    if (!m_mapping->end().empty() && data == m_mapping->end()) {
        m_ended = true;
        return settle(events);
    }
    const auto document = AnyDocument::parse(data);
    if (!document)
        return fail(garbled("An event of the provider's stream is not JSON."), events);
    const auto root = document->root();
    const auto& places = m_mapping->stream();
    if (auto error = errorAt(places, root))
        return fail(std::move(*error), events);
    begin(events);
    const bool skipped = places.skip && places.skip->in(root).isTrue();
    if (auto text = textAt(places.text, root); text && !text->empty() && !skipped) {
        if (!std::exchange(m_textOpen, true))
            events.push_back(PartStart{0, 0, TextPart{}});
        events.push_back(TextDelta{0, std::move(*text)});
    }
    if (auto usage = usageAt(places, root)) {
        if (!m_usage)
            m_usage.emplace();
        m_usage->input = std::max(m_usage->input, usage->input);
        m_usage->output = std::max(m_usage->output, usage->output);
    }
    std::string word;
    if (const auto stop = stopAt(places, root, word); stop != StopReason::None) {
        m_stop = stop;
        m_stopWord = stop == StopReason::Other ? std::move(word) : std::string();
    }
}

void MappedStreamReader::begin(std::vector<StreamEvent>& events) {
    if (!std::exchange(m_begun, true))
        events.push_back(MessageStart{});
}

void MappedStreamReader::fail(StreamError error, std::vector<StreamEvent>& events) {
    m_failed = true;
    m_line.clear();
    if (m_usage)
        events.push_back(UsageEvent{*m_usage});
    events.push_back(std::move(error));
}

void MappedStreamReader::settle(std::vector<StreamEvent>& events) {
    if (std::exchange(m_settled, true))
        return;
    begin(events);
    if (m_textOpen)
        events.push_back(PartStop{0});
    if (m_usage)
        events.push_back(UsageEvent{*m_usage});
    StopEvent stop;
    stop.stop = m_stop == StopReason::None ? StopReason::EndTurn : m_stop;
    stop.stopWord = m_stopWord;
    events.push_back(std::move(stop));
}

StreamEnd MappedStreamReader::finish(std::vector<StreamEvent>& events) {
    // The last line may lack its end; so may the last event of a server that is careless with blank lines.
    if (!m_line.empty())
        readEvent(trim(std::exchange(m_line, {})), events);
    if (const auto rest = m_sse.rest(); !rest.empty() && !m_failed && !m_ended) {
        const std::string held(rest);
        if (!held.ends_with('\n'))
            m_sse.feed("\n\n");
        else
            m_sse.feed("\n");
        while (const SseFrame* frame = m_sse.next()) {
            if (frame->kind == SseKind::Event)
                readEvent(trim(frame->data), events);
        }
    }
    const bool told = m_ended || m_stop != StopReason::None;
    if (m_failed || m_frames.insideFrame() || (tellsEnd() ? !told : !m_begun)) {
        if (m_usage && !m_failed)
            events.push_back(UsageEvent{*m_usage});
        return StreamEnd::Cut;
    }
    settle(events);
    return StreamEnd::Whole;
}

} // namespace gatehouse::dialects::mapping
