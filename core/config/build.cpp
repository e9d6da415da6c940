// SPDX-License-Identifier: Apache-2.0
#include "core/config/build.h"

#include "core/base/text.h"
#include "core/config/bodies.h"
#include "core/config/build_products.h"
#include "core/config/build_route.h"
#include "core/config/build_services.h"
#include "core/config/caches.h"
#include "core/config/capacity_rules.h"
#include "core/config/credentials.h"
#include "core/config/endpoint.h"
#include "core/config/network.h"
#include "core/config/periods.h"
#include "core/config/set_prices.h"
#include "core/contract/keep.h"
#include "core/contract/size.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace gatehouse::config {
namespace {

namespace json = boost::json;

BudgetRule ruleOf(const contract::BudgetRuleSpec& spec) {
    BudgetRule rule;
    rule.id = spec.id;
    const auto take = [&rule](BudgetScope scope, const std::optional<std::string>& name) {
        if (!name)
            return;
        rule.scope = scope;
        rule.name = *name;
    };
    rule.scope = BudgetScope::Organisation;
    take(BudgetScope::Team, spec.scope.team);
    take(BudgetScope::App, spec.scope.app);
    take(BudgetScope::Key, spec.scope.key);
    take(BudgetScope::Model, spec.scope.model);
    take(BudgetScope::Provider, spec.scope.provider);
    take(BudgetScope::Tag, spec.scope.tag);
    rule.amount = spec.usd;
    rule.period = periodNamed(spec.period);
    rule.action = spec.action == "warn"     ? BudgetAction::Warn
                  : spec.action == "switch" ? BudgetAction::Switch
                                            : BudgetAction::Block;
    rule.switchTo = spec.switchTo.value_or("");
    rule.cutStreams = spec.cutStreams;
    rule.alerts.assign(spec.alerts.begin(), spec.alerts.end());
    std::sort(rule.alerts.begin(), rule.alerts.end());
    if (spec.raise) {
        rule.raised = spec.raise->usd;
        rule.raisedUntil = spec.raise->until;
    }
    return rule;
}

Timeouts timeoutsOf(const contract::TimeoutsSpec& spec) {
    return {spec.connect.value, spec.firstByte.value, spec.idle.value, spec.total.value};
}

BreakerThresholds breakerOf(const contract::BreakerSpec& spec) {
    return {static_cast<int>(spec.failures), spec.rest.value, spec.longestRest.value};
}

StageTimeouts stagesOf(const contract::RouteTimeoutsSpec& spec) {
    const auto timeOf = [](const std::optional<contract::Duration>& time) {
        return time ? std::optional(time->value) : std::nullopt;
    };
    return {timeOf(spec.connect), timeOf(spec.firstByte), timeOf(spec.idle), timeOf(spec.total)};
}

RetryRule retryOf(const contract::RetrySpec& spec) {
    RetryRule rule;
    rule.attempts = static_cast<int>(spec.attempts);
    rule.onConnect = rule.onTimeout = rule.on5xx = false;
    rule.statuses.clear();
    for (const auto& condition : spec.on) {
        if (condition.word.empty())
            rule.statuses.push_back(condition.status);
        rule.onConnect = rule.onConnect || condition.word == "connect";
        rule.onTimeout = rule.onTimeout || condition.word == "timeout";
        rule.on5xx = rule.on5xx || condition.word == "5xx";
    }
    return rule;
}

Priority priorityNamed(std::string_view name) {
    if (name == "high")
        return Priority::High;
    return name == "low" ? Priority::Low : Priority::Normal;
}

BodyPolicy policyNamed(std::string_view name) {
    return name == "all" ? BodyPolicy::All : name == "errors" ? BodyPolicy::Errors : BodyPolicy::Off;
}

std::optional<BodyPolicy> bodiesOf(const std::optional<std::string>& spec) {
    return spec ? std::optional(policyNamed(*spec)) : std::nullopt;
}

bool flagIn(const json::object& body, std::string_view name, bool otherwise) {
    const auto* member = body.if_contains(name);
    return member != nullptr && member->is_bool() ? member->get_bool() : otherwise;
}

class Building {
public:
    explicit Building(const BuildInput& input) : m_input(input), m_snapshot(std::make_shared<Snapshot>()) {}

    Result<Built> run() {
        m_snapshot->revision = m_input.revision;
        m_snapshot->prices = m_input.prices;
        if (m_input.demo)
            demo();
        // In the order of references, whatever order the objects come in.
        for (const auto kind : allKinds) {
            for (const auto& object : m_input.objects) {
                if (object.kind == kind && !add(object))
                    return failure(ErrorKind::Internal, "broken_object",
                                   "the stored " + std::string(singularOf(kind)) + " " + contract::quoted(object.id) +
                                       " cannot be read: " + m_problem);
            }
        }
        if (!products())
            return failure(ErrorKind::Internal, "broken_object", "a stored product cannot be read: " + m_problem);
        linkCaches();
        if (m_input.selfTestKey)
            selfTest(*m_input.selfTestKey);
        return Built{std::move(m_snapshot), std::move(m_warnings)};
    }

private:
    bool add(const StoredObject& object) {
        switch (object.kind) {
        case Kind::Plan:
        case Kind::Webhook:
        case Kind::Prompt:
        case Kind::Chain:
        case Kind::Api:
        case Kind::Subscription:
        case Kind::User:
        case Kind::SignIn:
        case Kind::Notices:
            return true; // products(), and who signs users in
        case Kind::Provider:
            return provider(object);
        case Kind::Route:
            return route(object);
        case Kind::Team:
            return team(object);
        case Kind::App:
            return app(object);
        case Kind::Key:
            return key(object);
        case Kind::Budget:
            return budget(object);
        case Kind::Records:
            return records(object);
        case Kind::Organisation:
            return organisation(object);
        case Kind::Cache:
            break;
        }
        return cache(object);
    }

    bool products() {
        auto built = buildProducts(m_input.objects,
                                   {m_teams, m_apps, [this](std::string sentence) { warn(std::move(sentence)); },
                                    [this](const contract::ServiceSpec& spec, const std::string& api,
                                           const std::string& version) { return service(spec, api, version); }});
        if (!built)
            return wrong(built.error());
        m_snapshot->products = std::move(*built);
        return true;
    }

    std::shared_ptr<const services::Service> service(const contract::ServiceSpec& spec, const std::string& api,
                                                     const std::string& version) {
        ServiceSurroundings around{m_input,
                                   [this](std::string_view reference) { return resolved(std::string(reference)); },
                                   [this](std::string sentence) { warn(std::move(sentence)); }};
        return buildService(spec, api, version, around);
    }

    bool wrong(const contract::Faults& faults) {
        m_problem = contract::toError(faults).message;
        return false;
    }

    void demo() {
        Provider provider;
        provider.id = demoProvider;
        provider.form = dialects::ProviderForm::Demo;
        provider.auth = AuthStyle::None;
        m_snapshot->providerById.emplace(provider.id, 0);
        m_snapshot->providers.push_back(std::move(provider));
    }

    bool provider(const StoredObject& object) {
        auto spec = contract::readSpec<contract::ProviderSpec>(object.body, contract::Form::Api);
        if (!spec)
            return wrong(spec.error());
        Provider provider;
        provider.id = spec->id;
        provider.preset = spec->preset.value_or("");
        provider.regions = spec->regions;
        provider.enabled = spec->enabled;
        provider.timeouts = timeoutsOf(spec->timeouts);
        provider.capacity = capacityOf(*spec);
        provider.health = healthOf(spec->health);
        provider.breaker = breakerOf(spec->breaker);
        const auto endpoint = endpointOf(*spec, m_input.presets, contract::Path());
        if (!endpoint)
            unreachable(provider, endpoint.error());
        else
            take(provider, *spec, *endpoint);
        if (endpoint)
            network(provider, *spec);
        if (m_snapshot->providerById.contains(provider.id)) {
            warn("provider " + provider.id + " has the built-in provider's id and is left out; rename it");
            return true;
        }
        keys(provider, *spec);
        prices(provider, *spec);
        m_snapshot->providerById.emplace(provider.id, m_snapshot->providers.size());
        m_snapshot->providers.push_back(std::move(provider));
        return true;
    }

    // The catalogue of this version may lack what an older one had: the rest must go on.
    void unreachable(Provider& provider, const contract::Faults& faults) {
        provider.enabled = false;
        warn("provider " + provider.id + " is off: " + contract::toError(faults).message);
    }

    // What cannot be set up as it is written must not be reached in some other way.
    void network(Provider& provider, const contract::ProviderSpec& spec) {
        static const ProcessNetwork none;
        const NetworkPlace place{provider.tls, provider.host, provider.port};
        auto way = networkWayOf(spec, place, m_input.network != nullptr ? *m_input.network : none, m_input.secrets,
                                m_input.tlsContexts);
        if (way) {
            provider.way = std::move(*way);
            return tokenWay(provider, spec);
        }
        provider.enabled = false;
        const auto& error = way.error();
        warn("provider " + provider.id + " is off: " + (error.field.empty() ? "" : error.field + ": ") + error.message);
    }

    // Token servers are other hosts: the provider's proxy and authorities lead there, its pins and certificate do not.
    void tokenWay(Provider& provider, const contract::ProviderSpec& spec) {
        if (!provider.credentials)
            return;
        static const ProcessNetwork none;
        auto other = spec;
        other.tls.pins.clear();
        other.tls.clientCert.clear();
        other.tls.clientKey.reset();
        const NetworkPlace place{true, tokenHostOf(*provider.credentials, provider.auth), 443};
        auto way = networkWayOf(other, place, m_input.network != nullptr ? *m_input.network : none, m_input.secrets,
                                m_input.tlsContexts);
        if (!way)
            return; // the provider's own way has said so
        auto made = std::make_shared<Credentials>(*provider.credentials);
        made->tokenWay = std::move(*way);
        provider.credentials = std::move(made);
    }

    void take(Provider& provider, const contract::ProviderSpec& spec, const Endpoint& endpoint) {
        provider.form = endpoint.form;
        provider.tls = endpoint.tls;
        provider.host = endpoint.host;
        provider.port = endpoint.port;
        provider.basePath = endpoint.basePath;
        provider.apiVersion = endpoint.apiVersion;
        provider.responses = endpoint.responses;
        provider.headers = endpoint.headers;
        provider.mapping = endpoint.mapping;
        provider.auth = endpoint.auth.way.style;
        provider.authHeader =
            provider.auth == AuthStyle::Query ? endpoint.auth.queryParameter : endpoint.auth.way.header;
        provider.authPrefix = endpoint.auth.way.prefix;
        if (endpoint.auth.credentials)
            provider.credentials = credentialsOf(spec, provider, *endpoint.auth.credentials);
    }

    std::shared_ptr<const Credentials> credentialsOf(const contract::ProviderSpec& spec, const Provider& provider,
                                                     const Credentials& plan) {
        auto made = std::make_shared<Credentials>(plan);
        if (spec.credentials.sessionToken) {
            const auto& token = resolved(*spec.credentials.sessionToken);
            if (token)
                made->sessionToken = *token;
            else
                unusable(*made, provider, token.error());
        }
        if (spec.keys.empty())
            readEnvironment(*made, provider.auth, m_input.environment, m_input.secrets);
        return made;
    }

    // A temporary key without its session token is refused by the other side: said here, where it can be mended.
    void unusable(Credentials& made, const Provider& provider, const Error& error) {
        made.problem = "its credentials.session_token cannot be read: " + error.message;
        warn("provider " + provider.id + " cannot sign: " + made.problem);
    }

    void keys(Provider& provider, const contract::ProviderSpec& spec) {
        if (spec.keys.empty() && provider.enabled && provider.needsKey())
            warn("provider " + provider.id + " has no key; give it one, or set auth: none");
        for (const auto& reference : spec.keys) {
            ProviderKey key;
            key.reference = reference;
            // Of Google it is a file, which has lines.
            const auto& secret = provider.auth == AuthStyle::Google ? resolvedText(reference) : resolved(reference);
            if (secret) {
                key.secret = *secret;
            } else {
                key.problem = secret.error().message;
                warn("a key of provider " + provider.id + " cannot be read: " + key.problem);
            }
            provider.keys.push_back(std::move(key));
        }
    }

    void prices(Provider& provider, const contract::ProviderSpec& spec) const {
        provider.discount = spec.discount ? Money::parse(*spec.discount).value_or(Money()) : Money();
        setPrices(provider, spec.prices, m_input.prices.get());
    }

    const Result<SharedSecret>& resolved(const std::string& reference) {
        auto known = m_secrets.find(reference);
        if (known == m_secrets.end())
            known = m_secrets.emplace(reference, m_input.secrets.resolve(reference)).first;
        return known->second;
    }

    const Result<SharedSecret>& resolvedText(const std::string& reference) {
        auto known = m_texts.find(reference);
        if (known == m_texts.end())
            known = m_texts.emplace(reference, m_input.secrets.resolveText(reference)).first;
        return known->second;
    }

    bool route(const StoredObject& object) {
        auto spec = contract::readSpec<contract::RouteSpec>(object.body, contract::Form::Api);
        if (!spec)
            return wrong(spec.error());
        Route route;
        route.model = spec->model;
        route.enabled = spec->enabled;
        route.retry = retryOf(spec->retry);
        route.limits = limitsOf(spec->limits);
        for (auto& fallback : spec->fallbacks)
            route.fallbacks.push_back({std::move(fallback.on), std::move(fallback.route)});
        if (spec->hedge)
            route.hedge = Hedge{static_cast<int>(spec->hedge->percentile), spec->hedge->atLeast.value};
        route.timeouts = stagesOf(spec->timeouts);
        route.continuesCutStreams = spec->cutStreams == "continue";
        route.bodies = bodiesOf(spec->bodies);
        route.strict = spec->strict;
        route.cache = cachePolicy(spec->cache);
        for (const auto& target : spec->targets) {
            const auto provider = m_snapshot->providerById.find(target.provider);
            if (provider == m_snapshot->providerById.end()) {
                warn("route " + route.model + ": its target " + target.provider + " is left out: no such provider");
                continue;
            }
            route.targets.push_back(targetOf(target, provider->second));
        }
        buildChoice(*spec, *m_snapshot, route, [this](std::string sentence) { warn(std::move(sentence)); });
        if (m_input.meters != nullptr)
            m_input.meters->equip(route, m_snapshot->providers);
        m_snapshot->routeByModel.emplace(route.model, m_snapshot->routes.size());
        m_snapshot->routes.push_back(std::move(route));
        return true;
    }

    Target targetOf(const contract::TargetSpec& spec, std::size_t index) const {
        const auto& provider = m_snapshot->providers[index];
        Target target;
        target.provider = index;
        target.model = spec.model;
        target.weight = static_cast<int>(spec.weight);
        target.name = targetName(spec);
        target.price = priceOf(m_input.prices.get(), provider, spec.model);
        return target;
    }

    bool team(const StoredObject& object) {
        auto spec = contract::readSpec<contract::TeamSpec>(object.body, contract::Form::Api);
        if (!spec)
            return wrong(spec.error());
        m_teams.emplace(spec->id, m_snapshot->teams.size());
        m_snapshot->teams.push_back(
            {spec->id, budgetOf(spec->budget), spec->enabled, limitsOf(spec->limits), accessOf(*spec)});
        return true;
    }

    bool app(const StoredObject& object) {
        auto spec = contract::readSpec<contract::AppSpec>(object.body, contract::Form::Api);
        if (!spec)
            return wrong(spec.error());
        const auto team = m_teams.find(spec->team);
        if (team == m_teams.end()) {
            m_problem = "its team " + contract::quoted(spec->team) + " does not exist";
            return false;
        }
        App app;
        app.id = spec->id;
        app.team = team->second;
        app.limits = limitsOf(spec->limits);
        app.userLimits = limitsOf(spec->userLimits);
        app.priority = priorityNamed(spec->priority);
        app.budget = budgetOf(spec->budget);
        app.access = accessOf(*spec);
        app.passthrough = std::move(spec->passthrough);
        app.bodies = bodiesOf(spec->bodies);
        app.enabled = spec->enabled;
        m_apps.emplace(app.id, m_snapshot->apps.size());
        m_snapshot->apps.push_back(std::move(app));
        return true;
    }

    // Keys come in thousands, so these few fields are read by hand.
    bool key(const StoredObject& object) {
        const auto app = m_apps.find(textIn(object.body, "app"));
        const auto digest = digestFromHex(textIn(object.body, "digest"));
        if (app == m_apps.end() || !digest) {
            m_problem = digest ? "its app does not exist" : "its digest is not one";
            return false;
        }
        Key key;
        key.id = object.id;
        key.lastFour = textIn(object.body, "last_four");
        key.app = app->second;
        key.digest = *digest;
        key.revoked = flagIn(object.body, "revoked", false);
        key.enabled = flagIn(object.body, "enabled", true);
        if (const auto* budget = object.body.if_contains("budget")) {
            const auto spec = contract::readSpec<contract::BudgetSpec>(*budget, contract::Form::Api);
            if (!spec)
                return wrong(spec.error());
            key.budget = budgetOf(*spec);
        }
        if (object.body.contains("bodies"))
            key.bodies = policyNamed(textIn(object.body, "bodies"));
        if (object.body.contains("expires")) {
            key.expires = parseTime(textIn(object.body, "expires"));
            if (!key.expires) {
                m_problem = "its expiry is not a time";
                return false;
            }
        }
        if (!keyRules(key, object.body))
            return false;
        if (!m_snapshot->keyByDigest.emplace(key.digest, m_snapshot->keys.size()).second) {
            m_problem = "another key has the same digest";
            return false;
        }
        m_snapshot->keys.push_back(std::move(key));
        return true;
    }

    // Few keys have rules of their own: only theirs are read in full.
    bool keyRules(Key& key, const json::object& body) {
        static const auto plain = bodyOf(contract::KeySpec());
        constexpr std::array<std::string_view, 6> rules{"limits",    "models",   "allow_from",
                                                        "deny_from", "max_body", "max_output_tokens"};
        if (std::all_of(rules.begin(), rules.end(), [&body](std::string_view name) {
                const auto* member = body.if_contains(name);
                const auto* usual = plain.if_contains(name);
                return member == nullptr || (usual != nullptr && *member == *usual);
            }))
            return true;
        contract::KeySpec spec;
        const auto faults = contract::readInto(spec, json::value(body), contract::Form::Api);
        key.limits = limitsOf(spec.limits);
        key.access = accessOf(spec);
        return faults.empty() || wrong(faults);
    }

    bool organisation(const StoredObject& object) {
        const auto spec = contract::readSpec<contract::OrganisationSpec>(object.body, contract::Form::Api);
        if (!spec)
            return wrong(spec.error());
        m_snapshot->organisation.limits = limitsOf(spec->limits);
        m_snapshot->organisation.budget = budgetOf(spec->budget);
        m_snapshot->organisation.refusesUnknownPrices = spec->unknownPrice == "refuse";
        return true;
    }

    bool budget(const StoredObject& object) {
        const auto spec = contract::readSpec<contract::BudgetRuleSpec>(object.body, contract::Form::Api);
        if (!spec)
            return wrong(spec.error());
        if (spec->enabled)
            m_snapshot->budgets.push_back(ruleOf(*spec));
        return true;
    }

    bool records(const StoredObject& object) {
        const auto spec = contract::readSpec<contract::RecordsSpec>(object.body, contract::Form::Api);
        if (!spec)
            return wrong(spec.error());
        auto& records = m_snapshot->records;
        records.bodies = policyNamed(spec->bodies);
        records.bodiesAllUntil = spec->bodiesAllUntil.value_or(0);
        records.bodyCap = static_cast<std::size_t>(contract::parseSize(spec->bodyCap).value_or(0));
        const auto age = [](const std::string& text) {
            return contract::parseKeepAge(text).value_or(std::chrono::hours(0));
        };
        records.keepCalls = age(spec->keep.calls);
        records.keepBodies = age(spec->keep.bodies);
        records.keepMinutes = age(spec->keep.minutes);
        records.keepHours = age(spec->keep.hours);
        records.keepBytes = contract::parseKeepSize(spec->keep.bytes).value_or(0);
        return true;
    }

    bool cache(const StoredObject& object) {
        const auto spec = contract::readSpec<contract::CacheSpec>(object.body, contract::Form::Api);
        if (!spec)
            return wrong(spec.error());
        m_snapshot->cache = cacheBounds(*spec);
        return true;
    }

    // Which routes are there is known when all were read.
    void linkCaches() {
        for (auto& route : m_snapshot->routes) {
            auto& policy = route.cache;
            if (policy.ttl.count() == 0)
                policy.ttl = m_snapshot->cache.ttl;
            policy.identity = targetsDigest(route, *m_snapshot);
            if (policy.mode == CacheMode::Semantic && !policy.embedding.empty() &&
                !m_snapshot->routeByModel.contains(policy.embedding))
                warn("route " + route.model + ": its cache finds no route \"" + policy.embedding +
                     "\" for embeddings, and compares no meanings");
        }
    }

    void selfTest(const Digest& digest) {
        App app;
        app.id = selfTestApp;
        app.team = m_snapshot->teams.size();
        app.bodies = BodyPolicy::Off;
        Key key;
        key.id = selfTestApp;
        key.app = m_snapshot->apps.size();
        key.digest = digest;
        m_snapshot->teams.push_back({std::string(selfTestApp), std::nullopt, true});
        m_snapshot->apps.push_back(std::move(app));
        m_snapshot->keyByDigest.emplace(digest, m_snapshot->keys.size());
        m_snapshot->keys.push_back(std::move(key));
    }

    void warn(std::string sentence) { m_warnings.push_back(std::move(sentence)); }

    const BuildInput& m_input;
    std::shared_ptr<Snapshot> m_snapshot;
    std::unordered_map<std::string, std::size_t> m_teams;
    std::unordered_map<std::string, std::size_t> m_apps;
    std::unordered_map<std::string, Result<SharedSecret>> m_secrets;
    std::unordered_map<std::string, Result<SharedSecret>> m_texts;
    std::vector<std::string> m_warnings;
    std::string m_problem;
};

} // namespace

Result<Built> buildSnapshot(const BuildInput& input) {
    return Building(input).run();
}

} // namespace gatehouse::config
