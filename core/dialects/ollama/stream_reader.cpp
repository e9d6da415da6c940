// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/stream_reader.h"

#include "core/base/text.h"
#include "core/dialects/errors.h"
#include "core/dialects/ollama/answer.h"
#include "core/dialects/ollama/content.h"
#include "core/dialects/openai/answer.h"
#include "core/dialects/translation.h"

#include <utility>

namespace gatehouse::dialects::ollama {
namespace {

using json::View;

StreamError garbled(std::string message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message)).value(), {}};
}

StreamError told(std::string_view line) {
    auto read = readProviderError(Dialect::Ollama, 0, line);
    return {std::move(read.error), std::move(read.providerText)};
}

} // namespace

void LinesStreamReader::feed(std::string_view bytes, Events& events) {
    m_lines.feed(bytes);
    while (const auto line = m_lines.next())
        readLine(*line, events);
    if (m_lines.tooLong() && !m_failed && !m_ended)
        fail(garbled("A line of the provider's stream is too long."), events);
}

void LinesStreamReader::readLine(std::string_view line, Events& events) {
    if (m_failed || m_ended || isBlankText(line))
        return;
    const auto document = json::Document::parse(line);
    if (!document)
        return fail(garbled("A line of the provider's stream is not a JSON object."), events);
    const View root = document->root();
    if (root["error"].given())
        return fail(told(line), events);
    begin(root, events);
    if (root["message"].isObject())
        readMessage(root["message"], root["message"]["content"].text(), events);
    else
        readMessage(root, root["response"].text(), events);
    if (root["done"].isTrue())
        readEnd(root, events);
}

void LinesStreamReader::fail(StreamError error, Events& events) {
    m_failed = true;
    events.push_back(std::move(error));
}

void LinesStreamReader::begin(View root, Events& events) {
    if (std::exchange(m_begun, true))
        return;
    m_seed = root["created_at"].text();
    MessageStart start;
    start.model = root["model"].text();
    start.created = secondsOf(m_seed);
    events.push_back(std::move(start));
}

void LinesStreamReader::readMessage(View message, std::string_view text, Events& events) {
    add(Open::Thought, message["thinking"].text(), events);
    std::vector<ThinkSplitter::Piece> pieces;
    m_splitter.feed(text, pieces);
    addPieces(pieces, events);
    readCalls(message["tool_calls"], events);
}

void LinesStreamReader::addPieces(const std::vector<ThinkSplitter::Piece>& pieces, Events& events) {
    for (const auto& piece : pieces)
        add(piece.thought ? Open::Thought : Open::Text, piece.text, events);
}

void LinesStreamReader::add(Open kind, std::string text, Events& events) {
    if (text.empty())
        return;
    const bool thought = kind == Open::Thought;
    if (m_open != kind) {
        close(events);
        m_open = kind;
        m_openPart = m_parts++;
        ReasoningPart reasoning;
        reasoning.dialect = Dialect::Ollama;
        events.push_back(
            PartStart{m_openPart, 0, thought ? PartContent(std::move(reasoning)) : PartContent(TextPart{})});
    }
    if (thought)
        events.push_back(ReasoningDelta{m_openPart, std::move(text)});
    else
        events.push_back(TextDelta{m_openPart, std::move(text)});
}

void LinesStreamReader::close(Events& events) {
    if (m_open != Open::None)
        events.push_back(PartStop{m_openPart});
    m_open = Open::None;
}

// Calls come whole.
void LinesStreamReader::readCalls(View calls, Events& events) {
    for (const View call : calls.children()) {
        close(events);
        ToolUsePart use = readToolCall(call);
        if (use.id.empty())
            use.id = madeToolId(m_seed + ':' + std::to_string(m_calls));
        ++m_calls;
        const std::string arguments = std::exchange(use.arguments, {});
        events.push_back(PartStart{m_parts, 0, std::move(use)});
        if (arguments != "{}")
            events.push_back(ArgumentsDelta{m_parts, arguments});
        events.push_back(PartStop{m_parts++});
    }
}

void LinesStreamReader::readEnd(View root, Events& events) {
    std::vector<ThinkSplitter::Piece> pieces;
    m_splitter.finish(pieces);
    addPieces(pieces, events);
    close(events);
    if (const auto usage = readUsage(root))
        events.push_back(UsageEvent{*usage});
    const std::string word = root["done_reason"].text();
    const auto told = ollama::stopReasonOf(word);
    // Old servers have no word for it.
    const auto stop = openai::settledStop(told == StopReason::None ? StopReason::EndTurn : told, m_calls > 0, false);
    m_ended = true;
    events.push_back(StopEvent{0, stop, {}, stop == StopReason::Other ? word : std::string()});
}

StreamEnd LinesStreamReader::finish(Events& events) {
    // The last line may come without its end; a piece of one is none.
    if (!m_ended && !m_failed && json::Document::parse(m_lines.rest()))
        feed("\n", events);
    return m_ended ? StreamEnd::Whole : StreamEnd::Cut;
}

} // namespace gatehouse::dialects::ollama
