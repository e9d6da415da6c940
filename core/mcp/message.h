// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The Model Context Protocol as a server of tools speaks it over Streamable HTTP: JSON-RPC 2.0 messages in, texts out
// (modelcontextprotocol.io/specification, "Lifecycle", "Transports", "Tools"). Pure; any thread.
namespace gatehouse::mcp {

// The newest first.
inline constexpr std::array<std::string_view, 4> protocolVersions{"2025-11-25", "2025-06-18", "2025-03-26",
                                                                  "2024-11-05"};
bool isProtocolVersion(std::string_view version);

// Codes of JSON-RPC 2.0, section 5.1.
enum class Fault { Parse = -32700, InvalidRequest = -32600, UnknownMethod = -32601, InvalidParams = -32602 };

struct Message {
    std::string id;     // as it was written: a number, or a text in its quotes; empty: a notification
    std::string method; // empty: an answer to a request that this server never sends
    std::string params; // as they were written; empty: none
};

// What cannot be taken, and how to say so.
struct Wrong {
    Fault fault = Fault::Parse;
    std::string id; // "null" where it could not be read
    std::string message;
};

// One message; batches went with revision 2025-06-18.
std::variant<Message, Wrong> readMessage(std::string_view text);

struct ToolCall {
    std::string name;
    std::string arguments; // a JSON object, as it was written; "{}" where none were given
};
// Nothing where params do not name a tool.
std::optional<ToolCall> readToolCall(std::string_view params);
// The version that "initialize" asks for; empty where it names none.
std::string askedVersion(std::string_view params);

struct Tool {
    std::string name;
    std::string title;
    std::string description;
    std::string inputSchema;  // JSON
    std::string outputSchema; // JSON; empty: none
};

// The version that was asked for where it is known, else the newest.
std::string initializeAnswer(const std::string& id, std::string_view askedVersion, std::string_view serverVersion);
std::string emptyAnswer(const std::string& id);
std::string toolsAnswer(const std::string& id, const std::vector<Tool>& tools);
// "structured" is JSON of an object, or empty.
std::string callAnswer(const std::string& id, std::string_view text, bool failed, std::string_view structured = {});
std::string errorAnswer(const std::string& id, Fault fault, std::string_view message);

} // namespace gatehouse::mcp
