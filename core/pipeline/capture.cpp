// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/capture.h"

#include "core/pipeline/call.h"

#include <algorithm>
#include <utility>

namespace gatehouse::pipeline {

using config::BodyPolicy;
using telemetry::BodyPart;
using telemetry::BodyText;

BodyPolicy bodyPolicy(std::optional<BodyPolicy> key, std::optional<BodyPolicy> app, std::optional<BodyPolicy> route,
                      BodyPolicy otherwise) {
    std::optional<BodyPolicy> policy;
    for (const auto& named : {key, app, route}) {
        if (named)
            policy = policy ? std::min(*policy, *named) : *named;
    }
    return policy.value_or(otherwise);
}

void Capture::begin(const Call& call, telemetry::BodyRoomPtr room) {
    const auto& records = call.snapshot->records;
    const auto* route = call.resolution.route;
    const auto policy = bodyPolicy(call.key().bodies, call.app().bodies,
                                   route != nullptr ? route->bodies : std::nullopt, records.bodies);
    if (policy == BodyPolicy::Off || !room)
        return;
    m_bodies = std::make_shared<telemetry::CallBodies>();
    m_room = std::move(room);
    m_cap = records.bodyCap;
    m_errorsOnly = policy == BodyPolicy::Errors;
    if (!call.body.empty())
        append(BodyPart::RequestReceived, call.body, call.exchange.head().field("content-type"));
}

void Capture::take(BodyPart part, std::string_view bytes, std::string_view contentType) {
    auto& body = m_bodies->at(part);
    if (!body)
        body = std::make_unique<BodyText>(std::string(contentType), m_cap, m_room);
    body->append(bytes);
}

void Capture::newAttempt() {
    if (!m_bodies)
        return;
    m_bodies->at(BodyPart::RequestSent).reset();
    m_bodies->at(BodyPart::AnswerReceived).reset();
}

void Capture::finish(Call& call) {
    if (!m_bodies)
        return;
    const auto bodies = std::exchange(m_bodies, nullptr);
    const auto& record = call.record;
    if (m_errorsOnly && record.outcome == telemetry::Outcome::Ok && record.errorClass == telemetry::ErrorClass::None)
        return;
    for (auto& part : bodies->parts) {
        if (part)
            part->finish();
    }
    const auto dropIfEqual = [&](BodyPart inner, BodyPart outer) {
        auto& body = bodies->at(inner);
        if (!body || !bodies->at(outer) || !body->sameAs(*bodies->at(outer)))
            return;
        body.reset();
        bodies->same[static_cast<std::size_t>(inner)] = true;
    };
    dropIfEqual(BodyPart::RequestSent, BodyPart::RequestReceived);
    dropIfEqual(BodyPart::AnswerReceived, BodyPart::AnswerSent);
    call.record.bodies = bodies;
}

} // namespace gatehouse::pipeline
