// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// What one message of a client's WebSocket asks for.
struct SocketRequest {
    enum class Kind {
        Create,  // a response; "body" is the request as POST would take it
        WarmUp,  // "generate": false: nothing is generated, the items are kept
        Nothing, // a note that needs no answer
    };
    Kind kind = Kind::Create;
    std::string body;
    std::string items; // of the whole conversation up to here: elements of "input", parted by commas
    bool stores = true;
};

// The WebSocket mode of the Responses API (OpenAI, "WebSocket mode"; xAI's is the same): a client sends
//   {"type":"response.create", … the members of a request …}
// without "stream" and "background", and gets each event as one text message. The service keeps the newest response of
// a connection in memory: the next request may name it in "previous_response_id" and send only new items, also where
// "store" is false. As calls go on over HTTP, to any provider, that memory is here: the request that leaves holds all
// items. Codex prewarms with "generate": false, and sends "response.processed" notes.
// Bounded: a conversation beyond "most" bytes is forgotten. Lives on the thread of its connection.
class SocketConversation {
public:
    explicit SocketConversation(std::size_t most) : m_most(most) {}

    // Errors: Invalid, with the codes of POST, or unknown_event.
    Result<SocketRequest> read(std::string_view message) const;
    // A response has ended: what it was called, and its "output" array (empty: none).
    void remember(SocketRequest& request, std::string id, std::string_view output);

private:
    std::size_t m_most;
    std::string m_id;    // of the newest response; empty: none is kept
    std::string m_items; // the conversation up to its end
};

// The two events that answer a warm-up.
std::string warmUpCreated(std::string_view id, std::string_view model, std::int64_t now);
std::string warmUpCompleted(std::string_view id, std::string_view model, std::int64_t now);

} // namespace gatehouse::pipeline
