// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/api_handler.h"

#include "core/apis/document_input.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/apis/find_api.h"
#include "core/pipeline/apis/kept_exchange.h"
#include "core/pipeline/apis/rendered_call.h"
#include "core/pipeline/apis/service_pages.h"
#include "core/pipeline/apis/wishes.h"

#include <boost/json/serialize.hpp>

namespace gatehouse::pipeline {
namespace {

constexpr std::string_view documentPath = "/openapi.json";
constexpr std::string_view jobsPath = "/jobs/";
constexpr std::string_view usualMethods = "GET, HEAD, POST, OPTIONS";
constexpr std::string_view jobMethods = "GET, HEAD, DELETE, OPTIONS";

bool isQuestionAndAnswer(config::ApiKind kind) {
    return kind == config::ApiKind::Prompt || kind == config::ApiKind::Chain;
}

Error unknownApi() {
    return failure(ErrorKind::NotFound, "unknown_api",
                   "An API's address is /apis/{id}/{version}. The portal lists those that there are.")
        .value();
}

// Clients' libraries know their dialect's errors only. Which address is asked for says which, whatever stands behind
// it: so nobody who is not known learns what there is.
void speakAsAddress(ApiCall& api, std::string_view rest) {
    const auto& head = api.exchange.head();
    auto match = matchAddress(head.method, rest, head.has("anthropic-version"));
    if (match.fault == AddressFault::UnknownPath)
        return;
    api.call.address.dialect = match.address.dialect;
    api.exchange.tellProblems(false);
}

void speakAsApi(ApiCall& api) {
    if (!isQuestionAndAnswer(api.api->kind))
        return;
    const auto& answer = api.definition().answer;
    api.call.address.dialect = dialectOfAnswer(answer);
    api.exchange.tellProblems(answer == "text" || answer == "json");
}

// The client may leave while the last words are written, when everything has been booked.
void noteLeaving(ApiCall& api) {
    auto& record = api.call.record;
    if (!api.exchange.left() || record.outcome != telemetry::Outcome::Ok)
        return;
    record.outcome = telemetry::Outcome::Cancelled;
    record.errorClass = telemetry::ErrorClass::ClientGone;
    record.errorCode = "client_closed_request";
}

// A chain that calls an API reckons with what that costs.
void tellCost(ApiCall& api) {
    auto* kept = dynamic_cast<KeptExchange*>(&api.exchange.client());
    if (kept == nullptr || api.api == nullptr)
        return;
    const auto& tokens = api.call.record.tokens;
    kept->addTokens(tokens.input + tokens.cachedInput + tokens.cacheWrite, tokens.output, api.call.record.pretend);
    if (api.call.record.pretend)
        return;
    const bool priced = api.api->kind == config::ApiKind::Prompt || api.api->kind == config::ApiKind::Model;
    if (api.call.record.cost)
        kept->addSpent(*api.call.record.cost);
    else if (priced && api.call.record.attempts > 0)
        kept->setCostUnknown();
}

} // namespace

Task<void> refuseApiCall(ApiCall& api, Error error, ErrorExtras extras) {
    if (api.exchange.left())
        co_return;
    api.exchange.setForm(AnswerForm::Dialect, false);
    api.exchange.noteFault(error);
    co_await answerError(api.call, error, std::move(extras));
}

Task<void> refuseMethod(ApiCall& api, std::string_view allow) {
    Error error =
        failure(ErrorKind::Invalid, "method_not_allowed", "This address takes " + std::string(allow) + " only.")
            .value();
    ErrorExtras extras;
    extras.allow = allow;
    co_await refuseApiCall(api, std::move(error), std::move(extras));
}

Task<void> refusePath(ApiCall& api) {
    Error error = failure(ErrorKind::NotFound, "unknown_path",
                          "The API has no such address. GET " + api.path() + "/openapi.json says which it has.")
                      .value();
    co_await refuseApiCall(api, std::move(error));
}

Task<void> ApiHandler::handle(http::Exchange& exchange) {
    if (exchange.head().method == http::Method::Options) {
        co_await answerOptions(exchange);
        co_return;
    }
    ApiCall api(exchange, m_snapshot.current());
    auto& call = api.call;
    m_leader.begin(call);
    call.record.operation = "api";
    addPageFields(api);
    auto address = apis::readApiAddress(exchange.head().path);
    if (address)
        speakAsAddress(api, address->rest);
    auto known = m_leader.authenticate(call);
    if (!known) {
        co_await refuseApiCall(api, std::move(known.error().error), std::move(known.error().extras));
        m_leader.settle(call);
        m_leader.record(call);
        co_return;
    }
    if (!address) {
        Error error = unknownApi();
        co_await refuseApiCall(api, std::move(error));
        m_leader.settle(call);
        m_leader.record(call);
        co_return;
    }
    api.address = std::move(*address);
    co_await run(api);
}

Task<void> ApiHandler::run(ApiCall& api) {
    auto found = findApi(api);
    if (found || found.error().error.code != "unknown_api")
        speakAsApi(api);
    if (found)
        co_await serve(api);
    else
        co_await refuseApiCall(api, std::move(found.error().error), std::move(found.error().extras));
    if (!api.concluded)
        m_leader.settle(api.call);
    noteLeaving(api);
    tellCost(api);
    m_leader.record(api.call);
}

Task<void> ApiHandler::serve(ApiCall& api) {
    if (api.address.rest == documentPath) {
        co_await answerDocument(api);
        co_return;
    }
    if (isQuestionAndAnswer(api.api->kind)) {
        const bool done = co_await answerJob(api);
        if (done)
            co_return;
    }
    auto* handler = handlerOf(api.api->kind);
    if (handler == nullptr) {
        co_await refusePath(api);
        co_return;
    }
    co_await handler->serve(api);
}

// True: it was about a job.
Task<bool> ApiHandler::answerJob(ApiCall& api) {
    if (api.address.rest.starts_with(jobsPath)) {
        if (m_kinds.jobs == nullptr)
            co_await refusePath(api);
        else
            co_await m_kinds.jobs->answer(api, std::string(api.address.rest.substr(jobsPath.size())));
        co_return true;
    }
    if (!api.address.rest.empty() || !asksForJob(api.exchange.head()))
        co_return false;
    if (m_kinds.jobs != nullptr) {
        co_await m_kinds.jobs->accept(api);
        co_return true;
    }
    Error error = failure(ErrorKind::Invalid, "async_unsupported",
                          "This gateway answers calls of this API at once only. Leave out Prefer: respond-async.")
                      .value();
    co_await refuseApiCall(api, std::move(error));
    co_return true;
}

ApiKindHandler* ApiHandler::handlerOf(config::ApiKind kind) const {
    switch (kind) {
    case config::ApiKind::Prompt:
        return m_kinds.prompt;
    case config::ApiKind::Chain:
        return m_kinds.chain;
    case config::ApiKind::Model:
        return m_kinds.model;
    case config::ApiKind::Service:
        break;
    }
    return m_kinds.service;
}

// Nobody has to be known for it, so it tells nothing of what there is.
Task<void> ApiHandler::answerOptions(http::Exchange& exchange) {
    const auto snapshot = m_snapshot.current();
    const auto address = apis::readApiAddress(exchange.head().path);
    const auto* api = address ? config::productsOf(*snapshot).api(address->id) : nullptr;
    const config::ApiVersion* version = nullptr;
    if (api != nullptr)
        version = address->version == apis::latestVersion ? api->latest() : api->version(address->version);
    auto* handler = version != nullptr && version->serves() ? handlerOf(api->kind) : nullptr;
    if (handler != nullptr) {
        const bool answered = co_await handler->answerOptions(exchange, *version);
        if (answered)
            co_return;
    }
    http::ResponseHead head;
    head.status = 204;
    const bool isJob = address && address->rest.starts_with(jobsPath);
    std::string allow(isJob ? jobMethods : usualMethods);
    if (api != nullptr && api->kind == config::ApiKind::Model) {
        const auto behind = matchAddress(http::Method::Options, address->rest, false);
        if (!behind.allow.empty())
            allow = std::string(behind.allow) + ", OPTIONS";
    }
    head.fields.push_back({"allow", std::move(allow)});
    (void)co_await exchange.respond(std::move(head), {});
}

Task<void> ApiHandler::answerDocument(ApiCall& api) {
    const auto method = api.exchange.head().method;
    if (method != http::Method::Get && method != http::Method::Head) {
        co_await refuseMethod(api, "GET, HEAD, OPTIONS");
        co_return;
    }
    http::ResponseHead head;
    head.fields.push_back({"content-type", "application/json"});
    auto body =
        boost::json::serialize(apis::openApiDocument(apis::documentInput(*api.call.snapshot, *api.api, *api.version)));
    api.call.record.status = head.status;
    (void)co_await api.exchange.answer(std::move(head), std::move(body));
}

} // namespace gatehouse::pipeline
