// SPDX-License-Identifier: Apache-2.0
// The part of the dispatcher that tells the client why nobody served its call.
#include "core/pipeline/answer.h"
#include "core/pipeline/dispatch.h"

namespace gatehouse::pipeline {
namespace {

using std::chrono::milliseconds;
using telemetry::Outcome;

Error noTarget(const Call& call) {
    std::string why;
    for (const auto& skipped : call.record.explain.skipped)
        why += (why.empty() ? "" : "; ") + skipped.target + ": " + skipped.reason;
    return failure(ErrorKind::Unavailable, "no_target", "No target could be tried (" + why + "). Mend one of them.")
        .value();
}

} // namespace

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
        extras.neverRetry = failed->error.code == "budget_exceeded" || failed->error.code == "price_unknown";
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

} // namespace gatehouse::pipeline
