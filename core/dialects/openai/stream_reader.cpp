// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/stream_reader.h"

#include "core/base/text.h"
#include "core/dialects/errors.h"
#include "core/dialects/openai/answer.h"
#include "core/dialects/usage_numbers.h"

#include <algorithm>
#include <utility>

namespace gatehouse::dialects::openai {
namespace {

using json::View;

constexpr std::int64_t mostChoices = 4096;

StreamError garbled(std::string message) {
    return {failure(ErrorKind::Unavailable, "upstream_invalid_answer", std::move(message)).value(), {}};
}

StreamError told(std::string_view data) {
    auto read = readProviderError(Dialect::OpenAi, 0, data);
    return {std::move(read.error), std::move(read.providerText)};
}

} // namespace

void ChatStreamReader::feed(std::string_view bytes, std::vector<StreamEvent>& events) {
    m_sse.feed(bytes);
    while (const SseFrame* frame = m_sse.next())
        readFrame(*frame, events);
}

void ChatStreamReader::readFrame(const SseFrame& frame, std::vector<StreamEvent>& events) {
    if (m_failed || m_done || frame.kind == SseKind::Silent)
        return;
    if (frame.kind == SseKind::Fragment)
        return fail(garbled("An event of the provider's stream is too large."), events);
    const std::string_view data = trim(frame.data);
    if (data == "[DONE]") {
        m_done = true;
        if (isWhole())
            settle(events);
        return;
    }
    if (data.empty())
        return;
    if (frame.type == "error")
        return fail(told(data), events);
    const auto document = json::Document::parse(data);
    if (!document)
        return fail(garbled("An event of the provider's stream is not a JSON object."), events);
    if (document->root()["error"].given()) {
        readUsage(document->root()["usage"]);
        return fail(told(data), events);
    }
    readChunk(document->root(), events);
}

void ChatStreamReader::fail(StreamError error, std::vector<StreamEvent>& events) {
    m_failed = true;
    if (m_usage)
        events.push_back(UsageEvent{*m_usage});
    events.push_back(std::move(error));
}

// Azure's first chunk has neither id nor model: the message begins with the first choice.
void ChatStreamReader::begin(View root, std::vector<StreamEvent>& events) {
    if (m_begun)
        return;
    m_begun = true;
    m_id = root["id"].text();
    MessageStart start;
    start.id = m_id;
    start.model = root["model"].text();
    start.created = root["created"].integer().value_or(0);
    events.push_back(std::move(start));
}

void ChatStreamReader::readUsage(View value) {
    json::JsonCursor at(value.written());
    if (OpenAiUsage usage; value.isObject() && usage.read(at))
        m_usage = usage.disjoint();
}

void ChatStreamReader::readChunk(View root, std::vector<StreamEvent>& events) {
    if (!m_usage || root["usage"].isObject())
        readUsage(root["usage"].isObject() ? root["usage"] : root["x_groq"]["usage"]);
    if (auto citations = readTopLevelCitations(root); !citations.empty())
        m_citations = std::move(citations);
    if (root["choices"].size() > 0)
        begin(root, events);
    for (const View value : root["choices"].children()) {
        const auto index = std::clamp<std::int64_t>(value["index"].integer().value_or(0), 0, mostChoices - 1);
        auto& choice = m_choices.try_emplace(index, static_cast<int>(index), m_numbers).first->second;
        choice.read(value, m_id, events);
        if (choice.failed())
            return fail(
                {failure(ErrorKind::Unavailable, "provider_error", "The provider failed while it answered.").value(),
                 {}},
                events);
    }
}

bool ChatStreamReader::isWhole() const {
    if (m_failed || m_choices.empty())
        return false;
    return std::all_of(m_choices.begin(), m_choices.end(),
                       [this](const auto& entry) { return entry.second.isWhole(m_done); });
}

void ChatStreamReader::settle(std::vector<StreamEvent>& events) {
    if (std::exchange(m_settled, true))
        return;
    for (auto& [index, choice] : m_choices)
        choice.close(index == 0 ? m_citations : std::vector<Citation>(), events);
    if (m_usage)
        events.push_back(UsageEvent{*m_usage});
    for (const auto& [index, choice] : m_choices)
        events.push_back(choice.stop());
}

StreamEnd ChatStreamReader::finish(std::vector<StreamEvent>& events) {
    if (!isWhole()) {
        if (m_usage && !m_failed)
            events.push_back(UsageEvent{*m_usage});
        return StreamEnd::Cut;
    }
    settle(events);
    return StreamEnd::Whole;
}

} // namespace gatehouse::dialects::openai
