// SPDX-License-Identifier: Apache-2.0
#include "app/engine/listen_address.h"

#include "core/base/text.h"

namespace gatehouse::app {

Result<ListenAddress> parseListenAddress(std::string_view text, std::string_view option) {
    const auto colon = text.rfind(':');
    const auto port = colon == std::string_view::npos ? std::nullopt : parseUnsigned(text.substr(colon + 1));
    std::string_view host = text.substr(0, colon == std::string_view::npos ? 0 : colon);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed)
        host = host.substr(1, host.size() - 2);
    if (!port || *port > 65535 || (!bracketed && host.find(':') != std::string_view::npos))
        return failure(ErrorKind::Invalid, "usage",
                       std::string(option) + " takes HOST:PORT (127.0.0.1:8642, [::1]:8642), not \"" +
                           std::string(text) + "\".");
    ListenAddress address;
    address.host = host.empty() ? "::" : std::string(host);
    address.port = static_cast<std::uint16_t>(*port);
    return address;
}

std::string urlOf(const ListenAddress& address, bool tls) {
    std::string host = address.host;
    if (host == "0.0.0.0")
        host = "127.0.0.1";
    else if (host == "::")
        host = "[::1]";
    else if (host.find(':') != std::string::npos)
        host = "[" + host + "]";
    return (tls ? "https://" : "http://") + host + ":" + std::to_string(address.port);
}

} // namespace gatehouse::app
