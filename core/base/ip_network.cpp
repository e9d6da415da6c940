// SPDX-License-Identifier: Apache-2.0
#include "core/base/ip_network.h"

#include "core/base/text.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>

namespace gatehouse {
namespace {

constexpr std::array<std::uint8_t, 12> mappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

} // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN + 1> copy{};
    if (text.empty() || text.size() >= copy.size())
        return std::nullopt;
    std::memcpy(copy.data(), text.data(), text.size());
    IpAddress address;
    if (text.find(':') != std::string_view::npos)
        return ::inet_pton(AF_INET6, copy.data(), address.bytes.data()) == 1 ? std::optional(address) : std::nullopt;
    std::copy(mappedPrefix.begin(), mappedPrefix.end(), address.bytes.begin());
    return ::inet_pton(AF_INET, copy.data(), address.bytes.data() + 12) == 1 ? std::optional(address) : std::nullopt;
}

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (isV4())
        ::inet_ntop(AF_INET, bytes.data() + 12, out.data(), out.size());
    else
        ::inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
    return out.data();
}

bool IpAddress::isV4() const {
    return std::equal(mappedPrefix.begin(), mappedPrefix.end(), bytes.begin());
}

bool IpAddress::isLoopback() const {
    if (isV4())
        return bytes[12] == 127;
    return std::all_of(bytes.begin(), bytes.end() - 1, [](std::uint8_t byte) { return byte == 0; }) && bytes[15] == 1;
}

std::optional<IpNetwork> IpNetwork::parse(std::string_view text) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    IpNetwork network;
    network.m_address = *address;
    const bool dotted = text.substr(0, slash).find(':') == std::string_view::npos;
    if (slash < text.size()) {
        const auto digits = text.substr(slash + 1);
        const auto prefix = digits.size() <= 3 ? parseUnsigned(digits) : std::nullopt;
        if (!prefix || *prefix > (dotted ? 32U : 128U) || (digits.size() > 1 && digits.front() == '0'))
            return std::nullopt;
        network.m_prefix = static_cast<unsigned>(*prefix) + (dotted ? 96U : 0U);
    }
    network.m_v4 = address->isV4() && network.m_prefix >= 96; // as ::ffff:10.0.0.0/104 too
    for (unsigned bit = network.m_prefix; bit < 128; ++bit) {
        if ((address->bytes[bit / 8] & (0x80U >> (bit % 8))) != 0)
            return std::nullopt;
    }
    return network;
}

bool IpNetwork::contains(const IpAddress& address) const {
    if (m_v4 != address.isV4())
        return false;
    const auto whole = m_prefix / 8;
    if (!std::equal(m_address.bytes.begin(), m_address.bytes.begin() + whole, address.bytes.begin()))
        return false;
    const auto rest = m_prefix % 8;
    if (rest == 0)
        return true;
    const auto mask = static_cast<std::uint8_t>(0xffU << (8U - rest));
    return (m_address.bytes[whole] & mask) == (address.bytes[whole] & mask);
}

bool containsAddress(const std::vector<IpNetwork>& networks, const IpAddress& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const auto& network) { return network.contains(address); });
}

} // namespace gatehouse
