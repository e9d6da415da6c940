// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/user_service.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace gatehouse::app {
namespace {

const QString unit = QStringLiteral("gatehoused.service");
constexpr int patienceMilliseconds = 5'000;

// org.freedesktop.systemd1(5)
QDBusMessage toManager(const QString& method) {
    return QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.systemd1"),
                                          QStringLiteral("/org/freedesktop/systemd1"),
                                          QStringLiteral("org.freedesktop.systemd1.Manager"), method);
}

} // namespace

UserService::UserService(QObject* parent) : QObject(parent) {
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    auto ask = toManager(QStringLiteral("GetUnitFileState"));
    ask << unit;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(ask, patienceMilliseconds), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QString> state = *watcher;
        m_installed = state.isValid() && state.value() != QLatin1String("masked");
    });
}

void UserService::start(std::function<void(bool started)> done) {
    auto order = toManager(QStringLiteral("StartUnit"));
    order << unit << QStringLiteral("replace");
    auto* watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(order, patienceMilliseconds), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [watcher, done = std::move(done)] {
        watcher->deleteLater();
        done(!watcher->isError());
    });
}

} // namespace gatehouse::app
