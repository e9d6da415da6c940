// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/contract/capacity_specs.h"
#include "core/contract/duration.h"
#include "core/contract/resilience_specs.h"
#include "core/contract/routing_specs.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// The resources of the configuration as plain values, in the fields of the file (INTERFACES, "Configuration file").
// What each field means and takes stands in its description (descriptions.h), from which reading, writing, the JSON
// Schema and the reference are derived.
namespace gatehouse::contract {

struct TimeoutsSpec {
    Duration connect = Duration::of(std::chrono::seconds(5));
    Duration firstByte{std::chrono::seconds(120), "120s"};
    Duration idle{std::chrono::seconds(60), "60s"};
    Duration total = Duration::of(std::chrono::minutes(15));
};

// How TLS towards a provider is checked.
struct ProviderTlsSpec {
    std::vector<std::string> ca;          // PEM paths
    std::string clientCert;               // a PEM path, or empty
    std::optional<std::string> clientKey; // a reference
    std::vector<std::string> pins;        // "sha256/BASE64"
    std::string minVersion = "1.2";
};

// What calls with longer prompts cost, whole: what is not given costs what it costs below.
struct PriceTierSpec {
    std::uint64_t above = 0; // tokens of the prompt
    std::optional<Money> input;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite;
    std::optional<Money> cacheWriteLong;
    std::optional<Money> output;
    std::optional<Money> reasoning;
};

// What a model costs at a provider, in dollars per million tokens, as the operator says it.
struct PriceSpec {
    std::string model;
    std::optional<std::string> as; // the listed model that it is
    std::optional<Money> input;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite;
    std::optional<Money> cacheWriteLong;
    std::optional<Money> output;
    std::optional<Money> reasoning;
    std::optional<Money> batchInput;
    std::optional<Money> batchOutput;
    std::optional<Money> image; // each
    std::optional<Money> imageInput;
    std::optional<Money> audioInput;
    std::optional<Money> audioOutput;
    std::optional<Money> audioMinute; // each
    std::optional<Money> request;     // each
    std::vector<PriceTierSpec> tiers;
    std::optional<std::string> from;  // YYYY-MM-DD, the first day
    std::optional<std::string> until; // YYYY-MM-DD, the last day
    std::optional<std::string> source;
    std::optional<std::string> date; // YYYY-MM-DD
};

// A field that goes with every request to a provider.
struct HeaderSpec {
    std::string name;
    std::string value;
};

// Where the parts of an answer stand in bodies of a provider's own: JSON pointers.
struct MappingAnswerSpec {
    std::optional<std::string> text;
    std::optional<std::string> toolCalls;
    std::optional<std::string> finish;
    std::optional<std::string> inputTokens;
    std::optional<std::string> outputTokens;
    std::optional<std::string> error;
};

// The same of the events of a stream.
struct MappingStreamSpec {
    std::optional<std::string> framing; // "none", "sse", "lines"
    std::optional<std::string> text;
    std::optional<std::string> finish;
    std::optional<std::string> inputTokens;
    std::optional<std::string> outputTokens;
    std::optional<std::string> error;
    std::optional<std::string> skip;
    std::optional<std::string> end;
};

// How chats become requests of a provider that speaks no dialect, and its answers chats.
struct MappingSpec {
    std::optional<std::string> use; // a mapping of the product, which the other fields change
    std::optional<std::string> path;
    std::optional<std::string> streamPath;
    std::optional<std::string> request; // JSON with places
    MappingAnswerSpec answer;
    MappingStreamSpec stream;
};

// What proves who calls a provider, beside the secret in its keys. Which fields count depends on "auth".
struct CredentialsSpec {
    std::optional<std::string> prefix;         // header: before the key
    std::optional<std::string> parameter;      // query: its name
    std::optional<std::string> source;         // aws_sigv4, google, entra: where the credential is looked for
    std::optional<std::string> region;         // aws_sigv4
    std::optional<std::string> service;        // aws_sigv4
    std::optional<std::string> accessKeyId;    // aws_sigv4; its secret stands in the keys
    std::optional<std::string> sessionToken;   // aws_sigv4; a reference
    std::optional<std::string> profile;        // aws_sigv4
    std::optional<std::string> role;           // aws_sigv4: to assume
    std::optional<std::string> externalId;     // aws_sigv4: of that role
    std::optional<std::string> serviceAccount; // google: to impersonate
    std::optional<std::string> tenant;         // entra
    std::optional<std::string> clientId;       // entra, oauth2_client_credentials
    std::optional<std::string> scope;          // google, entra, oauth2_client_credentials
    std::optional<std::string> audience;       // oauth2_client_credentials
    std::optional<std::string> clientAuth;     // oauth2_client_credentials: "basic" or "body"
    std::optional<std::string> tokenUrl;       // entra, oauth2_client_credentials, ibm_iam
};

struct ProviderSpec {
    std::string id;
    std::optional<std::string> preset;
    std::optional<std::string> baseUrl;
    std::optional<std::string> dialect;
    std::map<std::string, std::string> places; // what stands for {NAME} in the address
    std::optional<std::string> apiVersion;
    std::optional<std::string> auth; // "none", "bearer", "query", "aws_sigv4" … or a header's name
    CredentialsSpec credentials;
    std::vector<std::string> keys; // references
    TimeoutsSpec timeouts;
    BreakerSpec breaker;
    std::optional<std::string> proxy;         // "direct" or a proxy's URL
    std::optional<std::string> proxyPassword; // a reference
    ProviderTlsSpec tls;
    std::vector<PriceSpec> prices;       // of models whose listed price is unknown or another
    std::optional<std::string> discount; // per cent off listed prices
    std::vector<HeaderSpec> headers;
    std::optional<MappingSpec> mapping;
    std::optional<bool> responses;      // a service of OpenAI's form that has /responses too
    std::optional<std::uint64_t> order; // among the providers, for people
    std::vector<std::string> regions;   // where data is processed
    std::uint64_t concurrent = 0;       // 0: no cap
    QueueSpec queue;
    HealthSpec health;
    bool enabled = true;
};

struct TargetSpec {
    std::string provider;
    std::string model;
    std::uint64_t weight = 1;
    std::optional<std::string> name; // unique in its route
};

// When to try again: a word ("connect", "timeout", "5xx") or an HTTP status.
struct RetryCondition {
    std::string word; // empty: "status" counts
    int status = 0;
    bool operator==(const RetryCondition&) const = default;
};

struct RetrySpec {
    std::uint64_t attempts = 2;
    std::vector<RetryCondition> on{{"connect", 0}, {"timeout", 0}, {"", 408}, {"", 429}, {"5xx", 0}};
};

// How much in which time; 0 = no limit. Sliding windows.
struct LimitsSpec {
    std::uint64_t requestsPerMinute = 0;
    std::uint64_t requestsPerHour = 0;
    std::uint64_t requestsPerDay = 0;
    std::uint64_t tokensPerMinute = 0;
    std::uint64_t tokensPerHour = 0;
    std::uint64_t tokensPerDay = 0;
    std::uint64_t inputTokensPerMinute = 0;
    std::uint64_t inputTokensPerHour = 0;
    std::uint64_t inputTokensPerDay = 0;
    std::uint64_t outputTokensPerMinute = 0;
    std::uint64_t outputTokensPerHour = 0;
    std::uint64_t outputTokensPerDay = 0;
    std::uint64_t concurrent = 0;
};

// What of a route's answers may be given again (core/cache).
struct RouteCacheSpec {
    std::string mode = "off";
    std::optional<Duration> ttl;
    std::string similarity = "0.95";
    std::string embedding; // a route; empty: built in
    std::string maxTemperature = "0";
    bool toolResults = false;
    std::string shared = "app";
};

struct RouteSpec {
    std::string model; // its id
    std::string strategy = "priority";
    std::optional<std::string> hashOn; // "key", "user", "session", "header:NAME"
    std::string affinity = "off";      // "session", "prompt"
    std::vector<std::string> regions;
    std::vector<TargetSpec> targets;
    std::vector<RuleSpec> rules;
    std::optional<CanarySpec> canary;
    std::optional<ExperimentSpec> experiment;
    std::optional<ShadowSpec> shadow;
    RetrySpec retry;
    LimitsSpec limits; // of all its callers together
    std::vector<FallbackSpec> fallbacks;
    std::optional<HedgeSpec> hedge;
    RouteTimeoutsSpec timeouts;
    std::string cutStreams = "end";
    std::optional<std::string> bodies; // "off", "errors", "all"
    RouteCacheSpec cache;
    bool strict = false;
    bool enabled = true;
};

struct BudgetSpec {
    Money usd;
    std::optional<std::string> currency; // "USD"
    std::string period = "month";
};

// Whose spend a budget counts: one of these.
struct BudgetForSpec {
    std::optional<bool> organisation;
    std::optional<std::string> team;
    std::optional<std::string> app;
    std::optional<std::string> key;
    std::optional<std::string> model; // as it is asked for
    std::optional<std::string> provider;
    std::optional<std::string> tag;
};

struct BudgetRaiseSpec {
    Money usd;
    WallMicros until = 0;
};

struct BudgetRuleSpec {
    std::string id;
    BudgetForSpec scope; // "for"
    Money usd;
    std::string currency = "USD";
    std::string period = "month";
    std::string action = "block";
    std::optional<std::string> switchTo; // a route
    bool cutStreams = false;
    std::vector<std::uint64_t> alerts{50, 80, 100}; // per cent
    std::optional<BudgetRaiseSpec> raise;
    bool enabled = true;
};

// What the file may say of a gateway key beside its entry in "keys".
struct KeyDetailsSpec {
    std::string id;
    std::optional<std::string> name;
    std::optional<WallMicros> expires;
    std::optional<bool> revoked;
    std::optional<LimitsSpec> limits;
    std::optional<std::vector<std::string>> models;
    std::optional<std::vector<std::string>> allowFrom;
    std::optional<std::vector<std::string>> denyFrom;
    std::optional<std::string> maxBody;
    std::optional<std::uint64_t> maxOutputTokens;
    std::optional<BudgetSpec> budget;
    std::optional<std::string> bodies;
    std::optional<bool> enabled;
};

struct AppSpec {
    std::string id;
    std::string team;                       // admin API only; in the file the app stands in its team
    std::vector<std::string> keys;          // "plain:…" or "hash:ID:DIGEST"; write-only
    std::vector<KeyDetailsSpec> keyDetails; // write-only
    LimitsSpec limits;
    LimitsSpec userLimits; // of each of its end users
    std::string priority = "normal";
    std::optional<BudgetSpec> budget;
    std::vector<std::string> models{"*"};
    std::vector<std::string> passthrough; // provider ids, or "*"
    std::vector<std::string> allowFrom;   // networks
    std::vector<std::string> denyFrom;
    std::optional<std::string> maxBody;
    std::uint64_t maxOutputTokens = 0;
    std::optional<std::string> bodies;
    bool enabled = true;
};

struct TeamSpec {
    std::string id;
    LimitsSpec limits;
    std::optional<BudgetSpec> budget;
    std::vector<std::string> models{"*"};
    std::vector<std::string> allowFrom;
    std::vector<std::string> denyFrom;
    std::optional<std::string> maxBody;
    std::uint64_t maxOutputTokens = 0;
    std::vector<AppSpec> apps; // file only
    bool enabled = true;
};

// A gateway key as the admin API shows it.
struct KeySpec {
    std::string id;
    std::string app;
    std::string name;
    std::optional<std::string> key; // write-only: a key set from outside, "plain:…" or "hash:ID:DIGEST"
    std::string digest;             // SHA-256 of the whole key, hexadecimal
    std::string lastFour;
    std::optional<WallMicros> created;
    std::optional<WallMicros> expires;
    bool revoked = false;
    LimitsSpec limits;
    std::vector<std::string> models{"*"};
    std::vector<std::string> allowFrom;
    std::vector<std::string> denyFrom;
    std::optional<std::string> maxBody;
    std::uint64_t maxOutputTokens = 0;
    std::optional<BudgetSpec> budget;
    std::optional<std::string> bodies;
    bool enabled = true;
};

// What holds for all teams together: changed while the gateway runs.
struct OrganisationSpec {
    LimitsSpec limits;
    std::optional<BudgetSpec> budget;
    std::string unknownPrice = "allow";
    std::string selfApproval = "forbid";
};

// How long what is recorded is kept: "30d", "12h" or "forever"; the size of the store as "20GiB" or "unlimited".
struct KeepSpec {
    std::string calls = "30d";
    std::string bodies = "7d";
    std::string minutes = "7d";
    std::string hours = "100d";
    std::string bytes = "unlimited";
};

// What is kept of calls: changed while the gateway runs.
struct RecordsSpec {
    std::string bodies = "off";
    std::optional<WallMicros> bodiesAllUntil;
    std::string bodyCap = "64KiB";
    KeepSpec keep;
};

// Of all routes' caches together. Sizes are texts that parseSize() (size.h) reads, or "off".
struct CacheSpec {
    std::string memory = "64MiB";
    std::string store = "256MiB";
    Duration ttl{std::chrono::hours(1), "1h"};
};

struct StoreSpec {
    std::string url = "sqlite:";
};

struct ClusterSpec {
    std::string redis;
};

struct TlsSpec {
    std::string cert;
    std::string key;
};

// Sizes are texts that parseSize() (size.h) reads.
struct ServerLimitsSpec {
    std::string requestLine = "8KiB";
    std::string headerBlock = "64KiB";
    std::uint64_t headerFields = 100;
    std::string body = "32MiB";
    std::string upload = "512MiB";
    std::uint64_t jsonDepth = 64;
    std::uint64_t messages = 100'000;
    Duration header = Duration::of(std::chrono::seconds(10));
    Duration bodyIdle = Duration::of(std::chrono::seconds(10));
    Duration bodyTotal = Duration::of(std::chrono::seconds(30));
    Duration keepAlive = Duration::of(std::chrono::seconds(75));
    Duration writeIdle = Duration::of(std::chrono::seconds(60));
    std::uint64_t connections = 16'384;
    std::uint64_t connectionsPerAddress = 1'024;
    std::uint64_t callsPerKey = 16'384;
    std::uint64_t streamsPerKey = 16'384;
    std::string memory = "auto";
    Duration shedAfter = Duration::of(std::chrono::milliseconds(25));
};

struct ServerSpec {
    std::vector<std::string> hosts;
    std::vector<std::string> trustedProxies;
    std::vector<std::string> proxyProtocol;
    bool compression = false;
    ServerLimitsSpec limits;
    TlsSpec tls;
};

// How the process reaches the world.
struct NetworkSpec {
    std::optional<std::string> proxy;         // "direct", "environment" or a proxy's URL
    std::optional<std::string> proxyPassword; // a reference
    std::vector<std::string> noProxy;
    std::vector<std::string> ca; // PEM paths
};

} // namespace gatehouse::contract
