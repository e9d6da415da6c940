// SPDX-License-Identifier: Apache-2.0
// Who calls: teams, their applications and their keys.
#include "core/base/text.h"
#include "core/contract/describe.h"
#include "core/contract/describe_limits.h"

namespace gatehouse::contract {
namespace {

bool isProviderOrAll(std::string_view text) {
    return text == "*" || isValidId(text);
}

bool isName(std::string_view text) {
    return text.empty() || isModelName(text);
}

Type keyIdType() {
    return idType("a key's id");
}

Type nameType() {
    return checkedText("a text of at most 128 printable characters",
                       "^([^\\u0000-\\u0020\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f])?)?$", isName,
                       128);
}

ObjectDescription keyDetails() {
    Describer<KeyDetailsSpec> it("KeyDetails", "What is known of a gateway key beside its digest. A field that is not "
                                               "given stays as it is.");
    it.field("id", &KeyDetailsSpec::id, keyIdType(), "The id of a key in `keys`.").required = true;
    it.field("name", &KeyDetailsSpec::name, nameType(), "A name for people.");
    it.field("expires", &KeyDetailsSpec::expires, timeType(), "When it stops to be valid.");
    it.field("revoked", &KeyDetailsSpec::revoked, booleanType(), "Whether it was revoked; that cannot be undone.");
    it.field("limits", &KeyDetailsSpec::limits, objectType<LimitsSpec>(), "How much may be asked for with it.");
    it.field("models", &KeyDetailsSpec::models, modelPatterns(), modelsText("it"));
    describeAccess(it, "its calls");
    it.field("budget", &KeyDetailsSpec::budget, objectType<BudgetSpec>(), "What may be spent with it.");
    it.field("bodies", &KeyDetailsSpec::bodies, bodiesType(), "Which of its calls keep their bodies.");
    it.field("enabled", &KeyDetailsSpec::enabled, booleanType(), "Whether it is accepted.");
    return it.finish();
}

ObjectDescription app() {
    Describer<AppSpec> it("App", "An application of a team: what a gateway key stands for.");
    it.field("id", &AppSpec::id, idType("an id"), "The application's name in records; unique over all teams.")
        .required = true;
    auto& team = it.field("team", &AppSpec::team, idType("a team's id"), "The team that it belongs to.");
    team.required = true;
    team.inFile = false;
    auto keyEntry = checkedText("plain:KEY (visible characters) or hash:ID:DIGEST",
                                "^(plain:[!-~]{1,1024}|hash:[A-Za-z0-9][A-Za-z0-9._-]{0,63}:[0-9a-f]{64})$",
                                isGatewayKeyEntry, 1100);
    auto& keys = it.field("keys", &AppSpec::keys, listType(std::move(keyEntry)),
                          "Gateway keys set from outside: `plain:KEY`, kept as its SHA-256 only, or "
                          "`hash:ID:DIGEST` as the export writes it. In the admin API they are added to those that "
                          "the application has.");
    keys.secret = true;
    keys.writeOnly = true;
    auto& details = it.field("key_details", &AppSpec::keyDetails, listType(objectType<KeyDetailsSpec>()),
                             "Names, expiry and state of keys in `keys`.");
    details.writeOnly = true;
    it.field("limits", &AppSpec::limits, objectType<LimitsSpec>(), "How much all its keys together may ask for.");
    it.field("user_limits", &AppSpec::userLimits, objectType<LimitsSpec>(),
             "How much each of its end users may ask for: whom the request names as `safety_identifier` or `user` "
             "(OpenAI), `metadata.user_id` (Anthropic) or the label `user` (Gemini). A call that names nobody is held "
             "to no such limit.");
    it.field("priority", &AppSpec::priority, choiceType({"high", "normal", "low"}),
             "Who goes first where calls wait for a provider.");
    it.field("budget", &AppSpec::budget, objectType<BudgetSpec>(), "What it may spend; none = no limit.");
    it.field("models", &AppSpec::models, modelPatterns(), modelsText("it"));
    auto providers = listType(
        checkedText("a provider's id, or '*'", "^(\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$", isProviderOrAll), 0, 1000);
    providers.unique = true;
    it.field(
        "passthrough", &AppSpec::passthrough, std::move(providers),
        "The providers whose files, batches and `/passthrough/ID/…` it may use; `*` stands for all. What is stored "
        "at a provider is shared by all who use its key, and its cost is not known here: an application with a "
        "budget (its own or its team's) or with a list of models is refused all the same.");
    describeAccess(it, "its calls");
    it.field("bodies", &AppSpec::bodies, bodiesType(),
             "Which of its calls keep their bodies. Of the settings of key, application and route the most private one "
             "counts; where none of them is set, that of `records`.");
    it.field("enabled", &AppSpec::enabled, booleanType(), "Whether its keys are accepted.");
    return it.finish();
}

ObjectDescription team() {
    Describer<TeamSpec> it("Team", "People with a common budget.");
    it.field("id", &TeamSpec::id, idType("an id"), "The team's name in records.").required = true;
    it.field("budget", &TeamSpec::budget, objectType<BudgetSpec>(), "What all its applications may spend together.");
    it.field("limits", &TeamSpec::limits, objectType<LimitsSpec>(),
             "How much all its applications together may ask for.");
    it.field("models", &TeamSpec::models, modelPatterns(), modelsText("they"));
    describeAccess(it, "their calls");
    it.field("enabled", &TeamSpec::enabled, booleanType(), "Whether its applications may call.");
    it.field("apps", &TeamSpec::apps, listType(objectType<AppSpec>()), "Its applications.").inApi = false;
    return it.finish();
}

ObjectDescription key() {
    Describer<KeySpec> it("Key", "A gateway key. The key itself is shown once, when it is made; only its SHA-256 is "
                                 "kept.");
    it.field("id", &KeySpec::id, keyIdType(), "Part of the key (`gh_<id>_…`), for records.").readOnly = true;
    it.field("app", &KeySpec::app, idType("an app's id"), "The application that it stands for.").required = true;
    it.field("name", &KeySpec::name, nameType(), "A name for people.");
    auto& plain = it.field("key", &KeySpec::key,
                           checkedText("plain:KEY (visible characters) or hash:ID:DIGEST",
                                       "^(plain:[!-~]{1,1024}|hash:[A-Za-z0-9][A-Za-z0-9._-]{0,63}:[0-9a-f]{64})$",
                                       isGatewayKeyEntry, 1100),
                           "A key set from outside, taken when the object is made. Without it the gateway makes one.");
    plain.writeOnly = true;
    plain.secret = true;
    it.field("digest", &KeySpec::digest, textType("64 hexadecimal digits", 64), "SHA-256 of the whole key.").readOnly =
        true;
    it.field("last_four", &KeySpec::lastFour, textType("at most 4 characters", 4),
             "The key's last characters; empty where it is short or came as a digest.")
        .readOnly = true;
    it.field("created", &KeySpec::created, timeType(), "When it was made known to this gateway.").readOnly = true;
    it.field("expires", &KeySpec::expires, timeType(), "When it stops to be valid; none = never.");
    it.field("revoked", &KeySpec::revoked, booleanType(), "Whether it was revoked; that cannot be undone.");
    it.field("limits", &KeySpec::limits, objectType<LimitsSpec>(), "How much may be asked for with it.");
    it.field("models", &KeySpec::models, modelPatterns(), modelsText("it"));
    describeAccess(it, "its calls");
    it.field("budget", &KeySpec::budget, objectType<BudgetSpec>(), "What may be spent with it; none = no limit.");
    it.field("bodies", &KeySpec::bodies, bodiesType(),
             "Which of its calls keep their bodies. Of the settings of key, application and route the most private one "
             "counts; where none of them is set, that of `records`.");
    it.field("enabled", &KeySpec::enabled, booleanType(), "Whether it is accepted.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<KeyDetailsSpec>() {
    static const auto description = keyDetails();
    return description;
}
template <>
const ObjectDescription& descriptionOf<AppSpec>() {
    static const auto description = app();
    return description;
}
template <>
const ObjectDescription& descriptionOf<TeamSpec>() {
    static const auto description = team();
    return description;
}
template <>
const ObjectDescription& descriptionOf<KeySpec>() {
    static const auto description = key();
    return description;
}

} // namespace gatehouse::contract
