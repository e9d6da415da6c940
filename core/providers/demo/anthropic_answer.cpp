// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"
#include "core/base/text.h"
#include "core/providers/demo/demo_answer.h"

namespace gatehouse::providers::demo {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    appendJsonString(out, text);
    return out;
}

std::string usageOf(std::size_t input, std::size_t output) {
    return R"({"input_tokens":)" + std::to_string(input) +
           R"(,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":)" + std::to_string(output) +
           "}";
}

std::string stopOf(const Request& request, const Reply& reply) {
    if (request.toolCall)
        return R"("tool_use")";
    return reply.cut ? R"("max_tokens")" : R"("end_turn")";
}

std::string messageOf(const Request& request, std::string_view content, std::string_view stop, std::string_view usage) {
    return R"({"id":)" + quoted("msg_demo" + hexId(request.seed)) + R"(,"type":"message","role":"assistant","model":)" +
           quoted(request.model) + R"(,"content":)" + std::string(content) + R"(,"stop_reason":)" + std::string(stop) +
           R"(,"stop_sequence":null,"usage":)" + std::string(usage) + "}";
}

std::string toolBlock(const Request& request, std::string_view input) {
    return R"({"type":"tool_use","id":)" + quoted("toolu_demo" + hexId(mix(request.seed))) + R"(,"name":)" +
           quoted(request.toolCall->name) + R"(,"input":)" + std::string(input) + "}";
}

std::string textBlock(std::string_view text) {
    return R"({"type":"text","text":)" + quoted(text) + "}";
}

void add(std::vector<std::string>& events, std::string_view type, const std::string& rest) {
    events.emplace_back();
    appendSseEvent(events.back(), type, R"({"type":)" + quoted(type) + rest + "}");
}

void addDelta(std::vector<std::string>& events, std::string_view type, std::string_view member, std::string_view text) {
    add(events, "content_block_delta",
        R"(,"index":0,"delta":{"type":)" + quoted(type) + "," + quoted(member) + ":" + quoted(text) + "}");
}

Answer streamed(const Request& request, const Reply& reply) {
    std::vector<std::string> events;
    add(events, "message_start", R"(,"message":)" + messageOf(request, "[]", "null", usageOf(request.promptTokens, 1)));
    const std::string block = request.toolCall ? toolBlock(request, "{}") : textBlock("");
    add(events, "content_block_start", R"(,"index":0,"content_block":)" + block);
    add(events, "ping", "");
    if (request.toolCall) {
        for (const auto piece : wordsOf(request.toolCall->arguments))
            addDelta(events, "input_json_delta", "partial_json", piece);
    } else {
        for (const auto piece : wordsOf(reply.text))
            addDelta(events, "text_delta", "text", piece);
    }
    add(events, "content_block_stop", R"(,"index":0)");
    add(events, "message_delta",
        R"(,"delta":{"stop_reason":)" + stopOf(request, reply) + R"(,"stop_sequence":null},"usage":)" +
            usageOf(request.promptTokens, reply.tokens));
    add(events, "message_stop", "");
    return eventStream(std::move(events));
}

std::string modelOf(std::string_view model) {
    return R"({"type":"model","id":)" + quoted(model) + R"(,"display_name":)" +
           quoted("Gatehouse demo " + std::string(model)) + R"(,"created_at":"2026-01-01T00:00:00Z"})";
}

} // namespace

Answer anthropicMessages(const Request& request) {
    const Reply reply = replyTo(request);
    if (request.stream)
        return streamed(request, reply);
    const std::string content =
        "[" + (request.toolCall ? toolBlock(request, request.toolCall->arguments) : textBlock(reply.text)) + "]";
    return wholeJson(messageOf(request, content, stopOf(request, reply), usageOf(request.promptTokens, reply.tokens)));
}

Answer anthropicCount(const Request& request) {
    return wholeJson(R"({"input_tokens":)" + std::to_string(request.promptTokens) + "}");
}

Answer anthropicModels(std::span<const std::string_view> models) {
    std::string body = R"({"data":[)";
    for (std::size_t i = 0; i < models.size(); ++i)
        body += (i > 0 ? "," : "") + modelOf(models[i]);
    body +=
        R"(],"has_more":false,"first_id":)" + quoted(models.front()) + R"(,"last_id":)" + quoted(models.back()) + "}";
    return wholeJson(std::move(body));
}

Answer anthropicModel(std::string_view model) {
    return wholeJson(modelOf(model));
}

Answer anthropicError(int status, std::string_view type, std::string_view message) {
    return wholeJson(R"({"type":"error","error":{"type":)" + quoted(type) + R"(,"message":)" + quoted(message) +
                         R"(},"request_id":null})",
                     status);
}

} // namespace gatehouse::providers::demo
