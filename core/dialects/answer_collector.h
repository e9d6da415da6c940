// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <cstddef>
#include <vector>

namespace gatehouse::dialects {

// Folds the events of a stream into the answer that a call without streaming would have given.
class AnswerCollector {
public:
    void add(const StreamEvent& event);
    const ChatAnswer& answer() const { return m_answer; }
    const std::optional<StreamError>& error() const { return m_error; }

private:
    struct Place {
        std::size_t choice = 0;
        std::size_t part = 0;
    };
    AnswerChoice& choice(int index);
    PartContent* part(int index);
    void start(const PartStart& event);
    void addText(int index, const std::string& text);

    ChatAnswer m_answer;
    std::vector<Place> m_places; // by part number
    std::optional<StreamError> m_error;
};

} // namespace gatehouse::dialects
