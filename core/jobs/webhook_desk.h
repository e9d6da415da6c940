// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/notices/delivery.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jobs {

// What operators do with webhooks while a gateway runs.
class WebhookDesk {
public:
    virtual ~WebhookDesk() = default;
    // Sends that webhook, and no other, something to try it: the delivery's id. Errors: NotFound, Conflict
    // (webhook_off), Unavailable. Any thread.
    virtual Result<std::string> test(const std::string& webhook) = 0;
    // "done" on a thread of the desk's own. Any thread.
    virtual void list(notices::DeliveryQuery query,
                      std::function<void(Result<std::vector<notices::Delivery>>)> done) = 0;
    // Makes its signing secret anew; the one before signs beside it for a day, so that receivers can change over.
    // Control thread. Errors: those of the places where secrets are kept.
    struct NewSecret {
        SharedSecret secret;
        std::optional<WallMicros> previousUntil; // nothing: there was none
    };
    virtual Result<NewSecret> rotate(const std::string& webhook, std::string_view actor) = 0;
};

} // namespace gatehouse::jobs
