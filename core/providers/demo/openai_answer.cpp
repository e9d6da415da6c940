// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"
#include "core/base/text.h"
#include "core/providers/demo/demo_answer.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace gatehouse::providers::demo {
namespace {

// The same in every answer, so that the same request has the same answer: 2026-01-01T00:00:00Z.
constexpr std::string_view created = "1767225600";

std::string quoted(std::string_view text) {
    std::string out;
    appendJsonString(out, text);
    return out;
}

std::string idOf(std::string_view prefix, const Request& request) {
    return quoted(std::string(prefix) + "demo" + hexId(request.seed));
}

// The members that every object of an answer begins with.
std::string beginning(std::string_view prefix, std::string_view object, const Request& request) {
    return R"({"id":)" + idOf(prefix, request) + R"(,"object":)" + quoted(object) + R"(,"created":)" +
           std::string(created) + R"(,"model":)" + quoted(request.model);
}

std::string usageOf(std::size_t prompt, std::size_t completion, std::size_t thought = 0) {
    return R"({"prompt_tokens":)" + std::to_string(prompt) + R"(,"completion_tokens":)" + std::to_string(completion) +
           R"(,"total_tokens":)" + std::to_string(prompt + completion) +
           R"(,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":)" +
           std::to_string(thought) + "}}";
}

std::string finishOf(const Request& request, const Reply& reply) {
    if (!request.toolCalls.empty())
        return R"("tool_calls")";
    return reply.cut ? R"("length")" : R"("stop")";
}

std::string toolCallHead(const Request& request, std::size_t choice, std::size_t call) {
    // The first call of each choice keeps the id that it has always had.
    const auto seed = call == 0 ? request.seed + choice : mix(request.seed + choice) + call;
    return R"("id":)" + quoted("call_demo" + hexId(mix(seed))) + R"(,"type":"function","function":{"name":)" +
           quoted(request.toolCalls[call].name) + R"(,"arguments":)";
}

std::string messageOf(const Request& request, const Reply& reply, std::size_t choice) {
    std::string message = R"({"role":"assistant","content":)";
    if (!request.toolCalls.empty()) {
        message += R"(null,"tool_calls":[)";
        for (std::size_t i = 0; i < request.toolCalls.size(); ++i)
            message +=
                (i > 0 ? ",{" : "{") + toolCallHead(request, choice, i) + quoted(request.toolCalls[i].arguments) + "}}";
        message += "]";
    } else {
        message += quoted(reply.text);
    }
    if (!reply.thought.empty())
        message += R"(,"reasoning_content":)" + quoted(reply.thought);
    return message + R"(,"refusal":null})";
}

Answer wholeChat(const Request& request, const Reply& reply) {
    std::string body = beginning("chatcmpl-", "chat.completion", request) + R"(,"choices":[)";
    for (std::size_t i = 0; i < request.choices; ++i)
        body += (i > 0 ? "," : "") + (R"({"index":)" + std::to_string(i)) + R"(,"message":)" +
                messageOf(request, reply, i) + R"(,"logprobs":null,"finish_reason":)" + finishOf(request, reply) + "}";
    body += R"(],"usage":)" +
            usageOf(request.promptTokens, reply.tokens * request.choices, reply.thoughtTokens * request.choices) +
            R"(,"system_fingerprint":"fp_demo"})";
    return wholeJson(std::move(body));
}

class ChatStream {
public:
    ChatStream(const Request& request, std::string_view prefix, std::string_view object)
        : m_request(request), m_beginning(beginning(prefix, object, request)) {}

    // "choice" is what stands in it behind its index.
    void add(std::size_t index, std::string_view choice) {
        addChunk(R"([{"index":)" + std::to_string(index) + "," + std::string(choice) + "}]", "null");
    }
    void addDelta(std::size_t index, std::string_view delta, std::string_view finish = "null") {
        add(index, R"("delta":)" + std::string(delta) + R"(,"logprobs":null,"finish_reason":)" + std::string(finish));
    }
    Answer end(const Reply& reply) {
        if (m_request.usageAsked)
            addChunk("[]", usageOf(m_request.promptTokens, reply.tokens * m_request.choices,
                                   reply.thoughtTokens * m_request.choices));
        m_events.emplace_back();
        appendSseEvent(m_events.back(), {}, "[DONE]");
        return eventStream(std::move(m_events));
    }

private:
    void addChunk(std::string_view choices, std::string_view usage) {
        std::string data = m_beginning + R"(,"choices":)" + std::string(choices);
        // Chunks name the usage only when it was asked for, and then null but for the last.
        if (m_request.usageAsked)
            data.append(R"(,"usage":)").append(usage);
        data += "}";
        m_events.emplace_back();
        appendSseEvent(m_events.back(), {}, data);
    }

    const Request& m_request;
    std::string m_beginning;
    std::vector<std::string> m_events;
};

void streamToolCalls(ChatStream& stream, const Request& request, std::size_t choice) {
    for (std::size_t i = 0; i < request.toolCalls.size(); ++i) {
        const std::string index = R"("index":)" + std::to_string(i);
        const std::string head = R"("tool_calls":[{)" + index + "," + toolCallHead(request, choice, i) + R"(""}}])";
        stream.addDelta(choice, i == 0 ? R"({"role":"assistant","content":null,)" + head + R"(,"refusal":null})"
                                       : "{" + head + "}");
        for (const auto piece : wordsOf(request.toolCalls[i].arguments))
            stream.addDelta(choice,
                            R"({"tool_calls":[{)" + index + R"(,"function":{"arguments":)" + quoted(piece) + "}}]}");
    }
}

void streamThought(ChatStream& stream, const Reply& reply, std::size_t choice) {
    for (const auto piece : wordsOf(reply.thought))
        stream.addDelta(choice, R"({"role":"assistant","content":null,"reasoning_content":)" + quoted(piece) + "}");
}

void streamText(ChatStream& stream, const Reply& reply, std::size_t choice) {
    stream.addDelta(choice, R"({"role":"assistant","content":"","refusal":null})");
    for (const auto piece : wordsOf(reply.text))
        stream.addDelta(choice, R"({"content":)" + quoted(piece) + "}");
}

Answer streamedChat(const Request& request, const Reply& reply) {
    ChatStream stream(request, "chatcmpl-", "chat.completion.chunk");
    for (std::size_t i = 0; i < request.choices; ++i) {
        streamThought(stream, reply, i);
        if (!request.toolCalls.empty())
            streamToolCalls(stream, request, i);
        else
            streamText(stream, reply, i);
        stream.addDelta(i, "{}", finishOf(request, reply));
    }
    return stream.end(reply);
}

std::string completionChoice(std::string_view text, std::string_view finish) {
    return R"("text":)" + quoted(text) + R"(,"logprobs":null,"finish_reason":)" + std::string(finish);
}

// A unit vector that depends on the text alone.
std::vector<float> vectorFor(std::string_view text, std::size_t dimensions) {
    std::vector<float> vector(dimensions);
    std::uint64_t state = hashOf(text);
    double square = 0;
    for (auto& value : vector) {
        state = mix(state);
        value = static_cast<float>(static_cast<double>(state >> 11U) / 9007199254740992.0 * 2 - 1);
        square += static_cast<double>(value) * static_cast<double>(value);
    }
    const double length = square > 0 ? std::sqrt(square) : 1;
    for (auto& value : vector)
        value = static_cast<float>(static_cast<double>(value) / length);
    return vector;
}

std::string base64Of(const std::vector<float>& vector) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::vector<unsigned char> bytes;
    for (const float value : vector) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        for (unsigned shift = 0; shift < 32; shift += 8) // little-endian, whatever this machine is
            bytes.push_back(static_cast<unsigned char>(bits >> shift));
    }
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = (group << 8U) | (k < count ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out.push_back(k <= count ? alphabet[(group >> (18 - 6 * k)) & 63U] : '=');
    }
    return out;
}

std::string numbersOf(const std::vector<float>& vector) {
    std::string out = "[";
    for (const float value : vector)
        out += (out.size() > 1 ? "," : "") + std::to_string(value);
    return out + "]";
}

std::string modelOf(std::string_view model) {
    return R"({"id":)" + quoted(model) + R"(,"object":"model","created":)" + std::string(created) +
           R"(,"owned_by":"gatehouse"})";
}

} // namespace

Answer openAiChat(const Request& request) {
    const Reply reply = replyTo(request);
    return request.stream ? streamedChat(request, reply) : wholeChat(request, reply);
}

Answer openAiCompletion(const Request& request) {
    const Reply reply = replyTo(request);
    const std::string finish = finishOf(request, reply);
    if (request.stream) {
        ChatStream stream(request, "cmpl-", "text_completion");
        for (std::size_t i = 0; i < request.choices; ++i) {
            for (const auto piece : wordsOf(reply.text))
                stream.add(i, completionChoice(piece, "null"));
            stream.add(i, completionChoice("", finish));
        }
        return stream.end(reply);
    }
    std::string body = beginning("cmpl-", "text_completion", request) + R"(,"choices":[)";
    for (std::size_t i = 0; i < request.choices; ++i)
        body += (i > 0 ? "," : "") + (R"({"index":)" + std::to_string(i)) + "," + completionChoice(reply.text, finish) +
                "}";
    return wholeJson(body + R"(],"usage":)" + usageOf(request.promptTokens, reply.tokens * request.choices) + "}");
}

Answer openAiEmbeddings(const Request& request) {
    std::string body = R"({"object":"list","data":[)";
    for (std::size_t i = 0; i < request.inputs.size(); ++i) {
        const auto vector = vectorFor(request.inputs[i], request.dimensions);
        body += (i > 0 ? "," : "") + (R"({"object":"embedding","index":)" + std::to_string(i)) + R"(,"embedding":)" +
                (request.base64 ? quoted(base64Of(vector)) : numbersOf(vector)) + "}";
    }
    const std::string tokens = std::to_string(request.promptTokens);
    return wholeJson(body + R"(],"model":)" + quoted(request.model) + R"(,"usage":{"prompt_tokens":)" + tokens +
                     R"(,"total_tokens":)" + tokens + "}}");
}

// Flags what holds the words "flag me", so that both outcomes can be tried.
Answer openAiModerations(const Request& request) {
    std::string body =
        R"({"id":)" + idOf("modr-", request) + R"(,"model":)" + quoted(request.model) + R"(,"results":[)";
    for (std::size_t i = 0; i < request.inputs.size(); ++i) {
        const bool flagged = request.inputs[i].find("flag me") != std::string::npos;
        const std::string yes = flagged ? "true" : "false";
        body.append(i > 0 ? "," : "").append(R"({"flagged":)").append(yes);
        body.append(R"(,"categories":{"harassment":)").append(yes);
        body.append(
            R"(,"hate":false,"self-harm":false,"sexual":false,"violence":false},"category_scores":{"harassment":)");
        body.append(flagged ? "0.97" : "0.01").append(R"(,"hate":0.0,"self-harm":0.0,"sexual":0.0,"violence":0.0}})");
    }
    return wholeJson(body + "]}");
}

Answer openAiModels(std::span<const std::string_view> models) {
    std::string body = R"({"object":"list","data":[)";
    for (std::size_t i = 0; i < models.size(); ++i)
        body += (i > 0 ? "," : "") + modelOf(models[i]);
    return wholeJson(body + "]}");
}

Answer openAiModel(std::string_view model) {
    return wholeJson(modelOf(model));
}

Answer openAiError(int status, std::string_view type, std::string_view code, std::string_view message) {
    return wholeJson(R"({"error":{"message":)" + quoted(message) + R"(,"type":)" + quoted(type) +
                         R"(,"param":null,"code":)" + (code.empty() ? "null" : quoted(code)) + "}}",
                     status);
}

} // namespace gatehouse::providers::demo
