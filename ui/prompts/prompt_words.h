// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace gatehouse::ui {

QString promptRoleName(const QString& role);  // "System", "User", "Assistant"
QString momentWords(const QDateTime& moment); // short, local; empty where it is not known

// A label such as "production" and the version that it stands at.
struct PromptLabel {
    QString name;
    int version = 0;

    bool operator==(const PromptLabel&) const = default;
};
QVector<PromptLabel> promptLabels(const QJsonObject& prompt);
QString labelsText(const QVector<PromptLabel>& labels);          // "production 3, staging 4"
QString promptPath(const QString& id, const QString& rest = {}); // "/prompts/sentiment/labels"

} // namespace gatehouse::ui
