// SPDX-License-Identifier: Apache-2.0
// Where calls go: providers and routes.
#include "core/contract/describe.h"

namespace gatehouse::contract {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

bool isAuthWord(std::string_view text) {
    return isHeaderName(text);
}

Type regionsType() {
    auto type = listType(patternText("a word such as eu", "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", 64), 0, 32);
    type.unique = true;
    return type;
}

ObjectDescription timeouts() {
    Describer<TimeoutsSpec> it("Timeouts", "How long the gateway waits for a provider, by phase.");
    const auto phase = durationType(milliseconds(1), hours(24 * 99));
    it.field("connect", &TimeoutsSpec::connect, phase, "Until the connection stands, TLS included.");
    it.field("first_byte", &TimeoutsSpec::firstByte, phase, "From the request sent to the first byte of the answer.");
    it.field("idle", &TimeoutsSpec::idle, phase, "Between two pieces of a streamed answer.");
    it.field("total", &TimeoutsSpec::total, phase, "For the whole call, all attempts and the stream included.");
    return it.finish();
}

ObjectDescription provider() {
    Describer<ProviderSpec> it("Provider", "A model API that calls are sent to.");
    it.field("id", &ProviderSpec::id, idType("an id"), "The name of it in routes, records and `provider/model` names.")
        .required = true;
    it.field("preset", &ProviderSpec::preset, modelType("a preset of the catalogue", 128),
             "An entry of the catalogue. It fills `dialect`, `base_url` and `auth` where they are not given.");
    auto& url = it.field("base_url", &ProviderSpec::baseUrl, urlType(),
                         "The address that the dialect's paths are appended to, as the provider's own client library "
                         "takes it. Required without a preset. May hold no user name, query or fragment.");
    url.example = "https://api.openai.com/v1";
    auto& places =
        it.field("places", &ProviderSpec::places,
                 mapType(patternText("the name of a place", "^[A-Za-z][A-Za-z0-9_]{0,63}$", 64),
                         patternText("what stands there in a URL", "^[A-Za-z0-9._~:/-]{1,512}$", 512), 32),
                 "What stands for the `{NAME}` places in the preset's address, where `base_url` is not given.");
    places.example = boost::json::object{{"region", "eu-west-1"}};
    it.field("api_version", &ProviderSpec::apiVersion,
             patternText("a version such as 2024-10-21", "^[A-Za-z0-9.-]{1,64}$", 64),
             "For the dialects that name one in each address. Default: `2024-10-21` for `azure_legacy`, "
             "`2024-05-01-preview` for `azure_inference`.");
    it.field("dialect", &ProviderSpec::dialect,
             choiceType({"openai",
                         "openai_responses",
                         "anthropic",
                         "kserve_v2",
                         "bedrock",
                         "gemini",
                         "vertex_gemini",
                         "vertex_anthropic",
                         "vertex_mistral",
                         "template",
                         "sagemaker",
                         "azureml",
                         "databricks_serving",
                         "nim",
                         "riva_http",
                         "azure",
                         "azure_legacy",
                         "azure_inference",
                         "cohere",
                         "ollama",
                         "voyage"},
                        {"watsonx", "media_job"}),
             "The wire form that the provider speaks. Required without a preset.");
    auto& auth = it.field(
        "auth", &ProviderSpec::auth,
        checkedText("none, bearer or the name of a header", "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$", isAuthWord, 40),
        "How the provider is told who calls: `bearer` (`Authorization: Bearer KEY`), `none`, the name of a header that "
        "holds the key (`credentials` may give a prefix), `query` (a parameter holds it), `aws_sigv4` (requests are "
        "signed), `google`, `entra`, `oauth2_client_credentials` or `ibm_iam` (a token is fetched, and renewed before "
        "it ends). Of what a preset offers, the first that fits `keys` and `credentials` is taken. Without a preset: "
        "`x-api-key` for the dialect anthropic, else `bearer`.");
    auth.secret = true; // a key may have been put here by mistake
    auto& keys = it.field("keys", &ProviderSpec::keys, listType(referenceType(), 0, 64),
                          "Where the provider's keys are read from: `env:NAME`, `file:PATH`, `keychain:NAME`, "
                          "`vault:NAME`, or `plain:VALUE` (for tests; it is moved into the key chain or vault as it is "
                          "read).");
    keys.secret = true;
    keys.example = boost::json::array{"env:OPENAI_API_KEY"};
    it.field("credentials", &ProviderSpec::credentials, objectType<CredentialsSpec>(),
             "What `auth` needs beside the keys.");
    it.field("timeouts", &ProviderSpec::timeouts, objectType<TimeoutsSpec>(), "How long to wait, by phase.");
    it.field("breaker", &ProviderSpec::breaker, objectType<BreakerSpec>(),
             "When a target here that keeps failing is left alone.");
    auto& proxy = it.field("proxy", &ProviderSpec::proxy, proxyType(false),
                           "The proxy that leads there: `direct` for none, or its URL (`http`, `https`, `socks5`, "
                           "`socks5h`: the proxy resolves the name), with the user's name where it wants one. Default: "
                           "what `network` or the environment says.");
    proxy.secret = true; // a password may have been put here by mistake
    proxy.example = "http://jo@proxy.example:3128";
    it.field("proxy_password", &ProviderSpec::proxyPassword, referenceType(),
             "Where the password for the user in `proxy` is read from, as in `keys`.")
        .secret = true;
    it.field("tls", &ProviderSpec::tls, objectType<ProviderTlsSpec>(), "Whom TLS believes, and what it shows.");
    it.field("headers", &ProviderSpec::headers, listType(objectType<HeaderSpec>(), 0, 16),
             "Headers that go with every request, such as the one that picks a service behind the provider.");
    it.field("mapping", &ProviderSpec::mapping, objectType<MappingSpec>(),
             "How bodies are made and read, for the dialects that have none of their own: `template`, `sagemaker`, "
             "`azureml`; in `kserve_v2` and `databricks_serving` it serves chats.");
    it.field("prices", &ProviderSpec::prices, listType(objectType<PriceSpec>(), 0, 2'000),
             "Prices of models here, in the place of those that the product lists; costs and budgets count with them "
             "from the next call on. A model stands here once, or once for each stretch of days.");
    it.field("discount", &ProviderSpec::discount,
             patternText("per cent from 0 to 100, at most 4 decimals, as a text",
                         R"(^(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)$)", 8),
             "Per cent that this provider takes off its listed prices; prices that are set here are taken as they "
             "stand.")
        .example = "10";
    it.field("responses", &ProviderSpec::responses, booleanType(),
             "For the dialect `openai`: whether the service has `/responses` as well. Calls of OpenAI's Responses API "
             "then pass as they are, state and built-in tools included; else they are translated to chat completions. "
             "Default: what the preset says, whatever `base_url` is; without a preset, no.");
    it.field(
        "order", &ProviderSpec::order, integerType(0, 1'000'000),
        "Where it stands among the providers in lists and in new routes, the lowest first; those without come last, "
        "by id. Calls are not led by it.");
    it.field("regions", &ProviderSpec::regions, regionsType(),
             "Where it processes data, in words of your own. A route may demand one of them.")
        .example = boost::json::array{"eu", "germany"};
    it.field("concurrent", &ProviderSpec::concurrent, integerType(0, 1'000'000),
             "The most calls at once, those of all routes and keys together; 0: no cap. What comes beyond it waits in "
             "`queue`.");
    it.field("queue", &ProviderSpec::queue, objectType<QueueSpec>(),
             "Who waits where `concurrent` is reached, or where the provider's own rate limit is about to be.");
    it.field("health", &ProviderSpec::health, objectType<HealthSpec>(), "How its health is asked for.");
    it.field("enabled", &ProviderSpec::enabled, booleanType(), "Whether calls are sent there.");
    auto description = it.finish();
    description.oneComplete = {{"preset"}, {"dialect", "base_url"}};
    return description;
}

ObjectDescription target() {
    Describer<TargetSpec> it("Target", "One place that may serve a route.");
    it.field("provider", &TargetSpec::provider, idType("a provider's id"), "The provider's id.").required = true;
    it.field("model", &TargetSpec::model, modelType("a model name"), "The provider's name of the model.").required =
        true;
    it.field("weight", &TargetSpec::weight, integerType(0, 1'000'000),
             "Its share under `weighted` and `consistent_hash`; under `least_busy`, how many calls it bears beside "
             "the others. With 0 it is only tried behind the others. `priority` takes the targets in their order.");
    it.field("name", &TargetSpec::name, modelType("a name", 64),
             "How rules, canary and experiment name it, where provider/model does not do; unique in its route.");
    return it.finish();
}

ObjectDescription retry() {
    Describer<RetrySpec> it("Retry", "When a target is tried again before the next one is.");
    it.field("attempts", &RetrySpec::attempts, integerType(1, 10), "Attempts on one target, the first included.");
    Type condition;
    condition.kind = TypeKind::RetryCondition;
    condition.oneOf = {"connect", "timeout", "5xx"};
    auto list = listType(std::move(condition), 0, 32);
    list.unique = true;
    it.field("on", &RetrySpec::on, std::move(list),
             "What is tried again: `connect` (the connection failed), `timeout`, `5xx`, or a status. The first byte "
             "sent to the client ends all retrying.");
    return it.finish();
}

ObjectDescription route() {
    Describer<RouteSpec> it("Route", "A model name that clients ask for, and who serves it.");
    auto& model = it.field("model", &RouteSpec::model, modelType("a model name of 1 to 256 printable characters"),
                           "The name that clients ask for; the route's id.");
    model.required = true;
    model.example = "gpt-4o-mini";
    it.field(
        "strategy", &RouteSpec::strategy,
        choiceType(
            {"priority", "weighted", "round_robin", "least_busy", "lowest_latency", "lowest_cost", "consistent_hash"}),
        "In which order the targets are tried. `priority`: as they are written. `weighted`: drawn by their "
        "weights. `round_robin`: in turn. `least_busy`: by the calls that run there. `lowest_latency`: by the time "
        "to the first byte of late; one call of twenty goes elsewhere to keep the others' figures fresh. "
        "`lowest_cost`: by what the call is expected to cost. `consistent_hash`: by `hash_on`. See docs/routing.md.");
    it.field(
        "hash_on", &RouteSpec::hashOn,
        patternText("key, user, session or header:NAME", "^(key|user|session|header:[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64})$",
                    72),
        "For `consistent_hash`: calls with the same one go to the same target, also when other targets come or go. "
        "Default: `key`.");
    it.field(
        "affinity", &RouteSpec::affinity, choiceType({"off", "session", "prompt"}),
        "Calls of one session (`x-gatehouse-session`), or whose prompts begin alike, stay with the provider and key "
        "that hold their prompt cache, for as long as that target can be tried.");
    it.field("regions", &RouteSpec::regions, regionsType(),
             "Only providers that bear one of these regions serve it; where none does, calls are refused.");
    it.field("targets", &RouteSpec::targets, listType(objectType<TargetSpec>(), 1, 64),
             "Who may serve it, the most wanted first.")
        .required = true;
    it.field("rules", &RouteSpec::rules, listType(objectType<RuleSpec>(), 0, 64),
             "The first rule that matches a call says where it goes; a call that none matches goes to all targets.");
    it.field("canary", &RouteSpec::canary, objectType<CanarySpec>(), "A target that is tried out on a share of calls.");
    it.field("experiment", &RouteSpec::experiment, objectType<ExperimentSpec>(), "A comparison of targets.");
    it.field("shadow", &RouteSpec::shadow, objectType<ShadowSpec>(), "Copies of calls to another model.");
    it.field("retry", &RouteSpec::retry, objectType<RetrySpec>(), "When a target is tried again.");
    it.field("limits", &RouteSpec::limits, objectType<LimitsSpec>(),
             "How much all callers of this model together may ask for.");
    it.field("fallbacks", &RouteSpec::fallbacks, listType(objectType<FallbackSpec>(), 0, 16),
             "Routes that take over when the targets of this one have failed; the first that covers the failure does.");
    it.field("hedge", &RouteSpec::hedge, objectType<HedgeSpec>(),
             "A second call when the first byte is late. Default: none.");
    it.field("timeouts", &RouteSpec::timeouts, objectType<RouteTimeoutsSpec>(),
             "How long to wait, by phase, in the place of what the providers say.");
    it.field(
        "cut_streams", &RouteSpec::cutStreams, choiceType({"end", "continue"}),
        "What happens to a stream that breaks off behind its first byte: `end` tells the client, in its dialect, and "
        "leaves the stream without its end; `continue` asks the next target to go on behind the text so far, with a "
        "comment in the stream where the seam is. Only text is gone on with, in streams of server-sent events; such a "
        "route writes its streams anew.");
    it.field("bodies", &RouteSpec::bodies, bodiesType(),
             "Which of its calls keep their bodies. Of the settings of key, application and route the most private one "
             "counts; where none of them is set, that of `records`.");
    it.field("cache", &RouteSpec::cache, objectType<RouteCacheSpec>(), "Whether its answers are given again.");
    it.field(
        "strict", &RouteSpec::strict, booleanType(),
        "Refuse a call (400, `translation_loss`) rather than send it to a provider whose dialect cannot say one of "
        "its fields; a target without loss is tried first where there is one.");
    it.field("enabled", &RouteSpec::enabled, booleanType(), "Whether the name can be asked for.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<TimeoutsSpec>() {
    static const auto description = timeouts();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ProviderSpec>() {
    static const auto description = provider();
    return description;
}
template <>
const ObjectDescription& descriptionOf<TargetSpec>() {
    static const auto description = target();
    return description;
}
template <>
const ObjectDescription& descriptionOf<RetrySpec>() {
    static const auto description = retry();
    return description;
}
template <>
const ObjectDescription& descriptionOf<RouteSpec>() {
    static const auto description = route();
    return description;
}

} // namespace gatehouse::contract
