// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/choice_reader.h"

#include "core/dialects/finish.h"
#include "core/dialects/openai/answer.h"
#include "core/dialects/openai/content.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <utility>

namespace gatehouse::dialects::openai {
namespace {

using json::View;

constexpr std::int64_t legacyIndex = -1;
constexpr std::size_t mostCalls = 4096; // against a server that never repeats an index

} // namespace

int ChoiceReader::start(PartContent content, std::vector<StreamEvent>& events) {
    const int part = m_numbers.next++;
    events.push_back(PartStart{part, m_index, std::move(content)});
    return part;
}

void ChoiceReader::closeOpen(std::vector<StreamEvent>& events) {
    if (m_open != Open::None)
        events.push_back(PartStop{m_openPart});
    m_open = Open::None;
    m_thoughtIndex = -1;
    m_thoughtSigned = false;
}

void ChoiceReader::open(Open kind, ReasoningPart reasoning, std::vector<StreamEvent>& events) {
    if (m_open == kind)
        return;
    closeOpen(events);
    m_open = kind;
    if (kind == Open::Text)
        m_openPart = start(TextPart{}, events);
    else if (kind == Open::Refusal)
        m_openPart = start(RefusalPart{}, events);
    else
        m_openPart = start(std::move(reasoning), events);
}

void ChoiceReader::addText(std::string text, std::vector<StreamEvent>& events) {
    if (text.empty())
        return;
    open(Open::Text, {}, events);
    events.push_back(TextDelta{m_openPart, std::move(text)});
}

void ChoiceReader::addThought(std::string text, ReasoningPart reasoning, std::vector<StreamEvent>& events) {
    if (text.empty())
        return;
    open(Open::Thought, std::move(reasoning), events);
    events.push_back(ReasoningDelta{m_openPart, std::move(text)});
}

void ChoiceReader::addPieces(const std::vector<ThinkSplitter::Piece>& pieces, std::vector<StreamEvent>& events) {
    for (const auto& piece : pieces) {
        if (piece.thought)
            addThought(piece.text, {}, events);
        else
            addText(piece.text, events);
    }
}

void ChoiceReader::read(View choice, std::string_view id, std::vector<StreamEvent>& events) {
    View delta = choice["delta"];
    if (!delta.isObject())
        delta = choice["message"]; // some servers answer a stream with one whole message
    if (delta.isObject())
        readDelta(delta, id, events);
    readFinish(choice["finish_reason"]);
}

void ChoiceReader::readFinish(View finish) {
    // What was said once stays said: OpenRouter says it again.
    if (m_finish == Finish::Said)
        return;
    if (!finish.isString()) {
        m_finish = std::max(m_finish, finish.kind() == json::Kind::Missing ? Finish::Absent : Finish::Null);
        return;
    }
    const std::string word = finish.text();
    m_finish = std::max(m_finish, word.empty() ? Finish::Blank : Finish::Said);
    m_stop = stopReasonOf(Dialect::OpenAi, word);
    m_stopWord = m_stop == StopReason::Other ? word : std::string();
}

void ChoiceReader::readDelta(View delta, std::string_view id, std::vector<StreamEvent>& events) {
    readThoughts(delta, events);
    readContent(delta["content"], events);
    for (auto& citation : readAnnotations(delta["annotations"])) {
        open(Open::Text, {}, events);
        events.push_back(CitationDelta{m_openPart, std::move(citation)});
    }
    if (std::string refusal = delta["refusal"].text(); !refusal.empty()) {
        m_refused = true;
        open(Open::Refusal, {}, events);
        events.push_back(TextDelta{m_openPart, std::move(refusal)});
    }
    if (std::string transcript = delta["audio"]["transcript"].text(); !transcript.empty())
        addText(std::move(transcript), events);
    readCalls(delta, id, events);
}

void ChoiceReader::readThoughts(View delta, std::vector<StreamEvent>& events) {
    bool worded = false;
    const View details = delta["reasoning_details"];
    for (const View detail : details.children())
        worded = worded || !detail["text"].text().empty() || !detail["summary"].text().empty();
    if (!worded) {
        std::string plain = delta["reasoning_content"].text();
        if (plain.empty())
            plain = delta["reasoning"].text();
        addThought(std::move(plain), {}, events);
    }
    for (const View detail : details.children())
        readDetail(detail, events);
}

void ChoiceReader::readDetail(View detail, std::vector<StreamEvent>& events) {
    auto reasoning = readReasoningDetail(detail);
    if (!reasoning)
        return;
    const std::int64_t index = detail["index"].integer().value_or(-1);
    if (!reasoning->encrypted.empty()) {
        closeOpen(events);
        const int part = start(std::move(*reasoning), events);
        events.push_back(PartStop{part});
        return;
    }
    std::string text = std::exchange(reasoning->text, {});
    std::string signature = std::exchange(reasoning->signature, {});
    if (text.empty() && signature.empty())
        return;
    if (m_open == Open::Thought && (m_thoughtSigned || (m_thoughtIndex >= 0 && index >= 0 && index != m_thoughtIndex)))
        closeOpen(events);
    open(Open::Thought, std::move(*reasoning), events);
    m_thoughtIndex = index;
    if (!text.empty())
        events.push_back(ReasoningDelta{m_openPart, std::move(text)});
    if (!signature.empty()) {
        m_thoughtSigned = true;
        events.push_back(SignatureDelta{m_openPart, std::move(signature)});
    }
}

void ChoiceReader::readContent(View content, std::vector<StreamEvent>& events) {
    if (content.isString()) {
        std::vector<ThinkSplitter::Piece> pieces;
        m_splitter.feed(content.text(), pieces);
        addPieces(pieces, events);
        return;
    }
    std::vector<Part> parts; // Mistral's thoughts, and texts beside them
    openai::readContent(content, parts);
    for (auto& part : parts) {
        if (auto* text = std::get_if<TextPart>(&part.content))
            addText(std::move(text->text), events);
        else if (auto* reasoning = std::get_if<ReasoningPart>(&part.content))
            addThought(std::move(reasoning->text), {}, events);
    }
}

void ChoiceReader::readCalls(View delta, std::string_view id, std::vector<StreamEvent>& events) {
    std::int64_t position = 0;
    for (const View value : delta["tool_calls"].children())
        readCall(value, position++, id, events);
    if (delta["function_call"].isObject() && !delta["tool_calls"].given())
        readCall(delta, legacyIndex, id, events);
}

// Deltas are told apart by index; by id where a server gives none, or the same index to every call.
ChoiceReader::Call& ChoiceReader::callFor(View value, std::int64_t position, const std::string& callId,
                                          const std::string& name) {
    const auto index = value["index"].integer();
    const auto known = std::find_if(m_calls.rbegin(), m_calls.rend(), [&](const Call& call) {
        if (!index && !callId.empty() && position != legacyIndex)
            return call.use.id == callId;
        return call.index == index.value_or(position);
    });
    if (known != m_calls.rend()) {
        const bool another = !callId.empty() && !known->use.id.empty() && callId != known->use.id && !name.empty();
        if (!another || m_calls.size() >= mostCalls)
            return *known;
    } else if (!index && callId.empty() && name.empty() && !m_calls.empty()) {
        return m_calls.back();
    }
    m_calls.emplace_back();
    m_calls.back().index = index.value_or(position);
    return m_calls.back();
}

void ChoiceReader::readCall(View value, std::int64_t position, std::string_view id, std::vector<StreamEvent>& events) {
    const bool legacy = position == legacyIndex;
    const View custom = value["custom"];
    const View body = legacy ? value["function_call"] : custom.isObject() ? custom : value["function"];
    if (!body.isObject())
        return;
    const std::string callId = legacy ? std::string() : value["id"].text();
    const std::string name = body["name"].text();
    Call& call = callFor(value, position, callId, name);
    if (call.part < 0) {
        if (call.use.id.empty())
            call.use.id = callId;
        call.use.name = name;
        call.use.input = custom.isObject() ? ToolInput::Text : ToolInput::Object;
        call.use.signature = value["extra_content"]["google"]["thought_signature"].text();
    }
    const View arguments = custom.isObject() ? custom["input"] : body["arguments"];
    std::string text = arguments.isObject() ? arguments.compact() : arguments.text();
    if (call.part < 0 && call.use.name.empty()) {
        call.held += text;
        return;
    }
    if (call.part < 0)
        startCall(call, id, events);
    if (!text.empty())
        events.push_back(ArgumentsDelta{call.part, std::move(text)});
}

void ChoiceReader::startCall(Call& call, std::string_view id, std::vector<StreamEvent>& events) {
    closeOpen(events);
    if (call.use.id.empty()) {
        const auto place = &call - m_calls.data();
        call.use.id = madeToolId(std::string(id) + ':' + std::to_string(place));
    }
    ToolUsePart begun = call.use;
    begun.arguments.clear();
    call.part = start(std::move(begun), events);
    if (!call.held.empty())
        events.push_back(ArgumentsDelta{call.part, std::exchange(call.held, {})});
}

void ChoiceReader::close(const std::vector<Citation>& citations, std::vector<StreamEvent>& events) {
    std::vector<ThinkSplitter::Piece> pieces;
    m_splitter.finish(pieces);
    addPieces(pieces, events);
    if (m_open == Open::Text) {
        for (const auto& citation : citations)
            events.push_back(CitationDelta{m_openPart, citation});
    }
    closeOpen(events);
    for (auto& call : m_calls) {
        if (call.part < 0)
            startCall(call, {}, events);
        events.push_back(PartStop{call.part});
    }
}

StopEvent ChoiceReader::stop() const {
    const StopReason told = m_stop == StopReason::None ? StopReason::Other : m_stop;
    // A server without words for it: what came tells what it was.
    const StopReason settled = told == StopReason::Other && m_finish != Finish::Said && !m_calls.empty()
                                   ? StopReason::ToolUse
                                   : settledStop(told, !m_calls.empty(), m_refused);
    return {m_index, settled, {}, m_stopWord};
}

} // namespace gatehouse::dialects::openai
