// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace gatehouse::dialects::event_stream {

// The types of header values, by their number on the wire.
enum class HeaderType : std::uint8_t {
    True = 0,
    False = 1,
    Byte = 2,
    Short = 3,
    Integer = 4,
    Long = 5,
    Bytes = 6,
    String = 7,
    Timestamp = 8, // milliseconds since 1970, a 64-bit number
    Uuid = 9,
};

struct Header {
    std::string_view name;
    HeaderType type = HeaderType::String;
    std::string_view value; // its bytes as on the wire, without a length: numbers are big-endian
};

} // namespace gatehouse::dialects::event_stream
