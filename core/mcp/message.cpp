// SPDX-License-Identifier: Apache-2.0
#include "core/mcp/message.h"

#include "core/base/text.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <algorithm>

namespace gatehouse::mcp {
namespace {

namespace json = dialects::json;

constexpr std::size_t longestId = 256;
constexpr std::size_t longestMethod = 128;

Wrong invalid(std::string id, std::string message) {
    return {Fault::InvalidRequest, id.empty() ? "null" : std::move(id), std::move(message)};
}

// JSON-RPC takes texts and numbers; MCP takes no null.
std::optional<std::string> idOf(json::View id) {
    if (id.kind() == json::Kind::Missing)
        return std::string();
    if ((!id.isString() && !id.isNumber()) || id.written().size() > longestId)
        return std::nullopt;
    return std::string(id.written());
}

std::string answer(const std::string& id, const auto& result) {
    std::string out;
    json::Writer writer(out);
    writer.beginObject().text("jsonrpc", "2.0").raw("id", id).beginObject("result");
    result(writer);
    writer.endObject().endObject();
    return out;
}

} // namespace

bool isProtocolVersion(std::string_view version) {
    return std::find(protocolVersions.begin(), protocolVersions.end(), version) != protocolVersions.end();
}

std::variant<Message, Wrong> readMessage(std::string_view text) {
    if (trim(text).starts_with('['))
        return invalid("null", "Send one message at a time: batches are not taken.");
    const auto document = json::Document::parse(text);
    if (!document)
        return Wrong{Fault::Parse, "null", "The body is not one JSON object."};
    const auto root = document->root();
    Message message;
    auto id = idOf(root["id"]);
    if (!id)
        return invalid("null", "id must be a text or a number.");
    message.id = std::move(*id);
    if (root["jsonrpc"].text() != "2.0")
        return invalid(message.id, "jsonrpc must be \"2.0\".");
    const auto method = root["method"];
    const bool isAnswer = root["result"].kind() != json::Kind::Missing || root["error"].isObject();
    if (!method.isString() && !isAnswer)
        return invalid(message.id, "method must be a text.");
    message.method = method.text();
    if (message.method.size() > longestMethod)
        return invalid(message.id, "method is too long.");
    const auto params = root["params"];
    if (params.kind() != json::Kind::Missing && !params.isObject())
        return Wrong{Fault::InvalidParams, message.id.empty() ? "null" : message.id, "params must be an object."};
    message.params = params.written();
    return message;
}

std::optional<ToolCall> readToolCall(std::string_view params) {
    const auto document = json::Document::parse(params);
    if (!document)
        return std::nullopt;
    const auto name = document->root()["name"];
    const auto arguments = document->root()["arguments"];
    if (!name.isString() || (arguments.given() && !arguments.isObject()))
        return std::nullopt;
    return ToolCall{name.text(), arguments.given() ? std::string(arguments.written()) : std::string("{}")};
}

std::string askedVersion(std::string_view params) {
    const auto document = json::Document::parse(params);
    return document ? document->root()["protocolVersion"].text() : std::string();
}

std::string initializeAnswer(const std::string& id, std::string_view asked, std::string_view serverVersion) {
    return answer(id, [&](json::Writer& it) {
        it.text("protocolVersion", isProtocolVersion(asked) ? asked : protocolVersions.front());
        it.beginObject("capabilities").beginObject("tools").boolean("listChanged", false).endObject().endObject();
        it.beginObject("serverInfo").text("name", "gatehouse").text("title", "Gatehouse");
        it.text("version", serverVersion).endObject();
        it.text("instructions", "The tools are the APIs that your key may call. What may be called is decided anew at "
                                "each call.");
    });
}

std::string emptyAnswer(const std::string& id) {
    return answer(id, [](json::Writer&) {});
}

std::string toolsAnswer(const std::string& id, const std::vector<Tool>& tools) {
    return answer(id, [&](json::Writer& it) {
        it.beginArray("tools");
        for (const auto& tool : tools) {
            it.beginObject().text("name", tool.name);
            if (!tool.title.empty())
                it.text("title", tool.title);
            it.text("description", tool.description).raw("inputSchema", tool.inputSchema);
            if (!tool.outputSchema.empty())
                it.raw("outputSchema", tool.outputSchema);
            it.endObject();
        }
        it.endArray();
    });
}

std::string callAnswer(const std::string& id, std::string_view text, bool failed, std::string_view structured) {
    return answer(id, [&](json::Writer& it) {
        it.beginArray("content").beginObject().text("type", "text").text("text", text).endObject().endArray();
        if (!structured.empty())
            it.raw("structuredContent", structured);
        it.boolean("isError", failed);
    });
}

std::string errorAnswer(const std::string& id, Fault fault, std::string_view message) {
    std::string out;
    json::Writer writer(out);
    writer.beginObject().text("jsonrpc", "2.0").raw("id", id.empty() ? "null" : id).beginObject("error");
    writer.number("code", static_cast<int>(fault)).text("message", message).endObject().endObject();
    return out;
}

} // namespace gatehouse::mcp
