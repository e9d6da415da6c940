// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/models_answer.h"

#include "core/base/text.h"
#include "core/providers/demo_upstream.h"
#include "core/providers/provider_request.h"
#include "core/routing/resolver.h"

#include <vector>

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;

std::vector<std::string> namesFor(const config::Snapshot& snapshot, const config::App& app,
                                  const access::AccessRules& rules) {
    std::vector<std::string> names;
    for (const auto name : routing::usableModels(snapshot, app)) {
        if (rules.mayUse(name))
            names.emplace_back(name);
    }
    for (const auto& provider : snapshot.providers) {
        if (!provider.isDemo() || !provider.enabled)
            continue;
        for (const auto model : providers::demoModels()) {
            std::string name = provider.id + "/" + std::string(model);
            if (rules.mayUse(name) && !snapshot.routeByModel.contains(name))
                names.push_back(std::move(name));
        }
    }
    return names;
}

// An API may offer what no list of the application's names: a provider's model by its own name.
std::vector<std::string> usableOf(const std::vector<std::string>& models, const config::Snapshot& snapshot,
                                  const config::App& app, const access::AccessRules& rules) {
    std::vector<std::string> names;
    for (const auto& model : models) {
        if (rules.mayUse(model) && routing::resolve(snapshot, app, model))
            names.push_back(model);
    }
    return names;
}

// The gateway does not know when a model was made: 1970 is what clients of either dialect take for "unknown".
void append(std::string& out, std::string_view name, Dialect dialect) {
    if (dialect == Dialect::Anthropic) {
        out += R"({"type":"model","id":)";
        appendJsonString(out, name);
        out += R"(,"display_name":)";
        appendJsonString(out, name);
        out += R"(,"created_at":"1970-01-01T00:00:00Z"})";
        return;
    }
    if (dialect == Dialect::Gemini) {
        out += R"({"name":)";
        appendJsonString(out, "models/" + std::string(name));
        out += R"(,"displayName":)";
        appendJsonString(out, name);
        out += R"(,"supportedGenerationMethods":["generateContent","countTokens","embedContent"]})";
        return;
    }
    out += R"({"id":)";
    appendJsonString(out, name);
    out += R"(,"object":"model","created":0,"owned_by":"gatehouse"})";
}

// Ollama's GET /api/tags. What a model is made of is not known here.
std::string ollamaTags(const std::vector<std::string>& names) {
    std::string body = R"({"models":[)";
    for (std::size_t i = 0; i < names.size(); ++i) {
        body += i > 0 ? R"(,{"name":)" : R"({"name":)";
        appendJsonString(body, names[i]);
        body += R"(,"model":)";
        appendJsonString(body, names[i]);
        body += R"(,"modified_at":"1970-01-01T00:00:00Z","size":0,"digest":"","details":{}})";
    }
    return body + "]}";
}

// KServe v2; its protocol has no list of models.
std::string serverMetadata() {
    const auto agent = providers::userAgent();
    std::string body = R"({"name":"gatehouse","version":)";
    appendJsonString(body, agent.substr(agent.find('/') + 1));
    return body + R"(,"extensions":["binary_tensor_data"]})";
}

std::string listGeminiModels(const std::vector<std::string>& names) {
    std::string body = R"({"models":[)";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            body += ',';
        append(body, names[i], Dialect::Gemini);
    }
    return body + "]}";
}

} // namespace

std::string listModels(const config::Snapshot& snapshot, const config::App& app, const access::AccessRules& rules,
                       Dialect dialect, const std::vector<std::string>* only) {
    if (dialect == Dialect::KServe)
        return serverMetadata();
    const auto names = only != nullptr ? usableOf(*only, snapshot, app, rules) : namesFor(snapshot, app, rules);
    if (dialect == Dialect::Ollama)
        return ollamaTags(names);
    if (dialect == Dialect::Gemini)
        return listGeminiModels(names);
    std::string body = dialect == Dialect::Anthropic ? R"({"data":[)" : R"({"object":"list","data":[)";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            body += ',';
        append(body, names[i], dialect);
    }
    body += ']';
    if (dialect == Dialect::Anthropic) {
        body += R"(,"has_more":false,"first_id":)";
        const auto appendId = [&](const std::string* name) {
            if (name == nullptr)
                body += "null";
            else
                appendJsonString(body, *name);
        };
        appendId(names.empty() ? nullptr : &names.front());
        body += R"(,"last_id":)";
        appendId(names.empty() ? nullptr : &names.back());
    }
    return body + "}";
}

std::optional<std::string> describeModel(const config::Snapshot& snapshot, const config::App& app,
                                         const access::AccessRules& rules, std::string_view model, Dialect dialect) {
    if (!rules.mayUse(model) || !routing::resolve(snapshot, app, model))
        return std::nullopt;
    std::string body;
    append(body, model, dialect);
    return body;
}

} // namespace gatehouse::pipeline
