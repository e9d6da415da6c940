// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/proxy_header.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gatehouse::http {
namespace {

constexpr std::string_view textBegin = "PROXY ";
constexpr std::string_view binaryBegin("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t longestText = 107;
constexpr std::size_t binaryHead = 16;
constexpr std::size_t longestRest = 2048;

std::uint8_t byteAt(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

std::size_t lengthOfRest(std::string_view bytes) {
    return (std::size_t{byteAt(bytes, 14)} << 8U) | byteAt(bytes, 15);
}

// "0" to "65535", no leading zeros.
bool isPort(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text.size() > 1 && text.front() == '0'))
        return false;
    const auto number = parseUnsigned(text);
    return number && *number <= 65'535;
}

// The fields behind "PROXY ", parted by single blanks.
std::optional<std::array<std::string_view, 5>> fieldsOf(std::string_view line) {
    std::array<std::string_view, 5> fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto blank = line.find(' ');
        const bool last = i + 1 == fields.size();
        if (last != (blank == std::string_view::npos))
            return std::nullopt;
        fields[i] = line.substr(0, blank);
        line.remove_prefix(last ? line.size() : blank + 1);
    }
    return fields;
}

IpAddress addressAt(std::string_view bytes, std::size_t at, bool v4) {
    IpAddress address;
    const std::size_t size = v4 ? 4 : 16;
    if (v4)
        address.bytes[10] = address.bytes[11] = 0xff;
    for (std::size_t i = 0; i < size; ++i)
        address.bytes[address.bytes.size() - size + i] = byteAt(bytes, at + i);
    return address;
}

} // namespace

ProxyHeader::State ProxyHeader::feed(std::string_view available, std::size_t& consumed) {
    consumed = 0;
    while (consumed < available.size()) {
        const auto part = wanted(available.substr(consumed));
        if (part == 0)
            return State::Bad;
        m_bytes.append(available.substr(consumed, part));
        consumed += part;
        if (const auto state = check(); state != State::NeedMore)
            return state;
    }
    return State::NeedMore;
}

// How much of what is there surely belongs to the header.
std::size_t ProxyHeader::wanted(std::string_view available) const {
    if (m_bytes.size() < textBegin.size())
        return std::min(available.size(), textBegin.size() - m_bytes.size());
    if (m_bytes.starts_with(textBegin)) {
        const auto end = available.find('\n');
        const auto part = end == std::string_view::npos ? available.size() : end + 1;
        return m_bytes.size() + part <= longestText ? part : 0;
    }
    if (m_bytes.size() < binaryHead)
        return std::min(available.size(), binaryHead - m_bytes.size());
    return std::min(available.size(), binaryHead + lengthOfRest(m_bytes) - m_bytes.size());
}

ProxyHeader::State ProxyHeader::check() {
    const auto same = [this](std::string_view begin) {
        const auto size = std::min(begin.size(), m_bytes.size());
        return std::string_view(m_bytes).substr(0, size) == begin.substr(0, size);
    };
    if (same(textBegin))
        return m_bytes.ends_with('\n') ? checkText() : State::NeedMore;
    if (!same(binaryBegin))
        return State::Bad;
    if (m_bytes.size() < binaryHead)
        return State::NeedMore;
    const auto rest = lengthOfRest(m_bytes);
    if (rest > longestRest)
        return State::Bad;
    return m_bytes.size() == binaryHead + rest ? checkBinary() : State::NeedMore;
}

ProxyHeader::State ProxyHeader::checkText() {
    if (!m_bytes.ends_with("\r\n"))
        return State::Bad;
    const auto line = std::string_view(m_bytes).substr(textBegin.size(), m_bytes.size() - textBegin.size() - 2);
    // What follows UNKNOWN is to be ignored.
    if (line == "UNKNOWN" || line.starts_with("UNKNOWN "))
        return State::Done;
    const auto fields = fieldsOf(line);
    if (!fields)
        return State::Bad;
    const auto& [family, from, to, fromPort, toPort] = *fields;
    const bool v4 = family == "TCP4";
    if (!v4 && family != "TCP6")
        return State::Bad;
    const auto fits = [v4](std::string_view text) { return (text.find(':') == std::string_view::npos) == v4; };
    const auto source = IpAddress::parse(from);
    if (!source || !IpAddress::parse(to) || !fits(from) || !fits(to) || !isPort(fromPort) || !isPort(toPort))
        return State::Bad;
    m_source = source;
    return State::Done;
}

ProxyHeader::State ProxyHeader::checkBinary() {
    const auto version = byteAt(m_bytes, 12) >> 4U;
    const auto command = byteAt(m_bytes, 12) & 0x0fU;
    const auto family = byteAt(m_bytes, 13) >> 4U;
    const auto transport = byteAt(m_bytes, 13) & 0x0fU;
    if (version != 2 || command > 1 || family > 3 || transport > 2)
        return State::Bad;
    constexpr unsigned proxied = 1;
    constexpr unsigned inet = 1;
    constexpr unsigned inet6 = 2;
    constexpr unsigned stream = 1;
    if (command != proxied || (family != inet && family != inet6))
        return State::Done;
    const bool v4 = family == inet;
    if (transport != stream || lengthOfRest(m_bytes) < (v4 ? 12U : 36U))
        return State::Bad;
    m_source = addressAt(m_bytes, binaryHead, v4);
    return State::Done;
}

} // namespace gatehouse::http
