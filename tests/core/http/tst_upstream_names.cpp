// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/address_race.h"
#include "tests/core/http/upstream_fixture.h"
#include "tests/support/test_name_server.h"
#include "tests/support/test_proxy.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* host = "provider.example";

// Addresses that nobody has: connections to them get no answer (RFC 5737), or are refused at once.
constexpr const char* refusing = "127.0.0.9";

std::string textOf(const http::NameCache::Addresses& addresses) {
    std::string text;
    for (const auto& address : addresses)
        text += (text.empty() ? "" : " ") + address.to_string();
    return text;
}

// A client that asks the test's name server.
class Client {
public:
    explicit Client(const TestNameServer& server, http::NameCacheOptions names = {}, int tries = 1)
        : m_service(http::makeNameService({server.place(), 3s, tries})), m_fixture(options(names)) {}
    ~Client() { m_service->stop(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Outcome run(const ScriptedUpstream& server, std::chrono::milliseconds connectTimeout = 5s) {
        auto request = m_fixture.request(server, false, host);
        request.connectTimeout = connectTimeout;
        return m_fixture.run(std::move(request));
    }
    // On a connection of its own.
    Outcome runAnew(const ScriptedUpstream& server) {
        const Outcome outcome = run(server);
        (void)m_fixture.turnUntil([&] { return counters().idleNow == 0; });
        return outcome;
    }
    UpstreamFixture& fixture() { return m_fixture; }
    const http::UpstreamCounters& counters() const { return m_fixture.counters(); }

private:
    http::HttpUpstreamOptions options(http::NameCacheOptions names) const {
        http::HttpUpstreamOptions all;
        names.system = false;
        all.names = names;
        all.nameService = m_service;
        return all;
    }
    std::shared_ptr<http::NameService> m_service;
    UpstreamFixture m_fixture;
};

} // namespace

class UpstreamNamesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_server = std::make_unique<ScriptedUpstream>();
        m_server->answer(wholeAnswer(200, "{}").then(After::Close));
        m_names = std::make_unique<TestNameServer>();
    }
    void interleavesFamilies();
    void asksOnceWhileTheAnswerIsFresh();
    void followsAnAnswerThatChanges();
    void boundsALongLifetime();
    void saysThatANameDoesNotExist();
    void keepsAFailureForAWhile();
    void usesOldAnswersWhileTheNameServerIsGone_data();
    void usesOldAnswersWhileTheNameServerIsGone();
    void usesNoAnswerThatIsTooOld();
    void dropsAnAnswerThatTheServerTakesBack();
    void meetsTheDeadlineOfASilentServer();
    void asksOnceForManyCalls();
    void triesEveryAddress();
    void remembersAnAddressThatFailed();
    void doesNotWaitForASilentAddress();
    void readsTheSettingsAgain();
    void triesTheNextAddressThroughASocksProxy();
    void makesNoConnectionWhereCredentialsAreTold_data();
    void makesNoConnectionWhereCredentialsAreTold();
    void takesTheOtherAddressesOfAName();
    void refusesANameThatChangesItsAddressLater();
    void refusesWrittenAddressesThroughProxiesToo();
    void goesThereForTheMachinesOwnCredential();

private:
    std::unique_ptr<ScriptedUpstream> m_server;
    std::unique_ptr<TestNameServer> m_names;
};

void UpstreamNamesTest::interleavesFamilies() {
    const auto list = [](std::initializer_list<const char*> texts) {
        http::NameCache::Addresses addresses;
        for (const char* text : texts)
            addresses.push_back(asio::ip::make_address(text));
        http::interleaveFamilies(addresses);
        return textOf(addresses);
    };
    QCOMPARE(list({"::1", "::2", "::3", "1.1.1.1", "2.2.2.2"}), std::string("::1 1.1.1.1 ::2 2.2.2.2 ::3"));
    QCOMPARE(list({"1.1.1.1", "2.2.2.2", "::1"}), std::string("1.1.1.1 ::1 2.2.2.2"));
    QCOMPARE(list({"1.1.1.1", "2.2.2.2"}), std::string("1.1.1.1 2.2.2.2"));
    QCOMPARE(list({}), std::string());
}

void UpstreamNamesTest::asksOnceWhileTheAnswerIsFresh() {
    m_names->set(host, {{"127.0.0.1"}, 60});
    Client client(*m_names);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(client.runAnew(*m_server).status, 200);
    QCOMPARE(m_names->questions(), std::size_t{2}); // one for each family
    QCOMPARE(client.counters().namesAsked.load(), std::uint64_t{1});
    QCOMPARE(client.counters().namesKnown.load(), std::uint64_t{3});
}

void UpstreamNamesTest::followsAnAnswerThatChanges() {
    m_names->set(host, {{refusing}, 1});
    Client client(*m_names);
    QCOMPARE(client.run(*m_server).code(), std::string("upstream_connect"));
    m_names->set(host, {{"127.0.0.1"}, 1});
    // The TTL of a second: before it has passed the old answer stands.
    QVERIFY(client.fixture().turnUntil([&] { return client.run(*m_server).status == 200; }));
}

void UpstreamNamesTest::boundsALongLifetime() {
    m_names->set(host, {{"127.0.0.1"}, 1'000'000});
    http::NameCacheOptions options;
    options.most = 1ms;
    Client client(*m_names, options);
    QCOMPARE(client.runAnew(*m_server).status, 200);
    client.fixture().turnFor(5ms);
    QCOMPARE(client.runAnew(*m_server).status, 200);
    QCOMPARE(client.counters().namesAsked.load(), std::uint64_t{2});
}

void UpstreamNamesTest::saysThatANameDoesNotExist() {
    Client client(*m_names);
    const Outcome outcome = client.run(*m_server);
    QCOMPARE(outcome.code(), std::string("upstream_resolve"));
    QVERIFY(outcome.error->message.find(host) != std::string::npos);
}

void UpstreamNamesTest::keepsAFailureForAWhile() {
    http::NameCacheOptions options;
    options.failure = 10s;
    Client client(*m_names, options);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(client.run(*m_server).code(), std::string("upstream_resolve"));
    QCOMPARE(client.counters().namesAsked.load(), std::uint64_t{1});
}

void UpstreamNamesTest::usesOldAnswersWhileTheNameServerIsGone_data() {
    QTest::addColumn<bool>("silent");
    QTest::newRow("silent") << true;
    QTest::newRow("failing") << false;
}

void UpstreamNamesTest::usesOldAnswersWhileTheNameServerIsGone() {
    QFETCH(bool, silent);
    m_names->set(host, {{"127.0.0.1"}, 60});
    http::NameCacheOptions options;
    options.most = 1ms;
    options.stalePatience = 60ms;
    Client client(*m_names, options);
    QCOMPARE(client.runAnew(*m_server).status, 200);
    client.fixture().turnFor(5ms);
    m_names->setMood(silent ? NameServerMood::Silent : NameServerMood::Fails);
    for (int i = 0; i < 3; ++i) {
        const Outcome outcome = client.runAnew(*m_server);
        QCOMPARE(outcome.code(), std::string());
        QCOMPARE(outcome.status, 200);
    }
    QCOMPARE(client.counters().namesStale.load(), std::uint64_t{3});
    m_names->setMood(NameServerMood::Answers);
    QCOMPARE(client.runAnew(*m_server).status, 200);
}

void UpstreamNamesTest::usesNoAnswerThatIsTooOld() {
    m_names->set(host, {{"127.0.0.1"}, 60});
    http::NameCacheOptions options;
    options.most = 1ms;
    options.stale = 2ms;
    Client client(*m_names, options);
    QCOMPARE(client.runAnew(*m_server).status, 200);
    client.fixture().turnFor(10ms);
    m_names->setMood(NameServerMood::Fails);
    QCOMPARE(client.runAnew(*m_server).code(), std::string("upstream_resolve"));
}

void UpstreamNamesTest::dropsAnAnswerThatTheServerTakesBack() {
    m_names->set(host, {{"127.0.0.1"}, 60});
    http::NameCacheOptions options;
    options.most = 1ms;
    Client client(*m_names, options);
    QCOMPARE(client.runAnew(*m_server).status, 200);
    client.fixture().turnFor(5ms);
    m_names->remove(host);
    QCOMPARE(client.runAnew(*m_server).code(), std::string("upstream_resolve"));
}

void UpstreamNamesTest::meetsTheDeadlineOfASilentServer() {
    m_names->setMood(NameServerMood::Silent);
    Client client(*m_names, {}, 4);
    const Outcome outcome = client.run(*m_server, 50ms);
    QCOMPARE(outcome.code(), std::string("upstream_connect_timeout"));
    QVERIFY(outcome.timing.stage == http::UpstreamStage::Resolve);
}

void UpstreamNamesTest::asksOnceForManyCalls() {
    m_names->set(host, {{"127.0.0.1"}, 60});
    Client client(*m_names);
    std::vector<Outcome> outcomes(20);
    for (auto& outcome : outcomes)
        client.fixture().startUncancelled(client.fixture().request(*m_server, false, host), outcome);
    QVERIFY(client.fixture().turnUntil([&] {
        return std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& each) { return each.finished; });
    }));
    for (const auto& outcome : outcomes)
        QCOMPARE(outcome.status, 200);
    QCOMPARE(client.counters().namesAsked.load(), std::uint64_t{1});
}

void UpstreamNamesTest::triesEveryAddress() {
    m_names->set(host, {{refusing, "127.0.0.8", "::2", "127.0.0.1"}, 60});
    Client client(*m_names);
    const Outcome outcome = client.run(*m_server);
    QCOMPARE(outcome.code(), std::string());
    QCOMPARE(outcome.status, 200);
}

void UpstreamNamesTest::remembersAnAddressThatFailed() {
    http::BadAddresses bad(100ms);
    const auto one = asio::ip::make_address("127.0.0.1");
    const auto two = asio::ip::make_address("127.0.0.2");
    const auto three = asio::ip::make_address("::1");
    const auto now = std::chrono::steady_clock::now();
    http::NameCache::Addresses addresses{one, two, three};
    bad.note(one, now);
    bad.putLast(addresses, now + 99ms);
    QCOMPARE(textOf(addresses), std::string("127.0.0.2 ::1 127.0.0.1"));
    addresses = {one, two, three};
    bad.putLast(addresses, now + 100ms); // forgotten
    QCOMPARE(textOf(addresses), std::string("127.0.0.1 127.0.0.2 ::1"));
    bad.note(two, now);
    bad.clear(two);
    bad.putLast(addresses, now);
    QCOMPARE(textOf(addresses), std::string("127.0.0.1 127.0.0.2 ::1"));
}

void UpstreamNamesTest::doesNotWaitForASilentAddress() {
    // 192.0.2.1 is nobody's: where this machine has a route for it, it is silent; where not, it fails at once.
    m_names->set(host, {{"192.0.2.1", "127.0.0.1"}, 60});
    Client client(*m_names);
    const Outcome first = client.run(*m_server);
    QCOMPARE(first.status, 200);
    QVERIFY(*first.timing.connected < 3s);
    QCOMPARE(client.counters().openNow.load() - client.counters().idleNow.load(), std::int64_t{0});
}

void UpstreamNamesTest::readsTheSettingsAgain() {
    m_names->set(host, {{"127.0.0.1"}, 60});
    m_names->setMood(NameServerMood::Silent);
    const auto service = http::makeNameService({m_names->place(), 5s, 2});
    http::HttpUpstreamOptions options;
    options.nameService = service;
    options.names.system = false;
    UpstreamFixture fixture(options);
    Outcome outcome;
    fixture.start(fixture.request(*m_server, false, host), outcome);
    QVERIFY(fixture.turnUntil([&] { return m_names->questions() == 2; }));
    m_names->setMood(NameServerMood::Answers);
    // The question that hangs is asked anew, long before its own time is over.
    service->networkChanged();
    QVERIFY(fixture.turnUntil([&] { return outcome.finished; }));
    QCOMPARE(outcome.status, 200);
    service->stop();
}

void UpstreamNamesTest::triesTheNextAddressThroughASocksProxy() {
    m_names->set(host, {{"127.0.0.5", "127.0.0.6"}, 60});
    ProxyScript script;
    script.kind = ProxyKind::Socks;
    script.refuseFirst = 1;
    TestProxy proxy(script);
    ProxyAddress address;
    address.scheme = ProxyAddress::Scheme::Socks5;
    address.host = "127.0.0.1";
    address.port = proxy.port();
    Client client(*m_names);
    const http::Endpoint endpoint{false, host, m_server->port(), makeNetworkWay(address, {}, nullptr).value()};
    auto request = client.fixture().request(*m_server);
    request.endpoint = &endpoint;
    QCOMPARE(client.fixture().run(std::move(request)).status, 200);
    const auto asked = proxy.asked();
    QCOMPARE(asked.size(), std::size_t{2});
    QVERIFY(asked[0].target != asked[1].target);
    QCOMPARE(asked[1].how, std::string("socks address"));
}

void UpstreamNamesTest::makesNoConnectionWhereCredentialsAreTold_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("address");
    QTest::newRow("link-local") << host << "169.254.7.9";
    QTest::newRow("metadata") << host << "169.254.169.254";
    QTest::newRow("mapped") << host << "::ffff:169.254.169.254";
    QTest::newRow("translated") << host << "64:ff9b::a9fe:a9fe";
    QTest::newRow("link-local IPv6") << host << "fe80::1";
    QTest::newRow("AWS IPv6") << host << "fd00:ec2::254";
    QTest::newRow("written") << "169.254.169.254"
                             << "";
    QTest::newRow("written IPv6") << "fd00:ec2::254"
                                  << "";
}

void UpstreamNamesTest::makesNoConnectionWhereCredentialsAreTold() {
    QFETCH(QString, name);
    QFETCH(QString, address);
    if (!address.isEmpty())
        m_names->set(host, {{address.toStdString()}});
    Client client(*m_names);
    const auto outcome = client.fixture().run(client.fixture().request(*m_server, false, name.toStdString()));
    QCOMPARE(outcome.code(), std::string("upstream_address"));
    QCOMPARE(outcome.timing.stage, http::UpstreamStage::Resolve);
    QCOMPARE(client.fixture().failures(http::UpstreamFailure::Address), std::uint64_t{1});
}

void UpstreamNamesTest::takesTheOtherAddressesOfAName() {
    m_names->set(host, {{"fe80::1", "169.254.169.254", "127.0.0.1"}}); // as mDNS may tell it
    Client client(*m_names);
    QCOMPARE(client.run(*m_server).status, 200);
}

void UpstreamNamesTest::refusesANameThatChangesItsAddressLater() {
    m_names->set(host, {{"127.0.0.1"}, 0});
    http::NameCacheOptions names;
    names.stale = 1ms;
    Client client(*m_names, names);
    QCOMPARE(client.runAnew(*m_server).status, 200);
    m_names->set(host, {{"169.254.169.254"}, 0});
    client.fixture().upstream().closeIdle(); // and asks for names anew
    QCOMPARE(client.runAnew(*m_server).code(), std::string("upstream_address"));
}

void UpstreamNamesTest::refusesWrittenAddressesThroughProxiesToo() {
    m_names->set(host, {{"169.254.169.254"}});
    Client client(*m_names);
    TestProxy proxy(ProxyScript{});
    using Scheme = ProxyAddress::Scheme;
    for (const auto scheme : {Scheme::Http, Scheme::Socks5, Scheme::Socks5h}) {
        for (const bool tls : {true, false}) {
            const ProxyAddress address{scheme, "127.0.0.1", proxy.port(), "", nullptr};
            const http::Endpoint endpoint{tls, scheme == Scheme::Socks5 ? host : "169.254.169.254", 443,
                                          makeNetworkWay(address, {}, nullptr).value()};
            auto request = client.fixture().request(*m_server);
            request.endpoint = &endpoint;
            QCOMPARE(client.fixture().run(std::move(request)).code(), std::string("upstream_address"));
        }
    }
    const ProxyAddress there{Scheme::Http, host, proxy.port(), "", nullptr};
    const http::Endpoint endpoint{true, "example.org", 443, makeNetworkWay(there, {}, nullptr).value()};
    auto request = client.fixture().request(*m_server);
    request.endpoint = &endpoint;
    QCOMPARE(client.fixture().run(std::move(request)).code(), std::string("upstream_proxy"));
    QCOMPARE(proxy.connections(), std::size_t{0});
}

void UpstreamNamesTest::goesThereForTheMachinesOwnCredential() {
    Client client(*m_names);
    const http::Endpoint endpoint{false, "169.254.169.254", m_server->port(), nullptr, true};
    auto request = client.fixture().request(*m_server);
    request.endpoint = &endpoint;
    request.connectTimeout = 50ms;
    const auto outcome = client.fixture().run(std::move(request));
    QCOMPARE(outcome.timing.stage, http::UpstreamStage::Connect); // nobody is there, but it was tried
    const http::Endpoint other{false, "169.254.169.254", m_server->port()};
    QVERIFY(endpoint != other); // no connection is shared
}

QTEST_GUILESS_MAIN(UpstreamNamesTest)
#include "tst_upstream_names.moc"
