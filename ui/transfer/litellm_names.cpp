// SPDX-License-Identifier: GPL-3.0-or-later
// How LiteLLM calls providers, and how the catalogue does.
#include "ui/transfer/litellm.h"

#include <array>
#include <utility>

namespace gatehouse::ui {
namespace {

using Pair = std::pair<const char*, const char*>;

// Where the two differ in more than "_" and "-".
constexpr std::array renamed{
    Pair{"text-completion-openai", "openai"},
    Pair{"custom_openai", "custom-openai"},
    Pair{"openai_like", "custom-openai"},
    Pair{"gemini", "google"},
    Pair{"vertex_ai", "google-vertex"},
    Pair{"vertex_ai_beta", "google-vertex"},
    Pair{"bedrock", "amazon-bedrock"},
    Pair{"bedrock_converse", "amazon-bedrock"},
    Pair{"sagemaker", "aws-sagemaker"},
    Pair{"azure_ai", "azure-ai-inference"},
    Pair{"cohere_chat", "cohere"},
    Pair{"ollama_chat", "ollama"},
    Pair{"together_ai", "togetherai"},
    Pair{"hosted_vllm", "vllm"},
    Pair{"lm_studio", "lmstudio"},
    Pair{"nvidia_nim", "nvidia"},
    Pair{"github", "github-models"},
    Pair{"moonshot", "moonshotai"},
    Pair{"dashscope", "alibaba"},
    Pair{"novita", "novita-ai"},
    Pair{"lambda_ai", "lambda"},
    Pair{"friendliai", "friendli"},
    Pair{"meta_llama", "llama"},
    Pair{"vercel_ai_gateway", "vercel"},
    Pair{"jina_ai", "jina"},
    Pair{"snowflake", "snowflake-cortex"},
    Pair{"oci", "oracle"},
    Pair{"text-completion-codestral", "codestral"},
};

// Names by which LiteLLM knows the provider without a prefix.
constexpr std::array beginnings{
    Pair{"gpt-", "openai"},
    Pair{"chatgpt-", "openai"},
    Pair{"o1", "openai"},
    Pair{"o3", "openai"},
    Pair{"o4", "openai"},
    Pair{"dall-e", "openai"},
    Pair{"tts-1", "openai"},
    Pair{"whisper-1", "openai"},
    Pair{"text-embedding-", "openai"},
    Pair{"omni-moderation", "openai"},
    Pair{"claude-", "anthropic"},
    Pair{"command", "cohere"},
};

} // namespace

QString presetOfLiteLlm(const QString& prefix, const PresetTable& presets) {
    for (const auto& [theirs, ours] : renamed) {
        if (prefix == QLatin1String(theirs))
            return presets.find(QLatin1String(ours)) != nullptr ? QString(QLatin1String(ours)) : QString();
    }
    for (const QString& name : {prefix, QString(prefix).replace(QLatin1Char('_'), QLatin1Char('-'))}) {
        if (presets.find(name) != nullptr)
            return name;
    }
    return {};
}

QString liteLlmProviderOf(const QString& model) {
    for (const auto& [begin, provider] : beginnings) {
        if (model.startsWith(QLatin1String(begin)))
            return QLatin1String(provider);
    }
    return {};
}

} // namespace gatehouse::ui
