// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::dialects::bedrock {

// Writes "system" and "messages" of Converse. Neighbouring messages of one side become one turn: turns must alternate,
// and the results of parallel calls stand together behind the calls.
class TurnWriter {
public:
    TurnWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses);

    void write();
    // Names of tools that the history calls, in their order, and whether it holds blocks of tools at all: then the
    // service insists on a toolConfig.
    const std::vector<std::string>& toolsCalled() const { return m_called; }
    bool holdsToolBlocks() const { return m_toolBlocks; }

private:
    bool isOwn() const { return m_request.dialect == Dialect::Bedrock; }
    void findSides();
    void writeSystem();
    void writeSystemMessage(const Message& message, bool& any);
    void writeMessages();
    void writeMessage(const Message& message);
    void writePart(const Message& message, const Part& part);
    void writeText(const Message& message, const Part& part, const TextPart& text);
    void writeCited(const TextPart& text);
    void writeMedia(const Message& message, const Part& part, const MediaPart& media);
    void writeMediaMembers(const MediaPart& media, const std::string& name);
    std::string mediaName(const Message& message, const Part& part, const MediaPart& media, std::string_view format);
    void writeToolUse(const Message& message, const Part& part, const ToolUsePart& use);
    void writeToolResult(const Message& message, const Part& part, const ToolResultPart& result);
    void writeReasoning(const Message& message, const Part& part, const ReasoningPart& reasoning);
    void writeCachePoint(const std::optional<CacheMark>& mark);

    // A turn begins with its first block, so that none is ever empty.
    void beginBlock(const Message& message);
    void endTurn();
    void lose(const Message& message, const Part& part, LossKind kind, std::string detail);

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    const Message* m_promoted = nullptr; // a system prompt that has to stand in for the missing user turn
    const Message* m_lastUser = nullptr; // where a cache mark of the whole request goes
    std::string_view m_role;             // of the open turn
    int m_at = -1;                       // of the open turn's first message
    bool m_inResult = false;
    std::optional<CacheMark> m_innerMark;
    bool m_toolBlocks = false;
    bool m_claude = false;
    std::vector<std::string> m_called;
    std::set<std::string> m_names;                      // of documents: each once
    std::unordered_map<std::string, std::string> m_ids; // the newest name of a call's id
    std::unordered_map<std::string, int> m_uses;        // how often an id was given
};

// The model is one of Anthropic's, as far as its id tells.
bool isClaude(std::string_view model);

} // namespace gatehouse::dialects::bedrock
