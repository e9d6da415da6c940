// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/kept_exchange.h"

#include <boost/asio/this_coro.hpp>
#include <utility>

namespace gatehouse::pipeline {
namespace {

tl::unexpected<Error> gone() {
    return failure(ErrorKind::Cancelled, "client_gone", "Nobody waits for the answer any more.");
}

} // namespace

KeptExchange::KeptExchange(Executor executor, std::string id, KeptRequest request, std::size_t most)
    : m_executor(executor), m_id(std::move(id)), m_request(std::move(request)), m_most(most) {
    m_head.method = m_request.method;
    m_head.target = m_head.path = m_request.path;
    m_head.query = m_request.query;
    for (const auto& field : m_request.fields)
        m_head.fields.push_back({field.name, field.value});
}

std::string_view KeptExchange::field(std::string_view name) const {
    for (const auto& field : m_fields) {
        if (equalsIgnoringCase(field.name, name))
            return field.value;
    }
    return {};
}

bool KeptExchange::mustStop(std::chrono::steady_clock::time_point now) {
    if (m_left)
        return true;
    if (now >= m_deadline) {
        m_deadline = std::chrono::steady_clock::time_point::max();
        m_timedOut = true;
    }
    return m_timedOut;
}

Task<Result<std::string_view>> KeptExchange::readBody(std::size_t most) {
    if (m_request.body.size() > most)
        co_return failure(ErrorKind::TooLarge, "body_too_large", "The request is too large. Send less.");
    co_return std::string_view(m_request.body);
}

Task<Result<std::string_view>> KeptExchange::readBodyPiece(std::size_t most) {
    if (std::exchange(m_bodyTaken, true))
        co_return std::string_view();
    auto body = co_await readBody(most);
    co_return body;
}

void KeptExchange::keep(std::string_view bytes) {
    m_tooLarge = m_tooLarge || m_answer.size() + bytes.size() > m_most;
    if (!m_tooLarge)
        m_answer.append(bytes);
}

Task<Result<void>> KeptExchange::respond(http::ResponseHead head, std::string body) {
    if (m_left)
        co_return gone();
    m_status = head.status;
    m_fields = std::move(head.fields);
    keep(body);
    co_return Result<void>();
}

Task<Result<void>> KeptExchange::beginStream(http::ResponseHead head) {
    if (m_left)
        co_return gone();
    m_status = head.status;
    m_fields = std::move(head.fields);
    co_return Result<void>();
}

Task<Result<void>> KeptExchange::write(std::string_view bytes) {
    if (m_left)
        co_return gone();
    keep(bytes);
    co_return Result<void>();
}

Task<Result<void>> KeptExchange::endStream() {
    co_return Result<void>();
}

Task<void> KeptExchange::clearTimeout() {
    m_timedOut = false;
    m_deadline = std::chrono::steady_clock::time_point::max();
    co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
}

} // namespace gatehouse::pipeline
