// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <string>
#include <vector>

namespace gatehouse::dialects::bedrock {

// Writes toolConfig: whenever there are tools, and whenever the history holds blocks of tools, for then the service
// insists on it.
class ToolWriter {
public:
    ToolWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses);

    // A tool call is forced: models of Anthropic's cannot think then.
    bool isForced() const;
    void write(const std::vector<std::string>& called, bool historyHoldsTools);

private:
    bool isOwn() const { return m_request.dialect == Dialect::Bedrock; }
    void lose(std::string_view field, LossKind kind, std::string detail);
    void chooseTools();
    void writeTool(const Tool& tool);
    void writeSchema(const Tool& tool);
    void writeStandIns(const std::vector<std::string>& called);
    void writeChoice();

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    std::vector<const Tool*> m_tools;
};

} // namespace gatehouse::dialects::bedrock
