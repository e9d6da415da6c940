// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/answer_collector.h"

#include <algorithm>

namespace gatehouse::dialects {
namespace {

constexpr int mostChoices = 4096;

template <typename... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

} // namespace

AnswerChoice& AnswerCollector::choice(int index) {
    const auto place = static_cast<std::size_t>(std::clamp(index, 0, mostChoices - 1));
    if (m_answer.choices.size() <= place)
        m_answer.choices.resize(place + 1);
    return m_answer.choices[place];
}

PartContent* AnswerCollector::part(int index) {
    if (index < 0 || static_cast<std::size_t>(index) >= m_places.size())
        return nullptr;
    const Place place = m_places[static_cast<std::size_t>(index)];
    return &m_answer.choices[place.choice].parts[place.part].content;
}

void AnswerCollector::start(const PartStart& event) {
    AnswerChoice& owner = choice(event.choice);
    Part part;
    part.content = event.content;
    if (auto* use = std::get_if<ToolUsePart>(&part.content))
        use->arguments.clear(); // they come in deltas
    owner.parts.push_back(std::move(part));
    m_places.push_back({static_cast<std::size_t>(&owner - m_answer.choices.data()), owner.parts.size() - 1});
}

void AnswerCollector::addText(int index, const std::string& text) {
    PartContent* const content = part(index);
    if (!content)
        return;
    if (auto* plain = std::get_if<TextPart>(content))
        plain->text += text;
    else if (auto* refusal = std::get_if<RefusalPart>(content))
        refusal->text += text;
    else if (auto* reasoning = std::get_if<ReasoningPart>(content))
        reasoning->text += text;
    else if (auto* use = std::get_if<ToolUsePart>(content))
        use->arguments += text;
}

void AnswerCollector::add(const StreamEvent& event) {
    std::visit(Overloaded{
                   [&](const MessageStart& start) {
                       m_answer.id = start.id;
                       m_answer.model = start.model;
                       m_answer.created = start.created;
                       if (start.usage)
                           m_answer.usage = start.usage;
                   },
                   [&](const PartStart& begin) { start(begin); },
                   [&](const TextDelta& delta) { addText(delta.part, delta.text); },
                   [&](const ReasoningDelta& delta) { addText(delta.part, delta.text); },
                   [&](const ArgumentsDelta& delta) { addText(delta.part, delta.text); },
                   [&](const SignatureDelta& delta) {
                       PartContent* const content = part(delta.part);
                       if (auto* reasoning = content ? std::get_if<ReasoningPart>(content) : nullptr)
                           reasoning->signature += delta.signature;
                       else if (auto* use = content ? std::get_if<ToolUsePart>(content) : nullptr)
                           use->signature += delta.signature;
                   },
                   [&](const CitationDelta& delta) {
                       PartContent* const content = part(delta.part);
                       if (auto* text = content ? std::get_if<TextPart>(content) : nullptr)
                           text->citations.push_back(delta.citation);
                   },
                   [&](const PartStop& stop) {
                       PartContent* const content = part(stop.part);
                       auto* use = content ? std::get_if<ToolUsePart>(content) : nullptr;
                       if (use && use->arguments.empty() && use->input == ToolInput::Object)
                           use->arguments = "{}";
                   },
                   [&](const UsageEvent& usage) { m_answer.usage = usage.usage; },
                   [&](const StopEvent& stop) {
                       AnswerChoice& owner = choice(stop.choice);
                       owner.stop = stop.stop;
                       owner.stopSequence = stop.stopSequence;
                       owner.stopWord = stop.stopWord;
                   },
                   [&](const StreamError& error) { m_error = error; },
                   [](const Ping&) {},
               },
               event);
}

} // namespace gatehouse::dialects
