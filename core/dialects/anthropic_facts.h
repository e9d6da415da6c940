// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/anthropic_reading.h"
#include "core/dialects/tap.h"

#include <string_view>

namespace gatehouse::dialects {

// What the events of a stream of Messages tell, whichever envelope they come in.
class AnthropicFacts {
public:
    // Adds an event to the facts. False for what is no JSON object.
    bool read(std::string_view type, std::string_view data, AnswerFacts& facts);
    // The stream is over: whole when a stop reason or message_stop came.
    StreamEnd end(AnswerFacts& facts) const;
    bool contentSeen() const { return m_contentSeen; }

private:
    void startAnew(AnswerFacts& facts);

    bool m_contentSeen = false;
    bool m_stopped = false; // message_stop
    AnthropicUsage m_usage;
    AnthropicReading m_reading; // of the event at hand
};

} // namespace gatehouse::dialects
