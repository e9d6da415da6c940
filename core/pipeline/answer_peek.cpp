// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/answer_peek.h"

#include "core/base/text.h"

namespace gatehouse::pipeline {
namespace {

// An answer beyond this is data, not a call's answer with a usage.
constexpr std::size_t largestRead = std::size_t{1} << 20U;

bool isType(std::string_view contentType, std::string_view wanted) {
    return equalsIgnoringCase(trim(contentType.substr(0, contentType.find(';'))), wanted);
}

} // namespace

bool isEventStream(std::string_view contentType) {
    return isType(contentType, "text/event-stream");
}

bool isJson(std::string_view contentType) {
    return isType(contentType, "application/json");
}

AnswerPeek::AnswerPeek(dialects::Dialect dialect, dialects::Operation operation, std::string_view contentType)
    : m_dialect(dialect), m_operation(operation) {
    if (isEventStream(contentType)) {
        m_form = Form::Events;
        m_tap = dialects::makeStreamTap(dialect, operation, false);
    } else if (isJson(contentType)) {
        m_form = Form::Json;
    }
}

void AnswerPeek::feed(std::string_view bytes) {
    if (m_form == Form::Events) {
        m_forwarded.clear();
        m_tap->feed(bytes, m_forwarded);
    } else if (m_form == Form::Json) {
        if (m_json.size() + bytes.size() <= largestRead)
            m_json.append(bytes);
        else
            m_form = Form::Opaque;
    }
}

dialects::AnswerFacts AnswerPeek::finish() {
    if (m_form == Form::Events) {
        (void)m_tap->finish(m_forwarded);
        return m_tap->facts();
    }
    if (m_form == Form::Json)
        return dialects::readAnswerFacts(m_dialect, m_operation, m_json);
    return {};
}

} // namespace gatehouse::pipeline
