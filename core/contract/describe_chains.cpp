// SPDX-License-Identifier: Apache-2.0
// Chains: steps that belong together.
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

constexpr std::int64_t mostVersions = 1'000'000;

Type pointerType() {
    return patternText("a JSON pointer (RFC 6901)", "^(/([^~/\\x00-\\x1f\\x7f]|~[01])*)*$", 1'000);
}

ObjectDescription source() {
    Describer<MappingSourceSpec> it("ChainValue",
                                    "A name and where its value comes from: one of `value`, `text`, `json`.");
    it.field("name", &MappingSourceSpec::name,
             patternText("a name: letters, digits and '_', a letter or '_' first, at most 64",
                         "^[A-Za-z_][A-Za-z0-9_]{0,63}$", 64),
             "What it is called.")
        .required = true;
    it.field("value", &MappingSourceSpec::value, pointerType(),
             "A JSON pointer into `{\"inputs\": …, \"STEP\": …}`: what the caller gave, and what steps answered.");
    it.field("text", &MappingSourceSpec::text, linesType("a Mustache template", 100'000), "Mustache over the same.");
    it.field("json", &MappingSourceSpec::json, jsonType("a value"), "As it stands.");
    auto description = it.finish();
    description.oneComplete = {{"value"}, {"text"}, {"json"}};
    return description;
}

ObjectDescription when() {
    Describer<ChainWhenSpec> it("ChainWhen", "Whether a step runs. All that is given must hold.");
    it.field("value", &ChainWhenSpec::value, pointerType(), "What is looked at.").required = true;
    it.field("equals", &ChainWhenSpec::equals, jsonType("a value"), "It is this.");
    it.field("in", &ChainWhenSpec::in, listType(jsonType("a value"), 0, 100), "It is one of these.");
    it.field("exists", &ChainWhenSpec::exists, booleanType(), "It is there, or is not.");
    return it.finish();
}

ObjectDescription step() {
    Describer<ChainStepSpec> it("ChainStep", "One step. Steps whose `after` have ended run side by side.");
    it.field("id", &ChainStepSpec::id,
             patternText("a step's id: letters, digits and '_', a letter or '_' first, at most 64",
                         "^[A-Za-z_][A-Za-z0-9_]{0,63}$", 64),
             "Unique in its chain, not `inputs`.")
        .required = true;
    it.field("kind", &ChainStepSpec::kind, choiceType({"prompt", "model", "tensor", "api"}),
             "What it calls: a prompt, a model with messages, a model with tensors (KServe v2), a published API.");
    it.field("use", &ChainStepSpec::use, modelType("a name"),
             "`sentiment@production` or `sentiment@3`; a model's name; `mood/1`.")
        .required = true;
    it.field("after", &ChainStepSpec::after, listType(textType("a step's id", 64), 0, 50),
             "Steps that must have ended.");
    it.field("when", &ChainStepSpec::when, objectType<ChainWhenSpec>(), "Whether it runs.");
    it.field("input", &ChainStepSpec::input, listType(objectType<MappingSourceSpec>(), 0, 100), "What it is given.");
    it.field("timeout", &ChainStepSpec::timeout, durationType(std::chrono::seconds(1), std::chrono::minutes(15)),
             "The longest that it may take.");
    it.field("optional", &ChainStepSpec::optional, booleanType(), "The chain goes on where it fails.");
    return it.finish();
}

ObjectDescription limits() {
    Describer<ChainLimitsSpec> it("ChainLimits", "What a run may take. A step that no longer fits is not begun.");
    it.field("depth", &ChainLimitsSpec::depth, integerType(1, 8), "Chains within chains.");
    it.field("steps", &ChainLimitsSpec::steps, integerType(1, 500), "Steps in all, those of inner chains included.");
    it.field("time", &ChainLimitsSpec::time, durationType(std::chrono::seconds(1), std::chrono::minutes(60)),
             "In all.");
    it.field("usd", &ChainLimitsSpec::usd, patternText("dollars as a text", "^[0-9]{1,7}(\\.[0-9]{1,12})?$", 20),
             "Dollars in all.");
    return it.finish();
}

ObjectDescription version() {
    Describer<ChainVersionSpec> it("ChainVersion", "One version. It never changes; what is changed is a new one.");
    it.field("version", &ChainVersionSpec::version, integerType(1, mostVersions), "1, 2, 3 …").required = true;
    it.field("comment", &ChainVersionSpec::comment, linesType("a text", 2'000), "Why it was made.");
    it.field("author", &ChainVersionSpec::author, textType("a name", 128), "Who made it.");
    it.field("created", &ChainVersionSpec::created, timeType(), "When it was made.");
    it.field("from", &ChainVersionSpec::from, integerType(1, mostVersions), "The version that it was made of.");
    it.field("inputs", &ChainVersionSpec::inputs, listType(objectType<VariableSpec>(), 0, 200), "What it is given.");
    it.field("steps", &ChainVersionSpec::steps, listType(objectType<ChainStepSpec>(), 1, 50), "What it does.")
        .required = true;
    it.field("output", &ChainVersionSpec::output, listType(objectType<MappingSourceSpec>(), 0, 100),
             "What it answers.");
    it.field("limits", &ChainVersionSpec::limits, objectType<ChainLimitsSpec>(), "What a run may take.");
    return it.finish();
}

ObjectDescription chain() {
    Describer<ChainSpec> it("Chain", "Steps that belong together, in versions. See docs/chains.md.");
    auto& id = it.field("id", &ChainSpec::id, idType("a chain's id"), "Its name in addresses.");
    id.required = true;
    id.example = "triage";
    it.field("title", &ChainSpec::title, textType("a text", 200), "For people.");
    it.field("description", &ChainSpec::description, linesType("a text", 10'000), "What it is for.");
    it.field("team", &ChainSpec::team, idType("a team's id"), "Who owns it; without one, the organisation.");
    it.field("tags", &ChainSpec::tags, listType(textType("a tag", 64), 0, 32), "For search.");
    it.field("versions", &ChainSpec::versions, listType(objectType<ChainVersionSpec>(), 0, 1'000),
             "They stay as they are once they stand; new ones are added behind.");
    it.field("labels", &ChainSpec::labels, listType(objectType<LabelSpec>(), 0, 50), "Names of versions.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<MappingSourceSpec>() {
    static const auto description = source();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ChainWhenSpec>() {
    static const auto description = when();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ChainStepSpec>() {
    static const auto description = step();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ChainLimitsSpec>() {
    static const auto description = limits();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ChainVersionSpec>() {
    static const auto description = version();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ChainSpec>() {
    static const auto description = chain();
    return description;
}

} // namespace gatehouse::contract
