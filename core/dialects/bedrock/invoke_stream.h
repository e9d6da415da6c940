// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/codec.h"
#include "core/dialects/event_stream/frame_reader.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::bedrock {

// Chunks of Anthropic's events, given to the reader of Messages.
class InvokeStreamReader final : public StreamReader {
public:
    explicit InvokeStreamReader(std::unique_ptr<StreamReader> messages) : m_messages(std::move(messages)) {}
    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;

private:
    void fail(StreamError error, std::vector<StreamEvent>& events);

    std::unique_ptr<StreamReader> m_messages;
    event_stream::FrameReader m_frames;
    bool m_failed = false;
};

// What the writer of Messages writes, put into chunks.
class InvokeStreamWriter final : public StreamWriter {
public:
    explicit InvokeStreamWriter(std::unique_ptr<StreamWriter> messages) : m_messages(std::move(messages)) {}
    void write(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    void wrap(std::string& out);

    std::unique_ptr<StreamWriter> m_messages;
    std::string m_written; // server-sent events of the event at hand
};

} // namespace gatehouse::dialects::bedrock
