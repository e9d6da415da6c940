// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/telemetry/call_bodies.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::telemetry {

// How a call ended.
enum class Outcome {
    Ok,
    Refused,       // by the gateway before any attempt: key, limit, budget, shape
    ProviderError, // the provider answered with an error, which the client got
    Failed,        // no provider answered
    Truncated,     // the stream broke behind its first byte; the client was told
    Cancelled,     // the client left
};

// The classes that charts count.
enum class ErrorClass {
    None,
    Auth,
    Limit,
    Budget,
    BadRequest,
    NotFound,
    ProviderAuth,
    ProviderLimit,
    ProviderError,
    Connect,
    Timeout,
    Truncated,
    ClientGone,
    Internal
};

std::string_view nameOf(Outcome outcome);
std::string_view nameOf(ErrorClass errorClass);

struct Tokens {
    std::int64_t input = 0; // disjoint classes, as dialects::Usage
    std::int64_t cachedInput = 0;
    std::int64_t cacheWrite = 0;
    std::int64_t output = 0;
    std::int64_t reasoning = 0; // part of output
    bool estimated = false;     // the provider told none
};

// One try at one target.
struct Attempt {
    std::string provider;
    std::string model;
    std::string keyReference;
    std::int64_t startMicros = 0;     // since the call's start
    std::int64_t connectedMicros = 0; // 0 = pooled connection or not reached
    std::int64_t firstByteMicros = 0; // 0 = not reached
    std::int64_t endMicros = 0;
    int status = 0;       // 0 = no answer
    std::string error;    // stable code, empty when it served
    std::string decision; // what was done then: "served", "retried", "next key", "next target", "passed to the client"
    // Of an attempt that was begun by its provider and did not serve, or not to the end: part of the call's.
    std::optional<Tokens> tokens = {};
    std::optional<Money> cost = {}; // none = unknown
};

// Why a target was not tried.
struct Skipped {
    std::string target; // provider/model
    std::string reason;
};

// Time in the line before a provider that had no room.
struct Waited {
    std::string provider;
    std::string_view priority; // of static life: "high", "normal", "low"
    std::int64_t position = 0; // when it came, from 1
    std::int64_t micros = 0;
    bool served = false; // it was given room; else the time passed, or it left
};

struct LimitState {
    std::string scope; // "app:notebook requests_per_minute"
    std::string limit;
    std::string used;
};

// What a route's cache had to do with the call; empty where the route has none.
struct CacheNote {
    std::string key;  // of the entry, hex
    std::string from; // the call that brought the answer
    std::int64_t ageMicros = 0;
    double likeness = 0; // of a semantic hit
    std::optional<Money> saved;
    std::string note; // why the cache took no part, or how it did
};

// The same of a count; the scope's name is that of the call: its team, key …
struct CountState {
    std::string_view scope; // of static life: "team"
    std::string_view name;  // of static life: "tokens_per_hour"
    std::uint64_t limit = 0;
    std::uint64_t used = 0;
};

// What the tokens of a call were taken to be before it ran.
struct ExpectedTokens {
    std::uint64_t input = 0;
    std::uint64_t output = 0;
    double bytesPerToken = 0; // of the model, as learned by then
};

// A line of what a call cost: the tokens of one class at that class's price.
struct BilledClass {
    std::string_view name; // of static life: "input", "cached_input", "cache_write", "cache_write_long", "output"
    std::int64_t tokens = 0;
    Money perMillion;
    Money cost;
};

// A field that a translation could not say as it was.
struct LostField {
    std::string field;     // in the client's dialect
    std::string_view kind; // of static life: "approximated", "dropped"
    std::string detail;
};

// A field that it could: the provider's name of it, which is the same where it was kept.
struct CarriedField {
    std::string field;
    std::string target;
};

// The decision trail of one call; stored as JSON, written by the recorder thread.
struct Explain {
    std::string rule;   // "route gpt-4o-mini", "direct openai/gpt-4o", or why none
    std::string chosen; // "openai/gpt-4o-mini: first of 2 by priority"
    std::vector<Skipped> skipped;
    std::vector<Attempt> attempts;
    std::vector<LimitState> limits;
    std::vector<CountState> counts;
    std::optional<ExpectedTokens> expected;
    std::vector<Waited> waited;
    std::string_view translatedTo; // of static life: the provider's dialect; empty: passed through
    std::vector<LostField> losses;
    std::vector<CarriedField> carried;
    std::string price;               // "input 0.15, output 0.6 per million (source, date)", or why unknown
    std::vector<BilledClass> billed; // the classes that have tokens; together they are the cost
    std::string priceSource;
    std::string priceDate;
    std::string note;
    CacheNote cache;
};

// Everything that is kept of a call. Built on the I/O thread, moved to the recorder.
struct CallRecord {
    std::string id; // the request id
    WallMicros startedAt = 0;
    std::int64_t totalMicros = 0;
    std::int64_t firstByteMicros = 0; // of the answer towards the client; 0 = none
    int status = 0;                   // sent to the client; 499 when it left before the head
    Outcome outcome = Outcome::Ok;
    ErrorClass errorClass = ErrorClass::None;
    std::string errorCode;
    std::string dialect;   // the client's
    std::string operation; // dialects::nameOf(Operation)
    std::string modelAsked;
    std::string modelServed;
    std::string provider;
    std::string route; // empty for provider/model names
    std::string team;
    std::string app;
    std::string key;
    std::string api;          // published, that was called: "mood"; empty: none
    std::string apiVersion;   // "1"
    std::string prompt;       // "sentiment@3"
    std::string subscription; // under which it was called
    bool streamed = false;
    Tokens tokens;
    std::optional<Money> cost; // none = unknown
    bool pretend = false;      // a demo price: kept out of spend
    int attempts = 0;
    std::string cache = "off";
    std::string client;  // User-Agent, cut at 120 bytes
    std::string address; // of the peer
    std::string tags;    // comma list
    std::string session;
    std::string providerRequestId;
    std::int64_t bytesIn = 0;
    std::int64_t bytesOut = 0;
    Explain explain;
    std::shared_ptr<CallBodies> bodies; // where the policy keeps them for this call; else null
};

} // namespace gatehouse::telemetry
