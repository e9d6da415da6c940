// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/system_scheme.h"

#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

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
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this, SLOT(settingChanged(QDBusMessage)));
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

// Taken as a whole message: Qt does not deliver this signal to a slot with a variant among its parameters.
void SystemScheme::settingChanged(const QDBusMessage& message) {
    const auto arguments = message.arguments();
    if (arguments.value(0).toString() == group && arguments.value(1).toString() == scheme)
        Q_EMIT darkChanged(schemeIn(arguments.value(2)) == prefersDark);
}

} // namespace gatehouse::ui
