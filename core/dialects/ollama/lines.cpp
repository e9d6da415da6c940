// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/lines.h"

namespace gatehouse::dialects::ollama {

std::optional<std::string_view> LineReader::next() {
    if (m_given) { // what was held was the last line
        m_held.clear();
        m_given = false;
    }
    if (m_tooLong)
        return std::nullopt;
    const std::size_t end = m_fed.find('\n');
    const auto piece = m_fed.substr(0, end);
    m_fed.remove_prefix(end == std::string_view::npos ? m_fed.size() : end + 1);
    if (m_held.size() + piece.size() > m_bound) {
        m_tooLong = true;
        m_fed = {};
        return std::nullopt;
    }
    if (end == std::string_view::npos) {
        m_held.append(piece);
        return std::nullopt;
    }
    if (m_held.empty())
        return piece;
    m_held.append(piece);
    m_given = true;
    return std::string_view(m_held);
}

} // namespace gatehouse::dialects::ollama
