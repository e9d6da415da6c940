// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/dialect.h"
#include "core/dialects/losses.h"
#include "core/dialects/tap.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// Reads the stream of a provider into neutral events. Fed any slices; says at the end whether it was whole.
class StreamReader {
public:
    virtual ~StreamReader() = default;
    virtual void feed(std::string_view bytes, std::vector<StreamEvent>& events) = 0;
    virtual StreamEnd finish(std::vector<StreamEvent>& events) = 0;
    // False where nothing in the stream says that it is whole, so that a connection that breaks cannot be told from
    // one that ends.
    virtual bool tellsEnd() const { return true; }
};

// Writes neutral events as the bytes of a client's stream.
class StreamWriter {
public:
    virtual ~StreamWriter() = default;
    virtual void write(const StreamEvent& event, std::string& out) = 0;
    // The end mark of a whole stream ("data: [DONE]", message_stop). Not called for a cut one.
    virtual void finish(std::string& out) = 0;
};

struct StreamWriterOptions {
    bool usageAsked = false;  // OpenAI: send the usage chunk
    std::string model;        // the name the client asked for
    std::string answerId;     // made by the gateway
    std::int64_t created = 0; // seconds since 1970
    bool asArray = false;     // Gemini: the client asked for one JSON array in place of events
    // The request as it came, for dialects whose answers repeat it: read while the writer is made, not kept.
    std::string_view clientBody = {};
};

// One dialect, both directions, whole messages and streams. No I/O, no clock, no state: one object serves all threads.
class Codec {
public:
    virtual ~Codec() = default;
    virtual Result<ChatRequest> readRequest(std::string_view body, Losses& losses) const = 0;
    // Field names in losses are the client's: "from" says which dialect the request came in.
    virtual Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const = 0;
    virtual Result<ChatAnswer> readAnswer(std::string_view body) const = 0;
    virtual std::string writeAnswer(const ChatAnswer& answer, Losses& losses) const = 0;
    // The same for a client whose request is at hand, for dialects whose answers repeat it.
    virtual std::string writeAnswerTo(std::string_view /*clientBody*/, const ChatAnswer& answer, Losses& losses) const {
        return writeAnswer(answer, losses);
    }
    virtual std::unique_ptr<StreamReader> streamReader() const = 0;
    virtual std::unique_ptr<StreamWriter> streamWriter(StreamWriterOptions options) const = 0;
    // Content type of what the writer writes.
    virtual std::string_view streamType() const { return "text/event-stream; charset=utf-8"; }
};

// Dialects of chats only: a dialect without a codec has no operation of Capability::Chat in any table.
const Codec& codecFor(Dialect dialect);
// The same, where a dialect has several forms of chats.
const Codec& codecFor(Operation operation);

} // namespace gatehouse::dialects
