// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ip_network.h"
#include "core/http/message.h"

#include <optional>
#include <vector>

namespace gatehouse::http {

// What the proxies in front say about a request.
struct ForwardedFacts {
    bool bad = false;                // refuse: Forwarded is broken, or both fields are there and say different things
    std::optional<IpAddress> client; // nothing: the peer itself
    bool secure = false;             // the client came to the nearest proxy by https
};

// Reads Forwarded (RFC 7239) or X-Forwarded-For and X-Forwarded-Proto. Only for a peer that is a trusted proxy: from
// anyone else these fields mean nothing.
//
// Each proxy appends whom it saw, so only what trusted ones appended can be believed: from the right, the first address
// that is no trusted proxy is the client; what stands left of it is whatever the client sent. Where a trusted proxy hid
// the address ("unknown", "_name"), the nearest one that is known counts.
ForwardedFacts readForwarded(const RequestHead& head, const IpAddress& peer, const std::vector<IpNetwork>& trusted);

} // namespace gatehouse::http
