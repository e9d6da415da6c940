// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/tool_writer.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::bedrock {

ToolWriter::ToolWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
    : m_request(request), m_from(from), m_out(out), m_losses(losses) {
    chooseTools();
}

void ToolWriter::lose(std::string_view field, LossKind kind, std::string detail) {
    addLoss(m_losses, std::string(field), kind, std::move(detail));
}

void ToolWriter::chooseTools() {
    static const std::vector<std::string> none;
    const auto& allowed = m_request.toolChoice ? m_request.toolChoice->allowed : none;
    for (const auto& tool : m_request.tools) {
        if (tool.kind == ToolKind::BuiltIn && tool.dialect != Dialect::Bedrock)
            lose(toolPath(tool), LossKind::Dropped, "\"" + tool.name + "\" is run by providers of another dialect.");
        else if (allowed.empty() || std::find(allowed.begin(), allowed.end(), tool.name) != allowed.end())
            m_tools.push_back(&tool);
    }
    if (!allowed.empty())
        lose(fieldName(m_from, Field::ToolChoice), LossKind::Approximated, "Only the allowed tools are sent.");
}

bool ToolWriter::isForced() const {
    return m_request.toolChoice && !m_tools.empty() &&
           (m_request.toolChoice->mode == ToolChoiceMode::Required ||
            m_request.toolChoice->mode == ToolChoiceMode::Named);
}

void ToolWriter::write(const std::vector<std::string>& called, bool historyHoldsTools) {
    const bool standIns = m_tools.empty() && historyHoldsTools;
    if (!m_tools.empty() || standIns) {
        m_out.beginObject("toolConfig").beginArray("tools");
        for (const Tool* tool : m_tools)
            writeTool(*tool);
        if (standIns)
            writeStandIns(called);
        m_out.endArray();
        writeChoice();
        m_out.endObject();
    } else if (m_request.toolChoice && (m_request.toolChoice->mode == ToolChoiceMode::Required ||
                                        m_request.toolChoice->mode == ToolChoiceMode::Named)) {
        lose(fieldName(m_from, Field::ToolChoice), LossKind::Dropped, "No tool is left that could be called.");
    }
    if (m_request.parallelToolCalls == false && !m_tools.empty())
        lose(fieldName(m_from, Field::ParallelTools), LossKind::Dropped,
             "The provider's dialect cannot forbid several calls at once.");
}

void ToolWriter::writeStandIns(const std::vector<std::string>& called) {
    lose(fieldName(m_from, Field::Tools), LossKind::Approximated,
         "The history calls tools that the request does not define; they are sent by name alone, as the provider asks "
         "for.");
    static const std::vector<std::string> unnamed{"tool"}; // results without their calls
    for (const auto& name : called.empty() ? unnamed : called) {
        m_out.beginObject().beginObject("toolSpec").text("name", name).beginObject("inputSchema");
        m_out.raw("json", R"({"type":"object","properties":{}})").endObject().endObject().endObject();
    }
}

void ToolWriter::writeTool(const Tool& tool) {
    if (tool.kind == ToolKind::BuiltIn) {
        m_out.raw(tool.raw);
    } else {
        m_out.beginObject().beginObject("toolSpec").text("name", tool.name);
        if (!tool.description.empty())
            m_out.text("description", tool.description);
        m_out.beginObject("inputSchema").name("json");
        writeSchema(tool);
        m_out.endObject();
        if (tool.strict && (*tool.strict || isOwn()))
            m_out.boolean("strict", *tool.strict);
        for (const auto& field : tool.unknown) {
            if (field.dialect == Dialect::Bedrock)
                m_out.raw(field.name, field.value);
        }
        m_out.endObject().endObject();
    }
    dropUnknown(m_losses, tool.unknown, Dialect::Bedrock, toolPath(tool));
    if (!tool.cache)
        return;
    m_out.beginObject().beginObject("cachePoint").text("type", "default");
    if (!tool.cache->lifetime.empty())
        m_out.text("ttl", tool.cache->lifetime);
    m_out.endObject().endObject();
}

// "type":"object" must stand at the top.
void ToolWriter::writeSchema(const Tool& tool) {
    if (tool.kind == ToolKind::Custom) {
        lose(toolPath(tool), LossKind::Approximated,
             "Free text is asked for as {\"input\": text}; its calls come as function calls.");
        m_out.raw(R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})");
        return;
    }
    if (tool.schema.empty() || (tool.schema == "{}" && !isOwn())) {
        m_out.raw(R"({"type":"object","properties":{}})");
        return;
    }
    const auto document = json::Document::parse(tool.schema);
    if (isOwn() || (document && document->root()["type"].text() == "object")) {
        m_out.raw(tool.schema);
        return;
    }
    m_out.beginObject().text("type", "object");
    for (const json::View member : document ? document->root().children() : json::Range()) {
        if (member.name() != "type")
            m_out.raw(member.name(), member.written());
    }
    m_out.endObject();
}

void ToolWriter::writeChoice() {
    if (!m_request.toolChoice)
        return;
    const ToolChoice& choice = *m_request.toolChoice;
    const auto isNamed = [&](const Tool* tool) { return tool->name == choice.name; };
    switch (choice.mode) {
    case ToolChoiceMode::Auto:
        if (!m_tools.empty())
            m_out.beginObject("toolChoice").beginObject("auto").endObject().endObject();
        return;
    case ToolChoiceMode::None:
        lose(fieldName(m_from, Field::ToolChoice), LossKind::Dropped,
             "The provider's dialect has no word for none: the model may call a tool.");
        return;
    case ToolChoiceMode::Required:
        if (!m_tools.empty())
            m_out.beginObject("toolChoice").beginObject("any").endObject().endObject();
        else
            lose(fieldName(m_from, Field::ToolChoice), LossKind::Dropped, "No tool is left that could be called.");
        return;
    case ToolChoiceMode::Named:
        break;
    }
    if (isOwn() || std::any_of(m_tools.begin(), m_tools.end(), isNamed))
        m_out.beginObject("toolChoice").beginObject("tool").text("name", choice.name).endObject().endObject();
    else
        lose(fieldName(m_from, Field::ToolChoice), LossKind::Dropped, "The tool that it names cannot be sent.");
}

} // namespace gatehouse::dialects::bedrock
