// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

// SHA-256 (FIPS 180-4).
using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
std::string toHex(const Digest& digest);
std::optional<Digest> digestFromHex(std::string_view hex);

// For tables: the digest is already uniform, its first word is hash enough.
struct DigestHash {
    std::size_t operator()(const Digest& digest) const noexcept {
        std::size_t word = 0;
        for (std::size_t i = 0; i < sizeof word; ++i)
            word = (word << 8U) | digest[i];
        return word;
    }
};

} // namespace gatehouse
