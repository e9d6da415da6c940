// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/shadow.h"

#include "core/dialects/dialect.h"

namespace gatehouse::pipeline {
namespace {

constexpr std::size_t largestCopy = std::size_t{1} << 20U;

tl::unexpected<Error> tooLate() {
    return failure(ErrorKind::Timeout, "deadline_passed", "The copy took too long.");
}

} // namespace

ShadowExchange::ShadowExchange(const Call& call, std::string id)
    : m_executor(call.exchange.executor()), m_id(std::move(id)), m_peer(call.exchange.peerAddress()),
      m_body(call.body) {
    const auto& head = call.exchange.head();
    std::size_t size = head.target.size() + head.path.size() + head.query.size();
    for (const auto& field : head.fields)
        size += field.name.size() + field.value.size();
    m_text.reserve(size); // never moves: views lie in it
    const auto keep = [this](std::string_view text) {
        const auto at = m_text.size();
        m_text.append(text);
        return std::string_view(m_text).substr(at, text.size());
    };
    m_head = head;
    m_head.target = keep(head.target);
    m_head.path = keep(head.path);
    m_head.query = keep(head.query);
    for (auto& field : m_head.fields) {
        field.name = keep(field.name);
        field.value = keep(field.value);
    }
}

Task<Result<std::string_view>> ShadowExchange::readBody(std::size_t) {
    co_return std::string_view(m_body);
}

Task<Result<std::string_view>> ShadowExchange::readBodyPiece(std::size_t) {
    co_return std::string_view();
}

Task<Result<void>> ShadowExchange::respond(http::ResponseHead, std::string) {
    m_answered = true;
    co_return Result<void>();
}

Task<Result<void>> ShadowExchange::beginStream(http::ResponseHead) {
    m_answered = true;
    co_return Result<void>();
}

Task<Result<void>> ShadowExchange::write(std::string_view) {
    m_late = m_late || std::chrono::steady_clock::now() > m_deadline;
    if (m_late)
        co_return tooLate();
    co_return Result<void>();
}

Task<Result<void>> ShadowExchange::endStream() {
    co_return Result<void>();
}

Task<void> ShadowExchange::clearTimeout() {
    m_late = false;
    co_return;
}

ShadowCall::ShadowCall(const Call& of, const config::Shadow& shadow, std::string id)
    : exchange(of, std::move(id)), call(exchange, of.snapshot), billed(shadow.billed) {
    call.address = of.address;
    call.identity = of.identity;
    call.body = exchange.body();
    call.form = of.form;
    call.facts = of.facts;
    auto& resolution = call.resolution;
    resolution.route = of.resolution.route;
    resolution.rule = of.resolution.rule + ", shadow of " + of.record.id;
    resolution.retry.attempts = 1;
    routing::Candidate candidate;
    candidate.provider = &of.snapshot->providers[shadow.provider];
    candidate.model = shadow.model;
    price = shadow.price;
    if (price && !billed)
        price->pretend = true;
    candidate.price = price ? &*price : nullptr;
    resolution.candidates.push_back(candidate);
    resolution.by = "shadow";
    auto& record = call.record;
    record.id = exchange.requestId();
    record.dialect = of.record.dialect;
    record.operation = of.record.operation;
    record.modelAsked = of.record.modelAsked;
    record.route = of.record.route;
    record.streamed = of.record.streamed;
    record.client = of.record.client;
    record.address = of.record.address;
    record.bytesIn = of.record.bytesIn;
    record.session = of.record.session;
    record.tags = of.record.tags.empty() ? std::string(shadowTag) : of.record.tags + "," + std::string(shadowTag);
    record.explain.rule = resolution.rule;
    if (billed) {
        record.team = of.record.team;
        record.app = of.record.app;
        record.key = of.record.key;
    }
}

bool mayBeCopied(const Call& call) {
    return !call.upload && !dialects::isRelayed(call.address.operation) &&
           !dialects::isQuestion(call.address.operation) && !call.body.empty() && call.body.size() <= largestCopy &&
           call.facts.previousResponse.empty() && call.facts.conversation.empty();
}

} // namespace gatehouse::pipeline
