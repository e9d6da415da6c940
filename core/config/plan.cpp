// SPDX-License-Identifier: Apache-2.0
#include "core/config/plan.h"

#include "core/config/bodies.h"
#include "core/config/budget_rules.h"
#include "core/config/document_parts.h"
#include "core/config/key_entries.h"
#include "core/config/listed.h"
#include "core/config/plain_keys.h"
#include "core/config/product_rules.h"
#include "core/config/route_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace gatehouse::config {
namespace {

using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;

using Names = std::unordered_set<std::string>;

class Planner {
public:
    Planner(const ApplyInput& input, SecretStash& stash) : m_input(input), m_stash(stash) {
        for (const auto kind : allKinds) {
            m_current[kind];
            m_named[kind];
        }
        for (const auto& object : input.current)
            m_current[object.kind].emplace(object.id, &object);
    }

    contract::Checked<Plan> run() {
        nameObjects();
        checkReferences();
        checkWhatStays();
        if (!m_faults.empty())
            return tl::unexpected<Faults>(std::move(m_faults));
        if (!providers())
            return tl::unexpected<Faults>(std::move(m_faults));
        for (const auto& route : m_input.document.routes)
            want(Kind::Route, route.model, bodyOf(route));
        for (const auto& team : m_input.document.teams)
            want(Kind::Team, team.id, bodyOf(team));
        apps();
        for (const auto& key : m_keys)
            want(Kind::Key, key.spec.id, bodyOf(key.spec));
        for (const auto& budget : m_input.document.budgets)
            want(Kind::Budget, budget.id, bodyOf(budget));
        forEachProductList(m_input.document, [this](Kind kind, const auto& list) {
            for (const auto& spec : list)
                want(kind, spec.id, m_bodies.at(kind).at(spec.id));
        });
        forEachSingle(m_input.document, [this](Kind kind, const auto& spec) {
            if (spec)
                want(kind, std::string(nameOf(kind)), bodyOf(*spec));
        });
        deletions();
        return std::move(m_plan);
    }

private:
    void nameObjects() {
        const auto& document = m_input.document;
        for (const auto& provider : document.providers)
            m_named[Kind::Provider].insert(provider.id);
        for (const auto& route : document.routes)
            m_named[Kind::Route].insert(route.model);
        KeyEntries entries(m_input.current, m_input.now, Moving::Allowed);
        const Path list(m_root, "teams");
        for (std::size_t i = 0; i < document.teams.size(); ++i) {
            const auto& team = document.teams[i];
            m_named[Kind::Team].insert(team.id);
            const Path here(list, i);
            const Path inner(here, "apps");
            for (std::size_t k = 0; k < team.apps.size(); ++k) {
                m_named[Kind::App].insert(team.apps[k].id);
                entries.add(team.apps[k], Path(inner, k));
            }
        }
        m_keys = std::move(entries.keys());
        for (const auto& key : m_keys)
            m_named[Kind::Key].insert(key.spec.id);
        for (const auto& budget : document.budgets)
            m_named[Kind::Budget].insert(budget.id);
        forEachProductList(document, [this](Kind kind, const auto& specs) {
            for (const auto& spec : specs) {
                m_named[kind].insert(spec.id);
                m_bodies[kind][spec.id] = bodyOf(spec);
            }
        });
        forEachSingle(document, [this](Kind kind, const auto& spec) {
            if (spec)
                m_named[kind].insert(std::string(nameOf(kind)));
        });
        m_faults = std::move(entries.faults());
        m_plan.warnings = std::move(entries.warnings());
    }

    bool goes(const StoredObject& object) const {
        return !m_named.at(object.kind).contains(object.id) &&
               (object.origin == Origin::File || m_input.prune == Prune::Yes);
    }

    bool exists(Kind kind, const std::string& id) const {
        if (m_named.at(kind).contains(id))
            return true;
        const auto& standing = m_current.at(kind);
        const auto known = standing.find(id);
        return known != standing.end() && !goes(*known->second);
    }

    void checkReferences() {
        const auto& document = m_input.document;
        const Path providerList(m_root, "providers");
        for (std::size_t i = 0; i < document.providers.size(); ++i) {
            if (m_input.demo && document.providers[i].id == demoProvider) {
                const Path here(providerList, i);
                auto fault = makeFault(FaultCode::Duplicate, Path(here, "id"), "an id that no other has",
                                       "\"demo\", the built-in provider's");
                fault.hint = "take another id, or set demo: false";
                m_faults.push_back(std::move(fault));
            }
        }
        const Path routeList(m_root, "routes");
        const auto ways = routeWays();
        for (std::size_t i = 0; i < document.routes.size(); ++i) {
            const Path route(routeList, i);
            const Path targets(route, "targets");
            for (std::size_t k = 0; k < document.routes[i].targets.size(); ++k)
                checkTarget(document.routes[i].targets[k], Path(targets, k));
            if (const auto& shadow = document.routes[i].shadow)
                checkProvider(shadow->provider, Path(route, "shadow"));
            for (auto& fault : checkWays(document.routes[i], ways, route))
                m_faults.push_back(std::move(fault));
        }
        checkBudgets();
        checkProducts();
    }

    ProductSurroundings productSurroundings() const {
        ProductSurroundings around;
        around.way = ChangeWay::File;
        around.exists = [this](Kind kind, const std::string& id) {
            return exists(kind, id) || (kind == Kind::Provider && m_input.demo && id == demoProvider);
        };
        around.standing = [this](Kind kind, const std::string& id) -> const boost::json::object* {
            const auto& known = m_current.at(kind);
            const auto found = known.find(id);
            return found != known.end() ? &found->second->body : nullptr;
        };
        around.body = [this](Kind kind, const std::string& id) -> const boost::json::object* {
            if (const auto wanted = m_bodies.find(kind); wanted != m_bodies.end()) {
                if (const auto found = wanted->second.find(id); found != wanted->second.end())
                    return &found->second;
            }
            const auto& known = m_current.at(kind);
            const auto found = known.find(id);
            return found != known.end() && !goes(*found->second) ? &found->second->body : nullptr;
        };
        return around;
    }

    void checkProducts() {
        const auto around = productSurroundings();
        forEachProductList(m_input.document, [&](Kind kind, const auto& list) {
            const Path path(m_root, nameOf(kind));
            for (std::size_t i = 0; i < list.size(); ++i) {
                const Path here(path, i);
                for (auto& fault : checkProduct(list[i], around, here))
                    m_faults.push_back(std::move(fault));
            }
        });
        const auto add = [this](Faults faults) {
            for (auto& fault : faults)
                m_faults.push_back(std::move(fault));
        };
        if (const auto& signIn = m_input.document.signIn)
            add(checkProduct(*signIn, around, Path(m_root, "sign_in")));
        if (const auto& notices = m_input.document.notices)
            add(checkProduct(*notices, around, Path(m_root, "notices")));
    }

    void checkBudgets() {
        const auto& document = m_input.document;
        if (document.budgets.empty())
            return;
        BudgetSurroundings around;
        around.exists = [this](Kind kind, const std::string& id) {
            return exists(kind, id) || (kind == Kind::Provider && m_input.demo && id == demoProvider);
        };
        around.now = m_input.now;
        around.standing = [this](const std::string& id) -> const boost::json::object* {
            const auto& known = m_current.at(Kind::Budget);
            const auto found = known.find(id);
            return found != known.end() ? &found->second->body : nullptr;
        };
        auto all = document.budgets;
        for (const auto& [id, object] : m_current.at(Kind::Budget)) {
            if (!m_named.at(Kind::Budget).contains(id) && !goes(*object))
                (void)contract::readInto(all.emplace_back(), boost::json::value(object->body), contract::Form::Api);
        }
        const Path list(m_root, "budgets");
        for (std::size_t i = 0; i < document.budgets.size(); ++i) {
            const Path here(list, i);
            for (auto& fault : checkBudget(document.budgets[i], around, here))
                m_faults.push_back(std::move(fault));
            for (auto& fault : checkSwitches(all, document.budgets[i].id, here))
                m_faults.push_back(std::move(fault));
        }
    }

    RouteWays routeWays() const {
        RouteWays ways;
        for (const auto& [id, object] : m_current.at(Kind::Route)) {
            if (!goes(*object))
                ways[id] = waysOf(object->body);
        }
        for (const auto& route : m_input.document.routes)
            ways[route.model] = waysOf(route);
        return ways;
    }

    void checkTarget(const contract::TargetSpec& target, const Path& path) { checkProvider(target.provider, path); }

    void checkProvider(const std::string& provider, const Path& path) {
        if ((m_input.demo && provider == demoProvider) || exists(Kind::Provider, provider))
            return;
        auto fault = makeFault(FaultCode::UnknownReference, Path(path, "provider"), "the id of a provider",
                               contract::quoted(provider));
        if (provider == demoProvider)
            fault.hint = "the built-in provider is off (demo: false)";
        m_faults.push_back(std::move(fault));
    }

    // An object that the admin API made may refer to one that goes.
    void checkWhatStays() {
        std::map<std::string, std::set<std::string>> routesOf;
        std::map<std::string, std::set<std::string>> appsOf;
        std::map<std::string, std::set<std::string>> rulesTo;
        std::map<std::pair<Kind, std::string>, std::set<std::string>> budgetsOf;
        std::map<std::tuple<Kind, std::string, Kind>, std::set<std::string>> productsOf;
        for (const auto& object : m_input.current) {
            if (m_named[object.kind].contains(object.id) || goes(object))
                continue;
            if (goesWithItsApp(object))
                continue;
            for (const auto& [kind, id] : productsNamedBy(object.kind, object.body)) {
                if (removes(kind, id))
                    productsOf[{kind, id, object.kind}].insert(object.id);
            }
            if (object.kind == Kind::Budget) {
                for (const auto& [kind, id] : namedBy(object.body)) {
                    if (removes(kind, id) || (kind == Kind::Key && keyGoes(id)))
                        budgetsOf[{kind, id}].insert(object.id);
                }
            } else if (object.kind == Kind::App) {
                if (auto team = textIn(object.body, "team"); removes(Kind::Team, team))
                    appsOf[team].insert(object.id);
            } else if (object.kind == Kind::Route) {
                for (auto& provider : providersOf(object.body)) {
                    if (removes(Kind::Provider, provider))
                        routesOf[provider].insert(object.id);
                }
                for (auto& next : waysOf(object.body)) {
                    if (removes(Kind::Route, next))
                        rulesTo[next].insert(object.id);
                }
            }
        }
        for (const auto& [provider, routes] : routesOf)
            stillUsed(Kind::Provider, provider, "route", routes);
        for (const auto& [route, routes] : rulesTo)
            stillUsed(Kind::Route, route, "route", routes);
        for (const auto& [team, apps] : appsOf)
            stillUsed(Kind::Team, team, "app", apps);
        for (const auto& [named, budgets] : budgetsOf)
            stillUsed(named.first, named.second, "budget", budgets);
        for (const auto& [named, users] : productsOf)
            stillUsed(std::get<0>(named), std::get<1>(named), singularOf(std::get<2>(named)), users);
    }

    // Keys and subscriptions that the file does not name.
    bool goesWithItsApp(const StoredObject& object) const {
        return (object.kind == Kind::Key || object.kind == Kind::Subscription) &&
               !m_named.at(object.kind).contains(object.id) && removes(Kind::App, textIn(object.body, "app"));
    }

    // With its application.
    bool keyGoes(const std::string& id) const {
        const auto& standing = m_current.at(Kind::Key);
        const auto known = standing.find(id);
        return known != standing.end() && !m_named.at(Kind::Key).contains(id) &&
               removes(Kind::App, textIn(known->second->body, "app"));
    }

    bool removes(Kind kind, const std::string& id) const {
        const auto& standing = m_current.at(kind);
        const auto known = standing.find(id);
        return known != standing.end() && goes(*known->second);
    }

    void stillUsed(Kind kind, const std::string& id, std::string_view user, const std::set<std::string>& users) {
        auto fault = makeFault(FaultCode::Conflict, Path(m_root, nameOf(kind)), "", contract::quoted(id) + " left out");
        fault.detail = std::string(singularOf(kind)) + " " + id + " is left out, but is still used by " +
                       std::string(user) + " " + listed(users) + ", made with the console or the admin API";
        fault.hint = "name it in the file, change that " + std::string(user) + ", or apply with --prune";
        m_faults.push_back(std::move(fault));
    }

    // Stashes plain keys: only once nothing else is wrong.
    bool providers() {
        const Path list(m_root, "providers");
        for (std::size_t i = 0; i < m_input.document.providers.size(); ++i) {
            auto provider = m_input.document.providers[i];
            const auto stashed = stashPlainKeys(provider, m_stash, m_plan.warnings);
            if (!stashed) {
                const Path here(list, i);
                auto fault = makeFault(FaultCode::Conflict, Path(here, "keys"), "", "");
                fault.detail = "a plain key could not be kept: " + stashed.error().message;
                m_faults.push_back(std::move(fault));
                return false;
            }
            m_plan.stashed += *stashed;
            want(Kind::Provider, provider.id, bodyOf(provider));
        }
        return true;
    }

    void apps() {
        for (const auto& team : m_input.document.teams) {
            for (auto app : team.apps) {
                app.team = team.id;
                want(Kind::App, app.id, bodyOf(app));
            }
        }
    }

    void want(Kind kind, const std::string& id, boost::json::object body) {
        const auto& standing = m_current.at(kind);
        const auto known = standing.find(id);
        Change change;
        change.kind = kind;
        change.id = id;
        if (known == standing.end()) {
            change.action = Change::Action::Create;
            change.origin = Origin::File;
        } else {
            if (known->second->body == body)
                return;
            change.action = Change::Action::Update;
            change.origin = known->second->origin;
            change.before = known->second->body;
        }
        change.after = std::move(body);
        m_plan.changes.push_back(std::move(change));
    }

    void deletions() {
        for (auto kind = allKinds.rbegin(); kind != allKinds.rend(); ++kind) {
            for (const auto& [id, object] : m_current.at(*kind)) {
                const bool appGoes = goesWithItsApp(*object);
                if (!goes(*object) && !appGoes)
                    continue;
                if (appGoes && !goes(*object))
                    m_plan.warnings.push_back(std::string(singularOf(*kind)) + " " + id + " goes with its app " +
                                              textIn(object->body, "app"));
                Change change;
                change.action = Change::Action::Delete;
                change.kind = *kind;
                change.id = id;
                change.origin = object->origin;
                change.before = object->body;
                m_plan.changes.push_back(std::move(change));
            }
        }
    }

    const ApplyInput& m_input;
    SecretStash& m_stash;
    const Path m_root;
    std::map<Kind, std::map<std::string, const StoredObject*>> m_current; // every kind has an entry in both
    std::map<Kind, Names> m_named;
    std::map<Kind, std::map<std::string, boost::json::object>> m_bodies; // of what the document publishes
    std::vector<DesiredKey> m_keys;
    Faults m_faults;
    Plan m_plan;
};

} // namespace

contract::Checked<Plan> planApply(const ApplyInput& input, SecretStash& stash) {
    return Planner(input, stash).run();
}

Objects applied(const Objects& current, const Plan& plan, std::uint64_t revision, WallMicros now) {
    const auto nameOfObject = [](Kind kind, const std::string& id) { return std::string(nameOf(kind)) + "/" + id; };
    std::unordered_map<std::string, const Change*> changes;
    for (const auto& change : plan.changes)
        changes[nameOfObject(change.kind, change.id)] = &change;
    Objects objects;
    objects.reserve(current.size() + plan.changes.size());
    for (const auto& object : current) {
        const auto known = changes.find(nameOfObject(object.kind, object.id));
        if (known == changes.end())
            objects.push_back(object);
        else if (known->second->after)
            objects.push_back({object.kind, object.id, *known->second->after, known->second->origin, revision, now});
    }
    for (const auto& change : plan.changes) {
        if (change.action == Change::Action::Create)
            objects.push_back({change.kind, change.id, *change.after, change.origin, revision, now});
    }
    return objects;
}

} // namespace gatehouse::config
