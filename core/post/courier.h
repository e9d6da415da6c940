// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/io_threads.h"
#include "core/base/ip_network.h"
#include "core/base/secret.h"
#include "core/notices/outbox.h"
#include "core/post/mail_sender.h"
#include "core/post/webhook_sender.h"

#include <boost/json/object.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::post {

// A webhook as it stands.
struct Webhook {
    std::string id;
    std::string team; // empty: the organisation's, which hears of every team
    std::string url;
    std::vector<std::string> events;
    bool enabled = true;
    SharedSecret secret;    // null: it has none yet, and is off
    bool elsewhere = false; // it has one, which cannot be read here: another gateway made it
    SharedSecret previous;  // null: none, or it is over
    WallMicros previousUntil = 0;
};

// Who is told of what, and how: made by the control thread when the configuration changes, immutable.
struct NoticeBook {
    std::vector<Webhook> webhooks;
    std::vector<IpNetwork> allowed; // private networks that webhooks may reach
    MailServerPtr mail;             // null: no mails
    const Webhook* find(const std::string& id) const;
};
using NoticeBookPtr = std::shared_ptr<const NoticeBook>;

// Something that happened.
struct News {
    std::string event; // "job.finished"
    boost::json::object data;
    std::vector<std::string> teams;    // whose webhooks hear of it, besides the organisation's
    std::vector<std::string> webhooks; // ids that hear of it in any case
    std::vector<std::string> mailTo;   // and receivers of a mail with these:
    std::string subject;
    std::string text;
};

// Brings news to webhooks and by e-mail: finds the receivers, keeps what is on its way in the outbox, and makes the
// attempts on threads of its own ("webhooks", "mail"). Any thread.
class Courier {
public:
    struct Parts {
        notices::MakeDeliveryKeeper make;
        const Clock& clock;
        Log& log;
        http::TlsTrustPtr trust;
        std::shared_ptr<http::NameService> names;
    };
    explicit Courier(Parts parts);
    ~Courier() { stop(); }

    void start();
    void stop();
    void setBook(NoticeBookPtr book);
    void tell(const News& news);
    // A delivery for that webhook alone, to try it; its id. Errors: NotFound, Conflict (webhook_off: it is not enabled,
    // or has no secret), Unavailable.
    Result<std::string> test(const std::string& webhook);
    notices::Outbox& outbox() { return m_outbox; }

private:
    NoticeBookPtr book() const;
    void send(notices::Delivery delivery);
    void sendWebhook(notices::Delivery delivery, const NoticeBook& book);
    void giveUp(const notices::Delivery& delivery, std::string why);

    Parts m_parts;
    mutable std::mutex m_mutex; // of m_book
    NoticeBookPtr m_book = std::make_shared<const NoticeBook>();
    IoThread m_thread{"webhooks"};
    WebhookSender m_webhooks;
    MailSender m_mails;
    notices::Outbox m_outbox;
    bool m_started = false;
};

} // namespace gatehouse::post
