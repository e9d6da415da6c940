// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

// An address of either family: IPv6, or IPv4 mapped into it (RFC 4291 §2.5.5.2), so that both compare as one kind.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};

    // "192.0.2.1", "2001:db8::1"; no brackets, port or zone.
    static std::optional<IpAddress> parse(std::string_view text);
    // As it is usually written; a mapped one as IPv4.
    std::string text() const;
    bool isV4() const;
    bool isLoopback() const;
    bool operator==(const IpAddress&) const = default;
};

// "10.0.0.0/8", "2001:db8::/32" or a single address. Bits behind the prefix must be zero: else it was meant otherwise.
class IpNetwork {
public:
    static std::optional<IpNetwork> parse(std::string_view text);
    bool contains(const IpAddress& address) const;

private:
    IpAddress m_address;
    unsigned m_prefix = 128; // of the 16 bytes
    bool m_v4 = false;
};

bool containsAddress(const std::vector<IpNetwork>& networks, const IpAddress& address);

} // namespace gatehouse
