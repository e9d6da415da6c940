// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/stream_collector.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int furthestIndex = 1'000; // a wrong number must not make a list of a million

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QJsonObject object(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toObject();
}

bool isPiece(const QString& name) {
    static constexpr std::array pieces{"content",   "text",     "refusal",      "reasoning_content", "reasoning",
                                       "arguments", "thinking", "partial_json", "transcript",        "thought"};
    return std::any_of(pieces.begin(), pieces.end(), [&name](const char* one) { return name == QLatin1String(one); });
}

QJsonObject objectAt(const QJsonArray& list, int index) {
    return list.at(index).toObject();
}

void setAt(QJsonArray& list, int index, const QJsonObject& value) {
    while (list.size() <= index)
        list.append(QJsonObject());
    list.replace(index, value);
}

void merge(QJsonObject& into, const QJsonObject& piece);

// Elements that carry an index belong to the one of that index, others come behind.
QJsonArray mergedLists(QJsonArray into, const QJsonArray& piece) {
    for (const auto& value : piece) {
        const auto index = value.toObject().value(QLatin1String("index"));
        if (!index.isDouble()) {
            into.append(value);
            continue;
        }
        const int at = std::clamp(index.toInt(), 0, furthestIndex);
        auto element = objectAt(into, at);
        merge(element, value.toObject());
        setAt(into, at, element);
    }
    return into;
}

void merge(QJsonObject& into, const QJsonObject& piece) {
    for (auto it = piece.begin(); it != piece.end(); ++it) {
        const auto before = into.value(it.key());
        if (it.value().isObject()) {
            auto inner = before.toObject();
            merge(inner, it.value().toObject());
            into.insert(it.key(), inner);
        } else if (it.value().isArray()) {
            into.insert(it.key(), mergedLists(before.toArray(), it.value().toArray()));
        } else if (it.value().isString() && isPiece(it.key())) {
            into.insert(it.key(), QString(before.toString() + it.value().toString()));
        } else if (!it.value().isNull() || before.isUndefined()) {
            into.insert(it.key(), it.value());
        }
    }
}

// OpenAI's chats and completions, and Ollama's: each event is a piece of the answer.
QJsonObject ofChunks(const QVector<QJsonObject>& events) {
    QJsonObject whole;
    for (const auto& event : events) {
        auto piece = event;
        QJsonArray choices;
        for (const auto& value : event.value(QLatin1String("choices")).toArray()) {
            auto choice = value.toObject();
            if (const auto delta = choice.take(QLatin1String("delta")); delta.isObject())
                choice.insert(QLatin1String("message"), delta);
            choices.append(choice);
        }
        if (!choices.isEmpty())
            piece.insert(QLatin1String("choices"), choices);
        merge(whole, piece);
    }
    return whole;
}

// The arguments of a tool came as pieces of a text; in a whole answer they are an object.
void openArguments(QJsonObject& block) {
    const QString written = block.take(QLatin1String("partial_json")).toString();
    if (const auto parsed = QJsonDocument::fromJson(written.toUtf8()); parsed.isObject())
        block.insert(QLatin1String("input"), parsed.object());
    else if (!written.isEmpty())
        block.insert(QLatin1String("input"), written);
}

QJsonObject ofAnthropic(const QVector<QJsonObject>& events) {
    QJsonObject whole;
    QJsonArray content;
    for (const auto& event : events) {
        const QString type = text(event, "type");
        const int index = std::clamp(event.value(QLatin1String("index")).toInt(), 0, furthestIndex);
        if (type == QLatin1String("message_start")) {
            whole = object(event, "message");
        } else if (type == QLatin1String("content_block_start")) {
            setAt(content, index, object(event, "content_block"));
        } else if (type == QLatin1String("content_block_delta")) {
            auto block = objectAt(content, index);
            auto delta = object(event, "delta");
            delta.remove(QLatin1String("type"));
            if (const auto citation = delta.take(QLatin1String("citation")); citation.isObject())
                delta.insert(QLatin1String("citations"), QJsonArray{citation});
            merge(block, delta);
            setAt(content, index, block);
        } else if (type == QLatin1String("message_delta")) {
            merge(whole, object(event, "delta"));
            merge(whole, {{QStringLiteral("usage"), object(event, "usage")}});
        } else if (type == QLatin1String("error")) {
            whole.insert(QLatin1String("error"), object(event, "error"));
        }
    }
    for (int i = 0; i < content.size(); ++i) {
        auto block = objectAt(content, i);
        openArguments(block);
        setAt(content, i, block);
    }
    whole.insert(QLatin1String("content"), content);
    return whole;
}

// The last event holds the whole answer, unless the stream broke off.
QJsonObject ofResponses(const QVector<QJsonObject>& events) {
    QJsonObject whole;
    QJsonArray output;
    for (const auto& event : events) {
        if (const auto response = object(event, "response"); !response.isEmpty())
            whole = response;
        const int index = std::clamp(event.value(QLatin1String("output_index")).toInt(), 0, furthestIndex);
        if (const auto item = object(event, "item"); !item.isEmpty()) {
            setAt(output, index, item);
        } else if (const auto delta = event.value(QLatin1String("delta")); delta.isString()) {
            auto open = objectAt(output, index);
            const bool arguments = text(event, "type").contains(QLatin1String("arguments"));
            merge(open, {{arguments ? QStringLiteral("arguments") : QStringLiteral("text"), delta}});
            setAt(output, index, open);
        }
    }
    if (whole.value(QLatin1String("output")).toArray().isEmpty() && !output.isEmpty())
        whole.insert(QLatin1String("output"), output);
    return whole;
}

// Texts that follow each other are one, as long as both are thoughts or both are not.
void appendPart(QJsonArray& parts, const QJsonObject& part) {
    const QLatin1String textName("text");
    auto last = parts.isEmpty() ? QJsonObject() : parts.last().toObject();
    const bool thought = part.value(QLatin1String("thought")).toBool();
    if (part.contains(textName) && last.contains(textName) &&
        thought == last.value(QLatin1String("thought")).toBool()) {
        const QString joined = text(last, "text") + text(part, "text");
        for (auto it = part.begin(); it != part.end(); ++it)
            last.insert(it.key(), it.value());
        last.insert(textName, joined);
        parts.replace(parts.size() - 1, last);
    } else {
        parts.append(part);
    }
}

QJsonObject ofGemini(const QVector<QJsonObject>& events) {
    QJsonObject whole;
    QJsonArray candidates;
    for (auto event : events) {
        for (const auto& value : event.take(QLatin1String("candidates")).toArray()) {
            auto piece = value.toObject();
            const int index = std::clamp(piece.value(QLatin1String("index")).toInt(), 0, furthestIndex);
            auto content = piece.take(QLatin1String("content")).toObject();
            auto candidate = objectAt(candidates, index);
            auto into = object(candidate, "content");
            auto parts = into.value(QLatin1String("parts")).toArray();
            for (const auto& part : content.take(QLatin1String("parts")).toArray())
                appendPart(parts, part.toObject());
            merge(into, content);
            into.insert(QLatin1String("parts"), parts);
            merge(candidate, piece);
            candidate.insert(QLatin1String("content"), into);
            setAt(candidates, index, candidate);
        }
        merge(whole, event);
    }
    whole.insert(QLatin1String("candidates"), candidates);
    return whole;
}

QJsonObject ofCohere(const QVector<QJsonObject>& events) {
    QJsonObject whole;
    QJsonObject message;
    for (const auto& event : events) {
        auto delta = object(event, "delta");
        auto piece = delta.take(QLatin1String("message")).toObject();
        for (const char* name : {"content", "tool_calls", "citations"}) {
            auto one = object(piece, name); // one element, where the whole answer has a list
            if (one.isEmpty())
                continue;
            one.insert(QLatin1String("index"), event.value(QLatin1String("index")));
            piece.insert(QLatin1String(name), QJsonArray{one});
        }
        merge(message, piece);
        merge(whole, delta);
        if (const QString id = text(event, "id"); !id.isEmpty())
            whole.insert(QLatin1String("id"), id);
    }
    whole.insert(QLatin1String("message"), message);
    return whole;
}

// Bedrock's frames, each under the name of its kind.
QJsonObject ofConverse(const QVector<QJsonObject>& events) {
    QJsonObject whole;
    QJsonArray content;
    QJsonObject message;
    for (const auto& event : events) {
        merge(message, object(event, "messageStart"));
        merge(whole, object(event, "messageStop"));
        merge(whole, object(event, "metadata"));
        for (const bool isStart : {true, false}) {
            const auto frame = object(event, isStart ? "contentBlockStart" : "contentBlockDelta");
            if (frame.isEmpty())
                continue;
            const int index = std::clamp(frame.value(QLatin1String("contentBlockIndex")).toInt(), 0, furthestIndex);
            auto block = objectAt(content, index);
            auto piece = object(frame, isStart ? "start" : "delta");
            if (auto use = object(piece, "toolUse"); use.value(QLatin1String("input")).isString()) {
                use.insert(QLatin1String("partial_json"), use.take(QLatin1String("input")));
                piece.insert(QLatin1String("toolUse"), use);
            }
            merge(block, piece);
            setAt(content, index, block);
        }
    }
    for (int i = 0; i < content.size(); ++i) {
        auto block = objectAt(content, i);
        if (auto use = object(block, "toolUse"); !use.isEmpty()) {
            openArguments(use);
            block.insert(QLatin1String("toolUse"), use);
        }
        setAt(content, i, block);
    }
    message.insert(QLatin1String("content"), content);
    whole.insert(QLatin1String("output"), QJsonObject{{QStringLiteral("message"), message}});
    return whole;
}

QJsonValue ofObjects(const QVector<QJsonObject>& events) {
    const auto any = [&events](auto&& test) { return std::any_of(events.begin(), events.end(), test); };
    const auto has = [&any](const char* name) {
        return any([name](const QJsonObject& event) { return event.contains(QLatin1String(name)); });
    };
    const auto typed = [&any](const char* type) {
        return any([type](const QJsonObject& event) { return text(event, "type").startsWith(QLatin1String(type)); });
    };
    if (has("choices") || has("done"))
        return ofChunks(events);
    if (typed("response."))
        return ofResponses(events);
    if (typed("message_start"))
        return ofAnthropic(events);
    if (has("candidates"))
        return ofGemini(events);
    if (typed("message-start"))
        return ofCohere(events);
    if (has("messageStart") || has("contentBlockDelta"))
        return ofConverse(events);
    QJsonArray list;
    for (const auto& event : events)
        list.append(event);
    return list.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(list);
}

QJsonValue parsed(const QString& body) {
    const auto json = QJsonDocument::fromJson(body.toUtf8());
    if (json.isObject())
        return json.object();
    return json.isArray() ? QJsonValue(json.array()) : QJsonValue(QJsonValue::Undefined);
}

} // namespace

QJsonValue collected(const QVector<StreamEvent>& events) {
    QVector<QJsonObject> objects;
    objects.reserve(events.size());
    for (const auto& event : events) {
        // "[DONE]" and what was cut are no objects.
        if (const auto json = QJsonDocument::fromJson(event.data.toUtf8()); json.isObject())
            objects.append(json.object());
    }
    return ofObjects(objects);
}

BodyJson bodyJson(const CallBody& body) {
    BodyJson read;
    read.json = QJsonValue(QJsonValue::Undefined);
    if (!body.kept)
        return read;
    if (body.isEventStream()) {
        const auto events = eventsIn(body.text);
        read.events = static_cast<int>(events.size());
        read.json = collected(events);
        return read;
    }
    read.json = parsed(body.text);
    if (!read.json.isUndefined()) {
        // Gemini's other form of a stream: one list of all pieces.
        const auto list = read.json.toArray();
        if (!list.isEmpty() && list.first().toObject().contains(QLatin1String("candidates"))) {
            QVector<QJsonObject> objects;
            for (const auto& value : list)
                objects.append(value.toObject());
            read.events = static_cast<int>(objects.size());
            read.json = ofGemini(objects);
        }
        return read;
    }
    QVector<QJsonObject> lines;
    for (const auto& line : body.text.split(u'\n', Qt::SkipEmptyParts)) {
        if (const auto value = parsed(line); value.isObject())
            lines.append(value.toObject());
    }
    if (lines.size() > 1) {
        read.events = static_cast<int>(lines.size());
        read.json = ofObjects(lines);
    }
    return read;
}

} // namespace gatehouse::ui
