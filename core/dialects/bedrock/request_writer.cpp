// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/request_writer.h"

#include "core/dialects/bedrock/thinking.h"
#include "core/dialects/bedrock/tool_writer.h"
#include "core/dialects/bedrock/turn_writer.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::bedrock {
namespace {

constexpr std::string_view noSuchParameter = "The provider's dialect has no such parameter.";
constexpr std::string_view modelFields = "additionalModelRequestFields.";
constexpr std::string_view inferenceFields = "inferenceConfig.";
constexpr std::string_view outputFields = "outputConfig.";

// What requestMetadata takes: at most 16 short texts of these characters (AWS's API reference).
constexpr std::size_t mostMetadata = 16;
constexpr std::size_t longestMetadata = 256;

bool isMetadataText(std::string_view text) {
    constexpr std::string_view others = " \t\r\n:_@$#=/+,-.";
    return text.size() <= longestMetadata && std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      others.find(c) != std::string_view::npos;
           });
}

class RequestWriter {
public:
    RequestWriter(const ChatRequest& request, Dialect from, Losses& losses)
        : m_request(request), m_from(from), m_losses(losses), m_json(m_out), m_style(thinkingStyleOf(request.model)) {}

    std::string write() {
        ToolWriter tools(m_request, m_from, m_json, m_losses);
        if (!isOwn() && m_style == ThinkingStyle::Budget)
            m_plan = planBudget(m_request, tools.isForced());
        m_json.beginObject();
        TurnWriter turns(m_request, m_from, m_json, m_losses);
        turns.write();
        writeInference();
        tools.write(turns.toolsCalled(), turns.holdsToolBlocks());
        writeModelFields();
        writeOutputConfig();
        writeIdentity();
        noteLosses();
        writeUnknown();
        m_json.endObject();
        return std::move(m_out);
    }

private:
    bool isOwn() const { return m_request.dialect == Dialect::Bedrock; }
    void lose(Field field, LossKind kind, std::string_view detail) {
        addLoss(m_losses, std::string(fieldName(m_from, field)), kind, std::string(detail));
    }
    static bool isIn(const UnknownField& field, std::string_view object) {
        return field.dialect == Dialect::Bedrock && field.name.starts_with(object);
    }
    bool hasOwn(std::string_view object) const {
        return std::any_of(m_request.unknown.begin(), m_request.unknown.end(),
                           [&](const UnknownField& field) { return isIn(field, object); });
    }
    void writeOwn(std::string_view object) {
        for (const auto& field : m_request.unknown) {
            if (isIn(field, object))
                m_json.raw(std::string_view(field.name).substr(object.size()), field.value);
        }
    }

    void writeInference() {
        const Sampling& sampling = m_request.sampling;
        const bool any = m_request.maxOutputTokens || m_plan.maxTokens > 0 || sampling.temperature || sampling.topP ||
                         !m_request.stopSequences.empty() || hasOwn(inferenceFields);
        if (!any)
            return;
        m_json.beginObject("inferenceConfig");
        if (m_plan.maxTokens > 0)
            m_json.number("maxTokens", m_plan.maxTokens);
        else if (m_request.maxOutputTokens)
            m_json.raw("maxTokens", *m_request.maxOutputTokens);
        if (sampling.temperature)
            writeTemperature(*sampling.temperature);
        if (sampling.topP)
            writeTopP(*sampling.topP);
        writeStop();
        writeOwn(inferenceFields);
        m_json.endObject();
    }
    void writeTemperature(const NumberText& temperature) {
        const auto value = realOf(temperature);
        if (m_plan.tokens > 0) {
            if (value != 1.0)
                lose(Field::Temperature, LossKind::Dropped, "With thinking, the model allows only 1.");
        } else if (isOwn() || !value || *value <= 1) {
            m_json.raw("temperature", temperature);
        } else {
            lose(Field::Temperature, LossKind::Approximated, "Sent as 1, the most that the provider's dialect allows.");
            m_json.number("temperature", 1);
        }
    }
    void writeTopP(const NumberText& topP) {
        const auto value = realOf(topP);
        if (!isOwn() && value == 1.0)
            return; // what it is anyway
        if (m_plan.tokens > 0 && value.value_or(0) < 0.95)
            lose(Field::TopP, LossKind::Dropped, "With thinking, the model allows no less than 0.95.");
        else if (!isOwn() && m_request.sampling.temperature && m_plan.tokens == 0 && isClaude(m_request.model))
            lose(Field::TopP, LossKind::Dropped, "Newer models take temperature or topP, not both.");
        else
            m_json.raw("topP", topP);
    }
    void writeStop() {
        const auto isBlank = [](const std::string& word) { return isBlankText(word); };
        const auto& words = m_request.stopSequences;
        const bool drop = !isOwn() && std::any_of(words.begin(), words.end(), isBlank);
        if (drop)
            lose(Field::Stop, LossKind::Dropped, "The provider's dialect refuses stop sequences of blanks alone.");
        if (words.empty() || (drop && std::all_of(words.begin(), words.end(), isBlank)))
            return;
        m_json.beginArray("stopSequences");
        for (const auto& word : words) {
            if (!drop || !isBlankText(word))
                m_json.text(word);
        }
        m_json.endArray();
    }

    void openModelFields() {
        if (!std::exchange(m_modelFieldsOpen, true))
            m_json.beginObject("additionalModelRequestFields");
    }
    void writeModelFields() {
        if (isOwn())
            writeOwnThinking();
        else
            writeThinking();
        if (m_request.sampling.topK)
            writeTopK(*m_request.sampling.topK);
        if (hasOwn(modelFields))
            openModelFields();
        writeOwn(modelFields);
        if (m_modelFieldsOpen)
            m_json.endObject();
    }
    void writeTopK(const NumberText& topK) {
        if (m_plan.tokens > 0) {
            lose(Field::TopK, LossKind::Dropped, "Not allowed together with thinking.");
            return;
        }
        openModelFields();
        if (thinkingStyleOf(m_request.model) == ThinkingStyle::NovaWords)
            m_json.beginObject("inferenceConfig").raw("topK", topK).endObject();
        else
            m_json.raw("top_k", topK);
    }
    void writeThinking() {
        const ReasoningWish& wish = m_request.reasoning;
        const Field field = wish.effort.empty() ? Field::Thinking : Field::Effort;
        const auto effort = effortOf(wish);
        if (!wish.display.empty())
            lose(Field::ThinkingDisplay, LossKind::Dropped, "Thoughts are shown as the provider does by itself.");
        switch (m_style) {
        case ThinkingStyle::Budget:
            writeBudget(field);
            return;
        case ThinkingStyle::NovaWords:
            if (effort.empty())
                return;
            openModelFields();
            m_json.beginObject("reasoningConfig").text("type", "enabled");
            m_json.text("maxReasoningEffort", effort).endObject();
            break;
        case ThinkingStyle::Effort:
            if (effort.empty())
                return;
            openModelFields();
            m_json.text("reasoning_effort", effort);
            break;
        case ThinkingStyle::Fixed:
            if (!effort.empty())
                lose(field, LossKind::Dropped, "This model cannot be told how much to think.");
            return;
        }
        if (effort != wish.effort)
            lose(field, LossKind::Approximated, "Sent as the effort \"" + std::string(effort) + "\".");
    }
    void writeBudget(Field field) {
        if (!m_plan.refused.empty())
            lose(field, LossKind::Dropped, m_plan.refused);
        if (m_plan.tokens == 0)
            return;
        if (m_request.reasoning.budget != std::to_string(m_plan.tokens))
            lose(field, LossKind::Approximated, "Sent as a budget of " + std::to_string(m_plan.tokens) + " tokens.");
        openModelFields();
        m_json.beginObject("thinking").text("type", "enabled").number("budget_tokens", m_plan.tokens).endObject();
    }
    void writeOwnThinking() {
        const ReasoningWish& wish = m_request.reasoning;
        if (wish.mode != ThinkingMode::Unsaid) {
            const bool adaptive = wish.mode == ThinkingMode::Adaptive;
            openModelFields();
            m_json.beginObject("thinking");
            m_json.text("type", wish.mode == ThinkingMode::Disabled ? "disabled" : adaptive ? "adaptive" : "enabled");
            if (wish.budget)
                m_json.raw("budget_tokens", *wish.budget);
            if (!wish.display.empty())
                m_json.text("display", wish.display);
            m_json.endObject();
        }
        if (wish.effort.empty())
            return;
        openModelFields();
        if (wish.mode == ThinkingMode::Unsaid)
            m_json.text("reasoning_effort", wish.effort);
        else
            m_json.beginObject("output_config").text("effort", wish.effort).endObject();
    }

    bool wantsSchema() const {
        return m_request.format && m_request.format->kind == FormatKind::JsonSchema &&
               !m_request.format->schema.empty();
    }
    void writeOutputConfig() {
        if (!wantsSchema() && !hasOwn(outputFields))
            return;
        m_json.beginObject("outputConfig");
        if (wantsSchema()) {
            const ResponseFormat& format = *m_request.format;
            m_json.beginObject("textFormat").text("type", "json_schema").beginObject("structure");
            m_json.beginObject("jsonSchema").text("schema", format.schema); // a string, by the service's wish
            if (!format.name.empty())
                m_json.text("name", format.name);
            if (!format.description.empty())
                m_json.text("description", format.description);
            m_json.endObject().endObject().endObject();
        }
        writeOwn(outputFields);
        m_json.endObject();
    }

    void writeIdentity() {
        writeMetadata();
        const std::string& tier = m_request.serviceTier;
        constexpr std::array known = {"default", "flex", "priority", "reserved"};
        const bool said = std::find(known.begin(), known.end(), tier) != known.end();
        if (!tier.empty() && (isOwn() || said || tier == "standard_only"))
            m_json.beginObject("serviceTier").text("type", tier == "standard_only" ? "default" : tier).endObject();
        else if (!tier.empty() && tier != "auto")
            lose(Field::ServiceTier, LossKind::Dropped, "The provider's dialect has no such tier.");
    }
    void writeMetadata() {
        const std::string& metadata = m_request.metadata;
        if (metadata.empty() || metadata == "{}")
            return;
        if (isOwn()) {
            m_json.raw("requestMetadata", metadata);
            return;
        }
        const auto document = json::Document::parse(metadata);
        bool fits = document && document->root().size() <= mostMetadata;
        for (const json::View member : document ? document->root().children() : json::Range())
            fits = fits && member.isString() && isMetadataText(member.name()) && isMetadataText(member.text());
        if (fits)
            m_json.raw("requestMetadata", metadata);
        else
            lose(Field::Metadata, LossKind::Dropped,
                 "The provider takes at most 16 short texts of letters, digits and a few signs.");
    }

    void loseUnlessZero(Field field, const std::optional<NumberText>& value) {
        if (value && realOf(*value) != 0.0)
            lose(field, LossKind::Dropped, noSuchParameter);
    }
    void noteLosses() {
        const Sampling& sampling = m_request.sampling;
        if (sampling.seed)
            lose(Field::Seed, LossKind::Dropped, noSuchParameter);
        loseUnlessZero(Field::FrequencyPenalty, sampling.frequencyPenalty);
        loseUnlessZero(Field::PresencePenalty, sampling.presencePenalty);
        if (m_request.choices && realOf(*m_request.choices) != 1.0)
            lose(Field::Choices, LossKind::Dropped,
                 "The provider's dialect gives one answer; " + *m_request.choices + " were asked for.");
        if (!m_request.user.empty())
            lose(Field::User, LossKind::Dropped, "The provider's dialect has no place for the end user's name.");
        if (!m_request.format || isOwn())
            return;
        if (m_request.format->kind == FormatKind::JsonObject)
            lose(Field::Format, LossKind::Dropped,
                 "The provider's dialect has JSON only by a schema; the prompt has to ask for it.");
        if (m_request.format->kind == FormatKind::JsonSchema && m_request.format->schema.empty())
            lose(Field::Format, LossKind::Dropped, "There is no schema in it.");
        if (m_request.format->strict == false && wantsSchema())
            lose(Field::FormatStrict, LossKind::Approximated, "The provider always enforces the schema.");
    }
    void writeUnknown() {
        for (const auto& field : m_request.unknown) {
            const bool nested = isIn(field, modelFields) || isIn(field, inferenceFields) || isIn(field, outputFields);
            if (field.dialect == Dialect::Bedrock && !nested)
                m_json.raw(field.name, field.value);
        }
        dropUnknown(m_losses, m_request.unknown, Dialect::Bedrock, "");
    }

    const ChatRequest& m_request;
    Dialect m_from;
    Losses& m_losses;
    std::string m_out;
    json::Writer m_json;
    ThinkingStyle m_style;
    Budget m_plan;
    bool m_modelFieldsOpen = false;
};

} // namespace

Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) {
    return RequestWriter(request, from, losses).write();
}

} // namespace gatehouse::dialects::bedrock
