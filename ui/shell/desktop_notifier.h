// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QString>

namespace gatehouse::ui {

// Shows messages on the desktop over org.freedesktop.Notifications (Desktop Notifications Specification 1.2), where the
// session has it; otherwise it does nothing. Never waits for an answer. UI thread.
class DesktopNotifier : public QObject {
    Q_OBJECT

public:
    explicit DesktopNotifier(QObject* parent = nullptr);
    void show(quint64 number, const QString& title, const QString& text, bool urgent);

Q_SIGNALS:
    void activated(quint64 number); // the person clicked it

private Q_SLOTS:
    void actionInvoked(uint id, const QString& action);
    void notificationClosed(uint id, uint reason);

private:
    QHash<uint, quint64> m_shown; // the server's id to ours
};

} // namespace gatehouse::ui
