// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connection.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QSettings>
#include <QUuid>

namespace gatehouse::ui {
namespace {

const QString group = QStringLiteral("connections");

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Connections)
};

} // namespace

QVector<Connection> loadConnections() {
    QSettings settings;
    QVector<Connection> connections;
    const int count = settings.beginReadArray(group);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        Connection connection;
        connection.id = settings.value(QStringLiteral("id")).toString();
        connection.name = settings.value(QStringLiteral("name")).toString();
        connection.admin = QUrl(settings.value(QStringLiteral("admin")).toString());
        connection.gateway = QUrl(settings.value(QStringLiteral("gateway")).toString());
        connection.color = settings.value(QStringLiteral("color")).toInt();
        connection.isProtected = settings.value(QStringLiteral("protected"), true).toBool();
        connection.certificate = settings.value(QStringLiteral("certificate")).toByteArray();
        // A broken entry is left out rather than to lead anywhere.
        if (!connection.id.isEmpty() && addressFault(connection.admin.toString()).isEmpty())
            connections.append(connection);
    }
    settings.endArray();
    return connections;
}

void saveConnections(const QVector<Connection>& connections) {
    QSettings settings;
    settings.remove(group);
    settings.beginWriteArray(group, static_cast<int>(connections.size()));
    for (int i = 0; i < connections.size(); ++i) {
        const auto& connection = connections[i];
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("id"), connection.id);
        settings.setValue(QStringLiteral("name"), connection.name);
        settings.setValue(QStringLiteral("admin"), connection.admin.toString());
        settings.setValue(QStringLiteral("gateway"), connection.gateway.toString());
        settings.setValue(QStringLiteral("color"), connection.color);
        settings.setValue(QStringLiteral("protected"), connection.isProtected);
        settings.setValue(QStringLiteral("certificate"), connection.certificate);
    }
    settings.endArray();
}

QString newConnectionId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

bool isLoopback(const QUrl& url) {
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

QString addressFault(const QString& text) {
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    if (text.trimmed().isEmpty())
        return Words::tr("Enter the address, such as https://gateway.example:8643.");
    if (!url.isValid() || url.host().isEmpty() ||
        (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http")))
        return Words::tr("This is no address. It begins with https:// and names a host, such as "
                         "https://gateway.example:8643.");
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return Words::tr("Leave out user names, ? and #: the token has a field of its own.");
    if (!url.path().isEmpty() && url.path() != QLatin1String("/"))
        return Words::tr("Leave out the path: host and port are enough.");
    if (url.scheme() == QLatin1String("http") && !isLoopback(url))
        return Words::tr("Use https: over http the token could be read on the way.");
    return {};
}

} // namespace gatehouse::ui
