// SPDX-License-Identifier: Apache-2.0
#include "core/apis/document_input.h"

#include "core/apis/api_address.h"
#include "core/apis/openapi_parts.h"
#include "core/services/openapi_import.h"

namespace gatehouse::apis {
namespace {

DocumentVariable variableOf(const contract::VariableSpec& spec) {
    DocumentVariable variable;
    variable.name = spec.name;
    variable.description = spec.description;
    if (spec.schema)
        variable.schema = *spec.schema;
    variable.preset = spec.defaultValue;
    variable.example = spec.example;
    variable.required = spec.required;
    variable.secret = spec.secret;
    return variable;
}

DocumentKind kindOf(config::ApiKind kind) {
    switch (kind) {
    case config::ApiKind::Chain:
        return DocumentKind::Chain;
    case config::ApiKind::Model:
        return DocumentKind::Model;
    case config::ApiKind::Service:
        return DocumentKind::Service;
    case config::ApiKind::Prompt:
        break;
    }
    return DocumentKind::Prompt;
}

// An experiment without a prompt of its own takes what its first arm takes.
const contract::PromptVersionSpec* promptOf(const config::Products& products,
                                            const contract::ApiDefinitionSpec& definition) {
    if (definition.prompt)
        return products.promptVersion(*definition.prompt);
    const bool arms = definition.experiment && !definition.experiment->arms.empty();
    return arms ? products.promptVersion(definition.experiment->arms.front().prompt) : nullptr;
}

void addVariables(DocumentInput& input, const std::vector<contract::VariableSpec>& variables) {
    for (const auto& variable : variables)
        input.variables.push_back(variableOf(variable));
}

// The service's own words, with the gateway's refusals beside them.
void addService(DocumentInput& input, const contract::ServiceSpec& spec) {
    const auto prefix = apiPath(input.id, input.version);
    auto parts = services::plainParts(spec, prefix);
    if (spec.validation.document) {
        if (auto told = services::publicParts(*spec.validation.document, prefix, {"Problem", "Job", "DialectError"}))
            parts = std::move(*told);
    }
    const auto ours = refusals("json");
    for (auto& path : parts.paths) {
        for (auto& member : path.value().get_object()) {
            auto* operation = member.value().if_object();
            if (operation == nullptr)
                continue;
            auto& responses = (*operation)["responses"];
            if (!responses.is_object())
                responses.emplace_object();
            for (const auto& refusal : ours) {
                if (!responses.get_object().contains(refusal.key()))
                    responses.get_object()[refusal.key()] = refusal.value();
            }
        }
    }
    input.servicePaths = std::move(parts.paths);
    input.serviceSchemas = std::move(parts.schemas);
    input.answer = "json"; // whose refusals are problem documents
}

} // namespace

DocumentInput documentInput(const config::Snapshot& snapshot, const config::Api& api,
                            const config::ApiVersion& version) {
    const auto& products = config::productsOf(snapshot);
    const auto& definition = *version.definition;
    DocumentInput input;
    input.kind = kindOf(api.kind);
    input.id = api.id;
    input.version = version.name;
    input.title = api.title;
    input.description = api.description;
    if (api.team != config::noIndex)
        input.team = snapshot.teams[api.team].id;
    input.deprecated = version.state == config::ApiState::Deprecated;
    input.answer = definition.answer;
    input.async = api.kind == config::ApiKind::Prompt || api.kind == config::ApiKind::Chain;
    input.models = definition.models;
    if (const auto* prompt = promptOf(products, definition)) {
        addVariables(input, prompt->variables);
        if (prompt->response)
            input.response = prompt->response->schema;
    }
    if (definition.service)
        addService(input, *definition.service);
    const auto* chain = definition.chain ? products.chainVersion(*definition.chain) : nullptr;
    if (chain != nullptr)
        addVariables(input, chain->inputs);
    return input;
}

} // namespace gatehouse::apis
