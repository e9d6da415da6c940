// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/call_difference.h"

#include "ui/log/conversation.h"
#include "ui/log/explanation.h"
#include "ui/models/format.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr qsizetype mostRows = 500;       // of one section
constexpr qsizetype longestValue = 4'000; // characters

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(CallDifference)
};

QString textOf(const QJsonValue& value) {
    if (value.isNull() || value.isUndefined())
        return {};
    if (value.isArray() || value.isObject())
        return QString::fromUtf8((value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()))
                                     .toJson(QJsonDocument::Compact));
    return value.toVariant().toString().left(longestValue);
}

QString durationOf(const QJsonObject& call, const char* name) {
    const auto value = call.value(QLatin1String(name));
    return durationText(QLocale(), value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt);
}

DifferenceSection summary(const QJsonObject& left, const QJsonObject& right) {
    DifferenceSection section{Words::tr("Summary"), {}};
    const auto plain = [&](const char* title, const char* name) {
        section.rows.append(
            {Words::tr(title), textOf(left.value(QLatin1String(name))), textOf(right.value(QLatin1String(name)))});
    };
    plain("Status", "status");
    plain("Outcome", "outcome");
    plain("Error", "error");
    plain("Model asked", "model_asked");
    plain("Model served", "model");
    plain("Provider", "provider");
    plain("Route", "route");
    plain("Application", "app");
    plain("Key", "key");
    plain("Client", "client");
    plain("Dialect", "dialect");
    plain("Streamed", "streamed");
    plain("Cache", "cache");
    section.rows.append(
        {Words::tr("First byte"), durationOf(left, "first_byte_ms"), durationOf(right, "first_byte_ms")});
    section.rows.append({Words::tr("Total"), durationOf(left, "duration_ms"), durationOf(right, "duration_ms")});
    return section;
}

// By place: what the first try did beside what the first try did.
QVector<QString> attemptsOf(const QJsonObject& call) {
    QVector<QString> lines;
    for (const auto& value :
         call.value(QLatin1String("explain")).toObject().value(QLatin1String("attempts")).toArray()) {
        const auto attempt = value.toObject();
        const auto text = [&attempt](const char* name) { return attempt.value(QLatin1String(name)).toString(); };
        QStringList parts{QString(text("provider") + u'/' + text("model"))};
        if (const int status = attempt.value(QLatin1String("status")).toInt(); status != 0)
            parts.append(QString::number(status));
        if (!text("error").isEmpty())
            parts.append(readable(text("error")));
        parts.append(text("decision"));
        lines.append(parts.join(QStringLiteral(" · ")));
    }
    return lines;
}

DifferenceSection attempts(const QJsonObject& left, const QJsonObject& right) {
    DifferenceSection section{Words::tr("Attempts"), {}};
    const auto first = attemptsOf(left);
    const auto second = attemptsOf(right);
    for (qsizetype i = 0; i < std::max(first.size(), second.size()); ++i)
        section.rows.append({Words::tr("Try %1").arg(i + 1), first.value(i), second.value(i)});
    return section;
}

DifferenceSection cost(const QJsonObject& left, const QJsonObject& right) {
    DifferenceSection section{Words::tr("Cost"), {}};
    const auto leftTokens = left.value(QLatin1String("tokens")).toObject();
    const auto rightTokens = right.value(QLatin1String("tokens")).toObject();
    const auto tokens = [&](const char* title, const char* name) {
        section.rows.append({Words::tr(title), textOf(leftTokens.value(QLatin1String(name))),
                             textOf(rightTokens.value(QLatin1String(name)))});
    };
    tokens("Tokens in", "input");
    tokens("Cached", "cached_input");
    tokens("Tokens out", "output");
    const auto money = [](const QJsonObject& call) {
        const auto value = call.value(QLatin1String("cost"));
        return value.isString() ? QString(u'$' + value.toString()) : Words::tr("unknown");
    };
    section.rows.append({Words::tr("Cost"), money(left), money(right)});
    const auto price = [](const QJsonObject& call) {
        return textOf(call.value(QLatin1String("explain")).toObject().value(QLatin1String("price")));
    };
    section.rows.append({Words::tr("Price"), price(left), price(right)});
    return section;
}

// "messages[0].content" to its value, in the order of the names.
void flatten(const QString& path, const QJsonValue& value, QMap<QString, QString>& out) {
    if (out.size() >= mostRows)
        return;
    if (value.isObject() && !value.toObject().isEmpty()) {
        const auto object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            flatten(path.isEmpty() ? it.key() : QString(path + u'.' + it.key()), it.value(), out);
    } else if (value.isArray() && !value.toArray().isEmpty()) {
        int number = 0;
        for (const auto& item : value.toArray())
            flatten(QString(path + u'[' + QString::number(number++) + u']'), item, out);
    } else {
        out.insert(path, textOf(value));
    }
}

QMap<QString, QString> membersOf(const CallBody* body) {
    QMap<QString, QString> members;
    if (body == nullptr)
        return members;
    const auto json = QJsonDocument::fromJson(body->text.toUtf8());
    if (json.isObject() || json.isArray()) {
        flatten({}, json.isObject() ? QJsonValue(json.object()) : QJsonValue(json.array()), members);
        return members;
    }
    const auto said = conversationIn(body->text, body->isEventStream());
    for (qsizetype i = 0; i < said.size(); ++i)
        members.insert(QString(said[i].who + u' ' + QString::number(i + 1)), said[i].text.left(longestValue));
    if (!said.isEmpty())
        return members;
    const auto lines = body->text.split(u'\n');
    for (qsizetype i = 0; i < std::min(lines.size(), mostRows); ++i)
        members.insert(Words::tr("Line %1").arg(i + 1, 4, 10, QLatin1Char('0')), lines[i].left(longestValue));
    return members;
}

DifferenceSection bodies(const QString& title, const RecordedCall& left, const RecordedCall& right, const char* part) {
    DifferenceSection section{title, {}};
    const auto* first = left.contents.body(part);
    const auto* second = right.contents.body(part);
    if (first == nullptr || second == nullptr) {
        const auto state = [](const CallBody* body) {
            return body == nullptr ? Words::tr("not recorded") : Words::tr("recorded");
        };
        section.rows.append({Words::tr("Body"), state(first), state(second)});
        return section;
    }
    auto rights = membersOf(second);
    const auto lefts = membersOf(first);
    QMap<QString, DifferenceRow> rows;
    for (auto it = lefts.begin(); it != lefts.end(); ++it)
        rows.insert(it.key(), {it.key(), it.value(), rights.take(it.key())});
    for (auto it = rights.begin(); it != rights.end(); ++it)
        rows.insert(it.key(), {it.key(), QString(), it.value()});
    for (auto it = rows.begin(); it != rows.end(); ++it)
        section.rows.append(it.value());
    return section;
}

} // namespace

QVector<DifferenceSection> compared(const RecordedCall& left, const RecordedCall& right) {
    return {summary(left.call, right.call), attempts(left.call, right.call),
            bodies(Words::tr("Request"), left, right, requestReceived),
            bodies(Words::tr("Response"), left, right, answerSent), cost(left.call, right.call)};
}

} // namespace gatehouse::ui
