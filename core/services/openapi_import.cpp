// SPDX-License-Identifier: Apache-2.0
#include "core/services/openapi_import.h"

#include "core/services/openapi_document.h"
#include "core/services/validation.h"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

constexpr std::size_t longestTitle = 200;
constexpr std::size_t longestText = 4'000;
constexpr std::size_t mostServers = 16;

// Cut between characters.
std::string cut(std::string_view text, std::size_t most) {
    if (text.size() <= most)
        return std::string(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return std::string(text.substr(0, most));
}

// "{scheme}://{host}" with the defaults of its variables.
std::string filled(std::string_view url, const json::object& server) {
    const auto* variables = server.if_contains("variables");
    std::string out;
    while (!url.empty()) {
        const auto open = std::min(url.find('{'), url.size());
        const auto close = url.find('}', open);
        out += url.substr(0, open);
        if (open == url.size() || close == std::string_view::npos)
            return out;
        const auto name = url.substr(open + 1, close - open - 1);
        const auto* variable =
            variables != nullptr && variables->is_object() ? variables->get_object().if_contains(name) : nullptr;
        if (variable != nullptr && variable->is_object())
            out += textAt(variable->get_object(), "default");
        url.remove_prefix(close + 1);
    }
    return out;
}

bool isAddress(std::string_view text) {
    const auto url = boost::urls::parse_uri(text);
    return !url.has_error() && !url->has_userinfo() && !url->has_query() && !url->has_fragment() &&
           !url->host().empty() &&
           (url->scheme_id() == boost::urls::scheme::https || url->scheme_id() == boost::urls::scheme::http);
}

void takeServers(const json::object& root, Imported& imported) {
    contract::ServiceGroupSpec group;
    group.id = "main";
    const auto* servers = root.if_contains("servers");
    if (servers != nullptr && servers->is_array()) {
        for (const auto& each : servers->get_array()) {
            if (!each.is_object() || group.servers.size() == mostServers)
                continue;
            auto url = filled(textAt(each.get_object(), "url"), each.get_object());
            const bool known = std::any_of(group.servers.begin(), group.servers.end(),
                                           [&](const auto& server) { return server.url == url; });
            if (isAddress(url) && !known)
                group.servers.push_back({std::move(url), 1});
            else if (!known)
                imported.notes.push_back("The server " + cut(url, longestTitle) +
                                         " is no whole address and is left out.");
        }
    }
    if (group.servers.empty())
        imported.notes.emplace_back("The document names no server: say where the service is.");
    if (group.servers.size() > 1)
        imported.notes.emplace_back("Calls would go to all of the document's servers in turn; leave those out that "
                                    "are for tests.");
    imported.draft.groups.push_back(std::move(group));
}

bool isSecured(const json::object& root) {
    const auto* security = root.if_contains("security");
    const auto* components = root.if_contains("components");
    return (security != nullptr && security->is_array() && !security->get_array().empty()) ||
           (components != nullptr && components->is_object() && components->get_object().contains("securitySchemes"));
}

// What is kept of it: without servers and credentials, which are the service's own business.
json::value kept(const json::value& document) {
    auto copy = document.get_object();
    for (const auto* name : {"servers", "security", "externalDocs", "webhooks"})
        copy.erase(name);
    if (auto* components = copy.if_contains("components"); components != nullptr && components->is_object()) {
        for (const auto* name : {"securitySchemes", "callbacks", "links", "examples"})
            components->get_object().erase(name);
    }
    return json::value(std::move(copy));
}

} // namespace

Result<Imported> importOpenApi(const json::value& document, const SchemaMaker& maker) {
    if (const auto* root = document.if_object(); root != nullptr && root->contains("swagger"))
        return failure(ErrorKind::Invalid, "invalid_document",
                       "This is a Swagger 2.0 document; OpenAPI 3.0 or 3.1 is wanted. Converters bring it there.");
    const auto api = OpenApi::read(document);
    if (!api)
        return tl::unexpected(api.error());
    Imported imported;
    if (const auto* info = api->resolvedObject(api->root().if_contains("info"))) {
        imported.title = cut(textAt(*info, "title"), longestTitle);
        imported.description = cut(textAt(*info, "description"), longestText);
        imported.version = cut(textAt(*info, "version"), longestTitle);
    }
    for (const auto& operation : api->operations()) {
        const auto* deprecated = operation.object->if_contains("deprecated");
        imported.operations.push_back(
            {operation.method, operation.path, cut(textAt(*operation.object, "operationId"), longestTitle),
             cut(textAt(*operation.object, "summary"), longestTitle), operation.parameters.size(),
             operation.body != nullptr, deprecated != nullptr && deprecated->is_bool() && deprecated->get_bool()});
    }
    takeServers(api->root(), imported);
    if (isSecured(api->root()))
        imported.notes.emplace_back("The service wants a credential of its own: give the group one. What clients send "
                                    "to the gateway never goes there.");
    imported.draft.validation.document = kept(document);
    // As it will be compiled: what is missing there would be missed later.
    if (const auto made = Validation::make(*imported.draft.validation.document, maker); !made)
        return tl::unexpected(made.error());
    return imported;
}

} // namespace gatehouse::services
