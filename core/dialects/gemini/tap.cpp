// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/tap.h"

#include "core/dialects/errors.h"
#include "core/dialects/gemini/answer.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {
namespace {

constexpr std::size_t longestName = 256;
constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t mostCandidates = 4096;

} // namespace

bool ChunkFacts::read(std::string_view text, AnswerFacts& facts, bool& contentSeen) {
    if (!m_reading.read(text))
        return false;
    if (facts.id.empty())
        facts.id = json::presentableString(m_reading.id, longestName);
    if (facts.model.empty())
        facts.model = json::presentableString(m_reading.model, longestName);
    if (m_reading.usage)
        facts.usage = m_reading.usage;
    m_blocked = m_blocked || m_reading.blocked;
    for (const auto& seen : m_reading.candidates) {
        facts.textBytes += seen.content.bytes;
        contentSeen = contentSeen || seen.content.any;
        if (!m_candidates.contains(seen.index) && m_candidates.size() == mostCandidates)
            continue;
        auto& candidate = m_candidates[seen.index];
        candidate.calls = candidate.calls || seen.calls;
        if (seen.stop != StopReason::None)
            candidate.stop = seen.stop;
    }
    if (m_reading.fault && !facts.errorInStream)
        facts.errorInStream = errorFrom(*m_reading.fault);
    (void)end(facts);
    return true;
}

StreamEnd ChunkFacts::end(AnswerFacts& facts) const {
    if (m_candidates.empty()) {
        facts.stop = m_blocked ? StopReason::Filtered : StopReason::None;
        return m_blocked ? StreamEnd::Whole : StreamEnd::Cut;
    }
    const auto& first = m_candidates.begin()->second;
    facts.stop = settledStop(first.stop, first.calls, false);
    const bool whole = std::all_of(m_candidates.begin(), m_candidates.end(),
                                   [](const auto& each) { return each.second.stop != StopReason::None; });
    return whole ? StreamEnd::Whole : StreamEnd::Cut;
}

SseTap::Verdict EventTap::readEvent(std::string_view /*type*/, std::string_view data) {
    return m_chunks.read(data, m_facts, m_contentSeen) ? Verdict::Forward : Verdict::Unreadable;
}

StreamEnd EventTap::end() {
    return m_chunks.end(m_facts);
}

void ArrayTap::feed(std::string_view bytes, std::string& out) {
    m_splitter.feed(bytes);
    while (const auto element = m_splitter.next()) {
        m_chunks.read(element->json, m_facts, m_contentSeen);
        out.append(element->raw.substr(m_ahead));
        m_ahead = 0;
        m_begun = true;
    }
    const auto rest = m_splitter.rest();
    if (m_splitter.closed() || rest.size() > bound) {
        out.append(rest.substr(m_ahead));
        m_ahead = m_splitter.closed() ? 0 : rest.size();
        if (m_splitter.closed())
            m_splitter.takeRest();
    }
}

StreamEnd ArrayTap::finish(std::string& out) {
    const StreamEnd how = m_chunks.end(m_facts);
    if (how == StreamEnd::Whole)
        out.append(m_splitter.rest().substr(m_ahead));
    return how;
}

std::string ArrayTap::errorAtEnd(const Error& error, Dialect client, std::string_view requestId) const {
    return (m_begun ? ",\r\n" : "[") + writeError(error, client, requestId) + "]";
}

void GenerateTap::feed(std::string_view bytes, std::string& out) {
    if (!m_tap) {
        const auto first = bytes.find_first_not_of(blanks);
        if (first == std::string_view::npos) {
            m_blanks.append(bytes);
            return;
        }
        if (bytes[first] == '[' || bytes[first] == '{')
            m_tap = std::make_unique<ArrayTap>();
        else
            m_tap = std::make_unique<EventTap>();
        if (!m_blanks.empty())
            m_tap->feed(m_blanks, out);
    }
    m_tap->feed(bytes, out);
}

StreamEnd GenerateTap::finish(std::string& out) {
    return m_tap ? m_tap->finish(out) : StreamEnd::Cut;
}

std::string GenerateTap::errorAtEnd(const Error& error, Dialect client, std::string_view requestId) const {
    return m_tap ? m_tap->errorAtEnd(error, client, requestId) : StreamTap::errorAtEnd(error, client, requestId);
}

AnswerFacts answerFacts(std::string_view body) {
    AnswerFacts facts;
    bool seen = false;
    ChunkFacts chunks;
    Reading reading;
    const auto begin = body.find_first_not_of(blanks);
    if (begin != std::string_view::npos && body[begin] == '[') {
        ArrayTap tap;
        std::string forwarded;
        tap.feed(body, forwarded);
        return tap.facts();
    }
    facts.unreadable = !chunks.read(body, facts, seen);
    if (!facts.unreadable && facts.stop == StopReason::None && reading.read(body) && reading.totalTokens) {
        facts.usage.emplace();
        facts.usage->input = *reading.totalTokens;
    }
    return facts;
}

} // namespace gatehouse::dialects::gemini
