// SPDX-License-Identifier: Apache-2.0
#include "core/post/courier.h"

#include "core/base/text.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::post {
namespace {

namespace json = boost::json;
using notices::Channel;
using notices::Delivery;

bool isOn(const Webhook& webhook) {
    return webhook.enabled && webhook.secret && !webhook.secret->empty();
}

// Its news waits for the secret to be put here.
bool waits(const Webhook& webhook) {
    return webhook.enabled && webhook.elsewhere;
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool hears(const Webhook& webhook, const News& news) {
    if (!isOn(webhook) && !waits(webhook))
        return false;
    if (contains(news.webhooks, webhook.id))
        return true;
    return contains(webhook.events, news.event) && (webhook.team.empty() || contains(news.teams, webhook.team));
}

// The form that Standard Webhooks recommends: type, timestamp, data.
std::string payloadOf(const std::string& event, const json::object& data, WallMicros now) {
    return json::serialize(json::object{{"type", event}, {"timestamp", formatTime(now)}, {"data", data}});
}

std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const auto& text : list)
        out.append(out.empty() ? "" : ",").append(text);
    return out;
}

Delivery deliveryTo(const Webhook& webhook, std::string event, std::string payload) {
    Delivery delivery;
    delivery.target = webhook.id;
    delivery.event = std::move(event);
    delivery.payload = std::move(payload);
    return delivery;
}

} // namespace

const Webhook* NoticeBook::find(const std::string& id) const {
    const auto found =
        std::find_if(webhooks.begin(), webhooks.end(), [&id](const Webhook& webhook) { return webhook.id == id; });
    return found == webhooks.end() ? nullptr : &*found;
}

Courier::Courier(Parts parts)
    : m_parts(std::move(parts)),
      m_webhooks(
          {.executor = m_thread.executor(), .trust = m_parts.trust, .names = m_parts.names, .clock = m_parts.clock}),
      m_mails(m_parts.clock), m_outbox({m_parts.make, m_parts.clock, m_parts.log}) {}

void Courier::start() {
    if (std::exchange(m_started, true))
        return;
    m_thread.start();
    m_mails.start();
    m_outbox.start([this](Delivery delivery) { send(std::move(delivery)); });
}

// What goes now is told to nobody any more: it stays in the outbox, and goes once more after the next start.
void Courier::stop() {
    if (!std::exchange(m_started, false))
        return;
    m_thread.stop();
    m_mails.stop();
    m_outbox.stop();
}

void Courier::setBook(NoticeBookPtr book) {
    const std::lock_guard lock(m_mutex);
    m_book = std::move(book);
}

NoticeBookPtr Courier::book() const {
    const std::lock_guard lock(m_mutex);
    return m_book;
}

void Courier::tell(const News& news) {
    const auto standing = book();
    const auto now = m_parts.clock.wall();
    std::vector<Delivery> deliveries;
    for (const auto& webhook : standing->webhooks) {
        if (hears(webhook, news))
            deliveries.push_back(deliveryTo(webhook, news.event, payloadOf(news.event, news.data, now)));
    }
    if (standing->mail && !news.mailTo.empty()) {
        Delivery mail;
        mail.channel = Channel::Mail;
        mail.target = joined(news.mailTo);
        mail.event = news.event;
        mail.payload = json::serialize(json::object{{"subject", news.subject}, {"text", news.text}});
        deliveries.push_back(std::move(mail));
    }
    if (!deliveries.empty())
        (void)m_outbox.put(std::move(deliveries));
}

Result<std::string> Courier::test(const std::string& id) {
    const auto standing = book();
    const auto* webhook = standing->find(id);
    if (webhook == nullptr)
        return failure(ErrorKind::NotFound, "not_found", "There is no webhook with this id.");
    if (!isOn(*webhook))
        return failure(ErrorKind::Conflict, "webhook_off",
                       "The webhook is off: enable it, and make its secret with rotate.");
    const auto now = m_parts.clock.wall();
    auto delivery = deliveryTo(*webhook, "webhook.test", payloadOf("webhook.test", {{"webhook", id}}, now));
    delivery.id = notices::makeDeliveryId(now);
    auto made = delivery.id;
    if (!m_outbox.put({std::move(delivery)}))
        return failure(ErrorKind::Unavailable, "outbox_busy", "The outbox is full. Try again later.");
    return made;
}

void Courier::giveUp(const Delivery& delivery, std::string why) {
    notices::Attempt attempt;
    attempt.hopeless = true;
    attempt.error = std::move(why);
    m_outbox.sent(delivery.id, std::move(attempt));
}

void Courier::send(Delivery delivery) {
    const auto standing = book();
    if (delivery.channel == Channel::Webhook) {
        sendWebhook(std::move(delivery), *standing);
        return;
    }
    if (!standing->mail) {
        giveUp(delivery, "No mail server is configured (notices.smtp).");
        return;
    }
    auto id = delivery.id;
    m_mails.send(std::move(delivery), standing->mail,
                 [this, id](notices::Attempt attempt) { m_outbox.sent(id, std::move(attempt)); });
}

void Courier::sendWebhook(Delivery delivery, const NoticeBook& standing) {
    const auto* webhook = standing.find(delivery.target);
    if (webhook != nullptr && waits(*webhook)) {
        notices::Attempt later;
        later.error = "Its secret cannot be read on this machine: put it there as webhook." + webhook->id + ".";
        m_outbox.sent(delivery.id, std::move(later));
        return;
    }
    if (webhook == nullptr || !isOn(*webhook)) {
        giveUp(delivery, "The webhook is off, or was removed.");
        return;
    }
    auto target = notices::parseWebhookUrl(webhook->url);
    if (!target) {
        giveUp(delivery, target.error().message);
        return;
    }
    WebhookPlace place{std::move(*target), {webhook->secret}, standing.allowed};
    if (webhook->previous && m_parts.clock.wall() < webhook->previousUntil)
        place.secrets.push_back(webhook->previous);
    auto id = delivery.id;
    m_thread.post([this, delivery = std::move(delivery), place = std::move(place), id]() mutable {
        m_webhooks.send(std::move(delivery), std::move(place),
                        [this, id](notices::Attempt attempt) { m_outbox.sent(id, std::move(attempt)); });
    });
}

} // namespace gatehouse::post
