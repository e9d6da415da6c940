// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/stream_reader.h"

#include "core/base/text.h"
#include "core/dialects/errors.h"
#include "core/dialects/gemini/answer.h"
#include "core/dialects/gemini/fields.h"
#include "core/dialects/gemini/usage_metadata.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {
namespace {

using json::View;

constexpr std::int64_t mostCandidates = 4096;
constexpr std::string_view blanks = " \t\r\n";

StreamError garbled(std::string message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message)).value(), {}};
}

} // namespace

void GenerateStreamReader::feed(std::string_view bytes, std::vector<StreamEvent>& events) {
    if (m_form == Form::Unknown) {
        const auto first = bytes.find_first_not_of(blanks);
        if (first == std::string_view::npos)
            return;
        m_form = bytes[first] == '[' || bytes[first] == '{' ? Form::Array : Form::Events;
    }
    if (m_form == Form::Events) {
        m_sse.feed(bytes);
        return readEvents(events);
    }
    m_array.feed(bytes);
    while (const auto element = m_array.next())
        readElement(element->json, events);
}

void GenerateStreamReader::readEvents(std::vector<StreamEvent>& events) {
    while (const SseFrame* frame = m_sse.next()) {
        if (frame->kind == SseKind::Fragment)
            fail(garbled("An event of the provider's stream is too large."), events);
        else if (frame->kind == SseKind::Event)
            readElement(trim(frame->data), events);
    }
}

void GenerateStreamReader::readElement(std::string_view text, std::vector<StreamEvent>& events) {
    if (m_failed || text.empty() || text == "[DONE]")
        return;
    const auto document = json::Document::parse(text);
    if (!document && m_ending)
        return;
    if (!document)
        return fail(garbled("An event of the provider's stream is not a JSON object."), events);
    if (document->root()["error"].given()) {
        auto told = readProviderError(Dialect::Gemini, 0, text);
        return fail({std::move(told.error), std::move(told.providerText)}, events);
    }
    readResponse(document->root(), text, events);
}

void GenerateStreamReader::fail(StreamError error, std::vector<StreamEvent>& events) {
    if (m_failed)
        return;
    m_failed = true;
    if (m_usage)
        events.push_back(UsageEvent{*m_usage});
    events.push_back(std::move(error));
}

void GenerateStreamReader::begin(View root, std::string_view text, std::vector<StreamEvent>& events) {
    if (m_ids)
        return;
    MessageStart start;
    start.id = field(root, "responseId").text();
    start.model = field(root, "modelVersion").text();
    m_ids.emplace(start.id.empty() ? std::string(text) : start.id);
    events.push_back(std::move(start));
}

void GenerateStreamReader::readUsage(View root) {
    const View metadata = field(root, "usageMetadata");
    if (!metadata.isObject())
        return;
    json::JsonCursor at(metadata.written());
    if (UsageMetadata usage; usage.read(at))
        m_usage = usage.disjoint();
}

void GenerateStreamReader::readResponse(View root, std::string_view text, std::vector<StreamEvent>& events) {
    readUsage(root);
    begin(root, text, events);
    m_blocked = m_blocked || field(field(root, "promptFeedback"), "blockReason").given();
    for (const View value : root["candidates"].children()) {
        const auto index = std::clamp<std::int64_t>(value["index"].integer().value_or(0), 0, mostCandidates - 1);
        auto& candidate = m_candidates.try_emplace(index, static_cast<int>(index), m_nextPart).first->second;
        candidate.read(value, *m_ids, events);
        if (candidate.failed())
            return fail({failedWith(candidate.word()), {}}, events);
    }
}

bool GenerateStreamReader::isWhole() const {
    if (m_failed)
        return false;
    if (m_candidates.empty())
        return m_blocked;
    return std::all_of(m_candidates.begin(), m_candidates.end(),
                       [](const auto& entry) { return entry.second.isFinished(); });
}

void GenerateStreamReader::settle(std::vector<StreamEvent>& events) {
    for (auto& [index, candidate] : m_candidates)
        candidate.close(events);
    if (m_usage)
        events.push_back(UsageEvent{*m_usage});
    if (m_candidates.empty())
        events.push_back(StopEvent{0, StopReason::Filtered, {}, {}});
    for (const auto& [index, candidate] : m_candidates)
        events.push_back(candidate.stop());
}

StreamEnd GenerateStreamReader::finish(std::vector<StreamEvent>& events) {
    m_ending = true;
    if (m_form == Form::Events) {
        // As if the blank line had come: a server may leave it out behind its last event.
        m_sse.feed("\r\n\r\n");
        readEvents(events);
    }
    if (!isWhole()) {
        if (m_usage && !m_failed)
            events.push_back(UsageEvent{*m_usage});
        return StreamEnd::Cut;
    }
    settle(events);
    return StreamEnd::Whole;
}

} // namespace gatehouse::dialects::gemini
