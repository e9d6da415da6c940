// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "ui/client/chat_stream.h"
#include "ui/client/console_key.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

using namespace gatehouse::ui;

class ConsoleKeyTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Obtained {
        QByteArray key;
        Problem problem;
        bool came = false;
    };
    void obtain(ConsoleKey& key, Obtained& into) {
        key.obtain(this, [&into](const QByteArray& text, const Problem& problem) { into = {text, problem, true}; });
    }
    int keysOf(GatewayClient& client) {
        int count = -1;
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("app"), QStringLiteral("console"));
        client.get(QStringLiteral("/keys"), query, this,
                   [&](const Reply& reply) { count = static_cast<int>(reply.items().size()); });
        (void)QTest::qWaitFor([&] { return count >= 0; });
        return count;
    }
    int statusWith(const QByteArray& key) {
        ChatStream stream;
        QSignalSpy finished(&stream, &ChatStream::finished);
        const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                                  {QStringLiteral("content"), QStringLiteral("Hello")}};
        stream.start(m_gateway.address(), {key,
                                           {{QStringLiteral("model"), QStringLiteral("demo/echo")},
                                            {QStringLiteral("messages"), QJsonArray{message}}},
                                           QStringLiteral("/v1/chat/completions"),
                                           {}});
        (void)(!finished.isEmpty() || finished.wait());
        return stream.answer().status;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_gateway.start()); }

    void isMadeOnceForAllWhoAsk() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        ConsoleKey key(client);
        Obtained first;
        Obtained second;
        obtain(key, first);
        obtain(key, second);
        QTRY_VERIFY(first.came && second.came);
        QVERIFY2(first.problem.detail.isEmpty(), qPrintable(first.problem.detail));
        QCOMPARE(first.key, second.key);
        QVERIFY(first.key.startsWith("gh_"));
        Obtained third;
        obtain(key, third);
        QVERIFY(!third.came); // never within the call
        QTRY_VERIFY(third.came);
        QCOMPARE(third.key, first.key);
        QCOMPARE(statusWith(first.key), 200);
    }

    void keepsNoBodiesWhereItsCallsHoldSecrets() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        for (const auto bodies : {ConsoleKey::Bodies::NeverKept, ConsoleKey::Bodies::AsSet}) {
            ConsoleKey key(client, bodies);
            Obtained one;
            obtain(key, one);
            QTRY_VERIFY(one.came);
            const auto id = QString::fromLatin1(one.key).section(u'_', 1, 1);
            QJsonObject told;
            client.get(QStringLiteral("/keys/") + id, {}, this, [&told](const Reply& reply) { told = reply.object(); });
            QTRY_COMPARE(told.value(QLatin1String("id")).toString(), id);
            QCOMPARE(told.value(QLatin1String("bodies")).toString() == QLatin1String("off"),
                     bodies == ConsoleKey::Bodies::NeverKept);
        }
    }

    void isTakenBackAtTheEnd() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        ConsoleKey key(client);
        Obtained one;
        obtain(key, one);
        QTRY_VERIFY(one.came);
        const int before = keysOf(client);
        bool done = false;
        key.revoke(this, [&] { done = true; });
        QTRY_VERIFY(done);
        QCOMPARE(keysOf(client), before - 1);
        QCOMPARE(statusWith(one.key), 401);
        Obtained another;
        obtain(key, another);
        QTRY_VERIFY(another.came);
        QVERIFY(!another.key.isEmpty() && another.key != one.key);
    }

    void aRefusedOneIsMadeAnew() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        ConsoleKey key(client);
        Obtained one;
        obtain(key, one);
        QTRY_VERIFY(one.came);
        key.refused();
        Obtained another;
        obtain(key, another);
        QTRY_VERIFY(another.came);
        QVERIFY(!another.key.isEmpty() && another.key != one.key);
    }

    void expiredOnesAreClearedAway() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        ConsoleKey key(client);
        Obtained one;
        obtain(key, one);
        QTRY_VERIFY(one.came);
        bool made = false;
        client.send(GatewayClient::Verb::Post, QStringLiteral("/keys"),
                    {{QStringLiteral("app"), QStringLiteral("console")},
                     {QStringLiteral("expires"), QStringLiteral("2020-01-01T00:00:00Z")}},
                    this, [&](const Reply& reply) { made = reply.ok(); });
        QTRY_VERIFY(made);
        const int before = keysOf(client);
        key.refused();
        Obtained another;
        obtain(key, another);
        QTRY_VERIFY(another.came);
        QTRY_COMPARE(keysOf(client), before); // one more, one less
    }

    void withoutAGatewayItSaysWhy() {
        RunningGateway gone;
        QVERIFY(gone.start());
        const auto address = gone.address();
        gone.kill();
        GatewayClient client;
        client.connectTo(address);
        ConsoleKey key(client);
        Obtained one;
        obtain(key, one);
        QTRY_VERIFY(one.came);
        QVERIFY(one.key.isEmpty());
        QCOMPARE(one.problem.code, QStringLiteral("unreachable"));
    }

    void anotherGatewayGetsAKeyOfItsOwn() {
        RunningGateway other;
        QVERIFY(other.start());
        GatewayClient client;
        client.connectTo(m_gateway.address());
        ConsoleKey key(client);
        Obtained one;
        obtain(key, one);
        QTRY_VERIFY(one.came);
        Obtained lost;
        key.refused();
        obtain(key, lost);
        client.connectTo(other.address()); // while it is being made
        Obtained another;
        obtain(key, another);
        QTRY_VERIFY(another.came && lost.came);
        QVERIFY(lost.key.isEmpty());
        QVERIFY(!another.key.isEmpty() && another.key != one.key);
    }
};

QTEST_MAIN(ConsoleKeyTest)
#include "tst_console_key.moc"
