// SPDX-License-Identifier: Apache-2.0
// What comes back from a service, to its client.
#include "core/http/server/compression.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/find_api.h"
#include "core/pipeline/apis/service_api.h"
#include "core/pipeline/limit_fields.h"
#include "core/pipeline/prepare.h"

#include <algorithm>
#include <limits>

namespace gatehouse::pipeline {
namespace {

using telemetry::BodyPart;
using telemetry::ErrorClass;
using telemetry::Outcome;

constexpr std::size_t mostCompressed = std::size_t{1} << 20U; // as core/http/server/compression.h

bool lacksBody(int status) {
    return status == 204 || status == 205 || status == 304;
}

bool isKeptAsText(std::string_view type) {
    return services::isJsonType(type) || type.starts_with("text/");
}

std::string_view typeOf(const services::Headers& headers) {
    const auto* type = services::find(headers, "content-type");
    return type != nullptr ? std::string_view(*type) : std::string_view();
}

Error brokenAnswer() {
    return failure(ErrorKind::Unavailable, "upstream_truncated", "The service's answer broke off. Ask again.").value();
}

Error answerTooLarge() {
    return failure(ErrorKind::Unavailable, "upstream_too_large",
                   "The service's answer is larger than this API may change or check (most_answer).")
        .value();
}

// How much of an answer is read before its head goes out, and whether it must end by then.
struct Wish {
    std::size_t most = 0;
    bool must = false;
};

Wish wishFor(const ServiceVisit& visit, const http::UpstreamHead& head, bool json, bool kept) {
    const auto length = parseUnsigned(trim(head.field("content-length")));
    if (json && (visit.rule->readsAnswer))
        return {visit.service->mostAnswer, true};
    if (kept || (json && visit.service->checksAnswers && visit.operation != nullptr))
        return {visit.service->mostAnswer, false};
    const bool compressed = visit.service->compression && length && *length <= mostCompressed &&
                            isKeptAsText(head.field("content-type")) &&
                            http::chooseCoding(visit.asked.header("accept-encoding")) != http::ContentCoding::Identity;
    return {compressed ? mostCompressed : 0, false};
}

} // namespace

// Why nothing more may go to the client; nothing: it may.
std::optional<Error> ServiceApi::whyNotOn(ServiceVisit& visit, config::SnapshotPtr& seen) const {
    auto& call = visit.call;
    if (call.exchange.timedOut())
        return whyStopped(call);
    if (seen == m_parts.snapshot.current())
        return std::nullopt;
    seen = m_parts.snapshot.current();
    const auto at = m_parts.clock.wall();
    if (!access::stillValid(*seen, call.key().digest, at))
        return failure(ErrorKind::Unauthorized, "invalid_key",
                       "The key was revoked or has expired while this answer ran. Use another key.")
            .value();
    if (!subscriptionHolds(*seen, call, at))
        return failure(ErrorKind::Forbidden, "subscription_ended", "The subscription ended while this answer ran.")
            .value();
    return std::nullopt;
}

// To its end, or until there is more than that.
Task<ServiceAnswer> ServiceApi::readUpTo(ServiceVisit& visit, http::UpstreamCall& answer, std::size_t most,
                                         config::SnapshotPtr& seen) {
    ServiceAnswer read;
    for (;;) {
        auto piece = co_await answer.next();
        if (visit.call.exchange.left()) {
            read.broken = brokenAnswer();
            co_return read;
        }
        read.broken = whyNotOn(visit, seen);
        if (visit.call.exchange.timedOut())
            co_await visit.call.exchange.clearTimeout();
        if (!read.broken && !piece)
            read.broken = brokenAnswer();
        if (read.broken)
            co_return read;
        if (piece->empty()) {
            read.whole = true;
            co_return read;
        }
        read.body.append(*piece);
        if (read.body.size() > most)
            co_return read;
    }
}

Task<ServiceApi::Step> ServiceApi::deliver(ServiceVisit& visit, const services::Group& group,
                                           const services::Server& server, http::UpstreamCall& answer, bool mayRepeat,
                                           Error& failed) {
    auto& call = visit.call;
    const auto& head = answer.head();
    const auto fields = viewsOf(head.fields);
    const bool plain = head.field("content-encoding").empty() && visit.asked.method != "HEAD";
    const bool json = plain && services::isJsonType(head.field("content-type"));
    auto fresh = visit.cacheUse == services::CacheUse::No
                     ? std::nullopt
                     : services::freshFor(*visit.rule, head.status, fields, m_parts.clock.wall());
    const auto wish = wishFor(visit, head, json, fresh.has_value());
    config::SnapshotPtr seen = call.snapshot;
    auto read = co_await readUpTo(visit, answer, wish.most, seen);
    if (call.exchange.left())
        co_return Step::Done;
    if (read.broken || (wish.must && !read.whole)) {
        failed = read.broken ? std::move(*read.broken) : answerTooLarge();
        const bool its = read.broken && failed.code == "upstream_truncated";
        if (its)
            services::noteBad(group, server, now());
        if (its && mayRepeat)
            co_return Step::Again;
        co_await refuseApiCall(visit.api, std::move(failed));
        co_return Step::Done;
    }
    std::optional<boost::json::value> value;
    const bool looked = visit.rule->readsAnswer || (visit.service->checksAnswers && visit.operation != nullptr);
    if (json && read.whole && looked) {
        if (auto parsed = services::parseStrictly(read.body))
            value = std::move(*parsed);
    }
    if (visit.service->checksAnswers && visit.operation != nullptr) {
        const auto problem = services::Validation::answerProblem(*visit.operation, head.status,
                                                                 head.field("content-type"), value ? &*value : nullptr);
        if (problem)
            call.record.explain.note = "the answer does not fit the document: " + *problem;
    }
    auto incoming = services::incoming(*visit.rule, visit.asked, visit.values, server, head.status, fields,
                                       value ? &*value : nullptr);
    visit.api.exchange.tellProblems(false); // from here on it is the service's answer, whatever its status
    noteOutcome(visit, incoming.status);
    const bool headOnly = visit.asked.method == "HEAD" && !lacksBody(incoming.status);
    if (!read.whole || headOnly) {
        co_await sendOn(visit, std::move(incoming), answer, std::move(read), seen);
        co_return Step::Done;
    }
    std::string body = incoming.body ? std::move(*incoming.body) : std::move(read.body);
    incoming.body.reset();
    if (fresh)
        keep(visit, incoming, body, *fresh, services::ageOf(fields));
    co_await sendWhole(visit, std::move(incoming), std::move(body));
    co_return Step::Done;
}

void ServiceApi::keep(const ServiceVisit& visit, const services::Incoming& incoming, const std::string& body,
                      std::chrono::seconds fresh, std::chrono::seconds age) {
    services::StoredAnswer stored;
    stored.key = visit.cacheKey;
    stored.status = incoming.status;
    stored.headers = incoming.headers;
    stored.body = body;
    stored.storedAt = now();
    stored.age = age;
    stored.until = stored.storedAt + fresh;
    m_parts.answers->put(std::make_shared<const services::StoredAnswer>(std::move(stored)));
}

void ServiceApi::noteOutcome(ServiceVisit& visit, int status) const {
    auto& record = visit.call.record;
    record.status = status;
    record.outcome = status >= 500 ? Outcome::ProviderError : Outcome::Ok;
    record.errorClass = status >= 500 ? ErrorClass::ProviderError : ErrorClass::None;
    if (record.firstByteMicros == 0)
        record.firstByteMicros = visit.call.elapsedMicros(now());
}

void ServiceApi::addServed(const ServiceVisit& visit, http::ResponseHead& head) const {
    const auto& call = visit.call;
    head.fields.push_back({"x-gatehouse-cache", call.record.cache});
    head.fields.push_back({"x-gatehouse-attempts", std::to_string(call.record.attempts)});
    if (!call.counts.empty())
        addLimitFields(call.counts, call.address.dialect, call.record.startedAt, std::chrono::milliseconds(0),
                       head.fields);
}

Task<void> ServiceApi::sendWhole(ServiceVisit& visit, services::Incoming incoming, std::string body) {
    auto& call = visit.call;
    visit.api.exchange.tellProblems(false);
    noteOutcome(visit, incoming.status);
    http::ResponseHead head;
    head.status = incoming.status;
    for (auto& [name, value] : incoming.headers)
        head.fields.push_back({std::move(name), std::move(value)});
    if (lacksBody(head.status))
        body.clear();
    if (visit.service->compression && visit.asked.method != "HEAD" && http::isCompressible(head, body.size())) {
        http::addVary(head);
        const auto coding = http::chooseCoding(visit.asked.header("accept-encoding"));
        auto smaller = coding != http::ContentCoding::Identity ? http::compress(body, coding) : std::nullopt;
        if (smaller) {
            head.fields.push_back({"Content-Encoding", std::string(http::nameOf(coding))});
            body = std::move(*smaller);
        }
    }
    addServed(visit, head);
    call.capture.head(BodyPart::AnswerSent, statusLine(head.status), head.fields);
    call.record.bytesOut += static_cast<std::int64_t>(body.size());
    (void)co_await call.exchange.respond(std::move(head), std::move(body));
}

Task<void> ServiceApi::sendOn(ServiceVisit& visit, services::Incoming incoming, http::UpstreamCall& answer,
                              ServiceAnswer begun, config::SnapshotPtr& seen) {
    auto& call = visit.call;
    http::ResponseHead head;
    head.status = incoming.status;
    head.length = parseUnsigned(trim(answer.head().field("content-length")));
    const std::string type(typeOf(incoming.headers));
    for (auto& [name, value] : incoming.headers)
        head.fields.push_back({std::move(name), std::move(value)});
    addServed(visit, head);
    const bool captured = call.capture.on() && isKeptAsText(type);
    call.record.streamed = type.starts_with("text/event-stream");
    call.capture.head(BodyPart::AnswerSent, statusLine(head.status), head.fields);
    const bool opened = (co_await call.exchange.beginStream(std::move(head))).has_value();
    if (!opened)
        co_return;
    std::string held = std::move(begun.body);
    bool whole = begun.whole;
    for (std::string_view piece = held;;) {
        if (!piece.empty()) {
            if (captured)
                call.capture.append(BodyPart::AnswerSent, piece, type);
            const auto sent = co_await call.exchange.write(piece);
            if (!sent)
                co_return;
            call.record.bytesOut += static_cast<std::int64_t>(piece.size());
        }
        if (whole)
            break;
        held = {};
        auto next = co_await answer.next();
        if (call.exchange.left())
            co_return;
        auto broken = whyNotOn(visit, seen);
        if (call.exchange.timedOut())
            co_await call.exchange.clearTimeout();
        if (!broken && !next)
            broken = brokenAnswer();
        if (broken) {
            // Without its end nobody takes the part for the whole; there is no place to tell more.
            noteError(call, *broken, call.record.status);
            call.record.outcome = Outcome::Truncated;
            call.record.errorClass = ErrorClass::Truncated;
            co_return;
        }
        whole = next->empty();
        piece = *next;
    }
    (void)co_await call.exchange.endStream();
}

} // namespace gatehouse::pipeline
