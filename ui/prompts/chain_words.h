// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

// A chain's version as the gateway writes it, and words for its parts.
namespace gatehouse::ui {

QString chainPath(const QString& id, const QString& rest = {}); // "/chains/triage/runs"
// What is written of a version: all but its number, author, day, comment, what it was
// made of, and what is as it is anyway.
QJsonObject chainContent(const QJsonObject& version);

QStringList stepKinds();                   // "prompt", "model", "tensor", "api"
QString stepKindText(const QString& kind); // "Prompt", "Tensor model" …
QString stepStateText(const QString& state);
QString sourceText(const QJsonObject& source); // "/inputs/text", "“Dear {{inputs.name}}”", "50"
QString whenText(const QJsonObject& when);     // "/mood/label/0 is "angry""; empty: always
// A version as one text that people can read and compare.
QString chainText(const QJsonObject& version);
QString compactJson(const QJsonValue& value);
// A value as it was written; Undefined: it is no JSON.
QJsonValue jsonValue(const QString& text);

} // namespace gatehouse::ui
