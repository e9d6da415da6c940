// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/translating_tap.h"

#include <algorithm>

namespace gatehouse::pipeline {

using namespace dialects;

namespace {

Usage sumOf(const Usage& one, const Usage& other) {
    Usage sum = one;
    sum.input += other.input;
    sum.cachedInput += other.cachedInput;
    sum.cacheWrite += other.cacheWrite;
    sum.cacheWriteLong += other.cacheWriteLong;
    sum.output += other.output;
    sum.reasoning += other.reasoning;
    sum.mediaInput += other.mediaInput;
    sum.mediaOutput += other.mediaOutput;
    return sum;
}

} // namespace

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
    for (auto& event : m_events) {
        note(event);
        if (canGoOn() && std::holds_alternative<StreamError>(event)) {
            m_heldError = true;
            break; // the stream is over
        }
        if (m_joins && !join(event))
            continue;
        if (m_keepsText)
            noteText(event);
        m_writer->write(event, out);
    }
    m_events.clear();
}

void TranslatingTap::goOn(const Codec& provider) {
    if (m_facts.usage)
        m_usageBefore = sumOf(m_usageBefore, *m_facts.usage);
    m_facts = {};
    m_reader = provider.streamReader();
    m_events.clear();
    m_joins = true;
    m_heldError = false;
    m_offset = m_nextPart;
    m_joined.clear();
}

// For what may be gone on with: text of the first choice, behind thoughts at most.
void TranslatingTap::noteText(const StreamEvent& event) {
    if (const auto* start = std::get_if<PartStart>(&event)) {
        m_nextPart = std::max(m_nextPart, start->part + 1);
        const bool text = std::holds_alternative<TextPart>(start->content);
        m_onlyText =
            m_onlyText && start->choice == 0 && (text || std::holds_alternative<ReasoningPart>(start->content));
        if (text)
            m_openText = start->part;
    } else if (const auto* delta = std::get_if<TextDelta>(&event)) {
        m_text += delta->text;
    } else if (const auto* stop = std::get_if<PartStop>(&event)) {
        if (stop->part == m_openText)
            m_openText = -1;
    } else if (std::holds_alternative<StopEvent>(event)) {
        m_onlyText = false;
    }
}

// An event of the provider that goes on, as one of the answer that has begun. False: it has no place there.
bool TranslatingTap::join(StreamEvent& event) {
    const auto moved = [this](int& part) {
        const auto known = m_joined.find(part);
        part = known != m_joined.end() ? known->second : part + m_offset;
        return part >= 0;
    };
    if (std::holds_alternative<MessageStart>(event))
        return false;
    if (auto* start = std::get_if<PartStart>(&event)) {
        if (std::holds_alternative<ReasoningPart>(start->content))
            m_joined[start->part] = -1; // thoughts stand before the text
        else if (std::holds_alternative<TextPart>(start->content) && m_openText >= 0)
            m_joined[start->part] = m_openText;
        return !m_joined.contains(start->part) && moved(start->part);
    }
    if (auto* usage = std::get_if<UsageEvent>(&event))
        usage->usage = sumOf(m_usageBefore, usage->usage);
    if (auto* text = std::get_if<TextDelta>(&event))
        return moved(text->part);
    if (auto* thought = std::get_if<ReasoningDelta>(&event))
        return moved(thought->part);
    if (auto* signature = std::get_if<SignatureDelta>(&event))
        return moved(signature->part);
    if (auto* arguments = std::get_if<ArgumentsDelta>(&event))
        return moved(arguments->part);
    if (auto* citation = std::get_if<CitationDelta>(&event))
        return moved(citation->part);
    if (auto* stop = std::get_if<PartStop>(&event))
        return moved(stop->part);
    return true;
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
