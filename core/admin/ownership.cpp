// SPDX-License-Identifier: Apache-2.0
#include "core/admin/ownership.h"

#include "core/config/bodies.h"
#include "core/config/product_rules.h"
#include "core/config/resource.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::Permission;

std::string textIn(const json::object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Whose an object is that only its id is known of. Of what does not exist nobody is the owner but the organisation.
Owners ownersOfNamed(const config::Objects& objects, Kind kind, const std::string& id) {
    const auto* object = config::findObject(objects, kind, id);
    return object == nullptr ? Owners() : ownersOf(objects, kind, id, object->body);
}

Owners ownersOfBudget(const config::Objects& objects, const json::object& body) {
    const auto* scope = body.if_contains("for");
    const auto* of = scope != nullptr ? scope->if_object() : nullptr;
    if (of == nullptr)
        return {};
    if (auto team = textIn(*of, "team"); !team.empty())
        return {std::move(team)};
    if (const auto app = textIn(*of, "app"); !app.empty())
        return ownersOfNamed(objects, Kind::App, app);
    if (const auto key = textIn(*of, "key"); !key.empty())
        return ownersOfNamed(objects, Kind::Key, key);
    return {};
}

void append(Owners& owners, Owners more) {
    for (auto& team : more) {
        if (std::find(owners.begin(), owners.end(), team) == owners.end())
            owners.push_back(std::move(team));
    }
}

Error forbidden(std::string message) {
    return failure(ErrorKind::Forbidden, "forbidden", std::move(message)).value();
}

Error notYours() {
    return forbidden("Your grants do not cover this. An owner or admin can give you the role in the team that it "
                     "belongs to.");
}

// The permissions of operations that change objects of that kind; the first is the usual one.
std::vector<Permission> waysTo(Kind kind) {
    if (kind == Kind::App || kind == Kind::Key)
        return {Permission::ManageKeys, Permission::ManageTeams};
    if (kind == Kind::Subscription)
        return {Permission::Subscribe, Permission::Approve, Permission::Publish};
    return {editOf(kind)};
}

Permission neededFor(Kind kind, Permission asked) {
    const auto ways = waysTo(kind);
    return std::find(ways.begin(), ways.end(), asked) != ways.end() ? asked : ways.front();
}

Side sideOf(Permission permission) {
    return permission == Permission::Approve || permission == Permission::Publish ? Side::Publisher : Side::Subscriber;
}

// What decides how much an application may have: for who manages its team, not for who makes its keys.
constexpr std::array<std::string_view, 11> allowances{"limits",   "user_limits", "priority",         "budget",
                                                      "models",   "passthrough", "allow_from",       "deny_from",
                                                      "max_body", "bodies",      "max_output_tokens"};

bool changesAllowances(const Touched& touched) {
    if (touched.after == nullptr)
        return false;
    const auto usual =
        touched.kind == Kind::App ? config::bodyOf(contract::AppSpec()) : config::bodyOf(contract::KeySpec());
    return std::any_of(allowances.begin(), allowances.end(), [&](std::string_view name) {
        const auto* now = touched.after->if_contains(name);
        const auto* before = (touched.before != nullptr ? *touched.before : usual).if_contains(name);
        return now != nullptr && (before == nullptr || *now != *before);
    });
}

std::optional<Error> refusalOfUser(const Caller& caller, const Touched& touched) {
    for (const auto* body : {touched.before, touched.after}) {
        if (body != nullptr && !caller.mayGrant(grantsIn(*body)))
            return forbidden("Nobody gives or takes grants above his own.");
    }
    return std::nullopt;
}

json::object withoutGrants(json::object user) {
    user.erase("grants");
    return user;
}

// Who manages users in teams only gives and takes roles there, and brings new users to them, who may nothing else. The
// rest of a user is the organisation's.
std::optional<Error> refusalOfMember(const Caller& caller, const Touched& touched) {
    if (touched.after == nullptr)
        return notYours();
    const auto before = touched.before != nullptr ? grantsIn(*touched.before) : std::vector<Grant>();
    const auto after = grantsIn(*touched.after);
    auto usual = config::bodyOf(contract::UserSpec());
    for (const auto* field : {"id", "email", "name"}) {
        if (const auto* value = touched.after->if_contains(field))
            usual[field] = *value;
    }
    const auto rest = withoutGrants(touched.before != nullptr ? *touched.before : usual);
    if (withoutGrants(*touched.after) != rest || (touched.before == nullptr && after.empty()))
        return notYours();
    const auto mayChange = [&](const Grant& grant, const std::vector<Grant>& other) {
        const bool stays = std::find(other.begin(), other.end(), grant) != other.end();
        return stays || (!grant.team.empty() && caller.mayGrant(grant));
    };
    for (const auto& grant : before) {
        if (!mayChange(grant, after))
            return forbidden("Nobody gives or takes grants above his own.");
    }
    for (const auto& grant : after) {
        if (!mayChange(grant, before))
            return forbidden("Nobody gives or takes grants above his own.");
    }
    return std::nullopt;
}

bool isPublished(const json::object& api) {
    const auto* listed = api.if_contains("listed");
    const auto* versions = api.if_contains("versions");
    if (listed == nullptr || !listed->is_bool() || !listed->get_bool() || versions == nullptr || !versions->is_array())
        return false;
    const auto& all = versions->get_array();
    return textIn(api, "access") != "team" && std::any_of(all.begin(), all.end(), [](const json::value& version) {
               const auto* fields = version.if_object();
               const auto state = fields != nullptr ? textIn(*fields, "state") : std::string();
               return state == "published" || state == "deprecated";
           });
}

// Prompts and APIs that the steps of a chain use: "sentiment@production", "mood/1".
void addSteps(std::vector<std::pair<Kind, std::string>>& named, const json::object& chain) {
    const auto* versions = chain.if_contains("versions");
    if (versions == nullptr || !versions->is_array())
        return;
    for (const auto& version : versions->get_array()) {
        const auto* fields = version.if_object();
        const auto* steps = fields != nullptr ? fields->if_contains("steps") : nullptr;
        if (steps == nullptr || !steps->is_array())
            continue;
        for (const auto& step : steps->get_array()) {
            const auto* it = step.if_object();
            const auto kind = it != nullptr ? textIn(*it, "kind") : std::string();
            const auto use = it != nullptr ? textIn(*it, "use") : std::string();
            if (kind == "prompt" || kind == "chain")
                named.emplace_back(kind == "prompt" ? Kind::Prompt : Kind::Chain, use.substr(0, use.find('@')));
            else if (kind == "api")
                named.emplace_back(Kind::Api, use.substr(0, use.find('/')));
        }
    }
}

// What a body names must be open to its writer: else it would be a window to another team's things.
std::optional<Error> refusalOfNamed(const Caller& caller, const config::Objects& objects, const Touched& touched) {
    if (touched.after == nullptr)
        return std::nullopt;
    auto all = config::productsNamedBy(touched.kind, *touched.after);
    if (touched.kind == Kind::Chain)
        addSteps(all, *touched.after);
    for (const auto& [kind, id] : all) {
        const auto* named = config::findObject(objects, kind, id);
        const bool product = kind == Kind::Prompt || kind == Kind::Chain || kind == Kind::Api || kind == Kind::Webhook;
        if (named == nullptr || !product || sees(caller, objects, *named))
            continue;
        const auto owners = ownersOfNamed(objects, kind, id);
        const bool common = owners.empty() || (kind == Kind::Api && isPublished(named->body));
        if (!common)
            return notYours();
    }
    return std::nullopt;
}

} // namespace

Permission viewOf(Kind kind) {
    switch (kind) {
    case Kind::Team:
    case Kind::App:
    case Kind::Key:
        return Permission::ViewTeams;
    case Kind::Budget:
        return Permission::ViewSpend;
    case Kind::Prompt:
    case Kind::Chain:
        return Permission::ViewPrompts;
    case Kind::Plan:
    case Kind::Webhook:
    case Kind::Api:
        return Permission::ViewApis;
    case Kind::Subscription:
        return Permission::ViewTeams;
    case Kind::User:
        return Permission::ManageUsers;
    default:
        return Permission::ViewConfiguration;
    }
}

Permission editOf(Kind kind) {
    switch (kind) {
    case Kind::Team:
        return Permission::ManageTeams;
    case Kind::App:
    case Kind::Key:
        return Permission::ManageKeys;
    case Kind::Budget:
        return Permission::ManageBudgets;
    case Kind::Prompt:
    case Kind::Chain:
        return Permission::EditPrompts;
    case Kind::Plan:
    case Kind::Webhook:
    case Kind::Api:
        return Permission::Publish;
    case Kind::Subscription:
        return Permission::Subscribe;
    case Kind::User:
        return Permission::ManageUsers;
    default:
        return Permission::EditConfiguration;
    }
}

Owners ownersOf(const config::Objects& objects, Kind kind, std::string_view id, const json::object& body, Side side) {
    switch (kind) {
    case Kind::Team:
        return {std::string(id)};
    case Kind::App:
    case Kind::Prompt:
    case Kind::Chain:
    case Kind::Api:
    case Kind::Webhook: {
        auto team = textIn(body, "team");
        return team.empty() ? Owners() : Owners{std::move(team)};
    }
    case Kind::Key:
        return ownersOfNamed(objects, Kind::App, textIn(body, "app"));
    case Kind::Budget:
        return ownersOfBudget(objects, body);
    case Kind::Subscription: {
        Owners owners;
        if (side != Side::Publisher)
            append(owners, ownersOfNamed(objects, Kind::App, textIn(body, "app")));
        if (side != Side::Subscriber)
            append(owners, ownersOfNamed(objects, Kind::Api, textIn(body, "api")));
        return owners;
    }
    default:
        return {};
    }
}

bool covers(const Caller& caller, Permission permission, const Owners& owners) {
    return caller.may(permission) || std::any_of(owners.begin(), owners.end(),
                                                 [&](const std::string& team) { return caller.may(permission, team); });
}

bool sees(const Caller& caller, const config::Objects& objects, const config::StoredObject& object) {
    const auto view = viewOf(object.kind);
    if (object.kind == Kind::Plan) // offered to all teams, and no team's
        return caller.maySomewhere(view);
    return caller.may(view) || covers(caller, view, ownersOf(objects, object.kind, object.id, object.body));
}

std::optional<Error> refusalOf(const Caller& caller, Permission permission, const config::Objects& objects,
                               const Touched& touched) {
    if (caller.isOperator())
        return std::nullopt;
    if (touched.kind == Kind::User && !caller.may(Permission::ManageUsers))
        return refusalOfMember(caller, touched);
    const auto needed = neededFor(touched.kind, permission);
    for (const auto* body : {touched.before, touched.after}) {
        if (body != nullptr &&
            !covers(caller, needed, ownersOf(objects, touched.kind, touched.id, *body, sideOf(needed))))
            return notYours();
    }
    if (touched.kind == Kind::User)
        return refusalOfUser(caller, touched);
    // Who vouches for users could vouch for an owner.
    if (touched.kind == Kind::SignIn && !caller.isOwner())
        return forbidden("How users sign in is changed by owners only.");
    const bool allotted = touched.kind == Kind::App || touched.kind == Kind::Key;
    if (allotted && changesAllowances(touched)) {
        const auto* body = touched.after;
        if (!covers(caller, Permission::ManageTeams, ownersOf(objects, touched.kind, touched.id, *body)))
            return forbidden("Limits, budgets, models and networks of applications and keys are changed by owners and "
                             "admins.");
    }
    return refusalOfNamed(caller, objects, touched);
}

std::vector<Grant> grantsIn(const json::object& user) {
    std::vector<Grant> grants;
    const auto* list = user.if_contains("grants");
    if (list == nullptr || !list->is_array())
        return grants;
    for (const auto& entry : list->get_array()) {
        const auto* fields = entry.if_object();
        const auto role = fields != nullptr ? contract::roleNamed(textIn(*fields, "role")) : std::nullopt;
        if (role)
            grants.push_back({*role, textIn(*fields, "team")});
    }
    return grants;
}

} // namespace gatehouse::admin
