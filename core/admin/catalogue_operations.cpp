// SPDX-License-Identifier: Apache-2.0
// What is published, as those see it who may subscribe: never a draft, never how a thing is made.
#include "core/admin/catalogue_operations.h"

#include "core/admin/entity.h"
#include "core/admin/paging.h"
#include "core/apis/document_input.h"
#include "core/base/text.h"
#include "core/config/products.h"
#include "core/config/resource.h"

#include <QString>
#include <QStringList>
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::Permission;

constexpr const char* apiIdSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";
constexpr const char* versionSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"})";
constexpr std::size_t longestSearch = 200;

constexpr const char* schemas = R"({
"CatalogueList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next", "tags", "teams"],
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/CatalogueItem"}},
    "next": {"type": ["string", "null"]},
    "tags": {"type": "array", "items": {"type": "string"}, "description": "Of all that can be seen."},
    "teams": {"type": "array", "items": {"type": "string"}, "description": "The owners of all that can be seen."}}},
"CatalogueItem": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "title", "description", "kind", "team", "tags", "access", "latest", "versions"],
  "properties": {
    "id": {"type": "string"},
    "title": {"type": "string"},
    "description": {"type": "string"},
    "kind": {"enum": ["prompt", "chain", "model", "service"]},
    "team": {"type": ["string", "null"], "description": "That owns it; null = the organisation."},
    "tags": {"type": "array", "items": {"type": "string"}},
    "access": {"enum": ["subscription", "team", "open"]},
    "latest": {"type": ["string", "null"], "description": "The version behind the address `latest`."},
    "versions": {"type": "array", "items": {"$ref": "#/components/schemas/CatalogueVersion"}}}},
"CatalogueVersion": {
  "type": "object", "additionalProperties": false, "required": ["version", "state", "sunset", "successor", "notes"],
  "properties": {
    "version": {"type": "string"},
    "state": {"enum": ["published", "deprecated", "retired"]},
    "sunset": {"type": ["string", "null"], "format": "date-time", "description": "When a deprecated one ends."},
    "successor": {"type": ["string", "null"], "description": "The version to move to."},
    "notes": {"type": "string", "description": "For those who call it."}}},
"CatalogueEntry": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "title", "description", "kind", "team", "tags", "access", "latest", "versions", "plans"],
  "properties": {
    "id": {"type": "string"},
    "title": {"type": "string"},
    "description": {"type": "string"},
    "kind": {"enum": ["prompt", "chain", "model", "service"]},
    "team": {"type": ["string", "null"]},
    "tags": {"type": "array", "items": {"type": "string"}},
    "access": {"enum": ["subscription", "team", "open"]},
    "latest": {"type": ["string", "null"]},
    "versions": {"type": "array", "items": {"$ref": "#/components/schemas/CatalogueVersion"}},
    "plans": {"type": "array", "items": {"$ref": "#/components/schemas/CataloguePlan"},
      "description": "That can be asked for; none: subscriptions have no plan."}}},
"CatalogueDocument": {
  "type": "object", "required": ["openapi", "info", "paths"], "description": "An OpenAPI 3.1 document.",
  "properties": {"openapi": {"type": "string"}, "info": {"type": "object"}, "paths": {"type": "object"}}},
"CataloguePlan": {
  "type": "object", "required": ["id", "title", "description", "approval"],
  "description": "As `Plan`, as far as it concerns who subscribes.",
  "properties": {
    "id": {"type": "string"},
    "title": {"type": "string"},
    "description": {"type": "string"},
    "approval": {"enum": ["manual", "automatic"]}}}
})";

std::string textIn(const json::object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<std::string_view> textsIn(const json::object& body, std::string_view name) {
    std::vector<std::string_view> texts;
    const auto* value = body.if_contains(name);
    const auto* list = value != nullptr ? value->if_array() : nullptr;
    if (list == nullptr)
        return texts;
    for (const auto& entry : *list) {
        if (const auto* text = entry.if_string())
            texts.emplace_back(*text);
    }
    return texts;
}

json::value timeOrNull(const std::optional<WallMicros>& time) {
    return time ? json::value(formatTime(*time)) : json::value();
}

// Whoever belongs to the team.
bool isOfTeam(const Caller& caller, std::string_view team) {
    constexpr std::array rights{Permission::Subscribe, Permission::ViewApis, Permission::ViewTeams};
    return std::any_of(rights.begin(), rights.end(), [&](Permission right) { return caller.may(right, team); });
}

// What the catalogue shows, and to whom.
class Catalogue {
public:
    Catalogue(const Configuration& standing, const Caller& caller)
        : m_objects(standing.objects), m_products(config::productsOf(*standing.snapshot)), m_caller(caller) {}

    const config::Api* apiOf(const config::StoredObject& object) const { return m_products.api(object.id); }

    bool lists(const config::StoredObject& object) const {
        const auto* api = apiOf(object);
        if (api == nullptr || api->latest() == nullptr)
            return false;
        return isListed(object) ? api->access != config::ApiAccess::Team || isOwn(object) : isOwn(object);
    }

    // By its id also what is retired, or listed no more, while an application of the caller's is subscribed to it.
    bool shows(const config::StoredObject& object) const {
        const auto* api = apiOf(object);
        if (api == nullptr || std::none_of(api->versions.begin(), api->versions.end(), isShown))
            return false;
        const bool open = isListed(object) && api->access != config::ApiAccess::Team;
        return open || isOwn(object) || isSubscribed(object.id);
    }

    json::object item(const config::StoredObject& object) const {
        const auto* api = apiOf(object);
        const auto* latest = api != nullptr ? api->latest() : nullptr;
        json::object out;
        for (const auto* name : {"id", "title", "description", "kind", "access"})
            out[name] = textIn(object.body, name);
        const auto team = textIn(object.body, "team");
        out["team"] = team.empty() ? json::value() : json::value(team);
        json::array tags;
        for (const auto tag : textsIn(object.body, "tags"))
            tags.emplace_back(tag);
        out["tags"] = std::move(tags);
        out["latest"] = latest != nullptr ? json::value(latest->name) : json::value();
        json::array versions;
        if (api != nullptr) {
            for (const auto& version : api->versions) {
                if (isShown(version))
                    versions.push_back(toJson(version));
            }
        }
        out["versions"] = std::move(versions);
        return out;
    }

    json::object entry(const config::StoredObject& object) const {
        auto out = item(object);
        json::array plans;
        for (const auto id : textsIn(object.body, "plans")) {
            const auto* plan = config::findObject(m_objects, Kind::Plan, id);
            const auto* enabled = plan != nullptr ? plan->body.if_contains("enabled") : nullptr;
            if (plan != nullptr && (enabled == nullptr || !enabled->is_bool() || enabled->get_bool()))
                plans.push_back(planJson(plan->body));
        }
        out["plans"] = std::move(plans);
        return out;
    }

    static bool isShown(const config::ApiVersion& version) {
        return version.serves() || version.state == config::ApiState::Retired;
    }

private:
    static json::object toJson(const config::ApiVersion& version) {
        const auto* state = version.state == config::ApiState::Published    ? "published"
                            : version.state == config::ApiState::Deprecated ? "deprecated"
                                                                            : "retired";
        return {{"version", version.name},
                {"state", state},
                {"sunset", timeOrNull(version.sunset)},
                {"successor", version.successor.empty() ? json::value() : json::value(version.successor)},
                {"notes", version.definition != nullptr ? version.definition->notes : std::string()}};
    }

    static json::object planJson(const json::object& plan) {
        json::object out;
        for (const auto* name :
             {"id", "title", "description", "approval", "limits", "budget", "price", "expires_after"}) {
            if (const auto* value = plan.if_contains(name))
                out[name] = *value;
        }
        return out;
    }

    static bool isListed(const config::StoredObject& object) {
        const auto* listed = object.body.if_contains("listed");
        return listed == nullptr || !listed->is_bool() || listed->get_bool();
    }

    bool isOwn(const config::StoredObject& object) const {
        const auto team = textIn(object.body, "team");
        return team.empty() ? m_caller.may(Permission::ViewApis) : isOfTeam(m_caller, team);
    }

    bool isSubscribed(std::string_view api) const {
        return std::any_of(m_objects.begin(), m_objects.end(), [&](const config::StoredObject& object) {
            if (object.kind != Kind::Subscription || textIn(object.body, "api") != api)
                return false;
            const auto* app = config::findObject(m_objects, Kind::App, textIn(object.body, "app"));
            return app != nullptr && isOfTeam(m_caller, textIn(app->body, "team"));
        });
    }

    const config::Objects& m_objects;
    const config::Products& m_products;
    const Caller& m_caller;
};

// Every word of the search must stand somewhere in what people read of it.
bool fits(const json::object& body, const QStringList& words) {
    if (words.isEmpty())
        return true;
    std::string all;
    for (const auto* name : {"id", "title", "description", "team"})
        all += textIn(body, name) + '\n';
    for (const auto tag : textsIn(body, "tags"))
        all.append(tag).append("\n");
    const auto text = QString::fromStdString(all);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool hasTag(const json::object& body, std::string_view tag) {
    const auto tags = textsIn(body, "tags");
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

json::array namesOf(const std::set<std::string, std::less<>>& names) {
    json::array out;
    for (const auto& name : names)
        out.emplace_back(name);
    return out;
}

Answer listCatalogue(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto standing = with.control.configuration();
    const Catalogue catalogue(*standing, request.caller);
    const auto q = request.parameter("q").substr(0, longestSearch);
    const auto words =
        QString::fromUtf8(q.data(), static_cast<qsizetype>(q.size())).split(QChar(u' '), Qt::SkipEmptyParts);
    std::set<std::string, std::less<>> tags;
    std::set<std::string, std::less<>> teams;
    std::vector<ListItem> items;
    for (const auto& object : standing->objects) {
        if (object.kind != Kind::Api || !catalogue.lists(object))
            continue;
        for (const auto tag : textsIn(object.body, "tags"))
            tags.emplace(tag);
        const auto team = textIn(object.body, "team");
        if (!team.empty())
            teams.insert(team);
        if ((!request.has("tag") || hasTag(object.body, request.parameter("tag"))) &&
            (!request.has("team") || team == request.parameter("team")) && fits(object.body, words))
            items.push_back({object.id, &object.body});
    }
    const auto page = makePage(std::move(items), request, {});
    json::array shown;
    for (const auto* body : page.items)
        shown.push_back(catalogue.item(*config::findObject(standing->objects, Kind::Api, textIn(*body, "id"))));
    return jsonAnswer(200, json::object{{"items", std::move(shown)},
                                        {"next", page.next ? json::value(*page.next) : json::value()},
                                        {"tags", namesOf(tags)},
                                        {"teams", namesOf(teams)}});
}

Answer getEntry(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto standing = with.control.configuration();
    const Catalogue catalogue(*standing, request.caller);
    const auto* object = config::findObject(standing->objects, Kind::Api, request.place("id"));
    if (object == nullptr || !catalogue.shows(*object))
        return notFoundAnswer("id", "the id of a published API", request.place("id"));
    return taggedAnswer(request, json::serialize(catalogue.entry(*object)));
}

Answer getCatalogueDocument(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto standing = with.control.configuration();
    const Catalogue catalogue(*standing, request.caller);
    const auto* object = config::findObject(standing->objects, Kind::Api, request.place("id"));
    if (object == nullptr || !catalogue.shows(*object))
        return notFoundAnswer("id", "the id of a published API", request.place("id"));
    const auto& api = *catalogue.apiOf(*object);
    const auto* version = api.version(request.place("version"));
    if (version == nullptr || !Catalogue::isShown(*version))
        return notFoundAnswer("version", "a published version of this API", request.place("version"));
    const auto document = apis::openApiDocument(apis::documentInput(*standing->snapshot, api, *version));
    return taggedAnswer(request, json::serialize(document));
}

} // namespace

void addCatalogueSchemas(json::object& out) {
    auto parsed = json::parse(schemas); // outlives the loop
    for (auto& member : parsed.as_object())
        out[member.key()] = std::move(member.value());
}

void addCatalogueOperations(Operations& out) {
    Operation list;
    list.path = "/admin/v1/catalogue";
    list.id = "listCatalogue";
    list.tag = "catalogue";
    list.summary = "List the published APIs that the caller may see";
    list.description = "Listed ones with a version that serves. Those that only their team calls are shown to that "
                       "team; how an API is made, and drafts, to nobody here.";
    list.permission = Permission::ViewCatalogue;
    list.portal = true;
    list.parameters = {textParameter("q", "Words that must stand in id, title, description, team or tags."),
                       textParameter("tag", "Only those with this tag."),
                       textParameter("team", "Only those of this owner."),
                       integerParameter("limit", "Items a page.", 1, mostPerPage, usualPerPage), cursorParameter()};
    list.responses = {{200, "A page, by id.", {"application/json"}, "CatalogueList", false, false}};
    list.run = QueryRun(listCatalogue);
    out.push_back(std::move(list));

    Operation get;
    get.path = "/admin/v1/catalogue/{id}";
    get.id = "getCatalogueEntry";
    get.tag = "catalogue";
    get.summary = "Get a published API with its versions and plans";
    get.permission = Permission::ViewCatalogue;
    get.portal = true;
    get.idSchema = apiIdSchema;
    get.responses = {{200, "The API.", {"application/json"}, "CatalogueEntry", true, false},
                     {304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false}};
    get.problems = {404};
    get.run = QueryRun(getEntry);
    out.push_back(std::move(get));

    Operation document;
    document.path = "/admin/v1/catalogue/{id}/versions/{version}/openapi";
    document.id = "getCatalogueDocument";
    document.tag = "catalogue";
    document.summary = "Get the OpenAPI document of a published version";
    document.permission = Permission::ViewCatalogue;
    document.portal = true;
    document.idSchema = apiIdSchema;
    document.placeSchemas["version"] = versionSchema;
    document.responses = {{200, "The document.", {"application/json"}, "CatalogueDocument", true, false},
                          {304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false}};
    document.problems = {404};
    document.run = QueryRun(getCatalogueDocument);
    out.push_back(std::move(document));
}

} // namespace gatehouse::admin
