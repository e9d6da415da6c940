// SPDX-License-Identifier: Apache-2.0
#include "core/config/network.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <map>

using namespace gatehouse;
using namespace gatehouse::config;

namespace {

class FakeSecrets final : public SecretResolver {
public:
    Result<SharedSecret> resolve(std::string_view reference) override {
        if (reference == "env:GONE")
            return failure(ErrorKind::NotFound, "secret_not_found", "The environment variable GONE is not set.");
        return std::make_shared<const Secret>(reference.substr(reference.find(':') + 1));
    }
};

// Refuses authorities that say so.
class FakeContexts final : public TlsContextMaker {
public:
    Result<std::shared_ptr<const void>> contextFor(const TlsSettings& settings, const std::string&) override {
        made.push_back(settings.authorities);
        if (settings.authorities.find("broken") == std::string::npos)
            return std::shared_ptr<const void>(std::make_shared<int>(1));
        auto error = failure(ErrorKind::Invalid, "upstream_tls_setup", "An additional root certificate cannot be used");
        error.value().field = "ca";
        return error;
    }
    std::vector<std::string> made;
};

using Variables = std::map<std::string, std::string>;

Environment environmentOf(const Variables& variables) {
    return [variables](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found != variables.end() ? std::optional(found->second) : std::nullopt;
    };
}

std::string textOf(const std::optional<ProxyAddress>& proxy) {
    if (!proxy)
        return "direct";
    const char* scheme = "http";
    if (proxy->scheme == ProxyAddress::Scheme::Https)
        scheme = "https";
    else if (proxy->scheme == ProxyAddress::Scheme::Socks5)
        scheme = "socks5";
    else if (proxy->scheme == ProxyAddress::Scheme::Socks5h)
        scheme = "socks5h";
    return std::string(scheme) + " " + proxy->host + " " + std::to_string(proxy->port) + " " + proxy->user + " " +
           (proxy->password ? std::string(proxy->password->reveal()) : "-");
}

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
}

} // namespace

class NetworkTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsProxyUrls_data();
    void readsProxyUrls();
    void leavesHostsOut_data();
    void leavesHostsOut();
    void choosesTheProxy_data();
    void choosesTheProxy();
    void turnsAProviderOffRatherThanGoingAround();
    void takesPasswordsFromReferences();
    void readsAuthoritiesAndClientCertificates();
    void saysWhatCannotBeUsed();
    void findsFaultsBetweenFields_data();
    void findsFaultsBetweenFields();
    void needsNoWayForTheDefaults();
};

void NetworkTest::readsProxyUrls_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("expected"); // "" = refused
    const auto row = [](const char* url, const char* expected) {
        QTest::newRow(url) << QByteArray(url) << QByteArray(expected);
    };
    row("http://proxy.example:3128", "http proxy.example 3128  -");
    row("proxy.example:3128", "http proxy.example 3128  -");
    row("proxy.example", "http proxy.example 80  -");
    row("https://proxy.example/", "https proxy.example 443  -");
    row("SOCKS5://[::1]:9050", "socks5 ::1 9050  -");
    row("socks5h://jo:a%20b%3A@10.0.0.1", "socks5h 10.0.0.1 1080 jo a b:");
    row("socks4://proxy.example", "");
    row("ftp://proxy.example", "");
    row("http://proxy.example/path", "");
    row("http://proxy.example?x=1", "");
    row("http://proxy.example:0", "");
    row("http://proxy.example:70000", "");
    row("http://jo:a%0d%0aX@proxy.example", "");
    row("http://a%3Ab@proxy.example", "");
    row("http://", "");
    row("not a url", "");
}

void NetworkTest::readsProxyUrls() {
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, expected);
    const auto proxy = parseProxy(url.toStdString());
    QCOMPARE(proxy ? bytes(textOf(proxy)) : QByteArray(), expected);
}

void NetworkTest::leavesHostsOut_data() {
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("direct");
    const auto row = [](const char* list, const char* host, int port, bool direct) {
        QTest::addRow("%s: %s:%d", list, host, port) << QByteArray(list) << QByteArray(host) << port << direct;
    };
    row("*", "api.example.com", 443, true);
    row("example.com", "example.com", 443, true);
    row("example.com", "API.Example.Com", 443, true);
    row("example.com", "badexample.com", 443, false);
    row("example.com", "example.com.evil.net", 443, false);
    row(".example.com", "api.example.com", 443, true);
    row(".example.com", "example.com", 443, true);
    row("*.example.com", "api.example.com", 443, true);
    row("a.net, example.com", "example.com", 443, true);
    row("a.net example.com", "example.com", 443, true);
    row("example.com:8443", "example.com", 443, false);
    row("example.com:8443", "example.com", 8443, true);
    row("10.0.0.0/8", "10.1.2.3", 443, true);
    row("10.0.0.0/8", "11.1.2.3", 443, false);
    row("10.0.0.0/8", "ten.example", 443, false);
    row("192.0.2.7", "192.0.2.7", 443, true);
    row("192.0.2.7:80", "192.0.2.7", 443, false);
    row("192.0.2.7:443", "192.0.2.7", 443, true);
    row("2001:db8::/32", "2001:db8::1", 443, true);
    row("2001:db8::1", "2001:db8::1", 443, true);
    row("[2001:db8::1]:443", "2001:db8::1", 443, true);
    row("[2001:db8::1]:444", "2001:db8::1", 443, false);
    row("10.0.0.0/40", "10.1.2.3", 443, false);
    row("example.com:x", "example.com", 443, false);
    row("", "example.com", 443, false);
}

void NetworkTest::leavesHostsOut() {
    QFETCH(QByteArray, list);
    QFETCH(QByteArray, host);
    QFETCH(int, port);
    QFETCH(bool, direct);
    NoProxy rule;
    rule.add(list.toStdString());
    QCOMPARE(rule.covers(host.toStdString(), static_cast<std::uint16_t>(port)), direct);
}

void NetworkTest::choosesTheProxy_data() {
    QTest::addColumn<QByteArray>("own");     // of the provider; "" = none
    QTest::addColumn<QByteArray>("process"); // network.proxy; "" = none
    QTest::addColumn<QByteArray>("variables");
    QTest::addColumn<QByteArray>("place"); // scheme host
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* own, const char* process, const char* variables,
                        const char* place, const char* expected) {
        QTest::newRow(name) << QByteArray(own) << QByteArray(process) << QByteArray(variables) << QByteArray(place)
                            << QByteArray(expected);
    };
    const char* all = "HTTPS_PROXY=http://s:1|HTTP_PROXY=http://p:2|ALL_PROXY=socks5h://a:3";
    row("https", "", "", all, "https x.example", "http s 1  -");
    row("http", "", "", all, "http x.example", "http p 2  -");
    row("all", "", "", "ALL_PROXY=socks5h://a:3", "https x.example", "socks5h a 3  -");
    row("lower case first", "", "", "HTTPS_PROXY=http://s:1|https_proxy=http://l:4", "https x.example", "http l 4  -");
    row("no proxy", "", "", "HTTPS_PROXY=http://s:1|NO_PROXY=.example", "https x.example", "direct");
    row("no_proxy first", "", "", "HTTPS_PROXY=http://s:1|NO_PROXY=.example|no_proxy=other", "https x.example",
        "http s 1  -");
    row("loopback", "", "", all, "https 127.0.0.1", "direct");
    row("loopback by name", "", "", all, "http localhost", "direct");
    row("loopback 6", "", "http://c:5", "", "http ::1", "direct");
    row("loopback named", "http://own:6", "", all, "http localhost", "http own 6  -");
    row("own", "http://own:6", "http://c:5", all, "https x.example", "http own 6  -");
    row("own in spite of NO_PROXY", "http://own:6", "", "NO_PROXY=*", "https x.example", "http own 6  -");
    row("direct", "direct", "http://c:5", all, "https x.example", "direct");
    row("process", "", "http://c:5", all, "https x.example", "http c 5  -");
    row("process direct", "", "direct", all, "https x.example", "direct");
    row("process environment", "", "environment", all, "https x.example", "http s 1  -");
    row("login", "", "", "HTTPS_PROXY=http://jo:pw@s:1", "https x.example", "http s 1 jo pw");
    row("nothing", "", "", "", "https x.example", "direct");
}

void NetworkTest::choosesTheProxy() {
    QFETCH(QByteArray, own);
    QFETCH(QByteArray, process);
    QFETCH(QByteArray, variables);
    QFETCH(QByteArray, place);
    QFETCH(QByteArray, expected);
    Variables environment;
    for (const auto& each : variables.split('|')) {
        if (each.contains('='))
            environment[each.left(each.indexOf('=')).toStdString()] = each.mid(each.indexOf('=') + 1).toStdString();
    }
    FakeSecrets secrets;
    contract::NetworkSpec network;
    if (!process.isEmpty())
        network.proxy = process.toStdString();
    contract::ProviderSpec spec;
    if (!own.isEmpty())
        spec.proxy = own.toStdString();
    NetworkPlace where;
    where.tls = place.startsWith("https ");
    where.host = place.mid(place.indexOf(' ') + 1).toStdString();
    const auto way =
        networkWayOf(spec, where, processNetwork(network, environmentOf(environment), secrets), secrets, nullptr);
    QVERIFY(way.has_value());
    QCOMPARE(bytes(textOf(*way ? (*way)->proxy : std::nullopt)), expected);
}

void NetworkTest::turnsAProviderOffRatherThanGoingAround() {
    FakeSecrets secrets;
    const auto process = processNetwork({}, environmentOf({{"HTTPS_PROXY", "socks4://planted-password@x"}}), secrets);
    const auto way = networkWayOf({}, {true, "x.example", 443}, process, secrets, nullptr);
    QVERIFY(!way.has_value());
    QCOMPARE(way.error().field, std::string("proxy"));
    QVERIFY(way.error().message.find("HTTPS_PROXY") != std::string::npos);
    QVERIFY(way.error().message.find("planted") == std::string::npos);
}

void NetworkTest::takesPasswordsFromReferences() {
    FakeSecrets secrets;
    contract::ProviderSpec spec;
    spec.proxy = "http://jo@p.example:3128";
    spec.proxyPassword = "vault:proxy";
    auto way = networkWayOf(spec, {true, "x.example", 443}, {}, secrets, nullptr);
    QCOMPARE(textOf((*way)->proxy), std::string("http p.example 3128 jo proxy"));
    spec.proxyPassword = "env:GONE";
    way = networkWayOf(spec, {true, "x.example", 443}, {}, secrets, nullptr);
    QVERIFY(!way.has_value());
    QCOMPARE(way.error().field, std::string("proxy_password"));
}

void NetworkTest::readsAuthoritiesAndClientCertificates() {
    const QTemporaryDir folder;
    const auto write = [&](const char* name, const char* text) {
        const auto path = folder.filePath(QString::fromLatin1(name)).toStdString();
        std::ofstream(path) << text;
        return path;
    };
    FakeSecrets secrets;
    FakeContexts contexts;
    ProcessNetwork process;
    process.authorities = {write("process.pem", "-----BEGIN CERTIFICATE----- process")};
    contract::ProviderSpec spec;
    const NetworkPlace place{true, "x.example", 443};
    auto way = networkWayOf(spec, place, process, secrets, &contexts);
    QVERIFY((*way)->tls.systemAuthorities);
    QVERIFY((*way)->tls.authorities.find("process") != std::string::npos);
    QVERIFY((*way)->tlsContext != nullptr);

    spec.tls.ca = {write("own.pem", "-----BEGIN CERTIFICATE----- own")};
    spec.tls.clientCert = write("client.pem", "-----BEGIN CERTIFICATE----- client");
    spec.tls.clientKey = "vault:the-key";
    spec.tls.pins = {"sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
    spec.tls.minVersion = "1.3";
    way = networkWayOf(spec, place, process, secrets, &contexts);
    const auto& tls = (*way)->tls;
    QVERIFY(!tls.systemAuthorities);
    QVERIFY(tls.authorities.find("own") != std::string::npos && tls.authorities.find("process") == std::string::npos);
    QVERIFY(tls.clientCertificate.find("client") != std::string::npos);
    QCOMPARE(std::string(tls.clientKey->reveal()), std::string("the-key"));
    QCOMPARE(tls.pins[0], std::string("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    QVERIFY(tls.least == LeastTls::Tls13);

    // The same files again are the same way; a file that has changed is another.
    const auto again = networkWayOf(spec, place, process, secrets, &contexts);
    QVERIFY(compareWays(*way, *again) == std::strong_ordering::equal);
    (void)write("own.pem", "-----BEGIN CERTIFICATE----- changed");
    const auto changed = networkWayOf(spec, place, process, secrets, &contexts);
    QVERIFY(compareWays(*way, *changed) != std::strong_ordering::equal);
}

void NetworkTest::saysWhatCannotBeUsed() {
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("ca.pem")).toStdString();
    FakeSecrets secrets;
    FakeContexts contexts;
    contract::ProviderSpec spec;
    spec.tls.ca = {path};
    const NetworkPlace place{true, "x.example", 443};
    auto way = networkWayOf(spec, place, {}, secrets, &contexts);
    QCOMPARE(way.error().field, std::string("tls.ca"));
    QVERIFY(way.error().message.find(path) != std::string::npos);
    std::ofstream(path) << "no PEM";
    way = networkWayOf(spec, place, {}, secrets, &contexts);
    QVERIFY(way.error().message.find("no PEM file") != std::string::npos);
    std::ofstream(path) << "-----BEGIN CERTIFICATE----- broken";
    way = networkWayOf(spec, place, {}, secrets, &contexts);
    QCOMPARE(way.error().field, std::string("tls.ca"));
    ProcessNetwork process;
    process.authorities = {path};
    way = networkWayOf({}, place, process, secrets, &contexts);
    QCOMPARE(way.error().field, std::string("network.ca"));
}

void NetworkTest::findsFaultsBetweenFields_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("password without a proxy") << 0 << true << QByteArray("proxy");
    QTest::newRow("password without a user") << 1 << true << QByteArray("proxy");
    QTest::newRow("certificate without key") << 2 << true << QByteArray("tls.client_key");
    QTest::newRow("key without certificate") << 3 << true << QByteArray("tls.client_cert");
    QTest::newRow("TLS settings for http") << 4 << false << QByteArray("tls");
    QTest::newRow("all right") << 4 << true << QByteArray();
}

void NetworkTest::findsFaultsBetweenFields() {
    QFETCH(int, which);
    QFETCH(bool, tls);
    QFETCH(QByteArray, field);
    contract::ProviderSpec spec;
    if (which <= 1)
        spec.proxyPassword = "env:X";
    if (which == 1)
        spec.proxy = "http://p.example";
    if (which == 2)
        spec.tls.clientCert = "/c.pem";
    if (which == 3)
        spec.tls.clientKey = "file:/k.pem";
    if (which == 4)
        spec.tls.minVersion = "1.3";
    const auto faults = networkFaults(spec, tls, contract::Path());
    QCOMPARE(faults.size(), field.isEmpty() ? std::size_t{0} : std::size_t{1});
    if (!faults.empty())
        QCOMPARE(bytes(faults[0].field), field);
}

void NetworkTest::needsNoWayForTheDefaults() {
    FakeSecrets secrets;
    const auto way = networkWayOf({}, {true, "x.example", 443}, {}, secrets, nullptr);
    QVERIFY(way.has_value() && *way == nullptr);
}

QTEST_GUILESS_MAIN(NetworkTest)
#include "tst_network.moc"
