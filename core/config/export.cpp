// SPDX-License-Identifier: Apache-2.0
#include "core/config/export.h"

#include "core/base/digest.h"
#include "core/config/bodies.h"
#include "core/config/document_parts.h"
#include "core/config/limits.h"
#include "core/config/yaml.h"
#include "core/contract/json_text.h"

#include <algorithm>
#include <map>
#include <type_traits>

namespace gatehouse::config {
namespace {

namespace json = boost::json;

template <typename Spec>
Spec specOf(const json::object& body) {
    Spec spec;
    (void)contract::readInto(spec, json::value(body), contract::Form::Api);
    return spec;
}

void addKey(contract::AppSpec& app, const contract::KeySpec& key) {
    app.keys.push_back("hash:" + key.id + ":" + key.digest);
    static const contract::KeySpec plain;
    contract::KeyDetailsSpec details;
    details.id = key.id;
    if (limitsOf(key.limits).any())
        details.limits = key.limits;
    if (key.models != plain.models)
        details.models = key.models;
    if (!key.allowFrom.empty())
        details.allowFrom = key.allowFrom;
    if (!key.denyFrom.empty())
        details.denyFrom = key.denyFrom;
    details.maxBody = key.maxBody;
    if (key.maxOutputTokens != 0)
        details.maxOutputTokens = key.maxOutputTokens;
    if (!key.name.empty())
        details.name = key.name;
    details.expires = key.expires;
    if (key.revoked)
        details.revoked = true;
    details.budget = key.budget;
    details.bodies = key.bodies;
    if (!key.enabled)
        details.enabled = false;
    if (contract::writeSpec(details, contract::Form::File, contract::Writing::Short).size() > 1) // more than its id
        app.keyDetails.push_back(std::move(details));
}

// Ordered by id, whatever order the store gives.
std::vector<const StoredObject*> sorted(const Objects& objects) {
    std::vector<const StoredObject*> pointers;
    pointers.reserve(objects.size());
    for (const auto& object : objects)
        pointers.push_back(&object);
    std::sort(pointers.begin(), pointers.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    return pointers;
}

json::object exported(const Objects& objects, contract::Writing writing) {
    auto file = contract::writeSpec(documentOf(objects), contract::Form::File, writing);
    for (const std::string_view own : {"store", "cluster", "server", "network", "demo"})
        file.erase(own);
    return file;
}

} // namespace

contract::Document documentOf(const Objects& objects) {
    contract::Document document;
    std::map<std::string, contract::AppSpec> apps;
    const auto inOrder = sorted(objects);
    for (const auto* object : inOrder) {
        if (object->kind == Kind::Provider)
            document.providers.push_back(specOf<contract::ProviderSpec>(object->body));
        else if (object->kind == Kind::Route)
            document.routes.push_back(specOf<contract::RouteSpec>(object->body));
        else if (object->kind == Kind::Team)
            document.teams.push_back(specOf<contract::TeamSpec>(object->body));
        else if (object->kind == Kind::App)
            apps.emplace(object->id, specOf<contract::AppSpec>(object->body));
        else if (object->kind == Kind::Budget)
            document.budgets.push_back(specOf<contract::BudgetRuleSpec>(object->body));
        forEachProductList(document, [object](Kind kind, auto& list) {
            if (object->kind == kind)
                list.push_back(specOf<typename std::decay_t<decltype(list)>::value_type>(object->body));
        });
        forEachSingle(document, [object](Kind kind, auto& spec) {
            if (object->kind == kind)
                spec = specOf<typename std::decay_t<decltype(spec)>::value_type>(object->body);
        });
    }
    for (const auto* object : inOrder) {
        if (object->kind != Kind::Key)
            continue;
        const auto key = keyOf(object->body);
        if (const auto app = apps.find(key.app); app != apps.end())
            addKey(app->second, key);
    }
    std::map<std::string, std::size_t> teamIndex;
    for (std::size_t i = 0; i < document.teams.size(); ++i)
        teamIndex.emplace(document.teams[i].id, i);
    for (auto& [id, app] : apps) {
        if (const auto team = teamIndex.find(app.team); team != teamIndex.end())
            document.teams[team->second].apps.push_back(std::move(app));
    }
    return document;
}

std::string exportText(const Objects& objects, Format format) {
    const json::value file = exported(objects, contract::Writing::Short);
    return format == Format::Json ? contract::prettyJson(file) + "\n" : writeYaml(file);
}

std::string digestOf(const Objects& objects) {
    return toHex(sha256(contract::canonicalJson(exported(objects, contract::Writing::Full))));
}

} // namespace gatehouse::config
