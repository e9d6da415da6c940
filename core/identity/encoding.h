// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::identity {

// RFC 4648 §5, without padding. Reading is strict: no padding, no blanks, no bits left over that are not zero, so that
// one value has one spelling.
std::string toBase64Url(std::string_view bytes);
std::optional<std::string> fromBase64Url(std::string_view text);

// RFC 4648 §6 in upper case without padding, as authenticator apps take it.
std::string toBase32(std::string_view bytes);

inline std::string_view textOf(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// So many bytes of the operating system's generator.
std::string randomBytes(std::size_t count);

} // namespace gatehouse::identity
