// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/notification_kinds.h"

#include <QCoreApplication>
#include <QSettings>

namespace gatehouse::ui {
namespace {

const QString desktopKey = QStringLiteral("notifications/desktop");

QString keyOf(const QString& kind) {
    return QStringLiteral("notifications/") + kind;
}

QString text(const char* source) {
    return QCoreApplication::translate("NotificationKinds", source);
}

} // namespace

QVector<NotificationKind> notificationKinds() {
    return {
        {QStringLiteral("failover"), text(QT_TRANSLATE_NOOP("NotificationKinds", "Failover and recovery")),
         text(QT_TRANSLATE_NOOP("NotificationKinds", "A provider stops answering, or answers again."))},
        {QStringLiteral("budget"), text(QT_TRANSLATE_NOOP("NotificationKinds", "Budgets")),
         text(QT_TRANSLATE_NOOP("NotificationKinds", "A budget reaches 50, 80 or 100 percent."))},
        {QStringLiteral("key_rejected"), text(QT_TRANSLATE_NOOP("NotificationKinds", "Rejected keys")),
         text(QT_TRANSLATE_NOOP("NotificationKinds", "A provider does not accept its key."))},
        {QStringLiteral("approval"), text(QT_TRANSLATE_NOOP("NotificationKinds", "Waiting approvals")),
         text(QT_TRANSLATE_NOOP("NotificationKinds", "Somebody asks for a subscription that a person decides about."))},
        {QStringLiteral("gateway"), text(QT_TRANSLATE_NOOP("NotificationKinds", "Gateway stopped")),
         text(QT_TRANSLATE_NOOP("NotificationKinds", "The gateway stops, cannot be reached, or is back."))},
    };
}

bool isNotificationOn(const QString& kind) {
    return QSettings().value(keyOf(kind), true).toBool();
}

void setNotificationOn(const QString& kind, bool on) {
    QSettings().setValue(keyOf(kind), on);
}

bool areDesktopNotificationsOn() {
    return QSettings().value(desktopKey, true).toBool();
}

void setDesktopNotificationsOn(bool on) {
    QSettings().setValue(desktopKey, on);
}

} // namespace gatehouse::ui
