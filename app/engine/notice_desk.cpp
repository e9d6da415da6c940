// SPDX-License-Identifier: Apache-2.0
#include "app/engine/notice_desk.h"

#include "core/apis/api_address.h"
#include "core/base/text.h"
#include "core/notices/webhook_signature.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::app {
namespace {

namespace json = boost::json;

constexpr std::chrono::hours previousLasts{24};
constexpr std::string_view requested = "subscription.requested";

// Under which names of kept secrets a webhook's stand. No webhook's id can make the one the other.
std::string presentName(const std::string& webhook) {
    return "webhook." + webhook;
}
std::string previousName(const std::string& webhook) {
    return "webhook_old." + webhook;
}

WallMicros micros(std::chrono::hours hours) {
    return std::chrono::duration_cast<std::chrono::microseconds>(hours).count();
}

std::string textAt(const json::object& data, std::string_view name) {
    const auto* value = data.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

void addLine(std::string& text, std::string_view name, const std::string& value) {
    if (!value.empty())
        text.append(name).append(": ").append(value).append("\n");
}

// For people. It is mail in English, as the gateway's other texts of its own are.
void sayRequest(const json::object& data, post::News& news) {
    const auto app = textAt(data, "app");
    const auto api = textAt(data, "api");
    news.subject = "Approval wanted: " + app + " asks for the API " + api;
    news.text = "The application " + app + " of team " + textAt(data, "team") + " asks to call the API " + api + ".\n";
    addLine(news.text, "Plan", textAt(data, "plan"));
    addLine(news.text, "Asked by", textAt(data, "by"));
    addLine(news.text, "Reason", textAt(data, "reason"));
    news.text += "\nDecide under Approvals in the console. Request " + textAt(data, "id") + ".\n";
}

std::string decisionSentence(const std::string& app, const std::string& api, std::string_view state) {
    if (state == "approved")
        return "The application " + app + " may call the API " + api + ".";
    if (state == "rejected")
        return "The application " + app + " was refused the API " + api + ".";
    return "The application " + app +
           (state == "suspended" ? " may not call the API " : " may no longer call the API ") + api +
           (state == "suspended" ? " for the time being." : ".");
}

void sayDecision(const json::object& data, post::News& news) {
    const auto app = textAt(data, "app");
    const auto api = textAt(data, "api");
    const auto state = textAt(data, "state");
    news.subject = "Subscription " + state + ": " + app + " and the API " + api;
    news.text = decisionSentence(app, api, state) + "\n";
    addLine(news.text, "Plan", textAt(data, "plan"));
    addLine(news.text, "Decided by", textAt(data, "by"));
    addLine(news.text, "Reason", textAt(data, "reason"));
    news.text += "\nYou asked for it. Request " + textAt(data, "id") + ".\n";
}

post::MailServer::Tls tlsNamed(std::string_view name) {
    if (name == "none")
        return post::MailServer::Tls::None;
    return name == "tls" ? post::MailServer::Tls::Tls : post::MailServer::Tls::StartTls;
}

} // namespace

void NoticeDesk::takeOver(const config::Products& products) {
    forgetRemoved(products);
    m_webhooks = products.webhooks;
    m_settings = products.notices;
    makeBook();
}

// A secret goes with its webhook: one that is made under the same id later is another.
void NoticeDesk::forgetRemoved(const config::Products& products) {
    for (const auto& webhook : m_webhooks) {
        const bool stays = std::any_of(products.webhooks.begin(), products.webhooks.end(),
                                       [&webhook](const auto& other) { return other.id == webhook.id; });
        if (stays)
            continue;
        for (const auto& name : {presentName(webhook.id), previousName(webhook.id)}) {
            m_secrets.erase(name);
            if (auto removed = m_parts.stash.remove(name); !removed && removed.error().kind != ErrorKind::NotFound)
                m_parts.log.warning("webhook.secret_not_removed", {{"webhook", webhook.id}});
        }
    }
}

const std::map<std::string, secrets::SecretEntry> NoticeDesk::entries() {
    std::map<std::string, secrets::SecretEntry> out;
    auto list = m_parts.stash.list();
    if (!list) {
        m_parts.log.warning("webhook.secrets", {{"error", list.error().message}});
        return out;
    }
    for (auto& entry : *list) {
        auto name = entry.name;
        out.emplace(std::move(name), std::move(entry));
    }
    return out;
}

// Read once, and again when it was put anew: a key chain takes its time.
NoticeDesk::Kept NoticeDesk::secretOf(const std::map<std::string, secrets::SecretEntry>& entries,
                                      const std::string& name) {
    const auto entry = entries.find(name);
    if (entry == entries.end())
        return {};
    auto& kept = m_secrets[name];
    if (kept.secret && kept.date == entry->second.date)
        return kept;
    auto secret = m_parts.resolver.resolve(std::string(secrets::nameOf(entry->second.place)) + ':' + name);
    if (!secret)
        m_parts.log.warning("webhook.secret_unreadable", {{"name", name}, {"error", secret.error().message}});
    kept = {entry->second.date, secret ? *secret : nullptr};
    return kept;
}

post::MailServerPtr NoticeDesk::mailServer() {
    if (!m_settings.smtp)
        return nullptr;
    const auto& smtp = *m_settings.smtp;
    auto server = std::make_shared<post::MailServer>();
    server->host = smtp.host;
    if (server->host.starts_with('[') && server->host.ends_with(']'))
        server->host = server->host.substr(1, server->host.size() - 2);
    server->port = static_cast<std::uint16_t>(smtp.port);
    server->tls = tlsNamed(smtp.tls);
    server->user = smtp.user.value_or("");
    server->from = smtp.from;
    server->authorities = smtp.ca.value_or("");
    if (smtp.password) {
        auto password = m_parts.resolver.resolve(*smtp.password);
        if (!password)
            m_parts.log.warning("smtp.password_unreadable", {{"error", password.error().message}});
        else
            server->password = *password;
    }
    return server;
}

void NoticeDesk::makeBook() {
    auto book = std::make_shared<post::NoticeBook>();
    const auto kept = m_webhooks.empty() ? std::map<std::string, secrets::SecretEntry>() : entries();
    for (const auto& spec : m_webhooks) {
        post::Webhook webhook;
        webhook.id = spec.id;
        webhook.team = spec.team.value_or("");
        webhook.url = spec.url;
        webhook.events = spec.events;
        webhook.enabled = spec.enabled;
        webhook.secret = secretOf(kept, presentName(spec.id)).secret;
        webhook.elsewhere = !webhook.secret && kept.contains(presentName(spec.id));
        auto previous = secretOf(kept, previousName(spec.id));
        webhook.previous = std::move(previous.secret);
        webhook.previousUntil = previous.date + micros(previousLasts);
        book->webhooks.push_back(std::move(webhook));
    }
    for (const auto& network : m_settings.webhookNetworks) {
        if (const auto parsed = IpNetwork::parse(network))
            book->allowed.push_back(*parsed);
    }
    book->mail = mailServer();
    m_parts.courier.setBook(std::move(book));
}

void NoticeDesk::tell(const admin::Notice& notice) {
    post::News news;
    news.event = notice.event;
    news.data = notice.data;
    if (notice.team)
        news.teams.push_back(*notice.team);
    if (notice.event == requested) {
        news.webhooks = m_settings.approvals.webhooks;
        news.mailTo = m_settings.approvals.emails;
        sayRequest(notice.data, news);
    } else if (!notice.applicant.empty() && m_settings.approvals.applicants) {
        news.mailTo = {notice.applicant};
        sayDecision(notice.data, news);
    }
    if (const auto applicant = textAt(notice.data, "team"); !applicant.empty())
        news.teams.push_back(applicant);
    m_parts.courier.tell(news);
}

// Without what was asked and answered: who may see that polls for it.
void NoticeDesk::jobOver(const jobs::Job& job) {
    post::News news;
    news.event = "job.finished";
    news.teams = {job.team};
    news.data = {{"id", job.id},
                 {"state", jobs::nameOf(job.state)},
                 {"api", job.api},
                 {"version", job.version},
                 {"app", job.app},
                 {"team", job.team},
                 {"created", formatTime(job.created)},
                 {"location", apis::apiPath(job.api, job.version) + "/jobs/" + job.id}};
    if (job.finished)
        news.data["finished"] = formatTime(*job.finished);
    if (!job.code.empty())
        news.data["error"] = job.code;
    m_parts.courier.tell(news);
}

Result<std::string> NoticeDesk::test(const std::string& webhook) {
    return m_parts.courier.test(webhook);
}

void NoticeDesk::list(notices::DeliveryQuery query, std::function<void(Result<std::vector<notices::Delivery>>)> done) {
    m_parts.courier.outbox().list(std::move(query), std::move(done));
}

Result<NoticeDesk::NewSecret> NoticeDesk::rotate(const std::string& webhook, std::string_view actor) {
    NewSecret out;
    const auto before = secretOf(entries(), presentName(webhook)).secret;
    m_parts.setActor(actor);
    if (before) {
        if (auto put = m_parts.stash.put(previousName(webhook), *before); !put)
            return tl::unexpected(std::move(put.error()));
        out.previousUntil = m_parts.clock.wall() + micros(previousLasts);
    }
    out.secret = std::make_shared<const Secret>(notices::makeWebhookSecret());
    if (auto put = m_parts.stash.put(presentName(webhook), *out.secret); !put)
        return tl::unexpected(std::move(put.error()));
    makeBook();
    return out;
}

} // namespace gatehouse::app
