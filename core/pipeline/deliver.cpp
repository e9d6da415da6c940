// SPDX-License-Identifier: Apache-2.0
// The half of the dispatcher that brings a provider's answer to the client.
#include "core/dialects/codec.h"
#include "core/dialects/crossing.h"
#include "core/dialects/envelope.h"
#include "core/dialects/errors.h"
#include "core/dialects/mapping/answer_reader.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/continuation.h"
#include "core/pipeline/dispatch.h"
#include "core/pipeline/prepare.h"
#include "core/pipeline/purse.h"
#include "core/pipeline/translating_tap.h"
#include "core/providers/provider_request.h"

namespace gatehouse::pipeline {
namespace {

using dialects::StreamEnd;
using telemetry::Outcome;

// A whole answer is held until it is complete, so that a cut one can still be tried elsewhere.
constexpr std::size_t largestWholeAnswer = std::size_t{64} << 20U;

Error brokenStream() {
    return failure(ErrorKind::Unavailable, "upstream_truncated",
                   "The provider's stream broke off; what came before is incomplete. Ask again.")
        .value();
}

dialects::StreamWriterOptions writerOptions(const Call& call, WallMicros now) {
    dialects::StreamWriterOptions options;
    options.usageAsked = call.facts.usageAsked;
    options.model = call.facts.model;
    options.answerId = call.record.id;
    options.created = now / 1'000'000;
    options.clientBody = call.body;
    options.asArray = wantsArray(call);
    return options;
}

std::unique_ptr<dialects::StreamTap> makeTap(const Call& call, const PreparedRequest& prepared, WallMicros now) {
    if (!prepared.translated)
        return dialects::makeStreamTap(call.address.dialect, call.address.operation, prepared.usageHidden);
    if (dialects::envelope::differ(call.address.dialect, prepared.dialect))
        return dialects::envelope::makeRewrappingTap(prepared.dialect, call.address.dialect);
    const dialects::ProviderCodec provider(prepared.dialect, prepared.mapping);
    return std::make_unique<TranslatingTap>(*provider, dialects::codecFor(call.address.operation),
                                            writerOptions(call, now));
}

// A route that has cut streams gone on with writes them anew, so that two providers can make one answer.
bool mayBeGoneOnWith(const Call& call, const Trial& trial) {
    const auto* route = trial.stop.leg->route;
    return route != nullptr && route->continuesCutStreams && call.facts.stream && !wantsArray(call) &&
           dialects::capabilityOf(call.address.operation) == dialects::Capability::Chat &&
           dialects::codecFor(call.address.dialect).streamType().starts_with("text/event-stream") &&
           !dialects::envelope::differ(call.address.dialect, trial.prepared.dialect);
}

std::unique_ptr<TranslatingTap> makeJoiningTap(const Call& call, const PreparedRequest& prepared, WallMicros now) {
    const dialects::ProviderCodec provider(prepared.dialect, prepared.mapping);
    auto tap = std::make_unique<TranslatingTap>(*provider, dialects::codecFor(call.address.operation),
                                                writerOptions(call, now));
    tap->keepText();
    return tap;
}

// A chat's client that asked for a stream gets one, also where the provider answers whole.
bool wantsStream(const Call& call, const PreparedRequest& prepared) {
    return prepared.translated && call.facts.stream &&
           dialects::capabilityOf(call.address.operation) == dialects::Capability::Chat;
}

http::ResponseHead servedHead(const Call& call, const http::UpstreamHead& answer, const PreparedRequest& prepared,
                              std::string_view contentType, WallMicros now) {
    http::ResponseHead head;
    head.status = answer.status;
    head.fields = providers::fieldsForClient(answer, prepared.dialect, call.address.dialect, now);
    if (prepared.translated) {
        std::erase_if(head.fields, [](const http::Field& f) { return equalsIgnoringCase(f.name, "content-type"); });
        head.fields.push_back({"content-type", std::string(contentType)});
    }
    addServedFields(call, head.fields);
    return head;
}

// What a translated stream is to the client; of another it is the provider's word.
std::string_view clientStreamType(const Call& call) {
    if (wantsArray(call))
        return "application/json; charset=UTF-8";
    return dialects::capabilityOf(call.address.operation) == dialects::Capability::Chat
               ? dialects::codecFor(call.address.dialect).streamType()
               : std::string_view("text/event-stream; charset=utf-8");
}

// What the attempt at hand says of its target's health is said by its own visit in the end.
class VisitKept {
public:
    explicit VisitKept(Call& call) : m_call(call), m_visit(call.visit) {}
    ~VisitKept() { m_call.visit = m_visit; }
    VisitKept(const VisitKept&) = delete;
    VisitKept& operator=(const VisitKept&) = delete;

private:
    Call& m_call;
    Visit* m_visit;
};

// An attempt that broke before anything reached the client: the next one may serve.
void noteBroken(Error error, std::optional<Failed>& failed) {
    failed = brokenAttempt(std::move(error));
}

} // namespace

Task<Dispatcher::Served> Dispatcher::deliverWhole(Call& call, const PreparedRequest& prepared,
                                                  http::UpstreamCall& answer, std::optional<Failed>& failed) {
    std::string body;
    for (;;) {
        auto piece = co_await answer.next();
        // The deadline may pass in the moment in which a piece comes.
        if (!piece || call.exchange.left() || call.exchange.timedOut()) {
            if (call.exchange.left())
                co_return Served::ClientGone;
            Error error = piece ? Error() : piece.error();
            if (error.kind == ErrorKind::TooLarge) // the provider's doing, not the client's
                error.kind = ErrorKind::Unavailable;
            if (call.exchange.timedOut()) {
                error = whyStopped(call);
                co_await call.exchange.clearTimeout();
            }
            noteBroken(std::move(error), failed);
            co_return Served::No;
        }
        if (piece->empty())
            break;
        if (body.size() + piece->size() > largestWholeAnswer) {
            noteBroken(failure(ErrorKind::Unavailable, "upstream_too_large",
                               "The provider's answer is larger than 64 MiB. Ask for less, or for a stream.")
                           .value(),
                       failed);
            co_return Served::No;
        }
        body.append(*piece);
        call.capture.append(telemetry::BodyPart::AnswerReceived, *piece, answer.head().field("content-type"));
    }
    call.answer = prepared.mapping ? dialects::mapping::readFacts(*prepared.mapping, body)
                                   : dialects::readAnswerFacts(prepared.dialect, prepared.operation, body);
    if (call.answer.unreadable) {
        noteBroken(failure(ErrorKind::Unavailable, "upstream_invalid",
                           "The provider's answer is no JSON that can be read. Ask again, or another model.")
                       .value(),
                   failed);
        co_return Served::No;
    }
    const bool streamed = wantsStream(call, prepared);
    const std::string_view type = streamed ? clientStreamType(call) : "application/json";
    if (prepared.translated) {
        dialects::AnswerWish wish;
        wish.client = call.address.operation;
        wish.provider = prepared.operation;
        wish.clientModel = call.facts.model;
        wish.clientBody = call.body;
        wish.now = m_clock.wall() / 1'000'000;
        wish.mapping = prepared.mapping;
        auto written = streamed ? dialects::crossAnswerToStream(wish, body, writerOptions(call, m_clock.wall()))
                                : dialects::crossAnswer(wish, body, call.losses);
        if (!written) {
            noteBroken(std::move(written.error()), failed);
            failed->failure.error->kind = ErrorKind::Unavailable;
            co_return Served::No;
        }
        body = std::move(*written);
    }
    auto head = servedHead(call, answer.head(), prepared, type, m_clock.wall());
    call.record.status = head.status;
    call.record.firstByteMicros = elapsed(call);
    const auto size = static_cast<std::int64_t>(body.size());
    call.capture.append(telemetry::BodyPart::AnswerSent, body,
                        prepared.translated ? type : answer.head().field("content-type"));
    call.capture.head(telemetry::BodyPart::AnswerSent, statusLine(head.status), head.fields);
    call.visit->answered(); // before the client knows, whose next call may be there at once
    const auto sent = co_await call.exchange.respond(std::move(head), std::move(body));
    if (!sent)
        co_return Served::ClientGone;
    call.record.bytesOut = size;
    co_return Served::Yes;
}

// What no provider has to be asked for.
Task<Dispatcher::Served> Dispatcher::answerHere(Call& call, const routing::Candidate& candidate,
                                                const PreparedRequest& prepared) {
    call.served = &candidate;
    call.record.provider = candidate.provider->id;
    call.record.modelServed = candidate.model;
    call.losses = prepared.losses;
    call.answer = dialects::readAnswerFacts(prepared.dialect, prepared.operation, *prepared.answer);
    http::ResponseHead head;
    head.fields.push_back({"content-type", "application/json"});
    addServedFields(call, head.fields);
    call.record.status = head.status;
    call.record.firstByteMicros = elapsed(call);
    call.capture.head(telemetry::BodyPart::AnswerSent, statusLine(head.status), head.fields);
    call.capture.append(telemetry::BodyPart::AnswerSent, *prepared.answer, "application/json");
    std::string body = *prepared.answer;
    const auto size = static_cast<std::int64_t>(body.size());
    const auto sent = co_await call.exchange.respond(std::move(head), std::move(body));
    if (!sent)
        co_return Served::ClientGone;
    call.record.bytesOut = size;
    co_return Served::Yes;
}

Task<Dispatcher::Served> Dispatcher::deliverStream(Call& call, const Trial& trial, http::UpstreamCall& answer,
                                                   std::optional<Failed>& failed) {
    const auto& prepared = trial.prepared;
    auto joining = mayBeGoneOnWith(call, trial) ? makeJoiningTap(call, prepared, m_clock.wall()) : nullptr;
    const auto plain = joining ? nullptr : makeTap(call, prepared, m_clock.wall());
    auto* const tap = joining ? static_cast<dialects::StreamTap*>(joining.get()) : plain.get();
    const VisitKept kept(call); // those of continuations end with this function
    std::vector<std::unique_ptr<Continuation>> continuations;
    std::vector<const routing::Candidate*> asked;
    auto* source = &answer;
    config::SnapshotPtr seen = call.snapshot;
    std::int64_t lastProgress = 0;
    std::optional<StreamMeter> meter(std::in_place, call);
    std::string out;
    for (bool open = true; open;) {
        auto piece = co_await source->next();
        Error broken;
        if (!piece) {
            // Whole by its content: then it does not matter how the connection ended.
            if (!call.exchange.left() && tap->tellsEnd() && tap->finish(out) == StreamEnd::Whole)
                open = false;
            else
                broken = call.exchange.timedOut() ? whyStopped(call) : brokenStream();
        } else if (piece->empty()) {
            open = false;
            if (tap->finish(out) == StreamEnd::Cut && !tap->facts().errorInStream)
                broken = brokenStream();
        } else {
            call.capture.append(telemetry::BodyPart::AnswerReceived, *piece, source->head().field("content-type"));
            tap->feed(*piece, out);
            if (joining && joining->holdsError())
                broken = *tap->facts().errorInStream;
        }
        // The deadline may pass, or the operator end the call, in the moment in which a piece comes.
        if (broken.code.empty() && open && call.exchange.timedOut())
            broken = whyStopped(call);
        call.answer = tap->facts();
        if (call.exchange.left())
            co_return Served::ClientGone;
        if (call.exchange.timedOut())
            co_await call.exchange.clearTimeout();
        if (broken.code.empty()) {
            if (auto lost = rightsLost(call, seen))
                broken = std::move(*lost);
        }
        if (broken.code.empty() && open && !meter->mayGoOn(call))
            broken = streamSpent();
        if (!call.exchange.headSent()) {
            // Nothing has reached the client yet: a stream that fails here may be tried elsewhere.
            if (broken.code.empty() && tap->facts().errorInStream && !tap->contentSeen())
                broken = *tap->facts().errorInStream;
            if (!broken.code.empty()) {
                noteBroken(std::move(broken), failed);
                co_return Served::No;
            }
            if (out.empty() && open)
                continue;
            call.record.status = answer.head().status;
            call.record.firstByteMicros = elapsed(call);
            auto head = servedHead(call, answer.head(), prepared, clientStreamType(call), m_clock.wall());
            call.capture.head(telemetry::BodyPart::AnswerSent, statusLine(head.status), head.fields);
            call.visit->answered();
            call.visit->firstByte();
            if (!co_await call.exchange.beginStream(std::move(head)))
                co_return Served::ClientGone;
            // From here on nothing is sent again.
            if (!joining) {
                call.body = {};
                call.exchange.releaseBody();
            }
        }
        if (!out.empty()) {
            call.capture.append(telemetry::BodyPart::AnswerSent, out, clientStreamType(call));
            if (!co_await call.exchange.write(out))
                co_return Served::ClientGone;
            call.record.bytesOut += static_cast<std::int64_t>(out.size());
            out.clear();
        }
        if (!broken.code.empty() && joining && joining->canGoOn() && isProvidersFault(broken)) {
            const auto& last = continuations.empty() ? trial.stop : continuations.back()->stop;
            auto next = co_await goOn(call, last, *joining, asked);
            if (call.exchange.left())
                co_return Served::ClientGone;
            if (call.exchange.timedOut()) {
                broken = whyStopped(call);
                co_await call.exchange.clearTimeout();
            } else if (next) {
                out = seamComment(next->stop, broken);
                joinStreams(call, *next, broken, *joining);
                source = next->answer.get();
                meter.emplace(call);
                continuations.push_back(std::move(next));
                open = true;
                continue;
            }
        }
        if (!broken.code.empty()) {
            const std::string event =
                tap->insideEvent() ? std::string() : tap->errorAtEnd(broken, call.address.dialect, call.record.id);
            co_await breakStream(call, broken, event);
            co_return Served::Yes;
        }
        reportProgress(call, lastProgress);
    }
    if (const auto& error = tap->facts().errorInStream) {
        noteError(call, *error, call.record.status);
        call.record.outcome = Outcome::ProviderError;
    }
    if (!co_await call.exchange.endStream())
        co_return Served::ClientGone;
    co_return Served::Yes;
}

// Tells the client in its dialect, and leaves the stream without its end: nobody takes the part for the whole. Inside
// an event that was forwarded by half there is no place to tell it.
Task<void> Dispatcher::breakStream(Call& call, const Error& error, const std::string& event) {
    noteError(call, error, call.record.status);
    if (!call.cancelled) {
        call.record.outcome = Outcome::Truncated;
        if (error.code != "invalid_key" && error.code != "subscription_ended" && error.code != "budget_exceeded")
            call.record.errorClass = telemetry::ErrorClass::Truncated;
    }
    if (event.empty())
        co_return;
    call.capture.append(telemetry::BodyPart::AnswerSent, event, clientStreamType(call));
    (void)co_await call.exchange.write(event);
}

} // namespace gatehouse::pipeline
