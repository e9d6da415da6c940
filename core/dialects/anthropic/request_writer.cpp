// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/request_writer.h"

#include "core/dialects/anthropic/block_writer.h"
#include "core/dialects/anthropic/thinking_rules.h"
#include "core/dialects/anthropic/turn_writer.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::anthropic {
namespace {

constexpr std::string_view noSuchParameter = "The provider's dialect has no such parameter.";
constexpr std::string_view ownConfig = "output_config.";

class RequestWriter {
public:
    RequestWriter(const ChatRequest& request, Dialect from, Losses& losses)
        : m_request(request), m_from(from), m_losses(losses), m_json(m_out) {}

    std::string write() {
        chooseTools();
        if (!isOwn())
            m_plan = planThinking(m_request, isToolForced());
        m_json.beginObject().text("model", m_request.model);
        writeLimits();
        TurnWriter(m_request, m_from, m_json, m_losses).write();
        writeTools();
        writeThinking();
        writeSampling();
        writeOutputConfig();
        writeIdentity();
        if (m_request.stream)
            m_json.boolean("stream", true);
        writeUnknown();
        m_json.endObject();
        return std::move(m_out);
    }

private:
    void lose(Field field, LossKind kind, std::string_view detail) {
        addLoss(m_losses, std::string(fieldName(m_from, field)), kind, std::string(detail));
    }
    bool isOwn() const { return m_request.dialect == Dialect::Anthropic; }

    void writeLimits() {
        if (m_request.maxOutputTokens && (isOwn() || m_plan.maxTokens <= 0))
            m_json.raw("max_tokens", *m_request.maxOutputTokens);
        else
            m_json.number("max_tokens", isOwn() ? m_request.maxOutputTokensDefault : m_plan.maxTokens);
        const auto isBlank = [](const std::string& word) { return isBlankText(word); };
        const auto& words = m_request.stopSequences;
        if (!isOwn() && std::any_of(words.begin(), words.end(), isBlank))
            lose(Field::Stop, LossKind::Dropped, "The provider's dialect refuses stop sequences of blanks alone.");
        if (words.empty() || (!isOwn() && std::all_of(words.begin(), words.end(), isBlank)))
            return;
        m_json.beginArray("stop_sequences");
        for (const auto& word : words) {
            if (isOwn() || !isBlankText(word))
                m_json.text(word);
        }
        m_json.endArray();
    }

    void chooseTools() {
        const auto& allowed = m_request.toolChoice ? m_request.toolChoice->allowed : std::vector<std::string>();
        for (const auto& tool : m_request.tools) {
            if (tool.kind == ToolKind::BuiltIn && tool.dialect != Dialect::Anthropic)
                addLoss(m_losses, toolPath(tool), LossKind::Dropped,
                        "\"" + tool.name + "\" is run by providers of another dialect.");
            else if (allowed.empty() || std::find(allowed.begin(), allowed.end(), tool.name) != allowed.end())
                m_tools.push_back(&tool);
        }
        if (!allowed.empty())
            lose(Field::ToolChoice, LossKind::Approximated, "Only the allowed tools are sent.");
    }
    bool isToolForced() const {
        return m_request.toolChoice && !m_tools.empty() &&
               (m_request.toolChoice->mode == ToolChoiceMode::Required ||
                m_request.toolChoice->mode == ToolChoiceMode::Named);
    }
    void writeTools() {
        if (!m_tools.empty()) {
            m_json.beginArray("tools");
            for (const Tool* tool : m_tools)
                writeTool(*tool);
            m_json.endArray();
        }
        writeToolChoice();
    }
    void writeTool(const Tool& tool) {
        if (tool.kind == ToolKind::BuiltIn) {
            m_json.raw(tool.raw);
            return;
        }
        m_json.beginObject().text("name", tool.name);
        if (!tool.description.empty())
            m_json.text("description", tool.description);
        m_json.name("input_schema");
        if (tool.kind == ToolKind::Custom)
            writeTextSchema(tool);
        else
            writeSchema(tool);
        if (tool.strict.value_or(false))
            m_json.boolean("strict", true);
        writeCacheMark(tool.cache, m_json);
        for (const auto& field : tool.unknown) {
            if (field.dialect == Dialect::Anthropic)
                m_json.raw(field.name, field.value);
        }
        m_json.endObject();
    }
    void writeTextSchema(const Tool& tool) {
        addLoss(m_losses, toolPath(tool), LossKind::Approximated,
                "Free text is asked for as {\"input\": text}; its calls come as function calls.");
        m_json.raw(R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})");
    }
    // The dialect insists on "type":"object" at the top.
    void writeSchema(const Tool& tool) {
        if (tool.schema.empty() || tool.schema == "{}") {
            m_json.raw(R"({"type":"object","properties":{}})");
            return;
        }
        const auto document = json::Document::parse(tool.schema);
        if (document && document->root()["type"].text() == "object") {
            m_json.raw(tool.schema);
            return;
        }
        m_json.beginObject().text("type", "object");
        for (const json::View member : document ? document->root().children() : json::Range()) {
            if (member.name() != "type")
                m_json.raw(member.name(), member.written());
        }
        m_json.endObject();
    }
    void writeToolChoice() {
        const bool serial = m_request.parallelToolCalls == false;
        if (m_tools.empty()) {
            if (m_request.toolChoice && m_request.toolChoice->mode != ToolChoiceMode::Auto &&
                m_request.toolChoice->mode != ToolChoiceMode::None)
                lose(Field::ToolChoice, LossKind::Dropped, "No tool is left that could be called.");
            return;
        }
        if (!m_request.toolChoice && !serial)
            return;
        ToolChoice choice = m_request.toolChoice.value_or(ToolChoice{});
        const auto isNamed = [&](const Tool* tool) { return tool->name == choice.name; };
        if (choice.mode == ToolChoiceMode::Named && std::none_of(m_tools.begin(), m_tools.end(), isNamed)) {
            lose(Field::ToolChoice, LossKind::Dropped, "The tool that it names cannot be sent.");
            choice = {};
        }
        m_json.beginObject("tool_choice").text("type", word(choice.mode));
        if (choice.mode == ToolChoiceMode::Named)
            m_json.text("name", choice.name);
        if (m_request.parallelToolCalls && choice.mode != ToolChoiceMode::None && (serial || isOwn()))
            m_json.boolean("disable_parallel_tool_use", serial);
        m_json.endObject();
    }
    static std::string_view word(ToolChoiceMode mode) {
        switch (mode) {
        case ToolChoiceMode::Auto:
            return "auto";
        case ToolChoiceMode::Required:
            return "any";
        case ToolChoiceMode::None:
            return "none";
        case ToolChoiceMode::Named:
            break;
        }
        return "tool";
    }

    void writeThinking() {
        const ReasoningWish& wish = m_request.reasoning;
        if (isOwn()) {
            writeOwnThinking(wish);
            return;
        }
        const Field field = wish.effort.empty() ? Field::Thinking : Field::Effort;
        if (!m_plan.refused.empty())
            lose(field, LossKind::Dropped, m_plan.refused);
        if (!wish.display.empty())
            lose(Field::ThinkingDisplay, LossKind::Dropped, "Thoughts are shown as the provider does by itself.");
        if (m_plan.budget == 0)
            return;
        lose(field, LossKind::Approximated, "Sent as a budget of " + std::to_string(m_plan.budget) + " tokens.");
        m_json.beginObject("thinking").text("type", "enabled").number("budget_tokens", m_plan.budget).endObject();
    }
    void writeOwnThinking(const ReasoningWish& wish) {
        if (wish.mode == ThinkingMode::Unsaid)
            return;
        const bool adaptive = wish.mode == ThinkingMode::Adaptive;
        m_json.beginObject("thinking");
        m_json.text("type", wish.mode == ThinkingMode::Disabled ? "disabled" : adaptive ? "adaptive" : "enabled");
        if (wish.budget)
            m_json.raw("budget_tokens", *wish.budget);
        if (!wish.display.empty())
            m_json.text("display", wish.display);
        m_json.endObject();
    }

    void writeTemperature(const NumberText& temperature) {
        const auto value = realOf(temperature);
        if (m_plan.budget > 0) {
            if (value != 1.0)
                lose(Field::Temperature, LossKind::Dropped, "With thinking, the provider's dialect allows only 1.");
            return;
        }
        if (isOwn() || !value || *value <= 1) {
            m_json.raw("temperature", temperature);
            return;
        }
        lose(Field::Temperature, LossKind::Approximated, "Sent as 1, the most that the provider's dialect allows.");
        m_json.number("temperature", 1);
    }
    void writeTopP(const NumberText& topP) {
        const auto value = realOf(topP);
        if (!isOwn() && value == 1.0)
            return; // what it is anyway
        if (!isOwn() && m_plan.budget > 0 && value.value_or(0) < 0.95)
            lose(Field::TopP, LossKind::Dropped, "With thinking, the provider's dialect allows no less than 0.95.");
        else if (!isOwn() && m_request.sampling.temperature && m_plan.budget == 0)
            lose(Field::TopP, LossKind::Dropped, "Newer models take temperature or top_p, not both.");
        else
            m_json.raw("top_p", topP);
    }
    void loseUnlessZero(Field field, const std::optional<NumberText>& value) {
        if (value && realOf(*value) != 0.0)
            lose(field, LossKind::Dropped, noSuchParameter);
    }
    void writeSampling() {
        const Sampling& sampling = m_request.sampling;
        if (sampling.temperature)
            writeTemperature(*sampling.temperature);
        if (sampling.topP)
            writeTopP(*sampling.topP);
        if (sampling.topK && m_plan.budget == 0)
            m_json.raw("top_k", *sampling.topK);
        else if (sampling.topK)
            lose(Field::TopK, LossKind::Dropped, "Not allowed together with thinking.");
        if (sampling.seed)
            lose(Field::Seed, LossKind::Dropped, noSuchParameter);
        loseUnlessZero(Field::FrequencyPenalty, sampling.frequencyPenalty);
        loseUnlessZero(Field::PresencePenalty, sampling.presencePenalty);
        if (m_request.choices && realOf(*m_request.choices) != 1.0)
            lose(Field::Choices, LossKind::Dropped,
                 "The provider's dialect gives one answer; " + *m_request.choices + " were asked for.");
    }

    bool wantsSchema() const {
        return m_request.format && m_request.format->kind == FormatKind::JsonSchema &&
               !m_request.format->schema.empty();
    }
    void writeOutputConfig() {
        noteFormatLosses();
        const bool effort = isOwn() && !m_request.reasoning.effort.empty();
        const auto isConfig = [](const UnknownField& field) {
            return field.dialect == Dialect::Anthropic && field.name.starts_with(ownConfig);
        };
        const bool more = std::any_of(m_request.unknown.begin(), m_request.unknown.end(), isConfig);
        if (!effort && !wantsSchema() && !more)
            return;
        m_json.beginObject("output_config");
        if (effort)
            m_json.text("effort", m_request.reasoning.effort);
        if (wantsSchema()) {
            m_json.beginObject("format").text("type", "json_schema");
            m_json.raw("schema", m_request.format->schema).endObject();
        }
        for (const auto& field : m_request.unknown) {
            if (isConfig(field))
                m_json.raw(std::string_view(field.name).substr(ownConfig.size()), field.value);
        }
        m_json.endObject();
    }
    void noteFormatLosses() {
        if (!m_request.format || isOwn())
            return;
        const ResponseFormat& format = *m_request.format;
        if (format.kind == FormatKind::JsonObject)
            lose(Field::Format, LossKind::Dropped,
                 "The provider's dialect has JSON only by a schema; the prompt has to ask for it.");
        if (format.kind == FormatKind::JsonSchema && format.schema.empty())
            lose(Field::Format, LossKind::Dropped, "There is no schema in it.");
        if (!format.name.empty())
            lose(Field::FormatName, LossKind::Dropped, "The provider's schemas have no names.");
        if (!format.description.empty())
            lose(Field::FormatDescription, LossKind::Dropped, "The provider's schemas have no descriptions.");
        if (format.strict == false && wantsSchema())
            lose(Field::FormatStrict, LossKind::Approximated, "The provider always enforces the schema.");
    }

    void writeIdentity() {
        if (!m_request.user.empty())
            m_json.beginObject("metadata").text("user_id", m_request.user).endObject();
        if (!m_request.metadata.empty() && m_request.metadata != "{}")
            lose(Field::Metadata, LossKind::Dropped, "The provider's dialect knows only the end user.");
        const std::string& tier = m_request.serviceTier;
        if (isOwn() && !tier.empty())
            m_json.text("service_tier", tier);
        else if (tier == "default")
            m_json.text("service_tier", "standard_only");
        else if (!tier.empty() && tier != "auto")
            lose(Field::ServiceTier, LossKind::Dropped, "The provider's dialect has no such tier.");
        writeCacheMark(m_request.cache, m_json);
    }
    void writeUnknown() {
        for (const auto& field : m_request.unknown) {
            if (field.dialect == Dialect::Anthropic && !field.name.starts_with(ownConfig))
                m_json.raw(field.name, field.value);
        }
        dropUnknown(m_losses, m_request.unknown, Dialect::Anthropic, "");
    }

    const ChatRequest& m_request;
    Dialect m_from;
    Losses& m_losses;
    std::string m_out;
    json::Writer m_json;
    std::vector<const Tool*> m_tools;
    ThinkingPlan m_plan;
};

} // namespace

Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) {
    return RequestWriter(request, from, losses).write();
}

} // namespace gatehouse::dialects::anthropic
