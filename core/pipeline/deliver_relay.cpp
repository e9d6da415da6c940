// SPDX-License-Identifier: Apache-2.0
// The third of the dispatcher that brings an answer to the client as it comes: files, sound, what is passed through.
#include "core/pipeline/answer.h"
#include "core/pipeline/answer_peek.h"
#include "core/pipeline/dispatch.h"
#include "core/pipeline/prepare.h"
#include "core/providers/provider_request.h"

namespace gatehouse::pipeline {
namespace {

using telemetry::BodyPart;
using telemetry::Outcome;

http::ResponseHead relayedHead(const Call& call, dialects::Dialect provider, const http::UpstreamHead& answer) {
    http::ResponseHead head;
    head.status = answer.status;
    head.fields = providers::fieldsForClient(answer, provider, call.address.dialect);
    head.length = parseUnsigned(trim(answer.field("content-length")));
    addServedFields(call, head.fields);
    return head;
}

// RFC 9110 §15: these have no body.
bool lacksBody(int status) {
    return status == 204 || status == 205;
}

bool isText(std::string_view contentType) {
    return isJson(contentType) || isEventStream(contentType) || contentType.starts_with("text/");
}

Error cutAnswer() {
    return failure(ErrorKind::Unavailable, "upstream_truncated",
                   "The provider's answer broke off; what came before is incomplete. Ask again.")
        .value();
}

} // namespace

// The first piece is waited for before the head goes out: an answer that breaks at once can still be told as an error.
Task<Dispatcher::Served> Dispatcher::deliverRelayed(Call& call, const PreparedRequest& prepared,
                                                    http::UpstreamCall& answer, std::optional<Failed>& failed) {
    const std::string type(answer.head().field("content-type"));
    const bool captured = call.capture.on() && isText(type);
    call.record.streamed = isEventStream(type);
    AnswerPeek peek(prepared.dialect, prepared.operation, type);
    config::SnapshotPtr seen = call.snapshot;
    std::int64_t lastProgress = 0;
    for (;;) {
        auto piece = co_await answer.next();
        if (call.exchange.left())
            co_return Served::ClientGone;
        Error broken;
        // The deadline may pass, or the operator end the call, in the moment in which a piece comes.
        if (call.exchange.timedOut() && (!piece || !piece->empty()))
            broken = whyStopped(call);
        else if (!piece)
            broken = cutAnswer();
        else if (auto lost = rightsLost(call, seen))
            broken = std::move(*lost);
        if (call.exchange.timedOut())
            co_await call.exchange.clearTimeout();
        if (!broken.code.empty() && !call.exchange.headSent()) {
            failed = brokenAttempt(std::move(broken));
            co_return Served::No;
        }
        if (!broken.code.empty()) {
            // Without its end nobody takes the part for the whole; there is no place to tell more.
            noteError(call, broken, call.record.status);
            if (!call.cancelled) {
                call.record.outcome = Outcome::Truncated;
                if (broken.code != "invalid_key" && broken.code != "subscription_ended")
                    call.record.errorClass = telemetry::ErrorClass::Truncated;
            }
            call.answer = peek.finish();
            co_return Served::Yes;
        }
        if (!call.exchange.headSent()) {
            call.record.status = answer.head().status;
            call.record.firstByteMicros = elapsed(call);
            auto head = relayedHead(call, prepared.dialect, answer.head());
            call.capture.head(BodyPart::AnswerSent, statusLine(head.status), head.fields);
            call.visit->answered();
            if (lacksBody(head.status)) {
                const auto sent = co_await call.exchange.respond(std::move(head), {});
                co_return sent ? Served::Yes : Served::ClientGone;
            }
            if (!co_await call.exchange.beginStream(std::move(head)))
                co_return Served::ClientGone;
        }
        if (piece->empty())
            break;
        peek.feed(*piece);
        if (captured) {
            call.capture.append(BodyPart::AnswerReceived, *piece, type);
            call.capture.append(BodyPart::AnswerSent, *piece, type);
        }
        if (!co_await call.exchange.write(*piece))
            co_return Served::ClientGone;
        call.record.bytesOut += static_cast<std::int64_t>(piece->size());
        reportProgress(call, lastProgress);
    }
    call.answer = peek.finish();
    if (call.record.modelServed.empty())
        call.record.modelServed = call.answer.model;
    if (!co_await call.exchange.endStream())
        co_return Served::ClientGone;
    co_return Served::Yes;
}

} // namespace gatehouse::pipeline
