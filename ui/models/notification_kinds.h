// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVector>

namespace gatehouse::ui {

// A sort of notification that can be switched on and off by itself.
struct NotificationKind {
    QString id; // stable: "failover"
    QString title;
    QString hint; // when it comes
};

// All of them, in the order in which settings show them: "failover", "budget", "key_rejected", "approval", "gateway".
QVector<NotificationKind> notificationKinds();

// Whether the kind is told (in the window and on the desktop); it is until somebody switches it off.
bool isNotificationOn(const QString& kind);
void setNotificationOn(const QString& kind, bool on);
// Whether what is told in the window is shown on the desktop too.
bool areDesktopNotificationsOn();
void setDesktopNotificationsOn(bool on);

} // namespace gatehouse::ui
