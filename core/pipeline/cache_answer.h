// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/entry.h"
#include "core/pipeline/call.h"

#include <optional>
#include <string>

namespace gatehouse::pipeline {

// The bytes of an answer on their way to the client, kept while they are few enough.
class TakenAnswer final : public AnswerListener {
public:
    void answerSent(std::string_view bytes, std::string_view contentType) override;
    bool whole() const { return !m_tooLarge && !m_bytes.empty(); }
    const std::string& bytes() const { return m_bytes; }
    const std::string& contentType() const { return m_contentType; }

private:
    std::string m_bytes;
    std::string m_contentType;
    bool m_tooLarge = false;
};

// What was answered, as one whole answer in the client's dialect. Nothing where it is none that may be given again: it
// failed or broke off, was filtered or refused, or calls tools where the route does not say that those may.
std::optional<std::string> wholeAnswer(const Call& call, const TakenAnswer& taken);

// An entry as this client asked for it: whole or as a stream, in its dialect. Nothing where that dialect cannot say all
// of it.
struct Replay {
    std::string body;
    std::string contentType;
    bool stream = false;
};
std::optional<Replay> replayFor(const Call& call, const cache::Entry& entry, WallMicros now);

} // namespace gatehouse::pipeline
