// SPDX-License-Identifier: Apache-2.0
#include "core/post/webhook_sender.h"

#include "core/async/watchdog.h"
#include "core/http/client/name_cache.h"
#include "core/notices/webhook_signature.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

namespace gatehouse::post {
namespace {

using notices::Attempt;
using notices::Delivery;

constexpr std::int64_t microsInSecond = 1'000'000;
constexpr int firstRedirect = 300;
constexpr int gone = 410;

// Knows the addresses that were held against the rules, and no others: the client cannot be led elsewhere by a second
// answer of a name server.
class CheckedNames final : public http::NameService {
public:
    explicit CheckedNames(std::vector<asio::ip::address> addresses) : m_addresses(std::move(addresses)) {}
    void lookUp(std::string, Done done) override {
        http::NameAnswer answer;
        answer.outcome = http::NameAnswer::Outcome::Found;
        answer.addresses = m_addresses;
        answer.lifetime = std::chrono::minutes(5);
        done(std::move(answer));
    }
    void networkChanged() override {}
    void stop() override {}

private:
    const std::vector<asio::ip::address> m_addresses;
};

Attempt failed(const Error& error) {
    Attempt attempt;
    attempt.error = error.message;
    return attempt;
}

// The texts of the client speak of providers; a webhook's owner is told in their own words.
Attempt unreachable(const Error& error) {
    Attempt attempt;
    if (error.kind == ErrorKind::Timeout)
        attempt.error = "It did not answer in time.";
    else if (error.code == "upstream_resolve")
        attempt.error = "The name of its host cannot be resolved.";
    else if (error.code == "upstream_tls")
        attempt.error = "No secure connection could be made, or its certificate was refused.";
    else if (error.code == "upstream_connect")
        attempt.error = "Nobody takes connections at its address.";
    else
        attempt.error = "The connection broke off before there was an answer.";
    return attempt;
}

Attempt answered(int status) {
    Attempt attempt;
    attempt.status = status;
    attempt.taken = status >= 200 && status < firstRedirect;
    if (attempt.taken)
        return attempt;
    attempt.hopeless = status == gone; // the receiver wants no more (Standard Webhooks, "Delivery")
    attempt.error = status >= firstRedirect && status < 400
                        ? "It answered " + std::to_string(status) + "; redirects are not followed."
                        : "It answered " + std::to_string(status) + ".";
    return attempt;
}

Result<std::vector<IpAddress>> plain(const std::vector<asio::ip::address>& addresses) {
    std::vector<IpAddress> out;
    for (const auto& address : addresses) {
        const auto parsed =
            address.is_v6() && address.to_v6().scope_id() != 0 ? std::nullopt : IpAddress::parse(address.to_string());
        if (!parsed)
            return failure(ErrorKind::Forbidden, "webhook_address_forbidden",
                           "The webhook was not called: an address of its host is bound to a link.");
        out.push_back(*parsed);
    }
    return out;
}

Task<Result<std::vector<asio::ip::address>>> addressesOf(const WebhookSender::Parts& parts, const WebhookPlace& place) {
    auto counters = std::make_shared<http::UpstreamCounters>();
    http::NameCache names(parts.executor, http::NameCacheOptions{}, parts.names, counters);
    auto addresses = co_await names.resolve(place.target.host, std::chrono::steady_clock::now() + parts.connectTimeout);
    if (!addresses)
        co_return tl::unexpected(std::move(addresses.error()));
    const auto known = plain(*addresses);
    if (!known)
        co_return tl::unexpected(known.error());
    if (auto checked = notices::checkAddresses(place.target, *known, place.allowed); !checked)
        co_return tl::unexpected(std::move(checked.error()));
    co_return std::move(*addresses);
}

http::UpstreamRequest requestFor(const Delivery& delivery, const WebhookPlace& place, const http::Endpoint& endpoint,
                                 std::string signature, std::int64_t seconds, const WebhookSender::Parts& parts) {
    http::UpstreamRequest request;
    request.endpoint = &endpoint;
    request.target = place.target.target;
    request.fields = {{"content-type", "application/json"},
                      {"user-agent", "Gatehouse"},
                      {"webhook-id", delivery.id},
                      {"webhook-timestamp", std::to_string(seconds)},
                      {"webhook-signature", std::move(signature)}};
    request.body = {delivery.payload};
    request.connectTimeout = parts.connectTimeout;
    request.firstByteTimeout = parts.answerTimeout;
    request.idleTimeout = parts.answerTimeout;
    return request;
}

Task<Attempt> attempt(const WebhookSender::Parts& parts, const Delivery& delivery, const WebhookPlace& place) {
    const auto seconds = parts.clock.wall() / microsInSecond;
    auto signature = notices::signWebhook(place.secrets, delivery.id, seconds, delivery.payload);
    if (!signature)
        co_return failed(signature.error());
    auto addresses = co_await addressesOf(parts, place);
    if (!addresses)
        co_return addresses.error().kind == ErrorKind::Forbidden ? failed(addresses.error())
                                                                 : unreachable(addresses.error());
    Watchdog watchdog(parts.executor);
    http::HttpUpstreamOptions options;
    options.nameService = std::make_shared<CheckedNames>(std::move(*addresses));
    options.names.system = false;
    http::HttpUpstream client(parts.executor, watchdog, parts.trust, std::make_shared<http::UpstreamCounters>(),
                              options);
    http::Endpoint endpoint;
    endpoint.tls = place.target.tls;
    endpoint.host = place.target.host;
    endpoint.port = place.target.port;
    auto request = requestFor(delivery, place, endpoint, std::move(*signature), seconds, parts);
    auto call = co_await client.open(std::move(request));
    if (!call)
        co_return unreachable(call.error());
    co_return answered((*call)->head().status);
}

Task<void> run(WebhookSender::Parts parts, Delivery delivery, WebhookPlace place, std::function<void(Attempt)> done) {
    auto came = co_await attempt(parts, delivery, place);
    done(std::move(came));
}

} // namespace

WebhookSender::WebhookSender(Parts parts) : m_parts(std::move(parts)) {}

void WebhookSender::send(Delivery delivery, WebhookPlace place, std::function<void(Attempt)> done) {
    asio::co_spawn(m_parts.executor, run(m_parts, std::move(delivery), std::move(place), std::move(done)),
                   asio::detached);
}

} // namespace gatehouse::post
