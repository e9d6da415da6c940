// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/responses/items.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::responses {

// Events of the Responses API (WIRE.md §2 "Event order"). They are told apart by the type in their data: "event:" lines
// may be missing. Items are known by their place, as ids may change from event to event. What an item's last event
// holds and no delta brought comes then; families of events of built-in tools are skipped, their items come whole.
class ResponseStreamReader final : public StreamReader {
public:
    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;

private:
    // A part of a message, or the words of a thought.
    struct Piece {
        int part = -1;
        bool refusal = false;
        bool filled = false; // text came
        bool closed = false;
    };
    struct Item {
        std::string type;
        std::map<std::int64_t, Piece> pieces; // of a message, by content index
        Piece words;                          // of a thought; the arguments of a call
        std::int64_t summary = -1;            // index of the summary that grows
        bool done = false;
    };

    void readFrame(const SseFrame& frame, std::vector<StreamEvent>& events);
    void readEvent(std::string_view type, json::View root, std::string_view data, std::vector<StreamEvent>& events);
    bool readItemEvent(std::string_view type, json::View root, std::vector<StreamEvent>& events);
    void begin(json::View response, std::vector<StreamEvent>& events);
    void addItem(json::View root, std::vector<StreamEvent>& events);
    void endItem(json::View root, std::vector<StreamEvent>& events);
    void endMessage(Item& item, json::View value, std::vector<StreamEvent>& events);
    void endCall(Item& item, json::View value, std::vector<StreamEvent>& events);
    void endThought(Item& item, json::View value, std::vector<StreamEvent>& events);
    void end(json::View response, std::vector<StreamEvent>& events);
    void fail(StreamError error, std::vector<StreamEvent>& events);

    Piece& piece(json::View root, bool refusal, std::vector<StreamEvent>& events);
    void addText(Piece& piece, std::string text, std::vector<StreamEvent>& events);
    void addThought(Item& item, json::View root, bool summary, std::string text, std::vector<StreamEvent>& events);
    void beginThought(Item& item, bool summary, const std::string& id, std::vector<StreamEvent>& events);
    void addArguments(Item& item, std::string text, std::vector<StreamEvent>& events);
    void close(Piece& piece, std::vector<StreamEvent>& events);
    int start(PartContent content, std::vector<StreamEvent>& events);

    SseReader m_sse{std::size_t{16} << 20U};
    std::map<std::int64_t, Item> m_items;
    ItemReader m_reader{ItemReader::From::Answer};
    int m_nextPart = 0;
    bool m_calls = false;
    bool m_refused = false;
    bool m_begun = false;
    bool m_ended = false;
    bool m_failed = false;
};

} // namespace gatehouse::dialects::responses
