// SPDX-License-Identifier: Apache-2.0
#include "support/server_fixture.h"

#include <QTest>

#include <fcntl.h>
#include <set>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::http;
using namespace std::chrono_literals;

namespace {

std::string get(const std::string& path, const std::string& more = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& more = {}) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string chunked(const std::string& path, const std::string& chunks, const std::string& more = {}) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
}

// One page may come to one place.
class OnePage final : public PageGate {
public:
    bool letsIn(const RequestHead& head, std::string_view origin) const override {
        return head.path == "/healthz" && origin == "https://page.example";
    }
};

ServerOptions withLimits(const ServerLimits& limits) {
    ServerOptions options;
    options.limits = limits;
    return options;
}

} // namespace

class TestServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersAndKeepsTheConnection() {
        ServerFixture fixture;
        auto client = fixture.connect();
        std::set<std::string> ids;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(client.send(get("/healthz")));
            const auto answer = client.readAnswer();
            QVERIFY(answer);
            QCOMPARE(answer->status, 200);
            QCOMPARE(answer->body, std::string("ok"));
            QCOMPARE(answer->field("connection"), std::string());
            QVERIFY(!answer->field("date").empty());
            QCOMPARE(answer->field("x-request-id").size(), std::size_t{26});
            ids.insert(answer->field("x-request-id"));
        }
        QCOMPARE(ids.size(), std::size_t{3});
        QCOMPARE(fixture.server.counters().accepted, std::uint64_t{1});
        QCOMPARE(fixture.server.counters().calls, std::uint64_t{3});
    }

    void answersPipelinedRequestsInOrder() {
        ServerFixture fixture;
        auto client = fixture.connect();
        std::string bytes;
        for (int i = 0; i < 50; ++i)
            bytes += i % 2 == 0 ? post("/echo", "number " + std::to_string(i))
                                : chunked("/echo", "9\r\nchunked " + std::to_string(i % 10) + "\r\n0\r\n\r\n");
        QVERIFY(client.send(bytes));
        for (int i = 0; i < 50; ++i) {
            const auto answer = client.readAnswer();
            QVERIFY(answer);
            QCOMPARE(answer->body, i % 2 == 0 ? "number " + std::to_string(i) : "chunked " + std::to_string(i % 10));
        }
    }

    void readsARequestSlicedAtEveryByte_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("length") << QByteArray::fromStdString(post("/echo", "hello, world"))
                                << QByteArray("hello, world");
        QTest::newRow("chunked") << QByteArray::fromStdString(chunked(
                                        "/echo", "5;a=\"b c\"\r\nhello\r\n7\r\n, world\r\n0;x\r\nX-Sum: 1\r\n\r\n"))
                                 << QByteArray("hello, world");
        QTest::newRow("empty line first")
            << QByteArray::fromStdString("\r\n" + post("/echo", "hello, world")) << QByteArray("hello, world");
    }
    void readsARequestSlicedAtEveryByte() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, body);
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.sendSliced(bytes.toStdString()));
        const auto answer = client.readAnswer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, body.toStdString());
        // The boundary was found: the next request is read as one.
        QVERIFY(client.send(get("/healthz")));
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
        // Cut in two at each place.
        for (int cut = 1; cut < bytes.size(); ++cut) {
            auto other = fixture.connect();
            other.send(bytes.left(cut).toStdString());
            other.send(bytes.mid(cut).toStdString());
            QCOMPARE(other.readAnswer()->body, body.toStdString());
        }
    }

    void readsBodiesOfAnySize_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("inChunks");
        for (const int size : {0, 1, 7'000, 8'100, 8'192, 9'000, 16'384, 70'000, 3'000'000}) {
            QTest::addRow("%d by length", size) << size << false;
            QTest::addRow("%d in chunks", size) << size << true;
        }
    }
    void readsBodiesOfAnySize() {
        QFETCH(int, size);
        QFETCH(bool, inChunks);
        std::string body;
        for (int i = 0; i < size; ++i)
            body += static_cast<char>('a' + i % 26);
        std::string chunks;
        for (std::size_t at = 0; at < body.size(); at += 1'000) {
            const auto piece = body.substr(at, 1'000);
            chunks += QByteArray::number(static_cast<int>(piece.size()), 16).toStdString() + "\r\n" + piece + "\r\n";
        }
        ServerFixture fixture;
        auto client = fixture.connect();
        // The next request stands behind it, to show that not a byte too many is read.
        std::thread sender([&] {
            client.send((inChunks ? chunked("/echo", chunks + "0\r\n\r\n") : post("/echo", body)) + get("/healthz"));
        });
        const auto answer = client.readAnswer();
        sender.join();
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->body == body);
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    void asksForTheBodyWhenTheClientWaits() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
        QVERIFY(ServerFixture::eventually([&] { return client.hasMore(); }));
        QVERIFY(client.send("hello"));
        const auto answer = client.readAnswer();
        QCOMPARE(client.interims(), 1);
        QCOMPARE(answer->body, std::string("hello"));
        QVERIFY(client.send(get("/healthz")));
        QCOMPARE(client.readAnswer()->status, 200);
    }

    void closesWhenNobodyAskedForAnExpectedBody() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(
            client.send("POST /deaf HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
        const auto answer = client.readAnswer();
        QCOMPARE(client.interims(), 0);
        QCOMPARE(answer->field("connection"), std::string("close"));
        QVERIFY(client.isClosedWithin(5s));
    }

    void refusesOtherExpectations() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: gold\r\nContent-Length: 5\r\n\r\n"));
        QCOMPARE(client.readAnswer()->status, 417);
    }

    void answersHeadWithoutABody() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/healthz")));
        const auto head = client.readAnswer(true);
        QCOMPARE(head->field("content-length"), std::string("2"));
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
        QVERIFY(client.send("HEAD /stream HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/healthz")));
        QCOMPARE(client.readAnswer(true)->field("transfer-encoding"), std::string("chunked"));
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    void refusesAHeadRequestWithoutABody() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send("HEAD /healthz HTTP/1.1\r\nHost: attacker.example\r\n\r\n"));
        const auto answer = client.readAnswer(true);
        QCOMPARE(answer->status, 403);
        QVERIFY(!client.hasMore());
        QVERIFY(client.isClosedWithin(5s));
    }

    void passesOptionsToTheHandler() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QCOMPARE(client.readAnswer()->status, 404);
    }

    void letsPagesInWhereTheGateSaysSo_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("status");
        const auto row = [](const char* fields, int status) { QTest::newRow(fields) << QByteArray(fields) << status; };
        row("Origin: https://page.example\r\n", 200);
        row("Origin: https://page.example\r\nSec-Fetch-Site: cross-site\r\n", 200);
        row("Origin: https://other.example\r\n", 403);
        row("Origin: null\r\n", 403);
        row("Origin: https://page.example\r\nOrigin: https://page.example\r\n", 403);
        row("Origin: https://page.example\r\nOrigin: https://other.example\r\n", 403);
        row("Sec-Fetch-Site: cross-site\r\n", 403);
    }

    void letsPagesInWhereTheGateSaysSo() {
        QFETCH(QByteArray, fields);
        QFETCH(int, status);
        const OnePage gate;
        ServerOptions options;
        options.pageGates = {&gate};
        ServerFixture fixture(options);
        auto client = fixture.connect();
        QVERIFY(client.send(get("/healthz", fields.toStdString())));
        QCOMPARE(client.readAnswer()->status, status);
        auto elsewhere = fixture.connect();
        QVERIFY(elsewhere.send(get("/other", fields.toStdString())));
        QCOMPARE(elsewhere.readAnswer()->status, 403);
        // What is wrong besides stays wrong.
        auto rebound = fixture.connect();
        QVERIFY(rebound.send("GET /healthz HTTP/1.1\r\nHost: evil.example\r\nOrigin: https://page.example\r\n\r\n"));
        QVERIFY(rebound.readAnswer()->status >= 400);
        ServerFixture without;
        auto plain = without.connect();
        QVERIFY(plain.send(get("/healthz", fields.toStdString())));
        QCOMPARE(plain.readAnswer()->status, 403);
    }

    void speaksHttp10() {
        ServerFixture fixture;
        auto closing = fixture.connect();
        QVERIFY(closing.send("GET /stream?pieces=3 HTTP/1.0\r\nHost: localhost\r\n\r\n"));
        const auto stream = closing.readAnswer();
        QCOMPARE(stream->body.size(), std::size_t{3'000});
        QCOMPARE(stream->field("transfer-encoding"), std::string());
        QVERIFY(closing.isClosedWithin(5s));
        auto keeping = fixture.connect();
        for (int i = 0; i < 2; ++i) {
            QVERIFY(keeping.send("GET /healthz HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"));
            QCOMPARE(keeping.readAnswer()->field("connection"), std::string("keep-alive"));
        }
    }

    void streamsInChunks() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(get("/stream?pieces=100") + get("/healthz")));
        const auto answer = client.readAnswer();
        QVERIFY(answer->whole);
        QCOMPARE(answer->body.size(), std::size_t{100'000});
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    void streamsWithALengthWhereItIsKnown() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(get("/sized?length=3000") + get("/healthz")));
        const auto answer = client.readAnswer();
        QVERIFY(answer && answer->whole);
        QCOMPARE(answer->field("content-length"), std::string("3000"));
        QCOMPARE(answer->field("transfer-encoding"), std::string());
        QCOMPARE(answer->body.size(), std::size_t{3'000});
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
        QVERIFY(client.send("HEAD /sized?length=3000 HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/healthz")));
        QCOMPARE(client.readAnswer(true)->field("content-length"), std::string("3000"));
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    void closesWhereAStreamHasAnotherLengthThanWasSaid() {
        ServerFixture fixture;
        for (const char* length : {"2999", "3001"}) {
            auto client = fixture.connect();
            QVERIFY(client.send(get(std::string("/sized?length=") + length)));
            const auto answer = client.readAnswer();
            QVERIFY(answer && !answer->whole);
            QVERIFY(client.isClosedWithin(std::chrono::seconds(5)));
        }
    }

    void neverEndsACutStreamAsIfWhole() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(get("/cut")));
        const auto answer = client.readAnswer();
        QVERIFY(answer);
        QCOMPARE(answer->body.size(), std::size_t{2'000});
        QVERIFY(!answer->whole);
    }

    void waitsForASlowReader() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(get("/flood")));
        // The flood stands still once the kernel's buffers are full, and takes no CPU of ours meanwhile.
        QVERIFY(ServerFixture::eventually([&] { return client.hasMore(); }));
        QVERIFY(fixture.serves());
        client.reset();
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.running() == 0; }));
        QCOMPARE(fixture.server.counters().left, std::uint64_t{1});
    }

    void cutsAReaderThatTakesNothing() {
        ServerLimits limits;
        limits.writeIdle = 200ms;
        ServerFixture fixture(withLimits(limits));
        auto client = fixture.connect();
        QVERIFY(client.send(get("/flood")));
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.counters().writeStalled == 1; }));
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
    }

    void answers500WhenTheHandlerFails_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("exception") << QByteArray("/throw");
        QTest::newRow("no answer") << QByteArray("/silent");
    }
    void answers500WhenTheHandlerFails() {
        QFETCH(QByteArray, path);
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(get(path.toStdString())));
        const auto answer = client.readAnswer();
        QCOMPARE(answer->status, 500);
        QCOMPARE(answer->field("x-gatehouse-error"), std::string("internal_error"));
        QVERIFY(client.isClosedWithin(5s));
        QVERIFY(fixture.serves());
    }

    void cancelsTheCallWhenTheClientLeaves_data() {
        QTest::addColumn<int>("way");
        QTest::newRow("close") << 0;
        QTest::newRow("reset") << 1;
        QTest::newRow("end of sending") << 2;
        QTest::newRow("with the next request already there") << 3;
    }
    void cancelsTheCallWhenTheClientLeaves() {
        QFETCH(int, way);
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(get("/wait") + (way == 3 ? get("/healthz") : std::string())));
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 1; }));
        const auto leaving = std::chrono::steady_clock::now();
        if (way == 1)
            client.reset();
        else if (way == 2)
            client.endSending();
        else
            client.close();
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.cancelled() == 1; }));
        const auto noticed =
            std::chrono::steady_clock::time_point(std::chrono::steady_clock::duration(fixture.handler.cancelledAt()));
        // Polled at each tick of 100 ms in the last case, at once in the others; loaded machines get some room.
        QVERIFY2(noticed - leaving < (way == 3 ? 300ms : 100ms),
                 qPrintable(QString::number((noticed - leaving) / 1ms) + QStringLiteral(" ms")));
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
        QCOMPARE(fixture.server.counters().left, std::uint64_t{1});
    }

    void letsTheHandlerAnswerAfterItsDeadline() {
        ServerFixture fixture;
        auto client = fixture.connect();
        for (int i = 0; i < 2; ++i) {
            QVERIFY(client.send(get("/late")));
            QCOMPARE(client.readAnswer()->status, 504);
        }
        QCOMPARE(fixture.server.counters().timedOut, std::uint64_t{2});
    }

    void cutsASlowHead() {
        ServerLimits limits;
        limits.header = 200ms;
        ServerFixture fixture(withLimits(limits));
        auto client = fixture.connect();
        QVERIFY(client.send("GET /healthz HTTP/1.1\r\nHost: loc"));
        const auto answer = client.readAnswer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 408);
        QCOMPARE(answer->field("x-gatehouse-error"), std::string("header_timeout"));
        QVERIFY(client.isClosedWithin(5s));
        auto silent = fixture.connect();
        QVERIFY(silent.isClosedWithin(5s));
        QCOMPARE(fixture.server.counters().silentClosed, std::uint64_t{1});
    }

    void cutsASlowBody() {
        ServerLimits limits;
        limits.bodyIdle = 200ms;
        ServerFixture fixture(withLimits(limits));
        for (const auto& begin :
             {std::string("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nabc"),
              chunked("/echo", "5\r\nhel")}) {
            auto client = fixture.connect();
            QVERIFY(client.send(begin));
            const auto answer = client.readAnswer();
            QVERIFY(answer);
            QCOMPARE(answer->status, 408);
            QCOMPARE(answer->field("x-gatehouse-error"), std::string("body_timeout"));
            QCOMPARE(answer->field("connection"), std::string("close"));
            QVERIFY(client.isClosedWithin(5s));
        }
        QCOMPARE(fixture.refused(Refusal::BodyTimeout), std::uint64_t{2});
    }

    void endsABodyThatDripsForever() {
        ServerLimits limits;
        limits.bodyTotal = 300ms;
        ServerFixture fixture(withLimits(limits));
        auto client = fixture.connect();
        QVERIFY(client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n") ||
                true); // larger than the limit: refused at once, below
        QCOMPARE(client.readAnswer()->status, 413);
        auto other = fixture.connect();
        QVERIFY(other.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"));
        const auto end = std::chrono::steady_clock::now() + 5s;
        while (!other.hasMore(2ms) && std::chrono::steady_clock::now() < end)
            other.send("x");
        const auto answer = other.readAnswer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 408);
    }

    void closesIdleConnections() {
        ServerLimits limits;
        limits.keepAlive = 200ms;
        ServerFixture fixture(withLimits(limits));
        auto client = fixture.connect();
        QVERIFY(client.send(get("/healthz")));
        QVERIFY(client.readAnswer());
        QVERIFY(client.isClosedWithin(5s));
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.counters().idleClosed == 1; }));
    }

    void refusesABodyThatIsTooLarge() {
        ServerLimits limits;
        limits.body = 1'000;
        ServerFixture fixture(withLimits(limits));
        for (const auto& request : {post("/echo", std::string(1'001, 'x')),
                                    chunked("/echo", "3e9\r\n" + std::string(1'001, 'x') + "\r\n0\r\n\r\n"),
                                    chunked("/echo", "ffffffffffffff\r\nabc")}) {
            auto client = fixture.connect();
            QVERIFY(client.send(request));
            const auto answer = client.readAnswer();
            QVERIFY(answer);
            QCOMPARE(answer->status, 413);
            QCOMPARE(answer->field("connection"), std::string("close"));
            QVERIFY(client.isClosedWithin(5s));
        }
        auto client = fixture.connect();
        QVERIFY(client.send(post("/echo", std::string(1'000, 'x'))));
        QCOMPARE(client.readAnswer()->status, 200);
    }

    void deliversTheRefusalWhileTheClientStillSends() {
        ServerFixture fixture;
        auto client = fixture.connect();
        std::thread sender([&] { client.send("GET /healthz HTTP/1.1\r\nX-Long: " + std::string(3'000'000, 'x')); });
        const auto answer = client.readAnswer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 431);
        QCOMPARE(answer->field("x-gatehouse-error"), std::string("header_too_large"));
        QCOMPARE(answer->field("x-request-id").size(), std::size_t{26});
        client.close();
        sender.join();
    }

    void skipsABodyThatNobodyRead() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(post("/deaf", std::string(20'000, 'x')) + get("/healthz")));
        QCOMPARE(client.readAnswer()->body, std::string("unread"));
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    void endsTheConnectionAfterABadChunk() {
        ServerFixture fixture;
        for (const auto* chunks :
             {"5\r\nhelloXX0\r\n\r\n", "g\r\n", "5\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n", "-1\r\n",
              " 5\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nbad trailer\r\n\r\n"}) {
            auto client = fixture.connect();
            QVERIFY(client.send(chunked("/echo", chunks) + get("/healthz")));
            const auto answer = client.readAnswer();
            QVERIFY2(answer, chunks);
            QCOMPARE(answer->status, 400);
            QVERIFY(!client.readAnswer());
        }
        QCOMPARE(fixture.refused(Refusal::BadChunk), std::uint64_t{7});
    }

    void dropsLongChunkExtensions() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(chunked("/echo", "5;" + std::string(3'000, 'a') + "\r\nhello\r\n0\r\n\r\n")));
        QCOMPARE(client.readAnswer()->body, std::string("hello"));
        auto other = fixture.connect();
        other.send(chunked("/echo", "5;" + std::string(100'000, 'a') + "\r\nhello\r\n0\r\n\r\n"));
        QCOMPARE(other.readAnswer()->status, 400);
    }

    void closesQuietlyWhenTheHeadIsCut() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send("GET /healthz HTTP/1.1\r\nHo"));
        client.endSending();
        QVERIFY(!client.readAnswer());
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
        QCOMPARE(fixture.server.counters().silentClosed, std::uint64_t{1});
    }

    void turnsForeignProtocolsAway_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("tls") << QByteArray::fromHex("16030100750100007103035f1f4b9d");
        QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH_9.6\r\n");
        QTest::newRow("socks5") << QByteArray::fromHex("050100");
        QTest::newRow("proxy v1") << QByteArray("PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n");
        QTest::newRow("proxy v2") << QByteArray::fromHex("0d0a0d0a000d0a515549540a21110c00");
        QTest::newRow("http2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        QTest::newRow("redis") << QByteArray("*1\r\n$4\r\nPING\r\n");
    }
    void turnsForeignProtocolsAway() {
        QFETCH(QByteArray, bytes);
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send(bytes.toStdString()));
        const auto answer = client.readAnswer();
        QVERIFY(!answer || (answer->status >= 400 && answer->status != 500));
        QVERIFY(client.isClosedWithin(5s));
        QVERIFY(fixture.serves());
    }

    void drains() {
        ServerFixture fixture;
        auto idle = fixture.connect();
        QVERIFY(idle.send(get("/healthz")));
        QVERIFY(idle.readAnswer());
        auto busy = fixture.connect();
        QVERIFY(busy.send(get("/hold")));
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 1; }));
        fixture.server.drain();
        QVERIFY(idle.isClosedWithin(5s));
        QVERIFY(ServerFixture::eventually([&] { return !RawClient(fixture.port).isConnected(); }));
        QCOMPARE(fixture.server.running(), std::uint64_t{1});
        fixture.handler.release();
        const auto answer = busy.readAnswer();
        QCOMPARE(answer->body, std::string("held"));
        QCOMPARE(answer->field("connection"), std::string("close"));
        QVERIFY(busy.isClosedWithin(5s));
        busy.close();
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
    }

    void answersWhatWasSentBeforeItDrained() {
        ServerFixture fixture({}, 2);
        std::vector<RawClient> clients;
        for (int i = 0; i < 20; ++i) {
            clients.push_back(fixture.connect());
            QVERIFY(clients.back().send(get("/healthz")));
        }
        fixture.server.drain();
        for (auto& client : clients) {
            const auto answer = client.readAnswer();
            QVERIFY(answer);
            QCOMPARE(answer->body, std::string("ok"));
            client.close();
        }
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
    }

    void closesEverythingAtOnce() {
        ServerFixture fixture({}, 2);
        std::vector<RawClient> clients;
        for (int i = 0; i < 8; ++i) {
            clients.push_back(fixture.connect());
            QVERIFY(clients.back().send(get(i % 2 == 0 ? "/wait" : "/flood")));
        }
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.running() == 8; }));
        fixture.server.closeAll();
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
    }

    void survivesTheEndOfItsThreadsWithCallsRunning() {
        auto fixture = std::make_unique<ServerFixture>(ServerOptions{}, 2);
        std::vector<RawClient> clients;
        for (int i = 0; i < 8; ++i) {
            clients.push_back(fixture->connect());
            QVERIFY(clients.back().send(get(i % 2 == 0 ? "/wait" : "/healthz")));
        }
        QVERIFY(ServerFixture::eventually([&] { return fixture->server.running() == 4; }));
        fixture->endThreads();
        fixture->server.closeAll(); // reaches nobody any more
    }

    void listensOnBothFamilies() {
        ServerFixture fixture({}, 2, "::");
        if (fixture.port == 0)
            QSKIP("this machine has no IPv6");
        for (const auto* address : {"::1", "127.0.0.1"}) {
            RawClient client(fixture.port, address);
            QVERIFY(client.isConnected());
            const auto host = std::string(address) == "::1" ? "[::1]:" + std::to_string(fixture.port) : "127.0.0.1";
            QVERIFY(client.send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
            QCOMPARE(client.readAnswer()->status, 200);
        }
    }

    void saysThatThePortIsTaken_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("by one thread") << 1;
        QTest::newRow("by several, who share it") << 3;
    }
    void saysThatThePortIsTaken() {
        QFETCH(int, threads);
        ServerFixture fixture({}, static_cast<std::size_t>(threads));
        IoThreads io(2);
        TestHandler handler;
        Server second(io, {&handler, &handler}, {});
        const auto bound = second.listen("127.0.0.1", fixture.port);
        QVERIFY(!bound);
        QCOMPARE(bound.error().code, std::string("cannot_bind"));
        QVERIFY(bound.error().message.find(std::to_string(fixture.port)) != std::string::npos);
        QVERIFY(!second.listen("no such host", 0));
    }

    void letsSeveralThreadsShareAPort() {
        ServerFixture fixture({}, 3);
        std::vector<RawClient> clients;
        for (int i = 0; i < 60; ++i) {
            clients.push_back(fixture.connect());
            QVERIFY(clients.back().send(get("/healthz")));
            QVERIFY(clients.back().readAnswer());
        }
        QCOMPARE(fixture.server.open(), std::uint64_t{60});
    }

    void servesOthersWhileOneIsBusy() {
        ServerFixture fixture;
        auto flooding = fixture.connect();
        auto pipelining = fixture.connect();
        std::atomic<bool> done{false};
        QVERIFY(flooding.send(get("/flood")));
        std::thread reader([&] {
            char bytes[65'536];
            while (!done)
                ::recv(flooding.descriptor(), bytes, sizeof bytes, 0);
        });
        std::thread writer([&] {
            std::string many;
            for (int i = 0; i < 500; ++i)
                many += get("/healthz");
            char bytes[65'536];
            while (!done && pipelining.send(many))
                ::recv(pipelining.descriptor(), bytes, sizeof bytes, MSG_DONTWAIT);
        });
        std::thread drinker([&] {
            char bytes[65'536];
            while (!done)
                ::recv(pipelining.descriptor(), bytes, sizeof bytes, 0);
        });
        bool served = true;
        for (int i = 0; i < 100; ++i)
            served = served && fixture.serves();
        done = true;
        ::shutdown(flooding.descriptor(), SHUT_RDWR);
        ::shutdown(pipelining.descriptor(), SHUT_RDWR);
        reader.join();
        writer.join();
        drinker.join();
        QVERIFY(served);
    }

    void limitsConnections() {
        ServerLimits limits;
        limits.connections = 3;
        ServerFixture fixture(withLimits(limits));
        std::vector<RawClient> clients;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(fixture.connect());
            QVERIFY(clients.back().send(get("/healthz")));
            QVERIFY(clients.back().readAnswer());
        }
        auto fourth = fixture.connect();
        const auto told = fourth.readAnswer();
        QCOMPARE(told->status, 503);
        QCOMPARE(told->field("x-gatehouse-error"), std::string("too_many_connections"));
        QCOMPARE(told->field("retry-after"), std::string("1"));
        QVERIFY(fourth.isClosedWithin(5s));
        QCOMPARE(fixture.server.counters().tooManySockets, std::uint64_t{1});
        clients.pop_back();
        QVERIFY(ServerFixture::eventually([&] { return fixture.serves(); }));
    }

    void survivesTheEndOfDescriptors() {
        ServerFixture fixture;
        auto first = fixture.connect();
        QVERIFY(first.send(get("/healthz")));
        QVERIFY(first.readAnswer());
        auto second = fixture.connect(); // its descriptor here; the server's is to fail
        QVERIFY(second.send(get("/healthz")));
        QVERIFY(second.readAnswer());
        rlimit before{};
        getrlimit(RLIMIT_NOFILE, &before);
        rlimit low = before;
        low.rlim_cur = 256;
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &low), 0);
        std::vector<int> filling;
        RawClient waiting(fixture.port);
        QVERIFY(waiting.isConnected());
        for (int descriptor = ::open("/dev/null", O_RDONLY); descriptor >= 0;
             descriptor = ::open("/dev/null", O_RDONLY))
            filling.push_back(descriptor);
        // The next to connect needs a descriptor of ours and one of the server's: free one, and it is ours.
        ::close(filling.back());
        filling.pop_back();
        RawClient late(fixture.port);
        const bool failed = ServerFixture::eventually([&] { return fixture.server.counters().acceptFailed > 0; });
        for (const int descriptor : filling)
            ::close(descriptor);
        setrlimit(RLIMIT_NOFILE, &before);
        QVERIFY(failed);
        // It is told why, rather than left in the queue.
        QCOMPARE(late.readAnswer()->field("x-gatehouse-error"), std::string("overloaded_descriptors"));
        QVERIFY(late.isClosedWithin(5s));
        QVERIFY(fixture.serves());
    }

    void countsRefusalsByReason() {
        ServerFixture fixture;
        auto client = fixture.connect();
        QVERIFY(client.send("GET / HTTP/1.1\r\nHost: attacker.example\r\n\r\n"));
        const auto answer = client.readAnswer();
        QCOMPARE(answer->status, 403);
        QCOMPARE(answer->field("content-type"), std::string("application/json"));
        QVERIFY(answer->body.find("\"code\":\"host_not_allowed\"") != std::string::npos);
        QCOMPARE(fixture.refused(Refusal::HostNotListed), std::uint64_t{1});
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
