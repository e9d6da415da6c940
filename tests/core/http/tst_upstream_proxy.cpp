// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/tls_contexts.h"
#include "tests/core/http/upstream_fixture.h"
#include "tests/support/test_proxy.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;
using namespace std::chrono_literals;
using Scheme = ProxyAddress::Scheme;

namespace {

ProxyAddress addressOf(const TestProxy& proxy, Scheme scheme, const std::string& user = {},
                       const std::string& password = {}) {
    ProxyAddress address;
    address.scheme = scheme;
    address.host = "127.0.0.1";
    address.port = proxy.port();
    address.user = user;
    if (!password.empty())
        address.password = std::make_shared<const Secret>(std::string_view(password));
    return address;
}

// A client whose every call goes that way.
class Client {
public:
    explicit Client(std::optional<ProxyAddress> proxy, const std::string& roots = {}) : m_fixture({}, roots) {
        TlsSettings tls;
        tls.authorities = roots;
        m_way = makeNetworkWay(std::move(proxy), std::move(tls), &m_contexts).value();
    }
    Outcome run(const ScriptedUpstream& server, bool tls, const std::string& host,
                std::chrono::milliseconds connectTimeout = 5s) {
        m_endpoint = http::Endpoint{tls, host, server.port(), m_way};
        auto request = m_fixture.request(server, tls, host);
        request.endpoint = &m_endpoint;
        request.connectTimeout = connectTimeout;
        return m_fixture.run(std::move(request));
    }
    UpstreamFixture& fixture() { return m_fixture; }
    const http::Endpoint& endpoint() const { return m_endpoint; }

private:
    UpstreamFixture m_fixture;
    http::TlsContexts m_contexts;
    NetworkWayPtr m_way;
    http::Endpoint m_endpoint;
};

} // namespace

class UpstreamProxyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leadsThroughAProxy_data();
    void leadsThroughAProxy();
    void asksAnHttpProxyForPlainHostsInAbsoluteForm();
    void resolvesTheNameWhereTheSchemeSays();
    void tellsWhatTheProxyRefused_data();
    void tellsWhatTheProxyRefused();
    void tellsARefusalOfAPlainRequest();
    void meetsTheDeadlineWhenTheProxyHangs_data();
    void meetsTheDeadlineWhenTheProxyHangs();
    void canBeCancelledWhileTheProxyHangs();
    void saysThatTheProxyCannotBeReached();
    void checksTheCertificateOfATlsProxy();
    void keepsConnectionsOfTwoWaysApart();
    void takesEqualWaysForOne();
    void countsTheFailure();
};

void UpstreamProxyTest::leadsThroughAProxy_data() {
    QTest::addColumn<int>("scheme");
    QTest::addColumn<bool>("login");
    QTest::addColumn<bool>("tls");
    for (const bool login : {false, true}) {
        for (const bool tls : {false, true}) {
            const auto row = [&](const char* name, Scheme scheme) {
                QTest::addRow("%s%s%s", name, login ? ", login" : "", tls ? ", https" : ", http")
                    << static_cast<int>(scheme) << login << tls;
            };
            row("http", Scheme::Http);
            row("https", Scheme::Https);
            row("socks5", Scheme::Socks5);
            row("socks5h", Scheme::Socks5h);
        }
    }
}

void UpstreamProxyTest::leadsThroughAProxy() {
    QFETCH(int, scheme);
    QFETCH(bool, login);
    QFETCH(bool, tls);
    const auto kind = static_cast<Scheme>(scheme);
    const bool socks = kind == Scheme::Socks5 || kind == Scheme::Socks5h;
    const Certificate certificate = makeCertificate({{"localhost", "127.0.0.1"}});
    std::unique_ptr<ScriptedUpstream> server =
        tls ? std::make_unique<ScriptedUpstream>(certificate) : std::make_unique<ScriptedUpstream>();
    server->answerWith([](const ArrivedRequest& request) { return wholeAnswer(200, request.body); });
    ProxyScript script;
    script.kind = socks ? ProxyKind::Socks : ProxyKind::Http;
    script.user = login ? "jo" : "";
    script.password = login ? "s3cret: word" : "";
    const std::unique_ptr<TestProxy> proxy =
        kind == Scheme::Https ? std::make_unique<TestProxy>(script, certificate) : std::make_unique<TestProxy>(script);
    Client client(addressOf(*proxy, kind, script.user, script.password), certificate.certificate);
    const Outcome first = client.run(*server, tls, "localhost");
    QCOMPARE(first.error ? first.error->message : std::string(), std::string());
    QCOMPARE(first.status, 200);
    QCOMPARE(first.body, std::string("{\"model\":\"m\"}"));
    QVERIFY(first.timing.connected);
    QCOMPARE(first.timing.proxied.has_value(), tls || socks);
    const Outcome next = client.run(*server, tls, "localhost");
    QVERIFY(next.whole && next.timing.reused);
    QCOMPARE(proxy->connections(), std::size_t{1});
    QCOMPARE(server->connections(), std::size_t{1});
    const auto asked = proxy->asked();
    QCOMPARE(asked.size(), std::size_t{1});
    QCOMPARE(asked[0].credential.empty(), !login);
    QCOMPARE(server->requests()[0].target, std::string("/v1/chat/completions"));
    QVERIFY(server->requests()[0].field("Proxy-Authorization").empty());

    // More than the sockets and TLS hold at once, both ways.
    const std::string body(1'500'000, 'b');
    auto request = client.fixture().request(*server, tls, "localhost");
    const http::Endpoint endpoint = client.endpoint();
    request.endpoint = &endpoint;
    request.body = {body};
    const Outcome large = client.fixture().run(std::move(request));
    QVERIFY(large.whole && large.body == body);
}

void UpstreamProxyTest::asksAnHttpProxyForPlainHostsInAbsoluteForm() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    TestProxy proxy({});
    Client client(addressOf(proxy, Scheme::Http));
    QCOMPARE(client.run(server, false, "provider.example").status, 200);
    const auto asked = proxy.asked();
    QCOMPARE(asked[0].how, std::string("absolute"));
    QCOMPARE(asked[0].target, "provider.example:" + std::to_string(server.port()));
    QCOMPARE(server.requests()[0].field("Host"), asked[0].target);
}

void UpstreamProxyTest::resolvesTheNameWhereTheSchemeSays() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    ProxyScript script;
    script.kind = ProxyKind::Socks;
    TestProxy proxy(script);
    Client remote(addressOf(proxy, Scheme::Socks5h));
    QCOMPARE(remote.run(server, false, "provider.example").status, 200);
    QCOMPARE(proxy.asked()[0].how, std::string("socks name"));
    QCOMPARE(proxy.asked()[0].target, "provider.example:" + std::to_string(server.port()));
    Client local(addressOf(proxy, Scheme::Socks5));
    QCOMPARE(local.run(server, false, "127.0.0.1").status, 200);
    QCOMPARE(proxy.asked()[1].how, std::string("socks address"));
    QCOMPARE(proxy.asked()[1].target, "127.0.0.1:" + std::to_string(server.port()));
}

void UpstreamProxyTest::tellsWhatTheProxyRefused_data() {
    QTest::addColumn<bool>("socks");
    QTest::addColumn<QString>("user"); // that the proxy wants
    QTest::addColumn<int>("refuse");
    QTest::addColumn<QString>("raw");
    QTest::addColumn<QString>("behind");
    QTest::addColumn<bool>("cut");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* name, bool socks, const char* user, int refuse, const char* raw, const char* behind,
                        bool cut, const char* told) {
        QTest::newRow(name) << socks << QString::fromLatin1(user) << refuse << QString::fromLatin1(raw)
                            << QString::fromLatin1(behind) << cut << QString::fromLatin1(told);
    };
    row("407", false, "jo", 0, "", "", false, "answered 407");
    row("403", false, "", 403, "", "", false, "answered 403");
    row("502", false, "", 502, "", "", false, "answered 502");
    row("302", false, "", 302, "", "", false, "answered 302");
    row("no HTTP", false, "", 0, "SSH-2.0-OpenSSH\r\n\r\n", "", false, "did not answer in HTTP");
    row("a broken status", false, "", 0, "HTTP/1.1 2000 OK\r\n\r\n", "", false, "did not answer in HTTP");
    row("half an answer", false, "", 0, "HTTP/1.1 200 OK\r\n", "", false, "ended the connection");
    row("bytes of its own", false, "", 0, "", "HTTP/1.1 200 OK\r\n", false, "bytes of its own");
    row("cut", false, "", 0, "", "", true, "ended the connection");
    row("socks: login", true, "jo", 0, "", "", false, "wants a credential");
    row("socks: rules", true, "", 2, "", "", false, "not allowed by its rules");
    row("socks: refused", true, "", 5, "", "", false, "connection refused");
    row("socks: odd reply", true, "", 77, "", "", false, "unknown reason");
    row("socks: no SOCKS", true, "", 0, "HTTP/1.1 400 No\r\n\r\n", "", false, "does not speak SOCKS 5");
    row("socks: cut", true, "", 0, "", "", true, "ended the connection");
}

void UpstreamProxyTest::tellsWhatTheProxyRefused() {
    QFETCH(bool, socks);
    QFETCH(QString, user);
    QFETCH(int, refuse);
    QFETCH(QString, raw);
    QFETCH(QString, behind);
    QFETCH(bool, cut);
    QFETCH(QString, told);
    const Certificate certificate = makeCertificate();
    ScriptedUpstream server(certificate);
    server.answer(wholeAnswer(200, "{}"));
    ProxyScript script;
    script.kind = socks ? ProxyKind::Socks : ProxyKind::Http;
    script.user = user.toStdString();
    script.password = "right";
    script.refuse = refuse;
    script.rawAnswer = raw.toStdString();
    script.behindAnswer = behind.toStdString();
    script.cut = cut;
    script.body = "planted-body-text";
    TestProxy proxy(script);
    Client client(addressOf(proxy, socks ? Scheme::Socks5h : Scheme::Http), certificate.certificate);
    const Outcome outcome = client.run(server, true, "localhost");
    QCOMPARE(outcome.code(), std::string("upstream_proxy"));
    QVERIFY(outcome.error->kind == ErrorKind::Unavailable);
    const auto text = QString::fromStdString(outcome.error->message);
    QVERIFY2(text.contains(told), outcome.error->message.c_str());
    QVERIFY(!text.contains(QStringLiteral("planted")));
    QVERIFY(outcome.timing.stage == http::UpstreamStage::Proxy);
    QVERIFY(server.requests().empty());
    QCOMPARE(client.fixture().counters().openNow.load(), std::int64_t{0});
}

void UpstreamProxyTest::tellsARefusalOfAPlainRequest() {
    ScriptedUpstream server;
    ProxyScript script;
    script.user = "jo";
    script.password = "right";
    TestProxy proxy(script);
    Client client(addressOf(proxy, Scheme::Http, "jo", "planted-wrong"));
    const Outcome outcome = client.run(server, false, "provider.example");
    QCOMPARE(outcome.code(), std::string("upstream_proxy"));
    QVERIFY(QString::fromStdString(outcome.error->message).contains(QStringLiteral("did not take the user")));
    QVERIFY(!QString::fromStdString(outcome.error->message).contains(QStringLiteral("planted")));
}

void UpstreamProxyTest::meetsTheDeadlineWhenTheProxyHangs_data() {
    QTest::addColumn<bool>("socks");
    QTest::newRow("http") << false;
    QTest::newRow("socks") << true;
}

void UpstreamProxyTest::meetsTheDeadlineWhenTheProxyHangs() {
    QFETCH(bool, socks);
    ScriptedUpstream server;
    ProxyScript script;
    script.kind = socks ? ProxyKind::Socks : ProxyKind::Http;
    script.hang = true;
    TestProxy proxy(script);
    Client client(addressOf(proxy, socks ? Scheme::Socks5h : Scheme::Http));
    const Outcome outcome = client.run(server, true, "localhost", 80ms);
    QCOMPARE(outcome.code(), std::string("upstream_connect_timeout"));
    QVERIFY(outcome.error->kind == ErrorKind::Timeout);
    QVERIFY(outcome.timing.stage == http::UpstreamStage::Proxy);
    QCOMPARE(client.fixture().counters().openNow.load(), std::int64_t{0});
}

void UpstreamProxyTest::canBeCancelledWhileTheProxyHangs() {
    ScriptedUpstream server;
    ProxyScript script;
    script.hang = true;
    TestProxy proxy(script);
    Client client(addressOf(proxy, Scheme::Http));
    (void)client.run(server, true, "localhost", 5ms); // makes the endpoint
    auto request = client.fixture().request(server, true, "localhost");
    const http::Endpoint endpoint = client.endpoint();
    request.endpoint = &endpoint;
    Outcome outcome;
    client.fixture().start(std::move(request), outcome);
    QVERIFY(client.fixture().turnUntil([&] { return proxy.asked().size() == 2; }));
    client.fixture().cancel();
    QVERIFY(client.fixture().turnUntil([&] { return outcome.finished; }));
    QCOMPARE(outcome.code(), std::string("upstream_cancelled"));
    QCOMPARE(client.fixture().counters().openNow.load(), std::int64_t{0});
}

void UpstreamProxyTest::saysThatTheProxyCannotBeReached() {
    ScriptedUpstream server;
    ProxyAddress address;
    address.host = "127.0.0.1";
    {
        TestProxy gone({});
        address.port = gone.port();
    }
    Client client(address);
    const Outcome outcome = client.run(server, true, "localhost");
    QCOMPARE(outcome.code(), std::string("upstream_proxy"));
    QVERIFY(QString::fromStdString(outcome.error->message).contains(QStringLiteral("cannot be reached")));
}

void UpstreamProxyTest::checksTheCertificateOfATlsProxy() {
    const Certificate certificate = makeCertificate({{"other.example"}});
    ScriptedUpstream server;
    TestProxy proxy({}, certificate);
    Client client(addressOf(proxy, Scheme::Https), certificate.certificate);
    const Outcome outcome = client.run(server, true, "localhost");
    QCOMPARE(outcome.code(), std::string("upstream_proxy"));
    QVERIFY(QString::fromStdString(outcome.error->message).contains(QStringLiteral("IP address mismatch")));
    QVERIFY(proxy.asked().empty());
}

void UpstreamProxyTest::keepsConnectionsOfTwoWaysApart() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    TestProxy proxy({});
    UpstreamFixture fixture;
    const auto run = [&](NetworkWayPtr way) {
        const http::Endpoint endpoint{false, "127.0.0.1", server.port(), std::move(way)};
        auto request = fixture.request(server);
        request.endpoint = &endpoint;
        return fixture.run(std::move(request));
    };
    QVERIFY(run(nullptr).whole);
    const Outcome proxied = run(makeNetworkWay(addressOf(proxy, Scheme::Http), {}, nullptr).value());
    QVERIFY(proxied.whole && !proxied.timing.reused);
    // The same proxy with another credential is another way.
    QVERIFY(!run(makeNetworkWay(addressOf(proxy, Scheme::Http, "jo"), {}, nullptr).value()).timing.reused);
    QCOMPARE(fixture.counters().idleNow.load(), std::int64_t{3});
}

void UpstreamProxyTest::takesEqualWaysForOne() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    TestProxy proxy({});
    UpstreamFixture fixture;
    for (int i = 0; i < 3; ++i) {
        // Made anew, as a configuration that is read again makes them.
        const http::Endpoint endpoint{false, "127.0.0.1", server.port(),
                                      makeNetworkWay(addressOf(proxy, Scheme::Http, "jo", "pw"), {}, nullptr).value()};
        auto request = fixture.request(server);
        request.endpoint = &endpoint;
        const Outcome outcome = fixture.run(std::move(request));
        QVERIFY(outcome.whole);
        QCOMPARE(outcome.timing.reused, i > 0);
    }
}

void UpstreamProxyTest::countsTheFailure() {
    ScriptedUpstream server;
    ProxyScript script;
    script.refuse = 403;
    TestProxy proxy(script);
    Client client(addressOf(proxy, Scheme::Http));
    (void)client.run(server, true, "localhost");
    QCOMPARE(client.fixture().failures(http::UpstreamFailure::Proxy), std::uint64_t{1});
}

QTEST_GUILESS_MAIN(UpstreamProxyTest)
#include "tst_upstream_proxy.moc"
