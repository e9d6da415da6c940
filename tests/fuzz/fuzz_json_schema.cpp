// SPDX-License-Identifier: Apache-2.0
// A JSON text as a schema, and as a value for it: compiling and checking end, and what is told is told in words.
#include "core/contract/json_text.h"
#include "core/prompts/json_schema.h"
#include "core/prompts/schema_tools.h"
#include "tests/fuzz/fuzz_support.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::inputOf(data, size);
    const auto text = std::string_view(input.text);
    const auto cut = std::min(text.find('\n'), text.size());
    const auto schema = contract::parseJson(text.substr(0, cut));
    if (!schema)
        return 0;
    const auto made = prompts::JsonSchema::compile(*schema);
    if (!made) {
        fuzz::promise(!made.error().message.empty());
        return 0;
    }
    const auto other = contract::parseJson(text.substr(std::min(cut + 1, text.size())));
    for (const auto& fault : (*made)->check(other ? *other : *schema))
        fuzz::promise(!fault.message.empty());
    (void)prompts::isStrictSchema(*schema);
    (void)(*made)->check(prompts::exampleOf(*schema));
    fuzz::promise(prompts::JsonSchema::compile(prompts::movedSchema(*schema, "#")).has_value());
    return 0;
}
