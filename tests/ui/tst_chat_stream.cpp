// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "ui/client/chat_stream.h"
#include "ui/client/console_key.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace gatehouse::ui;
using End = ChatAnswer::End;

namespace {

QJsonObject bodyFor(const QString& model, bool streamed, const QString& said) {
    const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")}, {QStringLiteral("content"), said}};
    return {{QStringLiteral("model"), model},
            {QStringLiteral("stream"), streamed},
            {QStringLiteral("messages"), QJsonArray{message}}};
}

// Answers each connection with the same bytes and closes it.
class ScriptedServer : public QTcpServer {
public:
    explicit ScriptedServer(QByteArray answer) {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, answer] {
            auto* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
    }
    GatewayAddress address() const {
        GatewayAddress address;
        address.gateway = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort()));
        return address;
    }
};

QByteArray eventStream(const QByteArray& events) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nx-request-id: r1\r\nConnection: close\r\n\r\n" +
           events;
}

} // namespace

class ChatStreamTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    ChatAnswer ask(const GatewayAddress& address, const QByteArray& key, const QJsonObject& body) {
        ChatStream stream;
        QSignalSpy finished(&stream, &ChatStream::finished);
        stream.start(address, {key, body, QStringLiteral("/v1/chat/completions"), {}});
        if (finished.isEmpty() && !finished.wait(20'000))
            qFatal("no end");
        return stream.answer();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_gateway.start()); }

    void streamsAnAnswer() {
        auto body = bodyFor(QStringLiteral("demo/echo"), true, QStringLiteral("Grüße an alle"));
        body.insert(QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}});
        const auto answer = ask(m_gateway.address(), m_gateway.key(), body);
        QCOMPARE(answer.end, End::Complete);
        QCOMPARE(answer.text, QStringLiteral("Grüße an alle"));
        QCOMPARE(answer.finishReason, QStringLiteral("stop"));
        QVERIFY(answer.usage.has_value());
        QVERIFY(answer.usage->output > 0);
        QVERIFY(!answer.requestId.isEmpty());
        QCOMPARE(answer.headers.value("x-gatehouse-provider"), QByteArray("demo"));
        QVERIFY(answer.firstTokenMs >= 0 && answer.firstTokenMs <= answer.totalMs);
    }

    void takesAWholeAnswerToo() {
        const auto answer = ask(m_gateway.address(), m_gateway.key(),
                                bodyFor(QStringLiteral("demo/echo"), false, QStringLiteral("Hello")));
        QCOMPARE(answer.end, End::Complete);
        QCOMPARE(answer.text, QStringLiteral("Hello"));
        QVERIFY(answer.usage.has_value());
    }

    void gathersToolCalls() {
        auto body = bodyFor(QStringLiteral("demo/echo"), true, QStringLiteral("call weather"));
        const QJsonObject function{{QStringLiteral("name"), QStringLiteral("weather")}};
        body.insert(QStringLiteral("tools"),
                    QJsonArray{QJsonObject{{QStringLiteral("type"), QStringLiteral("function")},
                                           {QStringLiteral("function"), function}}});
        const auto answer = ask(m_gateway.address(), m_gateway.key(), body);
        QCOMPARE(answer.end, End::Complete);
        QCOMPARE(answer.tools.size(), 1);
        QCOMPARE(answer.tools[0].name, QStringLiteral("weather"));
    }

    void saysWhyItWasRefused() {
        const auto answer = ask(m_gateway.address(), m_gateway.key(),
                                bodyFor(QStringLiteral("demo/429"), true, QStringLiteral("Hello")));
        QCOMPARE(answer.end, End::Refused);
        QCOMPARE(answer.status, 429);
        QCOMPARE(answer.code, QStringLiteral("provider_rate_limit"));
        QVERIFY(answer.sentence.contains(QLatin1String("demo/echo")));
    }

    void aWrongKeyIsRefused() {
        const auto answer =
            ask(m_gateway.address(), "wrong", bodyFor(QStringLiteral("demo/echo"), true, QStringLiteral("Hello")));
        QCOMPARE(answer.end, End::Refused);
        QCOMPARE(answer.status, 401);
    }

    void canBeCancelled() {
        ChatStream stream;
        QSignalSpy finished(&stream, &ChatStream::finished);
        stream.start(m_gateway.address(), {m_gateway.key(),
                                           bodyFor(QStringLiteral("demo/slow"), true, QStringLiteral("one two three")),
                                           QStringLiteral("/v1/chat/completions"),
                                           {}});
        QTRY_VERIFY(!stream.answer().text.isEmpty());
        stream.cancel();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(stream.answer().end, End::Cancelled);
        QVERIFY(!stream.isRunning());
    }

    void aCutStreamIsToldAsCut_data() {
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<End>("end");
        const QByteArray hello("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n");
        QTest::newRow("without an end") << hello << End::Truncated;
        QTest::newRow("in the middle of an event") << QByteArray(hello + "data: {\"choi") << End::Truncated;
        QTest::newRow("with an error event")
            << QByteArray(hello + "data: {\"error\":{\"message\":\"It broke.\",\"code\":\"cut\"}}\n\n")
            << End::Truncated;
        QTest::newRow("no JSON") << QByteArray(hello + "data: nonsense\n\n") << End::Truncated;
        QTest::newRow("whole")
            << QByteArray(hello + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
            << End::Complete;
        QTest::newRow("a tool index out of all bounds")
            << QByteArray(hello + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":2000000000}]}}]}\n\n")
            << End::Truncated;
    }
    void aCutStreamIsToldAsCut() {
        QFETCH(QByteArray, events);
        QFETCH(End, end);
        ScriptedServer server(eventStream(events));
        const auto answer = ask(server.address(), "k", bodyFor(QStringLiteral("m"), true, QStringLiteral("Hello")));
        QCOMPARE(answer.end, end);
        QCOMPARE(answer.text, QStringLiteral("Hel"));
        QCOMPARE(answer.requestId, QStringLiteral("r1"));
        QCOMPARE(answer.sentence.isEmpty(), end == End::Complete);
    }

    void nobodyThereIsTold() {
        GatewayAddress address;
        {
            QTcpServer port;
            QVERIFY(port.listen(QHostAddress::LocalHost));
            address.gateway = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port.serverPort()));
        }
        const auto answer = ask(address, "k", bodyFor(QStringLiteral("m"), true, QStringLiteral("Hello")));
        QCOMPARE(answer.end, End::Unreachable);
        QVERIFY(!answer.sentence.isEmpty());
    }
};

QTEST_MAIN(ChatStreamTest)
#include "tst_chat_stream.moc"
