// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/own_gateway.h"

#include "core/contract/descriptions.h"

#include <QSettings>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gatehouse::ui {
namespace {

const QString gatewayPortKey = QStringLiteral("gateway/port");
const QString adminPortKey = QStringLiteral("gateway/admin_port");
const QString proxyKey = QStringLiteral("gateway/proxy");
const QString proxyPasswordKey = QStringLiteral("gateway/proxy_password");
const QString noProxyKey = QStringLiteral("gateway/no_proxy");
const QString caKey = QStringLiteral("gateway/ca");

quint16 portIn(const QSettings& settings, const QString& key, quint16 usual) {
    const int port = settings.value(key, usual).toInt();
    return port > 0 && port <= 65'535 ? static_cast<quint16>(port) : usual;
}

boost::json::array arrayOf(const QStringList& texts) {
    boost::json::array array;
    for (const auto& text : texts)
        array.emplace_back(text.toStdString());
    return array;
}

} // namespace

contract::Checked<contract::NetworkSpec> networkOf(const OwnGatewaySettings& settings) {
    boost::json::object json{
        {"proxy", settings.proxy.toStdString()}, {"no_proxy", arrayOf(settings.noProxy)}, {"ca", arrayOf(settings.ca)}};
    if (!settings.proxyPassword.isEmpty())
        json["proxy_password"] = settings.proxyPassword.toStdString();
    return contract::readSpec<contract::NetworkSpec>(json, contract::Form::File);
}

OwnGatewaySettings OwnGateway::load() {
    const QSettings kept;
    OwnGatewaySettings settings;
    settings.gatewayPort = portIn(kept, gatewayPortKey, settings.gatewayPort);
    settings.adminPort = portIn(kept, adminPortKey, settings.adminPort);
    OwnGatewaySettings network = settings;
    network.proxy = kept.value(proxyKey, settings.proxy).toString();
    network.proxyPassword = kept.value(proxyPasswordKey).toString();
    network.noProxy = kept.value(noProxyKey).toStringList();
    network.ca = kept.value(caKey).toStringList();
    return networkOf(network) ? network : settings;
}

void OwnGateway::store(const OwnGatewaySettings& settings) {
    QSettings kept;
    kept.setValue(gatewayPortKey, settings.gatewayPort);
    kept.setValue(adminPortKey, settings.adminPort);
    kept.setValue(proxyKey, settings.proxy);
    kept.setValue(proxyPasswordKey, settings.proxyPassword);
    kept.setValue(noProxyKey, settings.noProxy);
    kept.setValue(caKey, settings.ca);
}

void OwnGateway::setServing(bool serving) {
    if (m_serving == serving)
        return;
    m_serving = serving;
    Q_EMIT servingChanged();
}

void OwnGateway::restart() {
    Q_EMIT restartAsked();
}

} // namespace gatehouse::ui
