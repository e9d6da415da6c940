// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"

#include <optional>
#include <span>
#include <string_view>

namespace gatehouse::dialects {

// How a provider's service is laid out: which operations it has and at which paths. The names are those of a
// provider's "dialect" in the catalogue and in the configuration ("openai", "vertex_anthropic").
enum class ProviderForm {
    OpenAi,
    OpenAiResponses, // nothing but OpenAI's Responses API
    Anthropic,
    Gemini,            // AI Studio: base URLs end in the API's version
    VertexGemini,      // base URLs end in /locations/{location}, or, in express mode, in /publishers/google/models
    VertexAnthropic,   // base URLs end in /publishers/anthropic/models
    VertexMistral,     // OpenAI's body; base URLs end in /publishers/mistralai/models
    KServe,            // Triton, OpenVINO Model Server: base URLs end in /v2
    Template,          // any address; the provider's mapping says the bodies
    Bedrock,           // AWS Bedrock runtime
    SageMaker,         // AWS runtime of endpoints; bodies by a mapping
    AzureMl,           // online endpoint of Azure Machine Learning; bodies by a mapping
    DatabricksServing, // /{endpoint}/invocations behind …/serving-endpoints
    Nim,               // NVIDIA NIM: OpenAI's and Anthropic's paths below one base, ranking of its own
    Riva,              // NVIDIA Riva and Speech NIM over HTTP
    Azure,             // Azure OpenAI and Foundry: base URLs end in /openai/v1; models are deployments
    AzureLegacy,       // base URLs end in /openai; deployment and API version stand in the address
    AzureInference,    // models of Azure AI: base URLs end in /models
    Cohere,
    Ollama,
    Voyage, // embeddings and rerank in OpenAI's manner
    Demo,   // in process: speaks OpenAI's and Anthropic's dialects; not in the catalogue
};

// One operation of a form. In a path "{model}" stands for the provider's name of the model, percent-encoded,
// "{api_version}" for the provider's, and "{version}" for "/versions/…" of it where the client named one, else for
// nothing; a query may stand behind it. The path goes behind the base URL, which is used as given.
struct FormRow {
    Operation operation;
    std::string_view path;
    std::string_view streamPath = {}; // of a stream, where it has a path of its own
};

std::string_view nameOf(ProviderForm form);
// The demo's name is not found: nobody may configure a second one.
std::optional<ProviderForm> providerFormNamed(std::string_view name);
// Names of all that can be configured, in the catalogue's words: for messages and schemas.
std::span<const std::string_view> providerFormNames();

// Operations that the form has, the first of a capability being the one that others are translated to.
std::span<const FormRow> rowsOf(ProviderForm form);
// The form's own row of an operation; null: it has none.
const FormRow* rowOf(ProviderForm form, Operation operation);
// Behind the base URL: what answers 200 where the server is ready; empty where nothing of the kind is known.
std::string_view healthPathOf(ProviderForm form);
// What errors, files and lists of models are written in there: the dialect of the first row.
Dialect dialectOf(ProviderForm form);

} // namespace gatehouse::dialects
