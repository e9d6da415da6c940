// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/anthropic_facts.h"
#include "core/dialects/bedrock/event_reading.h"
#include "core/dialects/event_stream/frame_reader.h"
#include "core/dialects/tap.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects {

// What the taps of AWS event streams share. A frame is forwarded when it is whole and both its checksums are right:
// what is damaged, and all behind it, never reaches the client, and the stream counts as cut.
class EventStreamTap : public StreamTap {
public:
    void feed(std::string_view bytes, std::string& out) final;
    StreamEnd finish(std::string& out) final;
    const AnswerFacts& facts() const final { return m_facts; }
    bool contentSeen() const final { return m_contentSeen; }

protected:
    virtual void readFrame(const event_stream::Frame& frame) = 0;
    virtual StreamEnd end() = 0;
    // What goes to the client for a frame: by default the frame itself.
    virtual void forward(const event_stream::Frame& frame, std::string& out);
    // True when the frame tells an error, which is noted then.
    bool readError(const event_stream::Frame& frame);

    AnswerFacts m_facts;
    bool m_contentSeen = false;

private:
    event_stream::FrameReader m_frames;
};

// ConverseStream.
class ConverseTap final : public EventStreamTap {
private:
    void readFrame(const event_stream::Frame& frame) override;
    StreamEnd end() override;

    bedrock::EventReading m_reading;
};

// InvokeModelWithResponseStream: chunks of Anthropic's events, or of whatever the model's vendor sends; of those only
// the service's own "amazon-bedrock-invocationMetrics" is understood, which stands in the last chunk.
class InvokeTap final : public EventStreamTap {
private:
    void readFrame(const event_stream::Frame& frame) override;
    StreamEnd end() override;
    void readForeign(std::string_view event);

    AnthropicFacts m_events;
    bool m_foreign = false;
    bool m_measured = false; // the metrics came
};

} // namespace gatehouse::dialects
