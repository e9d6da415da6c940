// SPDX-License-Identifier: Apache-2.0
#pragma once

// Asio as the whole core uses it: one io_context per I/O thread, executors without type erasure.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gatehouse {

namespace asio = boost::asio;

using Executor = asio::io_context::executor_type;

// A coroutine of the data plane. It runs on one I/O thread from its start to its end.
template <typename T>
using Task = asio::awaitable<T, Executor>;

using UseTask = asio::use_awaitable_t<Executor>;
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using TcpAcceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using TcpResolver = asio::ip::basic_resolver<asio::ip::tcp, Executor>;

// auto [ec, n] = co_await socket.async_read_some(buffer, asTask);
inline constexpr asio::as_tuple_t<UseTask> asTask{};

} // namespace gatehouse
