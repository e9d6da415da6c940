// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/scope_words.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 far = 14 * day;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Scopes)
};

} // namespace

QString scopeKindText(const QString& scope) {
    if (scope == QLatin1String("team"))
        return Words::tr("Team");
    if (scope == QLatin1String("app"))
        return Words::tr("Application");
    if (scope == QLatin1String("key"))
        return Words::tr("Key");
    if (scope == QLatin1String("model"))
        return Words::tr("Model");
    if (scope == QLatin1String("route"))
        return Words::tr("Route");
    if (scope == QLatin1String("provider"))
        return Words::tr("Provider");
    if (scope == QLatin1String("tag"))
        return Words::tr("Tag");
    if (scope == QLatin1String("user"))
        return Words::tr("End user");
    return Words::tr("Organisation");
}

QString scopeText(const QString& scope, const QString& name) {
    return name.isEmpty() || scope == QLatin1String("organisation")
               ? scopeKindText(scope)
               : Words::tr("%1 %2", "kind, name: Team research").arg(scopeKindText(scope), name);
}

QString collectionOf(const QString& scope) {
    if (scope == QLatin1String("team") || scope == QLatin1String("app") || scope == QLatin1String("key") ||
        scope == QLatin1String("route") || scope == QLatin1String("provider"))
        return QString(u'/' + scope + u's');
    return scope == QLatin1String("organisation") ? QStringLiteral("/organisation") : QString();
}

QStringList periods() {
    return {QStringLiteral("month"), QStringLiteral("week"), QStringLiteral("day"), QStringLiteral("total")};
}

QString periodName(const QString& period) {
    if (period == QLatin1String("day"))
        return Words::tr("Day");
    if (period == QLatin1String("week"))
        return Words::tr("Week");
    return period == QLatin1String("month") ? Words::tr("Month") : Words::tr("In all");
}

QString startsAnewText(const QLocale& locale, const QDateTime& moment, const QDateTime& now) {
    if (!moment.isValid())
        return Words::tr("Never");
    const auto seconds = now.secsTo(moment);
    if (seconds < 0 || seconds >= far)
        return locale.toString(moment.toLocalTime().date(), QLocale::ShortFormat);
    if (seconds < hour)
        return Words::tr("In %n min", nullptr, static_cast<int>(seconds / minute + 1));
    if (seconds < 2 * day)
        return Words::tr("In %n h", nullptr, static_cast<int>((seconds + hour / 2) / hour));
    return Words::tr("In %n day(s)", nullptr, static_cast<int>((seconds + day / 2) / day));
}

} // namespace gatehouse::ui
