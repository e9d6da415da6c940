// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/tap.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects {

// What all taps share: cutting the bytes into events, forwarding them, and events beyond the bound. A dialect's tap
// says what an event tells.
class SseTap : public StreamTap {
public:
    void feed(std::string_view bytes, std::string& out) final;
    StreamEnd finish(std::string& out) final;
    const AnswerFacts& facts() const final { return m_facts; }
    bool contentSeen() const final { return m_contentSeen; }
    bool insideEvent() const final { return m_insideLarge; }

protected:
    enum class Verdict {
        Forward,
        Withhold,
        Unreadable, // not the JSON that the dialect sends, or cut: forwarded, and nothing learnt from it
    };
    virtual Verdict readEvent(std::string_view type, std::string_view data) = 0;
    virtual StreamEnd end() = 0;

    AnswerFacts m_facts;
    bool m_contentSeen = false;

private:
    static constexpr std::size_t bound = std::size_t{64} << 10U;
    // An event beyond this passes unread.
    static constexpr std::size_t largestRead = std::size_t{8} << 20U;

    void forward(std::string_view raw, std::string& out);
    void takeFragment(const SseFrame& frame, std::string& out);
    void readLarge();

    SseReader m_reader{bound};
    std::string m_large; // a copy of the event that outgrew the bound
    bool m_insideLarge = false;
    bool m_withheldHalfLineEnd = false; // an LF at the next frame's start belongs to what was withheld
};

} // namespace gatehouse::dialects
