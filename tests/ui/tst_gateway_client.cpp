// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "ui/client/gateway_client.h"

#include <QSignalSpy>
#include <QTest>

using namespace gatehouse::ui;

class GatewayClientTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_gateway.start()); }

    void asksAndIsAnswered() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        std::optional<Reply> reply;
        client.get(QStringLiteral("/status"), {}, this, [&](const Reply& r) { reply = r; });
        QTRY_VERIFY(reply.has_value());
        QVERIFY(reply->ok());
        QVERIFY(reply->object().value(QLatin1String("ready")).toBool());
    }

    void aProblemNamesFieldAndNextStep() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        std::optional<Reply> reply;
        client.send(GatewayClient::Verb::Post, QStringLiteral("/teams"),
                    {{QStringLiteral("id"), QStringLiteral("not an id")}}, this, [&](const Reply& r) { reply = r; });
        QTRY_VERIFY(reply.has_value());
        QVERIFY(!reply->ok());
        QCOMPARE(reply->problem().field, QStringLiteral("id"));
        QVERIFY(!reply->problem().expected.isEmpty());
    }

    void aStaleChangeIsRefused() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        std::optional<Reply> reply;
        client.send(
            GatewayClient::Verb::Patch, QStringLiteral("/teams/me"), {{QStringLiteral("enabled"), true}}, this,
            [&](const Reply& r) { reply = r; }, "\"stale\"");
        QTRY_VERIFY(reply.has_value());
        QCOMPARE(reply->status(), 412);
    }

    void hearsOfCalls() {
        GatewayClient client;
        QSignalSpy events(&client, &GatewayClient::event);
        QSignalSpy refresh(&client, &GatewayClient::refreshNeeded);
        client.connectTo(m_gateway.address());
        QVERIFY(refresh.wait());
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        const auto finished = [&] {
            for (const auto& event : events) {
                if (event.at(0).toString() == QLatin1String("call.finished"))
                    return event.at(1).toJsonObject();
            }
            return QJsonObject();
        };
        QTRY_COMPARE(finished().value(QLatin1String("model_asked")).toString(), QStringLiteral("demo/echo"));
    }

    void aWrongTokenIsAPlainProblem() {
        GatewayClient client;
        auto address = m_gateway.address();
        address.token = "wrong";
        client.connectTo(address);
        std::optional<Reply> reply;
        client.get(QStringLiteral("/calls"), {}, this, [&](const Reply& r) { reply = r; });
        QTRY_VERIFY(reply.has_value());
        QCOMPARE(reply->status(), 401);
        QTRY_COMPARE(client.state(), GatewayClient::State::Lost);
    }

    void aKilledGatewayIsFoundAgain() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        GatewayClient client;
        QSignalSpy refresh(&client, &GatewayClient::refreshNeeded);
        client.connectTo(gateway.address());
        QTRY_COMPARE(client.state(), GatewayClient::State::Connected);
        gateway.kill();
        QTRY_COMPARE(client.state(), GatewayClient::State::Lost);
        std::optional<Reply> reply;
        client.get(QStringLiteral("/status"), {}, this, [&](const Reply& r) { reply = r; });
        QTRY_VERIFY(reply.has_value());
        QCOMPARE(reply->status(), 0);
        QCOMPARE(reply->problem().code, QStringLiteral("unreachable"));
        const auto before = refresh.count();
        QVERIFY(gateway.start());
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), GatewayClient::State::Connected, 15'000);
        QTRY_VERIFY(refresh.count() > before); // what is shown is read again: events were missed
    }

    void anAnswerToSomebodyGoneIsDropped() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        bool called = false;
        {
            QObject gone;
            client.get(QStringLiteral("/status"), {}, &gone, [&](const Reply&) { called = true; });
        }
        std::optional<Reply> reply;
        client.get(QStringLiteral("/status"), {}, this, [&](const Reply& r) { reply = r; });
        QTRY_VERIFY(reply.has_value());
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(GatewayClientTest)
#include "tst_gateway_client.moc"
