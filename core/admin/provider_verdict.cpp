// SPDX-License-Identifier: Apache-2.0
#include "core/admin/provider_verdict.h"

#include <array>
#include <utility>

namespace gatehouse::admin {
namespace {

constexpr const char* keys = "keys";
constexpr const char* address = "base_url";

ProbeVerdict verdict(std::string code, std::string field, std::string sentence, std::string nextStep,
                     std::string detail = {}) {
    return {std::move(code), std::move(field), std::move(sentence), std::move(nextStep), std::move(detail)};
}

ProbeVerdict unconnected(const Error& error, const ProbePlace& place) {
    const bool refused = error.message.find("refused") != std::string::npos;
    if (refused)
        return verdict("connect_refused", address, place.host + " refuses connections on this port.",
                       "Check the port in the base URL, and that the server runs.", error.message);
    return verdict("connect_failed", address, "No connection to " + place.host + " comes to stand.",
                   "Check the base URL, this machine's network and firewall.", error.message);
}

ProbeVerdict statusVerdict(const ProbeRefusal& refusal, std::string code, std::string field, std::string sentence,
                           std::string nextStep) {
    std::string detail = "The provider answered with status " + std::to_string(refusal.status);
    if (!refusal.providerCode.empty())
        detail += " (" + refusal.providerCode + ")";
    return verdict(std::move(code), std::move(field), std::move(sentence), std::move(nextStep), detail + ".");
}

ProbeVerdict keyVerdict(const ProbeRefusal& refusal, const ProbePlace& place) {
    if (!place.sendsKey)
        return statusVerdict(refusal, "key_needed", keys, "The provider wants a key.",
                             "Add one under keys and choose how it is sent.");
    return statusVerdict(refusal, "key_rejected", keys, "The provider rejects this key.",
                         "Replace the key: copy it again from the provider's site, without blanks around it.");
}

ProbeVerdict limitVerdict(const ProbeRefusal& refusal) {
    for (const auto* word : {"quota", "billing", "credit", "balance"}) {
        if (refusal.providerCode.find(word) != std::string::npos)
            return statusVerdict(refusal, "no_credit", "", "The key is right, but its account has no credit left.",
                                 "Add credit at the provider, or use a key of another account.");
    }
    return statusVerdict(refusal, "rate_limited", "", "The provider takes no more calls from this key just now.",
                         "Wait a minute and test again.");
}

} // namespace

ProbeVerdict verdictOf(const Error& error, const ProbePlace& place) {
    const auto& code = error.code;
    if (code.starts_with("provider_auth_"))
        return verdict("credential_failed", code == "provider_auth_key" ? keys : "credentials", error.message,
                       "Check how the provider is told who calls: its auth, keys and credentials.", code);
    if (code == "upstream_resolve")
        return verdict("host_not_found", address, "The host " + place.host + " cannot be found.",
                       "Check the host name in the base URL, and this machine's name service.", error.message);
    if (code == "upstream_address")
        return verdict("connect_failed", address, place.host + " lies where the gateway makes no connections.",
                       "Check the base URL: link-local addresses must stand in it themselves.", error.message);
    if (code == "upstream_connect")
        return unconnected(error, place);
    if (code == "upstream_connect_timeout")
        return verdict("connect_timeout", address, place.host + " does not answer.",
                       "Check the base URL and the firewall; behind a slow line raise timeouts.connect.",
                       error.message);
    if (code == "upstream_proxy")
        return verdict("proxy_failed", "proxy", "The proxy does not lead to the provider.",
                       "Check the proxy's address, user and password.", error.message);
    if (code == "upstream_tls")
        return verdict("tls_failed", address, "No secure connection to " + place.host + " comes to stand.",
                       "Check the host name; for a certificate of your own authority name it in tls.ca.",
                       error.message);
    if (code == "upstream_first_byte_timeout" || code == "upstream_idle_timeout")
        return verdict("answer_timeout", "", place.host + " takes the connection, but does not answer in time.",
                       "Test again; if it stays so, the provider is overloaded or the base URL is not its API.",
                       error.message);
    if (code == "upstream_request")
        return verdict("key_unusable", keys, "The key holds characters that cannot be sent.",
                       "Copy the key again, without line ends.");
    if (error.kind == ErrorKind::Cancelled)
        return verdict("cancelled", "", "The test was cancelled.", "Test again.");
    if (code == "upstream_protocol")
        return verdict("wrong_dialect", address, place.host + " does not answer as an HTTP server should.",
                       "Check scheme and port of the base URL.", error.message);
    return verdict("connection_lost", "", place.host + " ended the connection before its answer was whole.",
                   "Test again; if it stays so, check the base URL and what lies between.", error.message);
}

ProbeVerdict verdictOf(const ProbeRefusal& refusal, const ProbePlace& place) {
    const int status = refusal.status;
    // Some providers answer a wrong key with 400 and say so only in their text.
    if (status == 401 || (status == 400 && refusal.saysKey))
        return keyVerdict(refusal, place);
    if (status == 403)
        return statusVerdict(refusal, "access_denied", keys, "The provider knows the key, but does not let it in.",
                             "Check the key's project, region and rights at the provider, or replace the key.");
    if (status == 402)
        return statusVerdict(refusal, "no_credit", "", "The account has no credit left.",
                             "Add credit at the provider, or use a key of another account.");
    if (status == 429)
        return limitVerdict(refusal);
    if (status >= 500)
        return statusVerdict(refusal, "server_error", "", "The provider has trouble of its own.",
                             "Wait and test again; the provider's status page may say more.");
    if (status >= 300 && status < 400)
        return statusVerdict(refusal, "redirected", address, "The base URL leads elsewhere.",
                             "Enter the address that the provider's API documentation names, with https and without "
                             "a redirect.");
    if (refusal.isHtml)
        return verdictNotAList(true, place);
    return statusVerdict(refusal, "unexpected_answer", address, "The provider refuses the question for its models.",
                         "Check base URL and dialect.");
}

ProbeVerdict verdictNotAList(bool isHtml, const ProbePlace& place) {
    if (isHtml)
        return verdict("wrong_dialect", address, place.baseUrl + " answers with a web page, not as an API.",
                       "Enter the API's address: often it has its own host, or ends in /v1.");
    return verdict("wrong_dialect", "dialect", place.baseUrl + " answers in a form that this dialect does not have.",
                   "Check the base URL, or choose another dialect.");
}

ProbeVerdict verdictWrongAddress(const std::string& suggested, const ProbePlace& place) {
    if (!suggested.empty())
        return verdict("not_found", address, "There is no API at " + place.baseUrl + ".",
                       "Use " + suggested + ": that one answers.");
    return verdict("not_found", address, "There is no list of models at " + place.baseUrl + ".",
                   "Check the base URL. If this provider has no such list, test with a call of one token.");
}

ProbeVerdict verdictNoKey() {
    return verdict("no_key", keys, "The provider has no key.",
                   "Add a key, or choose that none is sent if the provider needs none.");
}

ProbeVerdict verdictUnreadableKey(const std::string& reference, const std::string& problem) {
    const bool locked = problem.find("locked") != std::string::npos || problem.find("waits for") != std::string::npos;
    if (locked)
        return verdict("keychain_locked", keys, "The key chain is locked, so the key cannot be read.",
                       "Unlock the key chain and test again.", problem);
    return verdict("key_unreadable", keys, "The key " + reference + " cannot be read.",
                   "Check the name behind env:, file:, keychain: or vault:, or replace the key.", problem);
}

ProbeVerdict verdictRefusedCall(const std::string& model, const ProbeRefusal& refusal, const ProbePlace& place) {
    if (refusal.status == 404 || refusal.status == 400)
        return statusVerdict(refusal, "call_refused", "model", "The provider does not serve a call to " + model + ".",
                             "Choose a model of the list that takes chat messages.");
    return verdictOf(refusal, place);
}

ProbeVerdict verdictFine() {
    return verdict(std::string(okCode), "", "The provider answers and takes the key.", "");
}

} // namespace gatehouse::admin
