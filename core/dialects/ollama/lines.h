// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::ollama {

// Cuts a stream of bytes into lines, whatever the slices. A line that lies whole in one slice is not copied.
class LineReader {
public:
    explicit LineReader(std::size_t bound) : m_bound(bound) {}

    // The bytes must live until next() gives nothing.
    void feed(std::string_view bytes) { m_fed = bytes; }
    // Without its line end; valid until the next call. Nothing: more bytes are needed, or the line is too long.
    std::optional<std::string_view> next();
    // What came behind the last line end.
    std::string_view rest() const { return m_held; }
    // A line outgrew the bound: no more comes.
    bool tooLong() const { return m_tooLong; }

private:
    std::size_t m_bound;
    std::string_view m_fed;
    std::string m_held; // the beginning of a line
    bool m_given = false;
    bool m_tooLong = false;
};

} // namespace gatehouse::dialects::ollama
