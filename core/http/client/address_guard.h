// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ip_network.h"
#include "core/base/result.h"

#include <boost/asio/ip/address.hpp>
#include <functional>
#include <string>
#include <vector>

namespace gatehouse::http {

// Decides which addresses of a host may be connected to and takes the others away; an error where that is none of
// them, or not enough. Asked at each connection with the very addresses that are connected to: no later answer of a
// name server leads elsewhere.
using AddressGuard =
    std::function<Result<void>(const std::string& host, std::vector<boost::asio::ip::address>& addresses)>;

// What holds for every connection without a guard of its own: never to where clouds tell machines their credentials,
// and to link-local addresses only where the host is written as one. Errors: Unavailable (upstream_address).
Result<void> guardUsually(const std::string& host, std::vector<boost::asio::ip::address>& addresses);

// The same value; a link's number falls away.
IpAddress plainAddress(const boost::asio::ip::address& address);

} // namespace gatehouse::http
