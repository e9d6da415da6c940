// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/call_contents.h"
#include "ui/log/conversation.h"

#include <QJsonValue>

namespace gatehouse::ui {

// What the events of a streamed answer say together, in the form of the same dialect's whole answer: the streams of
// OpenAI (chat, completions, responses), Anthropic, Gemini, Cohere, Ollama and Bedrock. Those of none of these become
// a list of what they held. Pure; may be slow for large bodies: call it aside.
QJsonValue collected(const QVector<StreamEvent>& events);

// A kept body as JSON, of whichever form it was written in: one value, events, or a value on each line.
struct BodyJson {
    QJsonValue json; // Undefined: it is no JSON, or was cut in the middle of it
    int events = 0;  // it came in so many pieces
};
BodyJson bodyJson(const CallBody& body);

} // namespace gatehouse::ui
