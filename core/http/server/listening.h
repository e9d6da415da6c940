// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::http {

// The addresses that host stands for (a name, or an address with or without brackets). Error: "bad_listen_address".
// Blocks while it resolves a name: for start only.
Result<std::vector<asio::ip::tcp::endpoint>> endpointsOf(const std::string& host, std::uint16_t port);

// One listening socket for each executor, all on the endpoint. The first is bound plainly, which fails where anyone has
// the port; only then SO_REUSEPORT lets the others join it. Error: "cannot_bind".
Result<std::vector<TcpAcceptor>> bindAll(asio::ip::tcp::endpoint endpoint, const std::vector<Executor>& executors);

} // namespace gatehouse::http
