// SPDX-License-Identifier: Apache-2.0
// REST services behind published APIs: drafts from OpenAPI documents, and how their servers are.
#include "core/admin/service_operations.h"

#include "core/admin/body.h"
#include "core/base/text.h"
#include "core/config/products.h"
#include "core/config/yaml.h"
#include "core/contract/product_descriptions.h"
#include "core/services/openapi_import.h"
#include "core/services/service.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;

constexpr std::size_t mostImport = std::size_t{5} << 19U; // of a body: a document of 2 MiB, escaped

Answer documentProblem(std::string_view field, const std::string& why) {
    auto fault = contract::makeFault(contract::FaultCode::Conflict, contract::Path(), "an OpenAPI document", "");
    fault.field = field;
    fault.detail = why;
    return problemAnswer(refused(contract::Faults{std::move(fault)}).value());
}

// Text is YAML, of which JSON is a part; JSON is read as such, which keeps its numbers.
Result<json::value> documentOf(std::string_view text) {
    boost::system::error_code failed;
    auto value = json::parse(text, failed);
    if (!failed)
        return value;
    auto yaml = config::parseYaml(text);
    if (!yaml)
        return failure(ErrorKind::Invalid, "invalid_document", contract::toError(yaml.error()).message);
    return std::move(yaml->root);
}

json::object operationJson(const services::ImportedOperation& operation) {
    json::object out;
    out["method"] = operation.method;
    out["path"] = operation.path;
    out["id"] = operation.id;
    out["summary"] = operation.summary;
    out["parameters"] = operation.parameters;
    out["body"] = operation.body;
    out["deprecated"] = operation.deprecated;
    return out;
}

json::object importedJson(const services::Imported& imported) {
    json::object out;
    out["title"] = imported.title;
    out["description"] = imported.description;
    out["version"] = imported.version;
    auto& operations = out["operations"].emplace_array();
    for (const auto& operation : imported.operations)
        operations.push_back(operationJson(operation));
    out["draft"] = contract::writeSpec(imported.draft, contract::Form::Api, contract::Writing::Short);
    auto& notes = out["notes"].emplace_array();
    for (const auto& note : imported.notes)
        notes.emplace_back(note);
    return out;
}

Answer importDocument(AdminDependencies&, QueryThreads::Connection&, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto* object = body->if_object();
    const auto* document = object != nullptr ? object->if_contains("document") : nullptr;
    const auto* text = object != nullptr ? object->if_contains("text") : nullptr;
    const bool shaped = object != nullptr && object->size() == 1 &&
                        ((document != nullptr && document->is_object()) || (text != nullptr && text->is_string()));
    if (!shaped)
        return problemAnswer(400, "invalid_value", "The body is {\"document\": {…}} or {\"text\": \"…\"}.");
    if (text == nullptr) {
        const auto imported = services::importOpenApi(*document);
        return imported ? jsonAnswer(200, importedJson(*imported))
                        : documentProblem("document", imported.error().message);
    }
    const std::string_view written = text->get_string();
    constexpr std::size_t mostText = std::size_t{2} << 20U;
    const bool plain =
        !written.empty() && written.size() <= mostText * 4 && std::none_of(written.begin(), written.end(), [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
        });
    if (!plain)
        return problemAnswer(400, "invalid_value", "text is empty, too long, or holds control characters.");
    const auto read = documentOf(written);
    if (!read)
        return documentProblem("text", read.error().message);
    const auto imported = services::importOpenApi(*read);
    return imported ? jsonAnswer(200, importedJson(*imported)) : documentProblem("text", imported.error().message);
}

std::string_view nameOf(services::Balance balance) {
    constexpr std::array<std::string_view, 4> names{"round_robin", "weighted", "least_busy", "consistent_hash"};
    return names[static_cast<std::size_t>(balance)];
}

json::object serverJson(const services::Server& server, MonotonicTime now) {
    const auto& state = *server.state;
    const auto until = state.restsUntil.load(std::memory_order_relaxed);
    const auto left = until - std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
    const auto checked = state.checkedAt.load(std::memory_order_relaxed);
    json::object out;
    out["url"] = server.origin + server.basePath;
    out["weight"] = server.weight;
    out["state"] = !server.broken.empty()                               ? "broken"
                   : !state.checkedWell.load(std::memory_order_relaxed) ? "down"
                   : left > 0                                           ? "resting"
                                                                        : "up";
    out["in_flight"] = state.running.load(std::memory_order_relaxed);
    out["calls"] = state.calls.load(std::memory_order_relaxed);
    out["failed"] = state.failed.load(std::memory_order_relaxed);
    out["failures_in_a_row"] = state.failuresInARow.load(std::memory_order_relaxed);
    out["rests_for_ms"] = left > 0 ? json::value(left / 1000) : json::value();
    out["checked_at"] = checked > 0 ? json::value(formatTime(checked)) : json::value();
    out["problem"] = server.broken.empty() ? json::value() : json::value(server.broken);
    return out;
}

json::object groupJson(const services::Group& group, MonotonicTime now) {
    json::object out;
    out["id"] = group.id;
    out["balance"] = nameOf(group.balance);
    out["checked"] = group.health.has_value();
    out["credential"] = group.credentialHeader.empty() ? "none" : group.credential ? "ready" : "missing";
    auto& servers = out["servers"].emplace_array();
    for (const auto& server : group.servers)
        servers.push_back(serverJson(server, now));
    return out;
}

Answer getServices(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto standing = with.control.configuration();
    const auto& snapshot = *standing->snapshot;
    const auto now = with.clock.monotonic();
    json::array items;
    for (const auto& api : config::productsOf(snapshot).apis) {
        const auto team = api.team == config::noIndex ? std::string() : snapshot.teams[api.team].id;
        if (!request.caller.may(Permission::ViewApis, team))
            continue;
        for (const auto& version : api.versions) {
            if (!version.definition->service || version.state == config::ApiState::Retired)
                continue;
            json::object item;
            item["api"] = api.id;
            item["version"] = version.name;
            item["usable"] = version.service != nullptr;
            auto& groups = item["groups"].emplace_array();
            if (version.service) {
                for (const auto& group : version.service->groups)
                    groups.push_back(groupJson(group, now));
            }
            items.push_back(std::move(item));
        }
    }
    json::object out;
    out["at"] = formatTime(with.clock.wall());
    out["items"] = std::move(items);
    return jsonAnswer(200, std::move(out));
}

} // namespace

void addServiceOperations(Operations& out) {
    Operation import;
    import.method = http::Method::Post;
    import.path = "/admin/v1/apis/import_openapi";
    import.id = "importOpenApi";
    import.tag = "apis";
    import.summary = "Draft a service from an OpenAPI document";
    import.description = "Nothing is stored. References must stay within the document; nothing is fetched.";
    import.permission = Permission::Publish;
    import.body = BodyInfo{{"application/json"}, "ServiceImport", {}, mostImport};
    import.responses = {
        { 200,
          "The draft, and what the document holds.",
          {"application/json"},
          "ServiceImported",
          false,
          false }};
    import.problems = {409};
    import.run = QueryRun(importDocument);
    out.push_back(std::move(import));

    Operation states;
    states.method = http::Method::Get;
    states.path = "/admin/v1/services/state";
    states.id = "getServiceStates";
    states.tag = "apis";
    states.summary = "Tell how the servers of published services are";
    states.description = "By version and group: health, calls in flight and failures; of the APIs that the "
                         "caller may see. This process's own view.";
    states.permission = Permission::ViewApis;
    states.responses = {{200, "As they are now.", {"application/json"}, "ServiceStates", false, false}};
    states.run = QueryRun(getServices);
    out.push_back(std::move(states));
}

} // namespace gatehouse::admin
