// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/request_writer.h"

#include "core/dialects/json_writer.h"
#include "core/dialects/openai/message_writer.h"
#include "core/dialects/openai/model_rules.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::openai {
namespace {

constexpr std::size_t mostStopSequences = 4;

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
        writeLimits();
        writeSampling();
        writeReasoning();
        writeIdentity();
        if (m_request.stream)
            m_json.boolean("stream", true).beginObject("stream_options").boolean("include_usage", true).endObject();
        writeUnknown();
        m_json.endObject();
        return std::move(m_out);
    }

private:
    void lose(Field field, LossKind kind, std::string detail) {
        addLoss(m_losses, std::string(fieldName(m_from, field)), kind, std::move(detail));
    }
    bool isOwn() const { return m_request.dialect == Dialect::OpenAi; }

    bool isSayable(const Tool& tool) {
        if (tool.kind != ToolKind::BuiltIn || tool.dialect == Dialect::OpenAi)
            return true;
        addLoss(m_losses, toolPath(tool), LossKind::Dropped,
                "\"" + tool.name + "\" is run by providers of another dialect.");
        return false;
    }
    // Few compatible servers know custom tools; where the client speaks another dialect, so does what serves it.
    void writeTextTool(const Tool& tool) {
        addLoss(m_losses, toolPath(tool), LossKind::Approximated,
                "Free text is asked for as {\"input\": text}; its calls come as function calls.");
        m_json.beginObject().text("type", "function").beginObject("function").text("name", tool.name);
        if (!tool.description.empty())
            m_json.text("description", tool.description);
        m_json.raw("parameters", R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})");
        m_json.endObject().endObject();
    }
    void writeTool(const Tool& tool) {
        if (tool.kind == ToolKind::Custom && tool.dialect != Dialect::OpenAi)
            return writeTextTool(tool);
        if (tool.kind != ToolKind::Function) {
            m_json.raw(tool.raw);
            return;
        }
        m_json.beginObject().text("type", "function").beginObject("function").text("name", tool.name);
        if (!tool.description.empty())
            m_json.text("description", tool.description);
        if (!tool.schema.empty())
            m_json.raw("parameters", tool.schema);
        if (tool.strict && isOwn())
            m_json.boolean("strict", *tool.strict);
        m_json.endObject().endObject();
        if (tool.strict.value_or(false) && !isOwn())
            addLoss(m_losses, toolPath(tool) + ".strict", LossKind::Dropped,
                    "Strict schemas have other rules in the provider's dialect.");
        if (tool.cache)
            addLoss(m_losses, toolPath(tool) + ".cache_control", LossKind::Dropped,
                    "The provider's dialect has no cache marks; its providers cache by themselves.");
        dropUnknown(m_losses, tool.unknown, Dialect::OpenAi, toolPath(tool));
    }
    void writeTools() {
        std::vector<const Tool*> tools;
        for (const auto& tool : m_request.tools) {
            if (isSayable(tool))
                tools.push_back(&tool);
        }
        if (!tools.empty()) {
            m_json.beginArray("tools");
            for (const Tool* tool : tools)
                writeTool(*tool);
            m_json.endArray();
        }
        writeToolChoice(tools);
        if (m_request.parallelToolCalls && !tools.empty())
            m_json.boolean("parallel_tool_calls", *m_request.parallelToolCalls);
    }
    void writeToolChoice(const std::vector<const Tool*>& tools) {
        if (!m_request.toolChoice)
            return;
        const ToolChoice& choice = *m_request.toolChoice;
        const bool forced = choice.mode == ToolChoiceMode::Required || choice.mode == ToolChoiceMode::Named;
        if (tools.empty()) {
            if (forced)
                lose(Field::ToolChoice, LossKind::Dropped, "No tool is left that could be called.");
            return;
        }
        if (!choice.allowed.empty())
            return writeAllowedTools(choice);
        if (choice.mode != ToolChoiceMode::Named) {
            m_json.text("tool_choice", word(choice.mode));
            return;
        }
        const auto named =
            std::find_if(tools.begin(), tools.end(), [&](const Tool* t) { return t->name == choice.name; });
        if (named == tools.end() || (*named)->kind == ToolKind::BuiltIn) {
            lose(Field::ToolChoice, LossKind::Dropped, "The tool that it names cannot be sent.");
            return;
        }
        const bool custom = (*named)->kind == ToolKind::Custom && (*named)->dialect == Dialect::OpenAi;
        const std::string_view kind = custom ? "custom" : "function";
        m_json.beginObject("tool_choice").text("type", kind);
        m_json.beginObject(kind).text("name", choice.name).endObject().endObject();
    }
    static std::string_view word(ToolChoiceMode mode) {
        if (mode == ToolChoiceMode::None)
            return "none";
        return mode == ToolChoiceMode::Auto ? "auto" : "required";
    }
    void writeAllowedTools(const ToolChoice& choice) {
        m_json.beginObject("tool_choice").text("type", "allowed_tools").beginObject("allowed_tools");
        m_json.text("mode", word(choice.mode)).beginArray("tools");
        for (const auto& name : choice.allowed) {
            m_json.beginObject().text("type", "function");
            m_json.beginObject("function").text("name", name).endObject().endObject();
        }
        m_json.endArray().endObject().endObject();
    }

    void writeFormat() {
        if (!m_request.format)
            return;
        const ResponseFormat& format = *m_request.format;
        m_json.beginObject("response_format");
        if (format.kind == FormatKind::Text)
            m_json.text("type", "text");
        else if (format.kind == FormatKind::JsonObject)
            m_json.text("type", "json_object");
        else
            writeSchema(format);
        m_json.endObject();
    }
    void writeSchema(const ResponseFormat& format) {
        m_json.text("type", "json_schema").beginObject("json_schema");
        m_json.text("name", format.name.empty() ? "answer" : format.name);
        if (!format.description.empty())
            m_json.text("description", format.description);
        if (!format.schema.empty())
            m_json.raw("schema", format.schema);
        if (format.strict)
            m_json.boolean("strict", *format.strict);
        else if (!isOwn())
            lose(Field::FormatStrict, LossKind::Approximated,
                 "The schema is asked for, but not enforced: strict schemas have other rules in the provider's "
                 "dialect.");
        m_json.endObject();
    }

    void writeLimits() {
        if (m_request.maxOutputTokens) {
            // Compatible servers know max_tokens only; OpenAI's reasoning models refuse it.
            const bool newName = isReasoningModel(m_request.model) || (isOwn() && m_request.limitHoldsReasoning);
            m_json.raw(newName ? "max_completion_tokens" : "max_tokens", *m_request.maxOutputTokens);
        }
        if (m_request.stopSequences.empty())
            return;
        const std::size_t count =
            isOwn() ? m_request.stopSequences.size() : std::min(m_request.stopSequences.size(), mostStopSequences);
        if (count < m_request.stopSequences.size())
            lose(Field::Stop, LossKind::Approximated,
                 "Only the first 4 are sent: the provider's dialect takes no more.");
        m_json.beginArray("stop");
        for (std::size_t i = 0; i < count; ++i)
            m_json.text(m_request.stopSequences[i]);
        m_json.endArray();
    }

    // Nothing of it for a model that would refuse the request for it.
    void writeSampled(std::string_view name, const std::optional<NumberText>& value, Field field) {
        if (!value)
            return;
        if (isOwn() || !isReasoningModel(m_request.model))
            m_json.raw(name, *value);
        else if (realOf(*value) != 1.0)
            lose(field, LossKind::Dropped, "The model takes no sampling parameters.");
    }
    void writeSampling() {
        const Sampling& sampling = m_request.sampling;
        writeSampled("temperature", sampling.temperature, Field::Temperature);
        writeSampled("top_p", sampling.topP, Field::TopP);
        if (sampling.topK && isOwn())
            m_json.raw("top_k", *sampling.topK);
        else if (sampling.topK)
            lose(Field::TopK, LossKind::Dropped, "The provider's dialect has no such parameter.");
        if (sampling.seed)
            m_json.raw("seed", *sampling.seed);
        if (sampling.frequencyPenalty)
            m_json.raw("frequency_penalty", *sampling.frequencyPenalty);
        if (sampling.presencePenalty)
            m_json.raw("presence_penalty", *sampling.presencePenalty);
        if (m_request.choices)
            m_json.raw("n", *m_request.choices);
    }

    // The word for what was asked for; empty: nothing to be said.
    std::string effort() {
        const ReasoningWish& wish = m_request.reasoning;
        if (wish.effort == "xhigh" || wish.effort == "max") {
            lose(Field::Effort, LossKind::Approximated, "Sent as \"high\".");
            return "high";
        }
        if (!wish.effort.empty())
            return wish.effort;
        if (wish.mode != ThinkingMode::Enabled && !wish.budget)
            return {};
        const auto budget = wish.budget ? integerOf(*wish.budget).value_or(0) : budgetFor("medium");
        std::string word(effortFor(std::max<std::int64_t>(budget, 1)));
        if (!refusesEffort(m_request.model))
            lose(Field::Thinking, LossKind::Approximated, "Sent as reasoning_effort \"" + word + "\".");
        return word;
    }
    // OpenRouter's form: only it says more than a word.
    void writeOwnReasoning(const ReasoningWish& wish) {
        const bool unworded = wish.effort.empty() && (wish.budget || wish.mode != ThinkingMode::Unsaid);
        if (wish.display.empty() && !unworded) {
            if (!wish.effort.empty())
                m_json.text("reasoning_effort", wish.effort);
            return;
        }
        m_json.beginObject("reasoning");
        if (!wish.effort.empty())
            m_json.text("effort", wish.effort);
        if (wish.budget)
            m_json.raw("max_tokens", *wish.budget);
        if (wish.mode == ThinkingMode::Enabled || wish.mode == ThinkingMode::Disabled)
            m_json.boolean("enabled", wish.mode == ThinkingMode::Enabled);
        if (!wish.display.empty())
            m_json.text("summary", wish.display);
        m_json.endObject();
    }
    void writeReasoning() {
        const ReasoningWish& wish = m_request.reasoning;
        if (isOwn())
            return writeOwnReasoning(wish);
        if (!wish.display.empty())
            lose(Field::ThinkingDisplay, LossKind::Dropped,
                 "The provider's dialect cannot say how thoughts are shown.");
        if (wish.mode == ThinkingMode::Disabled && wish.effort.empty()) {
            if (isReasoningModel(m_request.model))
                lose(Field::Thinking, LossKind::Dropped,
                     "Not every model of the provider's dialect can be kept from thinking.");
            return;
        }
        const std::string word = effort();
        if (word.empty())
            return;
        if (!refusesEffort(m_request.model))
            m_json.text("reasoning_effort", word);
        else if (word != "none")
            lose(wish.effort.empty() ? Field::Thinking : Field::Effort, LossKind::Dropped, "The model does not think.");
    }

    void writeIdentity() {
        if (!m_request.user.empty() && (isOwn() || !refusesUser(m_request.model)))
            m_json.text("user", m_request.user);
        else if (!m_request.user.empty())
            lose(Field::User, LossKind::Dropped, "The provider takes no name of the user.");
        if (!m_request.metadata.empty())
            m_json.raw("metadata", m_request.metadata);
        writeServiceTier();
        if (m_request.cache)
            lose(Field::Cache, LossKind::Dropped,
                 "The provider's dialect has no cache marks; its providers cache by themselves.");
    }
    void writeServiceTier() {
        const std::string& tier = m_request.serviceTier;
        if (tier.empty() || (tier == "auto" && !isOwn())) // it is the default anyway
            return;
        if (isOwn())
            m_json.text("service_tier", tier);
        else if (tier == "standard_only")
            m_json.text("service_tier", "default");
        else
            lose(Field::ServiceTier, LossKind::Dropped, "The provider's dialect has no such tier.");
    }
    void writeUnknown() {
        for (const auto& field : m_request.unknown) {
            if (field.dialect == Dialect::OpenAi)
                m_json.raw(field.name, field.value);
        }
        dropUnknown(m_losses, m_request.unknown, Dialect::OpenAi, "");
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

} // namespace gatehouse::dialects::openai
