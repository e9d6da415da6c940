// SPDX-License-Identifier: Apache-2.0
// What a prompt adds to a call, in microseconds: values checked and rendered to the request's body, and an answer
// checked against its schema. The best of several rounds.
#include "core/contract/prompt_specs.h"
#include "core/prompts/prompt.h"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <string>

using namespace gatehouse;

namespace json = boost::json;

namespace {

volatile std::size_t sink = 0;

template <typename Work>
void report(const char* name, Work work) {
    double best = 1e12;
    for (int round = 0; round < 30; ++round) {
        constexpr int times = 1000;
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i)
            sink = sink + work();
        const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count() / times);
    }
    std::printf("%-44s %8.2f us\n", name, best);
}

contract::PromptVersionSpec ordinary() {
    contract::PromptVersionSpec spec;
    std::string order;
    while (order.size() < 1'000)
        order += "Read the text with care and judge what mood it is in. ";
    spec.messages = {{"system", order + "{{> form}}", {}},
                     {"user", "The gate stays open.", {}},
                     {"assistant", "{\"label\":\"neutral\"}", {}},
                     {"user", "{{#notes}}- {{.}}\n{{/notes}}Language: {{language}}\n\n{{text}}", {}}};
    spec.partials = {{"form", "Answer as JSON with a label."}};
    contract::VariableSpec text;
    text.name = "text";
    text.schema = json::parse(R"({"type":"string","minLength":1,"maxLength":20000})");
    contract::VariableSpec language;
    language.name = "language";
    language.defaultValue = "English";
    contract::VariableSpec notes;
    notes.name = "notes";
    notes.schema = json::parse(R"({"type":"array","items":{"type":"string"},"maxItems":20})");
    notes.required = false;
    spec.variables = {text, language, notes};
    spec.model = "gpt-4o-mini";
    spec.parameters.temperature = "0.2";
    spec.parameters.maxTokens = 300;
    spec.response.emplace().schema = json::parse(
        R"({"type":"object","properties":{"label":{"enum":["good","bad","neutral"]},"score":{"type":"number","minimum":0,"maximum":1}},"required":["label","score"],"additionalProperties":false})");
    return spec;
}

} // namespace

int main() {
    const auto spec = ordinary();
    const auto prompt = *prompts::Prompt::compile(spec);
    for (const std::size_t size : {std::size_t{1'000}, std::size_t{10'000}}) {
        std::string text;
        while (text.size() < size)
            text += "A gate keeps a house; its keeper greets all \"guests\".\n";
        const json::object values{{"text", text}, {"notes", json::array{"one", "two", "three"}}};
        char name[64];
        std::snprintf(name, sizeof name, "check and render, %zu bytes of text", size);
        report(name, [&] { return prompt->render(values)->body.size(); });
    }
    report("check an answer",
           [&] { return prompt->checkAnswer(R"({"label":"good","score":0.9})").has_value() ? 1U : 0U; });
    report("compile", [&] { return (*prompts::Prompt::compile(spec))->repairs(); });
}
