// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/address_guard.h"

#include "core/base/address_kinds.h"
#include "core/http/client/http_upstream.h"

#include <algorithm>

namespace gatehouse::http {
namespace {

namespace ip = boost::asio::ip;

bool isWrittenAsAddress(const std::string& host) {
    boost::system::error_code notAnAddress;
    (void)ip::make_address(host, notAnAddress);
    return !notAnAddress;
}

tl::unexpected<Error> forbidden(const std::string& host, bool onlyMetadata) {
    std::string message = "No connection is made to " + host + ": ";
    message += onlyMetadata ? "clouds tell machines their credentials at its address."
                            : "its name leads to link-local addresses alone. If one of these is meant, write the "
                              "address itself.";
    return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Address)), std::move(message));
}

} // namespace

IpAddress plainAddress(const ip::address& address) {
    IpAddress out;
    out.bytes =
        address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes() : address.to_v6().to_bytes();
    return out;
}

Result<void> guardUsually(const std::string& host, std::vector<ip::address>& addresses) {
    const bool any = !addresses.empty();
    std::erase_if(addresses, [](const auto& address) { return isMetadata(plainAddress(address)); });
    const bool onlyMetadata = any && addresses.empty();
    if (!isWrittenAsAddress(host))
        std::erase_if(addresses, [](const auto& address) { return isLinkLocal(plainAddress(address)); });
    if (any && addresses.empty())
        return forbidden(host, onlyMetadata);
    return {};
}

} // namespace gatehouse::http
