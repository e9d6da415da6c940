// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/change_text.h"

#include "ui/changes/value_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace gatehouse::ui {

QString changeText(const QJsonObject& change) {
    const auto object =
        objectText(change.value(QLatin1String("kind")).toString(), change.value(QLatin1String("id")).toString());
    const auto action = change.value(QLatin1String("action")).toString();
    if (action == QLatin1String("create"))
        return QCoreApplication::translate("Changes", "%1 added").arg(object);
    if (action == QLatin1String("delete"))
        return QCoreApplication::translate("Changes", "%1 deleted").arg(object);
    return QCoreApplication::translate("Changes", "%1 changed").arg(object);
}

QString changesText(const QJsonArray& changes) {
    if (changes.isEmpty())
        return QCoreApplication::translate("Changes", "Nothing");
    const auto first = changeText(changes.first().toObject());
    if (changes.size() == 1)
        return first;
    return QCoreApplication::translate("Changes", "%1 and %n more", nullptr, static_cast<int>(changes.size()) - 1)
        .arg(first);
}

QString momentText(const QString& moment) {
    const auto when = QDateTime::fromString(moment, Qt::ISODateWithMs).toLocalTime();
    return QLocale().toString(when, QLocale::ShortFormat);
}

} // namespace gatehouse::ui
