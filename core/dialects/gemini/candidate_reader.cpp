// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/candidate_reader.h"

#include "core/dialects/gemini/answer.h"
#include "core/dialects/gemini/fields.h"
#include "core/dialects/gemini/finish_words.h"
#include "core/dialects/gemini/grounding.h"

#include <algorithm>
#include <utility>

namespace gatehouse::dialects::gemini {

using json::View;

int CandidateReader::start(PartContent content, std::vector<StreamEvent>& events) {
    const int part = m_nextPart++;
    events.push_back(PartStart{part, m_choice, std::move(content)});
    return part;
}

void CandidateReader::closeOpen(std::vector<StreamEvent>& events) {
    if (m_open == Open::None)
        return;
    if (m_open == Open::Text) {
        for (auto& citation : m_citations)
            events.push_back(CitationDelta{m_openPart, std::move(citation)});
        m_citations.clear();
    }
    events.push_back(PartStop{m_openPart});
    m_open = Open::None;
}

// What signs a text is a part of its own behind it.
void CandidateReader::flushSignature(std::vector<StreamEvent>& events) {
    if (!m_signature)
        return;
    closeOpen(events);
    const int part = start(std::move(*m_signature), events);
    events.push_back(PartStop{part});
    m_signature.reset();
}

void CandidateReader::read(View candidate, CallIds& ids, std::vector<StreamEvent>& events) {
    const View parts = candidate["content"]["parts"];
    if (parts.isObject())
        readPart(parts, ids, events);
    else
        for (const View part : parts.children())
            readPart(part, ids, events);
    if (const View grounding = field(candidate, "groundingMetadata"); grounding.isObject()) {
        if (auto citations = readGrounding(grounding, {std::nullopt, m_ascii}); !citations.empty())
            m_citations = std::move(citations);
    }
    flushSignature(events);
    if (const std::string word = finishWord(candidate); !word.empty()) {
        m_stop = stopReasonOf(word);
        m_word = m_stop == StopReason::Other || m_stop == StopReason::Failed ? word : std::string();
    }
}

void CandidateReader::readPart(View part, CallIds& ids, std::vector<StreamEvent>& events) {
    if (const View call = field(part, "functionCall"); call.isObject() && readPartialCall(part, call, ids, events))
        return;
    closeCall(events);
    std::vector<Part> parts;
    gemini::readPart(part, -1, ids, parts);
    for (auto& each : parts)
        take(std::move(each), events);
}

// A call that comes whole has neither pieces nor more to come.
bool CandidateReader::readPartialCall(View part, View call, CallIds& ids, std::vector<StreamEvent>& events) {
    const View pieces = field(call, "partialArgs");
    const bool goesOn = field(call, "willContinue").isTrue();
    const bool begins = call["name"].isString();
    if (begins && !goesOn && !pieces.isArray())
        return false;
    if (begins) {
        flushSignature(events);
        closeOpen(events);
        closeCall(events);
        ToolUsePart use;
        use.id = call["id"].text();
        if (use.id.empty())
            use.id = ids.next();
        use.name = call["name"].text();
        use.arguments.clear();
        use.signature = field(part, "thoughtSignature").text();
        m_calls = true;
        m_callPart = start(std::move(use), events);
    } else if (m_callPart) {
        if (std::string signature = field(part, "thoughtSignature").text(); !signature.empty())
            events.push_back(SignatureDelta{*m_callPart, std::move(signature)});
    }
    for (const View piece : pieces.children())
        m_arguments.add(piece);
    if (!goesOn)
        closeCall(events);
    return true;
}

void CandidateReader::closeCall(std::vector<StreamEvent>& events) {
    if (!m_callPart)
        return;
    events.push_back(ArgumentsDelta{*m_callPart, std::exchange(m_arguments, {}).text()});
    events.push_back(PartStop{*m_callPart});
    m_callPart.reset();
}

void CandidateReader::takeText(const std::string& text, std::vector<StreamEvent>& events) {
    if (text.empty())
        return;
    flushSignature(events);
    if (m_open != Open::Text) {
        closeOpen(events);
        m_openPart = start(TextPart{}, events);
        m_open = Open::Text;
        m_ascii = true;
    }
    m_ascii = m_ascii && std::none_of(text.begin(), text.end(),
                                      [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
    events.push_back(TextDelta{m_openPart, text});
}

void CandidateReader::takeReasoning(ReasoningPart reasoning, std::vector<StreamEvent>& events) {
    std::string text = std::exchange(reasoning.text, {});
    std::string signature = std::exchange(reasoning.signature, {});
    if (!reasoning.encrypted.empty()) {
        flushSignature(events);
        m_signature = std::move(reasoning);
        return;
    }
    flushSignature(events);
    if (m_open != Open::Thought) {
        closeOpen(events);
        m_openPart = start(std::move(reasoning), events);
        m_open = Open::Thought;
    }
    if (!text.empty())
        events.push_back(ReasoningDelta{m_openPart, std::move(text)});
    if (signature.empty())
        return;
    events.push_back(SignatureDelta{m_openPart, std::move(signature)});
    closeOpen(events); // what is signed is complete
}

void CandidateReader::take(Part part, std::vector<StreamEvent>& events) {
    if (const auto* text = std::get_if<TextPart>(&part.content))
        return takeText(text->text, events);
    if (auto* reasoning = std::get_if<ReasoningPart>(&part.content))
        return takeReasoning(std::move(*reasoning), events);
    flushSignature(events);
    closeOpen(events);
    std::string arguments;
    auto* use = std::get_if<ToolUsePart>(&part.content);
    if (use != nullptr) {
        arguments = std::exchange(use->arguments, {});
        m_calls = true;
    }
    const int number = start(std::move(part.content), events);
    if (!arguments.empty())
        events.push_back(ArgumentsDelta{number, std::move(arguments)});
    events.push_back(PartStop{number});
}

void CandidateReader::close(std::vector<StreamEvent>& events) {
    flushSignature(events);
    closeCall(events);
    closeOpen(events);
}

StopEvent CandidateReader::stop() const {
    return {m_choice, settledStop(m_stop, m_calls, false), {}, m_stop == StopReason::Other ? m_word : std::string()};
}

} // namespace gatehouse::dialects::gemini
