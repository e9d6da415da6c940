// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"
#include "core/dialects/responses/envelope.h"
#include "core/dialects/responses/output_items.h"

#include <string>
#include <vector>

namespace gatehouse::dialects::responses {

// The items of an answer from the parts of the model: texts side by side become one message, words of a thought and
// what they sum up one item.
class OutputBuilder {
public:
    OutputBuilder(std::string answer, const AskedFor& asked) : m_answer(std::move(answer)), m_asked(asked) {}

    void addAll(const std::vector<Part>& parts, Losses& losses);
    const std::vector<OutputItem>& items() const { return m_items; }

private:
    void addText(const Part& part, OutputContent content);
    void addThought(const ReasoningPart& reasoning, const ReasoningPart* before);
    void addCall(const Part& part, const ToolUsePart& use);
    OutputItem& add(OutputKind kind);

    std::string m_answer; // its id
    const AskedFor& m_asked;
    std::vector<OutputItem> m_items;
};

// Whether "sealed" is what the words of "said" sum up: then both are one item.
bool isOneThought(const ReasoningPart& said, const ReasoningPart& sealed);

} // namespace gatehouse::dialects::responses
