// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/request_writer.h"

#include "core/dialects/json_writer.h"
#include "core/dialects/ollama/message_writer.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::ollama {
namespace {

constexpr std::string_view noSuchField = "The provider's dialect has no such field.";
constexpr std::string_view ownOptions = "options.";

// They think in three degrees; others think or do not (docs.ollama.com, "Thinking").
bool thinksInDegrees(std::string_view model) {
    return model.find("gpt-oss") != std::string_view::npos;
}

bool isOwnOption(const UnknownField& field) {
    return field.dialect == Dialect::Ollama && field.name.starts_with(ownOptions);
}

class RequestWriter {
public:
    RequestWriter(const ChatRequest& request, Dialect from, Losses& losses)
        : m_request(request), m_from(from), m_losses(losses), m_json(m_out) {}

    std::string write() {
        m_json.beginObject().text("model", m_request.model).beginArray("messages");
        MessageWriter(m_request, m_from, m_json, m_losses).writeAll();
        m_json.endArray();
        writeTools();
        writeFormat();
        writeOptions();
        writeThink();
        loseIdentity();
        m_json.boolean("stream", m_request.stream); // it would stream if nothing were said
        for (const auto& field : m_request.unknown) {
            if (field.dialect == Dialect::Ollama && !isOwnOption(field))
                m_json.raw(field.name, field.value);
        }
        dropUnknown(m_losses, m_request.unknown, Dialect::Ollama, "");
        m_json.endObject();
        return std::move(m_out);
    }

private:
    bool isOwn() const { return m_request.dialect == Dialect::Ollama; }
    void lose(Field field, LossKind kind, std::string_view detail) {
        addLoss(m_losses, std::string(dialects::fieldName(m_from, field)), kind, std::string(detail));
    }

    std::vector<const Tool*> chooseTools() {
        std::vector<const Tool*> tools;
        const ToolChoice choice = m_request.toolChoice.value_or(ToolChoice{});
        if (choice.mode == ToolChoiceMode::None)
            return tools; // without tools, none is called
        const auto& allowed = choice.allowed;
        for (const auto& tool : m_request.tools) {
            if (tool.kind == ToolKind::BuiltIn && tool.dialect != Dialect::Ollama)
                addLoss(m_losses, toolPath(tool), LossKind::Dropped,
                        "\"" + tool.name + "\" is run by providers of another dialect.");
            else if (choice.mode == ToolChoiceMode::Named
                         ? tool.name == choice.name
                         : allowed.empty() || std::find(allowed.begin(), allowed.end(), tool.name) != allowed.end())
                tools.push_back(&tool);
        }
        if (choice.mode == ToolChoiceMode::Named && !tools.empty())
            lose(Field::ToolChoice, LossKind::Approximated,
                 "Only the named tool is sent; the provider's dialect cannot demand that it is called.");
        else if (choice.mode == ToolChoiceMode::Required || choice.mode == ToolChoiceMode::Named)
            lose(Field::ToolChoice, LossKind::Dropped, "The provider's dialect cannot demand a call.");
        if (!allowed.empty())
            lose(Field::ToolChoice, LossKind::Approximated, "Only the allowed tools are sent.");
        return tools;
    }
    void writeTools() {
        const auto tools = chooseTools();
        if (tools.empty())
            return;
        m_json.beginArray("tools");
        for (const Tool* tool : tools)
            writeTool(*tool);
        m_json.endArray();
        if (m_request.parallelToolCalls == false)
            lose(Field::ParallelTools, LossKind::Dropped, noSuchField);
    }
    void writeTool(const Tool& tool) {
        if (tool.kind == ToolKind::BuiltIn) {
            m_json.raw(tool.raw);
            return;
        }
        m_json.beginObject().text("type", "function").beginObject("function").text("name", tool.name);
        if (!tool.description.empty())
            m_json.text("description", tool.description);
        if (tool.kind == ToolKind::Custom) {
            addLoss(m_losses, toolPath(tool), LossKind::Approximated,
                    "Free text is asked for as {\"input\": text}; its calls come as function calls.");
            m_json.raw("parameters",
                       R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})");
        } else {
            m_json.raw("parameters", tool.schema.empty() ? R"({"type":"object","properties":{}})" : tool.schema);
        }
        m_json.endObject().endObject();
        if (tool.strict.value_or(false))
            addLoss(m_losses, toolPath(tool) + ".strict", LossKind::Dropped,
                    "The provider does not hold calls against their schema.");
        if (tool.cache)
            addLoss(m_losses, toolPath(tool) + ".cache_control", LossKind::Dropped,
                    "The provider's dialect has no cache marks.");
        dropUnknown(m_losses, tool.unknown, Dialect::Ollama, toolPath(tool));
    }

    void writeFormat() {
        if (!m_request.format || m_request.format->kind == FormatKind::Text)
            return;
        const ResponseFormat& format = *m_request.format;
        if (format.kind == FormatKind::JsonSchema && !format.schema.empty())
            m_json.raw("format", format.schema);
        else
            m_json.text("format", "json");
        if (isOwn())
            return;
        if (!format.name.empty())
            lose(Field::FormatName, LossKind::Dropped, "The provider's schemas have no names.");
        if (!format.description.empty())
            lose(Field::FormatDescription, LossKind::Dropped, "The provider's schemas have no descriptions.");
        if (format.strict == false)
            lose(Field::FormatStrict, LossKind::Approximated, "The provider always enforces the schema.");
    }

    void writeOption(std::string_view name, const std::optional<NumberText>& value) {
        if (value)
            m_json.raw(name, *value);
    }
    bool hasOptions() const {
        const Sampling& sampling = m_request.sampling;
        return sampling.temperature || sampling.topP || sampling.topK || sampling.seed || sampling.frequencyPenalty ||
               sampling.presencePenalty || m_request.maxOutputTokens || !m_request.stopSequences.empty() ||
               std::any_of(m_request.unknown.begin(), m_request.unknown.end(), isOwnOption);
    }
    void writeOptions() {
        if (m_request.choices && realOf(*m_request.choices) != 1.0)
            lose(Field::Choices, LossKind::Dropped,
                 "The provider's dialect gives one answer; " + *m_request.choices + " were asked for.");
        if (!hasOptions())
            return;
        const Sampling& sampling = m_request.sampling;
        m_json.beginObject("options");
        writeOption("num_predict", m_request.maxOutputTokens);
        writeOption("temperature", sampling.temperature);
        writeOption("top_p", sampling.topP);
        writeOption("top_k", sampling.topK);
        writeOption("seed", sampling.seed);
        writeOption("frequency_penalty", sampling.frequencyPenalty);
        writeOption("presence_penalty", sampling.presencePenalty);
        if (!m_request.stopSequences.empty()) {
            m_json.beginArray("stop");
            for (const auto& word : m_request.stopSequences)
                m_json.text(word);
            m_json.endArray();
        }
        for (const auto& field : m_request.unknown) {
            if (isOwnOption(field))
                m_json.raw(std::string_view(field.name).substr(ownOptions.size()), field.value);
        }
        m_json.endObject();
    }

    static std::string_view degreeOf(std::string_view effort) {
        if (effort == "minimal" || effort == "low")
            return "low";
        return effort == "medium" ? "medium" : "high";
    }
    void writeThink() {
        const ReasoningWish& wish = m_request.reasoning;
        if (!wish.display.empty())
            lose(Field::ThinkingDisplay, LossKind::Dropped, noSuchField);
        if (wish.mode == ThinkingMode::Disabled || wish.effort == "none") {
            m_json.boolean("think", false);
            return;
        }
        if (isOwn() && !wish.effort.empty()) {
            m_json.text("think", wish.effort);
            return;
        }
        if (wish.mode == ThinkingMode::Unsaid && wish.effort.empty() && !wish.budget)
            return;
        const Field field = wish.effort.empty() ? Field::Thinking : Field::Effort;
        if (thinksInDegrees(m_request.model) && (!wish.effort.empty() || wish.budget)) {
            const auto word = !wish.effort.empty()
                                  ? degreeOf(wish.effort)
                                  : effortFor(std::max<std::int64_t>(integerOf(*wish.budget).value_or(1), 1));
            if (word != wish.effort)
                lose(field, LossKind::Approximated, "Sent as \"" + std::string(word) + "\".");
            m_json.text("think", word);
            return;
        }
        if (!wish.effort.empty() || wish.budget)
            lose(field, LossKind::Approximated, "The model thinks as much as it does by itself.");
        m_json.boolean("think", true);
    }

    void loseIdentity() {
        if (!m_request.user.empty())
            lose(Field::User, LossKind::Dropped, noSuchField);
        if (!m_request.metadata.empty() && m_request.metadata != "{}")
            lose(Field::Metadata, LossKind::Dropped, noSuchField);
        const std::string& tier = m_request.serviceTier;
        if (!tier.empty() && tier != "auto" && tier != "default")
            lose(Field::ServiceTier, LossKind::Dropped, noSuchField);
        if (m_request.cache)
            lose(Field::Cache, LossKind::Dropped, "The provider's dialect has no cache marks.");
    }

    const ChatRequest& m_request;
    Dialect m_from;
    Losses& m_losses;
    std::string m_out;
    json::Writer m_json;
};

} // namespace

Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) {
    return RequestWriter(request, from, losses).write();
}

} // namespace gatehouse::dialects::ollama
