// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/answer.h"

#include "core/dialects/bedrock/errors.h"
#include "core/dialects/errors.h"
#include "core/pipeline/limit_fields.h"

namespace gatehouse::pipeline {
namespace {

using telemetry::ErrorClass;
using telemetry::Outcome;

ErrorClass classOf(const Error& error) {
    if (error.code == "budget_exceeded" || error.code == "price_unknown" || error.code == "unpriceable")
        return ErrorClass::Budget;
    const bool upstream = error.code.starts_with("upstream_") || error.code.starts_with("provider_");
    switch (error.kind) {
    case ErrorKind::Unauthorized:
        return upstream ? ErrorClass::ProviderAuth : ErrorClass::Auth;
    case ErrorKind::Forbidden:
        return ErrorClass::Auth;
    case ErrorKind::Limited:
        return upstream ? ErrorClass::ProviderLimit : ErrorClass::Limit;
    case ErrorKind::NotFound:
        return ErrorClass::NotFound;
    case ErrorKind::Unavailable:
        return error.code.starts_with("upstream_") ? ErrorClass::Connect : ErrorClass::ProviderError;
    case ErrorKind::Timeout:
        return ErrorClass::Timeout;
    case ErrorKind::Cancelled:
        return ErrorClass::ClientGone;
    case ErrorKind::Invalid:
    case ErrorKind::TooLarge:
    case ErrorKind::Conflict:
        return ErrorClass::BadRequest;
    case ErrorKind::Internal:
        break;
    }
    return upstream ? ErrorClass::ProviderError : ErrorClass::Internal;
}

// RFC 9110 §10.2.3 knows whole seconds only: rounded up, so that nobody comes too early.
std::string seconds(std::chrono::milliseconds time) {
    return std::to_string((time.count() + 999) / 1000);
}

constexpr std::string_view cancelledCode = "cancelled_by_admin";

} // namespace

Error callCancelled() {
    return failure(
               ErrorKind::Cancelled, std::string(cancelledCode),
               "The operator of this gateway ended this call before it was complete. Ask again if you still need it.")
        .value();
}

void noteError(Call& call, const Error& error, int status) {
    auto& record = call.record;
    record.status = status;
    record.errorCode = error.code;
    record.errorClass = classOf(error);
    if (record.errorClass == ErrorClass::ClientGone)
        record.outcome = Outcome::Cancelled;
    else
        record.outcome = record.attempts > 0 ? Outcome::Failed : Outcome::Refused;
    if (error.code == cancelledCode)
        record.errorClass = ErrorClass::None; // nothing failed, and the client is still there
    if (record.explain.note.empty())
        record.explain.note = error.message;
}

void addServedFields(const Call& call, std::vector<http::Field>& fields) {
    const auto& record = call.record;
    fields.push_back({"x-gatehouse-provider", record.provider});
    if (!record.modelServed.empty()) // what is relayed names none
        fields.push_back({"x-gatehouse-model", record.modelServed});
    fields.push_back({"x-gatehouse-cache", record.cache});
    fields.push_back({"x-gatehouse-attempts", std::to_string(record.attempts)});
    if (!call.counts.empty())
        addLimitFields(call.counts, call.address.dialect, record.startedAt, std::chrono::milliseconds(0), fields);
    if (dialects::anyLoss(call.losses))
        fields.push_back({"x-gatehouse-losses", listLosses(call.losses)});
}

std::string statusLine(int status) {
    return "status " + std::to_string(status);
}

std::string listLosses(const dialects::Losses& losses) {
    std::string list;
    for (const auto& loss : losses) {
        if (!dialects::isLoss(loss))
            continue;
        if (!list.empty())
            list += ", ";
        // Field names come from the request; a header value takes visible ASCII only.
        for (const char c : loss.field)
            list += c > ' ' && c < 0x7f && c != ',' ? c : '_';
        if (list.size() > 4'000)
            break;
    }
    return list;
}

Task<void> answerError(Call& call, const Error& error, ErrorExtras extras) {
    const int status = dialects::statusOf(error, call.address.dialect);
    noteError(call, error, status);
    http::ResponseHead head;
    head.status = status;
    head.fields.push_back({"content-type", "application/json"});
    head.fields.push_back({"x-gatehouse-error", error.code});
    const auto dialect = call.address.dialect;
    if (dialect == dialects::Dialect::Bedrock || dialect == dialects::Dialect::BedrockInvoke)
        head.fields.push_back({"x-amzn-errortype", std::string(dialects::bedrock::errorName(error, status))});
    if (extras.retryAfter.count() > 0)
        head.fields.push_back({"retry-after", seconds(extras.retryAfter)});
    if (!extras.counts.empty())
        addLimitFields(extras.counts, dialect, call.record.startedAt, extras.retryAfter, head.fields);
    if (extras.neverRetry)
        head.fields.push_back({"x-should-retry", "false"});
    if (!extras.allow.empty())
        head.fields.push_back({"allow", std::string(extras.allow)});
    if (status == 401)
        head.fields.push_back({"www-authenticate", "Bearer realm=\"gatehouse\""});
    if (call.record.attempts > 0)
        addServedFields(call, head.fields);
    call.capture.head(telemetry::BodyPart::AnswerSent, statusLine(status), head.fields);
    std::string body = dialects::writeError(error, call.address.dialect, call.record.id);
    call.record.bytesOut += static_cast<std::int64_t>(body.size());
    call.capture.append(telemetry::BodyPart::AnswerSent, body);
    (void)co_await call.exchange.respond(std::move(head), std::move(body));
}

} // namespace gatehouse::pipeline
