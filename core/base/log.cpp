// SPDX-License-Identifier: Apache-2.0
#include "core/base/log.h"

#include "core/base/clock.h"
#include "core/base/text.h"

#include <unistd.h>

namespace gatehouse {
namespace {

std::string_view nameOf(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    default:
        return "error";
    }
}

void appendEscaped(std::string& out, std::string_view text) {
    const bool plain = !text.empty() && text.find_first_of(" \"=") == std::string_view::npos;
    if (!plain)
        out += '"';
    static constexpr char digits[] = "0123456789abcdef";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            out += "\\x";
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        } else {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
    }
    if (!plain)
        out += '"';
}

} // namespace

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (!enabled(level))
        return;
    std::string text = formatTime(SystemClock().wall());
    text += ' ';
    text += nameOf(level);
    text += ' ';
    text += event;
    for (const auto& field : fields) {
        text += ' ';
        text += field.name();
        text += '=';
        appendEscaped(text, field.text());
    }
    text += '\n';
    line(text);
}

void Log::line(std::string_view text) {
    // One write per line keeps lines of several threads apart; a closed standard error is nobody's problem here.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

} // namespace gatehouse
