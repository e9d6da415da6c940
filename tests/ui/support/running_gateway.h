// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_address.h"

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace gatehouse::ui {

// A real daemon of the test's own, on free ports, with an application and a key. Its folder outlives a restart.
class RunningGateway {
public:
    RunningGateway();
    ~RunningGateway();

    // Before start(): another configuration than the one with an application and a key.
    void setConfiguration(const QByteArray& yaml) { m_configuration = yaml; }
    QString dataFolder() const { return m_folder.filePath(QStringLiteral("data")); }

    bool start(); // also again, after kill(), on the same ports
    void kill();  // as kill -9 does
    GatewayAddress address() const { return m_address; }
    const QByteArray& key() const { return m_key; }
    // Sends a chat call through the gateway's real port and waits for its whole answer. The status.
    int call(const QString& model, bool streamed = false) const;

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
    GatewayAddress m_address;
    QByteArray m_key;
    QByteArray m_configuration;
    QString m_listen = QStringLiteral("127.0.0.1:0");
    QString m_admin = QStringLiteral("127.0.0.1:0");
};

} // namespace gatehouse::ui
