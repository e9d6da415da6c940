// SPDX-License-Identifier: Apache-2.0
// How a service's servers are asked.
#include "core/pipeline/answer.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/service_api.h"
#include "core/pipeline/prepare.h"
#include "core/services/balance.h"

namespace gatehouse::pipeline {
namespace {

using services::Group;
using services::Server;

std::uint64_t hashFor(const Group& group, const services::Asked& asked) {
    constexpr std::string_view ofHeader = "header:";
    std::string_view on = asked.keyId;
    if (group.hashOn == "app")
        on = asked.app;
    else if (group.hashOn == "address")
        on = asked.address;
    else if (group.hashOn.starts_with(ofHeader))
        on = asked.header(std::string_view(group.hashOn).substr(ofHeader.size()));
    return services::hashOf(on.empty() ? asked.keyId : on);
}

// A service that is there, but says that it cannot serve just now.
bool isOutOfOrder(int status) {
    return status == 502 || status == 503 || status == 504;
}

Error nobodyServes() {
    return failure(ErrorKind::Unavailable, "service_unavailable",
                   "No server of this API's service can be reached just now. Try again later.")
        .value();
}

} // namespace

Task<void> ServiceApi::ask(ServiceVisit& visit) {
    auto& call = visit.call;
    const std::uint64_t drawn = m_parts.dice != nullptr ? m_parts.dice->next() : 0;
    const auto& group = services::chooseGroup(*visit.service, *visit.rule, drawn);
    const auto hash = hashFor(group, visit.asked);
    call.record.provider = "service:" + group.id;
    std::vector<std::size_t> tried;
    Error failed = nobodyServes();
    for (unsigned again = 0; again <= group.retries; ++again) {
        const auto* server = services::chooseServer(group, hash, drawn + again, tried, now());
        if (server == nullptr && !tried.empty()) {
            tried.clear(); // no other is left: the same once more
            server = services::chooseServer(group, hash, drawn + again, tried, now());
        }
        if (server == nullptr)
            break;
        tried.push_back(static_cast<std::size_t>(server - group.servers.data()));
        const bool mayRepeat = again < group.retries && visit.isRepeatable();
        const auto step = co_await attempt(visit, group, *server, mayRepeat, failed);
        if (step == Step::Done)
            co_return;
        if (call.exchange.left() || !mayRepeat)
            break;
    }
    co_await refuseApiCall(visit.api, std::move(failed));
}

http::UpstreamRequest ServiceApi::requestFor(const ServiceVisit& visit, const Group& group, const Server& server,
                                             const http::Endpoint& endpoint) const {
    http::UpstreamRequest request;
    request.endpoint = &endpoint;
    request.method = visit.api.exchange.head().method;
    request.target = visit.out.target(server);
    for (const auto& [name, value] : visit.out.headers)
        request.fields.push_back({name, value});
    request.fields.push_back({"Accept-Encoding", "identity"}); // what is changed or compressed here must be plain
    if (!group.credentialHeader.empty()) {
        std::erase_if(request.fields, [&group](const http::Field& field) {
            return equalsIgnoringCase(field.name, group.credentialHeader);
        });
        // Onto the wire; the client wipes it after sending.
        http::Field credential{group.credentialHeader, group.credentialPrefix};
        credential.value.append(group.credential->reveal());
        request.fields.push_back(std::move(credential));
    }
    if (visit.upload && !visit.out.body)
        request.source = visit.upload.get();
    else if (visit.out.body)
        request.body.emplace_back(*visit.out.body);
    else if (!visit.asked.body.empty())
        request.body.emplace_back(visit.asked.body);
    request.repeatable = visit.isRepeatable();
    request.connectTimeout = group.connect;
    request.firstByteTimeout = group.firstByte;
    request.idleTimeout = group.idle;
    return request;
}

Task<ServiceApi::Step> ServiceApi::attempt(ServiceVisit& visit, const Group& group, const Server& server,
                                           bool mayRepeat, Error& failed) {
    auto& call = visit.call;
    if (!group.credentialHeader.empty() && !group.credential) {
        failed = failure(ErrorKind::Unavailable, "service_unavailable",
                         "The gateway's own credential for this service cannot be read.")
                     .value();
        co_return Step::Again;
    }
    ++call.record.attempts;
    auto& line = call.record.explain.attempts.emplace_back();
    const std::size_t place = call.record.explain.attempts.size() - 1;
    line.provider = call.record.provider;
    line.model = server.origin;
    line.startMicros = call.elapsedMicros(now());
    const services::Running running(server);
    const http::Endpoint endpoint{server.tls, server.host, server.port, server.way};
    auto request = requestFor(visit, group, server, endpoint);
    auto opened = co_await m_parts.network.open(std::move(request));
    auto& noted = call.record.explain.attempts[place];
    noted.endMicros = call.elapsedMicros(now());
    if (call.exchange.left())
        co_return Step::Done;
    if (call.exchange.timedOut()) {
        failed = whyStopped(call);
        co_await call.exchange.clearTimeout();
        if (!visit.upload) // else the client may be the slow one
            services::noteBad(group, server, now());
        noted.error = failed.code;
        co_await refuseApiCall(visit.api, std::move(failed));
        co_return Step::Done;
    }
    if (!opened) {
        failed = std::move(opened.error());
        noted.error = failed.code;
        const bool ours = (visit.upload && visit.upload->broken()) || failed.kind == ErrorKind::Invalid;
        if (!ours)
            services::noteBad(group, server, now());
        noted.decision = mayRepeat ? "retried" : "";
        co_return Step::Again;
    }
    const int status = (*opened)->head().status;
    noted.status = status;
    noted.firstByteMicros = noted.endMicros;
    if (!isOutOfOrder(status)) {
        services::noteGood(server);
    } else {
        services::noteBad(group, server, now());
        if (mayRepeat) {
            noted.decision = "retried";
            failed = failure(ErrorKind::Unavailable, "upstream_status",
                             "The service answered with status " + std::to_string(status) + ".")
                         .value();
            co_return Step::Again;
        }
    }
    const auto step = co_await deliver(visit, group, server, **opened, mayRepeat, failed);
    auto& ended = call.record.explain.attempts[place];
    ended.endMicros = call.elapsedMicros(now());
    ended.decision = step == Step::Again ? "retried" : "served";
    co_return step;
}

} // namespace gatehouse::pipeline
