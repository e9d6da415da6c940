// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/base64.h"

#include <cstddef>
#include <cstdint>

namespace gatehouse::dialects {

void appendBase64(std::string& out, std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::size_t at = out.size();
    out.resize(at + (bytes.size() + 2) / 3 * 4, '=');
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t here = bytes.size() - i < 3 ? bytes.size() - i : 3;
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = (bits << 8U) | (k < here ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k <= here; ++k)
            out[at + k] = alphabet[(bits >> (18 - 6 * k)) & 0x3FU];
        at += 4;
    }
}

std::string encodeBase64(std::string_view bytes) {
    std::string out;
    appendBase64(out, bytes);
    return out;
}

} // namespace gatehouse::dialects
