// SPDX-License-Identifier: Apache-2.0
// Prompts: templates in versions, and what is asked of their answers.
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

constexpr std::size_t longestTemplate = 200'000;
constexpr std::int64_t mostVersions = 1'000'000;

Type nameType(std::string what) {
    return patternText(std::move(what) + ": letters, digits and '_', a letter or '_' first, at most 64",
                       "^[A-Za-z_][A-Za-z0-9_]{0,63}$", 64);
}

Type decimalType(std::string expected) {
    return patternText(std::move(expected), "^[0-9](\\.[0-9]{1,4})?$", 6);
}

ObjectDescription variable() {
    Describer<VariableSpec> it("PromptVariable",
                               "A value that the caller gives. It is data: whatever it holds, it opens "
                               "no tag and no role.");
    auto& name = it.field("name", &VariableSpec::name, nameType("a variable's name"), "As templates name it.");
    name.required = true;
    name.example = "text";
    it.field("schema", &VariableSpec::schema, jsonObjectType(),
             "JSON Schema (draft 7) of the value; without it, any text.");
    it.field("default", &VariableSpec::defaultValue, jsonType("a value"), "What it is where the caller gives none.");
    it.field("example", &VariableSpec::example, jsonType("a value"), "For documentation and previews.");
    it.field("description", &VariableSpec::description, linesType("a text", 2'000), "What it is for.");
    it.field("required", &VariableSpec::required, booleanType(), "Whether it must be given, where it has no default.");
    it.field("secret", &VariableSpec::secret, booleanType(), "Keep it out of previews and records.");
    return it.finish();
}

ObjectDescription message() {
    Describer<PromptMessageSpec> it("PromptMessage", "One message of the conversation that is sent.");
    it.field("role", &PromptMessageSpec::role, choiceType({"system", "user", "assistant"}),
             "Who says it; `user` and `assistant` by turns before the last message are examples.");
    it.field(
        "content", &PromptMessageSpec::content, linesType("a Mustache template", longestTemplate),
        "Mustache: `{{name}}`, `{{#list}}…{{/list}}`, `{{^empty}}…{{/empty}}`, `{{>partial}}`. Nothing is escaped.");
    it.field("images", &PromptMessageSpec::images, listType(linesType("a Mustache template", 4'000), 0, 16),
             "Addresses or `data:` texts of images that go with it. The gateway fetches none.");
    return it.finish();
}

ObjectDescription partial() {
    Describer<PartialSpec> it("PromptPartial", "A part that templates share: `{{>name}}`.");
    it.field("name", &PartialSpec::name, nameType("a partial's name"), "As templates name it.").required = true;
    it.field("content", &PartialSpec::content, linesType("a Mustache template", longestTemplate), "Its text.");
    return it.finish();
}

ObjectDescription parameters() {
    Describer<PromptParametersSpec> it("PromptParameters",
                                       "What the model is asked with. What is not given is left to it.");
    it.field("temperature", &PromptParametersSpec::temperature, decimalType("a number from 0 to 9.9999 as a text"),
             "How freely it chooses words.");
    it.field("top_p", &PromptParametersSpec::topP, decimalType("a number from 0 to 9.9999 as a text"),
             "Of which share of the likely words it chooses.");
    it.field("max_tokens", &PromptParametersSpec::maxTokens, integerType(1, 10'000'000), "The longest answer.");
    it.field("stop", &PromptParametersSpec::stop, listType(linesType("a text", 200), 0, 4), "Where the answer ends.");
    it.field("seed", &PromptParametersSpec::seed, integerType(0, 2'147'483'647), "For answers that can be had again.");
    it.field("reasoning_effort", &PromptParametersSpec::reasoningEffort,
             choiceType({"none", "minimal", "low", "medium", "high"}), "How long it thinks.");
    return it.finish();
}

ObjectDescription response() {
    Describer<PromptResponseSpec> it("PromptResponse", "What an answer must be.");
    it.field("schema", &PromptResponseSpec::schema, jsonObjectType(),
             "JSON Schema (draft 7) that the answer is checked with.");
    it.field("repair", &PromptResponseSpec::repair, integerType(0, 3),
             "How often the model is asked again, with the fault named, where its answer does not fit. Each is paid.");
    return it.finish();
}

ObjectDescription version() {
    Describer<PromptVersionSpec> it("PromptVersion", "One version. It never changes; what is changed is a new one.");
    it.field("version", &PromptVersionSpec::version, integerType(1, mostVersions), "1, 2, 3 …").required = true;
    it.field("comment", &PromptVersionSpec::comment, linesType("a text", 2'000), "Why it was made.");
    it.field("author", &PromptVersionSpec::author, textType("a name", 128), "Who made it.");
    it.field("created", &PromptVersionSpec::created, timeType(), "When it was made.");
    it.field("from", &PromptVersionSpec::from, integerType(1, mostVersions), "The version that it was made of.");
    it.field("messages", &PromptVersionSpec::messages, listType(objectType<PromptMessageSpec>(), 1, 100),
             "The conversation, in order.")
        .required = true;
    it.field("variables", &PromptVersionSpec::variables, listType(objectType<VariableSpec>(), 0, 200),
             "What it is given.");
    it.field("partials", &PromptVersionSpec::partials, listType(objectType<PartialSpec>(), 0, 100),
             "Parts that it shares.");
    it.field("model", &PromptVersionSpec::model, modelType("a model name"), "A route, or `provider/model`.").required =
        true;
    it.field("parameters", &PromptVersionSpec::parameters, objectType<PromptParametersSpec>(),
             "What the model is asked with.");
    it.field("response", &PromptVersionSpec::response, objectType<PromptResponseSpec>(), "What an answer must be.");
    return it.finish();
}

ObjectDescription label() {
    Describer<LabelSpec> it("VersionLabel", "A name for a version that can be moved to another.");
    it.field("name", &LabelSpec::name, idType("a label"), "Such as `production`.").required = true;
    it.field("version", &LabelSpec::version, integerType(1, mostVersions), "Where it stands.").required = true;
    return it.finish();
}

ObjectDescription check() {
    Describer<CheckSpec> it("PromptCheck", "One thing that is asked of an answer.");
    it.field("kind", &CheckSpec::kind, choiceType({"equals", "contains", "regex", "json_path", "schema", "judge"}),
             "`equals` and `contains` compare the text; `regex` is RE2's; `json_path` (RFC 9535: names, indexes, "
             "wildcards) compares what stands there; `schema` is a JSON Schema; `judge` asks a model.");
    it.field("path", &CheckSpec::path, textType("a JSON path", 1'000), "Where, with `json_path`.");
    it.field("value", &CheckSpec::value, jsonType("a value"), "What it is compared with.");
    it.field("model", &CheckSpec::model, patternText("nothing, or a model name", "^[^\\x00-\\x1f\\x7f]*$", 256),
             "Who judges, with `judge`.");
    it.field("at_least", &CheckSpec::atLeast,
             patternText("nothing, or a number from 0 to 1", "^(|0(\\.[0-9]{1,4})?|1(\\.0{1,4})?)$", 6),
             "The least score, with `judge`; 0.5 where none is given.");
    return it.finish();
}

ObjectDescription test() {
    Describer<PromptTestSpec> it("PromptTest", "Values, and what is asked of the answer.");
    it.field("id", &PromptTestSpec::id, idType("a test's id"), "Unique in its prompt.").required = true;
    it.field("name", &PromptTestSpec::name, textType("a text", 200), "For people.");
    it.field("values", &PromptTestSpec::values, jsonObjectType(), "What the variables are.");
    it.field("checks", &PromptTestSpec::checks, listType(objectType<CheckSpec>(), 0, 50), "All must hold.");
    return it.finish();
}

ObjectDescription prompt() {
    Describer<PromptSpec> it("Prompt", "A template in versions, to be tested and published. See docs/prompts.md.");
    auto& id = it.field("id", &PromptSpec::id, idType("a prompt's id"), "Its name in addresses.");
    id.required = true;
    id.example = "sentiment";
    it.field("title", &PromptSpec::title, textType("a text", 200), "For people.");
    it.field("description", &PromptSpec::description, linesType("a text", 10'000), "What it is for.");
    it.field("team", &PromptSpec::team, idType("a team's id"), "Who owns it; without one, the organisation.");
    it.field("tags", &PromptSpec::tags, listType(textType("a tag", 64), 0, 32), "For search.");
    it.field("versions", &PromptSpec::versions, listType(objectType<PromptVersionSpec>(), 0, 1'000),
             "They stay as they are once they stand; new ones are added behind.");
    it.field("labels", &PromptSpec::labels, listType(objectType<LabelSpec>(), 0, 50), "Names of versions.");
    it.field("tests", &PromptSpec::tests, listType(objectType<PromptTestSpec>(), 0, 1'000), "Its test set.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<VariableSpec>() {
    static const auto description = variable();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PromptMessageSpec>() {
    static const auto description = message();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PartialSpec>() {
    static const auto description = partial();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PromptParametersSpec>() {
    static const auto description = parameters();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PromptResponseSpec>() {
    static const auto description = response();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PromptVersionSpec>() {
    static const auto description = version();
    return description;
}
template <>
const ObjectDescription& descriptionOf<LabelSpec>() {
    static const auto description = label();
    return description;
}
template <>
const ObjectDescription& descriptionOf<CheckSpec>() {
    static const auto description = check();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PromptTestSpec>() {
    static const auto description = test();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PromptSpec>() {
    static const auto description = prompt();
    return description;
}

} // namespace gatehouse::contract
