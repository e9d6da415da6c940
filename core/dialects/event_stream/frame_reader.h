// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/event_stream/header.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::event_stream {

enum class Fault {
    None,
    PreludeChecksum, // of the two lengths
    MessageChecksum, // of the whole frame
    TooLarge,        // headers beyond 128 KiB or a payload beyond the bound
    Malformed,       // lengths or headers that do not fit together
};

// One frame. Its views live until the next call of next() or feed().
struct Frame {
    std::string_view raw; // all of it, checksums included
    std::vector<Header> headers;
    std::string_view payload;

    // The value of a header that is a string; empty: there is none.
    std::string_view text(std::string_view name) const;
    std::string_view messageType() const { return text(":message-type"); } // "event", "exception", "error"
    std::string_view eventType() const { return text(":event-type"); }
};

// Cuts bytes of the type application/vnd.amazon.eventstream into frames, whatever the slices, and checks both
// checksums of each before anything of it is given away (the layout is that of AWS's event stream encoding: u32 total
// length, u32 length of the headers, u32 CRC-32 of these eight bytes, headers, payload, u32 CRC-32 of all before it;
// big-endian). A frame that lies whole in one slice is not copied. No I/O.
//
//     reader.feed(slice);
//     while (const Frame* frame = reader.next()) …
//     if (reader.fault() != Fault::None) … // nothing more will come
class FrameReader {
public:
    static constexpr std::size_t largestPayload = std::size_t{24} << 20U;
    static constexpr std::size_t largestHeaders = std::size_t{128} << 10U;

    explicit FrameReader(std::size_t largest = largestPayload) : m_largest(largest) {}

    // The slice must live, and no other be fed, until next() has returned null.
    void feed(std::string_view slice) { m_slice = slice; }
    const Frame* next();
    Fault fault() const { return m_fault; }
    // Bytes of a frame that has not ended.
    bool insideFrame() const { return !m_held.empty(); }

private:
    const Frame* fail(Fault fault);
    bool gather(std::size_t size, std::string_view& bytes);
    bool checkPrelude(std::string_view prelude);
    bool parseHeaders(std::string_view bytes);

    std::size_t m_largest;
    std::string_view m_slice; // not yet consumed
    std::string m_held;       // the beginning of the frame, from earlier slices
    std::string m_current;    // bytes of the frame that was given away, where they came in several slices
    std::size_t m_total = 0;  // of the frame at hand; 0: its prelude is not known yet
    std::size_t m_headersSize = 0;
    Frame m_frame;
    Fault m_fault = Fault::None;
};

std::string_view describe(Fault fault);

} // namespace gatehouse::dialects::event_stream
