// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/fault.h"
#include "core/contract/resources.h"

#include <QObject>
#include <QString>
#include <QStringList>

namespace gatehouse::ui {

// What the gateway inside the console is started with, which no other program tells it.
struct OwnGatewaySettings {
    quint16 gatewayPort = 8642;
    quint16 adminPort = 8643;
    QString proxy = QStringLiteral("environment"); // or "direct", or a URL without a password
    QString proxyPassword;                         // a reference such as "env:NAME", or empty
    QStringList noProxy;
    QStringList ca; // PEM files

    bool operator==(const OwnGatewaySettings&) const = default;
};

// As the configuration file would say it. Faults name its fields: "proxy", "no_proxy[0]" …
contract::Checked<contract::NetworkSpec> networkOf(const OwnGatewaySettings& settings);

// The settings of the console's own gateway, kept in the console's settings. A change counts from the gateway's next
// start, which restart() asks for. UI thread.
class OwnGateway : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    static OwnGatewaySettings load(); // broken values count as the usual ones
    static void store(const OwnGatewaySettings& settings);

    // Whether the gateway that is shown runs in this process.
    void setServing(bool serving);
    bool isServing() const { return m_serving; }
    void restart();

Q_SIGNALS:
    void servingChanged();
    void restartAsked(); // with the settings as they are kept now
    // It could not start with them; a sentence.
    void failed(const QString& sentence);

private:
    bool m_serving = false;
};

} // namespace gatehouse::ui
