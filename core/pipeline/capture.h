// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/telemetry/call_bodies.h"

#include <memory>
#include <optional>
#include <string_view>

namespace gatehouse::pipeline {

struct Call;

// The most private of the settings that key, application and route name; the general one where none does.
config::BodyPolicy bodyPolicy(std::optional<config::BodyPolicy> key, std::optional<config::BodyPolicy> app,
                              std::optional<config::BodyPolicy> route, config::BodyPolicy otherwise);

// Hears what goes to the client, whether bodies are kept or not.
class AnswerListener {
public:
    virtual ~AnswerListener() = default;
    virtual void answerSent(std::string_view bytes, std::string_view contentType) = 0;
};

// Takes a call's bodies down as they pass, where the policy wants them: as received and as sent on either side. Costs
// nothing but a look where it does not. Lives in the Call, on its I/O thread. What is taken is not yet masked: it goes
// to the recorder and nowhere else.
class Capture {
public:
    Capture() = default;
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;

    // Once it is known who calls, and the route where there is one; takes the body that was read.
    void begin(const Call& call, telemetry::BodyRoomPtr room);
    bool on() const { return m_bodies != nullptr; }
    // A further piece of a body. The content type counts with the first piece.
    void append(telemetry::BodyPart part, std::string_view bytes, std::string_view contentType = "application/json") {
        if (m_bodies)
            take(part, bytes, contentType);
        if (m_listener != nullptr && part == telemetry::BodyPart::AnswerSent)
            m_listener->answerSent(bytes, contentType);
    }
    // The head of a request or answer: its first line, without a query, and its fields. Values of credentials are
    // masked here already.
    template <typename Fields>
    void head(telemetry::BodyPart part, std::string_view line, const Fields& fields) {
        if (!m_bodies)
            return;
        takeLine(part, line, {});
        for (const auto& field : fields)
            takeLine(part, field.name, field.value);
    }
    // Null: nobody. Must live until then.
    void listen(AnswerListener* listener) { m_listener = listener; }
    // Another attempt begins: what the one before sent and received is dropped.
    void newAttempt();
    // Leaves in the record what is to be kept.
    void finish(Call& call);

private:
    void take(telemetry::BodyPart part, std::string_view bytes, std::string_view contentType);
    void takeLine(telemetry::BodyPart part, std::string_view name, std::string_view value);

    std::shared_ptr<telemetry::CallBodies> m_bodies; // null: off
    telemetry::BodyRoomPtr m_room;
    std::size_t m_cap = 0;
    bool m_errorsOnly = false;
    AnswerListener* m_listener = nullptr;
};

} // namespace gatehouse::pipeline
