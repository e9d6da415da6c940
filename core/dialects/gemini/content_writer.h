// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::gemini {

// Writes "systemInstruction" and "contents": turns of user and model, with all results of a turn's calls together and
// in the order of the calls (WIRE.md §4). Lives for one request.
class ContentWriter {
public:
    ContentWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses);
    // Errors: Invalid for a result that answers no call, which the service would refuse without saying why.
    Result<void> write();

private:
    struct Answered {
        const Message* message;
        const Part* part;
        const ToolResultPart* result;
    };
    using Run = std::vector<const Message*>; // neighbours of one side

    void lose(const Message& message, const Part& part, LossKind kind, std::string detail);
    bool isOwn() const { return m_request.dialect == Dialect::Gemini; }
    bool isPromoted(const Message& message) const { return &message == m_promoted; }
    void noteMessage(const Message& message);
    void writeSystem();
    void writeSystemText(const Message& message);
    Result<void> writeContents();
    void writeUser(const Run& run);
    void writeModel(const Run& run);
    Result<void> writeResults(const Run& run);

    void beginTurn(std::string_view role);
    void endTurn();
    void beginPart();
    void endPart(const Message& message, const Part& part);
    void writePart(const Message& message, const Part& part);
    void writeText(const Message& message, const Part& part, std::string_view text);
    void writeMediaPart(const Message& message, const Part& part, const MediaPart& media);
    bool isSayable(const Message& message, const Part& part, const MediaPart& media);
    void writeUse(const Message& message, const Part& part, const ToolUsePart& use);
    void writeReasoning(const Message& message, const Part& part, const ReasoningPart& reasoning);
    void takeTextSignatures(const Run& run);
    Result<void> writeResult(const Answered& each);
    void writeResponse(const Message& message, const Part& part, const ToolResultPart& result);
    void writeResultMedia(const Answered& each);

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    const Message* m_promoted = nullptr; // a prompt sent as the user's turn: the service wants one
    bool m_turnOpen = false;
    std::string_view m_role;
    std::map<std::string, std::string, std::less<>> m_names; // of calls by id
    std::vector<std::string> m_order;                        // ids of the calls of the last turn of the model
    bool m_signed = false;                                   // a call of the open turn has its signature
    std::map<const Part*, const std::string*> m_textSignatures;
    std::vector<const Part*> m_heldMedia; // of results, where the model takes none in them
};

} // namespace gatehouse::dialects::gemini
