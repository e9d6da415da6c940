// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/api_exchange.h"

#include "core/base/text.h"
#include "core/contract/problem.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>

namespace gatehouse::pipeline {
namespace {

constexpr std::string_view eventStream = "text/event-stream; charset=utf-8";
constexpr std::string_view cacheField = "x-gatehouse-cache";
constexpr std::string_view plainText = "text/plain; charset=utf-8";

// Of the client's body and its wishes for an answer: they say nothing about the request that stands in their place.
constexpr std::array<std::string_view, 7> ofTheBody{
    "content-type", "content-length", "content-encoding", "transfer-encoding", "accept", "prefer", "expect"};

bool isKept(const http::FieldView& field) {
    const auto name = toLower(field.name);
    return !name.starts_with("anthropic-") && !name.starts_with("openai-") && !name.starts_with("inference-header") &&
           std::find(ofTheBody.begin(), ofTheBody.end(), name) == ofTheBody.end();
}

void setField(http::ResponseHead& head, std::string_view name, std::string value) {
    std::erase_if(head.fields, [name](const http::Field& field) { return equalsIgnoringCase(field.name, name); });
    head.fields.push_back({std::string(name), std::move(value)});
}

std::string codeIn(const http::ResponseHead& head) {
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "x-gatehouse-error"))
            return field.value;
    }
    return {};
}

} // namespace

void ApiExchange::replaceRequest(std::string path, std::string query, std::string body) {
    http::RequestHead made;
    m_path = std::move(path);
    m_query = std::move(query);
    made.method = http::Method::Post;
    made.target = made.path = m_path;
    made.query = m_query;
    for (const auto& field : m_client.head().fields) {
        if (isKept(field) && (m_cached || !equalsIgnoringCase(field.name, cacheField)))
            made.fields.push_back(field);
    }
    if (!m_cached)
        made.fields.push_back({cacheField, "off"});
    made.fields.push_back({"content-type", "application/json"});
    m_head = std::move(made);
    m_body = std::move(body);
}

void ApiExchange::replacePath(std::string_view path) {
    auto made = m_client.head();
    m_path = std::string(path);
    made.path = made.target = m_path;
    m_head = std::move(made);
}

void ApiExchange::addFields(const apis::NamedTexts& fields) {
    m_fields.insert(m_fields.end(), fields.begin(), fields.end());
}

Task<Result<std::string_view>> ApiExchange::readBody(std::size_t most) {
    if (!m_body) {
        auto body = co_await m_client.readBody(most);
        co_return body;
    }
    if (m_body->size() > most)
        co_return failure(ErrorKind::TooLarge, "body_too_large", "The request is too large. Send less.");
    co_return std::string_view(*m_body);
}

Task<Result<std::string_view>> ApiExchange::readBodyPiece(std::size_t most) {
    if (m_body) {
        auto body = co_await readBody(most);
        co_return body;
    }
    auto piece = co_await m_client.readBodyPiece(most);
    co_return piece;
}

void ApiExchange::releaseBody() {
    m_body.reset();
    m_client.releaseBody();
}

std::optional<std::uint64_t> ApiExchange::bodyLength() const {
    return m_body ? std::optional<std::uint64_t>(m_body->size()) : m_client.bodyLength();
}

// Errors come in OpenAI's form, be they ours or a provider's.
void ApiExchange::writeProblem(http::ResponseHead& head, std::string& body) const {
    auto told = apis::readErrorText(body);
    contract::Problem problem;
    problem.code = codeIn(head);
    if (problem.code.empty())
        problem.code = told.code.empty() ? "upstream_error" : std::move(told.code);
    problem.detail = std::move(told.message);
    if (m_fault && m_fault->code == problem.code) {
        problem.detail = m_fault->message;
        problem.field = m_fault->field;
        problem.expected = m_fault->expected;
        problem.found = m_fault->found;
    }
    problem.status = head.status;
    problem.title = contract::titleOf(head.status);
    auto document = contract::toJson(problem);
    document["request_id"] = m_client.requestId();
    body = boost::json::serialize(document);
    setField(head, "content-type", std::string(contract::problemType));
}

void ApiExchange::writeText(http::ResponseHead& head, std::string& body) {
    auto answer = apis::readAnswerText(body);
    if (!answer) {
        m_fault = answer.error();
        head.status = 502;
        setField(head, "x-gatehouse-error", m_fault->code);
        writeProblem(head, body);
        return;
    }
    if (!answer->stop.empty())
        setField(head, "x-gatehouse-stop", answer->refused ? "refusal" : answer->stop);
    setField(head, "content-type", std::string(m_streamed ? eventStream : plainText));
    if (!m_streamed) {
        body = std::move(answer->text);
        return;
    }
    std::string events;
    apis::writeTextEvents(*answer, events);
    body = std::move(events);
}

void ApiExchange::finishHead(http::ResponseHead& head) const {
    for (const auto& [name, value] : m_fields)
        head.fields.push_back({name, value});
}

void ApiExchange::hold(ApiExchange& other) {
    m_holds = other.m_holds;
    m_heldHead = std::move(other.m_heldHead);
    m_heldBody = std::move(other.m_heldBody);
}

void ApiExchange::dropHeld() {
    m_holds = false;
    m_heldHead = {};
    m_heldBody.clear();
}

Task<Result<void>> ApiExchange::answer(http::ResponseHead head, std::string body) {
    finishHead(head);
    auto sent = co_await m_client.respond(std::move(head), std::move(body));
    co_return sent;
}

Task<Result<void>> ApiExchange::respond(http::ResponseHead head, std::string body) {
    if (m_form == AnswerForm::Held) {
        m_holds = true;
        m_heldHead = std::move(head);
        m_heldBody = std::move(body);
        co_return Result<void>();
    }
    if (head.status >= 400 && m_problems)
        writeProblem(head, body);
    else if (head.status < 300 && m_form == AnswerForm::Text)
        writeText(head, body);
    auto sent = co_await answer(std::move(head), std::move(body));
    co_return sent;
}

Task<Result<void>> ApiExchange::beginStream(http::ResponseHead head) {
    if (m_form == AnswerForm::Held) {
        m_holds = true;
        m_heldHead = std::move(head);
        co_return Result<void>();
    }
    if (m_form == AnswerForm::Text) {
        setField(head, "content-type", std::string(eventStream));
        head.length.reset();
    }
    finishHead(head);
    auto begun = co_await m_client.beginStream(std::move(head));
    co_return begun;
}

Task<Result<void>> ApiExchange::write(std::string_view bytes) {
    if (m_form == AnswerForm::Held) {
        m_heldBody.append(bytes);
        co_return Result<void>();
    }
    if (m_form == AnswerForm::Dialect) {
        auto sent = co_await m_client.write(bytes);
        co_return sent;
    }
    m_out.clear();
    m_text.feed(bytes, m_out);
    if (m_out.empty())
        co_return Result<void>();
    auto sent = co_await m_client.write(m_out);
    co_return sent;
}

Task<Result<void>> ApiExchange::endStream() {
    if (m_form == AnswerForm::Held)
        co_return Result<void>();
    m_out.clear();
    if (m_form == AnswerForm::Text)
        m_text.finish(m_out);
    if (!m_out.empty()) {
        auto sent = co_await m_client.write(m_out);
        if (!sent)
            co_return sent;
    }
    auto ended = co_await m_client.endStream();
    co_return ended;
}

} // namespace gatehouse::pipeline
