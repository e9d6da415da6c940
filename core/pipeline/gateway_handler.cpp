// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/gateway_handler.h"

#include "core/apis/api_address.h"
#include "core/dialects/errors.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/choose.h"
#include "core/pipeline/feedback.h"
#include "core/pipeline/models_answer.h"
#include "core/pipeline/paused.h"
#include "core/pipeline/response_home.h"
#include "core/pipeline/shadow.h"
#include "core/pipeline/take_place.h"
#include "core/pipeline/tensor_health.h"
#include "core/routing/choose.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace gatehouse::pipeline {
namespace {

using telemetry::Outcome;

constexpr std::size_t longestNote = 120; // of User-Agent and session
constexpr std::size_t longestTags = 256;
constexpr std::string_view socketPath = "/v1/responses"; // GET: as WebSocket
constexpr int clientClosedRequest = 499;                 // nginx's word for a client that left before the head

std::string cut(std::string_view text, std::size_t most) {
    return std::string(text.substr(0, most));
}

bool isListOfModels(dialects::Operation operation) {
    return operation == dialects::Operation::Models || operation == dialects::Operation::Model;
}

constexpr int mostShadows = 32; // of one thread at a time

// Sorts beside the call that it is a copy of.
std::string shadowId(const Call& call, routing::Dice& dice) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    auto id = call.record.id;
    const std::size_t kept = std::min<std::size_t>(id.size(), 14);
    for (std::size_t i = kept; i < id.size(); ++i)
        id[i] = letters[dice.next() % letters.size()];
    return id;
}

// What streamed through is known at its end.
void noteUpload(Call& call) {
    if (!call.upload)
        return;
    call.record.bytesIn = call.upload->received();
    if (call.formUpload == nullptr)
        return;
    const auto& facts = call.formUpload->facts();
    call.facts.textBytes = facts.textBytes;
    call.facts.mediaBytes = facts.mediaBytes;
}

} // namespace

GatewayHandler::GatewayHandler(Parts parts)
    : m_parts(parts), m_dispatcher(parts.ways, parts.snapshot, parts.clock, parts.sink),
      m_cacheStage(parts.cache, m_dispatcher, parts.ways, parts.ledger, parts.sink, parts.clock),
      m_promptApi(parts.apis != nullptr ? std::make_unique<PromptApi>(*this, *parts.apis, parts.bounds) : nullptr),
      m_modelApi(*this, parts.bounds), m_serviceApi(servicePartsOf()),
      m_chainApi(parts.chains != nullptr ? std::make_unique<ChainApi>(*this, *parts.chains, parts.bounds) : nullptr),
      m_apiJobs(parts.jobs != nullptr ? std::make_unique<ApiJobs>(*parts.jobs, jobs::Bounds(), parts.clock) : nullptr),
      m_apis(*this, parts.snapshot, kindsOf()), m_mcp(*this, parts.failureBudget, parts.clock) {
    if (m_chainApi)
        m_chainApi->setApis(m_apis);
}

ApiKinds GatewayHandler::kindsOf() {
    ApiKinds kinds;
    kinds.prompt = m_promptApi.get();
    kinds.model = &m_modelApi;
    kinds.service = &m_serviceApi;
    kinds.chain = m_chainApi.get();
    kinds.jobs = m_apiJobs.get();
    return kinds;
}

ServiceApi::Parts GatewayHandler::servicePartsOf() const {
    return {.snapshot = m_parts.snapshot,
            .network = m_parts.ways.network,
            .ledger = m_parts.ledger,
            .sink = m_parts.sink,
            .clock = m_parts.clock,
            .bounds = m_parts.bounds,
            .slots = m_parts.slots,
            .paused = m_parts.paused,
            .dice = m_parts.ways.dice,
            .running = m_running,
            .answers = m_parts.answers};
}

Task<void> GatewayHandler::handle(http::Exchange& exchange) {
    if (exchange.head().method == http::Method::Get && exchange.head().path == socketPath) {
        co_await serveSocket(exchange); // before a call is begun: it may last for an hour
        co_return;
    }
    if (apis::isApiPath(exchange.head().path)) {
        co_await m_apis.handle(exchange);
        co_return;
    }
    if (exchange.head().path == mcpPath) {
        co_await m_mcp.serve(exchange, m_parts.snapshot.current());
        co_return;
    }
    Call call(exchange, m_parts.snapshot.current());
    begin(call);
    if (!asksModel(call)) {
        const bool answered = co_await answerWithoutModel(call);
        if (answered)
            co_return;
    }
    co_await serve(call);
    finish(call);
}

void GatewayHandler::begin(Call& call) {
    call.started = m_parts.clock.monotonic();
    auto& record = call.record;
    record.startedAt = m_parts.clock.wall();
    record.id = call.exchange.requestId();
    record.address = call.exchange.peerAddress();
    const auto& head = call.exchange.head();
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "user-agent"))
            record.client = cut(field.value, longestNote);
        else if (equalsIgnoringCase(field.name, "x-gatehouse-tags"))
            record.tags = cut(field.value, longestTags);
        else if (equalsIgnoringCase(field.name, "x-gatehouse-session"))
            record.session = cut(field.value, longestNote);
        else if (equalsIgnoringCase(field.name, "x-gatehouse-cache"))
            call.cacheWish = field.value;
    }
}

// An ordinary call, as almost all are: answerWithoutModel() need not look at it.
bool GatewayHandler::asksModel(Call& call) {
    const auto& head = call.exchange.head();
    if (head.method != http::Method::Post || head.path == feedbackPath)
        return false;
    auto match = matchAddress(head.method, head.path, head.has("anthropic-version"));
    if (match.fault != AddressFault::None || isListOfModels(match.address.operation))
        return false;
    call.address = std::move(match.address);
    return true;
}

// Health, OPTIONS, addresses that mean nothing, lists of models: answered here, true when so.
Task<bool> GatewayHandler::answerWithoutModel(Call& call) {
    const auto& head = call.exchange.head();
    const bool get = head.method == http::Method::Get || head.method == http::Method::Head;
    if (get && (head.path == "/healthz" || head.path == "/readyz")) {
        http::ResponseHead answer;
        answer.fields.push_back({"content-type", "text/plain"});
        (void)co_await call.exchange.respond(std::move(answer), "ok\n");
        co_return true;
    }
    if (const auto health = get ? tensorHealth(head.path, *call.snapshot, m_parts.ways.breakers) : std::nullopt) {
        http::ResponseHead answer;
        answer.status = health->status;
        answer.fields.push_back({"content-type", "application/json"});
        (void)co_await call.exchange.respond(std::move(answer), std::string(health->body));
        co_return true;
    }
    if (head.method == http::Method::Post && head.path == feedbackPath) {
        co_await takeFeedback(call, m_parts.failureBudget, m_parts.feedback);
        co_return true;
    }
    auto match = matchAddress(head.method, head.path, head.has("anthropic-version"));
    call.address = std::move(match.address);
    Error error;
    ErrorExtras extras;
    if (match.fault == AddressFault::UnknownPath) {
        error = failure(ErrorKind::NotFound, "unknown_path",
                        "This gateway has no such address. OpenAI clients use the base URL …/v1, Anthropic clients "
                        "…/anthropic.")
                    .value();
    } else if (match.fault == AddressFault::BadEscape) {
        error = failure(ErrorKind::Invalid, "invalid_path", "The path holds a broken percent escape.").value();
    } else if (match.fault == AddressFault::WrongMethod && head.method == http::Method::Options) {
        http::ResponseHead answer;
        answer.status = 204;
        answer.fields.push_back({"allow", std::string(match.allow)});
        (void)co_await call.exchange.respond(std::move(answer), {});
        co_return true;
    } else if (match.fault == AddressFault::WrongMethod) {
        error = failure(ErrorKind::Invalid, "method_not_allowed",
                        "This address takes " + std::string(match.allow) + " only.")
                    .value();
        extras.allow = match.allow;
    }
    if (!error.code.empty()) {
        co_await answerError(call, error, extras);
        co_return true;
    }
    if (!isListOfModels(call.address.operation))
        co_return false;
    co_await answerModels(call);
    co_return true;
}

Task<void> GatewayHandler::answerModels(Call& call) {
    const auto known = authenticate(call);
    if (!known) {
        co_await answerError(call, known.error().error, known.error().extras);
        finish(call);
        co_return;
    }
    std::optional<std::string> body;
    if (call.address.operation == dialects::Operation::Models)
        body = listModels(*call.snapshot, call.app(), call.rules(), call.address.dialect);
    else
        body = describeModel(*call.snapshot, call.app(), call.rules(), call.address.model, call.address.dialect);
    if (!body) {
        const Error error = failure(ErrorKind::NotFound, "model_not_found",
                                    "No model of that name can be asked for with this key. GET /v1/models lists "
                                    "those that can.")
                                .value();
        co_await answerError(call, error);
        co_return;
    }
    http::ResponseHead head;
    head.fields.push_back({"content-type", "application/json"});
    (void)co_await call.exchange.respond(std::move(head), std::move(*body));
}

StageResult GatewayHandler::authenticate(Call& call) {
    return pipeline::authenticate(call, m_parts.failureBudget, call.record.startedAt);
}

Task<void> GatewayHandler::serve(Call& call) {
    return leadBehindKey(call, authenticate(call), {});
}

Task<void> GatewayHandler::lead(Call& call, Leading how) {
    return leadBehindKey(call, StageResult{}, how);
}

Task<void> GatewayHandler::leadBehindKey(Call& call, StageResult passed, Leading how) {
    call.record.dialect = dialects::nameOf(call.address.dialect);
    call.record.operation = dialects::nameOf(call.address.operation);
    if (passed)
        passed = passUnlessPaused(m_parts.paused);
    if (passed)
        passed = checkSize(call);
    if (passed)
        passed = co_await decode(call, boundsFor(call, m_parts.bounds));
    if (passed)
        passed = checkSize(call);
    if (passed && how.check != nullptr)
        passed = how.check->look(call);
    KeySlots::Slot slot;
    if (passed)
        passed = takePlace(call, m_parts.slots, slot);
    if (passed)
        passed = resolve(call);
    if (passed)
        passed = choose(call, m_parts.ways);
    if (passed)
        passed = goHome(call, m_parts.homes, call.started);
    if (passed)
        passed = capOutput(call, m_parts.bounds);
    if (passed)
        passed = co_await admit(call, m_parts.ledger, m_parts.estimator, &m_parts.ways);
    if (call.identity && how.keepsBodies)
        call.capture.begin(call, m_parts.sink.bodyRoom());
    if (!passed) {
        if (!call.exchange.left())
            co_await answerError(call, passed.error().error, passed.error().extras);
        co_return;
    }
    if (how.announced && m_parts.sink.watched())
        announce(call);
    const auto& first = *call.resolution.candidates.front().provider;
    const auto total = routing::timeoutsFor(call.resolution.route, first).total;
    call.deadline = std::min(call.deadline, call.started + total);
    call.exchange.setDeadline(call.deadline);
    const RunningCalls::Stay stay(m_running, call);
    if (m_cacheStage.concerns(call)) {
        const bool answered = co_await m_cacheStage.answer(call);
        if (answered)
            co_return;
    }
    castShadow(call);
    co_await m_dispatcher.run(call);
    noteHome(call, m_parts.homes, m_parts.clock.monotonic());
    noteCacheHome(call, m_parts.ways);
}

// Beside the call, which never waits for it. Where many run already, the copy is left out: a slow shadow must not fill
// the memory.
void GatewayHandler::castShadow(const Call& call) {
    auto* dice = m_parts.ways.dice;
    if (dice == nullptr || *m_shadows >= mostShadows || call.resolution.route == nullptr ||
        !call.resolution.route->shadow || !mayBeCopied(call) ||
        !routing::drawsShadow(call.resolution, *call.snapshot, *dice))
        return;
    ++*m_shadows;
    const std::shared_ptr<void> place(nullptr, [count = m_shadows](void*) { --*count; });
    auto shadow = std::make_shared<ShadowCall>(call, *call.resolution.route->shadow, shadowId(call, *dice));
    asio::co_spawn(call.exchange.executor(), runShadow(std::move(shadow), place), asio::detached);
}

Task<void> GatewayHandler::runShadow(std::shared_ptr<ShadowCall> shadow, std::shared_ptr<void> place) {
    auto& call = shadow->call;
    call.started = m_parts.clock.monotonic();
    call.record.startedAt = m_parts.clock.wall();
    StageResult passed;
    if (shadow->billed)
        passed = co_await admit(call, m_parts.ledger, m_parts.estimator);
    if (passed) {
        const auto& provider = *call.resolution.candidates.front().provider;
        call.deadline = call.started + routing::timeoutsFor(call.resolution.route, provider).total;
        call.exchange.setDeadline(call.deadline);
        co_await m_dispatcher.run(call);
    } else {
        co_await answerError(call, passed.error().error, passed.error().extras);
    }
    finish(call);
    place.reset();
}

void GatewayHandler::announce(const Call& call) {
    telemetry::CallStarted notice;
    notice.id = call.record.id;
    notice.team = call.record.team;
    notice.at = call.record.startedAt;
    notice.dialect = call.record.dialect;
    notice.operation = call.record.operation;
    notice.modelAsked = call.record.modelAsked;
    notice.app = call.record.app;
    notice.key = call.record.key;
    notice.route = call.record.route;
    notice.client = call.record.client;
    notice.tags = call.record.tags;
    notice.streamed = call.facts.stream;
    m_parts.sink.started(std::move(notice));
}

void GatewayHandler::finish(Call& call) {
    settle(call);
    record(call);
}

void GatewayHandler::settle(Call& call) {
    auto& record = call.record;
    if (call.exchange.left() && record.outcome != Outcome::Truncated) {
        record.outcome = Outcome::Cancelled;
        record.errorClass = telemetry::ErrorClass::ClientGone;
        if (record.errorCode.empty())
            record.errorCode = "client_closed_request";
        if (!call.exchange.headSent())
            record.status = clientClosedRequest;
    }
    // Stopped in the middle of a write: nobody came to note it.
    if (call.cancelled && call.exchange.timedOut() && record.errorCode.empty())
        noteError(call, callCancelled(), record.status);
    noteUpload(call);
    record.totalMicros = call.elapsedMicros(m_parts.clock.monotonic());
    account(call, m_parts.estimator);
    m_cacheStage.finish(call);
    call.capture.finish(call);
}

void GatewayHandler::record(Call& call) {
    m_parts.sink.finished(std::move(call.record));
}

} // namespace gatehouse::pipeline
