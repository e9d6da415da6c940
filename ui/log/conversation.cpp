// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/conversation.h"

#include "core/contract/wire_forms.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QJsonArray list(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toArray();
}

QJsonObject object(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toObject();
}

QString compact(const QJsonObject& json) {
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

// A part of a message: text, or in brackets what else it is.
QString partText(const QJsonObject& part) {
    const QString type = text(part, "type");
    if (part.contains(QLatin1String("text")))
        return text(part, "text");
    if (type == QLatin1String("tool_use"))
        return QString(text(part, "name") + u'(' + compact(object(part, "input")) + u')');
    if (type == QLatin1String("thinking"))
        return text(part, "thinking");
    if (const auto call = object(part, "functionCall"); !call.isEmpty())
        return QString(text(call, "name") + u'(' + compact(object(call, "args")) + u')');
    if (part.contains(QLatin1String("content"))) {
        const auto content = part.value(QLatin1String("content"));
        if (content.isString())
            return content.toString();
        QStringList parts;
        for (const auto& inner : content.toArray())
            parts.append(partText(inner.toObject()));
        return parts.join(u'\n');
    }
    return type.isEmpty() ? QString() : QString(u'[' + type + u']');
}

QString contentText(const QJsonValue& content) {
    if (content.isString())
        return content.toString();
    QStringList parts;
    for (const auto& part : content.toArray())
        parts.append(part.isString() ? part.toString() : partText(part.toObject()));
    return parts.join(u'\n');
}

Utterance messageOf(const QJsonObject& message) {
    Utterance said{text(message, "role"), contentText(message.value(QLatin1String("content")))};
    for (const auto& value : list(message, "tool_calls")) {
        const auto function = object(value.toObject(), "function");
        if (!said.text.isEmpty())
            said.text += u'\n';
        said.text += text(function, "name") + u'(' + text(function, "arguments") + u')';
    }
    for (const auto& part : list(message, "parts")) // Gemini
        said.text += partText(part.toObject());
    return said;
}

void append(QVector<Utterance>& all, Utterance said) {
    if (!said.text.isEmpty() || !said.who.isEmpty())
        all.append(std::move(said));
}

QVector<Utterance> wholeConversation(const QJsonObject& body) {
    QVector<Utterance> all;
    if (body.contains(QLatin1String("system")))
        append(all, {QStringLiteral("system"), contentText(body.value(QLatin1String("system")))});
    if (const auto system = object(body, "systemInstruction"); !system.isEmpty())
        append(all, {QStringLiteral("system"), messageOf(system).text});
    if (const QString instructions = text(body, "instructions"); !instructions.isEmpty())
        append(all, {QStringLiteral("system"), instructions});
    for (const char* name : {"messages", "contents", "input"}) {
        for (const auto& message : list(body, name))
            append(all, messageOf(message.toObject()));
    }
    if (const auto input = body.value(QLatin1String("input")); input.isString())
        append(all, {QStringLiteral("user"), input.toString()});
    if (const auto prompt = body.value(QLatin1String("prompt")); prompt.isString())
        append(all, {QStringLiteral("user"), prompt.toString()});
    for (const auto& choice : list(body, "choices")) {
        const auto message = object(choice.toObject(), "message");
        append(all, message.isEmpty() ? Utterance{QStringLiteral("assistant"), text(choice.toObject(), "text")}
                                      : messageOf(message));
    }
    for (const auto& candidate : list(body, "candidates"))
        append(all, messageOf(object(candidate.toObject(), "content")));
    if (text(body, "type") == QLatin1String("message"))
        append(all, {text(body, "role"), contentText(body.value(QLatin1String("content")))});
    if (const auto error = object(body, "error"); !error.isEmpty())
        append(all, {QStringLiteral("error"), text(error, "message")});
    return all;
}

// The pieces of a stream, put together.
QVector<Utterance> streamedConversation(const QVector<StreamEvent>& events) {
    Utterance answer{QStringLiteral("assistant"), {}};
    Utterance error{QStringLiteral("error"), {}};
    for (const auto& event : events) {
        const auto json = QJsonDocument::fromJson(event.data.toUtf8()).object();
        for (const auto& choice : list(json, "choices")) {
            const auto delta = object(choice.toObject(), "delta");
            answer.text += delta.isEmpty() ? text(choice.toObject(), "text") : text(delta, "content");
            for (const auto& call : list(delta, "tool_calls")) {
                const auto function = object(call.toObject(), "function");
                answer.text += text(function, "name") + text(function, "arguments");
            }
        }
        const auto delta = json.value(QLatin1String("delta"));
        answer.text += delta.isString() ? delta.toString() : text(delta.toObject(), "text");
        answer.text += text(delta.toObject(), "partial_json");
        for (const auto& candidate : list(json, "candidates"))
            answer.text += messageOf(object(candidate.toObject(), "content")).text;
        if (const auto wrong = object(json, "error"); !wrong.isEmpty())
            error.text = text(wrong, "message");
    }
    QVector<Utterance> all;
    if (!answer.text.isEmpty())
        all.append(answer);
    if (!error.text.isEmpty())
        all.append(error);
    return all;
}

} // namespace

QVector<StreamEvent> eventsIn(const QString& body) {
    QVector<StreamEvent> events;
    const std::string bytes = body.toStdString() + "\n\n"; // what was cut is shown as far as it came
    SseReader reader;
    reader.feed(bytes);
    while (const SseFrame* frame = reader.next()) {
        if (frame->kind == SseKind::Event)
            events.append({QString::fromUtf8(frame->type.data(), static_cast<qsizetype>(frame->type.size())),
                           QString::fromUtf8(frame->data.data(), static_cast<qsizetype>(frame->data.size()))});
    }
    return events;
}

QVector<Utterance> conversationIn(const QString& body, bool eventStream) {
    return eventStream ? streamedConversation(eventsIn(body))
                       : wholeConversation(QJsonDocument::fromJson(body.toUtf8()).object());
}

QString prettyJson(const QString& body) {
    const auto json = QJsonDocument::fromJson(body.toUtf8());
    return json.isNull() ? body : QString::fromUtf8(json.toJson(QJsonDocument::Indented)).trimmed();
}

} // namespace gatehouse::ui
