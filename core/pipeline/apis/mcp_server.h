// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/apis/api_tools.h"
#include "core/http/exchange.h"
#include "core/mcp/message.h"
#include "core/pipeline/call.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::access {
class FailureBudget;
} // namespace gatehouse::access

namespace gatehouse::pipeline {

inline constexpr std::string_view mcpPath = "/mcp";

// The published APIs that a key may call, as tools of the Model Context Protocol (Streamable HTTP, without sessions:
// each message stands alone, and nothing is sent unasked). A call of a tool goes through the gateway's own handler as a
// call of that API, with the client's own key: the same checks, limits and record. One per I/O thread.
class McpServer {
public:
    McpServer(http::Handler& gateway, access::FailureBudget& failures, const Clock& clock)
        : m_gateway(gateway), m_failures(failures), m_clock(clock) {}

    // Answers in every case.
    Task<void> serve(http::Exchange& exchange, config::SnapshotPtr snapshot);

private:
    Task<std::string> answerTo(Call& call, const mcp::Message& message);
    Task<std::string> callTool(Call& call, const mcp::Message& message);

    http::Handler& m_gateway;
    access::FailureBudget& m_failures;
    const Clock& m_clock;
};

// The tools of all published APIs that the application may call now.
std::vector<apis::ApiTool> toolsFor(const config::Snapshot& snapshot, const access::Identity& identity, WallMicros now);

} // namespace gatehouse::pipeline
