// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/tap.h"

#include "core/dialects/content_text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/ollama/answer.h"
#include "core/dialects/openai/answer.h"
#include "core/dialects/provider_fault.h"

#include <algorithm>

namespace gatehouse::dialects::ollama {
namespace {

using json::JsonCursor;

constexpr std::size_t longestName = 256;
constexpr std::size_t bound = std::size_t{64} << 10U;
// A line beyond this passes unread.
constexpr std::size_t largestRead = std::size_t{8} << 20U;

struct Reading {
    std::string_view model;
    std::string_view doneReason;
    bool done = false;
    bool called = false;
    ContentText content;
    std::optional<std::int64_t> prompt;
    std::optional<std::int64_t> made;
    std::optional<ProviderFault> fault;

    bool read(std::string_view line) {
        return json::readObject(line, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
    }
    std::optional<Usage> usage() const {
        if (!prompt && !made)
            return std::nullopt;
        Usage told;
        told.input = std::max<std::int64_t>(prompt.value_or(0), 0);
        told.output = std::max<std::int64_t>(made.value_or(0), 0);
        return told;
    }

private:
    void readMember(std::string_view name, JsonCursor& at) {
        if (name == "model")
            model = at.rawString().value_or(std::string_view{});
        else if (name == "message")
            readMessage(at);
        else if (name == "response" || name == "thinking")
            addContent(content, at);
        else if (name == "done")
            done = at.boolean().value_or(false);
        else if (name == "done_reason")
            doneReason = at.rawString().value_or(std::string_view{});
        else if (name == "prompt_eval_count")
            prompt = at.integer();
        else if (name == "eval_count")
            made = at.integer();
        else if (name == "error" && at.type() != json::Type::Null) {
            fault.emplace();
            fault->json = true;
            readFaultValue(*fault, at);
        } else
            at.skip();
    }
    void readMessage(JsonCursor& at) {
        std::string_view name;
        if (!at.enterObject())
            return;
        while (at.nextMember(name)) {
            if (name == "tool_calls") {
                ContentText calls;
                addContent(calls, at);
                called = called || calls.any;
                content.bytes += calls.bytes;
                content.any = content.any || calls.any;
            } else if (name == "content" || name == "thinking") {
                addContent(content, at);
            } else {
                at.skip();
            }
        }
    }
};

StopReason stopOf(const Reading& reading, bool called) {
    const auto told = ollama::stopReasonOf(reading.doneReason);
    return openai::settledStop(told == StopReason::None ? StopReason::EndTurn : told, called, false);
}

} // namespace

void LinesTap::feed(std::string_view bytes, std::string& out) {
    for (;;) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos)
            break;
        takeLine(out, bytes.substr(0, end + 1));
        bytes.remove_prefix(end + 1);
    }
    if (m_forwarded > 0 || m_line.size() + bytes.size() > bound) {
        if (m_forwarded == 0)
            out.append(m_line);
        out.append(bytes);
        m_forwarded += bytes.size() + (m_forwarded == 0 ? m_line.size() : 0);
    }
    if (m_line.size() <= largestRead)
        m_line.append(bytes);
}

// The line ends with "tail".
void LinesTap::takeLine(std::string& out, std::string_view tail) {
    if (m_line.empty()) {
        readLine(tail);
        out.append(tail);
        return;
    }
    if (m_forwarded == 0)
        out.append(m_line);
    out.append(tail);
    if (m_line.size() <= largestRead) {
        m_line.append(tail);
        readLine(m_line);
    }
    m_line.clear();
    m_forwarded = 0;
}

// False: it is no line of this dialect.
bool LinesTap::readLine(std::string_view line) {
    Reading reading;
    if (!reading.read(line))
        return false;
    if (m_facts.model.empty())
        m_facts.model = json::presentableString(reading.model, longestName);
    m_facts.textBytes += reading.content.bytes;
    m_contentSeen = m_contentSeen || reading.content.any;
    m_called = m_called || reading.called;
    if (auto usage = reading.usage())
        m_facts.usage = usage;
    if (reading.fault && !m_facts.errorInStream)
        m_facts.errorInStream = errorFrom(*reading.fault);
    if (reading.done) {
        m_done = true;
        m_facts.stop = stopOf(reading, m_called);
    }
    return true;
}

StreamEnd LinesTap::finish(std::string& out) {
    // The last line may come without its end.
    if (!m_line.empty() && m_line.size() <= largestRead)
        readLine(m_line);
    const StreamEnd how = m_done ? StreamEnd::Whole : StreamEnd::Cut;
    if (how == StreamEnd::Whole && m_forwarded == 0)
        out.append(m_line);
    m_line.clear();
    return how;
}

AnswerFacts readFacts(std::string_view body) {
    AnswerFacts facts;
    Reading reading;
    facts.unreadable = !reading.read(body);
    if (facts.unreadable)
        return facts;
    facts.model = json::presentableString(reading.model, longestName);
    facts.usage = reading.usage();
    facts.stop = stopOf(reading, reading.called);
    facts.textBytes = reading.content.bytes;
    if (reading.fault)
        facts.errorInStream = errorFrom(*reading.fault);
    return facts;
}

} // namespace gatehouse::dialects::ollama
