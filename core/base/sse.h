// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

// Server-sent events (WHATWG HTML, "Server-sent events": parsing and interpreting an event stream).

enum class SseKind {
    Event,    // has at least one data line
    Silent,   // comments, an id or a retry alone, or a bare blank line: nothing to dispatch
    Fragment, // a piece of an event that outgrew the bound: only raw is set
};

// A block of lines up to and including the blank line that ends it. The raw bytes of all frames and rest() are, in
// order and without gap, the bytes that were fed: a tap can forward them as they came.
struct SseFrame {
    SseKind kind = SseKind::Silent;
    std::string_view raw;
    std::uint64_t offset = 0;           // of raw in the whole stream
    std::string_view type;              // the "event" field; empty means "message"
    std::string_view data;              // the data lines, joined by LF
    std::optional<std::string_view> id; // the "id" field when there is one (without NUL)
    bool lastFragment = false;          // of a Fragment: the event ends with it
};

// Cuts a stream of bytes into frames, whatever the slices: they may end inside UTF-8, inside a line or between CR and
// LF; lines end with LF, CRLF or CR; a byte order mark is skipped. A frame that lies whole in one slice is not copied,
// and neither is data of one line. No I/O, no thread of its own.
//
//     reader.feed(slice);
//     while (const SseFrame* frame = reader.next()) …
class SseReader {
public:
    static constexpr std::size_t defaultBound = std::size_t{1} << 20U;

    // "bound": the largest frame in bytes; what is larger comes as Fragments, as early as it is known to be.
    explicit SseReader(std::size_t bound = defaultBound) : m_bound(bound) {}

    // The slice must live, and no other be fed, until next() has returned null. Frames of earlier slices end here.
    void feed(std::string_view slice);
    // The next frame, or null when more bytes are needed. It and its views live until the next call of next() or
    // feed().
    const SseFrame* next();
    // Bytes of a frame that has not ended. At the end of the stream, by the standard, they are no event.
    std::string_view rest() const { return m_held; }

private:
    bool findFrameEnd(std::size_t& end);
    void parse(std::string_view raw);
    void parseLine(std::string_view line);
    void finishFrame(std::string_view raw);
    const SseFrame* fragment(std::string_view raw, bool last);

    std::size_t m_bound;
    std::string_view m_slice; // not yet consumed
    std::string m_held;       // the beginning of the frame, from earlier slices
    std::string m_joined;     // data of several lines
    std::string m_current;    // the bytes of a frame that came in several slices
    SseFrame m_frame;
    std::uint64_t m_offset = 0;             // of the frame's first byte
    bool m_lineEmpty = true;                // of the line being scanned
    bool m_afterCarriageReturn = false;     // an LF that follows belongs to the line end before it
    bool m_frameStartsWithLineFeed = false; // that LF came in a later slice than its frame
    bool m_oversize = false;
    std::size_t m_dataLines = 0;
};

// Appends one event; data of several lines becomes several data lines. type may be empty.
void appendSseEvent(std::string& out, std::string_view type, std::string_view data);

} // namespace gatehouse
