// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/head_check.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace gatehouse::http {
namespace {

constexpr std::size_t mostEmptyLines = 4; // before a request line
constexpr std::size_t longestMethod = 24; // of any registered method, with room
constexpr int mostDecodings = 3;          // how often a path is percent-decoded in search of dot segments
constexpr std::size_t mostLengthDigits = 18;

enum Class : std::uint8_t { TokenCharacter = 1, ValueCharacter = 2, VisibleCharacter = 4 };

constexpr std::array<std::uint8_t, 256> makeClasses() {
    std::array<std::uint8_t, 256> classes{};
    for (std::size_t c = 0; c < classes.size(); ++c) {
        std::uint8_t bits = 0;
        const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (alphanumeric)
            bits |= TokenCharacter;
        if (c == '\t' || (c >= 0x20 && c != 0x7f))
            bits |= ValueCharacter;
        if (c > 0x20 && c < 0x7f)
            bits |= VisibleCharacter;
        classes[c] = bits;
    }
    for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
        classes[static_cast<unsigned char>(c)] |= TokenCharacter;
    return classes;
}

constexpr auto classes = makeClasses();

bool all(std::string_view text, Class wanted) {
    return std::all_of(text.begin(), text.end(),
                       [wanted](char c) { return (classes[static_cast<unsigned char>(c)] & wanted) != 0; });
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

int hexValue(char c) {
    if (isDigit(c))
        return c - '0';
    const auto lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Method methodOf(std::string_view name) {
    for (const Method method :
         {Method::Post, Method::Get, Method::Head, Method::Put, Method::Patch, Method::Delete, Method::Options}) {
        if (nameOf(method) == name)
            return method;
    }
    return Method::Other;
}

// "." and "..", also with parameters behind them ("..;x"), which some servers cut off.
bool isDotSegment(std::string_view segment) {
    segment = segment.substr(0, segment.find(';'));
    return segment == "." || segment == "..";
}

bool hasDotSegments(std::string_view path) {
    while (!path.empty()) {
        const auto end = std::min(path.find_first_of("/\\"), path.size());
        if (isDotSegment(path.substr(0, end)))
            return true;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return false;
}

// Decodes whole escapes and leaves broken ones as they are.
std::string decodeLeniently(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 && hexValue(text[i + 2]) >= 0) {
            out += static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

bool areEscapesWhole(std::string_view path) {
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] != '%')
            continue;
        if (i + 2 >= path.size() || hexValue(path[i + 1]) < 0 || hexValue(path[i + 2]) < 0)
            return false;
        // Control characters, escaped or not, are no part of any address.
        const int value = hexValue(path[i + 1]) * 16 + hexValue(path[i + 2]);
        if (value < 0x20 || value == 0x7f)
            return false;
        i += 2;
    }
    return true;
}

Refusal checkPath(std::string_view path) {
    if (path.find('\\') != std::string_view::npos)
        return Refusal::BadTarget;
    if (path.find("/.") != std::string_view::npos && hasDotSegments(path))
        return Refusal::DotSegments;
    if (path.find('%') == std::string_view::npos)
        return Refusal::None;
    if (!areEscapesWhole(path))
        return Refusal::BadTarget;
    // Dot segments may hide behind one or more encodings, slashes among them.
    std::string decoded(path);
    for (int round = 0; round < mostDecodings && decoded.find('%') != std::string::npos; ++round) {
        decoded = decodeLeniently(decoded);
        if (hasDotSegments(decoded))
            return Refusal::DotSegments;
    }
    return Refusal::None;
}

// The authority of an absolute-form target (RFC 9112 §3.2.2), whose path then takes the target's place.
Refusal takeAbsoluteForm(std::string_view& target, std::string_view& authority) {
    for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
        if (target.size() <= scheme.size() || !equalsIgnoringCase(target.substr(0, scheme.size()), scheme))
            continue;
        const auto rest = target.substr(scheme.size());
        const auto slash = rest.find_first_of("/?#");
        authority = rest.substr(0, slash);
        if (authority.empty() || (slash != std::string_view::npos && rest[slash] != '/'))
            return Refusal::BadTarget;
        target = slash == std::string_view::npos ? std::string_view("/") : rest.substr(slash);
        return Refusal::None;
    }
    return Refusal::BadTarget;
}

Refusal checkTarget(std::string_view target, RequestHead& out, std::string_view& authority) {
    if (!all(target, VisibleCharacter) || target.find('#') != std::string_view::npos)
        return Refusal::BadTarget;
    if (target == "*") {
        if (out.method != Method::Options)
            return Refusal::BadTarget;
        out.target = out.path = target;
        out.query = {};
        return Refusal::None;
    }
    if (target.front() != '/') {
        if (const auto refusal = takeAbsoluteForm(target, authority); refusal != Refusal::None)
            return refusal;
    }
    const auto question = target.find('?');
    out.target = target;
    out.path = target.substr(0, question);
    out.query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
    return checkPath(out.path);
}

Refusal checkVersion(std::string_view version, bool& http10) {
    if (version == "HTTP/1.1" || version == "HTTP/1.0") {
        http10 = version.back() == '0';
        return Refusal::None;
    }
    const std::string_view name = "HTTP/";
    const bool wellFormed = version.size() == name.size() + 3 && version.substr(0, name.size()) == name &&
                            isDigit(version[5]) && version[6] == '.' && isDigit(version[7]);
    return wellFormed ? Refusal::UnsupportedVersion : Refusal::BadRequestLine;
}

// line without its line end. authority: that of an absolute-form target, else empty.
Refusal checkRequestLine(std::string_view line, CheckedHead& out, std::string_view& authority) {
    const auto first = line.find(' ');
    const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos || first == 0 || second == first + 1)
        return Refusal::BadRequestLine;
    const auto method = line.substr(0, first);
    if (!all(method, TokenCharacter))
        return Refusal::BadRequestLine;
    const auto version = line.substr(second + 1);
    if (!all(version, VisibleCharacter))
        return Refusal::BadRequestLine;
    if (const auto refusal = checkVersion(version, out.http10); refusal != Refusal::None)
        return refusal;
    out.head.method = methodOf(method);
    // These are known, and nowhere allowed: handlers answer 405 with what is (RFC 9110 §15.5.6), as for other methods.
    if (out.head.method == Method::Other && method != "TRACE" && method != "QUERY")
        return Refusal::UnknownMethod;
    return checkTarget(line.substr(first + 1, second - first - 1), out.head, authority);
}

// What is collected over the field lines.
struct Collected {
    std::size_t hosts = 0;
    std::string_view host;
    std::size_t lengths = 0;
    std::string_view length;
    std::size_t codings = 0;
    std::string_view coding;
    bool close = false;
    bool keepAlive = false;
};

void takeConnectionTokens(std::string_view value, Collected& collected, CheckedHead& out) {
    while (!value.empty()) {
        const auto comma = std::min(value.find(','), value.size());
        const auto token = trim(value.substr(0, comma));
        collected.close |= equalsIgnoringCase(token, "close");
        collected.keepAlive |= equalsIgnoringCase(token, "keep-alive");
        out.connectionUpgrade |= equalsIgnoringCase(token, "upgrade");
        value.remove_prefix(std::min(comma + 1, value.size()));
    }
}

Refusal takeField(FieldView field, Collected& collected, CheckedHead& out) {
    // By length first: most fields are none of these.
    switch (field.name.size()) {
    case 4:
        if (equalsIgnoringCase(field.name, "Host")) {
            ++collected.hosts;
            collected.host = field.value;
        }
        break;
    case 6:
        if (equalsIgnoringCase(field.name, "Expect") && !out.http10) {
            if (!equalsIgnoringCase(field.value, "100-continue"))
                return Refusal::BadExpect;
            out.expectContinue = true;
        }
        break;
    case 10:
        if (equalsIgnoringCase(field.name, "Connection"))
            takeConnectionTokens(field.value, collected, out);
        break;
    case 14:
        if (equalsIgnoringCase(field.name, "Content-Length")) {
            ++collected.lengths;
            collected.length = field.value;
        }
        break;
    case 17:
        if (equalsIgnoringCase(field.name, "Transfer-Encoding")) {
            ++collected.codings;
            collected.coding = field.value;
        }
        break;
    default:
        break;
    }
    return Refusal::None;
}

Refusal checkFieldLine(std::string_view line, FieldView& field) {
    if (line.front() == ' ' || line.front() == '\t')
        return Refusal::FoldedField;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return all(line, ValueCharacter) ? Refusal::MissingColon : Refusal::BadFieldValue;
    field.name = line.substr(0, colon);
    if (field.name.empty() || !all(field.name, TokenCharacter))
        return Refusal::BadFieldName;
    const auto value = line.substr(colon + 1);
    if (!all(value, ValueCharacter))
        return Refusal::BadFieldValue;
    field.value = trim(value);
    return Refusal::None;
}

Refusal checkFraming(const Collected& collected, CheckedHead& out) {
    if (collected.codings > 0) {
        if (collected.lengths > 0 || out.http10)
            return Refusal::AmbiguousFraming;
        if (collected.codings > 1)
            return Refusal::BadTransferEncoding;
        if (!equalsIgnoringCase(collected.coding, "chunked"))
            return !collected.coding.empty() && all(collected.coding, TokenCharacter) ? Refusal::UnknownTransferCoding
                                                                                      : Refusal::BadTransferEncoding;
        out.framing = RequestFraming::Chunked;
        return Refusal::None;
    }
    if (collected.lengths == 0)
        return Refusal::None;
    const auto digits = collected.length;
    if (collected.lengths > 1 || digits.empty() || digits.size() > mostLengthDigits ||
        !std::all_of(digits.begin(), digits.end(), isDigit))
        return Refusal::BadContentLength;
    out.contentLength = *parseUnsigned(digits);
    out.framing = out.contentLength == 0 ? RequestFraming::None : RequestFraming::Length;
    return Refusal::None;
}

Refusal checkHosts(const Collected& collected, std::string_view authority, const HostRules& hosts,
                   const LocalEnd& local) {
    if (collected.hosts != 1)
        return Refusal::HostCount;
    switch (judgeHost(collected.host, hosts, local)) {
    case HostVerdict::Malformed:
        return Refusal::BadHost;
    case HostVerdict::Unlisted:
        return Refusal::HostNotListed;
    case HostVerdict::Listed:
        break;
    }
    return authority.empty() || equalsIgnoringCase(authority, collected.host) ? Refusal::None : Refusal::HostMismatch;
}

// Browsers name the page that makes them call; applications do not. See Fetch §"Origin" and Fetch Metadata.
Refusal checkSender(const CheckedHead& checked, std::string_view host, const HostRules& hosts, const LocalEnd& local) {
    bool listed = false;
    for (const auto& field : checked.head.fields) {
        if (field.name.size() != 6 || !equalsIgnoringCase(field.name, "Origin"))
            continue;
        if (!isOriginAllowed(field.value, host, hosts, local))
            return Refusal::ForeignOrigin;
        listed = true;
    }
    for (const auto& field : checked.head.fields) {
        if (field.name.size() != 14 || !equalsIgnoringCase(field.name, "Sec-Fetch-Site") || listed)
            continue;
        if (!equalsIgnoringCase(field.value, "same-origin") && !equalsIgnoringCase(field.value, "none") &&
            !isPageVisit(checked.head, hosts))
            return Refusal::CrossSite;
    }
    return Refusal::None;
}

} // namespace

HeadScanner::Outcome HeadScanner::scan(std::string_view bytes) {
    Outcome outcome;
    while (m_searched < bytes.size()) {
        const auto lineFeed = bytes.find('\n', m_searched);
        if (lineFeed == std::string_view::npos) {
            m_searched = bytes.size();
            outcome.refusal = unfinishedLine(bytes);
            return outcome;
        }
        m_searched = lineFeed + 1;
        outcome.refusal = endOfLine(bytes, lineFeed, outcome.complete);
        if (outcome.refusal != Refusal::None || outcome.complete)
            return outcome;
    }
    return outcome;
}

Refusal HeadScanner::endOfLine(std::string_view bytes, std::size_t lineFeed, bool& complete) {
    if (lineFeed == m_position || bytes[lineFeed - 1] != '\r')
        return Refusal::BadLineEnd;
    const auto line = bytes.substr(m_position, lineFeed - 1 - m_position);
    const auto begin = m_position;
    m_position = lineFeed + 1;
    if (line.empty()) {
        complete = m_lines > 0;
        return complete || ++m_emptyLines <= mostEmptyLines ? Refusal::None : Refusal::BadRequestLine;
    }
    if (m_lines++ == 0) {
        m_headBegin = begin;
        m_fieldsBegin = m_position;
        if (line.size() > m_limits->requestLine)
            return Refusal::RequestLineTooLong;
        CheckedHead ignored;
        std::string_view authority;
        return checkRequestLine(line, ignored, authority);
    }
    if (m_lines - 1 > m_limits->fields)
        return Refusal::TooManyFields;
    return m_position - m_fieldsBegin > m_limits->headerBlock ? Refusal::HeaderTooLarge : Refusal::None;
}

Refusal HeadScanner::unfinishedLine(std::string_view bytes) const {
    if (m_lines > 0)
        return bytes.size() - m_fieldsBegin > m_limits->headerBlock ? Refusal::HeaderTooLarge : Refusal::None;
    const auto line = bytes.substr(m_position);
    if (line.size() > m_limits->requestLine + 1)
        return Refusal::RequestLineTooLong;
    // What does not begin like a method never becomes HTTP: TLS, SSH, SOCKS and the like need not wait for a deadline.
    const auto begin = line.substr(0, std::min(line.find(' '), longestMethod));
    const bool onlyCarriageReturn = begin == "\r";
    if (!onlyCarriageReturn && !all(begin, TokenCharacter))
        return Refusal::ForeignProtocol;
    return begin.size() == longestMethod ? Refusal::BadRequestLine : Refusal::None;
}

Refusal checkHead(std::string_view head, const ServerLimits& limits, const HostRules& hosts, const LocalEnd& local,
                  CheckedHead& out) {
    out.head.fields.clear();
    out.head.keepAlive = true;
    out.http10 = false;
    out.framing = RequestFraming::None;
    out.contentLength = 0;
    out.expectContinue = false;
    out.connectionUpgrade = false;
    Collected collected;
    std::string_view authority;
    bool first = true;
    while (!head.empty()) {
        const auto lineFeed = head.find('\n');
        if (lineFeed == std::string_view::npos || lineFeed == 0 || head[lineFeed - 1] != '\r')
            return Refusal::BadLineEnd;
        const auto line = head.substr(0, lineFeed - 1);
        head.remove_prefix(lineFeed + 1);
        if (first) {
            first = false;
            if (line.size() > limits.requestLine)
                return Refusal::RequestLineTooLong;
            if (const auto refusal = checkRequestLine(line, out, authority); refusal != Refusal::None)
                return refusal;
            if (head.size() > limits.headerBlock + 2)
                return Refusal::HeaderTooLarge;
            continue;
        }
        if (line.empty()) {
            if (!head.empty())
                return Refusal::BadLineEnd;
            break;
        }
        if (out.head.fields.size() == limits.fields)
            return Refusal::TooManyFields;
        FieldView field;
        if (const auto refusal = checkFieldLine(line, field); refusal != Refusal::None)
            return refusal;
        if (const auto refusal = takeField(field, collected, out); refusal != Refusal::None)
            return refusal;
        out.head.fields.push_back(field);
    }
    if (const auto refusal = checkFraming(collected, out); refusal != Refusal::None)
        return refusal;
    if (const auto refusal = checkHosts(collected, authority, hosts, local); refusal != Refusal::None)
        return refusal;
    out.head.keepAlive = !collected.close && (!out.http10 || collected.keepAlive);
    return checkSender(out, collected.host, hosts, local);
}

} // namespace gatehouse::http
