// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/response_parser.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace gatehouse::http {
namespace {

constexpr std::string_view lineEnd = "\r\n";
constexpr std::string_view headEnd = "\r\n\r\n";
constexpr std::size_t mostLengthDigits = 18;                // fits into 64 bits
constexpr int mostChunkDigits = 15;                         // likewise
constexpr std::size_t mostExtension = 1024;                 // of one chunk
constexpr std::size_t mostTrailers = std::size_t{8} * 1024; // of one body

tl::unexpected<Error> refused(std::string what) {
    return failure(ErrorKind::Unavailable, "upstream_protocol",
                   "The provider's answer is not proper HTTP/1.1: " + std::move(what) +
                       ". The connection was closed; check that the base URL names an HTTP API.");
}

constexpr std::array<bool, 256> makeTokenTable() {
    std::array<bool, 256> table{};
    for (const char c :
         std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr auto tokenTable = makeTokenTable();

bool isToken(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return tokenTable[static_cast<unsigned char>(c)]; });
}

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

bool hasControl(std::string_view text) {
    return std::any_of(text.begin(), text.end(), isControl);
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

int hexValue(char c) {
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct StatusLine {
    int status = 0;
    bool oneDotOne = false;
};

// "HTTP/1.1 200 OK"; the reason may be missing, with its blank (seen in the wild).
Result<StatusLine> readStatusLine(std::string_view line) {
    constexpr std::string_view prefix = "HTTP/1.";
    constexpr std::size_t statusAt = 9;
    if (line.size() < statusAt + 3 || !line.starts_with(prefix) || (line[7] != '0' && line[7] != '1') || line[8] != ' ')
        return refused("it does not begin with a status line of HTTP/1.0 or 1.1");
    const std::string_view digits = line.substr(statusAt, 3);
    const std::string_view reason = line.substr(statusAt + 3);
    if (!std::all_of(digits.begin(), digits.end(), isDigit) || digits[0] < '1' || digits[0] > '5' ||
        (!reason.empty() && reason[0] != ' ') || hasControl(reason))
        return refused("its status line is malformed");
    return StatusLine{(digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0'), line[7] == '1'};
}

Result<FieldView> readField(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
        return refused("a header field has no proper name");
    const FieldView field{line.substr(0, colon), trim(line.substr(colon + 1))};
    if (hasControl(field.value))
        return refused("a header field holds control bytes");
    return field;
}

bool listHas(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (equalsIgnoringCase(trim(list.substr(0, comma)), word))
            return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

// What the fields say of framing, gathered before any of it is believed.
struct FramingFields {
    int lengths = 0;
    std::string_view length;
    int encodings = 0;
    std::string_view encoding;
    bool close = false;
};

FramingFields gather(const std::vector<FieldView>& fields) {
    FramingFields found;
    for (const auto& field : fields) {
        // The lengths differ, so that most fields cost one comparison of numbers.
        if (field.name.size() == 14 && equalsIgnoringCase(field.name, "content-length")) {
            ++found.lengths;
            found.length = field.value;
        } else if (field.name.size() == 17 && equalsIgnoringCase(field.name, "transfer-encoding")) {
            ++found.encodings;
            found.encoding = field.value;
        } else if (field.name.size() == 10 && equalsIgnoringCase(field.name, "connection")) {
            found.close = found.close || listHas(field.value, "close");
        }
    }
    return found;
}

Result<std::uint64_t> readLength(std::string_view text) {
    if (text.empty() || text.size() > mostLengthDigits || !std::all_of(text.begin(), text.end(), isDigit))
        return refused("its Content-Length is not a number");
    return parseUnsigned(text).value_or(0);
}

Result<ResponseStart> decideFraming(const StatusLine& line, const FramingFields& found, Method requested) {
    if (found.encodings > 0 && found.lengths > 0)
        return refused("it has both Content-Length and Transfer-Encoding");
    if (found.encodings > 1 || found.lengths > 1)
        return refused("it names its framing more than once");
    if (found.encodings == 1 && (!equalsIgnoringCase(found.encoding, "chunked") || !line.oneDotOne))
        return refused("its Transfer-Encoding is not chunked in HTTP/1.1");
    ResponseStart start;
    start.status = line.status;
    start.keepAlive = line.oneDotOne && !found.close;
    if (found.lengths == 1) {
        auto length = readLength(found.length);
        if (!length)
            return tl::unexpected(std::move(length.error()));
        start.length = *length;
    }
    const bool withoutBody = line.status < 200 || line.status == 204 || line.status == 304;
    if (withoutBody || requested == Method::Head) {
        // Where a body is impossible but announced, nobody knows whether one follows.
        const bool announced = found.encodings == 1 || start.length > 0;
        start.keepAlive = start.keepAlive && !(withoutBody && line.status != 304 && announced);
        return start;
    }
    if (found.encodings == 1) {
        start.framing = BodyFraming::Chunked;
    } else if (found.lengths == 1) {
        start.framing = start.length == 0 ? BodyFraming::None : BodyFraming::Length;
    } else {
        start.framing = BodyFraming::UntilClose;
        start.keepAlive = false;
    }
    return start;
}

} // namespace

std::size_t HeadEndFinder::find(std::string_view bytes) {
    // The end may have begun in the bytes that came before.
    const std::size_t from = m_searched < headEnd.size() ? 0 : m_searched - (headEnd.size() - 1);
    const std::size_t at = bytes.find(headEnd, from);
    m_searched = bytes.size();
    return at == std::string_view::npos ? 0 : at + headEnd.size();
}

Result<ResponseStart> readResponseHead(std::string_view head, Method requested, std::size_t mostFields,
                                       std::vector<FieldView>& fields) {
    fields.clear();
    std::size_t stop = head.find(lineEnd);
    if (stop == std::string_view::npos)
        return refused("its head has no line end");
    const auto line = readStatusLine(head.substr(0, stop));
    if (!line)
        return tl::unexpected(line.error());
    head.remove_prefix(stop + lineEnd.size());
    while (!head.empty() && !head.starts_with(lineEnd)) {
        stop = head.find(lineEnd);
        if (stop == std::string_view::npos)
            return refused("its head has no end");
        if (fields.size() == mostFields)
            return refused("it has more than " + std::to_string(mostFields) + " header fields");
        auto field = readField(head.substr(0, stop));
        if (!field)
            return tl::unexpected(std::move(field.error()));
        fields.push_back(*field);
        head.remove_prefix(stop + lineEnd.size());
    }
    return decideFraming(*line, gather(fields), requested);
}

BodyDecoder::BodyDecoder(const ResponseStart& start) : m_remaining(start.length) {
    switch (start.framing) {
    case BodyFraming::None:
        m_state = State::Done;
        break;
    case BodyFraming::Length:
        m_state = State::Length;
        break;
    case BodyFraming::Chunked:
        m_state = State::SizeStart;
        m_remaining = 0;
        break;
    case BodyFraming::UntilClose:
        m_state = State::UntilClose;
        break;
    }
}

std::string_view BodyDecoder::decode(char* bytes, std::size_t size) {
    char* out = bytes;
    std::size_t at = 0;
    while (at < size && m_state != State::Done && m_state != State::Failed) {
        if (m_state == State::UntilClose)
            return {bytes, size};
        if (m_state != State::Length && m_state != State::Data) {
            control(bytes[at++]);
            continue;
        }
        const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(m_remaining, size - at));
        if (out != bytes + at)
            std::memmove(out, bytes + at, part);
        out += part;
        at += part;
        m_remaining -= part;
        if (m_remaining == 0)
            m_state = m_state == State::Length ? State::Done : State::DataReturn;
    }
    m_leftOver = m_state == State::Done ? size - at : 0;
    return {bytes, static_cast<std::size_t>(out - bytes)};
}

// One byte of the framing of chunks.
void BodyDecoder::control(char c) {
    switch (m_state) {
    case State::SizeStart:
        m_digits = 0;
        m_remaining = 0;
        m_overhead = 0;
        sizeDigit(c);
        break;
    case State::Size:
        if (c == '\r')
            m_state = State::SizeLineFeed;
        else if (c == ';' || c == ' ' || c == '\t')
            m_state = State::Extension;
        else
            sizeDigit(c);
        break;
    case State::Extension:
        if (c == '\r')
            m_state = State::SizeLineFeed;
        else if (isControl(c) || ++m_overhead > mostExtension)
            m_state = State::Failed;
        break;
    case State::SizeLineFeed:
        if (c == '\n')
            endOfSizeLine();
        else
            m_state = State::Failed;
        break;
    case State::DataReturn:
        m_state = c == '\r' ? State::DataLineFeed : State::Failed;
        break;
    case State::DataLineFeed:
        m_state = c == '\n' ? State::SizeStart : State::Failed;
        break;
    case State::TrailerStart:
        if (c == '\r')
            m_state = State::EndLineFeed;
        else
            m_state = tokenTable[static_cast<unsigned char>(c)] && ++m_overhead <= mostTrailers ? State::Trailer
                                                                                                : State::Failed;
        break;
    case State::Trailer:
        if (c == '\r')
            m_state = State::TrailerLineFeed;
        else if (isControl(c) || ++m_overhead > mostTrailers)
            m_state = State::Failed;
        break;
    case State::TrailerLineFeed:
        m_state = c == '\n' ? State::TrailerStart : State::Failed;
        break;
    case State::EndLineFeed:
        m_state = c == '\n' ? State::Done : State::Failed;
        break;
    case State::Length:
    case State::UntilClose:
    case State::Data:
    case State::Done:
    case State::Failed:
        break;
    }
}

void BodyDecoder::sizeDigit(char c) {
    const int value = hexValue(c);
    if (value < 0 || ++m_digits > mostChunkDigits) {
        m_state = State::Failed;
        return;
    }
    m_remaining = m_remaining * 16 + static_cast<std::uint64_t>(value);
    m_state = State::Size;
}

void BodyDecoder::endOfSizeLine() {
    m_overhead = 0;
    m_state = m_remaining == 0 ? State::TrailerStart : State::Data;
}

} // namespace gatehouse::http
