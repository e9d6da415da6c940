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
    if (!request.toolCalls.empty())
        return R"("tool_use")";
    return reply.cut ? R"("max_tokens")" : R"("end_turn")";
}

std::string messageOf(const Request& request, std::string_view content, std::string_view stop, std::string_view usage) {
    return R"({"id":)" + quoted("msg_demo" + hexId(request.seed)) + R"(,"type":"message","role":"assistant","model":)" +
           quoted(request.model) + R"(,"content":)" + std::string(content) + R"(,"stop_reason":)" + std::string(stop) +
           R"(,"stop_sequence":null,"usage":)" + std::string(usage) + "}";
}

std::string toolBlock(const Request& request, std::size_t call, std::string_view input) {
    // The first call keeps the id that it has always had.
    const auto seed = call == 0 ? request.seed : mix(request.seed) + call;
    return R"({"type":"tool_use","id":)" + quoted("toolu_demo" + hexId(mix(seed))) + R"(,"name":)" +
           quoted(request.toolCalls[call].name) + R"(,"input":)" + std::string(input) + "}";
}

std::string thoughtBlock(std::string_view thought, std::string_view signature) {
    return R"({"type":"thinking","thinking":)" + quoted(thought) + R"(,"signature":)" + quoted(signature) + "}";
}

std::string textBlock(std::string_view text) {
    return R"({"type":"text","text":)" + quoted(text) + "}";
}

void add(std::vector<std::string>& events, std::string_view type, const std::string& rest) {
    events.emplace_back();
    appendSseEvent(events.back(), type, R"({"type":)" + quoted(type) + rest + "}");
}

// The blocks of a streamed message, one after the other.
class Blocks {
public:
    explicit Blocks(std::vector<std::string>& events) : m_events(events) {}

    void begin(const std::string& block) {
        add(m_events, "content_block_start", place() + R"(,"content_block":)" + block);
        if (m_index == 0)
            add(m_events, "ping", "");
    }
    void delta(std::string_view type, std::string_view member, std::string_view text) {
        add(m_events, "content_block_delta",
            place() + R"(,"delta":{"type":)" + quoted(type) + "," + quoted(member) + ":" + quoted(text) + "}");
    }
    void end() {
        add(m_events, "content_block_stop", place());
        ++m_index;
    }

private:
    std::string place() const { return R"(,"index":)" + std::to_string(m_index); }

    std::vector<std::string>& m_events;
    std::size_t m_index = 0;
};

void streamBlocks(Blocks& blocks, const Request& request, const Reply& reply) {
    if (!reply.thought.empty()) {
        blocks.begin(thoughtBlock("", ""));
        for (const auto piece : wordsOf(reply.thought))
            blocks.delta("thinking_delta", "thinking", piece);
        blocks.delta("signature_delta", "signature", signatureOf(reply.thought));
        blocks.end();
    }
    for (std::size_t i = 0; i < request.toolCalls.size(); ++i) {
        blocks.begin(toolBlock(request, i, "{}"));
        for (const auto piece : wordsOf(request.toolCalls[i].arguments))
            blocks.delta("input_json_delta", "partial_json", piece);
        blocks.end();
    }
    if (!request.toolCalls.empty())
        return;
    blocks.begin(textBlock(""));
    for (const auto piece : wordsOf(reply.text))
        blocks.delta("text_delta", "text", piece);
    blocks.end();
}

Answer streamed(const Request& request, const Reply& reply) {
    std::vector<std::string> events;
    add(events, "message_start", R"(,"message":)" + messageOf(request, "[]", "null", usageOf(request.promptTokens, 1)));
    Blocks blocks(events);
    streamBlocks(blocks, request, reply);
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
    std::string content;
    if (!reply.thought.empty())
        content += thoughtBlock(reply.thought, signatureOf(reply.thought));
    for (std::size_t i = 0; i < request.toolCalls.size(); ++i)
        content += (content.empty() ? "" : ",") + toolBlock(request, i, request.toolCalls[i].arguments);
    if (request.toolCalls.empty())
        content += (content.empty() ? "" : ",") + textBlock(reply.text);
    return wholeJson(
        messageOf(request, "[" + content + "]", stopOf(request, reply), usageOf(request.promptTokens, reply.tokens)));
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
