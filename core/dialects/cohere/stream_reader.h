// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::cohere {

// Events of Cohere's Chat API, version 2 (docs.cohere.com, "Streaming"). Whole when message-end came.
class ChatStreamReader final : public StreamReader {
public:
    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;

private:
    using Events = std::vector<StreamEvent>;

    void readFrame(const SseFrame& frame, Events& events);
    void readEvent(std::string_view type, json::View root, Events& events);
    void readStart(json::View root, Events& events);
    void readPlan(json::View message, Events& events);
    void readContent(json::View root, bool starts, Events& events);
    void readCall(json::View root, bool starts, Events& events);
    void readCitation(json::View message, Events& events);
    void endCall(json::View root, Events& events);
    void readEnd(json::View delta, Events& events);
    void fail(StreamError error, Events& events);

    void begin(Events& events);
    int start(PartContent content, Events& events);
    // Text is ended when something else begins: citations of it may come behind its own end.
    void openText(bool thought, Events& events);
    void closeText(Events& events);

    SseReader m_sse{std::size_t{16} << 20U};
    std::string m_id;
    int m_parts = 0;
    int m_open = -1; // the part of text or thought
    bool m_openThought = false;
    bool m_textEnded = false;
    std::int64_t m_content = -1;         // the index of the open content
    std::map<std::int64_t, int> m_calls; // open ones, by index
    int m_callCount = 0;
    bool m_begun = false;
    bool m_ended = false;
    bool m_failed = false;
};

} // namespace gatehouse::dialects::cohere
