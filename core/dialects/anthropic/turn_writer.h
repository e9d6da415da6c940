// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::dialects::anthropic {

// Writes "system" and "messages". Neighbouring messages of one side become one turn: so all results of parallel calls
// stand together in the user turn that follows the calls.
class TurnWriter {
public:
    TurnWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses);

    void write();

private:
    bool staysInPlace(const Message& message) const;
    void writeSystem();
    void writeSystemMessage(const Message& message);
    void writeMessages();
    void writeMessage(const Message& message);
    void writePart(const Message& message, const Part& part);
    void writeText(const Message& message, const Part& part, const TextPart& text);
    void writeMedia(const Message& message, const Part& part, const MediaPart& media);
    void writeToolUse(const Message& message, const Part& part, const ToolUsePart& use);
    void writeToolResult(const Message& message, const Part& part, const ToolResultPart& result);
    void writeReasoning(const Message& message, const Part& part, const ReasoningPart& reasoning);
    void endBlock(const Part& part); // cache mark and unknown fields, and the block's end

    // A turn begins with its first block, so that none is ever empty.
    void beginBlock(std::string_view role);
    void endTurn();
    std::string_view textToSay(const Message& message, const Part& part, std::string_view text);
    void lose(const Message& message, const Part& part, LossKind kind, std::string detail);

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    const Message* m_promoted = nullptr; // a system prompt that has to stand in for the missing user turn
    const Part* m_lastPart = nullptr;    // of the conversation
    std::string_view m_role;             // of the open turn
    bool m_inResult = false;
    std::unordered_map<std::string, std::string> m_ids; // the newest name of a call's id
    std::unordered_map<std::string, int> m_uses;        // how often an id was given
};

} // namespace gatehouse::dialects::anthropic
