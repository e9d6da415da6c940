// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/usage_numbers.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::anthropic {

// Events of Messages (WIRE.md §3 "Stream"). A second message_start, which a proxy's replay brings, starts anew: what
// was told before cannot be unsaid, but blocks and usage are counted from there.
class MessageStreamReader final : public StreamReader {
public:
    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;

private:
    struct Block {
        int part = 0;
        bool call = false;
        bool argued = false; // input came in deltas
        std::string input;   // a whole input at the start, which only some proxies send
    };

    void readFrame(const SseFrame& frame, std::vector<StreamEvent>& events);
    void readEvent(std::string_view type, json::View root, std::vector<StreamEvent>& events);
    void start(json::View message, std::vector<StreamEvent>& events);
    void startBlock(json::View root, std::vector<StreamEvent>& events);
    void readDelta(json::View root, std::vector<StreamEvent>& events);
    void readArguments(Block& block, std::string text, std::vector<StreamEvent>& events);
    void stopBlock(std::int64_t index, std::vector<StreamEvent>& events);
    void stopAll(std::vector<StreamEvent>& events);
    void readMessageDelta(json::View root, std::vector<StreamEvent>& events);
    bool readUsage(json::View usage);
    void settle(std::vector<StreamEvent>& events);
    void fail(StreamError error, std::vector<StreamEvent>& events);

    SseReader m_sse{std::size_t{16} << 20U};
    std::map<std::int64_t, Block> m_blocks; // open ones
    int m_nextPart = 0;
    AnthropicUsage m_usage;
    std::optional<StopEvent> m_stop;
    bool m_begun = false;
    bool m_ended = false; // message_stop came
    bool m_settled = false;
    bool m_failed = false;
};

} // namespace gatehouse::dialects::anthropic
