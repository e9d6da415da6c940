// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/gemini/partial_arguments.h"
#include "core/dialects/gemini/parts.h"
#include "core/dialects/json_tree.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::dialects::gemini {

// One candidate of a stream: each chunk brings new parts, which continue the text or the thought that is open.
class CandidateReader {
public:
    CandidateReader(int choice, int& nextPart) : m_choice(choice), m_nextPart(nextPart) {}

    void read(json::View candidate, CallIds& ids, std::vector<StreamEvent>& events);
    // The stream is over: ends what is open.
    void close(std::vector<StreamEvent>& events);
    bool isFinished() const { return m_stop != StopReason::None; }
    bool failed() const { return m_stop == StopReason::Failed; }
    const std::string& word() const { return m_word; }
    StopEvent stop() const;

private:
    enum class Open { None, Text, Thought };

    int start(PartContent content, std::vector<StreamEvent>& events);
    void closeOpen(std::vector<StreamEvent>& events);
    void readPart(json::View part, CallIds& ids, std::vector<StreamEvent>& events);
    bool readPartialCall(json::View part, json::View call, CallIds& ids, std::vector<StreamEvent>& events);
    void closeCall(std::vector<StreamEvent>& events);
    void take(Part part, std::vector<StreamEvent>& events);
    void takeText(const std::string& text, std::vector<StreamEvent>& events);
    void takeReasoning(ReasoningPart reasoning, std::vector<StreamEvent>& events);
    void flushSignature(std::vector<StreamEvent>& events);

    int m_choice;
    int& m_nextPart;
    Open m_open = Open::None;
    int m_openPart = 0;
    std::optional<int> m_callPart; // a call whose arguments come in pieces
    PartialArguments m_arguments;
    std::optional<ReasoningPart> m_signature; // of the open text: it ends with the chunk
    std::vector<Citation> m_citations;        // of the open text
    bool m_ascii = true;                      // the text so far
    bool m_calls = false;
    StopReason m_stop = StopReason::None;
    std::string m_word;
};

} // namespace gatehouse::dialects::gemini
