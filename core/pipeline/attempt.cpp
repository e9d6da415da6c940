// SPDX-License-Identifier: Apache-2.0
// The part of the dispatcher that makes one attempt: the request, its answer's head, and what a refusal says.
#include "core/dialects/codec.h"
#include "core/dialects/errors.h"
#include "core/dialects/field_fates.h"
#include "core/dialects/mapping/answer_reader.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/answer_peek.h"
#include "core/pipeline/dispatch.h"
#include "core/pipeline/prepare.h"
#include "core/providers/provider_request.h"

namespace gatehouse::pipeline {
namespace {

// An error body beyond this is no message any more.
constexpr std::size_t largestErrorBody = std::size_t{256} << 10U;

// Answers that nobody need read before they go on: files, sound, plain text of sound.
bool passesThrough(dialects::Operation operation, std::string_view contentType) {
    return dialects::isRelayed(operation) ||
           (dialects::isMedia(operation) && !isJson(contentType) && !isEventStream(contentType));
}

// Where it goes, without a query: some providers want their key there.
std::string sentLine(const config::Provider& provider, const PreparedRequest& prepared) {
    const auto target = std::string_view(prepared.target);
    return std::string(http::nameOf(prepared.method)) + ' ' + provider.id + ": " +
           std::string(target.substr(0, target.find('?')));
}

// The key stands in a field, or there is none: nothing is left to be added.
bool isComplete(catalog::AuthStyle style) {
    using catalog::AuthStyle;
    return style == AuthStyle::None || style == AuthStyle::Bearer || style == AuthStyle::Header;
}

// Which fields went over, beside those that were lost.
void noteTranslation(Call& call, const PreparedRequest& prepared) {
    auto& explain = call.record.explain;
    explain.carried.clear();
    explain.translatedTo = prepared.translated ? dialects::nameOf(prepared.dialect) : std::string_view();
    if (!prepared.translated)
        return;
    for (auto& fate : dialects::fieldFates(call.body, prepared.rewritten, prepared.losses))
        explain.carried.push_back({std::move(fate.field), std::move(fate.target)});
}

} // namespace

// The request of an attempt, noted in the record before it goes.
Result<http::UpstreamRequest> Dispatcher::pack(Call& call, Trial& trial) {
    const auto& provider = trial.stop.provider();
    const auto* key = trial.stop.key;
    const auto& prepared = trial.prepared;
    telemetry::Attempt trail;
    trail.provider = provider.id;
    trail.model = trial.stop.candidate->model;
    trail.keyReference = key != nullptr ? key->reference : std::string();
    trail.startMicros = elapsed(call);
    trial.trail = call.record.explain.attempts.size();
    call.record.explain.attempts.push_back(std::move(trail));
    ++call.record.attempts;

    providers::FieldsRequest wanted;
    wanted.provider = &provider;
    wanted.key = key != nullptr ? key->secret.get() : nullptr;
    wanted.client = &call.exchange.head();
    wanted.clientDialect = call.address.dialect;
    wanted.spoken = prepared.dialect;
    wanted.stream = call.facts.stream && (!prepared.mapping || prepared.mapping->streams());
    wanted.model = trial.stop.candidate->model;
    wanted.contentType = prepared.contentType;
    wanted.relayed = dialects::isRelayed(call.address.operation);
    auto fields = providers::fieldsFor(wanted);
    if (!fields)
        return tl::unexpected(std::move(fields.error()));
    fields->insert(fields->end(), prepared.fields.begin(), prepared.fields.end());
    trial.endpoint = providers::endpointOf(provider);
    const auto timeouts = routing::timeoutsFor(trial.stop.leg->route, provider);
    http::UpstreamRequest request;
    request.endpoint = &trial.endpoint;
    request.method = prepared.method;
    request.target = prepared.target;
    request.fields = std::move(*fields);
    request.source = prepared.source;
    if (request.source == nullptr)
        request.body = prepared.pieces(call.body);
    request.connectTimeout = timeouts.connect;
    request.firstByteTimeout = timeouts.firstByte;
    request.idleTimeout = timeouts.idle;
    request.timing = &trial.timing;
    if (call.capture.on())
        trial.sent = request.fields;
    return request;
}

Task<Dispatcher::Served> Dispatcher::attempt(Call& call, Trial& trial, std::optional<Failed>& failed) {
    auto request = pack(call, trial);
    take(call, trial);
    if (!request) {
        failed = brokenAttempt(std::move(request.error()));
        co_return Served::No;
    }
    auto answer = co_await send(trial, std::move(*request));
    co_return co_await receive(call, trial, std::move(answer), failed);
}

// From here on this attempt is the one that the call goes by.
void Dispatcher::take(Call& call, Trial& trial) {
    call.visit = &trial.visit;
    call.trail = trial.trail;
    call.answer = {};
    call.capture.newAttempt();
    if (call.capture.on()) {
        call.capture.head(telemetry::BodyPart::RequestSent, sentLine(trial.stop.provider(), trial.prepared),
                          trial.sent);
        if (trial.prepared.source == nullptr) {
            for (const auto piece : trial.prepared.pieces(call.body))
                call.capture.append(telemetry::BodyPart::RequestSent, piece);
        }
    }
    call.record.provider = trial.stop.provider().id;
    call.record.modelServed = trial.stop.candidate->model;
    call.losses = trial.prepared.losses;
    noteTranslation(call, trial.prepared);
}

// What came of it: no answer, a refusal, or one for the client.
Task<Dispatcher::Served> Dispatcher::receive(Call& call, Trial& trial, Opened answer, std::optional<Failed>& failed) {
    auto& noted = call.record.explain.attempts[trial.trail];
    if (trial.timing.connected && !trial.timing.reused)
        noted.connectedMicros = noted.startMicros + trial.timing.connected->count();
    if (!answer) {
        if (call.exchange.left())
            co_return Served::ClientGone;
        Error error = std::move(answer.error());
        if (call.exchange.timedOut()) {
            error = whyStopped(call);
            co_await call.exchange.clearTimeout();
        }
        const bool clientBroke = !trial.unsent && call.upload && call.upload->broken();
        failed = clientBroke ? unsent(std::move(error)) : brokenAttempt(std::move(error));
        failed->failure.permanent = trial.unsent.has_value(); // the store of tokens knows best when to ask again
        co_return Served::No;
    }
    const auto& head = (*answer)->head();
    noted.firstByteMicros = elapsed(call);
    noted.status = head.status;
    call.capture.head(telemetry::BodyPart::AnswerReceived, statusLine(head.status), head.fields);
    call.record.providerRequestId = providers::providerRequestId(head);
    m_gate.answered(trial.place, head);
    noteFirstByte(trial, noted.firstByteMicros - noted.startMicros);
    if (!call.facts.stream)
        trial.visit.firstByte();
    if (head.status >= 200 && head.status < 300)
        co_return co_await deliver(call, trial, **answer, failed);
    co_return co_await readRefusal(call, trial.prepared, **answer, failed);
}

Task<Opened> Dispatcher::send(Trial& trial, http::UpstreamRequest request) {
    const auto& provider = trial.stop.provider();
    if (!isComplete(provider.auth))
        return sendAuthorized(trial, std::move(request));
    return (provider.isDemo() ? m_ways.demo : m_ways.network).open(std::move(request));
}

// Behind the capture: a proof of identity is never kept. Where the provider refuses one that was fetched, it is fetched
// anew and the request sent once more.
Task<Opened> Dispatcher::sendAuthorized(Trial& trial, http::UpstreamRequest request) {
    const auto& provider = trial.stop.provider();
    const auto* key = trial.stop.key;
    auto& way = provider.isDemo() ? m_ways.demo : m_ways.network;
    const bool proven = catalog::isFetchedOrSigned(provider.auth);
    std::optional<http::UpstreamRequest> again;
    if (proven && request.source == nullptr)
        again = request;
    auto proof = co_await m_ways.authorizer.authorize(provider, key, request);
    if (!proof) {
        trial.unsent = std::move(proof.error());
        co_return tl::unexpected(*trial.unsent);
    }
    auto answer = co_await way.open(std::move(request));
    if (!answer || !again || !*proof)
        co_return answer;
    const int status = (*answer)->head().status;
    if ((status != 401 && status != 403) || !m_ways.authorizer.refused(provider, key, *proof))
        co_return answer;
    answer->reset();
    auto renewed = co_await m_ways.authorizer.authorize(provider, key, *again);
    if (!renewed) {
        trial.unsent = std::move(renewed.error());
        co_return tl::unexpected(*trial.unsent);
    }
    co_return co_await way.open(std::move(*again));
}

Task<Dispatcher::Served> Dispatcher::deliver(Call& call, const Trial& trial, http::UpstreamCall& answer,
                                             std::optional<Failed>& failed) {
    const auto& prepared = trial.prepared;
    call.served = trial.stop.candidate;
    const auto type = answer.head().field("content-type");
    if (passesThrough(call.address.operation, type))
        return deliverRelayed(call, prepared, answer, failed);
    if ((call.facts.stream || dialects::isMedia(call.address.operation)) && dialects::isStream(prepared.dialect, type))
        return deliverStream(call, trial, answer, failed);
    return deliverWhole(call, prepared, answer, failed);
}

Task<Dispatcher::Served> Dispatcher::readRefusal(Call& call, const PreparedRequest& prepared,
                                                 http::UpstreamCall& answer, std::optional<Failed>& failed) {
    const auto& head = answer.head();
    failed.emplace();
    failed->status = failed->failure.status = head.status;
    failed->failure.retryAfter = routing::readRetryAfter(head.field("retry-after"), head.field("retry-after-ms"));
    failed->dialect = prepared.dialect;
    failed->fields = providers::fieldsForClient(head, prepared.dialect, call.address.dialect);
    while (failed->body.size() < largestErrorBody) {
        auto piece = co_await answer.next();
        if (!piece && call.exchange.left())
            co_return Served::ClientGone;
        if (!piece || piece->empty())
            break;
        failed->body.append(*piece);
        call.capture.append(telemetry::BodyPart::AnswerReceived, *piece, head.field("content-type"));
    }
    auto read =
        dialects::readProviderError(prepared.dialect, head.status, failed->body, head.field("x-amzn-errortype"));
    if (!failed->failure.retryAfter)
        failed->failure.retryAfter = read.retryAfter;
    failed->failure.permanent = isPermanent(read.error);
    failed->failure.what = routing::classOf(read.error, head.status);
    failed->error = std::move(read.error);
    if (prepared.mapping)
        read.providerText =
            dialects::mapping::errorText(*prepared.mapping, failed->body).value_or(std::move(read.providerText));
    if (!read.providerText.empty())
        failed->error.message += " The provider said: " + read.providerText;
    co_return Served::No;
}

} // namespace gatehouse::pipeline
