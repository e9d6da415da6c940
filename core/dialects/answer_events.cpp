// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/answer_events.h"

#include <utility>

namespace gatehouse::dialects {
namespace {

// A part begins with what is known of it at once; its text comes in one delta.
void addPart(const PartContent& content, int part, int choice, std::vector<StreamEvent>& events) {
    PartContent start = content;
    std::vector<StreamEvent> rest;
    if (auto* text = std::get_if<TextPart>(&start)) {
        if (!text->text.empty())
            rest.emplace_back(TextDelta{part, std::exchange(text->text, {})});
        for (auto& citation : std::exchange(text->citations, {}))
            rest.emplace_back(CitationDelta{part, std::move(citation)});
    } else if (auto* refusal = std::get_if<RefusalPart>(&start)) {
        rest.emplace_back(TextDelta{part, std::exchange(refusal->text, {})});
    } else if (auto* thought = std::get_if<ReasoningPart>(&start)) {
        if (!thought->text.empty())
            rest.emplace_back(ReasoningDelta{part, std::exchange(thought->text, {})});
        if (!thought->signature.empty())
            rest.emplace_back(SignatureDelta{part, std::exchange(thought->signature, {})});
    } else if (auto* use = std::get_if<ToolUsePart>(&start)) {
        rest.emplace_back(ArgumentsDelta{part, std::exchange(use->arguments, {})});
        if (!use->signature.empty())
            rest.emplace_back(SignatureDelta{part, std::exchange(use->signature, {})});
    }
    events.emplace_back(PartStart{part, choice, std::move(start)});
    for (auto& event : rest)
        events.push_back(std::move(event));
    events.emplace_back(PartStop{part});
}

} // namespace

std::vector<StreamEvent> eventsOf(const ChatAnswer& answer) {
    std::vector<StreamEvent> events;
    MessageStart start;
    start.id = answer.id;
    start.model = answer.model;
    start.created = answer.created;
    start.usage = answer.usage;
    events.emplace_back(std::move(start));
    int part = 0;
    int number = 0;
    for (const auto& choice : answer.choices) {
        for (const auto& each : choice.parts)
            addPart(each.content, part++, number, events);
        ++number;
    }
    if (answer.usage)
        events.emplace_back(UsageEvent{*answer.usage});
    number = 0;
    for (const auto& choice : answer.choices)
        events.emplace_back(StopEvent{number++, choice.stop, choice.stopSequence, choice.stopWord});
    return events;
}

} // namespace gatehouse::dialects
