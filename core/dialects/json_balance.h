// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace gatehouse::dialects::json {

// Watches slices of one JSON object's text and knows when its last brace has closed.
class Balance {
public:
    void feed(std::string_view slice) {
        for (const char c : slice)
            step(c);
    }
    bool closed() const { return m_begun && m_depth == 0; }

private:
    void step(char c) {
        if (m_escaped) {
            m_escaped = false;
        } else if (m_inString) {
            m_escaped = c == '\\';
            m_inString = c != '"';
        } else if (c == '"') {
            m_inString = true;
        } else if (c == '{' || c == '[') {
            m_begun = true;
            ++m_depth;
        } else if ((c == '}' || c == ']') && m_depth > 0) {
            --m_depth;
        }
    }

    std::size_t m_depth = 0;
    bool m_begun = false;
    bool m_inString = false;
    bool m_escaped = false;
};

} // namespace gatehouse::dialects::json
