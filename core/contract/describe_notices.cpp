// SPDX-License-Identifier: Apache-2.0
// Webhooks and e-mail.
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

Type emailType() {
    return patternText("an e-mail address", "^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,8}$",
                       254);
}

ObjectDescription webhook() {
    Describer<WebhookSpec> it("Webhook",
                              "An address that events are sent to, signed as Standard Webhooks says. Its secret is "
                              "made by the gateway and shown once.");
    auto& id = it.field("id", &WebhookSpec::id, idType("a webhook's id"), "Its name.");
    id.required = true;
    id.example = "orders";
    it.field("team", &WebhookSpec::team, idType("a team's id"), "Who owns it; without one, the organisation.");
    it.field("url", &WebhookSpec::url, urlType(), "Where to. Private networks only as `notices` allows.").required =
        true;
    auto events = listType(choiceType({"job.finished", "subscription.requested", "subscription.decided",
                                       "api.published", "api.deprecated", "api.retired", "budget.alert"}),
                           0, 20);
    events.unique = true;
    it.field("events", &WebhookSpec::events, std::move(events), "What is sent.");
    it.field("enabled", &WebhookSpec::enabled, booleanType(), "Whether anything is sent.");
    return it.finish();
}

ObjectDescription smtp() {
    Describer<SmtpSpec> it("Smtp", "The server that takes e-mail (RFC 6409).");
    it.field("host", &SmtpSpec::host,
             patternText("a host", R"(^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])$)", 255),
             "Its name or address.")
        .required = true;
    it.field("port", &SmtpSpec::port, integerType(1, 65'535), "Its port.");
    it.field("tls", &SmtpSpec::tls, choiceType({"starttls", "tls", "none"}), "How it is spoken to.");
    it.field("user", &SmtpSpec::user, textType("a name", 255), "As whom.");
    it.field("password", &SmtpSpec::password, referenceType(), "Where the password is read from.");
    it.field("from", &SmtpSpec::from, emailType(), "The sender.").required = true;
    it.field("ca", &SmtpSpec::ca, textType("a path", 4'096),
             "A PEM file: the authority that the server's certificate is held against.");
    return it.finish();
}

ObjectDescription approvals() {
    Describer<ApprovalNoticesSpec> it("ApprovalNotices",
                                      "Who is told that a subscription waits, besides console and tray.");
    it.field("emails", &ApprovalNoticesSpec::emails, listType(emailType(), 0, 50), "By e-mail.");
    it.field("webhooks", &ApprovalNoticesSpec::webhooks, listType(idType("a webhook's id"), 0, 50), "By webhook.");
    it.field("applicants", &ApprovalNoticesSpec::applicants, booleanType(),
             "Whether the user who asked for a subscription is told by e-mail what was decided on it.");
    return it.finish();
}

ObjectDescription notices() {
    Describer<NoticesSpec> it("Notices", "Who is told of what.");
    it.field("smtp", &NoticesSpec::smtp, objectType<SmtpSpec>(),
             "The server that takes e-mail; without it, none is sent.");
    it.field("approvals", &NoticesSpec::approvals, objectType<ApprovalNoticesSpec>(), "Of subscriptions that wait.");
    it.field(
        "webhook_networks", &NoticesSpec::webhookNetworks,
        listType(patternText("a network, like 10.0.0.0/8 or 2001:db8::/32", "^[0-9A-Fa-f:.]{2,45}/[0-9]{1,3}$", 50), 0,
                 100),
        "Private networks that webhooks may reach all the same.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<WebhookSpec>() {
    static const auto description = webhook();
    return description;
}
template <>
const ObjectDescription& descriptionOf<SmtpSpec>() {
    static const auto description = smtp();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ApprovalNoticesSpec>() {
    static const auto description = approvals();
    return description;
}
template <>
const ObjectDescription& descriptionOf<NoticesSpec>() {
    static const auto description = notices();
    return description;
}

} // namespace gatehouse::contract
