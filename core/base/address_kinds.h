// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ip_network.h"

// What lies behind an address (THREATS: server-side request forgery). An address in another coat is what it leads to:
// IPv4-mapped, NAT64 (RFC 6052), 6to4 (RFC 3056).
namespace gatehouse {

// Of the public internet: none of the special ones of the IANA registries (RFC 6890), and no metadata service.
bool isPublic(const IpAddress& address);

// 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291).
bool isLinkLocal(const IpAddress& address);

// Where clouds tell machines and containers their credentials.
bool isMetadata(const IpAddress& address);

} // namespace gatehouse
