// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace gatehouse::dialects::responses {

// Writes the elements of "input" of a request. The calls and results of a turn become items of their own.
class InputWriter {
public:
    InputWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
        : m_request(request), m_from(from), m_out(out), m_losses(losses) {}

    void writeAll();
    // What stands in "instructions": the first message, where it is the system prompt at the top.
    static const Message* instructions(const ChatRequest& request);

private:
    void write(const Message& message);
    void writePrompt(const Message& message);
    void writeAssistant(const Message& message);
    void writeTexts(const Message& message, const std::vector<const Part*>& parts);
    void writeReasoning(const Message& message, std::size_t& at);
    void writeCall(const Part& part, const ToolUsePart& use);
    void writeResults(const Message& message);
    void writeResult(const Message& message, const Part& part, const ToolResultPart& result);

    bool isSayable(const Message& message, const Part& part);
    bool isSayableMedia(const Message& message, const Part& part, const MediaPart& media);
    void writeInputPart(const Part& part);
    void writeMedia(const MediaPart& media);
    void writeOwnFields(const UnknownFields& fields);
    void dropMarks(const Message& message, const Part& part);
    bool mayGoBack(const ReasoningPart& reasoning) const;
    bool isOwn() const { return m_request.dialect == Dialect::OpenAiResponses; }
    void lose(const Message& message, const Part& part, LossKind kind, std::string detail);

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    std::unordered_set<std::string> m_textCalls; // ids of calls of custom tools
};

} // namespace gatehouse::dialects::responses
