// SPDX-License-Identifier: Apache-2.0
#include "support/fake_exchange.h"

#include <utility>

namespace gatehouse::admin::test {
namespace {

tl::unexpected<Error> cancelled() {
    return failure(ErrorKind::Cancelled, "client_left", "The client left.");
}

} // namespace

FakeExchange::FakeExchange(Executor executor, FakeRequest request)
    : m_executor(executor), m_request(std::move(request)) {
    m_head.method = m_request.method;
    m_head.target = m_request.target;
    const auto mark = m_head.target.find('?');
    m_head.path = m_head.target.substr(0, mark);
    m_head.query = mark == std::string_view::npos ? std::string_view() : m_head.target.substr(mark + 1);
    for (const auto& field : m_request.fields)
        m_head.fields.push_back({field.name, field.value});
}

Task<Result<std::string_view>> FakeExchange::readBody(std::size_t most) {
    if (m_request.body.size() > most)
        co_return failure(ErrorKind::TooLarge, "body_too_large", "The body is too large.");
    co_return std::string_view(m_request.body);
}

Task<Result<std::string_view>> FakeExchange::readBodyPiece(std::size_t most) {
    if (std::exchange(m_pieceGiven, true))
        co_return std::string_view();
    co_return co_await readBody(most);
}

Task<Result<void>> FakeExchange::respond(http::ResponseHead head, std::string body) {
    const std::scoped_lock lock(m_mutex);
    m_headSent = true;
    m_answered = std::move(head);
    m_body = std::move(body);
    co_return Result<void>();
}

Task<Result<void>> FakeExchange::beginStream(http::ResponseHead head) {
    const std::scoped_lock lock(m_mutex);
    m_headSent = true;
    m_answered = std::move(head);
    co_return Result<void>();
}

Task<Result<void>> FakeExchange::write(std::string_view bytes) {
    // A client that does not read: the bytes do not get away. Looked at anew every millisecond.
    while (m_held.load() && !m_left.load()) {
        Timer timer(m_executor, std::chrono::milliseconds(1));
        co_await timer.async_wait(asTask);
    }
    if (m_left.load())
        co_return cancelled();
    const std::scoped_lock lock(m_mutex);
    m_body += bytes;
    co_return Result<void>();
}

Task<Result<void>> FakeExchange::endStream() {
    m_ended.store(true);
    co_return Result<void>();
}

http::ResponseHead FakeExchange::answered() const {
    const std::scoped_lock lock(m_mutex);
    return m_answered;
}

std::string FakeExchange::body() const {
    const std::scoped_lock lock(m_mutex);
    return m_body;
}

void FakeExchange::leave() {
    m_left.store(true);
    m_signal.emit(asio::cancellation_type::terminal);
}

} // namespace gatehouse::admin::test
