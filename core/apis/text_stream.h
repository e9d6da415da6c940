// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/sse.h"

#include <string>
#include <string_view>

namespace gatehouse::apis {

// The stream of an OpenAI chat as it goes to clients (any slices) as server-sent events of plain text:
//
//     data: {"text":"Good"}
//     event: done
//     data: {"stop":"stop"}
//
// An error, ours or the provider's, ends it as "event: error" with code and detail; no done follows. What is no text
// (thoughts, calls of tools, usage) is left out. No I/O, no clock.
class TextStream {
public:
    // Appends what the client gets.
    void feed(std::string_view bytes, std::string& out);
    // The stream is whole; nothing where it had ended with an error.
    void finish(std::string& out);
    bool failed() const { return m_failed; }

private:
    void take(std::string_view event, std::string& out);

    SseReader m_events{std::size_t{16} << 20U};
    std::string m_data; // of the event that is written; kept for its room
    std::string m_stop; // the provider's word
    bool m_failed = false;
};

// The answer of an OpenAI chat, whole.
struct AnswerText {
    std::string text; // or the refusal
    std::string stop; // "stop", "length", "content_filter" …; empty: not said
    bool refused = false;
};
// Errors: Unavailable upstream_invalid, where there is no text to be found.
Result<AnswerText> readAnswerText(std::string_view body);

// The whole answer as the stream that would have brought it.
void writeTextEvents(const AnswerText& answer, std::string& out);

// Code and message of an error body in OpenAI's form; either may be empty.
struct ErrorText {
    std::string code;
    std::string message;
};
ErrorText readErrorText(std::string_view body);

} // namespace gatehouse::apis
