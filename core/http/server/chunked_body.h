// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::http {

// Decodes a chunked request body (RFC 9112 §7.1) with Beast's parser, which first gets the same head that the strict
// check has passed, so that both must agree. Chunk extensions and trailers are read past and dropped.
class ChunkedBody {
public:
    enum class State { NeedMore, Done, Bad, TooLarge };

    // head: as checked, empty line included. most: bytes of the decoded body.
    ChunkedBody(std::string_view head, std::size_t most);
    ~ChunkedBody();
    ChunkedBody(const ChunkedBody&) = delete; // the parser holds the body's address
    ChunkedBody& operator=(const ChunkedBody&) = delete;

    // Takes the next raw bytes; what it does not consume must be given again with more behind it. Size lines and
    // trailers are consumed whole, so raw bytes that stay unconsumed are bounded by the longest of these that the
    // caller is willing to hold.
    State feed(std::string_view raw, std::size_t& consumed);

    const std::string& body() const { return m_body; }
    // What has been decoded so far is not needed any more; it still counts.
    void forget() { m_body.clear(); }
    void release() { std::string().swap(m_body); }

private:
    class Parser;
    std::string m_body;
    std::unique_ptr<Parser> m_parser;
    State m_state = State::NeedMore;
};

} // namespace gatehouse::http
