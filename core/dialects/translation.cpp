// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/translation.h"

#include "core/base/digest.h"
#include "core/dialects/anthropic_family.h"
#include "core/dialects/bedrock/field_names.h"
#include "core/dialects/cohere/field_names.h"
#include "core/dialects/gemini/field_names.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/ollama/field_names.h"
#include "core/dialects/responses/field_names.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::dialects {
namespace {

constexpr std::size_t mostLosses = 200;

struct FieldNames {
    Field field;
    std::string_view openAi;
    std::string_view anthropic;
};

constexpr FieldNames fieldNames[] = {
    {Field::Cache, "cache_control", "cache_control"},
    {Field::Choices, "n", "n"},
    {Field::Effort, "reasoning_effort", "output_config.effort"},
    {Field::Format, "response_format", "output_config.format"},
    {Field::FormatDescription, "response_format.json_schema.description", "output_config.format.description"},
    {Field::FormatName, "response_format.json_schema.name", "output_config.format.name"},
    {Field::FormatStrict, "response_format.json_schema.strict", "output_config.format"},
    {Field::FrequencyPenalty, "frequency_penalty", "frequency_penalty"},
    {Field::Metadata, "metadata", "metadata"},
    {Field::ParallelTools, "parallel_tool_calls", "tool_choice.disable_parallel_tool_use"},
    {Field::PresencePenalty, "presence_penalty", "presence_penalty"},
    {Field::Seed, "seed", "seed"},
    {Field::ServiceTier, "service_tier", "service_tier"},
    {Field::Stop, "stop", "stop_sequences"},
    {Field::Temperature, "temperature", "temperature"},
    {Field::Thinking, "reasoning_effort", "thinking"},
    {Field::ThinkingDisplay, "reasoning.summary", "thinking.display"},
    {Field::ToolChoice, "tool_choice", "tool_choice"},
    {Field::Tools, "tools", "tools"},
    {Field::TopK, "top_k", "top_k"},
    {Field::TopP, "top_p", "top_p"},
    {Field::User, "user", "metadata.user_id"},
};

std::string indexed(std::string_view name, int index) {
    std::string out(name);
    if (index >= 0) {
        out += '[';
        out += std::to_string(index);
        out += ']';
    }
    return out;
}

bool saysNothing(const RawJson& value) {
    return value == "null" || value == "false" || value == "{}" || value == "[]" || value == "\"\"" ||
           value == "[\"text\"]" || value == "[\"TEXT\"]";
}

bool isIdCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

int base64Value(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

} // namespace

std::string_view fieldName(Dialect dialect, Field field) {
    if (dialect == Dialect::OpenAiResponses)
        return responses::fieldName(field);
    if (dialect == Dialect::Cohere)
        return cohere::fieldName(field);
    if (dialect == Dialect::Ollama)
        return ollama::fieldName(field);
    if (dialect == Dialect::Gemini)
        return gemini::fieldName(field);
    if (dialect == Dialect::Bedrock)
        return bedrock::fieldName(field);
    const auto* const found = std::find_if(std::begin(fieldNames), std::end(fieldNames),
                                           [field](const FieldNames& names) { return names.field == field; });
    return isAnthropicFamily(dialect) ? found->anthropic : found->openAi;
}

std::string pathOf(Dialect dialect, const Message& message) {
    if (dialect == Dialect::OpenAiResponses)
        return responses::pathOf(message);
    if (dialect == Dialect::Ollama)
        return ollama::pathOf(message);
    if (dialect == Dialect::Gemini)
        return gemini::pathOf(message);
    return message.at < 0 ? "system" : indexed("messages", message.at);
}

std::string pathOf(Dialect dialect, const Message& message, const Part& part) {
    if (dialect == Dialect::OpenAiResponses)
        return responses::pathOf(message, part);
    if (dialect == Dialect::Cohere)
        return cohere::pathOf(message, part);
    if (dialect == Dialect::Ollama)
        return ollama::pathOf(message, part);
    if (dialect == Dialect::Gemini)
        return gemini::pathOf(message, part);
    std::string path = pathOf(dialect, message);
    if (message.at < 0)
        return indexed(path, part.at);
    if (dialect == Dialect::OpenAi) {
        if (std::holds_alternative<ToolUsePart>(part.content))
            return indexed(path + ".tool_calls", part.at);
        if (std::holds_alternative<ReasoningPart>(part.content) && part.at < 0)
            return path + ".reasoning_content";
        if (std::holds_alternative<RefusalPart>(part.content) && part.at < 0)
            return path + ".refusal";
    }
    return indexed(path + ".content", part.at);
}

std::string toolPath(const Tool& tool) {
    return indexed(tool.dialect == Dialect::Bedrock ? "toolConfig.tools" : "tools", tool.at);
}

void addLoss(Losses& losses, std::string field, LossKind kind, std::string detail) {
    if (losses.size() < mostLosses)
        losses.push_back({std::move(field), kind, std::move(detail)});
    else if (losses.size() == mostLosses)
        losses.push_back({"…", LossKind::Dropped, "More fields than are listed here."});
}

void dropUnknown(Losses& losses, const UnknownFields& fields, Dialect target, std::string_view path) {
    for (const auto& field : fields) {
        if (field.dialect == target || saysNothing(field.value))
            continue;
        std::string where(path);
        if (!where.empty())
            where += '.';
        addLoss(losses, where + field.name, LossKind::Dropped, "The provider's dialect has no such field.");
    }
}

std::string fittingToolId(std::string_view id, IdAlphabet alphabet) {
    const bool fits =
        alphabet == IdAlphabet::Anthropic ? std::all_of(id.begin(), id.end(), isIdCharacter) : id.size() <= 64;
    if (fits && !id.empty())
        return std::string(id);
    return madeToolId(id);
}

std::string madeToolId(std::string_view seed) {
    return "call_" + toHex(sha256(seed)).substr(0, 24);
}

std::optional<RawJson> argumentsObject(std::string_view text) {
    if (isBlankText(text) || text == "null")
        return "{}";
    auto document = json::Document::parse(text);
    if (!document)
        return std::nullopt;
    return document->root().compact();
}

std::optional<DataUrl> parseDataUrl(std::string_view url) {
    constexpr std::string_view scheme = "data:";
    constexpr std::string_view mark = ";base64";
    if (!url.starts_with(scheme))
        return std::nullopt;
    url.remove_prefix(scheme.size());
    const std::size_t comma = url.find(',');
    if (comma == std::string_view::npos)
        return std::nullopt;
    const std::string_view head = url.substr(0, comma);
    if (!head.ends_with(mark))
        return std::nullopt;
    return DataUrl{head.substr(0, head.find(';')), url.substr(comma + 1)};
}

std::optional<std::string> decodeBase64(std::string_view text) {
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    std::string out;
    out.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const int value = base64Value(c);
        if (value < 0)
            return std::nullopt;
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out += static_cast<char>((bits >> held) & 0xFFU);
        }
    }
    return out;
}

bool isHttpUrl(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

bool isBlankText(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::int64_t budgetFor(std::string_view effort) {
    if (effort == "none")
        return 0;
    if (effort == "minimal" || effort == "low")
        return 1024;
    if (effort == "medium")
        return 4096;
    return effort == "high" ? 16384 : 32768; // "xhigh", "max"
}

std::string_view effortFor(std::int64_t budget) {
    if (budget <= 0)
        return "none";
    if (budget <= 2048)
        return "low";
    return budget <= 8192 ? "medium" : "high";
}

std::optional<std::int64_t> integerOf(const NumberText& number) {
    std::int64_t value = 0;
    const char* const end = number.data() + number.size();
    const auto [stop, code] = std::from_chars(number.data(), end, value);
    if (code == std::errc() && stop == end)
        return value;
    if (const auto real = realOf(number); real && *real > -1e15 && *real < 1e15)
        return static_cast<std::int64_t>(*real);
    return std::nullopt;
}

std::optional<double> realOf(const NumberText& number) {
    double value = 0;
    const char* const end = number.data() + number.size();
    const auto [stop, code] = std::from_chars(number.data(), end, value);
    if (code != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

} // namespace gatehouse::dialects
