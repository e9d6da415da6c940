// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/request_writer.h"

#include "core/dialects/gemini/config_writer.h"
#include "core/dialects/gemini/content_writer.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {
namespace {

constexpr std::string_view prefixOfTools = "toolConfig.";
constexpr std::string_view prefixOfCalling = "toolConfig.functionCallingConfig.";

class RequestWriter {
public:
    RequestWriter(const ChatRequest& request, Dialect from, Losses& losses)
        : m_request(request), m_from(from), m_losses(losses), m_json(m_out) {}

    Result<std::string> write() {
        m_json.beginObject();
        if (auto written = ContentWriter(m_request, m_from, m_json, m_losses).write(); !written)
            return tl::unexpected(std::move(written.error()));
        const auto functions = chooseFunctions();
        writeTools(functions);
        writeToolConfig(functions);
        ConfigWriter(m_request, m_from, m_json, m_losses).write(!functions.empty());
        noteIdentity();
        writeUnknown();
        m_json.endObject();
        return std::move(m_out);
    }

private:
    using Functions = std::vector<const Tool*>;

    void lose(Field field, LossKind kind, std::string_view detail) {
        addLoss(m_losses, std::string(fieldName(m_from, field)), kind, std::string(detail));
    }
    bool isOwn() const { return m_request.dialect == Dialect::Gemini; }

    // AUTO has no list of allowed functions: then only those are declared.
    Functions chooseFunctions() {
        const bool narrowed = m_request.toolChoice && m_request.toolChoice->mode == ToolChoiceMode::Auto &&
                              !m_request.toolChoice->allowed.empty() && !isOwn();
        Functions chosen;
        for (const auto& tool : m_request.tools) {
            if (tool.kind == ToolKind::BuiltIn) {
                if (tool.dialect != Dialect::Gemini)
                    addLoss(m_losses, toolPath(tool), LossKind::Dropped,
                            "\"" + tool.name + "\" is run by providers of another dialect.");
                continue;
            }
            const auto allowed = [&] {
                const auto& names = m_request.toolChoice->allowed;
                return std::find(names.begin(), names.end(), tool.name) != names.end();
            };
            if (!narrowed || allowed())
                chosen.push_back(&tool);
        }
        if (narrowed)
            lose(Field::ToolChoice, LossKind::Approximated, "Only the allowed tools are sent.");
        return chosen;
    }

    void writeTools(const Functions& functions) {
        const auto isBuiltIn = [](const Tool& tool) {
            return tool.kind == ToolKind::BuiltIn && tool.dialect == Dialect::Gemini;
        };
        const bool builtIns = std::any_of(m_request.tools.begin(), m_request.tools.end(), isBuiltIn);
        if (functions.empty() && !builtIns)
            return;
        m_json.beginArray("tools");
        if (!functions.empty()) {
            m_json.beginObject().beginArray("functionDeclarations");
            for (const Tool* tool : functions)
                writeFunction(*tool);
            m_json.endArray().endObject();
        }
        for (const auto& tool : m_request.tools) {
            if (isBuiltIn(tool))
                m_json.raw(tool.raw);
        }
        m_json.endArray();
    }
    void writeFunction(const Tool& tool) {
        m_json.beginObject().text("name", tool.name);
        if (!tool.description.empty() || isOwn())
            m_json.text("description", tool.description);
        if (tool.kind == ToolKind::Custom) {
            addLoss(m_losses, toolPath(tool), LossKind::Approximated,
                    "Free text is asked for as {\"input\": text}; its calls come as function calls.");
            m_json.raw("parametersJsonSchema",
                       R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})");
        } else if (!tool.schema.empty() && tool.schema != "{}") {
            m_json.raw("parametersJsonSchema", tool.schema);
        }
        for (const auto& field : tool.unknown) {
            if (field.dialect == Dialect::Gemini)
                m_json.raw(field.name, field.value);
        }
        m_json.endObject();
        dropUnknown(m_losses, tool.unknown, Dialect::Gemini, toolPath(tool));
        if (tool.strict.value_or(false))
            addLoss(m_losses, toolPath(tool) + ".strict", LossKind::Dropped,
                    "The provider's dialect has no strict functions.");
        if (tool.cache)
            addLoss(m_losses, toolPath(tool) + ".cache_control", LossKind::Dropped,
                    "The provider's dialect has no cache marks; it caches by itself.");
    }

    static std::string_view word(ToolChoiceMode mode) {
        if (mode == ToolChoiceMode::None)
            return "NONE";
        return mode == ToolChoiceMode::Auto ? "AUTO" : "ANY";
    }
    bool hasUnknown(std::string_view prefix) const {
        return std::any_of(m_request.unknown.begin(), m_request.unknown.end(), [&](const UnknownField& field) {
            return field.dialect == Dialect::Gemini && field.name.starts_with(prefix);
        });
    }
    const UnknownField* unknownNamed(std::string_view name) const {
        const auto found =
            std::find_if(m_request.unknown.begin(), m_request.unknown.end(), [&](const UnknownField& field) {
                return field.dialect == Dialect::Gemini && field.name == name;
            });
        return found == m_request.unknown.end() ? nullptr : &*found;
    }
    void writeToolConfig(const Functions& functions) {
        if (m_request.parallelToolCalls == false && !functions.empty())
            lose(Field::ParallelTools, LossKind::Dropped, "The provider's dialect cannot forbid parallel calls.");
        const auto choice = sayableChoice(functions);
        const bool calling = choice || hasUnknown(prefixOfCalling);
        if (!calling && !hasUnknown(prefixOfTools))
            return;
        m_json.beginObject("toolConfig");
        if (calling)
            writeCalling(choice.value_or(ToolChoice{}));
        writeUnknown(prefixOfTools);
        m_json.endObject();
    }
    std::optional<ToolChoice> sayableChoice(const Functions& functions) {
        if (!m_request.toolChoice || isOwn())
            return m_request.toolChoice;
        ToolChoice choice = *m_request.toolChoice;
        const bool forced = choice.mode == ToolChoiceMode::Required || choice.mode == ToolChoiceMode::Named;
        const auto isNamed = [&](const Tool* tool) { return tool->name == choice.name; };
        if (functions.empty()) {
            if (forced)
                lose(Field::ToolChoice, LossKind::Dropped, "No tool is left that could be called.");
            return std::nullopt;
        }
        if (choice.mode == ToolChoiceMode::Named && std::none_of(functions.begin(), functions.end(), isNamed)) {
            lose(Field::ToolChoice, LossKind::Dropped, "The tool that it names cannot be sent.");
            return std::nullopt;
        }
        if (choice.mode == ToolChoiceMode::Auto)
            choice.allowed.clear();
        return choice;
    }
    void writeCalling(const ToolChoice& choice) {
        m_json.beginObject("functionCallingConfig");
        const auto* own = unknownNamed("toolConfig.functionCallingConfig.mode");
        if (own == nullptr)
            m_json.text("mode", word(choice.mode));
        if (choice.mode == ToolChoiceMode::Named)
            m_json.beginArray("allowedFunctionNames").text(choice.name).endArray();
        else if (!choice.allowed.empty() && (own != nullptr || choice.mode != ToolChoiceMode::Auto || isOwn()))
            writeNames(choice.allowed);
        writeUnknown(prefixOfCalling);
        m_json.endObject();
    }
    void writeNames(const std::vector<std::string>& names) {
        m_json.beginArray("allowedFunctionNames");
        for (const auto& name : names)
            m_json.text(name);
        m_json.endArray();
    }

    void noteIdentity() {
        if (!m_request.user.empty())
            lose(Field::User, LossKind::Dropped, "The provider's dialect has no name of the user.");
        if (!m_request.metadata.empty() && m_request.metadata != "{}")
            lose(Field::Metadata, LossKind::Dropped, "The provider's dialect has no such field.");
        const auto& tier = m_request.serviceTier;
        if (!tier.empty() && tier != "auto" && tier != "default" && tier != "standard_only")
            lose(Field::ServiceTier, LossKind::Dropped, "The provider's dialect has no such tier.");
        if (m_request.cache)
            lose(Field::Cache, LossKind::Dropped, "The provider's dialect has no cache marks; it caches by itself.");
    }
    // Fields of that object only, not of those within it.
    void writeUnknown(std::string_view prefix) {
        for (const auto& field : m_request.unknown) {
            const std::string_view name(field.name);
            if (field.dialect == Dialect::Gemini && name.starts_with(prefix) &&
                name.find('.', prefix.size()) == std::string_view::npos)
                m_json.raw(name.substr(prefix.size()), field.value);
        }
    }
    void writeUnknown() {
        writeUnknown("");
        dropUnknown(m_losses, m_request.unknown, Dialect::Gemini, "");
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

} // namespace gatehouse::dialects::gemini
