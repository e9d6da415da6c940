// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/tap.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::dialects::ollama {

// Lines of /api/chat and /api/generate beside the bytes that pass. Whole when a line with "done": true came.
class LinesTap final : public StreamTap {
public:
    void feed(std::string_view bytes, std::string& out) override;
    StreamEnd finish(std::string& out) override;
    const AnswerFacts& facts() const override { return m_facts; }
    bool contentSeen() const override { return m_contentSeen; }
    bool insideEvent() const override { return m_forwarded > 0; }

private:
    void takeLine(std::string& out, std::string_view tail);
    bool readLine(std::string_view line);

    AnswerFacts m_facts;
    bool m_contentSeen = false;
    bool m_called = false;
    bool m_done = false;
    std::string m_line;          // the line at hand as far as it came
    std::size_t m_forwarded = 0; // bytes of it that went on, once it outgrew the bound
};

// Of a whole answer.
AnswerFacts readFacts(std::string_view body);

} // namespace gatehouse::dialects::ollama
