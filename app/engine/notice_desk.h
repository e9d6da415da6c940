// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/notices.h"
#include "core/config/products.h"
#include "core/jobs/job.h"
#include "core/jobs/webhook_desk.h"
#include "core/post/courier.h"
#include "core/secrets/resolver.h"
#include "core/secrets/stash.h"

#include <functional>
#include <map>
#include <string>

namespace gatehouse::app {

// Who is told of what: makes the courier's book of the configuration and the kept secrets, and says news in words.
// Control thread, but for what is marked otherwise.
class NoticeDesk final : public admin::Notices, public jobs::WebhookDesk {
public:
    struct Parts {
        post::Courier& courier;
        secrets::SecretStash& stash;
        config::SecretResolver& resolver;
        std::function<void(std::string_view actor)> setActor; // of what is written about kept secrets
        const Clock& clock;
        Log& log;
    };
    explicit NoticeDesk(Parts parts) : m_parts(std::move(parts)) {}

    // The configuration is another one.
    void takeOver(const config::Products& products);

    void tell(const admin::Notice& notice) override;
    void jobOver(const jobs::Job& job); // any thread

    Result<std::string> test(const std::string& webhook) override;
    void list(notices::DeliveryQuery query, std::function<void(Result<std::vector<notices::Delivery>>)> done) override;
    Result<NewSecret> rotate(const std::string& webhook, std::string_view actor) override;

private:
    struct Kept {
        WallMicros date = 0;
        SharedSecret secret;
    };
    void makeBook();
    void forgetRemoved(const config::Products& products);
    const std::map<std::string, secrets::SecretEntry> entries();
    Kept secretOf(const std::map<std::string, secrets::SecretEntry>& entries, const std::string& name);
    post::MailServerPtr mailServer();

    Parts m_parts;
    std::vector<contract::WebhookSpec> m_webhooks;
    contract::NoticesSpec m_settings;
    std::map<std::string, Kept> m_secrets; // by name, as they were read
};

} // namespace gatehouse::app
