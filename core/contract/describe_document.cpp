// SPDX-License-Identifier: Apache-2.0
// The whole file, and the parts that belong to the process rather than to the configuration that the store keeps.
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

bool isStoreUrl(std::string_view text) {
    return text == "sqlite:" || text.starts_with("sqlite:/") || text.starts_with("postgres://") ||
           text.starts_with("postgresql://") || (text.starts_with("env:") && isSecretReference(text));
}

bool isRedisUrl(std::string_view text) {
    return text.empty() || text.starts_with("redis://") || text.starts_with("rediss://");
}

ObjectDescription store() {
    Describer<StoreSpec> it("Store", "Where configuration and records are kept. Read at start.");
    it.field("url", &StoreSpec::url,
             checkedText("sqlite:, sqlite:/PATH, postgres://USER:PASSWORD@HOST:PORT/DATABASE or env:NAME",
                         "^(sqlite:(/[^\\u0000-\\u001f\\u007f]+)?|postgres(ql)?://[^\\u0000-\\u0020\\u007f]+|"
                         "env:[A-Za-z_][A-Za-z0-9_]*)$",
                         isStoreUrl),
             "`sqlite:` is a file in the data folder, `sqlite:/PATH` one elsewhere, `postgres://` a database that "
             "several gateways may share; `env:NAME` reads the address from an environment variable, which keeps its "
             "password out of this file. See docs/store.md.")
        .secret = true; // may hold a password
    return it.finish();
}

ObjectDescription cluster() {
    Describer<ClusterSpec> it("Cluster", "What nodes share. Read at start.");
    auto& redis = it.field("redis", &ClusterSpec::redis, checkedText("an empty text", "^$", isRedisUrl),
                           "Must be empty: counters and cache are in the process. `redis://` is not in this version.");
    redis.secret = true;
    return it.finish();
}

ObjectDescription document() {
    Describer<Document> it("Configuration", "The configuration file.");
    auto& version = it.field("version", &Document::version, integerType(1, 1), "The form of this file.");
    version.required = true;
    version.example = 1;
    it.field("store", &Document::store, objectType<StoreSpec>(), "Where configuration and records are kept.");
    it.field("cluster", &Document::cluster, objectType<ClusterSpec>(), "What nodes share.");
    it.field("server", &Document::server, objectType<ServerSpec>(), "How clients reach the gateway.");
    it.field("network", &Document::network, objectType<NetworkSpec>(), "How the gateway reaches the world.");
    it.field("demo", &Document::demo, booleanType(),
             "Whether the built-in provider `demo` (`demo/echo`, `demo/slow`, `demo/flaky`, `demo/429`) is on. Read at "
             "start.");
    it.field("providers", &Document::providers, listType(objectType<ProviderSpec>()), "Model APIs.");
    it.field("routes", &Document::routes, listType(objectType<RouteSpec>()), "Model names that clients ask for.");
    it.field("teams", &Document::teams, listType(objectType<TeamSpec>()), "Who calls.");
    it.field("budgets", &Document::budgets, listType(objectType<BudgetRuleSpec>()), "What may be spent, and by whom.");
    it.field("records", &Document::records, objectType<RecordsSpec>(),
             "What is kept of calls. Taken while the gateway runs, without a restart.");
    it.field("organisation", &Document::organisation, objectType<OrganisationSpec>(),
             "What holds for all teams together. Taken while the gateway runs, without a restart.");
    it.field("cache", &Document::cache, objectType<CacheSpec>(),
             "How much is kept of answers that routes with a cache may give again.");
    it.field("plans", &Document::plans, listType(objectType<PlanSpec>()), "On what terms published APIs are used.");
    it.field("webhooks", &Document::webhooks, listType(objectType<WebhookSpec>()),
             "Addresses that events are sent to.");
    it.field("prompts", &Document::prompts, listType(objectType<PromptSpec>()), "Templates, in versions.");
    it.field("chains", &Document::chains, listType(objectType<ChainSpec>()),
             "Steps that belong together, in versions.");
    it.field("apis", &Document::apis, listType(objectType<ApiSpec>()), "What is published at `/apis/…`.");
    it.field("subscriptions", &Document::subscriptions, listType(objectType<SubscriptionSpec>()),
             "Which applications may call which published APIs.");
    it.field("users", &Document::users, listType(objectType<UserSpec>()),
             "Who uses console and portal. Passwords are not written here.");
    it.field("sign_in", &Document::signIn, objectType<SignInSpec>(),
             "How users sign in. Taken while the gateway runs, without a restart.");
    it.field("notices", &Document::notices, objectType<NoticesSpec>(),
             "Who is told of what. Taken while the gateway runs, without a restart.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<StoreSpec>() {
    static const auto description = store();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ClusterSpec>() {
    static const auto description = cluster();
    return description;
}
template <>
const ObjectDescription& descriptionOf<Document>() {
    static const auto description = document();
    return description;
}

} // namespace gatehouse::contract
