// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/dialect.h"
#include "core/dialects/usage.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects {

// What an answer told, whole or streamed.
struct AnswerFacts {
    std::optional<Usage> usage;
    StopReason stop = StopReason::None;
    std::string model;                       // as the provider named it
    std::string id;                          // the provider's id of the answer
    std::size_t textBytes = 0;               // bytes of content seen: the base of an estimate where no usage came
    std::optional<std::int64_t> soundMillis; // of sound that was billed by its length
    std::optional<Error> errorInStream;      // an error event after 200
    bool unreadable = false;                 // a whole answer that is no JSON
};

enum class StreamEnd { Whole, Cut };

// Reads a stream of server-sent events beside the bytes that pass through: fed any slices, it says which bytes may go
// to the client and, at the end, whether the stream was whole (WIRE.md §0: a missing end mark behind a finish reason is
// whole, a missing finish reason is cut). No I/O, no clock.
class StreamTap {
public:
    virtual ~StreamTap() = default;
    // Appends to "out" the bytes to forward: all of them, byte for byte, but for a usage event that only we asked for
    // (withheldUsage) and for nothing else. An event is forwarded when it is complete or when it outgrows 64 KiB: so an
    // error event can follow what was forwarded at any time, but while insideEvent() holds.
    virtual void feed(std::string_view bytes, std::string& out) = 0;
    // The connection ended. Bytes of an event that did not end go to "out" when the stream is whole (some servers leave
    // out the last line end), and are dropped when it was cut.
    //
    // Whole: Chat and Completions, every choice that was seen has its finish reason; or [DONE] came and the choices
    // without one belong to a server that never sends any (the member is absent or ""). Messages: a stop reason or
    // message_stop came. Images, Speech, Transcriptions: the event that ends one of them came. An error event does not
    // make a stream whole: look at errorInStream first, the client has been told by then.
    virtual StreamEnd finish(std::string& out) = 0;
    // False where nothing in the stream says that it is whole: then a connection that breaks is a stream that was cut.
    virtual bool tellsEnd() const { return true; }
    // The bytes forwarded so far end within an event that outgrew 64 KiB: nothing can be put behind them.
    virtual bool insideEvent() const { return false; }
    virtual const AnswerFacts& facts() const = 0;
    // What ends the stream with an error of ours, behind what was forwarded.
    virtual std::string errorAtEnd(const Error& error, Dialect client, std::string_view requestId) const;
    // True when content (not only role or ping) has been forwarded.
    virtual bool contentSeen() const = 0;
};

// Whether an answer of that content type is a stream of the dialect's events.
bool isStream(Dialect dialect, std::string_view contentType);

// hideUsage: the gateway asked for stream_options.include_usage, the client did not.
std::unique_ptr<StreamTap> makeStreamTap(Dialect dialect, Operation operation, bool hideUsage);

// Reads usage, stop reason and ids of a whole answer; never fails on a body that it cannot read.
AnswerFacts readAnswerFacts(Dialect dialect, Operation operation, std::string_view body);

} // namespace gatehouse::dialects
