// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::ollama {

// Writes the elements of "messages" of a request: text in one string, pictures beside it.
class MessageWriter {
public:
    MessageWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
        : m_request(request), m_from(from), m_out(out), m_losses(losses) {}

    void writeAll();

private:
    struct Said {
        std::string text;
        std::string thoughts;
        std::vector<const MediaPart*> images;
    };

    void write(const Message& message);
    void writeResult(const Message& message, const Part& part, const ToolResultPart& result);
    void writeSaid(const Said& said);
    void writeCalls(const Message& message);
    Said choose(const Message& message, const std::vector<Part>& parts);
    void chooseMedia(const Message& message, const Part& part, const MediaPart& media, Said& said);
    void noteMarks(const Message& message, const Part& part);
    void lose(const Message& message, const Part& part, LossKind kind, std::string detail);

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    std::map<std::string, std::string> m_names; // of the tools that calls named, by id
};

} // namespace gatehouse::dialects::ollama
