// SPDX-License-Identifier: Apache-2.0
#include "tests/core/http/upstream_fixture.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;
using namespace std::chrono_literals;

class UpstreamTlsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void speaksTlsAndUsesTheConnectionAgain();
    void sendsLongBodiesAndReadsLongAnswers();
    void refusesACertificate_data();
    void refusesACertificate();
    void sendsNothingToARefusedServer();
    void tellsACutStreamFromAnEndedOne_data();
    void tellsACutStreamFromAnEndedOne();
    void survivesEverySplit();
    void saysThatAPlainServerSpeaksNoTls();
    void meetsTheDeadlineOfTheHandshake();
    void closesTheConnectionSoonAfterACancellation();
    void refusesRootsThatAreNotPem();
};

void UpstreamTlsTest::speaksTlsAndUsesTheConnectionAgain() {
    const Certificate certificate = makeCertificate({{"localhost", "127.0.0.1"}});
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "secret"));
    UpstreamFixture client({}, certificate.certificate);
    const Outcome first = client.run(client.request(server, true, "localhost"));
    QCOMPARE(first.code(), std::string());
    QCOMPARE(first.body, std::string("secret"));
    QVERIFY(first.timing.secured && *first.timing.secured >= *first.timing.connected);
    for (int i = 0; i < 4; ++i) {
        // The loop turns while the connection is idle: session tickets arrive then and must not end it.
        client.turnFor(5ms);
        const Outcome next = client.run(client.request(server, true, "localhost"));
        QCOMPARE(next.body, std::string("secret"));
        QVERIFY(next.timing.reused);
    }
    QCOMPARE(server.connections(), std::size_t{1});
    // An address is checked as an address.
    QCOMPARE(client.run(client.request(server, true, "127.0.0.1")).body, std::string("secret"));
}

void UpstreamTlsTest::sendsLongBodiesAndReadsLongAnswers() {
    const Certificate certificate = makeCertificate();
    ScriptedUpstream server(certificate);
    server.answerWith([](const ArrivedRequest& request) { return wholeAnswer(200, request.body); });
    UpstreamFixture client({}, certificate.certificate);
    std::string body(6'000'000, 'b');
    for (std::size_t i = 0; i < body.size(); i += 991)
        body[i] = static_cast<char>('a' + i % 26);
    auto request = client.request(server, true, "localhost");
    request.body = {std::string_view(body).substr(0, 77), std::string_view(body).substr(77)};
    const Outcome outcome = client.run(std::move(request));
    QCOMPARE(outcome.code(), std::string());
    QVERIFY(outcome.whole);
    QVERIFY(outcome.body == body);
    QCOMPARE(client.counters().idleNow.load(), std::int64_t{1});
}

void UpstreamTlsTest::refusesACertificate_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("expired");
    QTest::addColumn<bool>("early");
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* what, const char* name, const char* host, bool expired, bool early, bool trusted,
                        const char* reason) {
        QTest::newRow(what) << QString::fromLatin1(name) << QString::fromLatin1(host) << expired << early << trusted
                            << QString::fromLatin1(reason);
    };
    row("another name", "other.example", "localhost", false, false, true, "ostname mismatch");
    row("another address", "127.0.0.2", "127.0.0.1", false, false, true, "IP address mismatch");
    row("a name for an address", "localhost", "127.0.0.1", false, false, true, "IP address mismatch");
    row("a partial wildcard", "local*.example", "localhost", false, false, true, "ostname mismatch");
    row("expired", "localhost", "localhost", true, false, true, "expired");
    row("not yet valid", "localhost", "localhost", false, true, true, "not yet valid");
    row("self-signed", "localhost", "localhost", false, false, false, "self-signed");
}

void UpstreamTlsTest::refusesACertificate() {
    QFETCH(QString, name);
    QFETCH(QString, host);
    QFETCH(bool, expired);
    QFETCH(bool, early);
    QFETCH(bool, trusted);
    QFETCH(QString, reason);
    const Certificate certificate = makeCertificate({{name.toStdString()}, expired, early, true});
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "never"));
    UpstreamFixture client({}, trusted ? certificate.certificate : std::string());
    const Outcome outcome = client.run(client.request(server, true, host.toStdString()));
    QCOMPARE(outcome.code(), std::string("upstream_tls"));
    QVERIFY(outcome.error->kind == ErrorKind::Unavailable);
    QVERIFY2(QString::fromStdString(outcome.error->message).contains(reason), outcome.error->message.c_str());
    QVERIFY(outcome.timing.stage == http::UpstreamStage::Tls);
    QCOMPARE(client.counters().openNow.load(), std::int64_t{0});
    QCOMPARE(client.counters().opened.load(), std::uint64_t{0});
}

void UpstreamTlsTest::sendsNothingToARefusedServer() {
    const Certificate certificate = makeCertificate({{"other.example"}});
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "never"));
    UpstreamFixture client({}, certificate.certificate);
    QVERIFY(client.run(client.request(server, true, "localhost")).error);
    QVERIFY(server.requests().empty());
}

void UpstreamTlsTest::tellsACutStreamFromAnEndedOne_data() {
    QTest::addColumn<int>("after");
    QTest::addColumn<QString>("code");
    QTest::newRow("close_notify") << static_cast<int>(After::Close) << QString();
    QTest::newRow("no close_notify") << static_cast<int>(After::Truncate) << QStringLiteral("upstream_reset");
    QTest::newRow("reset") << static_cast<int>(After::Abort) << QStringLiteral("upstream_reset");
}

void UpstreamTlsTest::tellsACutStreamFromAnEndedOne() {
    QFETCH(int, after);
    QFETCH(QString, code);
    const Certificate certificate = makeCertificate();
    ScriptedUpstream server(certificate);
    server.answer(unframedAnswer(200, "until the end").then(static_cast<After>(after)));
    UpstreamFixture client({}, certificate.certificate);
    const Outcome outcome = client.run(client.request(server, true, "localhost"));
    QCOMPARE(QString::fromStdString(outcome.code()), code);
    QCOMPARE(outcome.whole, code.isEmpty());
    QCOMPARE(client.counters().openNow.load(), std::int64_t{0});
}

void UpstreamTlsTest::survivesEverySplit() {
    const Certificate certificate = makeCertificate();
    ScriptedUpstream server(certificate);
    server.answer(chunkedAnswer(200, {"data: one\n\n", "data: two\n\n"}).sliced(1));
    UpstreamFixture client({}, certificate.certificate);
    for (int i = 0; i < 3; ++i) {
        const Outcome outcome = client.run(client.request(server, true, "localhost"));
        QCOMPARE(outcome.code(), std::string());
        QCOMPARE(outcome.body, std::string("data: one\n\ndata: two\n\n"));
    }
}

void UpstreamTlsTest::saysThatAPlainServerSpeaksNoTls() {
    ScriptedUpstream server;
    Answer answer = rawAnswer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    answer.readsRequest = false;
    server.answer(answer);
    UpstreamFixture client;
    QCOMPARE(client.run(client.request(server, true, "localhost")).code(), std::string("upstream_tls"));
}

void UpstreamTlsTest::meetsTheDeadlineOfTheHandshake() {
    ScriptedUpstream server;
    Answer answer = rawAnswer("", After::Silence);
    answer.readsRequest = false;
    server.answer(answer);
    UpstreamFixture client;
    auto request = client.request(server, true, "127.0.0.1");
    request.connectTimeout = 60ms;
    const Outcome outcome = client.run(std::move(request));
    QCOMPARE(outcome.code(), std::string("upstream_connect_timeout"));
    QVERIFY(outcome.timing.stage == http::UpstreamStage::Tls);
    QVERIFY(server.waitForDepartures(1));
}

void UpstreamTlsTest::closesTheConnectionSoonAfterACancellation() {
    const Certificate certificate = makeCertificate();
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, std::string(100, 'x')).cut(90, After::Silence));
    UpstreamFixture client({}, certificate.certificate);
    Outcome outcome;
    client.start(client.request(server, true, "localhost"), outcome);
    QVERIFY(client.turnUntil([&] { return outcome.opened; }));
    const auto start = std::chrono::steady_clock::now();
    client.cancel();
    QVERIFY(client.turnUntil([&] { return outcome.finished; }));
    QCOMPARE(outcome.code(), std::string("upstream_cancelled"));
    QVERIFY(server.waitForDepartures(1));
    QVERIFY(*server.departureOf(0) - start < 100ms);
}

void UpstreamTlsTest::refusesRootsThatAreNotPem() {
    const auto trust = http::trustSystemRootsAnd("not a certificate");
    QVERIFY(!trust.has_value());
    QCOMPARE(trust.error().code, std::string("upstream_tls_setup"));
}

QTEST_GUILESS_MAIN(UpstreamTlsTest)
#include "tst_upstream_tls.moc"
