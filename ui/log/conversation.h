// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>

namespace gatehouse::ui {

// One thing that was said in a call.
struct Utterance {
    QString who; // "system", "user", "assistant", "tool" …
    QString text;
};

struct StreamEvent {
    QString type; // empty: "message"
    QString data;
};

// What a request or an answer says, out of the forms of OpenAI, Anthropic and Gemini; of a stream its pieces put
// together. Empty where it is nothing of that kind. Pure functions; may be slow for large bodies: call them aside.
QVector<Utterance> conversationIn(const QString& body, bool eventStream);
QVector<StreamEvent> eventsIn(const QString& body);
// Indented where it is JSON, else as it is.
QString prettyJson(const QString& body);

} // namespace gatehouse::ui
