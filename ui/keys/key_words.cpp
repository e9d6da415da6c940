// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/key_words.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 soon = 7 * day;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Keys)
};

QDateTime expiryOf(const QJsonObject& key) {
    return QDateTime::fromString(key.value(QLatin1String("expires")).toString(), Qt::ISODateWithMs);
}

} // namespace

KeyState keyStateOf(const QJsonObject& key, const QDateTime& now) {
    if (key.value(QLatin1String("revoked")).toBool())
        return KeyState::Revoked;
    const auto expires = expiryOf(key);
    if (expires.isValid() && expires <= now)
        return KeyState::Expired;
    if (!key.value(QLatin1String("enabled")).toBool(true))
        return KeyState::Disabled;
    return expires.isValid() && now.secsTo(expires) < soon ? KeyState::EndsSoon : KeyState::Active;
}

QString keyStateText(KeyState state) {
    switch (state) {
    case KeyState::Active:
        return Words::tr("Active");
    case KeyState::EndsSoon:
        return Words::tr("Ends soon");
    case KeyState::Expired:
        return Words::tr("Expired");
    case KeyState::Disabled:
        return Words::tr("Disabled");
    case KeyState::Revoked:
        break;
    }
    return Words::tr("Revoked");
}

QString keyStateIcon(KeyState state) {
    switch (state) {
    case KeyState::Active:
        return QStringLiteral("circle-check");
    case KeyState::EndsSoon:
        return QStringLiteral("clock");
    case KeyState::Expired:
    case KeyState::Revoked:
        return QStringLiteral("circle-x");
    case KeyState::Disabled:
        break;
    }
    return QStringLiteral("player-pause");
}

Theme::Tone keyStateTone(KeyState state) {
    switch (state) {
    case KeyState::Active:
        return Theme::Tone::Success;
    case KeyState::EndsSoon:
        return Theme::Tone::Warning;
    case KeyState::Revoked:
        return Theme::Tone::Error;
    case KeyState::Expired:
    case KeyState::Disabled:
        break;
    }
    return Theme::Tone::Secondary;
}

QString keyNameOf(const QJsonObject& key) {
    const auto name = key.value(QLatin1String("name")).toString();
    return name.isEmpty() ? key.value(QLatin1String("id")).toString() : name;
}

QString keyTextOf(const QJsonObject& key) {
    const auto id = key.value(QLatin1String("id")).toString();
    const auto last = key.value(QLatin1String("last_four")).toString();
    return last.isEmpty() ? id : QString(id + QStringLiteral(" …") + last);
}

QString agoText(const QLocale& locale, const QDateTime& moment, const QDateTime& now) {
    if (!moment.isValid())
        return Words::tr("Never");
    const auto seconds = moment.secsTo(now);
    if (seconds < minute)
        return Words::tr("Just now");
    if (seconds < hour)
        return Words::tr("%n min ago", nullptr, static_cast<int>(seconds / minute));
    if (seconds < day)
        return Words::tr("%n h ago", nullptr, static_cast<int>(seconds / hour));
    return locale.toString(moment.toLocalTime().date(), QLocale::ShortFormat);
}

QString untilText(const QLocale& locale, const QDateTime& moment, const QDateTime& now) {
    if (!moment.isValid())
        return Words::tr("Never");
    const auto seconds = now.secsTo(moment);
    if (seconds < 0 || seconds >= soon)
        return locale.toString(moment.toLocalTime().date(), QLocale::ShortFormat);
    if (seconds < hour)
        return Words::tr("In %n min", nullptr, static_cast<int>(seconds / minute + 1));
    if (seconds < 2 * day)
        return Words::tr("In %n h", nullptr, static_cast<int>((seconds + hour / 2) / hour));
    return Words::tr("In %n day(s)", nullptr, static_cast<int>((seconds + day / 2) / day));
}

QString periodText(const QString& period) {
    if (period == QLatin1String("day"))
        return Words::tr("today");
    if (period == QLatin1String("week"))
        return Words::tr("this week");
    return period == QLatin1String("month") ? Words::tr("this month") : Words::tr("in all");
}

} // namespace gatehouse::ui
