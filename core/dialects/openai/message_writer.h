// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::openai {

// Writes the elements of "messages" of a request. Pictures and files in tool results, which a tool message cannot
// hold, follow in a user message behind the run of results.
class MessageWriter {
public:
    MessageWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
        : m_request(request), m_from(from), m_out(out), m_losses(losses) {}

    void writeAll();

private:
    // Text and media, as far as they can be said.
    struct Said {
        std::vector<const Part*> parts;
        bool onlyText = true;
    };

    void write(const Message& message);
    void writePrompt(const Message& message);
    void writeAssistant(const Message& message);
    void writeResults(const Message& message);
    void writeResult(const Message& message, const Part& part, const ToolResultPart& result);
    void writeHeldMedia();

    void begin(const Message& message, std::string_view role);
    Said chooseParts(const Message& message, const std::vector<Part>& parts);
    bool isSayable(const Message& message, const Part& part);
    bool isSayableMedia(const Message& message, const Part& part, const MediaPart& media);
    void writeContent(const Said& said, std::string_view joint);
    void writePart(const Part& part);
    void writeMedia(const MediaPart& media);
    // The thoughts that may go to this model's vendor.
    std::vector<const ReasoningPart*> chooseReasoning(const Message& message);
    void writeToolCalls(const Message& message);
    void dropMarks(const Message& message, const Part& part);
    void lose(const Message& message, const Part& part, LossKind kind, std::string detail);

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    std::vector<const Part*> m_heldMedia;
};

} // namespace gatehouse::dialects::openai
