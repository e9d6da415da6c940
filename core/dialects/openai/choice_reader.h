// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/think_splitter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::openai {

struct PartNumbers {
    int next = 0;
};

// The deltas of one choice, as parts that begin, grow and end. Text, thoughts and refusal follow one another; calls
// stay open to the end, as nothing in this dialect closes them.
class ChoiceReader {
public:
    ChoiceReader(int index, PartNumbers& numbers) : m_index(index), m_numbers(numbers) {}

    // "id" is that of the answer, for calls without one.
    void read(json::View choice, std::string_view id, std::vector<StreamEvent>& events);
    // Ends all parts. Citations are for the text, when there is one.
    void close(const std::vector<Citation>& citations, std::vector<StreamEvent>& events);
    StopEvent stop() const;
    bool failed() const { return m_stop == StopReason::Failed; }

    // Whether the choice may count as whole: it said why it stopped, or its server never does and the stream has its
    // end mark.
    bool isWhole(bool done) const { return m_finish == Finish::Said || (done && m_finish != Finish::Null); }

private:
    enum class Finish { Absent, Null, Blank, Said };
    enum class Open { None, Text, Thought, Refusal };
    struct Call {
        std::int64_t index = 0;
        int part = -1; // -1: waits for its name
        ToolUsePart use;
        std::string held; // arguments that came before the name
    };

    void readFinish(json::View finish);
    void readDelta(json::View delta, std::string_view id, std::vector<StreamEvent>& events);
    void readThoughts(json::View delta, std::vector<StreamEvent>& events);
    void readDetail(json::View detail, std::vector<StreamEvent>& events);
    void readContent(json::View content, std::vector<StreamEvent>& events);
    void readCalls(json::View delta, std::string_view id, std::vector<StreamEvent>& events);
    void readCall(json::View value, std::int64_t position, std::string_view id, std::vector<StreamEvent>& events);
    Call& callFor(json::View value, std::int64_t position, const std::string& callId, const std::string& name);
    void startCall(Call& call, std::string_view id, std::vector<StreamEvent>& events);

    int start(PartContent content, std::vector<StreamEvent>& events);
    void open(Open kind, ReasoningPart reasoning, std::vector<StreamEvent>& events);
    void closeOpen(std::vector<StreamEvent>& events);
    void addText(std::string text, std::vector<StreamEvent>& events);
    void addThought(std::string text, ReasoningPart reasoning, std::vector<StreamEvent>& events);
    void addPieces(const std::vector<ThinkSplitter::Piece>& pieces, std::vector<StreamEvent>& events);

    int m_index;
    PartNumbers& m_numbers;
    ThinkSplitter m_splitter;
    Open m_open = Open::None;
    int m_openPart = -1;
    std::int64_t m_thoughtIndex = -1; // of the open thought, where details name it
    bool m_thoughtSigned = false;
    std::vector<Call> m_calls;
    bool m_refused = false;
    Finish m_finish = Finish::Absent;
    StopReason m_stop = StopReason::None;
    std::string m_stopWord;
};

} // namespace gatehouse::dialects::openai
