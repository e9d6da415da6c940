// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/answer_head.h"

#include "core/http/field_text.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::http {
namespace {

std::string_view reasonOf(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 402:
        return "Payment Required";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Status"; // the phrase says nothing to a client (RFC 9112 §4)
    }
}

constexpr std::array<std::string_view, 4> ownFields{"Content-Length", "Transfer-Encoding", "Connection", "Date"};

bool isSendable(const Field& field) {
    const std::string_view name = field.name;
    return isFieldName(name) && isFieldValue(field.value) &&
           std::none_of(ownFields.begin(), ownFields.end(), [name](std::string_view own) {
               return own.size() == name.size() && equalsIgnoringCase(own, name);
           });
}

void appendNumber(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

} // namespace

std::string_view DateCache::now() {
    const std::time_t second = std::time(nullptr);
    if (second != m_second) {
        m_second = second;
        std::tm parts{};
        gmtime_r(&second, &parts);
        // Not strftime's names: those follow the locale.
        static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        const int length = std::snprintf(m_text.data(), m_text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                         days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                                         months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                                         parts.tm_hour, parts.tm_min, parts.tm_sec);
        m_length = static_cast<std::size_t>(length);
    }
    return {m_text.data(), m_length};
}

bool areFieldsSendable(const std::vector<Field>& fields) {
    return std::all_of(fields.begin(), fields.end(), isSendable);
}

void appendAnswerHead(std::string& out, const ResponseHead& head, const AnswerFacts& facts) {
    out += "HTTP/1.1 ";
    appendNumber(out, static_cast<std::uint64_t>(head.status));
    out += ' ';
    out += reasonOf(head.status);
    out += "\r\nDate: ";
    out += facts.date;
    out += "\r\nx-request-id: ";
    out += facts.requestId;
    constexpr std::string_view requestId = "x-request-id";
    for (const auto& field : head.fields) {
        if (field.name.size() == requestId.size() && equalsIgnoringCase(field.name, requestId))
            continue;
        out += "\r\n";
        out += field.name;
        out += ": ";
        out += field.value;
    }
    if (facts.framing == AnswerFraming::Length) {
        out += "\r\nContent-Length: ";
        appendNumber(out, facts.length);
    } else if (facts.framing == AnswerFraming::Chunked) {
        out += "\r\nTransfer-Encoding: chunked";
    }
    if (facts.connection == AnswerConnection::Close)
        out += "\r\nConnection: close";
    else if (facts.connection == AnswerConnection::KeepAliveSaid)
        out += "\r\nConnection: keep-alive";
    out += "\r\n\r\n";
}

} // namespace gatehouse::http
