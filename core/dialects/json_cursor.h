// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::json {

// Reads known places of a JSON text that somebody else made, in one pass and without a tree: what it is not asked for
// it skips. It takes what it can; a text that it cannot follow makes failed() true and ends every loop. It does not
// check everything that RFC 8259 asks for: clients' bodies go through walkStrictly() first.
//
//     JsonCursor at(text);
//     std::string_view name;
//     if (at.enterObject())
//         while (at.nextMember(name))
//             name == "usage" ? readUsage(at) : at.skip();
//
// Between two calls of nextMember() or nextElement() exactly one value must be taken, by skip(), raw(), text(),
// integer() or by entering it and reading it to its end. Names are as written: one with escapes equals no known name.
class JsonCursor {
public:
    explicit JsonCursor(std::string_view text) : m_at(text.data()), m_end(text.data() + text.size()) {}

    bool failed() const { return m_failed; }
    // Nothing but blanks is left.
    bool atEnd() {
        skipBlanks();
        return m_at == m_end;
    }
    // Of the value that comes next; does not take it.
    Type type() {
        skipBlanks();
        return m_at < m_end ? typeOf(*m_at) : Type::Invalid;
    }

    // True: the next value is one, and the cursor stands in it. False: it was another, and is skipped.
    bool enterObject() { return enter('{'); }
    bool enterArray() { return enter('['); }
    bool nextMember(std::string_view& name);
    bool nextElement();

    void skip();
    std::string_view raw(); // the text of the value

    // Between the quotes, escapes not decoded; nullopt for anything but a string. The value is taken in any case.
    std::optional<std::string_view> rawString();
    // Decoded, valid UTF-8; empty for anything but a string.
    std::string text();
    // Whole part of a number, clamped to ±10^15; nullopt for anything but a number.
    std::optional<std::int64_t> integer();
    std::optional<bool> boolean();

private:
    void skipBlanks() {
        while (m_at < m_end && isBlank(*m_at))
            ++m_at;
    }
    bool fail() {
        m_failed = true;
        m_at = m_end;
        return false;
    }
    bool enter(char open);
    std::string_view takeString(); // at the opening quote
    void skipContainer();
    void skipScalar();

    const char* m_at;
    const char* m_end;
    bool m_failed = false;
};

// Reads a text that is one object and nothing else: member(name, cursor) takes each value. False for any other text.
template <typename Member>
bool readObject(std::string_view text, Member&& member) {
    JsonCursor at(text);
    std::string_view name;
    if (at.type() != Type::Object || !at.enterObject())
        return false;
    while (at.nextMember(name))
        member(name, at);
    return !at.failed() && at.atEnd();
}

} // namespace gatehouse::dialects::json
