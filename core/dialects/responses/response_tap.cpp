// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/response_tap.h"

#include "core/base/text.h"

namespace gatehouse::dialects::responses {
namespace {

constexpr std::size_t longestName = 256;

} // namespace

bool ResponseTap::read(Told& told, std::string_view data) {
    return json::readObject(data, [&told](std::string_view name, json::JsonCursor& at) {
        if (name == "type")
            told.type = at.rawString().value_or(std::string_view{});
        else if (name == "response")
            told.response = at.raw();
        else if (name == "error" && at.type() != json::Type::Null)
            told.error = at.raw();
        else if (name == "delta")
            addContent(told.delta, at);
        else
            at.skip();
    });
}

SseTap::Verdict ResponseTap::readEvent(std::string_view type, std::string_view data) {
    if (trim(data) == "[DONE]") // OpenRouter adds one
        return Verdict::Forward;
    Told told;
    if (!read(told, data))
        return Verdict::Unreadable;
    const std::string_view kind = told.type.empty() ? type : told.type;
    m_facts.textBytes += told.delta.bytes;
    m_contentSeen = m_contentSeen || told.delta.any;
    if (kind == "error" || type == "error" || (told.type.empty() && !told.error.empty()))
        noteFault(data);
    else if (kind == "response.completed" || kind == "response.incomplete" || kind == "response.failed" ||
             kind == "response.cancelled")
        noteResponse(told.response, true);
    else if (kind == "response.created" || kind == "response.in_progress" || kind == "response.queued")
        noteResponse(told.response, false);
    else if (kind == "response.output_item.done")
        m_contentSeen = true;
    return Verdict::Forward;
}

void ResponseTap::noteResponse(std::string_view text, bool last) {
    if (!m_reading.read(text))
        return;
    if (m_facts.id.empty())
        m_facts.id = json::presentableString(m_reading.id, longestName);
    if (m_facts.model.empty() || last)
        m_facts.model = json::presentableString(m_reading.model, longestName);
    if (m_reading.usage)
        m_facts.usage = m_reading.usage;
    if (!last)
        return;
    if (m_reading.stop() == StopReason::Failed) {
        noteFault(text);
        return;
    }
    m_ended = true;
    m_facts.stop = m_reading.stop() == StopReason::None ? StopReason::EndTurn : m_reading.stop();
    if (m_facts.textBytes == 0)
        m_facts.textBytes = m_reading.content.bytes;
}

void ResponseTap::noteFault(std::string_view data) {
    if (!m_facts.errorInStream)
        m_facts.errorInStream = errorFrom(readFault(data));
}

StreamEnd ResponseTap::end() {
    return m_ended ? StreamEnd::Whole : StreamEnd::Cut;
}

} // namespace gatehouse::dialects::responses
