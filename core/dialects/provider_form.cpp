// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/provider_form.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects {
namespace {

constexpr std::array openAiRows{
    FormRow{Operation::ChatCompletions, "/chat/completions"},
    FormRow{Operation::Responses, "/responses"}, // not every such service has it: Provider::responses
    FormRow{Operation::Completions, "/completions"},
    FormRow{Operation::Embeddings, "/embeddings"},
    FormRow{Operation::Moderations, "/moderations"},
    FormRow{Operation::Images, "/images/generations"},
    FormRow{Operation::ImageEdits, "/images/edits"},
    FormRow{Operation::ImageVariations, "/images/variations"},
    FormRow{Operation::Speech, "/audio/speech"},
    FormRow{Operation::Transcriptions, "/audio/transcriptions"},
    FormRow{Operation::Translations, "/audio/translations"},
    FormRow{Operation::Rerank, "/rerank"},
    FormRow{Operation::Models, "/models"},
    FormRow{Operation::Model, "/models/{model}"},
};

constexpr std::array responsesRows{
    FormRow{Operation::Responses, "/responses"},
    FormRow{Operation::Models, "/models"},
    FormRow{Operation::Model, "/models/{model}"},
};

constexpr std::array anthropicRows{
    FormRow{Operation::Messages, "/v1/messages"},
    FormRow{Operation::CountTokens, "/v1/messages/count_tokens"},
    FormRow{Operation::Models, "/v1/models"},
    FormRow{Operation::Model, "/v1/models/{model}"},
};

constexpr std::array kserveRows{
    FormRow{Operation::Infer, "/models/{model}{version}/infer"},
    FormRow{Operation::InferModel, "/models/{model}{version}"},
    FormRow{Operation::InferReady, "/models/{model}{version}/ready"},
    FormRow{Operation::MappedChat, "/models/{model}/generate", "/models/{model}/generate_stream"},
};

constexpr std::array templateRows{
    FormRow{Operation::MappedChat, ""},
};

constexpr std::array bedrockRows{
    FormRow{Operation::Converse, "/model/{model}/converse", "/model/{model}/converse-stream"},
    FormRow{Operation::Invoke, "/model/{model}/invoke", "/model/{model}/invoke-with-response-stream"},
    FormRow{Operation::InvokeEmbeddings, "/model/{model}/invoke"},
    FormRow{Operation::BedrockCountTokens, "/model/{model}/count-tokens"},
};

constexpr std::array sageMakerRows{
    FormRow{Operation::MappedChat, "/endpoints/{model}/invocations", "/endpoints/{model}/invocations-response-stream"},
};

constexpr std::array azureMlRows{
    FormRow{Operation::MappedChat, "/score"},
};

constexpr std::array databricksRows{
    FormRow{Operation::ChatCompletions, "/{model}/invocations"},
    FormRow{Operation::Completions, "/{model}/invocations"},
    FormRow{Operation::Embeddings, "/{model}/invocations"},
    FormRow{Operation::MappedChat, "/{model}/invocations"},
};

constexpr std::array nimRows{
    FormRow{Operation::ChatCompletions, "/chat/completions"},
    FormRow{Operation::Responses, "/responses"},
    FormRow{Operation::Messages, "/messages"},
    FormRow{Operation::CountTokens, "/messages/count_tokens"},
    FormRow{Operation::Completions, "/completions"},
    FormRow{Operation::Embeddings, "/embeddings"},
    FormRow{Operation::NimRanking, "/ranking"},
    FormRow{Operation::Models, "/models"},
    FormRow{Operation::Model, "/models/{model}"},
};

constexpr std::array rivaRows{
    FormRow{Operation::Transcriptions, "/audio/transcriptions"},
    FormRow{Operation::Translations, "/audio/translations"},
    FormRow{Operation::RivaSynthesize, "/audio/synthesize"},
};

constexpr std::array geminiRows{
    FormRow{Operation::GenerateContent, "/models/{model}:generateContent",
            "/models/{model}:streamGenerateContent?alt=sse"},
    FormRow{Operation::GeminiCountTokens, "/models/{model}:countTokens"},
    FormRow{Operation::BatchEmbedContents, "/models/{model}:batchEmbedContents"},
    FormRow{Operation::EmbedContent, "/models/{model}:embedContent"},
    FormRow{Operation::Models, "/models"},
    FormRow{Operation::Model, "/models/{model}"},
};

constexpr std::array vertexGeminiRows{
    FormRow{Operation::GenerateContent, "/publishers/google/models/{model}:generateContent",
            "/publishers/google/models/{model}:streamGenerateContent?alt=sse"},
    FormRow{Operation::GeminiCountTokens, "/publishers/google/models/{model}:countTokens"},
    FormRow{Operation::VertexPredictEmbeddings, "/publishers/google/models/{model}:predict"},
};

constexpr std::array vertexAnthropicRows{
    FormRow{Operation::RawPredict, "/{model}:rawPredict", "/{model}:streamRawPredict"},
    FormRow{Operation::RawPredictCountTokens, "/count-tokens:rawPredict"},
};

constexpr std::array vertexMistralRows{
    FormRow{Operation::ChatCompletions, "/{model}:rawPredict", "/{model}:streamRawPredict"},
};

// https://learn.microsoft.com/azure/ai-services/openai/reference
constexpr std::array azureLegacyRows{
    FormRow{Operation::ChatCompletions, "/deployments/{model}/chat/completions?api-version={api_version}"},
    FormRow{Operation::Completions, "/deployments/{model}/completions?api-version={api_version}"},
    FormRow{Operation::Embeddings, "/deployments/{model}/embeddings?api-version={api_version}"},
    FormRow{Operation::Images, "/deployments/{model}/images/generations?api-version={api_version}"},
    FormRow{Operation::Speech, "/deployments/{model}/audio/speech?api-version={api_version}"},
    FormRow{Operation::Transcriptions, "/deployments/{model}/audio/transcriptions?api-version={api_version}"},
    FormRow{Operation::Translations, "/deployments/{model}/audio/translations?api-version={api_version}"},
    FormRow{Operation::Models, "/models?api-version={api_version}"},
};

// https://learn.microsoft.com/rest/api/aifoundry/modelinference
constexpr std::array azureInferenceRows{
    FormRow{Operation::ChatCompletions, "/chat/completions?api-version={api_version}"},
    FormRow{Operation::Embeddings, "/embeddings?api-version={api_version}"},
};

constexpr std::array cohereRows{
    FormRow{Operation::CohereChat, "/v2/chat"},      FormRow{Operation::CohereEmbed, "/v2/embed"},
    FormRow{Operation::CohereRerank, "/v2/rerank"},  FormRow{Operation::Models, "/v1/models"},
    FormRow{Operation::Model, "/v1/models/{model}"},
};

constexpr std::array ollamaRows{
    FormRow{Operation::OllamaChat, "/api/chat"},   FormRow{Operation::OllamaGenerate, "/api/generate"},
    FormRow{Operation::OllamaEmbed, "/api/embed"}, FormRow{Operation::OllamaEmbeddings, "/api/embeddings"},
    FormRow{Operation::Models, "/api/tags"},
};

constexpr std::array voyageRows{
    FormRow{Operation::Embeddings, "/embeddings"},
    FormRow{Operation::Rerank, "/rerank"},
};

constexpr std::array demoRows{
    FormRow{Operation::ChatCompletions, "/chat/completions"},
    FormRow{Operation::Messages, "/v1/messages"},
    FormRow{Operation::CountTokens, "/v1/messages/count_tokens"},
    FormRow{Operation::Completions, "/completions"},
    FormRow{Operation::Embeddings, "/embeddings"},
    FormRow{Operation::Moderations, "/moderations"},
};

struct Form {
    ProviderForm form;
    std::string_view name;
    std::span<const FormRow> rows;
};

// In the order of the enumeration.
constexpr std::array forms{
    Form{ProviderForm::OpenAi, "openai", openAiRows},
    Form{ProviderForm::OpenAiResponses, "openai_responses", responsesRows},
    Form{ProviderForm::Anthropic, "anthropic", anthropicRows},
    Form{ProviderForm::Gemini, "gemini", geminiRows},
    Form{ProviderForm::VertexGemini, "vertex_gemini", vertexGeminiRows},
    Form{ProviderForm::VertexAnthropic, "vertex_anthropic", vertexAnthropicRows},
    Form{ProviderForm::VertexMistral, "vertex_mistral", vertexMistralRows},
    Form{ProviderForm::KServe, "kserve_v2", kserveRows},
    Form{ProviderForm::Template, "template", templateRows},
    Form{ProviderForm::Bedrock, "bedrock", bedrockRows},
    Form{ProviderForm::SageMaker, "sagemaker", sageMakerRows},
    Form{ProviderForm::AzureMl, "azureml", azureMlRows},
    Form{ProviderForm::DatabricksServing, "databricks_serving", databricksRows},
    Form{ProviderForm::Nim, "nim", nimRows},
    Form{ProviderForm::Riva, "riva_http", rivaRows},
    Form{ProviderForm::Azure, "azure", openAiRows},
    Form{ProviderForm::AzureLegacy, "azure_legacy", azureLegacyRows},
    Form{ProviderForm::AzureInference, "azure_inference", azureInferenceRows},
    Form{ProviderForm::Cohere, "cohere", cohereRows},
    Form{ProviderForm::Ollama, "ollama", ollamaRows},
    Form{ProviderForm::Voyage, "voyage", voyageRows},
    Form{ProviderForm::Demo, "demo", demoRows},
};

constexpr bool inOrder() {
    for (std::size_t i = 0; i < forms.size(); ++i) {
        if (static_cast<std::size_t>(forms[i].form) != i)
            return false;
    }
    return true;
}
static_assert(inOrder());

constexpr auto configurable = [] {
    std::array<std::string_view, forms.size() - 1> names{};
    std::size_t count = 0;
    for (const auto& form : forms) {
        if (form.form != ProviderForm::Demo)
            names[count++] = form.name;
    }
    return names;
}();

const Form& formOf(ProviderForm form) {
    return forms[static_cast<std::size_t>(form)];
}

} // namespace

std::string_view nameOf(ProviderForm form) {
    return formOf(form).name;
}

std::optional<ProviderForm> providerFormNamed(std::string_view name) {
    for (const auto& form : forms) {
        if (form.name == name && form.form != ProviderForm::Demo)
            return form.form;
    }
    return std::nullopt;
}

std::span<const std::string_view> providerFormNames() {
    return configurable;
}

std::span<const FormRow> rowsOf(ProviderForm form) {
    return formOf(form).rows;
}

const FormRow* rowOf(ProviderForm form, Operation operation) {
    const auto rows = rowsOf(form);
    const auto found =
        std::find_if(rows.begin(), rows.end(), [operation](const FormRow& row) { return row.operation == operation; });
    return found == rows.end() ? nullptr : &*found;
}

std::string_view healthPathOf(ProviderForm form) {
    const bool told = form == ProviderForm::KServe || form == ProviderForm::Nim || form == ProviderForm::Riva;
    return told ? "/health/ready" : "";
}

Dialect dialectOf(ProviderForm form) {
    return dialectOf(rowsOf(form).front().operation);
}

} // namespace gatehouse::dialects
