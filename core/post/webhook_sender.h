// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/base/ip_network.h"
#include "core/base/secret.h"
#include "core/http/client/http_upstream.h"
#include "core/notices/address_rules.h"
#include "core/notices/delivery.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::post {

// A registered receiver as an attempt needs it.
struct WebhookPlace {
    notices::WebhookTarget target;
    std::vector<SharedSecret> secrets; // the first is the present one; then one that is being replaced
    std::vector<IpNetwork> allowed;    // private networks that may be reached
};

// Posts deliveries in the Standard Webhooks form: a POST of the payload with webhook-id, webhook-timestamp and
// webhook-signature. Each attempt asks for the host's addresses once, holds each against the rules and connects to one
// of those; it follows no redirect and reads nothing of an answer but its status. Lives on its I/O thread.
class WebhookSender {
public:
    struct Parts {
        Executor executor;
        http::TlsTrustPtr trust;
        std::shared_ptr<http::NameService> names; // null: the system's resolver alone
        const Clock& clock;
        std::chrono::milliseconds connectTimeout{10'000};
        std::chrono::milliseconds answerTimeout{20'000};
    };
    explicit WebhookSender(Parts parts);

    // Makes the attempt; "done" is called on the executor's thread, unless that stops before.
    void send(notices::Delivery delivery, WebhookPlace place, std::function<void(notices::Attempt)> done);

private:
    Parts m_parts;
};

} // namespace gatehouse::post
