// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::cohere {

// Writes the elements of "messages" of a request. Documents in words, which users' messages hold elsewhere, are kept
// aside: they stand at the top level here.
class MessageWriter {
public:
    MessageWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
        : m_request(request), m_from(from), m_out(out), m_losses(losses) {}

    void writeAll();
    const std::vector<const MediaPart*>& documents() const { return m_documents; }

private:
    void write(const Message& message);
    void writePrompt(const Message& message);
    void writeAssistant(const Message& message);
    void writeResult(const Message& message, const Part& part, const ToolResultPart& result);
    void writeUnknown(const Message& message);
    void writeCalls(const Message& message);
    std::vector<const Part*> chooseParts(const Message& message, const std::vector<Part>& parts);
    bool isSayable(const Message& message, const Part& part);
    bool isSayableMedia(const Message& message, const Part& part, const MediaPart& media);
    void writeContent(const std::vector<const Part*>& parts, std::string_view joint);
    void writePart(const Part& part);
    void noteMarks(const Message& message, const Part& part);
    void lose(const Message& message, const Part& part, LossKind kind, std::string detail);

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    std::vector<const MediaPart*> m_documents;
};

} // namespace gatehouse::dialects::cohere
