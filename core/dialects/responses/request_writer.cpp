// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/request_writer.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/openai/model_rules.h"
#include "core/dialects/responses/input_writer.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::responses {
namespace {

constexpr std::int64_t leastOutput = 16; // the service refuses less
constexpr std::string_view encryptedWish = "reasoning.encrypted_content";

// Fields that OpenAI's two APIs share, and what they are called here.
struct SharedField {
    std::string_view chat;
    std::string_view own;
};
constexpr std::array sharedFields = {
    SharedField{"prompt_cache_key", "prompt_cache_key"},
    SharedField{"prompt_cache_retention", "prompt_cache_retention"},
    SharedField{"store", "store"},
    SharedField{"verbosity", "text.verbosity"},
};

class RequestWriter {
public:
    RequestWriter(const ChatRequest& request, Dialect from, Losses& losses)
        : m_request(request), m_from(from), m_losses(losses), m_json(m_out) {}

    std::string write() {
        shareFields();
        m_json.beginObject().text("model", m_request.model);
        writeInstructions();
        m_json.beginArray("input");
        InputWriter(m_request, m_from, m_json, m_losses).writeAll();
        m_json.endArray();
        writeTools();
        writeText();
        writeLimits();
        writeSampling();
        writeReasoning();
        writeIdentity();
        writeState();
        if (m_request.stream)
            m_json.boolean("stream", true);
        for (const auto& field : m_fields) {
            if (field.name.find('.') == std::string::npos && field.name != "include" && field.name != "store")
                m_json.raw(field.name, field.value);
        }
        m_json.endObject();
        return std::move(m_out);
    }

private:
    void lose(Field field, LossKind kind, std::string detail) {
        addLoss(m_losses, std::string(fieldName(m_from, field)), kind, std::move(detail));
    }
    bool isOwn() const { return m_request.dialect == Dialect::OpenAiResponses; }

    // What the model has no place for and this dialect has.
    void shareFields() {
        UnknownFields others;
        for (const auto& field : m_request.unknown) {
            const auto* const shared = std::find_if(sharedFields.begin(), sharedFields.end(), [&](const auto& row) {
                return field.dialect == Dialect::OpenAi && row.chat == field.name;
            });
            if (field.dialect == Dialect::OpenAiResponses)
                m_fields.push_back(field);
            else if (shared != sharedFields.end())
                m_fields.push_back({Dialect::OpenAiResponses, std::string(shared->own), field.value});
            else
                others.push_back(field);
        }
        dropUnknown(m_losses, others, Dialect::OpenAiResponses, "");
    }
    // The members of an object that is written in parts: "text", "reasoning".
    void writeMembers(std::string_view prefix) {
        for (const auto& field : m_fields) {
            if (field.name.starts_with(prefix))
                m_json.raw(std::string_view(field.name).substr(prefix.size()), field.value);
        }
    }
    bool holds(std::string_view prefix) const {
        return std::any_of(m_fields.begin(), m_fields.end(),
                           [prefix](const UnknownField& f) { return f.name.starts_with(prefix); });
    }

    void writeInstructions() {
        const Message* const top = InputWriter::instructions(m_request);
        if (!top)
            return;
        std::string text;
        for (const auto& part : top->parts) {
            if (&part != &top->parts.front())
                text += "\n\n";
            text += std::get<TextPart>(part.content).text;
        }
        m_json.text("instructions", text);
    }

    bool isSayable(const Tool& tool) {
        if (tool.kind == ToolKind::Function || tool.dialect == Dialect::OpenAiResponses ||
            (tool.kind == ToolKind::Custom && tool.dialect == Dialect::OpenAi))
            return true;
        addLoss(m_losses, toolPath(tool), LossKind::Dropped,
                "\"" + tool.name + "\" is run by providers of another dialect.");
        return false;
    }
    // Chat Completions holds the definition one level deeper.
    void writeCustom(const Tool& tool) {
        if (tool.dialect == Dialect::OpenAiResponses) {
            m_json.raw(tool.raw);
            return;
        }
        const auto document = json::Document::parse(tool.raw);
        const json::View inner = document ? document->root()["custom"] : json::View();
        m_json.beginObject().text("type", "custom").text("name", tool.name);
        if (!tool.description.empty())
            m_json.text("description", tool.description);
        if (const json::View format = inner["format"]; format.isObject()) {
            const json::View grammar = format["grammar"];
            m_json.beginObject("format").text("type", format["type"].text());
            if (grammar.isObject())
                m_json.members(grammar.compact());
            m_json.endObject();
        }
        m_json.endObject();
    }
    void writeTool(const Tool& tool) {
        if (tool.kind == ToolKind::Custom)
            return writeCustom(tool);
        if (tool.kind == ToolKind::BuiltIn) {
            m_json.raw(tool.raw);
            return;
        }
        m_json.beginObject().text("type", "function").text("name", tool.name);
        if (!tool.description.empty())
            m_json.text("description", tool.description);
        m_json.name("parameters");
        if (!tool.schema.empty())
            m_json.raw(tool.schema);
        else
            m_json.raw(R"({"type":"object","properties":{}})");
        // Unsaid, this API holds the model to the schema and refuses schemas that are not made for that; the others
        // do not.
        if (tool.strict && (isOwn() || m_request.dialect == Dialect::OpenAi))
            m_json.boolean("strict", *tool.strict);
        else if (!isOwn())
            m_json.boolean("strict", false);
        for (const auto& field : tool.unknown) {
            if (field.dialect == Dialect::OpenAiResponses)
                m_json.raw(field.name, field.value);
        }
        m_json.endObject();
        if (tool.strict.value_or(false) && !isOwn() && m_request.dialect != Dialect::OpenAi)
            addLoss(m_losses, toolPath(tool) + ".strict", LossKind::Dropped,
                    "Strict schemas have other rules in the provider's dialect.");
        if (tool.cache)
            addLoss(m_losses, toolPath(tool) + ".cache_control", LossKind::Dropped,
                    "The provider's dialect has no cache marks; its providers cache by themselves.");
        dropUnknown(m_losses, tool.unknown, Dialect::OpenAiResponses, toolPath(tool));
    }
    void writeTools() {
        for (const auto& tool : m_request.tools) {
            if (isSayable(tool))
                m_tools.push_back(&tool);
        }
        if (!m_tools.empty()) {
            m_json.beginArray("tools");
            for (const Tool* tool : m_tools)
                writeTool(*tool);
            m_json.endArray();
        }
        writeToolChoice();
        if (m_request.parallelToolCalls && (!m_tools.empty() || isOwn()))
            m_json.boolean("parallel_tool_calls", *m_request.parallelToolCalls);
    }
    static std::string_view word(ToolChoiceMode mode) {
        if (mode == ToolChoiceMode::None)
            return "none";
        return mode == ToolChoiceMode::Auto ? "auto" : "required";
    }
    const Tool* named(std::string_view name) const {
        const auto found = std::find_if(m_tools.begin(), m_tools.end(), [&](const Tool* t) { return t->name == name; });
        return found == m_tools.end() ? nullptr : *found;
    }
    void writeChosen(const Tool& tool) {
        m_json.beginObject();
        if (tool.kind == ToolKind::BuiltIn)
            m_json.text("type", tool.name);
        else
            m_json.text("type", tool.kind == ToolKind::Custom ? "custom" : "function").text("name", tool.name);
        m_json.endObject();
    }
    void writeToolChoice() {
        if (!m_request.toolChoice)
            return;
        const ToolChoice& choice = *m_request.toolChoice;
        const bool forced = choice.mode == ToolChoiceMode::Required || choice.mode == ToolChoiceMode::Named;
        if (m_tools.empty() && !isOwn()) {
            if (forced)
                lose(Field::ToolChoice, LossKind::Dropped, "No tool is left that could be called.");
            return;
        }
        if (!choice.allowed.empty()) {
            m_json.beginObject("tool_choice").text("type", "allowed_tools").text("mode", word(choice.mode));
            m_json.beginArray("tools");
            for (const auto& name : choice.allowed) {
                if (const Tool* tool = named(name))
                    writeChosen(*tool);
            }
            m_json.endArray().endObject();
            return;
        }
        if (choice.mode != ToolChoiceMode::Named) {
            m_json.text("tool_choice", word(choice.mode));
            return;
        }
        const Tool* const tool = named(choice.name);
        if (!tool) {
            lose(Field::ToolChoice, LossKind::Dropped, "The tool that it names cannot be sent.");
            return;
        }
        m_json.name("tool_choice");
        writeChosen(*tool);
    }

    void writeText() {
        if (!m_request.format && !holds("text."))
            return;
        m_json.beginObject("text");
        if (m_request.format)
            writeFormat(*m_request.format);
        writeMembers("text.");
        m_json.endObject();
    }
    void writeFormat(const ResponseFormat& format) {
        m_json.beginObject("format");
        if (format.kind == FormatKind::Text) {
            m_json.text("type", "text");
        } else if (format.kind == FormatKind::JsonObject) {
            m_json.text("type", "json_object");
        } else {
            m_json.text("type", "json_schema").text("name", format.name.empty() ? "answer" : format.name);
            if (!format.description.empty())
                m_json.text("description", format.description);
            m_json.raw("schema", format.schema.empty() ? R"({"type":"object"})" : format.schema);
            if (format.strict)
                m_json.boolean("strict", *format.strict);
            else if (!isOwn() && m_request.dialect != Dialect::OpenAi) {
                m_json.boolean("strict", false);
                lose(Field::FormatStrict, LossKind::Approximated,
                     "The schema is asked for, but not enforced: strict schemas have other rules in the provider's "
                     "dialect.");
            }
        }
        m_json.endObject();
    }

    void writeLimits() {
        if (m_request.maxOutputTokens) {
            const auto limit = integerOf(*m_request.maxOutputTokens).value_or(leastOutput);
            if (isOwn() || limit >= leastOutput) {
                m_json.raw("max_output_tokens", *m_request.maxOutputTokens);
            } else {
                m_json.number("max_output_tokens", leastOutput);
                addLoss(m_losses, "max_tokens", LossKind::Approximated,
                        "Sent as 16: the provider's dialect takes no less.");
            }
        }
        if (!m_request.stopSequences.empty())
            lose(Field::Stop, LossKind::Dropped, "The provider's dialect has no stop sequences.");
        if (m_request.choices && integerOf(*m_request.choices) != 1)
            lose(Field::Choices, LossKind::Dropped, "The provider's dialect gives one answer.");
    }

    void writeSampled(std::string_view name, const std::optional<NumberText>& value, Field field) {
        if (!value)
            return;
        if (isOwn() || !openai::isReasoningModel(m_request.model))
            m_json.raw(name, *value);
        else if (realOf(*value) != 1.0)
            lose(field, LossKind::Dropped, "The model takes no sampling parameters.");
    }
    void loseSampled(const std::optional<NumberText>& value, Field field) {
        if (value && realOf(*value) != 0.0)
            lose(field, LossKind::Dropped, "The provider's dialect has no such parameter.");
    }
    void writeSampling() {
        const Sampling& sampling = m_request.sampling;
        writeSampled("temperature", sampling.temperature, Field::Temperature);
        writeSampled("top_p", sampling.topP, Field::TopP);
        if (sampling.seed)
            lose(Field::Seed, LossKind::Dropped, "The provider's dialect has no such parameter.");
        loseSampled(sampling.topK, Field::TopK);
        loseSampled(sampling.frequencyPenalty, Field::FrequencyPenalty);
        loseSampled(sampling.presencePenalty, Field::PresencePenalty);
    }

    // The word for what was asked for; empty: nothing to be said.
    std::string effort() {
        const ReasoningWish& wish = m_request.reasoning;
        if (isOwn())
            return wish.effort;
        if (wish.effort == "max") {
            lose(Field::Effort, LossKind::Approximated, "Sent as \"xhigh\".");
            return "xhigh";
        }
        if (!wish.effort.empty())
            return wish.effort;
        if (wish.mode != ThinkingMode::Enabled && !wish.budget)
            return {};
        const auto budget = wish.budget ? integerOf(*wish.budget).value_or(0) : budgetFor("medium");
        std::string word(effortFor(std::max<std::int64_t>(budget, 1)));
        if (!openai::refusesEffort(m_request.model))
            lose(Field::Thinking, LossKind::Approximated, "Sent as reasoning.effort \"" + word + "\".");
        return word;
    }
    // How thoughts are shown, in this dialect's words.
    std::string display() const {
        const std::string& wish = m_request.reasoning.display;
        if (isOwn() || m_request.dialect == Dialect::OpenAi)
            return wish;
        if (wish == "omitted")
            return {};
        return wish == "detailed" ? wish : wish.empty() ? std::string() : std::string("auto");
    }
    void writeReasoning() {
        const ReasoningWish& wish = m_request.reasoning;
        std::string word = effort();
        std::string shown = display();
        if (!isOwn() && openai::refusesEffort(m_request.model)) {
            if (!word.empty() && word != "none")
                lose(wish.effort.empty() ? Field::Thinking : Field::Effort, LossKind::Dropped,
                     "The model does not think.");
            return;
        }
        if (!isOwn() && wish.mode == ThinkingMode::Disabled && wish.effort.empty() &&
            openai::isReasoningModel(m_request.model))
            lose(Field::Thinking, LossKind::Dropped,
                 "Not every model of the provider's dialect can be kept from thinking.");
        // Who asked for thoughts elsewhere got to see them.
        if (!isOwn() && shown.empty() && wish.display.empty() && wish.mode == ThinkingMode::Enabled)
            shown = "auto";
        if (word.empty() && shown.empty() && !holds("reasoning."))
            return;
        m_json.beginObject("reasoning");
        if (!word.empty())
            m_json.text("effort", word);
        if (!shown.empty())
            m_json.text("summary", shown);
        writeMembers("reasoning.");
        m_json.endObject();
    }

    void writeIdentity() {
        if (!m_request.user.empty())
            m_json.text("user", m_request.user);
        if (!m_request.metadata.empty())
            m_json.raw("metadata", m_request.metadata);
        const std::string& tier = m_request.serviceTier;
        if (isOwn() || m_request.dialect == Dialect::OpenAi) {
            if (!tier.empty())
                m_json.text("service_tier", tier);
        } else if (tier == "standard_only") {
            m_json.text("service_tier", "default");
        } else if (!tier.empty() && tier != "auto") {
            lose(Field::ServiceTier, LossKind::Dropped, "The provider's dialect has no such tier.");
        }
        if (m_request.cache)
            lose(Field::Cache, LossKind::Dropped,
                 "The provider's dialect has no cache marks; its providers cache by themselves.");
    }

    // This API keeps answers unless told otherwise; what the client did not ask for is not left there.
    void writeState() {
        const auto field = [this](std::string_view name) {
            const auto found = std::find_if(m_fields.begin(), m_fields.end(),
                                            [name](const UnknownField& f) { return f.name == name; });
            return found == m_fields.end() ? nullptr : &*found;
        };
        if (const auto* store = field("store"))
            m_json.raw("store", store->value);
        else if (!isOwn())
            m_json.boolean("store", false);
        const auto* include = field("include");
        const bool thinks =
            openai::isReasoningModel(m_request.model) || m_request.model.find("grok") != std::string::npos;
        if (!include && (!thinks || isOwn()))
            return;
        m_json.beginArray("include");
        if (thinks)
            m_json.text(encryptedWish);
        if (include) {
            const std::string object = "{\"a\":" + include->value + "}"; // views of it stand in the document
            if (const auto wishes = json::Document::parse(object)) {
                for (const json::View wish : wishes->root()["a"].children())
                    m_json.raw(wish.written());
            }
        }
        m_json.endArray();
    }

    const ChatRequest& m_request;
    Dialect m_from;
    Losses& m_losses;
    std::string m_out;
    json::Writer m_json;
    UnknownFields m_fields; // of this dialect
    std::vector<const Tool*> m_tools;
};

} // namespace

Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) {
    return RequestWriter(request, from, losses).write();
}

} // namespace gatehouse::dialects::responses
