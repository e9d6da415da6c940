// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::telemetry {

// A text with the escapes of JSON strings taken out, once or several times over (JSON within a string of JSON), and the
// way back to its bytes. For searching only: a lone backslash means nothing here.
class Unescaped {
public:
    explicit Unescaped(std::string_view raw);
    const std::string& text() const { return m_text; }
    // Where the byte at "place" of text() begins in the raw text; the end for the end.
    std::size_t rawBegin(std::size_t place) const;

private:
    struct Jump {
        std::size_t place = 0; // in text(): from here on
        std::size_t raw = 0;   // it stands here
    };
    void jump(std::size_t raw) { m_jumps.push_back({m_text.size(), raw}); }

    std::string m_text;
    std::vector<Jump> m_jumps;
};

} // namespace gatehouse::telemetry
