// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/client/http_upstream.h"

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <utility>

namespace gatehouse::http {

// OpenSSL's context counts its references itself and is safe to use from several threads once it is set up.
class TlsTrust {
public:
    explicit TlsTrust(std::shared_ptr<boost::asio::ssl::context> context) : m_context(std::move(context)) {}
    boost::asio::ssl::context& context() const { return *m_context; }

private:
    std::shared_ptr<boost::asio::ssl::context> m_context;
};

} // namespace gatehouse::http
