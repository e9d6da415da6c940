// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/call_code.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace gatehouse::ui {
namespace {

QString baseUrl(const QUrl& gateway) {
    QUrl url(gateway);
    url.setPath(QStringLiteral("/v1"));
    return QString::fromLatin1(url.toEncoded());
}

// A string of JSON is one of Python and of JavaScript too.
QString quoted(const QString& text) {
    const auto list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

QString indented(const QString& text, int spaces) {
    QString out(text);
    return out.replace(u'\n', QString(u'\n' + QString(spaces, u' ')));
}

QString pythonValue(const QJsonValue& value, int indent);

QString pythonBlock(QStringList parts, QChar open, QChar close, int indent) {
    if (parts.isEmpty())
        return QString(QString(open) + close);
    const QString inner(indent + 4, u' ');
    for (auto& part : parts)
        part.prepend(inner);
    return QString(QString(open) + u'\n' + parts.join(QStringLiteral(",\n")) + QStringLiteral(",\n") +
                   QString(indent, u' ') + close);
}

QString pythonValue(const QJsonValue& value, int indent) {
    QStringList parts;
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("True") : QStringLiteral("False");
    case QJsonValue::Double: {
        const auto list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        return QString::fromLatin1(list.mid(1, list.size() - 2));
    }
    case QJsonValue::String:
        return quoted(value.toString());
    case QJsonValue::Array:
        for (const auto& item : value.toArray())
            parts.append(pythonValue(item, indent + 4));
        return pythonBlock(parts, u'[', u']', indent);
    case QJsonValue::Object: {
        const auto object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            parts.append(QString(quoted(it.key()) + QStringLiteral(": ") + pythonValue(it.value(), indent + 4)));
        return pythonBlock(parts, u'{', u'}', indent);
    }
    default:
        return QStringLiteral("None");
    }
}

// The model first, as people write it.
QStringList orderedNames(const QJsonObject& body) {
    auto names = body.keys();
    for (const auto* first : {"messages", "model"}) {
        if (names.removeAll(QLatin1String(first)) > 0)
            names.prepend(QLatin1String(first));
    }
    return names;
}

bool isStreamed(const QJsonObject& body) {
    return body.value(QLatin1String("stream")).toBool();
}

} // namespace

QString curlOf(const QUrl& gateway, const QJsonObject& body) {
    auto text = QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Indented)).trimmed();
    text.replace(u'\'', QStringLiteral("'\\''")); // the one thing that ends a string of the shell
    return QStringLiteral("curl%1 %2/chat/completions \\\n"
                          "  -H \"Authorization: Bearer $%3\" \\\n"
                          "  -H \"Content-Type: application/json\" \\\n"
                          "  -d '")
               .arg(isStreamed(body) ? QStringLiteral(" -N") : QString(), baseUrl(gateway),
                    QLatin1String(keyVariable)) +
           text + QStringLiteral("'\n");
}

QString pythonOf(const QUrl& gateway, const QJsonObject& body) {
    QString arguments;
    for (const auto& name : orderedNames(body))
        arguments += QStringLiteral("    ") + name + u'=' + pythonValue(body.value(name), 4) + QStringLiteral(",\n");
    const QString head = QStringLiteral("import os\n\nfrom openai import OpenAI\n\n"
                                        "client = OpenAI(base_url=%1, api_key=os.environ[\"%2\"])\n\n")
                             .arg(quoted(baseUrl(gateway)), QLatin1String(keyVariable));
    const QString call = QStringLiteral("answer = client.chat.completions.create(\n") + arguments + u')';
    const QString shown = isStreamed(body)
                              ? QStringLiteral("\nfor chunk in answer:\n"
                                               "    if chunk.choices and chunk.choices[0].delta.content:\n"
                                               "        print(chunk.choices[0].delta.content, end=\"\", flush=True)\n"
                                               "print()\n")
                              : QStringLiteral("\nprint(answer.choices[0].message.content)\n");
    return QString(head + call + shown);
}

QString javaScriptOf(const QUrl& gateway, const QJsonObject& body) {
    const auto json = QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Indented)).trimmed();
    const QString head = QStringLiteral("import OpenAI from \"openai\";\n\n"
                                        "const client = new OpenAI({\n  baseURL: %1,\n"
                                        "  apiKey: process.env.%2,\n});\n\n")
                             .arg(quoted(baseUrl(gateway)), QLatin1String(keyVariable));
    const QString call =
        QStringLiteral("const answer = await client.chat.completions.create(") + indented(json, 0) + u')' + u';';
    const QString shown = isStreamed(body)
                              ? QStringLiteral("\nfor await (const chunk of answer) {\n"
                                               "  process.stdout.write(chunk.choices[0]?.delta?.content ?? \"\");\n"
                                               "}\nconsole.log();\n")
                              : QStringLiteral("\nconsole.log(answer.choices[0].message.content);\n");
    return QString(head + call + shown);
}

} // namespace gatehouse::ui
