// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/answer_head.h"

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

bool isTokenCharacter(char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isSendable(const Field& field) {
    if (field.name.empty() || !std::all_of(field.name.begin(), field.name.end(), isTokenCharacter))
        return false;
    const auto isControl = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    };
    if (std::any_of(field.value.begin(), field.value.end(), isControl))
        return false;
    for (const std::string_view own : {"Content-Length", "Transfer-Encoding", "Connection", "Date"}) {
        if (equalsIgnoringCase(field.name, own))
            return false;
    }
    return true;
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
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "x-request-id"))
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
