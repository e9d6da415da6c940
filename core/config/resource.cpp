// SPDX-License-Identifier: Apache-2.0
#include "core/config/resource.h"

#include "core/base/digest.h"
#include "core/config/bodies.h"
#include "core/config/budget_rules.h"
#include "core/config/capacity_rules.h"
#include "core/config/document_parts.h"
#include "core/config/document_rules.h"
#include "core/config/endpoint.h"
#include "core/config/key_entries.h"
#include "core/config/listed.h"
#include "core/config/plain_keys.h"
#include "core/config/product_rules.h"
#include "core/config/prompt_rules.h"
#include "core/config/route_rules.h"
#include "core/config/set_prices.h"
#include "core/contract/json_text.h"

#include <algorithm>
#include <map>
#include <set>

namespace gatehouse::config {
namespace {

namespace json = boost::json;
using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;

constexpr std::size_t etagDigits = 32;

Fault conflict(const Path& path, std::string sentence) {
    auto fault = makeFault(FaultCode::Conflict, path, "", "");
    fault.detail = std::move(sentence);
    return fault;
}

class Putting {
public:
    Putting(Kind kind, std::string_view id, const Surroundings& surroundings, SecretStash& stash, WallMicros now)
        : m_kind(kind), m_id(id), m_surroundings(surroundings), m_stash(stash), m_now(now) {}

    contract::Checked<Plan> run(const json::value& body) {
        if (const auto* object = body.if_object())
            m_body = *object;
        else
            m_faults.push_back(makeFault(FaultCode::WrongType, m_root, "an object", contract::foundText(body)));
        if (m_faults.empty())
            settleId();
        if (m_faults.empty())
            dispatch();
        if (!m_faults.empty())
            return tl::unexpected<Faults>(std::move(m_faults));
        return std::move(m_plan);
    }

private:
    // The address names the object; the body may name it too, but only the same.
    void settleId() {
        if (contract::isSingle(m_kind)) {
            m_standing = findObject(m_surroundings.objects, m_kind, m_id);
            return;
        }
        const auto name = idFieldOf(m_kind);
        const auto* inBody = m_body.if_contains(name);
        if (inBody == nullptr && !m_id.empty())
            m_body[name] = m_id;
        else if (inBody != nullptr && !m_id.empty() && *inBody != json::value(m_id))
            m_faults.push_back(makeFault(FaultCode::InvalidValue, Path(m_root, name),
                                         contract::quoted(m_id) + " as in the address", contract::foundText(*inBody)));
        if (m_id.empty() && inBody != nullptr && inBody->is_string())
            m_id = std::string(inBody->get_string());
        m_standing = findObject(m_surroundings.objects, m_kind, m_id);
    }

    void dispatch() {
        switch (m_kind) {
        case Kind::Provider:
            return provider();
        case Kind::Route:
            return route();
        case Kind::Team:
            return team();
        case Kind::App:
            return app();
        case Kind::Key:
            return key();
        case Kind::Budget:
            return budget();
        case Kind::Records:
            return single<contract::RecordsSpec>();
        case Kind::Organisation:
            return single<contract::OrganisationSpec>();
        case Kind::Cache:
            return single<contract::CacheSpec>();
        case Kind::Plan:
            return product<contract::PlanSpec>();
        case Kind::Webhook:
            return product<contract::WebhookSpec>();
        case Kind::Prompt:
            return product<contract::PromptSpec>();
        case Kind::Chain:
            return product<contract::ChainSpec>();
        case Kind::Api:
            return product<contract::ApiSpec>();
        case Kind::Subscription:
            return product<contract::SubscriptionSpec>();
        case Kind::User:
            return product<contract::UserSpec>();
        case Kind::SignIn:
            return singleChecked<contract::SignInSpec>();
        case Kind::Notices:
            break;
        }
        return singleChecked<contract::NoticesSpec>();
    }

    template <typename Spec>
    bool read(Spec& spec) {
        m_faults = contract::readInto(spec, json::value(m_body), contract::Form::Api);
        return m_faults.empty();
    }

    bool exists(Kind kind, const std::string& id) const {
        return findObject(m_surroundings.objects, kind, id) != nullptr;
    }

    void unknown(const Path& path, Kind kind, const std::string& id) {
        m_faults.push_back(
            makeFault(FaultCode::UnknownReference, path,
                      "the id of " + std::string(kind == Kind::App ? "an " : "a ") + std::string(singularOf(kind)),
                      contract::quoted(id)));
    }

    void add(Faults faults) {
        for (auto& fault : faults)
            m_faults.push_back(std::move(fault));
    }

    void provider() {
        contract::ProviderSpec spec;
        if (!read(spec))
            return;
        if (m_surroundings.demo && spec.id == demoProvider)
            m_faults.push_back(conflict(Path(m_root, "id"), "demo is the built-in provider's id; take another"));
        if (auto endpoint = endpointOf(spec, m_surroundings.presets, m_root); !endpoint)
            m_faults.insert(m_faults.end(), endpoint.error().begin(), endpoint.error().end());
        else
            add(checkHealth(spec.health, endpoint->form, m_root));
        add(checkPrices(spec, m_root));
        add(checkBreaker(spec, m_root));
        if (!m_faults.empty())
            return;
        const auto stashed = stashPlainKeys(spec, m_stash, m_plan.warnings);
        if (!stashed) {
            m_faults.push_back(
                conflict(Path(m_root, "keys"), "a plain key could not be kept: " + stashed.error().message));
            return;
        }
        m_plan.stashed = *stashed;
        want(m_kind, spec.id, m_standing, bodyOf(spec));
    }

    void route() {
        contract::RouteSpec spec;
        if (!read(spec))
            return;
        const Path targets(m_root, "targets");
        for (std::size_t i = 0; i < spec.targets.size(); ++i) {
            const auto& provider = spec.targets[i].provider;
            if ((m_surroundings.demo && provider == demoProvider) || exists(Kind::Provider, provider))
                continue;
            const Path target(targets, i);
            unknown(Path(target, "provider"), Kind::Provider, provider);
        }
        if (spec.shadow && !(m_surroundings.demo && spec.shadow->provider == demoProvider) &&
            !exists(Kind::Provider, spec.shadow->provider)) {
            const Path shadow(m_root, "shadow");
            unknown(Path(shadow, "provider"), Kind::Provider, spec.shadow->provider);
        }
        for (auto& faults : {checkRoute(spec, m_root), checkWays(spec, waysWith(spec), m_root)})
            m_faults.insert(m_faults.end(), faults.begin(), faults.end());
        if (m_faults.empty())
            want(m_kind, spec.model, m_standing, bodyOf(spec));
    }

    // Of all routes, this one as it would be.
    RouteWays waysWith(const contract::RouteSpec& spec) const {
        RouteWays ways;
        for (const auto& object : m_surroundings.objects) {
            if (object.kind == Kind::Route)
                ways[object.id] = waysOf(object.body);
        }
        ways[spec.model] = waysOf(spec);
        return ways;
    }

    void team() {
        contract::TeamSpec spec;
        if (!read(spec))
            return;
        checkAccess(spec, m_root, m_faults);
        if (m_faults.empty())
            want(m_kind, spec.id, m_standing, bodyOf(spec));
    }

    void budget() {
        contract::BudgetRuleSpec spec;
        if (!read(spec))
            return;
        BudgetSurroundings around;
        around.exists = [this](Kind kind, const std::string& id) {
            return exists(kind, id) || (kind == Kind::Provider && m_surroundings.demo && id == demoProvider);
        };
        around.now = m_now;
        around.standing = [this](const std::string&) { return m_standing != nullptr ? &m_standing->body : nullptr; };
        m_faults = checkBudget(spec, around, m_root);
        std::vector<contract::BudgetRuleSpec> all;
        for (const auto& object : m_surroundings.objects) {
            if (object.kind == Kind::Budget && object.id != spec.id)
                (void)contract::readInto(all.emplace_back(), json::value(object.body), contract::Form::Api);
        }
        all.push_back(spec);
        for (auto& fault : checkSwitches(all, spec.id, m_root))
            m_faults.push_back(std::move(fault));
        if (m_faults.empty())
            want(m_kind, spec.id, m_standing, bodyOf(spec));
    }

    ProductSurroundings productSurroundings() const {
        ProductSurroundings around;
        around.way = m_surroundings.way;
        around.exists = [this](Kind kind, const std::string& id) {
            return exists(kind, id) || (kind == Kind::Provider && m_surroundings.demo && id == demoProvider);
        };
        around.body = around.standing = [this](Kind kind, const std::string& id) -> const json::object* {
            const auto* object = findObject(m_surroundings.objects, kind, id);
            return object != nullptr ? &object->body : nullptr;
        };
        return around;
    }

    template <typename Spec>
    void product() {
        Spec spec;
        if (!read(spec))
            return;
        m_faults = checkProduct(spec, productSurroundings(), m_root);
        if (m_kind == Kind::Prompt || m_kind == Kind::Chain) {
            for (auto& fault :
                 checkLabelsStay(m_kind, json::value(bodyOf(spec)), m_standing, m_surroundings.objects, m_root))
                m_faults.push_back(std::move(fault));
        }
        if (m_faults.empty())
            want(m_kind, spec.id, m_standing, bodyOf(spec));
    }

    template <typename Spec>
    void singleChecked() {
        Spec spec;
        if (!read(spec))
            return;
        m_faults = checkProduct(spec, productSurroundings(), m_root);
        if (m_faults.empty())
            want(m_kind, std::string(nameOf(m_kind)), m_standing, bodyOf(spec));
    }

    template <typename Spec>
    void single() {
        Spec spec;
        if (read(spec))
            want(m_kind, std::string(nameOf(m_kind)), m_standing, bodyOf(spec));
    }

    void app() {
        contract::AppSpec spec;
        if (!read(spec))
            return;
        if (!exists(Kind::Team, spec.team))
            unknown(Path(m_root, "team"), Kind::Team, spec.team);
        checkAccess(spec, m_root, m_faults);
        KeyEntries entries(m_surroundings.objects, m_now, Moving::Refused);
        entries.add(spec, m_root);
        m_faults.insert(m_faults.end(), entries.faults().begin(), entries.faults().end());
        if (!m_faults.empty())
            return;
        m_plan.warnings = std::move(entries.warnings());
        want(m_kind, spec.id, m_standing, bodyOf(spec));
        for (const auto& key : entries.keys())
            want(Kind::Key, key.spec.id, findObject(m_surroundings.objects, Kind::Key, key.spec.id), bodyOf(key.spec));
    }

    void key() {
        if (m_standing != nullptr)
            changeKey();
        else
            newKey();
    }

    void changeKey() {
        const auto before = keyOf(m_standing->body);
        contract::KeySpec spec;
        if (!read(spec))
            return;
        readOnlyAsBefore();
        if (m_body.contains("key"))
            m_faults.push_back(conflict(Path(m_root, "key"), "a key cannot be replaced; make a new one"));
        if (before.revoked && !spec.revoked)
            m_faults.push_back(conflict(Path(m_root, "revoked"), "a revoked key stays revoked; make a new one"));
        checkAccess(spec, m_root, m_faults);
        if (!exists(Kind::App, spec.app))
            unknown(Path(m_root, "app"), Kind::App, spec.app);
        if (!m_faults.empty())
            return;
        spec.id = before.id;
        spec.digest = before.digest;
        spec.lastFour = before.lastFour;
        spec.created = before.created;
        want(m_kind, spec.id, m_standing, bodyOf(spec));
    }

    // What the gateway sets may come back, but only as it is.
    void readOnlyAsBefore() {
        for (const auto& field : contract::descriptionOf(m_kind).fields) {
            const auto* given = field.readOnly ? m_body.if_contains(field.name) : nullptr;
            if (given == nullptr || (m_standing == nullptr && field.name == idFieldOf(m_kind)))
                continue;
            const auto* before = m_standing != nullptr ? m_standing->body.if_contains(field.name) : nullptr;
            if (before == nullptr || *given != *before)
                m_faults.push_back(makeFault(FaultCode::InvalidValue, Path(m_root, field.name),
                                             "nothing, or the value as it is (the gateway sets it)",
                                             contract::foundText(*given)));
        }
    }

    // A key set from outside: the same entry as in an app's "keys".
    void newKey() {
        contract::KeySpec spec;
        if (!read(spec))
            return;
        readOnlyAsBefore();
        if (!spec.key)
            m_faults.push_back(makeFault(FaultCode::MissingField, Path(m_root, "key"),
                                         "plain:KEY or hash:ID:DIGEST, for a key that does not exist yet", "nothing"));
        checkAccess(spec, m_root, m_faults);
        if (!exists(Kind::App, spec.app))
            unknown(Path(m_root, "app"), Kind::App, spec.app);
        if (!m_faults.empty())
            return;
        contract::AppSpec app;
        app.id = spec.app;
        app.keys.push_back(*spec.key);
        KeyEntries entries(m_surroundings.objects, m_now, Moving::Refused);
        entries.add(app, m_root);
        for (auto& fault : entries.faults()) {
            fault.field = "key";
            fault.pointer = "/key";
            m_faults.push_back(std::move(fault));
        }
        if (!m_faults.empty())
            return;
        m_plan.warnings = std::move(entries.warnings());
        takeNewKey(spec, entries.keys().front());
    }

    void takeNewKey(const contract::KeySpec& spec, const DesiredKey& entry) {
        if (entry.known)
            m_faults.push_back(conflict(Path(m_root, "key"), "this key is known already, by the id " + entry.spec.id));
        else if (!m_id.empty() && m_id != entry.spec.id)
            m_faults.push_back(makeFault(FaultCode::InvalidValue, Path(m_root, "id"),
                                         contract::quoted(entry.spec.id) + ", the id of this key",
                                         contract::quoted(m_id)));
        if (!m_faults.empty())
            return;
        auto made = entry.spec;
        made.name = spec.name;
        made.expires = spec.expires;
        made.revoked = spec.revoked;
        made.limits = spec.limits;
        made.models = spec.models;
        made.allowFrom = spec.allowFrom;
        made.denyFrom = spec.denyFrom;
        made.maxBody = spec.maxBody;
        made.maxOutputTokens = spec.maxOutputTokens;
        made.budget = spec.budget;
        made.bodies = spec.bodies;
        made.enabled = spec.enabled;
        want(m_kind, made.id, nullptr, bodyOf(made));
    }

    void want(Kind kind, const std::string& id, const StoredObject* standing, json::object body) {
        Change change;
        change.kind = kind;
        change.id = id;
        change.origin = standing != nullptr ? standing->origin : Origin::Admin;
        if (standing != nullptr) {
            if (standing->body == body)
                return;
            change.action = Change::Action::Update;
            change.before = standing->body;
        }
        change.after = std::move(body);
        m_plan.changes.push_back(std::move(change));
    }

    Kind m_kind;
    std::string m_id;
    const Surroundings& m_surroundings;
    SecretStash& m_stash;
    WallMicros m_now;
    const Path m_root;
    json::object m_body;
    const StoredObject* m_standing = nullptr;
    Faults m_faults;
    Plan m_plan;
};

void addDeletion(Plan& plan, const StoredObject& object) {
    Change change;
    change.action = Change::Action::Delete;
    change.kind = object.kind;
    change.id = object.id;
    change.origin = object.origin;
    change.before = object.body;
    plan.changes.push_back(std::move(change));
}

} // namespace

const StoredObject* findObject(const Objects& objects, Kind kind, std::string_view id) {
    const auto found = std::find_if(objects.begin(), objects.end(), [kind, id](const StoredObject& object) {
        return object.kind == kind && object.id == id;
    });
    return found == objects.end() ? nullptr : &*found;
}

contract::Checked<Plan> planPut(Kind kind, std::string_view id, const json::value& body,
                                const Surroundings& surroundings, SecretStash& stash, WallMicros now) {
    return Putting(kind, id, surroundings, stash, now).run(body);
}

contract::Checked<Plan> planNewKey(std::string_view id, const Secret& key, const json::value& body,
                                   const Surroundings& surroundings, WallMicros now) {
    const auto* given = body.if_object();
    Path root;
    if (given == nullptr)
        return tl::unexpected<Faults>(
            Faults{makeFault(FaultCode::WrongType, root, "an object", contract::foundText(body))});
    if (given->contains("key"))
        return tl::unexpected<Faults>(
            Faults{makeFault(FaultCode::InvalidValue, Path(root, "key"), "nothing: a new key is made", "a key")});
    if (const auto* named = given->if_contains("id"))
        return tl::unexpected<Faults>(
            Faults{makeFault(FaultCode::InvalidValue, Path(root, "id"), "nothing: a new key gets its own",
                             contract::foundText(*named))});
    json::object request = *given;
    request["key"] = "hash:" + std::string(id) + ":" + toHex(sha256(key.reveal()));
    DryStash unused("keychain");
    auto plan = Putting(Kind::Key, "", surroundings, unused, now).run(request);
    if (plan)
        (*plan->changes.front().after)["last_four"] = key.lastFour();
    return plan;
}

contract::Checked<Plan> planDelete(Kind kind, std::string_view id, const Objects& objects) {
    const Path root;
    const auto* object = findObject(objects, kind, id);
    if (object == nullptr)
        return tl::unexpected<Faults>(Faults{makeFault(FaultCode::UnknownReference, Path(root, idFieldOf(kind)),
                                                       "the id of an object that exists", contract::quoted(id))});
    std::set<std::string> users;
    Plan plan;
    std::set<std::string> budgets;
    std::map<Kind, std::set<std::string>> products;
    for (const auto& other : objects) {
        const bool subscriptionOfApp =
            kind == Kind::App && other.kind == Kind::Subscription && textIn(other.body, "app") == id;
        for (const auto& [named, name] : productsNamedBy(other.kind, other.body)) {
            if (named == kind && name == id && !subscriptionOfApp && !(other.kind == kind && other.id == id))
                products[other.kind].insert(other.id);
        }
        if (subscriptionOfApp)
            addDeletion(plan, other);
        if (other.kind == Kind::Budget) {
            for (const auto& [named, name] : namedBy(other.body)) {
                const auto* key = kind == Kind::App && named == Kind::Key ? findObject(objects, named, name) : nullptr;
                if ((named == kind && name == id) || (key != nullptr && textIn(key->body, "app") == id))
                    budgets.insert(other.id);
            }
        }
        if (kind == Kind::Provider && other.kind == Kind::Route) {
            const auto providers = providersOf(other.body);
            if (std::find(providers.begin(), providers.end(), id) != providers.end())
                users.insert(other.id);
        } else if (kind == Kind::Route && other.kind == Kind::Route && other.id != id) {
            const auto ways = waysOf(other.body);
            if (std::find(ways.begin(), ways.end(), id) != ways.end())
                users.insert(other.id);
        } else if (kind == Kind::Team && other.kind == Kind::App && textIn(other.body, "team") == id) {
            users.insert(other.id);
        } else if (kind == Kind::App && other.kind == Kind::Key && textIn(other.body, "app") == id) {
            addDeletion(plan, other);
        }
    }
    if (!users.empty() || !budgets.empty()) {
        const std::string user = users.empty() ? "budget" : kind == Kind::Team ? "app" : "route";
        auto fault = conflict(root, std::string(singularOf(kind)) + " " + std::string(id) + " is used by " + user +
                                        " " + listed(users.empty() ? budgets : users));
        fault.hint = "change or delete that first";
        return tl::unexpected<Faults>(Faults{std::move(fault)});
    }
    if (!products.empty()) {
        const auto& [user, names] = *products.begin();
        auto fault = conflict(root, std::string(singularOf(kind)) + " " + std::string(id) + " is used by " +
                                        std::string(singularOf(user)) + " " + listed(names));
        fault.hint = "change or delete that first";
        return tl::unexpected<Faults>(Faults{std::move(fault)});
    }
    addDeletion(plan, *object);
    return plan;
}

json::value applyMergePatch(const json::value& target, const json::value& patch) {
    const auto* changes = patch.if_object();
    if (changes == nullptr)
        return patch;
    json::object result = target.is_object() ? target.get_object() : json::object();
    for (const auto& member : *changes) {
        if (member.value().is_null()) {
            result.erase(member.key());
            continue;
        }
        const auto* before = result.if_contains(member.key());
        result[member.key()] = applyMergePatch(before != nullptr ? *before : json::value(), member.value());
    }
    return result;
}

std::string etagOf(const json::object& body) {
    return "\"" + toHex(sha256(contract::canonicalJson(body))).substr(0, etagDigits) + "\"";
}

} // namespace gatehouse::config
