// SPDX-License-Identifier: Apache-2.0
#include "core/post/webhook_sender.h"

#include "core/async/watchdog.h"
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

// Holds the rules against the very addresses that are connected to.
http::AddressGuard guardOf(const WebhookPlace& place) {
    return [target = place.target, allowed = place.allowed](const std::string&,
                                                            std::vector<asio::ip::address>& addresses) {
        std::vector<IpAddress> plain;
        for (const auto& address : addresses)
            plain.push_back(http::plainAddress(address));
        return notices::checkAddresses(target, plain, allowed);
    };
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
    Watchdog watchdog(parts.executor);
    http::HttpUpstreamOptions options;
    options.nameService = parts.names;
    options.guard = guardOf(place);
    http::HttpUpstream client(parts.executor, watchdog, parts.trust, std::make_shared<http::UpstreamCounters>(),
                              options);
    http::Endpoint endpoint;
    endpoint.tls = place.target.tls;
    endpoint.host = place.target.host;
    endpoint.port = place.target.port;
    auto request = requestFor(delivery, place, endpoint, std::move(*signature), seconds, parts);
    auto call = co_await client.open(std::move(request));
    if (!call)
        co_return call.error().kind == ErrorKind::Forbidden ? failed(call.error()) : unreachable(call.error());
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
