// SPDX-License-Identifier: Apache-2.0
// What a published prompt adds to a call: finding the API, reading the values strictly, rendering, and the text out of
// the answer. In microseconds, the best of several rounds, and as a ratio to one strict scan of the rendered chat,
// which every chat has. Beyond 30 µs it fails.
#include "core/apis/api_address.h"
#include "core/apis/text_stream.h"
#include "core/contract/prompt_specs.h"
#include "core/dialects/json_strict.h"
#include "core/dialects/request_scan.h"
#include "core/prompts/prompt.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <chrono>
#include <cstdio>
#include <string>

using namespace gatehouse;

namespace {

constexpr double mostMicros = 30;
volatile std::size_t sink = 0;

template <typename Work>
double bestMicros(Work work) {
    double best = 1e12;
    for (int round = 0; round < 20; ++round) {
        constexpr int times = 2'000;
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i)
            work();
        const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count() / times);
    }
    return best;
}

class NoVisitor final : public dialects::json::Visitor {
public:
    void value(std::size_t, std::string_view, const dialects::json::Item&) override {}
    void close(std::size_t, const dialects::json::Item&) override {}
};

contract::PromptVersionSpec sentiment() {
    contract::PromptVersionSpec spec;
    spec.version = 1;
    spec.model = "small";
    spec.messages.push_back(
        {"system", "You judge the mood of texts.{{#strict}} Strictly.{{/strict}} Answer with one word.", {}});
    spec.messages.push_back({"user", "The text:\n{{text}}", {}});
    for (const auto* name : {"text", "strict"}) {
        contract::VariableSpec variable;
        variable.name = name;
        variable.schema = boost::json::parse(name == std::string("text") ? R"({"type":"string","maxLength":2000})"
                                                                         : R"({"type":"boolean"})");
        spec.variables.push_back(variable);
    }
    return spec;
}

} // namespace

int main() {
    const auto compiled = prompts::Prompt::compile(sentiment());
    if (!compiled) {
        std::puts("the prompt does not compile");
        return 1;
    }
    std::string text;
    while (text.size() < 600)
        text += "What a day it was, all in all. ";
    const std::string body = R"({"text":")" + text + R"(","strict":true})";
    const std::string answer = R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,)"
                               R"("message":{"role":"assistant","content":"good"},"finish_reason":"stop"}],)"
                               R"("usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}})";
    const auto rendered = (*compiled)->render(boost::json::parse(body).as_object());
    if (!rendered) {
        std::puts("the prompt does not render");
        return 1;
    }
    const double scan = bestMicros(
        [&] { sink = sink + dialects::scanRequest(dialects::Operation::ChatCompletions, rendered->body)->textBytes; });
    const double added = bestMicros([&] {
        const auto address = apis::readApiAddress("/apis/sentiment/1");
        NoVisitor visitor;
        (void)dialects::json::walkStrictly(body, 64, visitor);
        const auto values = boost::json::parse(body);
        const auto made = (*compiled)->render(values.as_object());
        const auto said = apis::readAnswerText(answer);
        sink = sink + address->id.size() + made->body.size() + said->text.size();
    });
    std::printf("a published prompt adds %6.2f us a call (%.1f x one scan of the chat, %.2f us)\n", added, added / scan,
                scan);
    return added <= mostMicros ? 0 : 1;
}
