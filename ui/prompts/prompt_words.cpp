// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <QUrl>

namespace gatehouse::ui {
namespace {

struct PromptWords {
    Q_DECLARE_TR_FUNCTIONS(PromptWords)
};

} // namespace

QString promptRoleName(const QString& role) {
    if (role == QLatin1String("system"))
        return PromptWords::tr("System");
    if (role == QLatin1String("user"))
        return PromptWords::tr("User");
    if (role == QLatin1String("assistant"))
        return PromptWords::tr("Assistant");
    return role;
}

QString momentWords(const QDateTime& moment) {
    return moment.isValid() ? QLocale().toString(moment.toLocalTime(), QLocale::ShortFormat) : QString();
}

QVector<PromptLabel> promptLabels(const QJsonObject& prompt) {
    QVector<PromptLabel> labels;
    for (const auto& value : prompt.value(QLatin1String("labels")).toArray()) {
        const auto label = value.toObject();
        labels.append({label.value(QLatin1String("name")).toString(), label.value(QLatin1String("version")).toInt()});
    }
    return labels;
}

QString labelsText(const QVector<PromptLabel>& labels) {
    QStringList parts;
    for (const auto& label : labels)
        parts.append(PromptWords::tr("%1 %2", "label, version").arg(label.name, QLocale().toString(label.version)));
    return parts.join(QStringLiteral(", "));
}

QString promptPath(const QString& id, const QString& rest) {
    return QString(QStringLiteral("/prompts/") + QString::fromLatin1(QUrl::toPercentEncoding(id)) + rest);
}

} // namespace gatehouse::ui
