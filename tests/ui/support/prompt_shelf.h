// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/support/scripted_admin.h"

#include <QJsonArray>

namespace gatehouse::ui {

// Prompts in a scripted admin API, as far as the console speaks of them: kept in memory, rendered by replacing names.
class PromptShelf {
public:
    static constexpr int pageSize = 200;

    PromptShelf() : admin([this](const ScriptedAdmin::Request& request) { return answer(request); }) {}

    static QJsonObject message(const QString& role, const QString& content) {
        return {{QStringLiteral("role"), role}, {QStringLiteral("content"), content}};
    }
    static QJsonObject variable(const QString& name, const QJsonValue& example) {
        return {{QStringLiteral("name"), name},
                {QStringLiteral("schema"), QJsonObject{{QStringLiteral("type"), QStringLiteral("string")}}},
                {QStringLiteral("required"), true},
                {QStringLiteral("example"), example}};
    }
    static QJsonObject version(int number, const QString& content) {
        return {
            {QStringLiteral("version"), number},
            {QStringLiteral("comment"), QStringLiteral("comment %1").arg(number)},
            {QStringLiteral("author"), QStringLiteral("ada")},
            {QStringLiteral("created"), QStringLiteral("2026-05-%1T10:00:00Z").arg(number, 2, 10, QLatin1Char('0'))},
            {QStringLiteral("model"), QStringLiteral("demo/echo")},
            {QStringLiteral("messages"), QJsonArray{message(QStringLiteral("user"), content)}},
            {QStringLiteral("variables"), QJsonArray{variable(QStringLiteral("text"), QStringLiteral("good"))}}};
    }
    void add(const QString& id, const QString& title, const QJsonArray& versions, const QJsonArray& labels = {}) {
        prompts.append(QJsonObject{{QStringLiteral("id"), id},
                                   {QStringLiteral("title"), title},
                                   {QStringLiteral("versions"), versions},
                                   {QStringLiteral("labels"), labels}});
    }
    int find(const QString& id) const {
        for (int i = 0; i < prompts.size(); ++i) {
            if (prompts[i].value(QLatin1String("id")).toString() == id)
                return i;
        }
        return -1;
    }

    QVector<QJsonObject> prompts;
    QVector<ScriptedAdmin::Request> asked;                                             // all but reading
    std::function<bool(const ScriptedAdmin::Request&, ScriptedAdmin::Answer&)> script; // true: it answered
    ScriptedAdmin admin;

private:
    using Request = ScriptedAdmin::Request;
    using Answer = ScriptedAdmin::Answer;

    Answer answer(const Request& request) {
        Answer told;
        if (request.verb != "GET")
            asked.append(request);
        if (script && script(request, told))
            return told;
        const auto words = request.path.mid(1).split(u'/');
        if (words.first() == QLatin1String("prompts"))
            return ofPrompts(request, words);
        return {200, {{QStringLiteral("items"), QJsonArray()}}};
    }

    Answer ofPrompts(const Request& request, const QStringList& words) {
        if (words.size() == 1)
            return request.verb == "POST" ? create(request.body) : page(request);
        if (words[1] == QLatin1String("render"))
            return render(request.body);
        const int at = find(words[1]);
        if (at < 0)
            return ScriptedAdmin::problem(404, QStringLiteral("not_found"), QStringLiteral("There is no such prompt."));
        if (words.value(2) == QLatin1String("versions"))
            return append(at, request.body);
        if (words.size() > 2)
            return {200, {{QStringLiteral("items"), QJsonArray()}}};
        if (request.verb == "PUT")
            prompts[at] = request.body;
        if (request.verb == "DELETE") {
            prompts.removeAt(at);
            admin.tell("config.changed");
            return {204, {}};
        }
        if (request.verb != "GET")
            admin.tell("config.changed");
        return {200, prompts[at]};
    }

    Answer page(const Request& request) const {
        const int from = request.query.queryItemValue(QStringLiteral("cursor")).toInt();
        QJsonArray items;
        for (int i = from; i < prompts.size() && i < from + pageSize; ++i)
            items.append(prompts[i]);
        QJsonObject body{{QStringLiteral("items"), items}};
        if (from + pageSize < prompts.size())
            body.insert(QStringLiteral("next"), QString::number(from + pageSize));
        return {200, body};
    }

    Answer create(const QJsonObject& prompt) {
        prompts.append(prompt);
        admin.tell("config.changed");
        return {201, prompt};
    }

    Answer append(int at, QJsonObject version) {
        auto versions = prompts[at].value(QLatin1String("versions")).toArray();
        version.insert(QStringLiteral("version"), versions.size() + 1);
        versions.append(version);
        prompts[at].insert(QStringLiteral("versions"), versions);
        admin.tell("config.changed");
        return {201, version};
    }

    static Answer render(const QJsonObject& body) {
        const auto version = body.value(QLatin1String("draft")).toObject();
        const auto values = body.value(QLatin1String("values")).toObject();
        QJsonArray messages;
        QJsonArray faults;
        int place = 0;
        for (const auto& value : version.value(QLatin1String("messages")).toArray()) {
            auto message = value.toObject();
            auto content = message.value(QLatin1String("content")).toString();
            for (auto it = values.begin(); it != values.end(); ++it)
                content.replace(QString(QStringLiteral("{{") + it.key() + QStringLiteral("}}")), it.value().toString());
            if (content.contains(QLatin1String("{{")))
                faults.append(
                    QJsonObject{{QStringLiteral("field"), QStringLiteral("messages[%1].content").arg(place)},
                                {QStringLiteral("message"),
                                 QStringLiteral("messages[%1].content: line 2, column 1: nobody gave it").arg(place)}});
            message.insert(QStringLiteral("content"), content);
            messages.append(message);
            ++place;
        }
        if (!faults.isEmpty())
            return {200, {{QStringLiteral("faults"), faults}}};
        return {200,
                {{QStringLiteral("messages"), messages},
                 {QStringLiteral("body"), QJsonObject{{QStringLiteral("model"), version.value(QLatin1String("model"))},
                                                      {QStringLiteral("messages"), messages}}},
                 {QStringLiteral("faults"), QJsonArray()}}};
    }
};

} // namespace gatehouse::ui
