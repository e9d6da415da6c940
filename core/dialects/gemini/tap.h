// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/gemini/array_splitter.h"
#include "core/dialects/gemini/reading.h"
#include "core/dialects/sse_tap.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::dialects::gemini {

// What the chunks of a stream tell together, whichever form they come in.
class ChunkFacts {
public:
    // False for what is not the JSON that the service sends.
    bool read(std::string_view text, AnswerFacts& facts, bool& contentSeen);
    StreamEnd end(AnswerFacts& facts) const;

private:
    Reading m_reading; // of the chunk at hand
    struct Candidate {
        StopReason stop = StopReason::None;
        bool calls = false;
    };
    std::map<std::int64_t, Candidate> m_candidates;
    bool m_blocked = false;
};

class EventTap final : public SseTap {
private:
    Verdict readEvent(std::string_view type, std::string_view data) override;
    StreamEnd end() override;
    ChunkFacts m_chunks;
};

// The array without "alt=sse": elements go on when they are complete, or outgrow 64 KiB.
class ArrayTap final : public StreamTap {
public:
    void feed(std::string_view bytes, std::string& out) override;
    StreamEnd finish(std::string& out) override;
    bool insideEvent() const override { return m_ahead > 0; }
    const AnswerFacts& facts() const override { return m_facts; }
    bool contentSeen() const override { return m_contentSeen; }
    std::string errorAtEnd(const Error& error, Dialect client, std::string_view requestId) const override;

private:
    static constexpr std::size_t bound = std::size_t{64} << 10U;

    ArraySplitter m_splitter;
    ChunkFacts m_chunks;
    AnswerFacts m_facts;
    bool m_contentSeen = false;
    bool m_begun = false;    // an element has been forwarded
    std::size_t m_ahead = 0; // bytes of the element at hand that were forwarded already
};

// Tells the forms apart by the first byte.
class GenerateTap final : public StreamTap {
public:
    void feed(std::string_view bytes, std::string& out) override;
    StreamEnd finish(std::string& out) override;
    bool insideEvent() const override { return m_tap && m_tap->insideEvent(); }
    const AnswerFacts& facts() const override { return m_tap ? m_tap->facts() : m_none; }
    bool contentSeen() const override { return m_tap && m_tap->contentSeen(); }
    std::string errorAtEnd(const Error& error, Dialect client, std::string_view requestId) const override;

private:
    std::unique_ptr<StreamTap> m_tap;
    std::string m_blanks; // before the first byte
    AnswerFacts m_none;
};

// Of a whole answer.
AnswerFacts answerFacts(std::string_view body);

} // namespace gatehouse::dialects::gemini
