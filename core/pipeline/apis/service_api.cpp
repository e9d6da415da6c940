// SPDX-License-Identifier: Apache-2.0
// What comes before a service is asked.
#include "core/pipeline/apis/service_api.h"

#include "core/pipeline/answer.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/service_admit.h"
#include "core/pipeline/paused.h"
#include "core/pipeline/take_place.h"
#include "core/services/cors.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

using services::Validation;

constexpr std::chrono::minutes longestCall{5};             // where neither rule nor API says so
constexpr std::size_t wholeUpTo = std::size_t{256} << 10U; // such bodies are read, so that they can be sent again

tl::unexpected<Refusal> refuse(Error error) {
    Refusal refusal;
    refusal.error = std::move(error);
    return tl::unexpected(std::move(refusal));
}

tl::unexpected<Refusal> refuse(ErrorKind kind, std::string code, std::string message) {
    auto error = failure(kind, std::move(code), std::move(message));
    return refuse(std::move(error.value()));
}

void describe(const ApiCall& api, services::Asked& asked) {
    const auto& call = api.call;
    asked.method = http::nameOf(api.exchange.head().method);
    asked.headers = viewsOf(api.exchange.head().fields);
    asked.app = call.app().id;
    asked.team = call.snapshot->teams[call.app().team].id;
    asked.keyId = call.key().id;
    asked.address = api.exchange.peerAddress();
    asked.api = api.api->id;
    asked.version = api.version->name;
    asked.requestId = api.exchange.requestId();
    asked.publicBase = api.path();
}

tl::unexpected<Refusal> refuseMethodOf(ServiceVisit& visit, std::string allow) {
    visit.allow = std::move(allow);
    auto refused =
        refuse(ErrorKind::Invalid, "method_not_allowed", "This path of the API takes " + visit.allow + " only.");
    refused.value().extras.allow = visit.allow;
    return refused;
}

std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const auto& each : list)
        out.append(out.empty() ? "" : ", ").append(each);
    return out;
}

} // namespace

services::HeaderViews viewsOf(const std::vector<http::FieldView>& fields) {
    services::HeaderViews views;
    views.reserve(fields.size());
    for (const auto& field : fields)
        views.push_back({field.name, field.value});
    return views;
}

Task<bool> ServiceApi::answerOptions(http::Exchange& exchange, const config::ApiVersion& version) {
    if (!version.service)
        co_return false;
    http::ResponseHead head;
    head.status = 204;
    // Which methods a path takes is for those to know who may call.
    const auto fields = viewsOf(exchange.head().fields);
    if (version.service->cors && services::isPreflight("OPTIONS", fields)) {
        const auto answer = services::preflightAnswer(*version.service->cors, fields);
        for (const auto& [name, value] : answer)
            head.fields.push_back({name, value});
    }
    (void)co_await exchange.respond(std::move(head), {});
    co_return true;
}

Task<void> ServiceApi::serve(ApiCall& api) {
    auto& call = api.call;
    call.record.operation = "service";
    ServiceVisit visit(api, api.version->service);
    KeySlots::Slot slot;
    StageResult passed = find(visit);
    if (passed)
        passed = passUnlessPaused(m_parts.paused);
    if (passed)
        passed = checkSize(call);
    if (passed)
        passed = takePlace(call, m_parts.slots, slot);
    if (passed)
        passed = co_await readRequest(visit);
    if (passed)
        passed = check(visit);
    if (passed)
        passed = co_await admitService(api, m_parts.ledger);
    if (!passed) {
        co_await refuseApiCall(api, std::move(passed.error().error), std::move(passed.error().extras));
        co_return;
    }
    call.capture.begin(call, m_parts.sink.bodyRoom());
    const auto& own = api.definition().timeout;
    const auto time = visit.rule->timeout.value_or(own ? own->value : std::chrono::milliseconds(longestCall));
    call.deadline = std::min(call.deadline, call.started + time);
    call.exchange.setDeadline(call.deadline);
    const RunningCalls::Stay stay(m_parts.running, call);
    const bool answered = co_await answerFromCache(visit);
    if (!answered)
        co_await ask(visit);
    if (visit.upload)
        call.record.bytesIn = visit.upload->received();
}

// Address, rule and operation; what no rule takes is refused before a byte of its body is read.
StageResult ServiceApi::find(ServiceVisit& visit) {
    auto& api = visit.api;
    if (!visit.service)
        return refuse(ErrorKind::Unavailable, "service_unavailable",
                      "The service behind this API cannot be used as it is configured. Its publisher sees why in the "
                      "gateway's warnings.");
    const auto& head = api.exchange.head();
    describe(api, visit.asked);
    if (head.has("upgrade"))
        return refuse(ErrorKind::Invalid, "upgrade_unsupported",
                      "WebSockets and other upgrades do not pass through published services.");
    if (head.method == http::Method::Other)
        return refuseMethodOf(visit, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    if (auto read = services::readTarget(visit.asked, api.address.rest, head.query); !read)
        return refuse(std::move(read.error()));
    auto match = services::findRule(*visit.service, visit.asked);
    if (match.rule == nullptr && !match.allow.empty())
        return refuseMethodOf(visit, joined(match.allow));
    if (match.rule == nullptr)
        return refuse(ErrorKind::NotFound, "unknown_path",
                      "The API has no such path. GET " + api.path() + "/openapi.json says which it has.");
    visit.rule = match.rule;
    visit.values = std::move(match.values);
    visit.call.record.explain.rule = "rule " + visit.rule->name;
    if (!visit.service->validation)
        return {};
    const auto operation = visit.service->validation->operationFor(visit.asked.method, visit.asked.path);
    if (operation)
        visit.operation = *operation;
    else if (visit.service->checksRequests && operation.error().code == "method_not_allowed")
        return refuseMethodOf(visit, operation.error().expected);
    else if (visit.service->checksRequests)
        return refuse(operation.error());
    return {};
}

// Whole where somebody looks into it or where it is small; else it streams through.
Task<StageResult> ServiceApi::readRequest(ServiceVisit& visit) {
    auto& call = visit.call;
    const auto bounds = boundsFor(call, m_parts.bounds);
    const auto length = call.exchange.bodyLength();
    if (length == 0U)
        co_return StageResult{};
    const bool checked = visit.operation != nullptr && visit.service->checksRequests &&
                         Validation::looksIntoBody(*visit.operation, visit.asked.header("content-type"));
    const bool looked = checked || visit.rule->readsRequest;
    if (!looked && (!length || *length > wholeUpTo)) {
        visit.upload =
            std::make_unique<PlainUpload>(call.exchange, std::min(bounds.upload, visit.service->mostRequest));
        if (length && *length > visit.service->mostRequest)
            co_return refuse(ErrorKind::TooLarge, "body_too_large", "The body is larger than this API takes.");
        co_return StageResult{};
    }
    auto body = co_await call.exchange.readBody(std::min(bounds.body, visit.service->mostRequest));
    if (!body)
        co_return refuse(std::move(body.error()));
    visit.asked.body = *body;
    call.body = *body;
    call.record.bytesIn = static_cast<std::int64_t>(body->size());
    if (looked && !body->empty()) {
        if (auto read = services::readJson(visit.asked); !read)
            co_return refuse(std::move(read.error()));
    }
    co_return StageResult{};
}

StageResult ServiceApi::check(ServiceVisit& visit) {
    if (visit.operation != nullptr && visit.service->checksRequests) {
        if (auto fits = Validation::check(*visit.operation, visit.asked, visit.hasBody()); !fits)
            return refuse(std::move(fits.error()));
    }
    auto out = services::outgoing(*visit.rule, visit.asked, visit.values);
    if (!out)
        return refuse(std::move(out.error()));
    visit.out = std::move(*out);
    services::set(visit.out.headers, "X-Request-Id", visit.asked.requestId);
    if (m_parts.answers != nullptr)
        visit.cacheUse = services::cacheUse(*visit.rule, visit.asked);
    if (visit.cacheUse != services::CacheUse::No)
        visit.cacheKey = services::cacheKey(*visit.service, *visit.rule, visit.asked, visit.out);
    return {};
}

Task<bool> ServiceApi::answerFromCache(ServiceVisit& visit) {
    auto& record = visit.call.record;
    record.cache = visit.cacheUse == services::CacheUse::No ? "off" : "miss";
    if (visit.cacheUse != services::CacheUse::Yes)
        co_return false;
    const auto stored = m_parts.answers->find(visit.cacheKey, now());
    if (!stored)
        co_return false;
    record.cache = "hit";
    services::Incoming incoming;
    const bool known = services::hasAlready(visit.asked, *stored);
    incoming.status = known ? 304 : stored->status;
    incoming.headers = stored->headers;
    const auto held = std::chrono::duration_cast<std::chrono::seconds>(now() - stored->storedAt) + stored->age;
    services::set(incoming.headers, "Age", std::to_string(held.count()));
    if (known)
        services::remove(incoming.headers, "Content-Type");
    std::string body; // no temporary beside co_await
    if (!known)
        body = stored->body;
    co_await sendWhole(visit, std::move(incoming), std::move(body));
    co_return true;
}

} // namespace gatehouse::pipeline
