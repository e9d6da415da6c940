// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/system_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace gatehouse::ui {
namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString group = QStringLiteral("org.freedesktop.appearance");
const QString scheme = QStringLiteral("color-scheme");
constexpr uint prefersDark = 1;

// Read() wraps its answer in a variant too many.
uint schemeIn(QVariant value) {
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}

} // namespace

SystemScheme::SystemScheme(QObject* parent) : QObject(parent) {
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask();
}

void SystemScheme::ask() {
    auto message = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    message << group << scheme;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid())
            Q_EMIT darkChanged(schemeIn(reply.value().variant()) == prefersDark);
    });
}

void SystemScheme::settingChanged(const QString& changedGroup, const QString& key, const QDBusVariant& value) {
    if (changedGroup == group && key == scheme)
        Q_EMIT darkChanged(schemeIn(value.variant()) == prefersDark);
}

} // namespace gatehouse::ui
