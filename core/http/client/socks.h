// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/client/proxy_tunnel.h"

#include <span>
#include <string>

namespace gatehouse::http {

// The words with a proxy before it leads on. Reads never go past what was asked for: what follows is the target's.
class TunnelTalk {
public:
    TunnelTalk(Connection& connection, const ProxyAddress& proxy) : m_connection(connection), m_proxy(proxy) {}
    Task<Result<void>> send(std::string_view bytes);
    // Appends at least one byte; the text grows to "most" at the most.
    Task<Result<void>> readSome(std::string& text, std::size_t most);
    Task<Result<void>> readExactly(std::span<unsigned char> into);

private:
    Error broken(const boost::system::error_code& code) const;
    Connection& m_connection;
    const ProxyAddress& m_proxy;
};

// The proxy must outlive the conversation.
Task<Result<void>> connectBySocks(TunnelTalk& talk, const ProxyAddress& proxy, const TunnelTarget& target);

} // namespace gatehouse::http
