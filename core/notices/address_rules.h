// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ip_network.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Where webhooks may go (THREATS: server-side request forgery). A host's addresses are asked for once, each is held
// against these rules, and the connection is made to one of those that were held against them.
namespace gatehouse::notices {

struct WebhookTarget {
    bool tls = true;
    std::string host; // without brackets
    std::uint16_t port = 443;
    std::string target; // path and query, encoded
};

// "https://host[:port]/path?query"; no user, no fragment. Errors: Invalid (invalid_webhook_url).
Result<WebhookTarget> parseWebhookUrl(std::string_view url);

// May this be called at all of these addresses? "allowed" are the networks of notices.webhook_networks, which may be
// private ones; there plain http and any port will do, metadata services aside. Everywhere else it is https on 443 or
// 8443. Errors: Forbidden (webhook_address_forbidden), without the address: a private network's plan is nothing to
// tell.
Result<void> checkAddresses(const WebhookTarget& target, const std::vector<IpAddress>& addresses,
                            const std::vector<IpNetwork>& allowed);

} // namespace gatehouse::notices
