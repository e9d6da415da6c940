// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/bedrock/event_reading.h"
#include "core/dialects/codec.h"
#include "core/dialects/event_stream/frame_reader.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::bedrock {

// Events of ConverseStream (WIRE.md §5). Only blocks of tools announce themselves; all others begin with their first
// delta. Usage comes behind the stop reason.
class ConverseStreamReader final : public StreamReader {
public:
    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;

private:
    enum class Kind { Text, Tool, Reasoning, Redacted, Unknown };
    struct Block {
        int part = 0;
        Kind kind = Kind::Text;
        std::string redacted; // told when the block ends: it may come in pieces
    };

    void readFrame(const event_stream::Frame& frame, std::vector<StreamEvent>& events);
    void readEvent(std::string_view type, std::vector<StreamEvent>& events);
    void startBlock(std::vector<StreamEvent>& events);
    void readDelta(std::vector<StreamEvent>& events);
    Block& blockFor(Kind kind, PartContent content, std::vector<StreamEvent>& events);
    void stopBlock(std::int64_t index, std::vector<StreamEvent>& events);
    void begin(std::vector<StreamEvent>& events);
    void fail(StreamError error, std::vector<StreamEvent>& events);

    event_stream::FrameReader m_frames;
    EventReading m_reading;
    std::map<std::int64_t, Block> m_blocks; // open ones
    int m_nextPart = 0;
    bool m_begun = false;
    bool m_stopped = false;
    bool m_failed = false;
};

} // namespace gatehouse::dialects::bedrock
