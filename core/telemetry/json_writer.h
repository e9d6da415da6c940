// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::telemetry {

// Writes JSON straight into a text: commas and quotes, no tree. The recorder writes one explain record per call with
// it, so it allocates nothing of its own. Texts that are not UTF-8 are mended with U+FFFD.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : m_out(out) {}

    JsonWriter& open(char bracket); // '{' or '['
    JsonWriter& close(char bracket);
    JsonWriter& name(std::string_view name);
    JsonWriter& text(std::string_view value);
    JsonWriter& textOrNull(std::string_view value); // null where it is empty
    JsonWriter& number(std::int64_t value);
    JsonWriter& milliseconds(std::int64_t micros);
    JsonWriter& flag(bool value);
    JsonWriter& null();
    JsonWriter& money(const std::optional<Money>& value);
    JsonWriter& time(WallMicros value);
    JsonWriter& raw(std::string_view json);

private:
    bool needsComma(); // before what is written now
    void comma();
    void appendText(std::string_view value, std::string_view behind);

    std::string& m_out;
    bool m_first = true; // nothing stands before in this object or array
    bool m_named = false;
};

// The text with every broken UTF-8 sequence replaced.
std::string mendedUtf8(std::string_view text);

} // namespace gatehouse::telemetry
