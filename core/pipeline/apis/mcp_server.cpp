// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/mcp_server.h"

#include "core/apis/document_input.h"
#include "core/config/products.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/stages.h"
#include "core/pipeline/sub_exchange.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>
#include <variant>

namespace gatehouse::pipeline {
namespace {

constexpr std::size_t largestMessage = std::size_t{4} << 20U;
constexpr std::string_view allowed = "POST, OPTIONS";

http::ResponseHead jsonHead(int status = 200) {
    http::ResponseHead head;
    head.status = status;
    head.fields.push_back({"content-type", "application/json"});
    return head;
}

bool mayCall(const config::Products& products, std::size_t index, const access::Identity& identity, WallMicros now) {
    const auto& api = products.apis[index];
    if (api.access == config::ApiAccess::Open || api.team == identity.team)
        return true;
    if (api.access == config::ApiAccess::Team)
        return api.team == config::noIndex;
    const auto* subscription = products.subscription(index, identity.app);
    return subscription != nullptr && subscription->stateAt(now) == config::SubscriptionState::Approved;
}

mcp::Tool told(const apis::ApiTool& tool) {
    return {tool.name, tool.title, tool.description, boost::json::serialize(tool.inputSchema), {}};
}

http::Method methodNamed(std::string_view name) {
    for (const auto method :
         {http::Method::Get, http::Method::Head, http::Method::Put, http::Method::Patch, http::Method::Delete}) {
        if (http::nameOf(method) == name)
            return method;
    }
    return http::Method::Post;
}

bool isObject(std::string_view text) {
    return text.starts_with('{');
}

} // namespace

std::vector<apis::ApiTool> toolsFor(const config::Snapshot& snapshot, const access::Identity& identity,
                                    WallMicros now) {
    const auto& products = config::productsOf(snapshot);
    std::vector<apis::ApiTool> tools;
    std::set<std::string> names;
    for (std::size_t i = 0; i < products.apis.size(); ++i) {
        const auto& api = products.apis[i];
        if (!mayCall(products, i, identity, now))
            continue;
        const auto* latest = api.latest();
        for (const auto& version : api.versions) {
            if (!version.serves())
                continue;
            for (auto& tool : apis::toolsOf(apis::documentInput(snapshot, api, version), &version == latest)) {
                if (names.insert(tool.name).second) // two ids that differ in what a tool's name cannot hold
                    tools.push_back(std::move(tool));
            }
        }
    }
    return tools;
}

Task<void> McpServer::serve(http::Exchange& exchange, config::SnapshotPtr snapshot) {
    const auto method = exchange.head().method;
    if (method != http::Method::Post) {
        // Nothing is sent unasked, and there are no sessions to end.
        http::ResponseHead head;
        head.status = method == http::Method::Options ? 204 : 405;
        head.fields.push_back({"allow", std::string(allowed)});
        (void)co_await exchange.respond(std::move(head), {});
        co_return;
    }
    Call call(exchange, std::move(snapshot));
    call.started = m_clock.monotonic();
    call.record.startedAt = m_clock.wall();
    call.record.id = exchange.requestId();
    const auto known = authenticate(call, m_failures, call.record.startedAt);
    if (!known) {
        co_await answerError(call, known.error().error, known.error().extras);
        co_return;
    }
    const auto body = co_await exchange.readBody(largestMessage);
    if (!body) {
        co_await answerError(call, body.error());
        co_return;
    }
    const auto read = mcp::readMessage(*body);
    if (const auto* wrong = std::get_if<mcp::Wrong>(&read)) {
        auto answer = mcp::errorAnswer(wrong->id, wrong->fault, wrong->message);
        (void)co_await exchange.respond(jsonHead(400), std::move(answer));
        co_return;
    }
    const auto& message = std::get<mcp::Message>(read);
    if (message.id.empty()) { // nobody waits for an answer
        http::ResponseHead head;
        head.status = 202;
        (void)co_await exchange.respond(std::move(head), {});
        co_return;
    }
    auto answer = co_await answerTo(call, message);
    (void)co_await exchange.respond(jsonHead(), std::move(answer));
}

Task<std::string> McpServer::answerTo(Call& call, const mcp::Message& message) {
    if (message.method == "initialize")
        co_return mcp::initializeAnswer(message.id, mcp::askedVersion(message.params), GATEHOUSE_VERSION);
    if (message.method == "ping")
        co_return mcp::emptyAnswer(message.id);
    if (message.method == "tools/call")
        co_return co_await callTool(call, message);
    if (message.method != "tools/list")
        co_return mcp::errorAnswer(message.id, mcp::Fault::UnknownMethod,
                                   "This server has tools only: tools/list and tools/call.");
    std::vector<mcp::Tool> tools;
    for (const auto& tool : toolsFor(*call.snapshot, *call.identity, call.record.startedAt))
        tools.push_back(told(tool));
    co_return mcp::toolsAnswer(message.id, tools);
}

Task<std::string> McpServer::callTool(Call& call, const mcp::Message& message) {
    const auto asked = mcp::readToolCall(message.params);
    if (!asked)
        co_return mcp::errorAnswer(message.id, mcp::Fault::InvalidParams, "params must name a tool.");
    const auto tools = toolsFor(*call.snapshot, *call.identity, call.record.startedAt);
    const auto tool = std::find_if(tools.begin(), tools.end(),
                                   [&asked](const apis::ApiTool& one) { return one.name == asked->name; });
    if (tool == tools.end())
        co_return mcp::errorAnswer(message.id, mcp::Fault::InvalidParams,
                                   "There is no tool of that name that this key may call. tools/list names those.");
    auto request = apis::requestOf(*tool, asked->arguments);
    if (!request)
        co_return mcp::callAnswer(message.id, request.error().message, true);
    const auto method = methodNamed(request->method);
    SubExchange inner(call.exchange, std::string(call.exchange.requestId()), method, std::move(request->target),
                      std::move(request->body));
    co_await m_gateway.handle(inner);
    // What the API says about a wrong argument is for the model to read, and to mend.
    const bool failed = inner.status() < 200 || inner.status() >= 300;
    const bool structured = !failed && tool->answersJson && isObject(inner.answerBody());
    co_return mcp::callAnswer(message.id, inner.answerBody(), failed,
                              structured ? std::string_view(inner.answerBody()) : std::string_view());
}

} // namespace gatehouse::pipeline
