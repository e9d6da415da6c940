// SPDX-License-Identifier: Apache-2.0
// A template and its partial: what compiles renders within its budget, and a value comes out as it is.
#include "core/prompts/template.h"
#include "tests/fuzz/fuzz_support.h"

#include <boost/json.hpp>

using namespace gatehouse::prompts;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::inputOf(data, size);
    const std::string text(input.text);
    const auto half = text.size() * (input.choice % 8) / 8;
    const PartialTexts partials{{"p", text.substr(0, half)}, {"q", "{{x}}{{>r}}"}, {"r", "{{#l}}{{.}}{{/l}}"}};
    const auto made = Template::compile(text.substr(half), partials, {});
    if (!made)
        return 0;
    const std::string value = "{{x}}{{/l}}{{>p}}";
    const boost::json::object values{
        {"x", value}, {"l", boost::json::array{1, 0.5, value, boost::json::object{{"x", nullptr}}}}, {"y", true}};
    std::string out;
    RenderBudget budget;
    budget.bytes = 100'000;
    budget.steps = 10'000;
    const auto done = made->render(values, out, budget);
    fuzz::promise(out.size() <= 100'000);
    if (made->isPlain())
        fuzz::promise(done.has_value());
    std::string again;
    RenderBudget other;
    const auto plain = *Template::compile("[{{x}}]", {}, {});
    fuzz::promise(plain.render(values, again, other).has_value() && again == "[" + value + "]");
    return 0;
}
