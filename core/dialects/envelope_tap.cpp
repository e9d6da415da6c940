// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"
#include "core/dialects/anthropic_facts.h"
#include "core/dialects/bedrock/chunk_frames.h"
#include "core/dialects/bedrock/errors.h"
#include "core/dialects/envelope.h"
#include "core/dialects/errors.h"
#include "core/dialects/tap_anthropic.h"
#include "core/dialects/tap_event_stream.h"

namespace gatehouse::dialects::envelope {
namespace {

// Bedrock's chunks become server-sent events.
class FromChunks final : public EventStreamTap {
private:
    void readFrame(const event_stream::Frame& frame) override {
        m_event = bedrock::readChunk(frame.payload);
        if (m_event && m_events.read({}, *m_event, m_facts))
            m_contentSeen = m_events.contentSeen();
    }
    StreamEnd end() override { return m_events.end(m_facts); }
    void forward(const event_stream::Frame& /*frame*/, std::string& out) override {
        if (m_facts.errorInStream && !std::exchange(m_told, true))
            out += writeStreamError(*m_facts.errorInStream, Dialect::Anthropic, m_facts.id);
        else if (m_event)
            appendSseEvent(out, bedrock::eventTypeOf(*m_event), *m_event);
        m_event.reset();
    }

    AnthropicFacts m_events;
    std::optional<std::string> m_event; // of the frame at hand
    bool m_told = false;
};

// Server-sent events become Bedrock's chunks.
class ToChunks final : public StreamTap {
public:
    void feed(std::string_view bytes, std::string& out) override {
        m_reader.feed(bytes);
        while (const SseFrame* frame = m_reader.next())
            take(*frame, out);
    }
    StreamEnd finish(std::string& out) override {
        // As if the blank line had come: a server may leave it out behind its last event.
        const std::string rest = std::string(m_reader.rest()) + "\n\n";
        if (rest.size() > 2 && !m_broken)
            feed("\n\n", out);
        return m_broken ? StreamEnd::Cut : m_events.end(m_facts);
    }
    const AnswerFacts& facts() const override { return m_facts; }
    bool contentSeen() const override { return m_events.contentSeen(); }

private:
    void take(const SseFrame& frame, std::string& out) {
        m_broken = m_broken || frame.kind == SseKind::Fragment;
        if (frame.kind != SseKind::Event || m_broken || !m_events.read(frame.type, frame.data, m_facts))
            return;
        bedrock::appendEventAsFrame(out, frame.data);
    }

    SseReader m_reader{std::size_t{16} << 20U};
    AnthropicFacts m_events;
    AnswerFacts m_facts;
    bool m_broken = false; // an event beyond the bound: it cannot be forwarded in pieces
};

} // namespace

// Anthropic's and Vertex's streams are alike.
std::unique_ptr<StreamTap> makeRewrappingTap(Dialect provider, Dialect client) {
    if (provider == Dialect::BedrockInvoke)
        return std::make_unique<FromChunks>();
    if (client == Dialect::BedrockInvoke)
        return std::make_unique<ToChunks>();
    return std::make_unique<AnthropicTap>();
}

} // namespace gatehouse::dialects::envelope
