// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::gemini {

// Cuts the array that a stream without "alt=sse" is into its elements, whatever the slices (WIRE.md §0). The raw bytes
// of all elements and rest() are, in order and without gap, what was fed. No I/O.
class ArraySplitter {
public:
    struct Element {
        std::string_view raw;  // with what stood before it: the bracket or the comma, and blanks
        std::string_view json; // the object alone
    };

    void feed(std::string_view slice);
    // The next complete element; nothing when more bytes are needed. Its views live until the next call of feed().
    std::optional<Element> next();
    // Bytes behind the last element.
    std::string_view rest() const { return std::string_view(m_held).substr(m_taken); }
    // They have been dealt with.
    void takeRest() { m_taken = m_at = m_held.size(); }
    bool closed() const { return m_closed; }

private:
    std::string m_held;
    std::size_t m_taken = 0; // behind the last element given
    std::size_t m_at = 0;    // scanned so far
    std::size_t m_begin = 0; // of the element being scanned
    std::size_t m_depth = 0; // of brackets within the array
    bool m_inString = false;
    bool m_escaped = false;
    bool m_opened = false; // the array's own bracket has come
    bool m_closed = false;
};

} // namespace gatehouse::dialects::gemini
