// SPDX-License-Identifier: Apache-2.0
// How a route chooses among its targets: rules, canary, experiment, shadow.
#include "core/contract/describe.h"

namespace gatehouse::contract {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// The name of a target, or provider/model of one that has none.
Type targetNameType() {
    return modelType("the name of a target of this route, or its provider/model", 321);
}

Type fieldValueType() {
    return textType("a text; * stands for any characters", 256);
}

Type stickyType() {
    return choiceType({"key", "user", "session", "call"});
}

Type clockType() {
    return patternText("a time of day such as 08:30", "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", 5);
}

ObjectDescription timeWindow() {
    Describer<TimeWindowSpec> it("TimeWindow", "A stretch of the day. Where `until` is not behind `from`, it goes over "
                                               "midnight and belongs to the day on which it begins.");
    it.field("from", &TimeWindowSpec::from, clockType(), "Its first minute.").example = "08:00";
    it.field("until", &TimeWindowSpec::until, clockType(), "The minute behind its last.").example = "18:00";
    auto days = listType(choiceType({"mon", "tue", "wed", "thu", "fri", "sat", "sun"}), 0, 7);
    days.unique = true;
    it.field("days", &TimeWindowSpec::days, std::move(days), "On which days; none = every day.");
    it.field("zone", &TimeWindowSpec::zone,
             patternText("a time zone such as Europe/Berlin", "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$", 64),
             "The time zone that the times are meant in, by its name in the IANA database; summer time is heeded.");
    return it.finish();
}

ObjectDescription when() {
    Describer<WhenSpec> it("When",
                           "What a rule asks of a call: everything that is given must hold. In texts `*` stands "
                           "for any characters.");
    it.field(
          "headers", &WhenSpec::headers,
          mapType(patternText("the name of a header", "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$", 64), fieldValueType(), 16),
          "Header fields of the request and their values. `authorization` and other fields that hold keys match "
          "nothing.")
        .example = boost::json::object{{"x-team", "blue*"}};
    const auto path = patternText("the path of a field, such as a or a.b",
                                  "^[^\\x00-\\x1f\\x7f.]+(\\.[^\\x00-\\x1f\\x7f.]+){0,7}$", 128);
    it.field("metadata", &WhenSpec::metadata, mapType(path, fieldValueType(), 16),
             "Members of the body's `metadata` and their values.");
    it.field("body", &WhenSpec::body, mapType(path, fieldValueType(), 16),
             "Fields of a JSON body and their values; `a.b` is the field b in a. A number or a flag is compared as it "
             "is written.")
        .example = boost::json::object{{"reasoning_effort", "high"}};
    it.field("path", &WhenSpec::path, patternText("a path; * stands for any characters", "^/[!-~]{0,255}$", 256),
             "The path of the request.")
        .example = "/v1/*";
    it.field("tokens_above", &WhenSpec::tokensAbove, integerType(0, 1'000'000'000),
             "More estimated input tokens than this.");
    it.field("tokens_below", &WhenSpec::tokensBelow, integerType(0, 1'000'000'000),
             "Fewer estimated input tokens than this; 0 = any.");
    it.field("time", &WhenSpec::time, objectType<TimeWindowSpec>(), "The time at which the call begins.");
    it.field("teams", &WhenSpec::teams, listType(idType("a team's id"), 0, 100), "One of these teams calls.");
    it.field("apps", &WhenSpec::apps, listType(idType("an app's id"), 0, 100), "One of these applications calls.");
    it.field("tags", &WhenSpec::tags, listType(textType("a tag", 64), 0, 100),
             "The call bears one of these tags (`x-gatehouse-tags`).");
    it.field("stream", &WhenSpec::stream, booleanType(), "Whether a stream is asked for.");
    return it.finish();
}

ObjectDescription rule() {
    Describer<RuleSpec> it("Rule",
                           "Where the calls go that it matches: to some of the targets, or on to another route.");
    it.field("name", &RuleSpec::name, modelType("a name", 64), "For records and for people.");
    it.field("when", &RuleSpec::when, objectType<WhenSpec>(), "Which calls it matches; without it, all.");
    it.field("targets", &RuleSpec::targets, listType(targetNameType(), 0, 64),
             "The targets among which the route's strategy then chooses; `priority` tries them in this order.");
    it.field("route", &RuleSpec::route, modelType("a route's model name"),
             "The route that goes on with the call, in the place of `targets`.");
    return it.finish();
}

ObjectDescription canaryStep() {
    Describer<CanaryStepSpec> it("CanaryStep", "How a canary's share grows by itself while nothing rolls it back.");
    it.field("percent", &CanaryStepSpec::percent, percentType(), "What is added each time.");
    it.field("every", &CanaryStepSpec::every, durationType(milliseconds(1'000), hours(24 * 99)),
             "How long each share is watched. A step also waits until the calls that `roll_back` asks for are in.");
    it.field("up_to", &CanaryStepSpec::upTo, percentType(), "Where it stops.");
    return it.finish();
}

ObjectDescription rollBack() {
    Describer<RollBackSpec> it("RollBack", "What takes a canary's share back to 0. Each share is judged by the calls "
                                           "since it began.");
    it.field("error_rate", &RollBackSpec::errorRate, percentType(), "More failed calls of a hundred than this.")
        .example = "5";
    it.field("latency", &RollBackSpec::latency, durationType(milliseconds(1), hours(1)),
             "A longer mean time to the first byte than this.");
    it.field("feedback", &RollBackSpec::feedback,
             patternText("a score from 0 to 1 with at most four decimals", "^(1(\\.0{1,4})?|0(\\.[0-9]{1,4})?)$", 6),
             "A lower mean score (`POST /v1/feedback`) than this.");
    it.field("calls", &RollBackSpec::calls, integerType(1, 1'000'000),
             "So many calls (for `feedback`: scores) must be in before they are judged.");
    return it.finish();
}

ObjectDescription canary() {
    Describer<CanarySpec> it("Canary",
                             "A target that gets a share of the calls, to be watched. The others get none of it.");
    it.field("target", &CanarySpec::target, targetNameType(), "The target that is tried out.").required = true;
    it.field("percent", &CanarySpec::percent, percentType(), "The share that it begins with.").required = true;
    it.field(
        "sticky", &CanarySpec::sticky, stickyType(),
        "What stays on its side as long as the share does not shrink: all calls of a key, of an end user (`user`), "
        "of a session (`x-gatehouse-session`), or nothing (`call`: each is drawn anew). A call without user or "
        "session counts by its key.");
    it.field("step", &CanarySpec::step, objectType<CanaryStepSpec>(), "How the share grows by itself.");
    it.field("roll_back", &CanarySpec::rollBack, objectType<RollBackSpec>(), "What ends it.");
    return it.finish();
}

ObjectDescription share() {
    Describer<ShareSpec> it("Share", "The part of the calls that one target of an experiment gets.");
    it.field("target", &ShareSpec::target, targetNameType(), "The target.").required = true;
    it.field("percent", &ShareSpec::percent, percentType(), "Its share.").required = true;
    return it.finish();
}

ObjectDescription experiment() {
    Describer<ExperimentSpec> it("Experiment",
                                 "A comparison of targets: each gets its share of the calls, drawn once for "
                                 "who calls. What the shares leave goes by `strategy`.");
    it.field("sticky", &ExperimentSpec::sticky, stickyType(), "What stays with its target, as in `canary`.");
    it.field("shares", &ExperimentSpec::shares, listType(objectType<ShareSpec>(), 1, 16),
             "Targets and their shares, together at most 100.")
        .required = true;
    return it.finish();
}

ObjectDescription shadow() {
    Describer<ShadowSpec> it("Shadow",
                             "Copies of some calls that are sent to another model beside the real ones. Their "
                             "answers are dropped; each is recorded as a call of its own with the tag `shadow`.");
    it.field("provider", &ShadowSpec::provider, idType("a provider's id"), "The provider's id.").required = true;
    it.field("model", &ShadowSpec::model, modelType("a model name"), "The provider's name of the model.").required =
        true;
    it.field("percent", &ShadowSpec::percent, percentType(), "The share of calls that are copied.").required = true;
    it.field("billed", &ShadowSpec::billed, booleanType(),
             "Whether the copies count for the caller's limits and budgets. Else their money counts for nobody.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<TimeWindowSpec>() {
    static const auto description = timeWindow();
    return description;
}
template <>
const ObjectDescription& descriptionOf<WhenSpec>() {
    static const auto description = when();
    return description;
}
template <>
const ObjectDescription& descriptionOf<RuleSpec>() {
    static const auto description = rule();
    return description;
}
template <>
const ObjectDescription& descriptionOf<CanaryStepSpec>() {
    static const auto description = canaryStep();
    return description;
}
template <>
const ObjectDescription& descriptionOf<RollBackSpec>() {
    static const auto description = rollBack();
    return description;
}
template <>
const ObjectDescription& descriptionOf<CanarySpec>() {
    static const auto description = canary();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ShareSpec>() {
    static const auto description = share();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ExperimentSpec>() {
    static const auto description = experiment();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ShadowSpec>() {
    static const auto description = shadow();
    return description;
}

} // namespace gatehouse::contract
