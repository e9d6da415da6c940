// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/message.h"

#include <array>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

namespace gatehouse::http {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7), made anew once a second. One per I/O thread.
class DateCache {
public:
    std::string_view now();

private:
    std::time_t m_second = -1;
    std::array<char, 32> m_text{};
    std::size_t m_length = 0;
};

enum class AnswerFraming : std::uint8_t { Length, Chunked, UntilClose, Bodyless };
enum class AnswerConnection : std::uint8_t { KeepAlive, KeepAliveSaid, Close };

struct AnswerFacts {
    std::string_view date;
    std::string_view requestId;
    AnswerFraming framing = AnswerFraming::Length;
    std::uint64_t length = 0;
    AnswerConnection connection = AnswerConnection::KeepAlive; // KeepAliveSaid: HTTP/1.0 must be told
};

// Every field may be sent as it is: token names, no control bytes in values, none that the listener writes itself
// (Content-Length, Transfer-Encoding, Connection, Date).
bool areFieldsSendable(const std::vector<Field>& fields);

// Appends status line, fields and empty line. A field x-request-id of the handler is left out: the id is the
// listener's.
void appendAnswerHead(std::string& out, const ResponseHead& head, const AnswerFacts& facts);

} // namespace gatehouse::http
