// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/capture.h"

#include "core/pipeline/call.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

namespace gatehouse::pipeline {

using config::BodyPolicy;
using telemetry::BodyPart;
using telemetry::BodyText;

namespace {

constexpr std::size_t headCap = std::size_t{16} << 10U;
constexpr std::string_view maskedCredential = "[masked:credential]";

// Fields whose value lets somebody in. Rather one too many: the console shows that it was there.
bool namesCredential(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto* word :
         {"authorization", "api-key", "goog-api", "token", "secret", "cookie", "password", "signature", "credential"}) {
        if (lower.find(word) != std::string::npos)
            return !lower.starts_with("x-ratelimit") && !lower.starts_with("anthropic-ratelimit") &&
                   !lower.starts_with("llm_provider");
    }
    return lower.ends_with("-key");
}

} // namespace

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
    const auto general = call.record.startedAt < records.bodiesAllUntil ? BodyPolicy::All : records.bodies;
    const auto policy =
        bodyPolicy(call.key().bodies, call.app().bodies, route != nullptr ? route->bodies : std::nullopt, general);
    if (policy == BodyPolicy::Off || !room)
        return;
    m_bodies = std::make_shared<telemetry::CallBodies>();
    m_room = std::move(room);
    m_cap = records.bodyCap;
    m_errorsOnly = policy == BodyPolicy::Errors;
    const auto& received = call.exchange.head();
    head(BodyPart::RequestReceived, std::string(http::nameOf(received.method)) + ' ' + std::string(received.path),
         received.fields);
    if (!call.body.empty())
        append(BodyPart::RequestReceived, call.body, call.exchange.head().field("content-type"));
}

void Capture::take(BodyPart part, std::string_view bytes, std::string_view contentType) {
    auto& body = m_bodies->at(part);
    if (!body)
        body =
            std::make_unique<BodyText>(std::string(trim(contentType.substr(0, contentType.find(';')))), m_cap, m_room);
    body->append(bytes);
}

// A head is kept as lines "name: value", behind the first one.
void Capture::takeLine(BodyPart part, std::string_view name, std::string_view value) {
    auto& head = m_bodies->headOf(part);
    if (!head) {
        head = std::make_unique<BodyText>("text/plain", headCap, m_room);
        head->append(name);
        return;
    }
    head->append("\n");
    head->append(name);
    head->append(": ");
    head->append(namesCredential(name) ? maskedCredential : value);
}

void Capture::newAttempt() {
    if (!m_bodies)
        return;
    for (const auto part : {BodyPart::RequestSent, BodyPart::AnswerReceived}) {
        m_bodies->at(part).reset();
        m_bodies->headOf(part).reset();
    }
}

void Capture::finish(Call& call) {
    if (!m_bodies)
        return;
    const auto bodies = std::exchange(m_bodies, nullptr);
    const auto& record = call.record;
    if (m_errorsOnly && record.outcome == telemetry::Outcome::Ok && record.errorClass == telemetry::ErrorClass::None)
        return;
    for (auto* list : {&bodies->parts, &bodies->heads}) {
        for (auto& part : *list) {
            if (part)
                part->finish();
        }
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
