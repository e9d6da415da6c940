// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/json_cursor.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::dialects::json {
namespace {

constexpr std::int64_t largestInteger = 1'000'000'000'000'000;

} // namespace

bool JsonCursor::enter(char open) {
    skipBlanks();
    if (m_at < m_end && *m_at == open) {
        ++m_at;
        return true;
    }
    skip();
    return false;
}

bool JsonCursor::nextMember(std::string_view& name) {
    skipBlanks();
    if (m_at < m_end && *m_at == ',') {
        ++m_at;
        skipBlanks();
    }
    if (m_at == m_end)
        return fail();
    if (*m_at == '}') {
        ++m_at;
        return false;
    }
    if (*m_at != '"')
        return fail();
    name = takeString();
    skipBlanks();
    if (m_at == m_end || *m_at != ':')
        return fail();
    ++m_at;
    return true;
}

bool JsonCursor::nextElement() {
    skipBlanks();
    if (m_at < m_end && *m_at == ',') {
        ++m_at;
        skipBlanks();
    }
    if (m_at == m_end)
        return fail();
    if (*m_at == ']') {
        ++m_at;
        return false;
    }
    return true;
}

std::string_view JsonCursor::takeString() {
    const char* const begin = m_at + 1;
    for (const char* at = begin;;) {
        at = findQuoteOrEscape(at, m_end);
        if (m_end - at < 1 || (*at == '\\' && m_end - at < 2)) {
            fail();
            return {};
        }
        if (*at == '"') {
            m_at = at + 1;
            return {begin, static_cast<std::size_t>(at - begin)};
        }
        at += 2;
    }
}

void JsonCursor::skipContainer() {
    std::size_t depth = 0;
    while (m_at < m_end) {
        const char c = *m_at;
        if (c == '"') {
            takeString();
            continue;
        }
        ++m_at;
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (--depth == 0)
                return;
        }
    }
    fail();
}

void JsonCursor::skipScalar() {
    const char* const begin = m_at;
    while (m_at < m_end && *m_at != ',' && *m_at != '}' && *m_at != ']' && !isBlank(*m_at))
        ++m_at;
    if (m_at == begin)
        fail();
}

void JsonCursor::skip() {
    switch (type()) {
    case Type::Object:
    case Type::Array:
        skipContainer();
        return;
    case Type::String:
        takeString();
        return;
    case Type::Number:
    case Type::Boolean:
    case Type::Null:
        skipScalar();
        return;
    case Type::Invalid:
        fail();
        return;
    }
}

std::string_view JsonCursor::raw() {
    skipBlanks();
    const char* const begin = m_at;
    skip();
    return m_failed ? std::string_view{} : std::string_view{begin, static_cast<std::size_t>(m_at - begin)};
}

std::optional<std::string_view> JsonCursor::rawString() {
    if (type() != Type::String) {
        skip();
        return std::nullopt;
    }
    const auto text = takeString();
    if (m_failed)
        return std::nullopt;
    return text;
}

std::string JsonCursor::text() {
    const auto value = rawString();
    if (!value)
        return {};
    std::string decoded;
    appendDecoded(decoded, *value);
    return makeUtf8(decoded);
}

std::optional<std::int64_t> JsonCursor::integer() {
    if (type() != Type::Number) {
        skip();
        return std::nullopt;
    }
    const auto number = raw();
    std::int64_t value = 0;
    const char* const end = number.data() + number.size();
    if (const auto [stop, code] = std::from_chars(number.data(), end, value); code == std::errc() && stop == end)
        return std::clamp(value, -largestInteger, largestInteger);
    double inexact = 0;
    if (const auto [stop, code] = std::from_chars(number.data(), end, inexact); code != std::errc() || stop != end)
        return std::nullopt;
    const auto bound = static_cast<double>(largestInteger);
    return static_cast<std::int64_t>(std::clamp(inexact, -bound, bound));
}

std::optional<bool> JsonCursor::boolean() {
    const auto value = raw();
    if (value == "true")
        return true;
    if (value == "false")
        return false;
    return std::nullopt;
}

} // namespace gatehouse::dialects::json
