// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/listening.h"

#include <boost/asio/ip/v6_only.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace gatehouse::http {

using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr int backlog = 4096; // the kernel's own limit (somaxconn) may lower it

std::string textOf(const tcp::endpoint& endpoint) {
    std::string text;
    if (endpoint.address().is_v6())
        text += '[';
    text += endpoint.address().to_string();
    if (endpoint.address().is_v6())
        text += ']';
    text += ':';
    text += std::to_string(endpoint.port());
    return text;
}

error_code sharePort(TcpAcceptor& acceptor) {
    const int yes = 1;
    const int result = ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    return result == 0 ? error_code() : error_code(errno, boost::system::system_category());
}

error_code prepare(TcpAcceptor& acceptor, const tcp::endpoint& endpoint) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(asio::socket_base::reuse_address(true), error);
    // "::" takes IPv4 too; any other address is of its own family alone.
    if (!error && endpoint.address().is_v6())
        acceptor.set_option(asio::ip::v6_only(!endpoint.address().is_unspecified()), error);
    return error;
}

tl::unexpected<Error> cannotBind(const tcp::endpoint& endpoint, const error_code& error) {
    std::string mend = ". Choose another port, or end the process that has this one.";
    if (error == asio::error::access_denied)
        mend = ". Choose a port from 1024 up, or give the process the right to this one.";
    else if (error == boost::system::errc::address_not_available)
        mend = ". Listen on an address that this machine has.";
    return failure(ErrorKind::Conflict, "cannot_bind",
                   "Cannot listen on " + textOf(endpoint) + ": " + error.message() + mend);
}

} // namespace

Result<std::vector<tcp::endpoint>> endpointsOf(const std::string& host, std::uint16_t port) {
    std::string name = host;
    if (name.size() > 2 && name.front() == '[' && name.back() == ']')
        name = name.substr(1, name.size() - 2);
    error_code error;
    const auto address = asio::ip::make_address(name, error);
    if (!error)
        return std::vector<tcp::endpoint>{tcp::endpoint(address, port)};
    asio::io_context context;
    asio::ip::basic_resolver<tcp, Executor> resolver(context.get_executor());
    const auto found = resolver.resolve(name, std::to_string(port), error);
    std::vector<tcp::endpoint> endpoints;
    for (const auto& entry : found) {
        if (std::find(endpoints.begin(), endpoints.end(), entry.endpoint()) == endpoints.end())
            endpoints.push_back(entry.endpoint());
    }
    if (error || endpoints.empty())
        return failure(ErrorKind::Invalid, "bad_listen_address",
                       "\"" + host + "\" is no address and no known name. Give one like 127.0.0.1, ::1 or localhost.");
    return endpoints;
}

Result<std::vector<TcpAcceptor>> bindAll(tcp::endpoint endpoint, const std::vector<Executor>& executors) {
    std::vector<TcpAcceptor> acceptors;
    for (const auto& executor : executors) {
        const bool first = acceptors.empty();
        TcpAcceptor acceptor(executor);
        auto error = prepare(acceptor, endpoint);
        if (!error && !first)
            error = sharePort(acceptor);
        if (!error)
            acceptor.bind(endpoint, error);
        if (!error && first && executors.size() > 1)
            error = sharePort(acceptor);
        if (!error)
            acceptor.listen(backlog, error);
        if (error)
            return cannotBind(endpoint, error);
        endpoint.port(acceptor.local_endpoint(error).port());
        acceptors.push_back(std::move(acceptor));
    }
    return acceptors;
}

} // namespace gatehouse::http
