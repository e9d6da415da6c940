// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/message.h"
#include "core/http/server/host_rules.h"
#include "core/http/server/limits.h"
#include "core/http/server/refusal.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

enum class RequestFraming : std::uint8_t { None, Length, Chunked };

// What the check learns from a head that it lets pass.
struct CheckedHead {
    RequestHead head;
    bool http10 = false;
    RequestFraming framing = RequestFraming::None;
    std::uint64_t contentLength = 0;
    bool expectContinue = false;
    bool connectionUpgrade = false; // "upgrade" among the tokens of Connection
};

// Finds the end of a request head in bytes that come in pieces. Each byte is looked at once. Refuses as early as it
// can be sure: a bare LF, a first line that is no request line, a limit passed.
class HeadScanner {
public:
    explicit HeadScanner(const ServerLimits& limits) : m_limits(&limits) {}

    struct Outcome {
        Refusal refusal = Refusal::None;
        bool complete = false;
    };
    // bytes: all that has come since the scanner began, the earlier ones unchanged (they may have moved).
    Outcome scan(std::string_view bytes);

    // Of a complete head: where it begins (behind empty lines, RFC 9112 §2.2) and ends (behind its empty line).
    std::size_t headBegin() const { return m_headBegin; }
    std::size_t headEnd() const { return m_position; }

private:
    Refusal endOfLine(std::string_view bytes, std::size_t lineFeed, bool& complete);
    Refusal unfinishedLine(std::string_view bytes) const;

    const ServerLimits* m_limits;
    std::size_t m_position = 0;  // behind the last whole line
    std::size_t m_searched = 0;  // behind the last byte looked at
    std::size_t m_headBegin = 0; // of the request line
    std::size_t m_fieldsBegin = 0;
    std::size_t m_lines = 0;      // of the head, the request line included
    std::size_t m_emptyLines = 0; // before it
};

// Strict check of a whole head: from the request line to the empty line, both included. Pure; linear; no allocation on
// success but that of out.head.fields. Follows RFC 9110 and 9112 where they are strict and is stricter where two
// parsers have been seen to differ (threat model, rule 1): after it, any sane parser reads the same request. Views of
// out point into head.
Refusal checkHead(std::string_view head, const ServerLimits& limits, const HostRules& hosts, const LocalEnd& local,
                  CheckedHead& out);

} // namespace gatehouse::http
