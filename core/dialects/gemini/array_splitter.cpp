// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/array_splitter.h"

#include "core/dialects/json_text.h"

namespace gatehouse::dialects::gemini {

void ArraySplitter::feed(std::string_view slice) {
    m_held.erase(0, m_taken);
    m_at -= m_taken;
    m_begin -= m_depth > 0 ? m_taken : m_begin;
    m_taken = 0;
    m_held.append(slice);
}

std::optional<ArraySplitter::Element> ArraySplitter::next() {
    const char* const data = m_held.data();
    const std::size_t size = m_held.size();
    while (m_at < size) {
        if (m_inString && !m_escaped) {
            m_at = static_cast<std::size_t>(json::findQuoteOrEscape(data + m_at, data + size) - data);
            if (m_at == size)
                break;
        }
        const char c = data[m_at++];
        if (m_escaped) {
            m_escaped = false;
        } else if (m_inString) {
            m_escaped = c == '\\';
            m_inString = c != '"';
        } else if (c == '"') {
            m_inString = true;
        } else if (c == '[' && !m_opened) {
            m_opened = true;
        } else if (c == '{' || c == '[') {
            if (m_depth++ == 0)
                m_begin = m_at - 1;
        } else if (c == ']' && m_depth == 0) {
            m_closed = true;
        } else if ((c == '}' || c == ']') && m_depth > 0 && --m_depth == 0) {
            const std::string_view held(m_held);
            const Element element{held.substr(m_taken, m_at - m_taken), held.substr(m_begin, m_at - m_begin)};
            m_taken = m_at;
            return element;
        }
    }
    return std::nullopt;
}

} // namespace gatehouse::dialects::gemini
