// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/translating_tap.h"

namespace gatehouse::pipeline {

using namespace dialects;

TranslatingTap::TranslatingTap(const Codec& provider, const Codec& client, StreamWriterOptions options)
    : m_reader(provider.streamReader()), m_writer(client.streamWriter(options)), m_asArray(options.asArray) {}

std::string TranslatingTap::errorAtEnd(const Error& error, Dialect client, std::string_view requestId) const {
    if (!m_asArray)
        return StreamTap::errorAtEnd(error, client, requestId);
    std::string out; // only the writer knows how far the array has come
    m_writer->write(StreamError{error, {}}, out);
    return out;
}

void TranslatingTap::feed(std::string_view bytes, std::string& out) {
    m_reader->feed(bytes, m_events);
    pass(out);
}

StreamEnd TranslatingTap::finish(std::string& out) {
    const auto end = m_reader->finish(m_events);
    pass(out);
    if (end == StreamEnd::Whole && !m_facts.errorInStream)
        m_writer->finish(out);
    return end;
}

void TranslatingTap::pass(std::string& out) {
    for (const auto& event : m_events) {
        note(event);
        m_writer->write(event, out);
    }
    m_events.clear();
}

void TranslatingTap::note(const StreamEvent& event) {
    if (const auto* start = std::get_if<MessageStart>(&event)) {
        m_facts.id = start->id;
        m_facts.model = start->model;
        if (start->usage)
            m_facts.usage = start->usage;
    } else if (const auto* usage = std::get_if<UsageEvent>(&event)) {
        m_facts.usage = usage->usage;
    } else if (const auto* stop = std::get_if<StopEvent>(&event)) {
        m_facts.stop = stop->stop;
    } else if (const auto* error = std::get_if<StreamError>(&event)) {
        m_facts.errorInStream = error->error;
    } else if (const auto* text = std::get_if<TextDelta>(&event)) {
        m_facts.textBytes += text->text.size();
        m_contentSeen = m_contentSeen || !text->text.empty();
    } else if (const auto* thought = std::get_if<ReasoningDelta>(&event)) {
        m_facts.textBytes += thought->text.size();
        m_contentSeen = m_contentSeen || !thought->text.empty();
    } else if (const auto* arguments = std::get_if<ArgumentsDelta>(&event)) {
        m_facts.textBytes += arguments->text.size();
        m_contentSeen = true;
    }
}

} // namespace gatehouse::pipeline
