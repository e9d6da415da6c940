// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/event_stream/checksum.h"

#include <zlib.h>

namespace gatehouse::dialects::event_stream {

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
    return static_cast<std::uint32_t>(::crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

} // namespace gatehouse::dialects::event_stream
