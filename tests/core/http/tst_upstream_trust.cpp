// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/tls_contexts.h"
#include "tests/core/http/upstream_fixture.h"

#include <QTest>
#include <openssl/ssl.h>

using namespace gatehouse;
using namespace gatehouse::test;
using namespace std::chrono_literals;

namespace {

SharedSecret secretOf(const std::string& text) {
    return std::make_shared<const Secret>(std::string_view(text));
}

TlsSettings believing(const Certificate& authority) {
    TlsSettings tls;
    tls.systemAuthorities = false;
    tls.authorities = authority.certificate;
    return tls;
}

// A client that reaches its server with those settings; they can be changed between calls.
class Client {
public:
    Outcome run(const ScriptedUpstream& server, TlsSettings tls) {
        const http::Endpoint endpoint{true, "localhost", server.port(),
                                      makeNetworkWay(std::nullopt, std::move(tls), &m_contexts).value()};
        auto request = m_fixture.request(server, true, "localhost");
        request.endpoint = &endpoint;
        return m_fixture.run(std::move(request));
    }
    UpstreamFixture& fixture() { return m_fixture; }
    http::TlsContexts& contexts() { return m_contexts; }

private:
    UpstreamFixture m_fixture;
    http::TlsContexts m_contexts;
};

} // namespace

class UpstreamTrustTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void believesOnlyTheNamedAuthorities();
    void showsItsCertificateToWhoAsks();
    void isRefusedWithoutACertificate();
    void refusesAKeyOfAnotherCertificate_data();
    void refusesAKeyOfAnotherCertificate();
    void wantsAPinnedKey_data();
    void wantsAPinnedKey();
    void checksPinsBesideAllElse();
    void demandsTheLeastVersion_data();
    void demandsTheLeastVersion();
    void resumesSessions_data();
    void resumesSessions();
    void resumesNothingUnderOtherSettings();
    void makesOneContextForEqualSettings();
};

void UpstreamTrustTest::believesOnlyTheNamedAuthorities() {
    const Certificate root = makeCertificate({{"root"}});
    const Certificate other = makeCertificate({{"localhost"}});
    const Certificate leaf = makeCertificate({{"localhost"}, false, false, false}, root);
    ScriptedUpstream server(leaf);
    server.answer(wholeAnswer(200, "{}"));
    Client client;
    QCOMPARE(client.run(server, believing(root)).status, 200);
    QCOMPARE(client.run(server, believing(other)).code(), std::string("upstream_tls"));
    QCOMPARE(client.run(server, {}).code(), std::string("upstream_tls"));
}

void UpstreamTrustTest::showsItsCertificateToWhoAsks() {
    const Certificate clientRoot = makeCertificate({{"clients"}});
    const Certificate own = makeCertificate({{"gatehouse"}, false, false, false}, clientRoot);
    Certificate certificate = makeCertificate();
    certificate.clientAuthority = clientRoot.certificate;
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "{}"));
    TlsSettings tls = believing(certificate);
    tls.clientCertificate = own.certificate;
    tls.clientKey = secretOf(own.key);
    Client client;
    const Outcome outcome = client.run(server, tls);
    QCOMPARE(outcome.error ? outcome.error->message : std::string(), std::string());
    QCOMPARE(outcome.status, 200);
}

void UpstreamTrustTest::isRefusedWithoutACertificate() {
    const Certificate clientRoot = makeCertificate({{"clients"}});
    Certificate certificate = makeCertificate();
    certificate.clientAuthority = clientRoot.certificate;
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "{}"));
    Client client;
    const Outcome outcome = client.run(server, believing(certificate));
    // With TLS 1.3 the refusal comes when the handshake is over.
    QVERIFY(outcome.code() == "upstream_tls" || outcome.code() == "upstream_reset");
    QVERIFY(server.requests().empty());
}

void UpstreamTrustTest::refusesAKeyOfAnotherCertificate_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("field");
    QTest::newRow("another key") << 0 << QStringLiteral("client_key");
    QTest::newRow("no key at all") << 1 << QStringLiteral("client_key");
    QTest::newRow("no certificate") << 2 << QStringLiteral("client_cert");
    QTest::newRow("no authority") << 3 << QStringLiteral("ca");
}

void UpstreamTrustTest::refusesAKeyOfAnotherCertificate() {
    QFETCH(int, which);
    QFETCH(QString, field);
    const Certificate one = makeCertificate();
    const Certificate two = makeCertificate();
    TlsSettings tls = believing(one);
    tls.clientCertificate = which == 2 ? "planted" : one.certificate;
    tls.clientKey = secretOf(which == 0 ? two.key : which == 1 ? std::string("planted") : one.key);
    if (which == 3)
        tls.authorities = "planted";
    const auto trust = http::makeTrust(tls);
    QVERIFY(!trust.has_value());
    QCOMPARE(QString::fromStdString(trust.error().field), field);
    QVERIFY(trust.error().message.find("planted") == std::string::npos);
}

void UpstreamTrustTest::wantsAPinnedKey_data() {
    QTest::addColumn<bool>("leaf");
    QTest::addColumn<bool>("root");
    QTest::addColumn<bool>("good");
    QTest::newRow("the provider's own") << true << false << true;
    QTest::newRow("its authority's") << false << true << true;
    QTest::newRow("neither") << false << false << false;
}

void UpstreamTrustTest::wantsAPinnedKey() {
    QFETCH(bool, leaf);
    QFETCH(bool, root);
    QFETCH(bool, good);
    const Certificate authority = makeCertificate({{"root"}});
    const Certificate own = makeCertificate({{"localhost"}, false, false, false}, authority);
    ScriptedUpstream server(own);
    server.answer(wholeAnswer(200, "{}"));
    TlsSettings tls = believing(authority);
    tls.pins = {pinOf(makeCertificate())};
    if (leaf)
        tls.pins.push_back(pinOf(own));
    if (root)
        tls.pins.push_back(pinOf(authority));
    Client client;
    const Outcome outcome = client.run(server, tls);
    QCOMPARE(outcome.code(), std::string(good ? "" : "upstream_tls"));
    if (!good)
        QVERIFY(outcome.error->message.find("has a pinned key") != std::string::npos);
    QCOMPARE(server.requests().size(), std::size_t{good ? 1U : 0U});
}

void UpstreamTrustTest::checksPinsBesideAllElse() {
    // The right key in a certificate for another name.
    const Certificate certificate = makeCertificate({{"other.example"}});
    ScriptedUpstream server(certificate);
    TlsSettings tls = believing(certificate);
    tls.pins = {pinOf(certificate)};
    Client client;
    QCOMPARE(client.run(server, tls).code(), std::string("upstream_tls"));
}

void UpstreamTrustTest::demandsTheLeastVersion_data() {
    QTest::addColumn<int>("spoken");
    QTest::addColumn<bool>("wants13");
    QTest::addColumn<bool>("good");
    QTest::newRow("1.1 never") << TLS1_1_VERSION << false << false;
    QTest::newRow("1.2 usually") << TLS1_2_VERSION << false << true;
    QTest::newRow("1.2 not where 1.3 is demanded") << TLS1_2_VERSION << true << false;
    QTest::newRow("1.3") << TLS1_3_VERSION << true << true;
}

void UpstreamTrustTest::demandsTheLeastVersion() {
    QFETCH(int, spoken);
    QFETCH(bool, wants13);
    QFETCH(bool, good);
    Certificate certificate = makeCertificate();
    certificate.mostTls = spoken;
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "{}"));
    TlsSettings tls = believing(certificate);
    tls.least = wants13 ? LeastTls::Tls13 : LeastTls::Tls12;
    Client client;
    QCOMPARE(client.run(server, tls).code(), std::string(good ? "" : "upstream_tls"));
}

void UpstreamTrustTest::resumesSessions_data() {
    QTest::addColumn<int>("spoken");
    QTest::newRow("1.2") << TLS1_2_VERSION;
    QTest::newRow("1.3") << TLS1_3_VERSION;
}

void UpstreamTrustTest::resumesSessions() {
    QFETCH(int, spoken);
    Certificate certificate = makeCertificate();
    certificate.mostTls = spoken;
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "{}").then(After::Close));
    TlsSettings tls = believing(certificate);
    tls.pins = {pinOf(certificate)}; // checked when the session was made
    Client client;
    for (int i = 0; i < 5; ++i) {
        const Outcome outcome = client.run(server, tls);
        QCOMPARE(outcome.code(), std::string());
        QVERIFY(!outcome.timing.reused);
        QVERIFY(client.fixture().turnUntil([&] { return client.fixture().counters().idleNow == 0; }));
    }
    QCOMPARE(client.fixture().counters().tlsResumed.load(), std::uint64_t{4});
}

void UpstreamTrustTest::resumesNothingUnderOtherSettings() {
    const Certificate certificate = makeCertificate();
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "{}").then(After::Close));
    Client client;
    QCOMPARE(client.run(server, believing(certificate)).status, 200);
    TlsSettings pinned = believing(certificate);
    pinned.pins = {pinOf(makeCertificate())};
    QCOMPARE(client.run(server, pinned).code(), std::string("upstream_tls"));
    QCOMPARE(client.fixture().counters().tlsResumed.load(), std::uint64_t{0});
}

void UpstreamTrustTest::makesOneContextForEqualSettings() {
    const Certificate certificate = makeCertificate();
    http::TlsContexts contexts;
    const auto one = makeNetworkWay(std::nullopt, believing(certificate), &contexts).value();
    const auto two = makeNetworkWay(std::nullopt, believing(certificate), &contexts).value();
    TlsSettings pinned = believing(certificate);
    pinned.pins = {pinOf(certificate)};
    const auto three = makeNetworkWay(std::nullopt, pinned, &contexts).value();
    QVERIFY(one->tlsContext == two->tlsContext);
    QVERIFY(one->tlsContext != three->tlsContext);
}

QTEST_GUILESS_MAIN(UpstreamTrustTest)
#include "tst_upstream_trust.moc"
