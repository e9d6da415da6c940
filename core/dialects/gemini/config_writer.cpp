// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/config_writer.h"

#include "core/dialects/gemini/model_rules.h"

#include <algorithm>
#include <limits>

namespace gatehouse::dialects::gemini {
namespace {

constexpr std::size_t mostStopSequences = 5;
constexpr std::int64_t leastBudgetOfPro = 128;
constexpr std::string_view prefixOfConfig = "generationConfig.";
constexpr std::string_view prefixOfThinking = "generationConfig.thinkingConfig.";

} // namespace

void ConfigWriter::lose(Field field, LossKind kind, std::string_view detail) {
    addLoss(m_losses, std::string(fieldName(m_from, field)), kind, std::string(detail));
}

json::Writer& ConfigWriter::open() {
    if (!m_open)
        m_out.beginObject("generationConfig");
    m_open = true;
    return m_out;
}

void ConfigWriter::write(bool functions) {
    writeNumber("maxOutputTokens", m_request.maxOutputTokens);
    writeSampling();
    writeStop();
    writeFormat(functions);
    writeThinking();
    writeOthers(prefixOfConfig);
    if (m_open)
        m_out.endObject();
}

void ConfigWriter::writeNumber(std::string_view name, const std::optional<NumberText>& value) {
    if (value)
        open().raw(name, *value);
}

void ConfigWriter::writeSampling() {
    const Sampling& sampling = m_request.sampling;
    writeTemperature();
    writeNumber("topP", sampling.topP);
    writeNumber("topK", sampling.topK);
    writeSeed();
    writeNumber("frequencyPenalty", sampling.frequencyPenalty);
    writeNumber("presencePenalty", sampling.presencePenalty);
    if (m_request.choices && (isOwn() || realOf(*m_request.choices) != 1.0))
        writeNumber("candidateCount", m_request.choices);
}

void ConfigWriter::writeTemperature() {
    const auto& temperature = m_request.sampling.temperature;
    if (!temperature)
        return;
    if (!isOwn() && realOf(*temperature).value_or(0) > 2.0) {
        lose(Field::Temperature, LossKind::Approximated, "Sent as 2, the most that the provider's dialect allows.");
        open().number("temperature", 2);
        return;
    }
    writeNumber("temperature", temperature);
}

void ConfigWriter::writeSeed() {
    const auto& seed = m_request.sampling.seed;
    if (!seed)
        return;
    const auto number = integerOf(*seed);
    const bool fits = number && *number >= std::numeric_limits<std::int32_t>::min() &&
                      *number <= std::numeric_limits<std::int32_t>::max();
    if (isOwn() || fits)
        writeNumber("seed", seed);
    else
        lose(Field::Seed, LossKind::Dropped, "The provider's dialect takes seeds of 32 bits.");
}

void ConfigWriter::writeStop() {
    const auto& words = m_request.stopSequences;
    if (words.empty())
        return;
    const std::size_t count = isOwn() ? words.size() : std::min(words.size(), mostStopSequences);
    if (count < words.size())
        lose(Field::Stop, LossKind::Approximated, "Only the first 5 are sent: the provider's dialect takes no more.");
    open().beginArray("stopSequences");
    for (std::size_t i = 0; i < count; ++i)
        m_out.text(words[i]);
    m_out.endArray();
}

void ConfigWriter::writeFormat(bool functions) {
    if (!m_request.format || m_request.format->kind == FormatKind::Text)
        return;
    const ResponseFormat& format = *m_request.format;
    if (!isOwn() && functions && isOlderModel(m_request.model)) {
        lose(Field::Format, LossKind::Dropped, "The model takes either functions or a format of its answer.");
        return;
    }
    open().text("responseMimeType", "application/json");
    if (format.kind == FormatKind::JsonSchema && !format.schema.empty())
        m_out.raw("responseJsonSchema", format.schema);
    if (isOwn())
        return;
    if (!format.name.empty())
        lose(Field::FormatName, LossKind::Dropped, "The provider's schemas have no names.");
    if (!format.description.empty())
        lose(Field::FormatDescription, LossKind::Dropped, "The provider's schemas have no descriptions.");
    if (format.strict == false && format.kind == FormatKind::JsonSchema)
        lose(Field::FormatStrict, LossKind::Approximated, "The provider always enforces the schema.");
}

void ConfigWriter::writeBudget(std::int64_t tokens) {
    if (tokens >= leastBudgetOfPro || !alwaysThinks(m_request.model) || tokens < 0 || isOwn()) {
        m_out.number("thinkingBudget", tokens);
        return;
    }
    lose(m_request.reasoning.effort.empty() ? Field::Thinking : Field::Effort, LossKind::Approximated,
         "The model always thinks: the least that it takes is sent.");
    m_out.number("thinkingBudget", leastBudgetOfPro);
}

std::string_view ConfigWriter::levelFor(std::string_view effort) {
    const auto as = [&](std::string_view word) {
        if (word != effort)
            lose(Field::Effort, LossKind::Approximated, "Sent as \"" + std::string(word) + "\".");
        return word;
    };
    if (isOwn())
        return effort;
    if (effort == "none" || effort == "minimal")
        return as(knowsTwoLevels(m_request.model) || m_request.model.find("pro") != std::string::npos ? "low"
                                                                                                      : "minimal");
    if (effort == "low")
        return "low";
    if (effort == "medium")
        return as(knowsTwoLevels(m_request.model) ? "high" : "medium");
    return as("high");
}

// How much: true when the model shall think.
bool ConfigWriter::writeAmount() {
    const ReasoningWish& wish = m_request.reasoning;
    if (wish.budget) {
        writeBudget(integerOf(*wish.budget).value_or(0));
        return integerOf(*wish.budget).value_or(0) > 0;
    }
    if (wish.mode == ThinkingMode::Disabled && (wish.effort.empty() || wish.effort == "none")) {
        if (isOlderModel(m_request.model) || isOwn())
            writeBudget(0);
        else
            m_out.text("thinkingLevel", levelFor("none"));
        return false;
    }
    if (!wish.effort.empty()) {
        if (isOlderModel(m_request.model) && !isOwn())
            writeBudget(budgetFor(wish.effort));
        else
            m_out.text("thinkingLevel", levelFor(wish.effort));
        return wish.effort != "none";
    }
    if (wish.mode == ThinkingMode::Adaptive)
        m_out.number("thinkingBudget", -1);
    return wish.mode != ThinkingMode::Unsaid;
}

void ConfigWriter::writeThinking() {
    const ReasoningWish& wish = m_request.reasoning;
    const auto isThinking = [](const UnknownField& field) {
        return field.dialect == Dialect::Gemini && field.name.starts_with(prefixOfThinking);
    };
    const bool more = std::any_of(m_request.unknown.begin(), m_request.unknown.end(), isThinking);
    const bool said = wish.mode != ThinkingMode::Unsaid || !wish.effort.empty() || wish.budget;
    if (!said && wish.display.empty() && !more)
        return;
    if (!isOwn() && cannotThink(m_request.model)) {
        if (said && wish.mode != ThinkingMode::Disabled && wish.effort != "none")
            lose(wish.effort.empty() ? Field::Thinking : Field::Effort, LossKind::Dropped, "The model does not think.");
        return;
    }
    open().beginObject("thinkingConfig");
    const bool thinks = writeAmount();
    const bool shown = isOwn() ? !wish.display.empty() : thinks && wish.display != "omitted";
    if (shown || (!said && !wish.display.empty() && wish.display != "omitted"))
        m_out.boolean("includeThoughts", true);
    writeOthers(prefixOfThinking);
    m_out.endObject();
}

void ConfigWriter::writeOthers(std::string_view prefix) {
    for (const auto& field : m_request.unknown) {
        const std::string_view name(field.name);
        if (field.dialect != Dialect::Gemini || !name.starts_with(prefix))
            continue;
        const auto inner = name.substr(prefix.size());
        if (inner.find('.') == std::string_view::npos)
            (prefix == prefixOfConfig ? open() : m_out).raw(inner, field.value);
    }
}

} // namespace gatehouse::dialects::gemini
