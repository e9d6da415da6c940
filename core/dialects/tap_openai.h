// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/openai_reading.h"
#include "core/dialects/sse_tap.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// Chat Completions and Completions.
class OpenAiTap final : public SseTap {
public:
    explicit OpenAiTap(bool hideUsage) : m_hideUsage(hideUsage) {}

private:
    using Finish = OpenAiChoice::Finish;

    Verdict readEvent(std::string_view type, std::string_view data) override;
    StreamEnd end() override;
    void noteChoice(const OpenAiChoice& choice);
    void noteFault(std::string_view type, std::string_view data);

    bool m_hideUsage;
    bool m_done = false;
    bool m_refused = false;
    OpenAiReading m_reading;      // of the event at hand; kept for its memory
    std::vector<Finish> m_finish; // per choice, by index: the surest that was seen
    std::vector<bool> m_seen;
    std::int64_t m_stopIndex = 0; // of the choice whose stop reason is told: the lowest
};

} // namespace gatehouse::dialects
