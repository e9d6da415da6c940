// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/api_code.h"

#include <QJsonDocument>

namespace gatehouse::ui {
namespace {

QJsonValue exampleOf(const QJsonObject& schema, const QString& name) {
    for (const auto* told : {"example", "default", "const"}) {
        if (const auto value = schema.value(QLatin1String(told)); !value.isUndefined())
            return value;
    }
    for (const auto* list : {"examples", "enum"}) {
        if (const auto values = schema.value(QLatin1String(list)).toArray(); !values.isEmpty())
            return values.first();
    }
    const auto type = schema.value(QLatin1String("type")).toString();
    if (type == QLatin1String("integer") || type == QLatin1String("number"))
        return schema.value(QLatin1String("minimum")).toDouble(1);
    if (type == QLatin1String("boolean"))
        return true;
    if (type == QLatin1String("array"))
        return QJsonArray();
    if (type == QLatin1String("object"))
        return QJsonObject();
    return name;
}

QString compact(const QJsonObject& object) {
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

QJsonObject exampleValues(const QJsonArray& variables) {
    QJsonObject values;
    for (const auto& value : variables) {
        const auto variable = value.toObject();
        const auto name = variable.value(QLatin1String("name")).toString();
        if (variable.value(QLatin1String("secret")).toBool()) {
            values.insert(name, name.toUpper());
            continue;
        }
        auto example = variable.value(QLatin1String("example"));
        if (example.isUndefined() || example.isNull())
            example = variable.value(QLatin1String("default"));
        if (example.isUndefined() || example.isNull())
            example = exampleOf(variable.value(QLatin1String("schema")).toObject(), name);
        values.insert(name, example);
    }
    return values;
}

// Within single quotes a shell changes nothing; a quote ends them, stands by itself, and begins them anew.
QString shellWord(const QString& text) {
    return QString(u'\'' + QString(text).replace(QLatin1String("'"), QLatin1String("'\\''")) + u'\'');
}

QString apiCurlOf(const ApiCall& call) {
    auto url = call.gateway;
    url.setPath(call.path);
    QJsonObject body = call.values;
    if (call.kind == QLatin1String("model")) {
        url.setPath(QString(call.path + QStringLiteral("/v1/chat/completions")));
        const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                                  {QStringLiteral("content"), QStringLiteral("Hello")}};
        body = {{QStringLiteral("model"), call.model}, {QStringLiteral("messages"), QJsonArray{message}}};
    }
    QString command = QStringLiteral("curl ") + shellWord(url.toString(QUrl::FullyEncoded)) +
                      QStringLiteral(" \\\n  -H \"Authorization: Bearer $GATEHOUSE_API_KEY\"");
    if (call.kind == QLatin1String("service"))
        return command;
    command += QStringLiteral(" \\\n  -H 'Content-Type: application/json' \\\n  -d ") + shellWord(compact(body));
    return command;
}

} // namespace gatehouse::ui
