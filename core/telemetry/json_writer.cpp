// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/json_writer.h"

#include "core/base/byte_words.h"
#include "core/base/text.h"
#include "core/telemetry/call_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>

namespace gatehouse::telemetry {
namespace {

// A piece of JSON with what stands around it, put together here and appended at once.
class Piece {
public:
    static constexpr std::size_t most = 96; // bytes of text

    Piece& add(char c) {
        m_bytes[m_size++] = c;
        return *this;
    }
    Piece& add(std::string_view text) {
        std::copy(text.begin(), text.end(), m_bytes.begin() + static_cast<std::ptrdiff_t>(m_size));
        m_size += text.size();
        return *this;
    }
    void appendTo(std::string& out) const { out.append(m_bytes.data(), m_size); }

private:
    std::array<char, most + 8> m_bytes; // NOLINT: what is read of it was written before
    std::size_t m_size = 0;
};

// Visible ASCII and blanks without quotes and backslashes: its own JSON.
bool isPlain(std::string_view text) {
    const auto isPlainWord = [](std::uint64_t word) {
        return !words::hasBeyondAscii(word) && !words::needsEscape(word);
    };
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        if (!isPlainWord(words::load(text.data() + at)))
            return false;
    }
    if (at == text.size())
        return true;
    std::uint64_t rest = words::ones * ' ';
    std::memcpy(&rest, text.data() + at, text.size() - at);
    return isPlainWord(rest);
}

} // namespace

bool JsonWriter::needsComma() {
    if (m_named) {
        m_named = false;
        return false;
    }
    if (m_first) {
        m_first = false;
        return false;
    }
    return true;
}

void JsonWriter::comma() {
    if (needsComma())
        m_out += ',';
}

JsonWriter& JsonWriter::open(char bracket) {
    comma();
    m_out += bracket;
    m_first = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    m_out += bracket;
    m_first = false;
    return *this;
}

JsonWriter& JsonWriter::name(std::string_view name) {
    appendText(name, ":");
    m_named = true;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
    appendText(value, {});
    return *this;
}

void JsonWriter::appendText(std::string_view value, std::string_view behind) {
    if (value.size() <= Piece::most && isPlain(value)) {
        Piece piece;
        if (needsComma())
            piece.add(',');
        piece.add('"').add(value).add('"').add(behind).appendTo(m_out);
        return;
    }
    comma();
    if (isValidUtf8(value))
        appendJsonString(m_out, value);
    else
        appendJsonString(m_out, mendedUtf8(value));
    m_out += behind;
}

JsonWriter& JsonWriter::textOrNull(std::string_view value) {
    return value.empty() ? null() : text(value);
}

JsonWriter& JsonWriter::number(std::int64_t value) {
    std::array<char, 24> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return raw({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

JsonWriter& JsonWriter::milliseconds(std::int64_t micros) {
    return raw(millisecondsText(micros));
}
JsonWriter& JsonWriter::flag(bool value) {
    return raw(value ? "true" : "false");
}
JsonWriter& JsonWriter::null() {
    return raw("null");
}
JsonWriter& JsonWriter::money(const std::optional<Money>& value) {
    return value ? text(value->toString()) : null();
}
JsonWriter& JsonWriter::time(WallMicros value) {
    return text(formatTime(value));
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    if (json.size() > Piece::most) {
        comma();
        m_out += json;
        return *this;
    }
    Piece piece;
    if (needsComma())
        piece.add(',');
    piece.add(json).appendTo(m_out);
    return *this;
}

std::string mendedUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = 0;
        for (std::size_t candidate = 1; candidate <= std::min<std::size_t>(4, text.size()) && length == 0;
             ++candidate) {
            if (isValidUtf8(text.substr(0, candidate)))
                length = candidate;
        }
        if (length == 0)
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(1, length));
    }
    return out;
}

std::string millisecondsText(std::int64_t micros) {
    std::string out = micros < 0 ? "-" : "";
    const auto size = std::abs(micros);
    out += std::to_string(size / 1000);
    const auto rest = static_cast<int>(size % 1000);
    if (rest == 0)
        return out;
    out += '.';
    out += static_cast<char>('0' + rest / 100);
    if (rest % 100 != 0)
        out += static_cast<char>('0' + rest / 10 % 10);
    if (rest % 10 != 0)
        out += static_cast<char>('0' + rest % 10);
    return out;
}

} // namespace gatehouse::telemetry
