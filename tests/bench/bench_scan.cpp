// SPDX-License-Identifier: Apache-2.0
// What the dialects cost on the hot path, in nanoseconds: the scan and the edits of a 1 KB chat request, the tap per
// stream event, and the facts of a 1 KB answer. The best of several rounds, so that other load on the machine hardly
// shows. Each is also printed as a ratio to copying the same bytes.
#include "core/dialects/request_scan.h"
#include "core/dialects/tap.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

using namespace gatehouse::dialects;

namespace {

volatile std::size_t sink = 0;

template <typename Work>
double bestNanoseconds(Work work) {
    double best = 1e12;
    for (int round = 0; round < 30; ++round) {
        constexpr int times = 2000;
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i)
            work();
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count() / times);
    }
    return best;
}

template <typename Work>
void report(const char* name, std::size_t bytes, Work work) {
    std::string from(bytes, 'x');
    std::string to(bytes, 'y');
    const double copy = bestNanoseconds([&] {
        std::memcpy(to.data(), from.data(), from.size());
        sink = sink + static_cast<unsigned char>(to[to.size() / 2]);
    });
    const double own = bestNanoseconds(work);
    std::printf("%-28s %5zu bytes %8.0f ns  (%.0f x a copy)\n", name, bytes, own, own / copy);
}

std::string chatRequest() {
    std::string text;
    while (text.size() < 620)
        text += "Tell me, in a few plain words, how a gate keeps a house. ";
    return R"({"model":"gpt-4o-mini","messages":[{"role":"system","content":"You answer shortly."},)"
           R"({"role":"user","content":")" +
           text +
           R"("},{"role":"assistant","content":"By a hinge and a latch.\nNo more."},)"
           R"({"role":"user","content":[{"type":"text","text":"And who opens it?"}]}],"temperature":0.7,)"
           R"("max_tokens":256,"stream":true,"stop":["END"],"user":"bench-user-1","n":1,)"
           R"("metadata":{"purpose":"bench","round":"1"}})";
}

std::string chunk(std::string_view delta, std::string_view finish) {
    return R"(data: {"id":"chatcmpl-AbCdEf0123456789","object":"chat.completion.chunk","created":1700000000,)"
           R"("model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_0123456789",)"
           R"("choices":[{"index":0,"delta":)" +
           std::string(delta) + R"(,"logprobs":null,"finish_reason":)" + std::string(finish) +
           R"(}],"usage":null,"obfuscation":"aBcDeFgH"})" + "\n\n";
}

void benchStream(const char* name, Dialect dialect, const std::string& event, bool hideUsage) {
    const auto operation = dialect == Dialect::OpenAi ? Operation::ChatCompletions : Operation::Messages;
    const auto tap = makeStreamTap(dialect, operation, hideUsage);
    std::string out;
    report(name, event.size(), [&] {
        out.clear();
        tap->feed(event, out);
        sink = sink + out.size();
    });
}

} // namespace

int main() {
    const std::string request = chatRequest();
    report("scan of a request", request.size(), [&] {
        const auto facts = scanRequest(Operation::ChatCompletions, request);
        sink = sink + (facts ? facts->textBytes : 0);
    });
    const auto facts = scanRequest(Operation::ChatCompletions, request);
    report("edits of a request", request.size(), [&] {
        const auto edits =
            passThroughEdits(*facts, Dialect::OpenAi, Operation::ChatCompletions, request, "other", true);
        sink = sink + applyEdits(request, edits).size();
    });
    benchStream("event of a chat stream", Dialect::OpenAi, chunk(R"({"content":" gate"})", "null"), true);
    benchStream("event of a messages stream", Dialect::Anthropic,
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                "\"delta\":{\"type\":\"text_delta\",\"text\":\" gate\"}}\n\n",
                false);
    const std::string answer =
        R"({"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini-2024-07-18",)"
        R"("choices":[{"index":0,"message":{"role":"assistant","content":")" +
        std::string(560, 'a') +
        R"(","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":120,)"
        R"("completion_tokens":80,"total_tokens":200,"prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0},)"
        R"("completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},"service_tier":"default"})";
    report("facts of an answer", answer.size(),
           [&] { sink = sink + readAnswerFacts(Dialect::OpenAi, Operation::ChatCompletions, answer).textBytes; });
    return 0;
}
