// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/money.h"
#include "core/base/network_way.h"
#include "core/base/secret.h"
#include "core/catalog/auth_words.h"
#include "core/catalog/prices.h"
#include "core/config/capacity.h"
#include "core/config/limits.h"
#include "core/config/route_choice.h"
#include "core/dialects/provider_form.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace gatehouse::dialects {
class Mapping;
} // namespace gatehouse::dialects

namespace gatehouse::routing {
struct TargetMeter;
struct ArmMeter;
struct RouteMeter;
} // namespace gatehouse::routing

// The configuration as the data plane reads it: built once by the control thread, immutable, shared by all threads. A
// call keeps the snapshot that it began with. Indices refer to the vectors of the same snapshot.
namespace gatehouse::config {

using catalog::AuthStyle;
struct Credentials;
struct Products;
struct Subscription;

struct Timeouts {
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds firstByte{120'000};
    std::chrono::milliseconds idle{60'000};
    std::chrono::milliseconds total{900'000};
};

// When a target of a provider, or one of its keys, is left alone.
struct BreakerThresholds {
    int failures = 5; // in a row
    std::chrono::milliseconds rest{1'000};
    std::chrono::milliseconds longestRest{30'000}; // doubled up to here while probes fail
};

struct ProviderKey {
    std::string reference; // "env:OPENAI_API_KEY": for records, never the value
    SharedSecret secret;   // null when it could not be read; "problem" says why
    std::string problem;
};

struct Provider {
    std::string id;
    std::string preset; // catalogue id, or empty
    dialects::ProviderForm form = dialects::ProviderForm::OpenAi;
    bool tls = true;
    std::string host;
    std::uint16_t port = 443;
    std::string basePath; // "/v1", "" ; never ends in '/'
    AuthStyle auth = AuthStyle::Bearer;
    std::string authHeader; // for AuthStyle::Header: "x-api-key"; for AuthStyle::Query: the parameter's name
    std::string authPrefix; // for AuthStyle::Header: what stands before the key
    std::shared_ptr<const Credentials> credentials; // for what is fetched or signed, else null
    std::string apiVersion;                         // for forms that have one in their addresses
    bool responses = false;                         // of the form openai: it has /responses beside /chat/completions
    std::vector<ProviderKey> keys;
    Timeouts timeouts;
    Capacity capacity;
    HealthRule health;
    BreakerThresholds breaker;
    std::vector<std::pair<std::string, std::string>>
        headers;                                      // that go with every request: name in small letters, value
    std::shared_ptr<const dialects::Mapping> mapping; // of bodies; null: the dialect says what they are
    NetworkWayPtr way;                                // null: directly, with the system's authorities
    std::map<std::string, catalog::ModelPrice, std::less<>> prices; // by model: set by the operator
    std::vector<std::string> regions;                               // where it processes data
    Money discount;                                                 // per cent off listed prices
    bool enabled = true;

    // In process: address, keys and timeouts play no part.
    bool isDemo() const { return form == dialects::ProviderForm::Demo; }
    // Nothing can be sent without one of its keys.
    bool needsKey() const {
        return !isDemo() && !(keys.empty() ? catalog::mayDoWithoutKey(auth) : auth == AuthStyle::None);
    }
    // Of its errors, files and lists of models.
    dialects::Dialect dialect() const { return dialects::dialectOf(form); }
};

struct RetryRule {
    int attempts = 2; // on one target, the first included
    bool onConnect = true;
    bool onTimeout = true;
    bool on5xx = true;
    std::vector<int> statuses{408, 429};
};

// Another route takes over, where this one's targets failed in such a way.
struct Fallback {
    std::vector<std::string> on; // words: any, connect, timeout, 429, 5xx, context, refused, auth
    std::string route;
};

// A second call beside one that is late.
struct Hedge {
    int percentile = 95; // of the target's recent times to the first byte
    std::chrono::milliseconds atLeast{200};
};

// What a route says in the place of its providers.
struct StageTimeouts {
    std::optional<std::chrono::milliseconds> connect;
    std::optional<std::chrono::milliseconds> firstByte;
    std::optional<std::chrono::milliseconds> idle;
    std::optional<std::chrono::milliseconds> total;
};

struct Target {
    std::size_t provider = 0;
    std::string model; // the provider's name of it
    int weight = 1;
    std::optional<catalog::ModelPrice> price; // of that model there; none = unknown
    std::string name;                         // for rules, canary and experiment: its own, or provider/model
    // What is measured of that model there, and of this place in the route (core/routing/meters.h); null: nothing.
    std::shared_ptr<routing::TargetMeter> meter{};
    std::shared_ptr<routing::ArmMeter> arm{};
};

// Which calls keep their bodies, the most private first.
enum class BodyPolicy { Off, Errors, All };

// What is kept of calls; an age of 0 hours or a size of 0 bytes has no bound.
struct Records {
    BodyPolicy bodies = BodyPolicy::Off; // where neither key, application nor route says so
    WallMicros bodiesAllUntil = 0;       // until then "bodies" counts as All
    std::size_t bodyCap = std::size_t{64} << 10U;
    std::chrono::hours keepCalls{24 * 30};
    std::chrono::hours keepBodies{24 * 7};
    std::chrono::hours keepMinutes{24 * 7};
    std::chrono::hours keepHours{24 * 100};
    std::int64_t keepBytes = 0;
};

enum class CacheMode { Off, Exact, Semantic };
enum class CacheSharing { App, Team, Organisation };

// What of a route's answers may be given again (core/cache).
struct CachePolicy {
    CacheMode mode = CacheMode::Off;
    std::chrono::milliseconds ttl{0};
    double similarity = 0.95;
    std::string embedding; // a route; empty: built in
    double maxTemperature = 0;
    bool toolResults = false;
    CacheSharing sharing = CacheSharing::App;
    std::string identity; // of the targets: other targets, other answers
};

// Of all routes' caches together, in bytes.
struct CacheBounds {
    std::uint64_t memory = std::uint64_t{64} << 20U;
    std::uint64_t store = std::uint64_t{256} << 20U; // 0: nothing is kept on disk
    std::chrono::milliseconds ttl{3'600'000};
};

struct Route {
    std::string model; // what clients ask for
    Strategy strategy = Strategy::Priority;
    std::vector<Target> targets;
    Sticky hashOn; // for Strategy::ConsistentHash
    Affinity affinity = Affinity::Off;
    std::vector<std::string> regions; // only providers that bear one of them; empty: any
    std::vector<RouteRule> rules;
    std::optional<Canary> canary;
    std::optional<Experiment> experiment;
    std::optional<Shadow> shadow;
    std::shared_ptr<routing::RouteMeter> meter{}; // null: nothing is measured
    RetryRule retry;
    Limits limits; // of all its callers together
    std::vector<Fallback> fallbacks;
    std::optional<Hedge> hedge;
    StageTimeouts timeouts;
    bool continuesCutStreams = false; // on another target, where a stream breaks off
    std::optional<BodyPolicy> bodies;
    CachePolicy cache;
    bool strict = false; // a translation that loses a field is refused
    bool enabled = true;
};

enum class BudgetPeriod { Day, Week, Month, Total };

struct Budget {
    Money amount;
    BudgetPeriod period = BudgetPeriod::Month;
};

// Whose spend a budget counts. Their numbers stand in the store.
enum class BudgetScope { Organisation, Team, App, Key, Model, Provider, Tag, Subscription };
inline constexpr std::array<BudgetScope, 8> budgetScopes{
    BudgetScope::Organisation, BudgetScope::Team,     BudgetScope::App, BudgetScope::Key,
    BudgetScope::Model,        BudgetScope::Provider, BudgetScope::Tag, BudgetScope::Subscription};

enum class BudgetAction { Block, Warn, Switch };

// One budget of any kind: of the kind "budgets", or the short form at organisation, team, app or key.
struct BudgetRule {
    std::string id; // "monthly", or "team:research" of the short form
    BudgetScope scope = BudgetScope::Team;
    std::string name; // of the team, the model …; empty for the organisation
    Money amount;
    BudgetPeriod period = BudgetPeriod::Month;
    BudgetAction action = BudgetAction::Block;
    std::string switchTo; // a route
    bool cutStreams = false;
    std::vector<int> alerts{50, 80, 100}; // per cent, ascending
    Money raised;                         // counts until ...
    WallMicros raisedUntil = 0;           // 0: never raised
    Money amountAt(WallMicros now) const { return now < raisedUntil ? std::max(raised, amount) : amount; }
};

// What holds for all teams together.
struct Organisation {
    Limits limits;
    std::optional<Budget> budget;
    bool refusesUnknownPrices = false; // calls whose cost cannot be known
};

struct Team {
    std::string id;
    std::optional<Budget> budget;
    bool enabled = true;
    Limits limits{};
    Access access{};
};

// Who goes first where calls wait.
enum class Priority { High, Normal, Low };

struct App {
    std::string id;
    std::size_t team = 0;
    Limits limits;
    Limits userLimits; // of each of its end users
    Priority priority = Priority::Normal;
    std::optional<Budget> budget;
    Access access;
    std::optional<BodyPolicy> bodies;
    std::vector<std::string> passthrough; // provider ids, or {"*"}; empty = none
    bool enabled = true;
    bool mayPass(std::string_view provider) const;
    bool mayUse(std::string_view model) const { return access.mayUse(model); }
    bool allowsEveryModel() const { return access.allowsEveryModel(); }
};

struct Key {
    std::string id;
    std::string lastFour;
    std::size_t app = 0;
    Digest digest{}; // of the whole key
    std::optional<WallMicros> expires;
    bool revoked = false;
    std::optional<Budget> budget;
    std::optional<BodyPolicy> bodies;
    bool enabled = true;
    Limits limits{};
    Access access{};
};

// A number that no other snapshot of the process has, copies included: tables that are worked out of a snapshot are
// found again by it.
class SnapshotNumber {
public:
    SnapshotNumber() : m_number(next()) {}
    SnapshotNumber(const SnapshotNumber&) : SnapshotNumber() {}
    SnapshotNumber& operator=(const SnapshotNumber&) { return *this; }
    std::uint64_t value() const { return m_number; }

private:
    static std::uint64_t next();
    std::uint64_t m_number;
};

struct Snapshot {
    SnapshotNumber number;
    std::uint64_t revision = 0;
    std::vector<Provider> providers;
    std::vector<Route> routes;
    std::vector<Team> teams;
    std::vector<App> apps;
    std::vector<Key> keys;
    std::vector<BudgetRule> budgets; // of the kind "budgets" that are enabled; all: budgetsOf()
    std::unordered_map<Digest, std::size_t, DigestHash> keyByDigest;
    std::map<std::string, std::size_t, std::less<>> routeByModel;
    std::map<std::string, std::size_t, std::less<>> providerById;
    std::shared_ptr<const catalog::Prices> prices;
    Records records;
    Organisation organisation;
    CacheBounds cache;
    std::shared_ptr<const Products> products; // what is published (products.h); null: nothing

    const Provider* provider(std::string_view id) const;
};

// All budgets: the organisation's, the short forms of teams, applications and keys, and those of the kind "budgets".
std::vector<BudgetRule> budgetsOf(const Snapshot& snapshot);
// One that blocks or switches, and so must know what a call costs: of the organisation, this application, its team or,
// where one is named, a key. Null: none.
std::optional<std::string> strictBudgetOver(const Snapshot& snapshot, const App& app, const Key* key);
std::string_view nameOf(BudgetScope scope); // "organisation", "team" … as in the file

// What a model costs there: as the operator set it, else as listed ("prices" may be null); none = unknown.
std::optional<catalog::ModelPrice> priceOf(const catalog::Prices* prices, const Provider& provider,
                                           std::string_view model);

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace gatehouse::config
