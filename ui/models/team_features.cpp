// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/team_features.h"

#include <QHostAddress>
#include <QSettings>

namespace gatehouse::ui {
namespace {

const QString settingsKey = QStringLiteral("general/team_features");

bool isThisComputer(const QString& host) {
    return host.isEmpty() || host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

} // namespace

TeamFeatures::TeamFeatures(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    connect(&client, &GatewayClient::gatewayChosen, this, &TeamFeatures::changed);
}

bool TeamFeatures::isOn() {
    return QSettings().value(settingsKey, false).toBool();
}

void TeamFeatures::setOn(bool on) {
    QSettings().setValue(settingsKey, on);
    Q_EMIT changed();
}

bool TeamFeatures::areShown() const {
    return isOn() || !isThisComputer(m_client.address().admin.host());
}

} // namespace gatehouse::ui
