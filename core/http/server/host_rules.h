// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::http {

// Which Host and Origin values a listener takes: what keeps web pages out (DNS rebinding, cross-site requests).
struct HostRules {
    std::vector<std::string> names;   // server.hosts: "name" with any port, or "name:port"
    std::vector<std::string> origins; // "https://console.example": pages that may call, nothing by default
    // A folder of pages, such as "/portal", to which a browser may come by a link on any other site; what lies under
    // notPages is none of them. Empty: there are no pages.
    std::string pages{};
    std::string notPages{};
};

// Where the connection arrived.
struct LocalEnd {
    std::string_view address; // "127.0.0.1", "::1"
    std::uint16_t port = 0;
    bool secure = false;
};

enum class HostVerdict { Listed, Unlisted, Malformed };

// value is a Host field or an authority: host [":" port]. Listed are loopback names and addresses and the connection's
// own address, with the listener's port or none, and the names of the rules. Names are compared without case.
HostVerdict judgeHost(std::string_view value, const HostRules& rules, const LocalEnd& local);

// May a page of that origin call? Only one that this listener served itself (same scheme and Host), or a listed one.
bool isOriginAllowed(std::string_view origin, std::string_view host, const HostRules& rules, const LocalEnd& local);

// Does a person go to one of the pages, in a window of their own? That does nothing here and is not seen by the page
// that they come from; what another page loads, embeds or sends by itself is not meant (Fetch Metadata, "navigate" and
// "document").
bool isPageVisit(const RequestHead& head, const HostRules& rules);

} // namespace gatehouse::http
