// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/embedded_gateway.h"
#include "ui/client/gateway_client.h"
#include "ui/first_run/port_owner.h"
#include "ui/models/own_gateway.h"

#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;

class OwnGatewayTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    app::EmbeddedOptions options() const {
        app::EmbeddedOptions options;
        options.dataFolder = m_folder.path().toStdString();
        options.gatewayPort = 0;
        options.adminPort = 0;
        return options;
    }
    static GatewayAddress addressOf(const QSignalSpy& spy) { return spy.last().first().value<GatewayAddress>(); }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("GatehouseTest"));
        QCoreApplication::setApplicationName(QStringLiteral("OwnGateway"));
        QSettings().clear();
    }
    void cleanupTestCase() { QSettings().clear(); }

    void itStartsAgainOnOtherPortsWithTheSameStore() {
        app::EmbeddedGateway gateway;
        GatewayClient client;
        QSignalSpy ready(&gateway, &app::EmbeddedGateway::ready);
        gateway.start(options());
        QTRY_COMPARE(ready.size(), 1);
        const auto first = addressOf(ready);
        client.connectTo(first);
        QTRY_COMPARE(client.state(), GatewayClient::State::Connected);
        bool made = false;
        client.send(GatewayClient::Verb::Post, QStringLiteral("/teams"),
                    {{QStringLiteral("id"), QStringLiteral("kept")}}, this,
                    [&](const Reply& reply) { made = reply.ok(); });
        QTRY_VERIFY(made);

        auto again = options();
        again.gatewayPort = nextFreePort(static_cast<quint16>(first.gateway.port() + 1));
        gateway.start(again);
        QTRY_COMPARE(ready.size(), 2);
        const auto second = addressOf(ready);
        QCOMPARE(second.gateway.port(), static_cast<int>(again.gatewayPort));
        client.connectTo(second);
        QTRY_COMPARE(client.state(), GatewayClient::State::Connected);
        bool found = false;
        client.get(QStringLiteral("/teams/kept"), {}, this, [&](const Reply& reply) { found = reply.ok(); });
        QTRY_VERIFY(found);
    }

    void aTakenPortIsSaidAndAFreeOneThenTaken() {
        app::EmbeddedGateway gateway;
        app::EmbeddedGateway other;
        QTemporaryDir elsewhere;
        QSignalSpy ready(&gateway, &app::EmbeddedGateway::ready);
        gateway.start(options());
        QTRY_COMPARE(ready.size(), 1);
        auto taken = options();
        taken.dataFolder = elsewhere.path().toStdString();
        taken.gatewayPort = static_cast<std::uint16_t>(addressOf(ready).gateway.port());
        QSignalSpy failed(&other, &app::EmbeddedGateway::failed);
        QSignalSpy otherReady(&other, &app::EmbeddedGateway::ready);
        other.start(taken);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("cannot_bind"));
        taken.gatewayPort = nextFreePort(taken.gatewayPort);
        other.start(taken);
        QTRY_COMPARE(otherReady.size(), 1);
    }

    void itIsToldHowProvidersAreReached() {
        OwnGatewaySettings settings;
        settings.proxy = QStringLiteral("http://127.0.0.1:9");
        settings.noProxy = {QStringLiteral("example.com")};
        OwnGateway::store(settings);
        QVERIFY(OwnGateway::load() == settings);
        auto with = options();
        const auto network = networkOf(OwnGateway::load());
        QVERIFY(network.has_value());
        with.network = *network;
        app::EmbeddedGateway gateway;
        QSignalSpy ready(&gateway, &app::EmbeddedGateway::ready);
        gateway.start(with);
        QTRY_COMPARE(ready.size(), 1);
    }

    void brokenSettingsCountAsTheUsualOnes() {
        QSettings().setValue(QStringLiteral("gateway/port"), QStringLiteral("many"));
        QSettings().setValue(QStringLiteral("gateway/proxy"), QStringLiteral("not a proxy"));
        QVERIFY(OwnGateway::load() == OwnGatewaySettings());
    }
};

QTEST_GUILESS_MAIN(OwnGatewayTest)
#include "tst_own_gateway.moc"
