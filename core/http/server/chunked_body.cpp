// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/chunked_body.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/optional/optional.hpp>

#include <limits>

namespace gatehouse::http {

namespace beast = boost::beast;
using beast::error_code;

// Beast's parser without the container of fields: only the body's bytes are kept.
class ChunkedBody::Parser final : public beast::http::basic_parser<true> {
public:
    Parser(std::string& body, std::size_t most) : m_body(&body), m_left(most) {
        header_limit(std::numeric_limits<std::uint32_t>::max()); // the strict check has its own, lower ones
        body_limit(boost::none);
        eager(true);
    }

private:
    void on_request_impl(beast::http::verb, beast::string_view, beast::string_view, int, error_code& error) override {
        error = {};
    }
    void on_response_impl(int, beast::string_view, int, error_code& error) override { error = {}; }
    void on_field_impl(beast::http::field, beast::string_view, beast::string_view, error_code& error) override {
        error = {};
    }
    void on_header_impl(error_code& error) override { error = {}; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code& error) override { error = {}; }
    std::size_t on_body_impl(beast::string_view, error_code& error) override {
        // A body that is not chunked: then Beast and the strict check do not agree on the head.
        error = beast::http::error::bad_transfer_encoding;
        return 0;
    }
    void on_chunk_header_impl(std::uint64_t size, beast::string_view, error_code& error) override {
        error = {};
        if (size > m_left)
            error = beast::http::error::body_limit;
        else
            m_left -= size;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code& error) override {
        error = {};
        m_body->append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_finish_impl(error_code& error) override { error = {}; }

    std::string* m_body;
    std::uint64_t m_left; // of what the body may be
};

ChunkedBody::ChunkedBody(std::string_view head, std::size_t most) : m_parser(std::make_unique<Parser>(m_body, most)) {
    error_code error;
    const auto used = m_parser->put(boost::asio::buffer(head), error);
    const bool agreed = (!error || error == beast::http::error::need_more) && used == head.size() &&
                        m_parser->is_header_done() && m_parser->chunked();
    if (!agreed)
        m_state = State::Bad;
}

ChunkedBody::~ChunkedBody() = default;

ChunkedBody::State ChunkedBody::feed(std::string_view raw, std::size_t& consumed) {
    consumed = 0;
    while (m_state == State::NeedMore && consumed < raw.size()) {
        error_code error;
        const auto used = m_parser->put(boost::asio::buffer(raw.substr(consumed)), error);
        consumed += used;
        if (error == beast::http::error::body_limit)
            m_state = State::TooLarge;
        else if (error && error != beast::http::error::need_more)
            m_state = State::Bad;
        else if (m_parser->is_done())
            m_state = State::Done;
        else if (used == 0 || error == beast::http::error::need_more)
            break;
    }
    return m_state;
}

} // namespace gatehouse::http
