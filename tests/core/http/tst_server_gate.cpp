// SPDX-License-Identifier: Apache-2.0
// What a listener refuses when there is too much, and whom it believes about addresses.
#include "support/server_fixture.h"

#include <QTest>
#include <array>

#include <zlib.h>

using namespace gatehouse;
using namespace gatehouse::http;
using namespace std::chrono_literals;

namespace {

std::string get(const std::string& path, const std::string& more = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

// Memory as a test says it is.
struct Memory {
    std::atomic<std::uint64_t> used{0};
    std::shared_ptr<MemoryWatch> watch = std::make_shared<MemoryWatch>(1'000'000, [this] { return used.load(); });
};

ServerOptions gated(const Memory& memory) {
    ServerOptions options;
    options.gated = true;
    options.memory = memory.watch;
    return options;
}

std::string ask(ServerFixture& fixture, const std::string& path, std::string* code = nullptr) {
    auto client = fixture.connect();
    client.send(get(path));
    const auto answer = client.readAnswer();
    if (!answer)
        return {};
    if (code != nullptr)
        *code = answer->field("x-gatehouse-error");
    return std::to_string(answer->status) + " " + answer->field("retry-after");
}

bool reaches(ServerFixture& fixture, const Memory& memory, MemoryStage stage) {
    return ServerFixture::eventually([&] { return fixture.serves() && memory.watch->stage() == stage; });
}

ServerOptions behind(const char* proxies, const char* balancers) {
    ServerOptions options;
    if (const auto network = IpNetwork::parse(proxies))
        options.trustedProxies.push_back(*network);
    if (const auto network = IpNetwork::parse(balancers))
        options.proxyPeers.push_back(*network);
    return options;
}

std::string peerSeen(RawClient& client, const std::string& more = {}) {
    client.send(get("/peer", more));
    const auto answer = client.readAnswer();
    return answer ? (answer->status == 200 ? answer->body : answer->field("x-gatehouse-error")) : "closed";
}

} // namespace

class TestServerGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesAllButHealthAtNinetyTwoPercent() {
        Memory memory;
        ServerFixture fixture(gated(memory));
        auto idle = fixture.connect(); // so that the listener's clock ticks
        QCOMPARE(ask(fixture, "/stream"), std::string("200 "));
        memory.used = 930'000;
        QVERIFY(reaches(fixture, memory, MemoryStage::EssentialOnly));
        std::string code;
        QCOMPARE(ask(fixture, "/stream", &code), std::string("503 2"));
        QCOMPARE(code, std::string("overloaded_memory"));
        memory.used = 100'000;
        QVERIFY(reaches(fixture, memory, MemoryStage::Calm));
        QCOMPARE(ask(fixture, "/stream"), std::string("200 "));
        QCOMPARE(fixture.refused(Refusal::Memory), std::uint64_t{1});
    }

    void tellsHandlersWhenNoStreamsMayBegin() {
        Memory memory;
        ServerFixture fixture(gated(memory));
        auto idle = fixture.connect();
        memory.used = 860'000;
        QVERIFY(reaches(fixture, memory, MemoryStage::NoStreams));
        QCOMPARE(ask(fixture, "/may-stream"), std::string("503 "));
        QCOMPARE(fixture.refused(Refusal::MemoryStreams), std::uint64_t{1});
    }

    void endsTheNewestCallsAtNinetySevenPercent() {
        Memory memory;
        ServerFixture fixture(gated(memory));
        auto first = fixture.connect();
        first.send(get("/hold"));
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 1; }));
        auto second = fixture.connect();
        second.send(get("/hold"));
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 2; }));
        memory.used = 980'000;
        const auto told = second.readAnswer();
        memory.used = 100'000;
        QVERIFY(told);
        QCOMPARE(told->status, 503);
        QCOMPARE(told->field("x-gatehouse-error"), std::string("overloaded_memory_shed"));
        fixture.handler.release();
        const auto answer = first.readAnswer();
        // It may have been ended too, a tick later; then it was told so.
        QVERIFY(answer && (answer->status == 200 || answer->status == 503));
        QVERIFY(fixture.refused(Refusal::MemoryShed) >= 1);
    }

    void neverRefusesOnAnUngatedListener() {
        Memory memory;
        auto options = gated(memory);
        options.gated = false;
        ServerFixture fixture(options);
        auto idle = fixture.connect();
        memory.used = 999'000;
        QVERIFY(reaches(fixture, memory, MemoryStage::Shedding));
        QCOMPARE(ask(fixture, "/stream"), std::string("200 "));
    }

    void writesRefusalsAsTheHandlersClientsReadThem() {
        Memory memory;
        auto options = gated(memory);
        options.refusalWriter = [](const RequestHead& head, const RefusalInfo& info, std::string_view) {
            return RefusalAnswer{529, "text/x-own", std::string(head.path) + " " + std::string(info.code)};
        };
        ServerFixture fixture(options);
        auto client = fixture.connect();
        memory.used = 930'000;
        QVERIFY(reaches(fixture, memory, MemoryStage::EssentialOnly));
        client.send(get("/stream") + get("/healthz"));
        const auto answer = client.readAnswer();
        QCOMPARE(answer->status, 529);
        QCOMPARE(answer->field("content-type"), std::string("text/x-own"));
        QCOMPARE(answer->body, std::string("/stream overloaded_memory"));
        // The connection goes on.
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    // Every call costs a millisecond, and while one half of the clients is served the other has already asked again:
    // the queue never empties.
    void shedsWhatItCannotServeInTime() {
        ServerOptions options;
        options.gated = true;
        options.limits.shedAfter = 5ms;
        ServerFixture fixture(options);
        std::array<std::vector<RawClient>, 2> halves;
        for (int i = 0; i < 120; ++i)
            halves[static_cast<std::size_t>(i % 2)].push_back(fixture.connect());
        const auto askAll = [](std::vector<RawClient>& clients) {
            for (auto& client : clients)
                client.send(get("/busy"));
        };
        std::uint64_t served = 0;
        std::uint64_t refused = 0;
        const auto end = std::chrono::steady_clock::now() + 20s;
        askAll(halves[0]);
        for (std::size_t turn = 0; (refused < 200 || served < 200) && std::chrono::steady_clock::now() < end; ++turn) {
            askAll(halves[(turn + 1) % 2]);
            for (auto& client : halves[turn % 2]) {
                const auto answer = client.readAnswer();
                QVERIFY(answer);
                if (answer->status == 200) {
                    ++served;
                    continue;
                }
                QCOMPARE(answer->status, 503);
                QCOMPARE(answer->field("x-gatehouse-error"), std::string("overloaded"));
                QCOMPARE(answer->field("retry-after"), std::string("1"));
                ++refused;
            }
        }
        QVERIFY(fixture.serves()); // health is never refused, and half of the clients still wait
        QVERIFY2(refused >= 200, qPrintable(QString::number(refused)));
        QVERIFY(served >= 200);
        // And soon all is well again.
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.counters().leastShare >= 1.0; }));
        QCOMPARE(ask(fixture, "/busy"), std::string("200 "));
    }

    void believesAListedLoadBalancer_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("peer");
        QTest::newRow("text") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 53764 80\r\n")
                              << QByteArray("192.0.2.1");
        QTest::newRow("unknown") << QByteArray("PROXY UNKNOWN\r\n") << QByteArray("127.0.0.1");
        QTest::newRow("binary") << QByteArray::fromHex("0d0a0d0a000d0a515549540a"
                                                       "2111000cc0000201c6336402d2040050")
                                << QByteArray("192.0.2.1");
    }
    void believesAListedLoadBalancer() {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, peer);
        ServerFixture fixture(behind("", "127.0.0.1"));
        for (int cut = 0; cut <= header.size(); ++cut) {
            auto client = fixture.connect();
            client.send(header.left(cut).toStdString());
            client.send(header.mid(cut).toStdString());
            QCOMPARE(peerSeen(client), peer.toStdString());
            QCOMPARE(peerSeen(client), peer.toStdString());
        }
    }

    void refusesWhoSendsNoHeaderButMust() {
        ServerFixture fixture(behind("", "127.0.0.1"));
        auto client = fixture.connect();
        QCOMPARE(peerSeen(client), std::string("bad_proxy_header"));
        QVERIFY(client.isClosedWithin(5s));
        QCOMPARE(fixture.refused(Refusal::BadProxyHeader), std::uint64_t{1});
    }

    void refusesAHeaderOfWhoMayNot() {
        ServerFixture fixture(behind("", "10.0.0.0/8"));
        for (const auto& header : {std::string("PROXY TCP4 192.0.2.1 198.51.100.2 53764 80\r\n"),
                                   std::string("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", 16)}) {
            auto client = fixture.connect();
            client.send(header + get("/peer"));
            const auto answer = client.readAnswer();
            QVERIFY(!answer || answer->status >= 400);
        }
    }

    void cutsABalancerThatSaysNothing() {
        auto options = behind("", "127.0.0.1");
        options.limits.header = 100ms;
        ServerFixture fixture(options);
        auto silent = fixture.connect();
        auto slow = fixture.connect();
        slow.send("PROXY TC");
        QVERIFY(silent.isClosedWithin(5s));
        QVERIFY(slow.isClosedWithin(5s));
    }

    void countsConnectionsOfTheAddressBehindTheBalancer() {
        auto options = behind("", "127.0.0.1");
        options.limits.connectionsPerAddress = 2;
        ServerFixture fixture(options);
        const std::string header = "PROXY TCP4 192.0.2.1 198.51.100.2 53764 80\r\n";
        std::vector<RawClient> clients;
        for (int i = 0; i < 2; ++i) {
            clients.push_back(fixture.connect());
            clients.back().send(header);
            QCOMPARE(peerSeen(clients.back()), std::string("192.0.2.1"));
        }
        auto third = fixture.connect();
        third.send(header);
        const auto told = third.readAnswer();
        QVERIFY(told);
        QCOMPARE(told->status, 429);
        QCOMPARE(told->field("x-gatehouse-error"), std::string("too_many_connections_per_address"));
        auto other = fixture.connect();
        other.send("PROXY TCP4 192.0.2.2 198.51.100.2 53764 80\r\n");
        QCOMPARE(peerSeen(other), std::string("192.0.2.2"));
        clients.pop_back();
        QVERIFY(ServerFixture::eventually([&] {
            auto again = fixture.connect();
            again.send(header);
            return peerSeen(again) == "192.0.2.1";
        }));
    }

    void believesTrustedProxiesOnly() {
        ServerFixture trusting(behind("127.0.0.1", ""));
        auto client = trusting.connect();
        QCOMPARE(peerSeen(client, "X-Forwarded-For: 8.8.8.8, 192.0.2.1\r\n"), std::string("192.0.2.1"));
        // Of this request, not of the connection.
        QCOMPARE(peerSeen(client), std::string("127.0.0.1"));
        QCOMPARE(peerSeen(client, "Forwarded: for=192.0.2.7;proto=https\r\n"), std::string("192.0.2.7 secure"));
        QCOMPARE(peerSeen(client, "X-Forwarded-For: nobody\r\n"), std::string("bad_forwarding"));
        ServerFixture other(behind("10.0.0.0/8", ""));
        auto liar = other.connect();
        QCOMPARE(peerSeen(liar, "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"),
                 std::string("127.0.0.1"));
        QCOMPARE(peerSeen(liar, "Forwarded: for=\"\r\n"), std::string("127.0.0.1"));
    }

    void limitsTheCallsOfAnAddressBehindAProxy() {
        auto options = behind("127.0.0.1", "");
        options.limits.connectionsPerAddress = 1;
        ServerFixture fixture(options);
        auto first = fixture.connect();
        first.send(get("/hold", "X-Forwarded-For: 192.0.2.1\r\n"));
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 1; }));
        auto second = fixture.connect();
        QCOMPARE(peerSeen(second, "X-Forwarded-For: 192.0.2.1\r\n"), std::string("too_many_connections_per_address"));
        auto third = fixture.connect();
        QCOMPARE(peerSeen(third, "X-Forwarded-For: 192.0.2.2\r\n"), std::string("192.0.2.2"));
        fixture.handler.release();
        QVERIFY(first.readAnswer());
    }

    void takesAPageOfOursBehindATlsProxy() {
        ServerFixture fixture(behind("127.0.0.1", ""));
        auto client = fixture.connect();
        QCOMPARE(peerSeen(client, "Origin: https://localhost\r\nX-Forwarded-Proto: https\r\n"),
                 std::string("127.0.0.1 secure"));
        auto plain = fixture.connect();
        QCOMPARE(peerSeen(plain, "Origin: https://localhost\r\n"), std::string("foreign_origin"));
    }

    void compressesWholeAnswersForWhoAsks() {
        ServerOptions options;
        options.compression = true;
        ServerFixture fixture(options);
        auto client = fixture.connect();
        client.send(get("/text", "Accept-Encoding: gzip;q=0.5\r\nAccept-Encoding: br\r\n"));
        auto answer = client.readAnswer();
        QCOMPARE(answer->field("content-encoding"), std::string("gzip"));
        QCOMPARE(answer->field("vary"), std::string("Accept-Encoding"));
        QVERIFY(answer->body.size() < 500);
        z_stream stream{};
        QCOMPARE(::inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
        std::string out(10'000, '\0');
        stream.next_in = reinterpret_cast<Bytef*>(answer->body.data());
        stream.avail_in = static_cast<uInt>(answer->body.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        QCOMPARE(::inflate(&stream, Z_FINISH), Z_STREAM_END);
        out.resize(stream.total_out);
        ::inflateEnd(&stream);
        QVERIFY(out == std::string(5'000, 'x'));
        // HEAD says what GET would.
        client.send("HEAD /text HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n");
        const auto length = answer->field("content-length");
        answer = client.readAnswer(true);
        QCOMPARE(answer->field("content-length"), length);
        // Who does not ask gets it plain, and caches learn that it varies.
        client.send(get("/text"));
        answer = client.readAnswer();
        QCOMPARE(answer->field("content-encoding"), std::string());
        QCOMPARE(answer->field("vary"), std::string("Accept-Encoding"));
        QCOMPARE(answer->body.size(), std::size_t{5'000});
        // Streams and small answers never are.
        client.send(get("/stream?pieces=3", "Accept-Encoding: gzip\r\n") +
                    get("/healthz", "Accept-Encoding: gzip\r\n"));
        QCOMPARE(client.readAnswer()->body.size(), std::size_t{3'000});
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    void compressesNothingUnlessToldTo() {
        ServerFixture fixture;
        auto client = fixture.connect();
        client.send(get("/text", "Accept-Encoding: gzip\r\n"));
        const auto answer = client.readAnswer();
        QCOMPARE(answer->body.size(), std::size_t{5'000});
        QCOMPARE(answer->field("vary"), std::string());
    }
};

QTEST_GUILESS_MAIN(TestServerGate)
#include "tst_server_gate.moc"
