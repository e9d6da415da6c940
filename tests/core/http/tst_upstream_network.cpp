// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/network_watch.h"
#include "tests/core/http/upstream_fixture.h"
#include "tests/support/test_name_server.h"

#include <QProcess>
#include <QTest>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <sstream>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::test;
using namespace std::chrono_literals;

namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr const char* host = "provider.example";

bool run(const char* program, const char* words) {
    QProcess process;
    process.start(QString::fromLatin1(program), QString::fromLatin1(words).split(QLatin1Char(' ')));
    return process.waitForFinished(10'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool ip(const char* words) {
    return run("ip", words);
}

// A network of this thread's own, for as long as it lives: sockets and threads made meanwhile belong to it. v0 and v1
// are two ends of a wire; nobody listens at v1.
class OwnNetwork {
public:
    OwnNetwork() : m_before(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) {
        m_good = m_before >= 0 && ::unshare(CLONE_NEWNET) == 0;
        m_good = m_good && ip("link set lo up") && ip("link add v0 type veth peer name v1") && ip("link set v0 up") &&
                 ip("link set v1 up");
    }
    OwnNetwork(const OwnNetwork&) = delete;
    OwnNetwork& operator=(const OwnNetwork&) = delete;
    ~OwnNetwork() {
        if (m_before >= 0) {
            (void)::setns(m_before, CLONE_NEWNET);
            ::close(m_before);
        }
    }
    bool good() const { return m_good; }

private:
    int m_before;
    bool m_good = false;
};

#define NEED_OWN_NETWORK(name)                                                                                         \
    const OwnNetwork name;                                                                                             \
    if (!(name).good())                                                                                                \
    QSKIP("no network namespaces here: they need root and iproute2")

// The client's port of the only connection to that port.
int portOfConnectionTo(int port) {
    std::ifstream table("/proc/thread-self/net/tcp");
    std::string line;
    while (std::getline(table, line)) {
        std::istringstream words(line);
        std::string number;
        std::string local;
        std::string remote;
        std::string state;
        words >> number >> local >> remote >> state;
        const auto portIn = [](const std::string& place) {
            return static_cast<int>(std::stoul(place.substr(place.find(':') + 1), nullptr, 16));
        };
        if (state == "01" && portIn(remote) == port)
            return portIn(local);
    }
    return 0;
}

// A client that asks the test's name server.
class Client {
public:
    explicit Client(const TestNameServer& server)
        : m_service(http::makeNameService({server.place(), 3s, 1})), m_fixture(options()) {}
    ~Client() { m_service->stop(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    Outcome run(const ScriptedUpstream& server) { return m_fixture.run(m_fixture.request(server, false, host)); }
    UpstreamFixture& fixture() { return m_fixture; }

private:
    http::HttpUpstreamOptions options() const {
        http::HttpUpstreamOptions all;
        all.names.system = false;
        all.nameService = m_service;
        return all;
    }
    std::shared_ptr<http::NameService> m_service;
    UpstreamFixture m_fixture;
};

} // namespace

class UpstreamNetworkTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void usesNothingFromBeforeTheSleep();
    void takesNoConnectionBackFromBeforeAChange();
    void reachesAProviderFromAnIpv4OnlyHost();
    void reachesAProviderFromAnIpv6OnlyHost();
    void overtakesASilentAddressAndRemembersIt();
    void endsCallsWhoseAddressHasGoneAndRecovers();
    void staysQuietWhenNothingChanges();
    void noticesADefaultRoute();
    void recoversFromAConnectionThatLeadsNowhere();
};

void UpstreamNetworkTest::usesNothingFromBeforeTheSleep() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "before"));
    std::chrono::nanoseconds asleep{0};
    http::HttpUpstreamOptions options;
    options.timeAsleep = [&asleep] { return asleep; };
    UpstreamFixture client(options);
    QCOMPARE(client.run(server).body, std::string("before"));
    QVERIFY(client.run(server).timing.reused);
    asleep += 1s; // less than two readings may differ by
    QVERIFY(client.run(server).timing.reused);
    asleep += 8h;
    // Who was there is silent now; somebody else answers.
    server.answerWith([](const ArrivedRequest& request) {
        Answer answer = wholeAnswer(200, "after");
        return request.connection == 0 ? rawAnswer("", After::Silence) : answer;
    });
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.body, std::string("after"));
    QVERIFY(!outcome.timing.reused);
    QCOMPARE(client.counters().poolsEmptied.load(), std::uint64_t{1});
    QVERIFY(client.run(server).timing.reused);
}

void UpstreamNetworkTest::takesNoConnectionBackFromBeforeAChange() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, std::string(100, 'x')).held(90));
    UpstreamFixture client;
    Outcome outcome;
    client.start(client.request(server), outcome);
    QVERIFY(client.turnUntil([&] { return outcome.opened; }));
    client.upstream().networkChanged();
    server.release();
    QVERIFY(client.turnUntil([&] { return outcome.finished; }));
    QVERIFY(outcome.whole); // it was not cut: its address is still ours
    QCOMPARE(client.counters().idleNow.load(), std::int64_t{0});
    QCOMPARE(client.counters().openNow.load(), std::int64_t{0});
}

void UpstreamNetworkTest::reachesAProviderFromAnIpv4OnlyHost() {
    NEED_OWN_NETWORK(network);
    QVERIFY(ip("addr add 10.77.0.1/24 dev v0"));
    ScriptedUpstream server("10.77.0.1");
    server.answer(wholeAnswer(200, "four"));
    TestNameServer names;
    names.set(host, {{"2001:db8::1", "10.77.0.1"}, 60});
    Client client(names);
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.body, std::string("four"));
    QVERIFY(*outcome.timing.connected < 2s);
}

void UpstreamNetworkTest::reachesAProviderFromAnIpv6OnlyHost() {
    NEED_OWN_NETWORK(network);
    if (!ip("-6 addr add fd77::1/64 dev v0 nodad"))
        QSKIP("no IPv6 here");
    ScriptedUpstream server("fd77::1");
    server.answer(wholeAnswer(200, "six"));
    TestNameServer names;
    names.set(host, {{"192.0.2.1", "fd77::1"}, 60});
    Client client(names);
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.body, std::string("six"));
    QVERIFY(*outcome.timing.connected < 2s);
}

void UpstreamNetworkTest::overtakesASilentAddressAndRemembersIt() {
    NEED_OWN_NETWORK(network);
    QVERIFY(ip("addr add 10.77.0.1/24 dev v0"));
    // A neighbour who takes packets and never answers, in the family that is tried first.
    if (!ip("-6 addr add fd77::1/64 dev v0 nodad") ||
        !ip("-6 neigh add fd77::2 lladdr 02:00:00:00:00:02 dev v0 nud permanent"))
        QSKIP("no IPv6 here");
    ScriptedUpstream server("10.77.0.1");
    server.answer(wholeAnswer(200, "{}").then(After::Close));
    TestNameServer names;
    names.set(host, {{"fd77::2", "10.77.0.1"}, 60});
    Client client(names);
    const Outcome first = client.run(server);
    QCOMPARE(first.status, 200);
    QVERIFY2(*first.timing.connected < 3s, qPrintable(QString::number(first.timing.connected->count())));
    QVERIFY(client.fixture().turnUntil([&] { return client.fixture().counters().idleNow == 0; }));
    const Outcome next = client.run(server);
    QCOMPARE(next.status, 200);
    if (*first.timing.connected >= 240ms) // the silent one was first
        QVERIFY2(*next.timing.connected < *first.timing.connected / 2,
                 qPrintable(QString::number(next.timing.connected->count())));
}

void UpstreamNetworkTest::endsCallsWhoseAddressHasGoneAndRecovers() {
    NEED_OWN_NETWORK(network);
    QVERIFY(ip("addr add 10.77.0.1/24 dev v0"));
    ScriptedUpstream server("10.77.0.1");
    server.answerWith([](const ArrivedRequest& request) {
        return request.connection == 0 ? wholeAnswer(200, std::string(100, 'x')).cut(90, After::Silence)
                                       : wholeAnswer(200, "recovered");
    });
    UpstreamFixture client;
    int told = 0;
    http::NetworkWatch watch(
        client.executor(),
        [&] {
            ++told;
            client.upstream().networkChanged();
        },
        20ms);
    QVERIFY(watch.active());
    Outcome outcome;
    client.start(client.request(server, false, "10.77.0.1"), outcome);
    QVERIFY(client.turnUntil([&] { return outcome.opened; }));
    QVERIFY(ip("addr del 10.77.0.1/24 dev v0"));
    const auto start = std::chrono::steady_clock::now();
    QVERIFY(client.turnUntil([&] { return outcome.finished; }));
    QVERIFY(std::chrono::steady_clock::now() - start < 3s); // and not the 60 s of the idle timeout
    QCOMPARE(outcome.code(), std::string("upstream_reset"));
    QVERIFY(!outcome.whole);
    QVERIFY(ip("addr add 10.77.0.1/24 dev v0"));
    QVERIFY(client.turnUntil([&] { return told == 2; }));
    const Outcome after = client.run(client.request(server, false, "10.77.0.1"));
    QCOMPARE(after.body, std::string("recovered"));
    QCOMPARE(client.counters().poolsEmptied.load(), std::uint64_t{2});
}

void UpstreamNetworkTest::staysQuietWhenNothingChanges() {
    NEED_OWN_NETWORK(network);
    QVERIFY(ip("addr add 10.77.0.1/24 dev v0"));
    UpstreamFixture client;
    int told = 0;
    http::NetworkWatch watch(
        client.executor(), [&] { ++told; }, 5ms);
    client.turnFor(50ms); // reads what is there
    QVERIFY(ip("addr change 10.77.0.1/24 dev v0 valid_lft 1000 preferred_lft 1000"));
    QVERIFY(ip("addr add 127.0.0.77/8 dev lo"));
    QVERIFY(ip("route add 10.88.0.0/16 dev v0"));
    client.turnFor(100ms);
    QCOMPARE(told, 0);
}

void UpstreamNetworkTest::noticesADefaultRoute() {
    NEED_OWN_NETWORK(network);
    QVERIFY(ip("addr add 10.77.0.1/24 dev v0"));
    UpstreamFixture client;
    int told = 0;
    http::NetworkWatch watch(
        client.executor(), [&] { ++told; }, 5ms);
    client.turnFor(50ms);
    QVERIFY(ip("route add default via 10.77.0.254"));
    QVERIFY(client.turnUntil([&] { return told == 1; }));
    QVERIFY(ip("route replace default via 10.77.0.254"));
    client.turnFor(50ms);
    QCOMPARE(told, 1);
    QVERIFY(ip("route del default"));
    QVERIFY(client.turnUntil([&] { return told == 2; }));
}

void UpstreamNetworkTest::recoversFromAConnectionThatLeadsNowhere() {
    NEED_OWN_NETWORK(network);
    if (!run("nft", "add table ip t") || !run("nft", "add chain ip t out {type filter hook output priority 0;}"))
        QSKIP("no nftables here");
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    UpstreamFixture client;
    QCOMPARE(client.run(server).status, 200);
    const int port = portOfConnectionTo(server.port());
    QVERIFY(port > 0);
    client.turnFor(2'100ms); // idle for long enough to be in doubt
    const auto drop =
        "add rule ip t out tcp dport " + std::to_string(server.port()) + " tcp sport " + std::to_string(port) + " drop";
    QVERIFY(run("nft", drop.c_str()));
    auto request = client.request(server);
    request.firstByteTimeout = 120s;
    const auto start = std::chrono::steady_clock::now();
    Outcome outcome;
    client.start(std::move(request), outcome);
    QVERIFY(client.turnUntil([&] { return outcome.finished; }));
    const auto took = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start);
    QCOMPARE(outcome.code(), std::string());
    QCOMPARE(outcome.status, 200);
    QVERIFY(outcome.timing.staleRetried);
    QVERIFY2(took < 9s, qPrintable(QString::number(took.count())));
}

QTEST_GUILESS_MAIN(UpstreamNetworkTest)
#include "tst_upstream_network.moc"
