// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/client/upstream_core.h"

#include <chrono>
#include <string>

namespace gatehouse::http {

// Connects to the first of several addresses that answers (RFC 8305, happy eyeballs): both families in turn, the next
// one 250 ms after the last or as soon as one has failed; the first to stand wins and the others are closed. An address
// that failed lately, or that another overtook, is tried last. "peer" is who is at the addresses, for texts. Errors:
// Unavailable (upstream_connect), Timeout (upstream_connect_timeout), Cancelled.
Task<Result<TcpSocket>> connectToAny(UpstreamCore& core, NameCache::Addresses addresses, std::uint16_t port,
                                     std::string peer, std::chrono::steady_clock::time_point deadline);

// Families in turn, beginning with that of the first address; the order within each stays (RFC 8305 §4).
void interleaveFamilies(NameCache::Addresses& addresses);

} // namespace gatehouse::http
