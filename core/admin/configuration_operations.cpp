// SPDX-License-Identifier: Apache-2.0
// The configuration as a whole: apply, export; who changed what; the catalogue of providers.
#include "core/admin/accept.h"
#include "core/admin/audit_teams.h"
#include "core/admin/entity.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/admin/paging.h"
#include "core/base/text.h"
#include "core/config/export.h"
#include "core/contract/json_text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;

constexpr std::string_view yamlType = "application/yaml";
constexpr std::string_view jsonType = "application/json";
constexpr std::size_t mostDocument = std::size_t{4} * 1024 * 1024;

json::array textsOf(const std::vector<std::string>& texts) {
    json::array out;
    for (const auto& text : texts)
        out.emplace_back(text);
    return out;
}

json::value bodyOrNull(const std::optional<json::object>& body) {
    return body ? json::value(*body) : json::value();
}

json::object toJson(const config::Change& change) {
    return {{"action", config::nameOf(change.action)},
            {"kind", config::nameOf(change.kind)},
            {"id", change.id},
            {"before", bodyOrNull(change.before)},
            {"after", bodyOrNull(change.after)}};
}

Answer applyDocument(AdminDependencies& with, const Request& request) {
    const auto format = request.contentType == jsonType ? config::Format::Json : config::Format::Yaml;
    const auto run = request.flag("dry_run") ? Run::Dry : Run::Real;
    const auto prune = request.flag("prune") ? config::Prune::Yes : config::Prune::No;
    const auto applied = with.control.apply(request.body, format, run, prune, request.actor);
    if (!applied)
        return problemAnswer(applied.error());
    json::array changes;
    for (const auto& change : applied->changes)
        changes.push_back(toJson(change));
    return jsonAnswer(200, json::object{{"dry_run", run == Run::Dry},
                                        {"revision", applied->revision},
                                        {"changes", std::move(changes)},
                                        {"warnings", textsOf(applied->warnings)},
                                        {"restart", textsOf(applied->restart)}});
}

Answer exportDocument(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto type = chooseMediaType(request.accept, {yamlType, jsonType});
    if (type.empty())
        return problemAnswer(406, "not_acceptable",
                             "The export is application/yaml or application/json; say one of "
                             "them in Accept.");
    const auto standing = with.control.configuration();
    const auto format = type == yamlType ? config::Format::Yaml : config::Format::Json;
    if (request.caller.may(Permission::ViewConfiguration))
        return textAnswer(200, std::string(type), config::exportText(standing->objects, format));
    config::Objects seen;
    std::copy_if(standing->objects.begin(), standing->objects.end(), std::back_inserter(seen),
                 [&](const config::StoredObject& object) { return sees(request.caller, standing->objects, object); });
    return textAnswer(200, std::string(type), config::exportText(seen, format));
}

// Bodies are JSON texts that this gateway wrote itself.
json::value parsedOrNull(const std::string& text) {
    if (text.empty())
        return {};
    auto parsed = contract::parseJson(text);
    return parsed ? std::move(*parsed) : json::value();
}

json::object toJson(const store::AuditEntry& entry) {
    return {{"number", entry.number},
            {"at", formatTime(entry.at)},
            {"actor", entry.actor},
            {"action", entry.action},
            {"kind", entry.kind},
            {"id", entry.id},
            {"before", parsedOrNull(entry.before)},
            {"after", parsedOrNull(entry.after)},
            {"revision", entry.revision},
            {"digest", entry.digest}};
}

// Of a user a team is told his roles there. The digest holds the entry before, which may be another's: who knows the
// digests around an entry could try guesses of what it says.
json::object cutTo(const std::vector<std::string>& teams, json::object entry) {
    entry["digest"] = nullptr;
    if (entry.at("kind").get_string() != config::nameOf(config::Kind::User))
        return entry;
    for (const auto* side : {"before", "after"}) {
        const auto* body = entry.at(side).if_object();
        auto shown = body != nullptr ? userAmong(*body, teams) : std::nullopt;
        entry[side] = bodyOrNull(shown);
    }
    return entry;
}

Answer listAudit(AdminDependencies& with, const Request& request) {
    const auto limit = static_cast<std::size_t>(parseUnsigned(request.parameter("limit")).value_or(usualPerPage));
    const auto cursor = parseUnsigned(request.parameter("cursor"));
    const bool all = request.caller.may(Permission::ViewAudit);
    const auto teams = request.caller.teamsWith(Permission::ViewAudit);
    const auto page = with.control.audit(cursor, limit, all ? nullptr : &teams);
    if (!page)
        return problemAnswer(page.error());
    json::array items;
    for (const auto& entry : page->entries)
        items.push_back(all ? toJson(entry) : cutTo(teams, toJson(entry)));
    return jsonAnswer(200,
                      json::object{{"items", std::move(items)},
                                   {"next", page->next ? json::value(std::to_string(*page->next)) : json::value()}});
}

json::value textOrNull(const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
}

// As a provider's "auth" names them.
json::array authKindsOf(const catalog::PresetFacts& preset) {
    json::array kinds;
    for (const auto& way : preset.auth)
        kinds.emplace_back(way.style == catalog::AuthStyle::Header ? std::string_view(way.header)
                                                                   : catalog::nameOf(way.style));
    return kinds;
}

json::object toJson(const catalog::PresetFacts& preset) {
    json::array alternatives;
    for (const auto& alternative : preset.alternatives)
        alternatives.push_back(json::object{{"dialect", alternative.dialect}, {"base_url", alternative.baseUrl}});
    return {{"id", preset.id},
            {"name", preset.name},
            {"category", preset.category},
            {"base_url", textOrNull(preset.baseUrl)},
            {"dialect", preset.dialect},
            {"auth", preset.authWords},
            {"auth_kinds", authKindsOf(preset)},
            {"key_optional", preset.keyOptional},
            {"places", textsOf(preset.places)},
            {"environment", textsOf(preset.environment)},
            {"alternatives", std::move(alternatives)},
            {"docs", textOrNull(preset.docs)},
            {"note", textOrNull(preset.note)},
            {"source", textOrNull(preset.source)},
            {"confidence", textOrNull(preset.confidence)},
            {"needs_base_url", preset.needsBaseUrl},
            {"supported", preset.supported},
            {"unsupported_because", textOrNull(preset.unsupportedBecause)}};
}

std::vector<Parameter> presetFilters() {
    return {textParameter("category", "Only those of this category."),
            textParameter("dialect", "Only those that speak this dialect."),
            choiceParameter("supported", "Only those that this version can (not) use.", {"true", "false"})};
}

Answer listPresets(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    std::vector<json::object> bodies;
    for (const auto& preset : with.presets.all())
        bodies.push_back(toJson(preset));
    std::vector<ListItem> items;
    for (const auto& body : bodies)
        items.push_back({std::string(body.at("id").get_string()), &body});
    return taggedAnswer(request, json::serialize(pageJson(makePage(std::move(items), request, presetFilters()))));
}

void addApply(Operations& out) {
    auto it = newOperation(http::Method::Post, "/admin/v1/config/apply", "applyConfiguration", "configuration",
                           "Apply a configuration file");
    it.description =
        "Objects are matched by id: what the file names is made so, what an earlier file made and this "
        "one no longer names is removed; what the console or this API made stays, unless `prune`. The body may be YAML "
        "(`application/yaml`) as well.";
    it.parameters = {
        flagParameter("dry_run", "Only tell what would change."),
        flagParameter("prune", "Remove also what the console or this API made and the file does not name.")};
    it.body = BodyInfo{{std::string(jsonType)}, "Configuration", {std::string(yamlType)}, mostDocument};
    it.responses = {{200, "What changed, or would change.", {std::string(jsonType)}, "Applied", false, false}};
    it.problems = {409};
    it.run = ControlRun(applyDocument);
    it.permission = Permission::EditConfiguration;
    out.push_back(std::move(it));
}

void addExport(Operations& out) {
    auto it = newOperation(http::Method::Get, "/admin/v1/config/export", "exportConfiguration", "configuration",
                           "Export the configuration as a file");
    it.description = "Holds no secret. Applied again it changes nothing. YAML unless `Accept` wants JSON. Who may see "
                     "the configuration in teams only gets what is theirs.";
    it.responses = {{200, "The file.", {std::string(yamlType), std::string(jsonType)}, "Configuration", false, false}};
    it.problems = {406};
    it.run = QueryRun(exportDocument);
    it.permission = Permission::ViewConfiguration;
    out.push_back(std::move(it));
}

} // namespace

void addConfigurationOperations(Operations& out) {
    addApply(out);
    addExport(out);

    auto audit = newOperation(http::Method::Get, "/admin/v1/audit", "listAudit", "configuration",
                              "List who changed what, newest first");
    audit.description = "Each entry holds the digest of itself and the entry before it, so that a later change shows. "
                        "Who may see it in "
                        "teams only sees what was theirs when it was done, without digests.";
    audit.parameters = {integerParameter("limit", "Items a page.", 1, mostPerPage, usualPerPage),
                        numberCursorParameter()};
    audit.responses = {{200, "A page.", {std::string(jsonType)}, "AuditList", false, false}};
    audit.run = ControlRun(listAudit);
    audit.permission = Permission::ViewAudit;
    out.push_back(std::move(audit));

    auto presets = newOperation(http::Method::Get, "/admin/v1/catalogue/providers", "listPresets", "catalogue",
                                "List the provider catalogue");
    presets.description = "What a provider's `preset` may name, and what it fills in.";
    presets.parameters = presetFilters();
    presets.parameters.push_back(choiceParameter("sort", "The field to sort by, `-` before it for descending.",
                                                 {"id", "-id", "name", "-name", "category", "-category"}));
    presets.parameters.push_back(integerParameter("limit", "Items a page.", 1, mostPerPage, usualPerPage));
    presets.parameters.push_back(cursorParameter());
    presets.responses = {{200, "A page.", {std::string(jsonType)}, "PresetList", true, false},
                         {304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false}};
    presets.run = QueryRun(listPresets);
    presets.permission = Permission::ViewConfiguration;
    out.push_back(std::move(presets));
}

} // namespace gatehouse::admin
