// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/mustache_scan.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

struct PromptMessage {
    QString role = QStringLiteral("user"); // "system", "user", "assistant"
    QString content;                       // a Mustache template
    QStringList images;                    // addresses or templates of such: "{{picture}}"

    bool operator==(const PromptMessage&) const = default;
};

struct PromptVariable {
    QString name;
    QJsonObject schema{{QStringLiteral("type"), QStringLiteral("string")}};
    QJsonValue preset = QJsonValue::Undefined; // the default
    QJsonValue example = QJsonValue::Undefined;
    QString description;
    bool secret = false;
    bool required = true;

    QString type() const { return schema.value(QLatin1String("type")).toString(); }
    bool operator==(const PromptVariable&) const = default;
};

// A version of a prompt as it is written: all but its number, author and day.
struct PromptDraft {
    QVector<PromptMessage> messages;
    QVector<PromptVariable> variables;
    QMap<QString, QString> partials;
    QString model;
    QJsonObject parameters;
    QJsonObject schema; // of the answer; empty: the answer is text
    int repair = 1;     // how often the model is asked again where its answer does not fit

    static PromptDraft fromVersion(const QJsonObject& version);
    // What the playground would send becomes a prompt.
    static PromptDraft fromChat(const QJsonObject& body);
    QJsonObject version() const;

    MustacheNames names() const;
    // Examples, else defaults, else something that fits the type: what a preview shows before anybody wrote values.
    QJsonObject sampleValues() const;
    bool operator==(const PromptDraft&) const = default;
};

QJsonValue sampleOf(const PromptVariable& variable);
// A value as a person writes it into a field, and back. Undefined: the text is no value of that type.
QString valueAsText(const QJsonValue& value);
QJsonValue valueFromText(const QString& text, const QString& type);
QString decimalText(double value); // as the contract takes it: four digits behind the point at most
QString prettyJson(const QJsonObject& object);

} // namespace gatehouse::ui
