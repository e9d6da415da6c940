// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/desktop_notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace gatehouse::ui {
namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
const QString application = QStringLiteral("org.gatehouse.Gatehouse");
constexpr int serversChoice = -1; // how long it stays
constexpr uchar normal = 1;
constexpr uchar critical = 2;

} // namespace

DesktopNotifier::DesktopNotifier(QObject* parent) : QObject(parent) {
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(uint, QString)));
    bus.connect(service, path, service, QStringLiteral("NotificationClosed"), this,
                SLOT(notificationClosed(uint, uint)));
}

void DesktopNotifier::show(quint64 number, const QString& title, const QString& text, bool urgent) {
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    auto message = QDBusMessage::createMethodCall(service, path, service, QStringLiteral("Notify"));
    const QStringList actions{QStringLiteral("default"), tr("Open")};
    const QVariantMap hints{{QStringLiteral("desktop-entry"), application},
                            {QStringLiteral("urgency"), QVariant::fromValue(urgent ? critical : normal)}};
    // Servers may take the body for markup.
    message << QStringLiteral("Gatehouse") << uint(0) << application << title << text.toHtmlEscaped() << actions
            << hints << serversChoice;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, number] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isValid())
            m_shown[reply.value()] = number;
    });
}

void DesktopNotifier::actionInvoked(uint id, const QString&) {
    const auto found = m_shown.constFind(id);
    if (found != m_shown.constEnd())
        Q_EMIT activated(*found);
}

void DesktopNotifier::notificationClosed(uint id, uint) {
    m_shown.remove(id);
}

} // namespace gatehouse::ui
