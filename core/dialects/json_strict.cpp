// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/json_strict.h"

#include "core/dialects/name_check.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gatehouse::dialects::json {
namespace {

// findNotPlain() for long stretches: sixteen bytes at once where the machine can. Taken as signed numbers, control
// bytes and those beyond ASCII are both below a blank.
const char* findEndOfPlain(const char* at, const char* end) {
#if defined(__SSE2__)
    while (end - at >= 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i special = _mm_or_si128(
            _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
        if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(special)))
            return at + std::countr_zero(mask);
        at += 16;
    }
#endif
    return findNotPlain(at, end);
}

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool isHexDigit(char c) {
    const char low = static_cast<char>(c | 0x20);
    return isDigit(c) || (low >= 'a' && low <= 'f');
}

// The bytes of one character beyond ASCII, or null: RFC 3629, its table of well-formed sequences.
const char* skipCharacter(const char* at, const char* end) {
    const auto byte = [at](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(at[i])); };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    const auto left = static_cast<std::size_t>(end - at);
    if (lead >= 0xC2 && lead < 0xE0)
        return left >= 2 && follows(1) ? at + 2 : nullptr;
    if (lead >= 0xE0 && lead < 0xF0) {
        if (left < 3 || !follows(1) || !follows(2) || (lead == 0xE0 && byte(1) < 0xA0) ||
            (lead == 0xED && byte(1) >= 0xA0))
            return nullptr;
        return at + 3;
    }
    if (lead >= 0xF0 && lead < 0xF5) {
        if (left < 4 || !follows(1) || !follows(2) || !follows(3) || (lead == 0xF0 && byte(1) < 0x90) ||
            (lead == 0xF4 && byte(1) >= 0x90))
            return nullptr;
        return at + 4;
    }
    return nullptr;
}

class StrictWalk {
public:
    StrictWalk(std::string_view text, std::size_t depth, Visitor& visitor)
        : m_begin(text.data()), m_at(m_begin), m_end(m_begin + text.size()), m_depth(depth), m_visitor(visitor) {
        m_open.reserve(std::min<std::size_t>(depth, 16));
    }

    Result<void> run() {
        while (takeValue() && takeWhatFollows()) {
        }
        if (m_error)
            return tl::unexpected(std::move(*m_error));
        return {};
    }

private:
    struct Open {
        bool object;
        std::size_t begin;
        std::size_t names;
    };

    std::size_t offset() const { return static_cast<std::size_t>(m_at - m_begin); }
    void skipBlanks() {
        while (m_at < m_end && isBlank(*m_at))
            ++m_at;
    }
    bool at(char c) const { return m_at < m_end && *m_at == c; }

    bool fail(std::string expected) {
        Error error;
        error.kind = ErrorKind::Invalid;
        error.code = "invalid_json";
        error.expected = std::move(expected);
        error.found = foundHere();
        error.message = "The body is not valid JSON: expected " + error.expected + " at byte " +
                        std::to_string(offset()) + ", found " + error.found + ".";
        m_error = std::move(error);
        return false;
    }

    std::string foundHere() const {
        if (m_at >= m_end)
            return "the end";
        const auto byte = static_cast<unsigned char>(*m_at);
        if (byte > 0x20 && byte < 0x7F)
            return std::string("'") + *m_at + "'";
        static constexpr char digits[] = "0123456789abcdef";
        return std::string("byte 0x") + digits[byte >> 4U] + digits[byte & 15U];
    }

    bool refuseDepth() {
        Error error;
        error.kind = ErrorKind::Invalid;
        error.code = "too_deep";
        error.expected = "at most " + std::to_string(m_depth) + " objects and arrays within each other";
        error.message = "The body is nested too deeply at byte " + std::to_string(offset()) + ": " + error.expected +
                        " are taken. Send a flatter one.";
        m_error = std::move(error);
        return false;
    }

    bool refuseRepeated() {
        Error error;
        error.kind = ErrorKind::Invalid;
        error.code = "duplicate_name";
        error.field = presentable(m_names.repeated(), 100);
        error.expected = "each name once in an object";
        error.message = "The name \"" + error.field + "\" stands twice in the object that ends at byte " +
                        std::to_string(offset()) + ". Readers differ in which one counts: send it once.";
        m_error = std::move(error);
        return false;
    }

    // One value; of a container with content only its opening and the name of its first member.
    bool takeValue() {
        for (;;) {
            skipBlanks();
            Item item;
            item.begin = offset();
            item.type = m_at < m_end ? typeOf(*m_at) : Type::Invalid;
            if (item.type != Type::Object && item.type != Type::Array)
                return takeScalar(item);
            if (m_open.size() >= m_depth)
                return refuseDepth();
            m_visitor.value(m_open.size(), m_name, item);
            m_name = {};
            ++m_at;
            const bool object = item.type == Type::Object;
            m_open.push_back({object, item.begin, m_names.open()});
            skipBlanks();
            if (at(object ? '}' : ']'))
                return true; // closed by takeWhatFollows()
            if (object && !takeName("'\"' or '}'"))
                return false;
        }
    }

    bool takeScalar(Item& item) {
        switch (item.type) {
        case Type::String:
            if (!takeString(item))
                return false;
            break;
        case Type::Number:
            if (!takeNumber())
                return false;
            break;
        case Type::Boolean:
            if (!takeWord(*m_at == 't' ? "true" : "false"))
                return false;
            break;
        case Type::Null:
            if (!takeWord("null"))
                return false;
            break;
        default:
            return fail("a value");
        }
        item.end = offset();
        m_visitor.value(m_open.size(), m_name, item);
        m_name = {};
        return true;
    }

    // Behind a value: closes what closes, and stops before the next value. False at the end of the text.
    bool takeWhatFollows() {
        for (;;) {
            skipBlanks();
            if (m_open.empty())
                return m_at == m_end ? false : fail("the end of the body");
            const Open& open = m_open.back();
            if (at(open.object ? '}' : ']')) {
                if (!closeContainer())
                    return false;
                continue;
            }
            if (!at(','))
                return fail(open.object ? "',' or '}'" : "',' or ']'");
            ++m_at;
            return open.object ? takeName("'\"'") : true;
        }
    }

    bool closeContainer() {
        ++m_at;
        const Open open = m_open.back();
        m_open.pop_back();
        if (open.object && !m_names.close(open.names))
            return refuseRepeated();
        Item item;
        item.type = open.object ? Type::Object : Type::Array;
        item.begin = open.begin;
        item.end = offset();
        m_visitor.close(m_open.size(), item);
        return true;
    }

    bool takeName(const char* expected) {
        skipBlanks();
        if (!at('"'))
            return fail(expected);
        Item item;
        item.begin = offset();
        if (!takeString(item))
            return false;
        std::string_view name(m_begin + item.begin + 1, offset() - item.begin - 2);
        if (item.escaped) {
            std::string decoded;
            appendDecoded(decoded, name);
            name = m_names.keep(std::move(decoded));
        }
        m_names.add(name);
        m_name = name;
        skipBlanks();
        if (!at(':'))
            return fail("':'");
        ++m_at;
        return true;
    }

    bool takeString(Item& item) {
        ++m_at;
        for (;;) {
            m_at = findEndOfPlain(m_at, m_end);
            if (m_at == m_end)
                return fail("'\"'");
            if (*m_at == '"') {
                ++m_at;
                return true;
            }
            if (*m_at == '\\') {
                item.escaped = true;
                if (!takeEscape(item))
                    return false;
            } else if (static_cast<unsigned char>(*m_at) < 0x80) {
                return fail("an escape in place of a control character");
            } else if (!takeForeign()) {
                return fail("valid UTF-8");
            }
        }
    }

    // Text beyond ASCII comes in runs.
    bool takeForeign() {
        do {
            const char* const next = skipCharacter(m_at, m_end);
            if (next == nullptr)
                return false;
            m_at = next;
        } while (m_at < m_end && static_cast<unsigned char>(*m_at) >= 0x80);
        return true;
    }

    bool takeEscape(Item& item) {
        ++m_at;
        if (m_at == m_end)
            return fail("an escape");
        switch (*m_at) {
        case '"':
        case '\\':
        case '/':
        case 'b':
        case 'f':
        case 'n':
        case 'r':
        case 't':
            ++m_at;
            return true;
        case 'u':
            ++m_at;
            ++item.unicodeEscapes;
            for (int i = 0; i < 4; ++i, ++m_at) {
                if (m_at == m_end || !isHexDigit(*m_at))
                    return fail("four hexadecimal digits");
            }
            return true;
        default:
            return fail("an escape that JSON knows");
        }
    }

    bool takeDigits() {
        if (m_at == m_end || !isDigit(*m_at))
            return fail("a digit");
        while (m_at < m_end && isDigit(*m_at))
            ++m_at;
        return true;
    }

    bool takeNumber() {
        if (at('-'))
            ++m_at;
        if (at('0'))
            ++m_at;
        else if (!takeDigits())
            return false;
        if (at('.')) {
            ++m_at;
            if (!takeDigits())
                return false;
        }
        if (at('e') || at('E')) {
            ++m_at;
            if (at('+') || at('-'))
                ++m_at;
            if (!takeDigits())
                return false;
        }
        return true;
    }

    bool takeWord(std::string_view word) {
        if (std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)).substr(0, word.size()) != word)
            return fail("a value");
        m_at += word.size();
        return true;
    }

    const char* m_begin;
    const char* m_at;
    const char* m_end;
    std::size_t m_depth;
    Visitor& m_visitor;
    std::vector<Open> m_open;
    NameCheck m_names;
    std::string_view m_name; // of the member whose value comes next
    std::optional<Error> m_error;
};

} // namespace

Result<void> walkStrictly(std::string_view text, std::size_t depth, Visitor& visitor) {
    return StrictWalk(text, depth, visitor).run();
}

} // namespace gatehouse::dialects::json
