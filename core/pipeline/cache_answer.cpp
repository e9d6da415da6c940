// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/cache_answer.h"

#include "core/dialects/answer_collector.h"
#include "core/dialects/answer_events.h"
#include "core/dialects/codec.h"
#include "core/pipeline/answer_peek.h"
#include "core/pipeline/prepare.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

using dialects::Capability;
using dialects::StopReason;
using telemetry::Outcome;

constexpr std::size_t largestAnswer = std::size_t{8} << 20U;

bool isChat(dialects::Operation operation) {
    return dialects::capabilityOf(operation) == Capability::Chat;
}

bool endedWell(const Call& call, StopReason stop) {
    switch (stop) {
    case StopReason::EndTurn:
    case StopReason::StopSequence:
    case StopReason::MaxTokens: // as much as was asked for
        return true;
    case StopReason::ToolUse:
        return call.resolution.route->cache.toolResults;
    default:
        return false;
    }
}

// Two models wrote it, one behind the other (go_on.cpp).
bool hasSeam(const Call& call) {
    const auto& attempts = call.record.explain.attempts;
    return std::any_of(attempts.begin(), attempts.end(),
                       [](const telemetry::Attempt& attempt) { return attempt.decision.starts_with("continued"); });
}

bool served(const Call& call) {
    return call.served != nullptr && call.record.outcome == Outcome::Ok && call.record.status == 200 &&
           !call.exchange.left() && !call.cancelled && !hasSeam(call);
}

bool holdsToolUse(const dialects::ChatAnswer& answer) {
    for (const auto& choice : answer.choices) {
        for (const auto& part : choice.parts) {
            if (std::holds_alternative<dialects::ToolUsePart>(part.content))
                return true;
        }
    }
    return false;
}

// Every choice has to have ended well, not only the last one.
bool mayBeGivenAgain(const Call& call, const dialects::ChatAnswer& answer) {
    if (answer.choices.empty() || (holdsToolUse(answer) && !call.resolution.route->cache.toolResults))
        return false;
    for (const auto& choice : answer.choices) {
        if (!endedWell(call, choice.stop))
            return false;
    }
    return true;
}

std::optional<std::string> gathered(const Call& call, const TakenAnswer& taken) {
    if (wantsArray(call))
        return std::nullopt; // Gemini's older form of a stream, which nothing reads here
    const auto& codec = dialects::codecFor(call.address.operation);
    const auto reader = codec.streamReader();
    std::vector<dialects::StreamEvent> events;
    reader->feed(taken.bytes(), events);
    const auto end = reader->finish(events);
    dialects::AnswerCollector collector;
    for (const auto& event : events)
        collector.add(event);
    if (end != dialects::StreamEnd::Whole || collector.error())
        return std::nullopt;
    auto answer = collector.answer();
    // A provider's usage may have been kept from a client that did not ask for it.
    if (call.answer.usage)
        answer.usage = call.answer.usage;
    if (!mayBeGivenAgain(call, answer))
        return std::nullopt;
    dialects::Losses losses;
    auto body = codec.writeAnswerTo(call.body, answer, losses);
    return dialects::anyLoss(losses) ? std::nullopt : std::optional(std::move(body));
}

dialects::StreamWriterOptions writerOptions(const Call& call, const dialects::ChatAnswer& answer) {
    dialects::StreamWriterOptions options;
    options.usageAsked = call.facts.usageAsked;
    options.model = call.facts.model;
    options.answerId = call.record.id;
    options.created = answer.created;
    options.clientBody = call.body;
    options.asArray = wantsArray(call);
    return options;
}

} // namespace

void TakenAnswer::answerSent(std::string_view bytes, std::string_view contentType) {
    if (m_tooLarge)
        return;
    if (m_bytes.size() + bytes.size() > largestAnswer) {
        m_tooLarge = true;
        m_bytes = std::string();
        return;
    }
    if (m_bytes.empty())
        m_contentType = contentType;
    m_bytes.append(bytes);
}

std::optional<std::string> wholeAnswer(const Call& call, const TakenAnswer& taken) {
    if (!served(call) || !taken.whole())
        return std::nullopt;
    const auto operation = call.address.operation;
    if (!isChat(operation))
        return isJson(taken.contentType()) ? std::optional(taken.bytes()) : std::nullopt;
    if (call.facts.stream)
        return gathered(call, taken);
    const auto answer = dialects::codecFor(operation).readAnswer(taken.bytes());
    if (!answer || !mayBeGivenAgain(call, *answer))
        return std::nullopt;
    return taken.bytes();
}

std::optional<Replay> replayFor(const Call& call, const cache::Entry& entry, WallMicros now) {
    const auto operation = call.address.operation;
    const bool stream = call.facts.stream && isChat(operation);
    if (operation == entry.operation && !stream)
        return Replay{entry.body, "application/json", false};
    if (!isChat(operation) || !isChat(entry.operation))
        return std::nullopt;
    auto answer = dialects::codecFor(entry.operation).readAnswer(entry.body);
    if (!answer)
        return std::nullopt;
    if (operation != entry.operation)
        answer->model = call.facts.model;
    if (answer->created == 0)
        answer->created = now / 1'000'000;
    if (!answer->usage)
        answer->usage = entry.usage;
    const auto& codec = dialects::codecFor(operation);
    Replay replay;
    replay.stream = stream;
    if (!stream) {
        dialects::Losses losses;
        replay.body = codec.writeAnswerTo(call.body, *answer, losses);
        replay.contentType = "application/json";
        return dialects::anyLoss(losses) ? std::nullopt : std::optional(std::move(replay));
    }
    const auto writer = codec.streamWriter(writerOptions(call, *answer));
    for (const auto& event : dialects::eventsOf(*answer))
        writer->write(event, replay.body);
    writer->finish(replay.body);
    replay.contentType = wantsArray(call) ? "application/json; charset=UTF-8" : codec.streamType();
    return replay;
}

} // namespace gatehouse::pipeline
