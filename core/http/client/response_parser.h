// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/http/message.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

// Reading of answers (RFC 9112), strict where senders of answers must be: a provider's bytes are hostile input. Pure:
// no I/O. Errors: Unavailable (upstream_protocol) with what was wrong.
namespace gatehouse::http {

enum class BodyFraming { None, Length, Chunked, UntilClose };

struct ResponseStart {
    int status = 0;
    bool keepAlive = false; // false on any doubt
    BodyFraming framing = BodyFraming::None;
    std::uint64_t length = 0; // with BodyFraming::Length
};

// Finds the end of a head in bytes that grow: the position behind the empty line, or 0 while there is none. What was
// looked at is not looked at again.
class HeadEndFinder {
public:
    std::size_t find(std::string_view bytes);
    void restart() { m_searched = 0; }

private:
    std::size_t m_searched = 0;
};

// Reads a whole head, up to and including the empty line. Fields are views into it. Refused: anything but HTTP/1.0 and
// 1.1, bare CR or LF, control bytes, folded lines, names that are no tokens, more than one Content-Length, any
// Transfer-Encoding but a single "chunked", both of them, chunked in HTTP/1.0.
Result<ResponseStart> readResponseHead(std::string_view head, Method requested, std::size_t mostFields,
                                       std::vector<FieldView>& fields);

// Decodes a body. Chunk extensions and trailers are checked and dropped.
class BodyDecoder {
public:
    BodyDecoder() = default;
    explicit BodyDecoder(const ResponseStart& start);

    // Takes all of the bytes, or all up to the end of the body, and moves what is body together in place: the view is
    // into "bytes". After a failure the view is what was right before it.
    std::string_view decode(char* bytes, std::size_t size);

    bool done() const { return m_state == State::Done; }
    bool failed() const { return m_state == State::Failed; }
    // Bytes of the last decode() behind the end of the body.
    std::size_t leftOver() const { return m_leftOver; }
    // The connection came to an orderly end: is the body whole?
    bool wholeAtClose() const { return done() || m_state == State::UntilClose; }

private:
    enum class State {
        Length,
        UntilClose,
        SizeStart,
        Size,
        Extension,
        SizeLineFeed,
        Data,
        DataReturn,
        DataLineFeed,
        TrailerStart,
        Trailer,
        TrailerLineFeed,
        EndLineFeed,
        Done,
        Failed
    };
    void control(char c);
    void sizeDigit(char c);
    void endOfSizeLine();

    State m_state = State::Done;
    std::uint64_t m_remaining = 0; // of the body, or of the chunk
    int m_digits = 0;
    std::size_t m_overhead = 0; // bytes of extensions (of one chunk) or of trailers
    std::size_t m_leftOver = 0;
};

} // namespace gatehouse::http
