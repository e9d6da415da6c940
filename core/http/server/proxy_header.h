// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ip_network.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::http {

// Reads the header of the PROXY protocol, versions 1 and 2, with which a load balancer says whose connection it passes
// on (HAProxy's proxy-protocol.txt, sections 2.1 and 2.2). Strict and bounded: version 1 to 107 bytes, version 2 to
// 2 KiB of addresses and extensions; extensions are read past. Takes no byte that stands behind the header.
class ProxyHeader {
public:
    enum class State { NeedMore, Done, Bad };

    // available: the next bytes of the connection; consumed: how many of them belong to the header.
    State feed(std::string_view available, std::size_t& consumed);

    // When done: the client's address, or nothing where the balancer speaks for itself (LOCAL, UNKNOWN, other
    // families).
    const std::optional<IpAddress>& source() const { return m_source; }

private:
    State check();
    State checkText();
    State checkBinary();
    std::size_t wanted(std::string_view available) const;

    std::string m_bytes;
    std::optional<IpAddress> m_source;
};

} // namespace gatehouse::http
