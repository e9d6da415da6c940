// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/notifications_page.h"

#include "ui/models/notification_kinds.h"

#include <QCheckBox>

namespace gatehouse::ui {

NotificationsPage::NotificationsPage(Console& console)
    : SettingsPage(console, QStringLiteral("notifications"), tr("Notifications"), QStringLiteral("bell")) {
    addSection(tr("Where"));
    m_boxes.append(addSwitch(QStringLiteral("notify_desktop"), tr("On the desktop too"),
                             tr("Off: only under the bell in the window."), areDesktopNotificationsOn,
                             setDesktopNotificationsOn));
    addSection(tr("What is told"));
    const auto kinds = notificationKinds();
    for (const auto& kind : kinds)
        m_boxes.append(addSwitch(
            QStringLiteral("notify_") + kind.id, kind.title, kind.hint, [id = kind.id] { return isNotificationOn(id); },
            [id = kind.id](bool on) { setNotificationOn(id, on); }));
    finish();
}

void NotificationsPage::reset() {
    setDesktopNotificationsOn(true);
    const auto kinds = notificationKinds();
    for (const auto& kind : kinds)
        setNotificationOn(kind.id, true);
    for (auto* box : std::as_const(m_boxes))
        box->setChecked(true);
}

} // namespace gatehouse::ui
