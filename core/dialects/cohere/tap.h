// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/cohere/reading.h"
#include "core/dialects/sse_tap.h"

namespace gatehouse::dialects::cohere {

// Cohere's Chat API, version 2: whole when message-end came.
class ChatTap final : public SseTap {
private:
    Verdict readEvent(std::string_view type, std::string_view data) override;
    StreamEnd end() override;

    Reading m_reading; // of the event at hand
    bool m_ended = false;
};

// Of a whole answer.
AnswerFacts readFacts(std::string_view body);

} // namespace gatehouse::dialects::cohere
