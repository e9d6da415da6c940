// SPDX-License-Identifier: Apache-2.0
// Published APIs and their versions.
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

Type versionType() {
    return patternText("a version's name: letters, digits, '.', '_' or '-', at most 32, a letter or digit first",
                       "^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$", 32);
}

// A name and, behind "@", a version's number or a label.
Type pinnedType(std::string expected) {
    return patternText(std::move(expected), "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}@[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", 129);
}

ObjectDescription arm() {
    Describer<ApiArmSpec> it("ApiArm", "A version of the prompt that takes a share of the calls.");
    it.field("prompt", &ApiArmSpec::prompt, pinnedType("a prompt and its version, such as sentiment@3"), "Which.")
        .required = true;
    it.field("percent", &ApiArmSpec::percent, percentType(), "Its share, with the method `split`.");
    return it.finish();
}

ObjectDescription experiment() {
    Describer<ApiExperimentSpec> it("ApiExperiment",
                                    "Between versions of a prompt. What counts is the feedback that callers "
                                    "send to `POST /v1/feedback`, from 0 to 1.");
    it.field("method", &ApiExperimentSpec::method, choiceType({"split", "bandit"}),
             "`split`: fixed shares; `bandit`: more calls for what does better so far (Thompson sampling).");
    it.field("sticky", &ApiExperimentSpec::sticky, choiceType({"call", "key", "user", "session"}),
             "Who keeps to an arm, once drawn.");
    it.field("arms", &ApiExperimentSpec::arms, listType(objectType<ApiArmSpec>(), 2, 8), "What is compared.").required =
        true;
    it.field("calls", &ApiExperimentSpec::calls, integerType(10, 1'000'000),
             "Calls with feedback that each arm needs before anything is decided.");
    it.field("certainty", &ApiExperimentSpec::certainty, percentType(),
             "Per cent that an arm is the best, at which it ends.");
    it.field("decides", &ApiExperimentSpec::decides, booleanType(),
             "The winner takes all calls then; else it only tells.");
    return it.finish();
}

ObjectDescription definition() {
    Describer<ApiDefinitionSpec> it("ApiDefinition",
                                    "What a version does. Which fields count depends on the API's `kind`.");
    it.field("prompt", &ApiDefinitionSpec::prompt,
             pinnedType("a prompt and its version or label, such as sentiment@production"), "Kind `prompt`: which.");
    it.field("chain", &ApiDefinitionSpec::chain, pinnedType("a chain and its version or label, such as triage@2"),
             "Kind `chain`: which.");
    it.field("models", &ApiDefinitionSpec::models, listType(modelType("a model name"), 0, 100),
             "Kind `model`: what may be asked for; the first is meant where none is named.");
    it.field("answer", &ApiDefinitionSpec::answer, choiceType({"text", "json", "openai", "anthropic", "gemini"}),
             "Kinds `prompt` and `chain`: the text alone, JSON that was checked, or the form of a client's dialect.");
    it.field("experiment", &ApiDefinitionSpec::experiment, objectType<ApiExperimentSpec>(),
             "Between versions of the prompt.");
    it.field("service", &ApiDefinitionSpec::service, objectType<ServiceSpec>(), "Kind `service`: where calls go.");
    it.field("timeout", &ApiDefinitionSpec::timeout, durationType(std::chrono::seconds(1), std::chrono::minutes(60)),
             "The longest that a call may take.");
    it.field("notes", &ApiDefinitionSpec::notes, linesType("a text", 20'000), "For those who call it.");
    return it.finish();
}

ObjectDescription release() {
    Describer<ApiReleaseSpec> it("ApiRelease", "A definition as it was published. It never changes.");
    it.field("number", &ApiReleaseSpec::number, integerType(1, 1'000'000), "1, 2, 3 …").required = true;
    it.field("at", &ApiReleaseSpec::at, timeType(), "When.");
    it.field("by", &ApiReleaseSpec::by, textType("a name", 128), "Who published it.");
    it.field("note", &ApiReleaseSpec::note, linesType("a text", 2'000), "Why.");
    it.field("definition", &ApiReleaseSpec::definition, objectType<ApiDefinitionSpec>(), "What it does.");
    return it.finish();
}

ObjectDescription version() {
    Describer<ApiVersionSpec> it("ApiVersion",
                                 "A version: `/apis/{id}/{version}`. State and releases are changed by the "
                                 "operations submit, publish, send_back, deprecate, retire and roll_back.");
    auto& name = it.field("version", &ApiVersionSpec::version, versionType(), "In its address; not `latest`.");
    name.required = true;
    name.example = "1";
    it.field("state", &ApiVersionSpec::state,
             choiceType({"designed", "in_review", "published", "deprecated", "retired"}), "How far it is.");
    it.field("definition", &ApiVersionSpec::definition, objectType<ApiDefinitionSpec>(), "As it is being edited.");
    it.field("releases", &ApiVersionSpec::releases, listType(objectType<ApiReleaseSpec>(), 0, 200),
             "As it was published.");
    it.field("live", &ApiVersionSpec::live, integerType(0, 1'000'000),
             "The number of the release that serves; 0: the definition itself.");
    it.field("submitted_by", &ApiVersionSpec::submittedBy, textType("a name", 128), "Who asked for its review.");
    it.field("deprecated_at", &ApiVersionSpec::deprecatedAt, timeType(), "Since when it should no longer be used.");
    it.field("sunset", &ApiVersionSpec::sunset, timeType(), "When it will be retired.");
    it.field("successor", &ApiVersionSpec::successor, versionType(), "The version to use instead.");
    return it.finish();
}

ObjectDescription api() {
    Describer<ApiSpec> it("Api", "What is published at `/apis/{id}/{version}`. See docs/apis.md.");
    auto& id = it.field("id", &ApiSpec::id, idType("an API's id"), "Its name in addresses.");
    id.required = true;
    id.example = "mood";
    it.field("title", &ApiSpec::title, textType("a text", 200), "For people.");
    it.field("description", &ApiSpec::description, linesType("a text", 20'000), "What it is for.");
    it.field("team", &ApiSpec::team, idType("a team's id"), "Who owns it; without one, the organisation.");
    it.field("tags", &ApiSpec::tags, listType(textType("a tag", 64), 0, 32), "For search.");
    it.field("kind", &ApiSpec::kind, choiceType({"prompt", "chain", "model", "service"}), "What stands behind it.");
    it.field(
        "access", &ApiSpec::access, choiceType({"subscription", "team", "open"}),
        "Who may call: applications with an approved subscription and those of the owner; those of the owner alone; "
        "every application.");
    it.field("plans", &ApiSpec::plans, listType(idType("a plan's id"), 0, 20), "Terms that can be asked for.");
    it.field("listed", &ApiSpec::listed, booleanType(), "Whether the catalogue shows it.");
    it.field("versions", &ApiSpec::versions, listType(objectType<ApiVersionSpec>(), 0, 100),
             "They may stand side by side.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<ApiArmSpec>() {
    static const auto description = arm();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ApiExperimentSpec>() {
    static const auto description = experiment();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ApiDefinitionSpec>() {
    static const auto description = definition();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ApiReleaseSpec>() {
    static const auto description = release();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ApiVersionSpec>() {
    static const auto description = version();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ApiSpec>() {
    static const auto description = api();
    return description;
}

} // namespace gatehouse::contract
