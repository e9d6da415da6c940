// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/dispatch.h"

#include "core/access/authenticator.h"
#include "core/dialects/codec.h"
#include "core/dialects/errors.h"
#include "core/dialects/field_fates.h"
#include "core/dialects/mapping/answer_reader.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/answer_peek.h"
#include "core/pipeline/prepare.h"
#include "core/pipeline/stages.h"
#include "core/providers/provider_request.h"
#include "core/routing/eligibility.h"

#include <boost/asio/steady_timer.hpp>
#include <random>

namespace gatehouse::pipeline {
namespace {

using routing::usableKey;
using std::chrono::milliseconds;
using telemetry::Outcome;

// An error body beyond this is no message any more.
constexpr std::size_t largestErrorBody = std::size_t{256} << 10U;

// Answers that nobody need read before they go on: files, sound, plain text of sound.
bool passesThrough(dialects::Operation operation, std::string_view contentType) {
    return dialects::isRelayed(operation) ||
           (dialects::isMedia(operation) && !isJson(contentType) && !isEventStream(contentType));
}

std::string targetName(const routing::Candidate& candidate) {
    return candidate.provider->id + "/" + std::string(candidate.model);
}

// What an attempt says of the target's health. A refusal shows that it lives; what is our own fault, or a stream that
// broke when much of it had come, shows nothing. Whether the target rests from now on, where that has changed.
std::optional<bool> judge(routing::BreakerBoard::Permit& permit, const std::optional<Failed>& failed, Outcome outcome) {
    constexpr std::optional<bool> asBefore;
    if (!failed)
        return outcome != Outcome::Truncated && permit.succeeded() ? std::optional(false) : asBefore;
    const auto& error = failed->failure.error;
    const bool broke = error && (error->kind == ErrorKind::Unavailable || error->kind == ErrorKind::Timeout);
    if (broke || failed->failure.status >= 500)
        return permit.failed() ? std::optional(true) : asBefore;
    return !error && permit.succeeded() ? std::optional(false) : asBefore;
}

// Where it goes, without a query: some providers want their key there.
std::string sentLine(const config::Provider& provider, const PreparedRequest& prepared) {
    const auto target = std::string_view(prepared.target);
    return std::string(http::nameOf(prepared.method)) + ' ' + provider.id + ": " +
           std::string(target.substr(0, target.find('?')));
}

std::string restText(milliseconds wait) {
    return "its circuit is open after failures in a row; it is probed in " + std::to_string(wait.count()) + " ms";
}

Error allRest(milliseconds wait) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return failure(ErrorKind::Unavailable, "circuit_open",
                   "Every target of this model failed several times in a row and is left alone for a moment. Try again "
                   "in " +
                       std::to_string(seconds) + (seconds == 1 ? " second." : " seconds."))
        .value();
}

// A target that rests was not tried. Where no other fails in earnest, the client hears when to come back.
void noteRest(Call& call, const routing::Candidate& candidate, milliseconds wait, std::optional<Failed>& failed) {
    call.record.explain.skipped.push_back({targetName(candidate), restText(wait)});
    const bool sooner = failed && failed->error.code == "circuit_open" && wait < failed->failure.retryAfter;
    if (failed && !sooner)
        return;
    failed.emplace();
    failed->error = allRest(wait);
    failed->failure.error = failed->error;
    failed->failure.retryAfter = wait;
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

Error noTarget(const Call& call) {
    std::string why;
    for (const auto& skipped : call.record.explain.skipped)
        why += (why.empty() ? "" : "; ") + skipped.target + ": " + skipped.reason;
    return failure(ErrorKind::Unavailable, "no_target", "No target could be tried (" + why + "). Mend one of them.")
        .value();
}

} // namespace

Dispatcher::Dispatcher(Ways ways, SnapshotCell& snapshot, const Clock& clock, telemetry::CallSink& sink)
    : m_ways(ways), m_snapshot(snapshot), m_clock(clock), m_sink(sink), m_random(std::random_device{}()) {}

Task<void> Dispatcher::run(Call& call) {
    const auto& candidates = call.resolution.candidates;
    std::optional<Failed> failed;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto& candidate = candidates[i];
        if (auto reason = routing::whyNot(*candidate.provider)) {
            call.record.explain.skipped.push_back({targetName(candidate), std::move(*reason)});
            continue;
        }
        if (call.record.explain.chosen.empty())
            call.record.explain.chosen = targetName(candidate) + ": " + std::to_string(i + 1) + " of " +
                                         std::to_string(candidates.size()) + " by priority";
        const auto served = co_await tryCandidate(call, candidate, i + 1 < candidates.size(), failed);
        if (served == Served::Yes || served == Served::ClientGone)
            co_return;
        if (!failed || call.record.explain.attempts.empty())
            continue;
        if (call.cancelled || call.record.explain.attempts.back().decision != "next target")
            break;
    }
    co_await answerFailure(call, failed);
}

Task<Dispatcher::Served> Dispatcher::tryCandidate(Call& call, const routing::Candidate& candidate, bool moreTargets,
                                                  std::optional<Failed>& failed) {
    auto prepared = prepareRequest(call, candidate);
    if (!prepared) {
        call.record.explain.skipped.push_back({targetName(candidate), prepared.error().message});
        if (!failed) {
            failed.emplace();
            failed->error = std::move(prepared.error());
        }
        co_return Served::No;
    }
    if (prepared->answer)
        co_return co_await answerHere(call, candidate, *prepared);
    auto permit = m_ways.breakers.ask(candidate.provider->id, candidate.model);
    if (!permit.given()) {
        noteRest(call, candidate, permit.wait(), failed);
        co_return Served::No;
    }
    call.permit = &permit;
    for (int attemptNumber = 1;; ++attemptNumber) {
        failed.reset();
        ++call.record.attempts;
        const auto served = co_await attempt(call, candidate, *prepared, failed);
        auto& trail = call.record.explain.attempts.back();
        trail.endMicros = elapsed(call);
        const bool clientBroke = call.upload && call.upload->broken();
        if (served != Served::ClientGone && !clientBroke) {
            const auto rests = judge(permit, failed, call.record.outcome);
            if (rests && m_ways.health != nullptr)
                m_ways.health->targetChanged(candidate.provider->id, candidate.model, *rests);
        }
        if (served != Served::No) {
            trail.decision = call.cancelled          ? "ended by the operator"
                             : served == Served::Yes ? "served"
                                                     : "the client left";
            co_return served;
        }
        trail.error = failed->error.code;
        if (call.cancelled) {
            trail.decision = "ended by the operator";
            co_return Served::No;
        }
        auto next = routing::decide(call.resolution.retry, failed->failure, attemptNumber, moreTargets, timeLeft(call));
        if (call.upload && call.upload->touched())
            next = routing::Next::GiveUp; // what was given away cannot be sent again
        if (next == routing::Next::Retry && !m_ways.breakers.mayRetry(candidate.provider->id, candidate.model))
            next = moreTargets ? routing::Next::NextTarget : routing::Next::GiveUp;
        if (next != routing::Next::Retry) {
            trail.decision = next == routing::Next::NextTarget ? "next target" : "passed to the client";
            co_return Served::No;
        }
        trail.decision = "retried";
        const double random = std::uniform_real_distribution<>(0.0, 1.0)(m_random);
        if (co_await pause(call, routing::pauseBefore(attemptNumber + 1, failed->failure, random)) ==
            Served::ClientGone)
            co_return Served::ClientGone;
        if (call.cancelled) {
            failed.emplace();
            failed->error = failed->failure.error.emplace(callCancelled());
            co_return Served::No;
        }
        permit = m_ways.breakers.ask(candidate.provider->id, candidate.model);
        if (!permit.given()) {
            call.record.explain.attempts.back().decision = moreTargets ? "next target" : "passed to the client";
            co_return Served::No;
        }
    }
}

Task<Dispatcher::Served> Dispatcher::attempt(Call& call, const routing::Candidate& candidate,
                                             const PreparedRequest& prepared, std::optional<Failed>& failed) {
    const auto& provider = *candidate.provider;
    const auto* key = usableKey(provider);
    telemetry::Attempt trail;
    trail.provider = provider.id;
    trail.model = candidate.model;
    trail.keyReference = key != nullptr ? key->reference : std::string();
    trail.startMicros = elapsed(call);
    call.record.explain.attempts.push_back(std::move(trail));
    call.record.provider = provider.id;
    call.record.modelServed = candidate.model;
    call.losses = prepared.losses;
    noteTranslation(call, prepared);

    providers::FieldsRequest wanted;
    wanted.provider = &provider;
    wanted.key = key != nullptr ? key->secret.get() : nullptr;
    wanted.client = &call.exchange.head();
    wanted.clientDialect = call.address.dialect;
    wanted.spoken = prepared.dialect;
    wanted.stream = call.facts.stream && (!prepared.mapping || prepared.mapping->streams());
    wanted.model = candidate.model;
    wanted.contentType = prepared.contentType;
    wanted.relayed = dialects::isRelayed(call.address.operation);
    auto fields = providers::fieldsFor(wanted);
    if (!fields) {
        failed.emplace();
        failed->error = std::move(fields.error());
        failed->failure.error = failed->error;
        co_return Served::No;
    }
    fields->insert(fields->end(), prepared.fields.begin(), prepared.fields.end());
    const http::Endpoint endpoint = providers::endpointOf(provider);
    http::UpstreamTiming timing;
    http::UpstreamRequest request;
    request.endpoint = &endpoint;
    request.method = prepared.method;
    request.target = prepared.target;
    request.fields = std::move(*fields);
    request.source = prepared.source;
    if (request.source == nullptr)
        request.body = prepared.pieces(call.body);
    request.connectTimeout = provider.timeouts.connect;
    request.firstByteTimeout = provider.timeouts.firstByte;
    request.idleTimeout = provider.timeouts.idle;
    request.timing = &timing;
    call.capture.newAttempt();
    if (call.capture.on())
        call.capture.head(telemetry::BodyPart::RequestSent, sentLine(provider, prepared), request.fields);
    for (const auto piece : request.body)
        call.capture.append(telemetry::BodyPart::RequestSent, piece);
    std::optional<Error> unauthorized;
    auto answer = co_await send(provider, key, std::move(request), unauthorized);
    if (unauthorized) {
        if (call.exchange.left())
            co_return Served::ClientGone;
        failed.emplace();
        failed->error = std::move(*unauthorized);
        if (call.exchange.timedOut()) {
            failed->error = whyStopped(call);
            co_await call.exchange.clearTimeout();
        }
        failed->failure.error = failed->error;
        failed->failure.permanent = true; // the store of tokens knows best when to ask again
        co_return Served::No;
    }

    auto& noted = call.record.explain.attempts.back();
    if (timing.connected && !timing.reused)
        noted.connectedMicros = noted.startMicros + timing.connected->count();
    if (!answer) {
        if (call.exchange.left())
            co_return Served::ClientGone;
        failed.emplace();
        failed->error = answer.error();
        if (call.exchange.timedOut()) {
            failed->error = whyStopped(call);
            co_await call.exchange.clearTimeout();
        }
        if (!call.upload || !call.upload->broken()) // else it says nothing about the provider
            failed->failure.error = failed->error;
        co_return Served::No;
    }
    noted.firstByteMicros = elapsed(call);
    noted.status = (*answer)->head().status;
    co_return co_await deliver(call, candidate, prepared, **answer, failed);
}

// Behind the capture: a proof of identity is never kept. Where the provider refuses one that was fetched, it is fetched
// anew and the request sent once more.
Task<Result<std::unique_ptr<http::UpstreamCall>>> Dispatcher::send(const config::Provider& provider,
                                                                   const config::ProviderKey* key,
                                                                   http::UpstreamRequest request,
                                                                   std::optional<Error>& unauthorized) {
    auto& way = provider.isDemo() ? m_ways.demo : m_ways.network;
    const bool proven = catalog::isFetchedOrSigned(provider.auth);
    std::optional<http::UpstreamRequest> again;
    if (proven && request.source == nullptr)
        again = request;
    auto proof = co_await m_ways.authorizer.authorize(provider, key, request);
    if (!proof) {
        unauthorized = std::move(proof.error());
        co_return tl::unexpected(*unauthorized);
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
        unauthorized = std::move(renewed.error());
        co_return tl::unexpected(*unauthorized);
    }
    co_return co_await way.open(std::move(*again));
}

Task<Dispatcher::Served> Dispatcher::deliver(Call& call, const routing::Candidate& candidate,
                                             const PreparedRequest& prepared, http::UpstreamCall& answer,
                                             std::optional<Failed>& failed) {
    const auto& head = answer.head();
    call.capture.head(telemetry::BodyPart::AnswerReceived, statusLine(head.status), head.fields);
    call.record.providerRequestId = providers::providerRequestId(head);
    if (head.status >= 200 && head.status < 300) {
        call.served = &candidate;
        const auto type = head.field("content-type");
        if (passesThrough(call.address.operation, type))
            co_return co_await deliverRelayed(call, prepared, answer, failed);
        if ((call.facts.stream || dialects::isMedia(call.address.operation)) &&
            dialects::isStream(prepared.dialect, type))
            co_return co_await deliverStream(call, prepared, answer, failed);
        co_return co_await deliverWhole(call, prepared, answer, failed);
    }
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
    failed->error = std::move(read.error);
    if (prepared.mapping)
        read.providerText =
            dialects::mapping::errorText(*prepared.mapping, failed->body).value_or(std::move(read.providerText));
    if (!read.providerText.empty())
        failed->error.message += " The provider said: " + read.providerText;
    co_return Served::No;
}

Task<Dispatcher::Served> Dispatcher::pause(Call& call, milliseconds time) {
    if (time <= milliseconds::zero())
        co_return Served::No;
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor> timer(
        call.exchange.executor(), time);
    (void)co_await timer.async_wait(asTask);
    if (call.exchange.timedOut())
        co_await call.exchange.clearTimeout();
    co_return call.exchange.left() ? Served::ClientGone : Served::No;
}

Task<void> Dispatcher::answerFailure(Call& call, const std::optional<Failed>& failed) {
    if (call.exchange.left())
        co_return;
    call.served = nullptr;
    if (!failed) {
        const Error error = noTarget(call);
        co_await answerError(call, error);
        co_return;
    }
    const bool sameDialect = failed->dialect == call.address.dialect;
    if (failed->status < 400 || !sameDialect) {
        ErrorExtras extras;
        extras.retryAfter = failed->failure.retryAfter.value_or(milliseconds::zero());
        co_await answerError(call, failed->error, extras);
        if (failed->status >= 300)
            call.record.outcome = Outcome::ProviderError;
        co_return;
    }
    // The provider's own words, unchanged, to a client of the same dialect.
    noteError(call, failed->error, failed->status);
    call.record.outcome = Outcome::ProviderError;
    http::ResponseHead head;
    head.status = failed->status;
    head.fields = failed->fields;
    head.fields.push_back({"x-gatehouse-error", failed->error.code});
    addServedFields(call, head.fields);
    call.capture.head(telemetry::BodyPart::AnswerSent, statusLine(head.status), head.fields);
    call.record.bytesOut += static_cast<std::int64_t>(failed->body.size());
    call.capture.append(telemetry::BodyPart::AnswerSent, failed->body);
    (void)co_await call.exchange.respond(std::move(head), failed->body);
}

bool Dispatcher::keyStillHolds(const Call& call, config::SnapshotPtr& seen) const {
    if (seen == m_snapshot.current())
        return true;
    seen = m_snapshot.current();
    return access::stillValid(*seen, call.key().digest, m_clock.wall());
}

void Dispatcher::reportProgress(Call& call, std::int64_t& lastMicros) {
    constexpr std::int64_t leastGap = 100'000;
    if (!m_sink.watched())
        return;
    const auto now = elapsed(call);
    if (now - lastMicros < leastGap)
        return;
    lastMicros = now;
    telemetry::CallProgress notice;
    notice.id = call.record.id;
    notice.elapsedMicros = now;
    notice.firstByteMicros = call.record.firstByteMicros;
    notice.provider = call.record.provider;
    notice.outputBytes = call.record.bytesOut;
    notice.model = call.record.modelServed;
    notice.attempts = call.record.attempts;
    const auto sofar = outputSoFar(call.answer);
    notice.outputTokens = sofar.output;
    notice.tokensEstimated = sofar.estimated;
    m_sink.progress(std::move(notice));
}

milliseconds Dispatcher::timeLeft(const Call& call) const {
    return std::chrono::duration_cast<milliseconds>(call.deadline - m_clock.monotonic());
}

} // namespace gatehouse::pipeline
