// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/escapes.h"

#include <algorithm>
#include <optional>

namespace gatehouse::telemetry {
namespace {

std::optional<unsigned> hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    const char lower = static_cast<char>(c | 0x20);
    if (lower >= 'a' && lower <= 'f')
        return static_cast<unsigned>(lower - 'a') + 10;
    return std::nullopt;
}

// "0040" of "\u0040" as '@'; beyond ASCII a byte that is no part of any name.
std::optional<char> unicode(std::string_view digits) {
    unsigned value = 0;
    for (const char c : digits.substr(0, 4)) {
        const auto digit = hexDigit(c);
        if (!digit)
            return std::nullopt;
        value = value * 16 + *digit;
    }
    if (digits.size() < 4)
        return std::nullopt;
    return value < 0x80 ? static_cast<char>(value) : '\x7f';
}

} // namespace

Unescaped::Unescaped(std::string_view raw) {
    m_text.reserve(raw.size());
    std::size_t from = 0;
    while (from < raw.size()) {
        const auto slash = std::min(raw.find('\\', from), raw.size());
        m_text.append(raw.substr(from, slash - from));
        if (slash == raw.size())
            break;
        auto letter = slash;
        while (letter < raw.size() && raw[letter] == '\\')
            ++letter;
        if (letter == raw.size()) {
            m_text.append(raw.substr(slash));
            break;
        }
        const char c = raw[letter];
        jump(slash);
        from = letter + 1;
        if (c == 'n' || c == 'r' || c == 't' || c == 'b' || c == 'f') {
            m_text += '\n';
        } else if (c == 'u') {
            const auto decoded = unicode(raw.substr(from));
            m_text += decoded.value_or('u');
            from += decoded ? 4 : 0;
        } else {
            m_text += c;
        }
        jump(from);
    }
}

std::size_t Unescaped::rawBegin(std::size_t place) const {
    const auto after = std::upper_bound(m_jumps.begin(), m_jumps.end(), place,
                                        [](std::size_t wanted, const Jump& entry) { return wanted < entry.place; });
    if (after == m_jumps.begin())
        return place;
    const auto& last = *std::prev(after);
    return last.raw + (place - last.place);
}

} // namespace gatehouse::telemetry
