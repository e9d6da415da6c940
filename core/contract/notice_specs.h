// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Who is told of what: webhooks and e-mail. Descriptions: describe_notices.cpp.
namespace gatehouse::contract {

// An address that events are sent to. Its signing secret is the gateway's to make and to keep.
struct WebhookSpec {
    std::string id;
    std::optional<std::string> team;
    std::string url;
    std::vector<std::string> events;
    bool enabled = true;
};

struct SmtpSpec {
    std::string host;
    std::uint64_t port = 587;
    std::string tls = "starttls"; // "tls", "none"
    std::optional<std::string> user;
    std::optional<std::string> password; // a reference
    std::string from;
    std::optional<std::string> ca; // a PEM file
};

struct ApprovalNoticesSpec {
    std::vector<std::string> emails;
    std::vector<std::string> webhooks; // ids
    bool applicants = true;            // who asked is told of the decision
};

struct NoticesSpec {
    std::optional<SmtpSpec> smtp;
    ApprovalNoticesSpec approvals;
    std::vector<std::string> webhookNetworks; // private networks that webhooks may reach
};

} // namespace gatehouse::contract
