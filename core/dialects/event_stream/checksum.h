// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace gatehouse::dialects::event_stream {

// CRC-32 as zlib and Ethernet have it, of bytes that follow those of "before".
std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

} // namespace gatehouse::dialects::event_stream
