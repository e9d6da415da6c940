// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/request_writer.h"

#include "core/dialects/cohere/content.h"
#include "core/dialects/cohere/field_names.h"
#include "core/dialects/cohere/message_writer.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::cohere {
namespace {

constexpr std::size_t mostStopSequences = 5;
constexpr std::string_view noSuchField = "The provider's dialect has no such field.";

// Only these models think, and only they may be told how much (docs.cohere.com, "Reasoning").
bool canThink(std::string_view model) {
    return model.find("reasoning") != std::string_view::npos;
}

class RequestWriter {
public:
    RequestWriter(const ChatRequest& request, Dialect from, Losses& losses)
        : m_request(request), m_from(from), m_losses(losses), m_json(m_out) {}

    std::string write() {
        m_json.beginObject().text("model", m_request.model).beginArray("messages");
        MessageWriter messages(m_request, m_from, m_json, m_losses);
        messages.writeAll();
        m_json.endArray();
        writeDocuments(messages.documents());
        chooseTools();
        writeTools();
        writeFormat();
        writeLimits();
        writeSampling();
        writeThinking();
        loseIdentity();
        if (m_request.stream)
            m_json.boolean("stream", true);
        for (const auto& field : m_request.unknown) {
            if (field.dialect == Dialect::Cohere)
                m_json.raw(field.name, field.value);
        }
        dropUnknown(m_losses, m_request.unknown, Dialect::Cohere, "");
        m_json.endObject();
        return std::move(m_out);
    }

private:
    bool isOwn() const { return m_request.dialect == Dialect::Cohere; }
    void lose(Field field, LossKind kind, std::string_view detail) {
        addLoss(m_losses, std::string(dialects::fieldName(m_from, field)), kind, std::string(detail));
    }

    void writeDocuments(const std::vector<const MediaPart*>& documents) {
        if (documents.empty())
            return;
        m_json.beginArray("documents");
        for (const auto* document : documents)
            writeDocument(*document, m_json);
        m_json.endArray();
        const bool cited =
            std::any_of(documents.begin(), documents.end(), [](const auto* document) { return document->citations; });
        if (!cited && !isOwn())
            m_json.beginObject("citation_options").text("mode", "off").endObject();
    }

    // One named tool, or some allowed ones: the dialect says it by sending no others.
    void chooseTools() {
        const ToolChoice choice = m_request.toolChoice.value_or(ToolChoice{});
        for (const auto& tool : m_request.tools) {
            const auto& allowed = choice.allowed;
            if (tool.kind == ToolKind::BuiltIn && tool.dialect != Dialect::Cohere)
                addLoss(m_losses, toolPath(tool), LossKind::Dropped,
                        "\"" + tool.name + "\" is run by providers of another dialect.");
            else if (choice.mode == ToolChoiceMode::Named
                         ? tool.name == choice.name
                         : allowed.empty() || std::find(allowed.begin(), allowed.end(), tool.name) != allowed.end())
                m_tools.push_back(&tool);
        }
        if (choice.mode == ToolChoiceMode::Named && !m_tools.empty() && m_request.tools.size() > 1)
            lose(Field::ToolChoice, LossKind::Approximated, "Only the named tool is sent.");
        if (!choice.allowed.empty())
            lose(Field::ToolChoice, LossKind::Approximated, "Only the allowed tools are sent.");
    }
    void writeTools() {
        const bool forced = m_request.toolChoice && (m_request.toolChoice->mode == ToolChoiceMode::Required ||
                                                     m_request.toolChoice->mode == ToolChoiceMode::Named);
        if (m_tools.empty()) {
            if (forced)
                lose(Field::ToolChoice, LossKind::Dropped, "No tool is left that could be called.");
            return;
        }
        m_json.beginArray("tools");
        for (const Tool* tool : m_tools)
            writeTool(*tool);
        m_json.endArray();
        writeStrictness();
        if (forced)
            m_json.text("tool_choice", "REQUIRED");
        else if (m_request.toolChoice && m_request.toolChoice->mode == ToolChoiceMode::None)
            m_json.text("tool_choice", "NONE");
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
        if (tool.cache)
            addLoss(m_losses, toolPath(tool) + ".cache_control", LossKind::Dropped,
                    "The provider's dialect has no cache marks.");
        dropUnknown(m_losses, tool.unknown, Dialect::Cohere, toolPath(tool));
    }
    // It is said once for all tools, and asks every one for a required parameter.
    void writeStrictness() {
        if (isOwn()) {
            if (m_tools.front()->strict)
                m_json.boolean("strict_tools", *m_tools.front()->strict);
            return;
        }
        for (const Tool* tool : m_tools) {
            if (tool->strict.value_or(false))
                addLoss(m_losses, toolPath(*tool) + ".strict", LossKind::Dropped,
                        "Strict schemas have other rules in the provider's dialect.");
        }
    }

    void writeFormat() {
        if (!m_request.format || (m_request.format->kind == FormatKind::Text && !isOwn()))
            return;
        const ResponseFormat& format = *m_request.format;
        m_json.beginObject("response_format");
        m_json.text("type", format.kind == FormatKind::Text ? "text" : "json_object");
        if (format.kind == FormatKind::JsonSchema && !format.schema.empty())
            m_json.raw("json_schema", format.schema);
        m_json.endObject();
        if (isOwn())
            return;
        if (!format.name.empty())
            lose(Field::FormatName, LossKind::Dropped, "The provider's schemas have no names.");
        if (!format.description.empty())
            lose(Field::FormatDescription, LossKind::Dropped, "The provider's schemas have no descriptions.");
        if (format.strict == false)
            lose(Field::FormatStrict, LossKind::Approximated, "The provider always enforces the schema.");
    }

    void writeLimits() {
        if (m_request.maxOutputTokens)
            m_json.raw("max_tokens", *m_request.maxOutputTokens);
        const auto& words = m_request.stopSequences;
        if (words.empty())
            return;
        const std::size_t count = isOwn() ? words.size() : std::min(words.size(), mostStopSequences);
        if (count < words.size())
            lose(Field::Stop, LossKind::Approximated, "Only the first 5 are sent: the provider takes no more.");
        m_json.beginArray("stop_sequences");
        for (std::size_t i = 0; i < count; ++i)
            m_json.text(words[i]);
        m_json.endArray();
    }

    void writeNumber(std::string_view name, const std::optional<NumberText>& value) {
        if (value)
            m_json.raw(name, *value);
    }
    // Penalties are not negative, and "p" is below 1, in this dialect.
    void writePenalty(std::string_view name, const std::optional<NumberText>& value, Field field) {
        if (value && !isOwn() && realOf(*value).value_or(0) < 0)
            return lose(field, LossKind::Dropped, "The provider takes no negative one.");
        if (value && !isOwn() && realOf(*value).value_or(0) > 1) {
            lose(field, LossKind::Approximated, "Sent as 1, the most that the provider takes.");
            m_json.number(name, 1);
            return;
        }
        writeNumber(name, value);
    }
    void writeSampling() {
        const Sampling& sampling = m_request.sampling;
        writeNumber("temperature", sampling.temperature);
        if (isOwn() || realOf(sampling.topP.value_or("1")) != 1.0)
            writeNumber("p", sampling.topP);
        writeNumber("k", sampling.topK);
        writeNumber("seed", sampling.seed);
        writePenalty("frequency_penalty", sampling.frequencyPenalty, Field::FrequencyPenalty);
        writePenalty("presence_penalty", sampling.presencePenalty, Field::PresencePenalty);
        if (m_request.choices && realOf(*m_request.choices) != 1.0)
            lose(Field::Choices, LossKind::Dropped,
                 "The provider's dialect gives one answer; " + *m_request.choices + " were asked for.");
    }

    void writeThinking() {
        const ReasoningWish& wish = m_request.reasoning;
        if (!wish.display.empty())
            lose(Field::ThinkingDisplay, LossKind::Dropped, noSuchField);
        const bool off = wish.mode == ThinkingMode::Disabled || wish.effort == "none";
        const bool said = off || wish.mode != ThinkingMode::Unsaid || !wish.effort.empty() || wish.budget;
        if (!said)
            return;
        const Field field = wish.effort.empty() ? Field::Thinking : Field::Effort;
        if (!isOwn() && !canThink(m_request.model)) {
            if (!off)
                lose(field, LossKind::Dropped, "The model does not think.");
            return;
        }
        m_json.beginObject("thinking").text("type", off ? "disabled" : "enabled");
        if (wish.budget && !off) {
            m_json.raw("token_budget", *wish.budget);
        } else if (!wish.effort.empty() && !off) {
            const auto budget = budgetFor(wish.effort);
            m_json.number("token_budget", budget);
            lose(field, LossKind::Approximated, "Sent as a budget of " + std::to_string(budget) + " tokens.");
        }
        m_json.endObject();
    }

    void loseIdentity() {
        if (!m_request.user.empty())
            lose(Field::User, LossKind::Dropped, noSuchField);
        if (!m_request.metadata.empty() && m_request.metadata != "{}")
            lose(Field::Metadata, LossKind::Dropped, noSuchField);
        const std::string& tier = m_request.serviceTier;
        if (!tier.empty() && tier != "auto" && tier != "default")
            lose(Field::ServiceTier, LossKind::Dropped, "The provider's dialect has no such tier.");
        if (m_request.cache)
            lose(Field::Cache, LossKind::Dropped, "The provider's dialect has no cache marks.");
    }

    const ChatRequest& m_request;
    Dialect m_from;
    Losses& m_losses;
    std::string m_out;
    json::Writer m_json;
    std::vector<const Tool*> m_tools;
};

} // namespace

Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) {
    return RequestWriter(request, from, losses).write();
}

} // namespace gatehouse::dialects::cohere
