// SPDX-License-Identifier: Apache-2.0
// Request bodies that are read piece by piece.
#include "support/server_fixture.h"

#include <QTest>

#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::http;
using namespace std::chrono_literals;

namespace {

std::string get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& more = {}) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string inChunks(const std::string& path, const std::string& body) {
    std::string bytes = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size(); at += 1'000) {
        const auto piece = body.substr(at, 1'000);
        bytes += QByteArray::number(static_cast<int>(piece.size()), 16).toStdString() + "\r\n" + piece + "\r\n";
    }
    return bytes + "0\r\n\r\n";
}

std::string bodyOf(int size) {
    std::string body;
    for (int i = 0; i < size; ++i)
        body += static_cast<char>('a' + i % 26);
    return body;
}

ServerOptions withLimits(const ServerLimits& limits) {
    ServerOptions options;
    options.limits = limits;
    return options;
}

} // namespace

class TestServerUpload : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBodiesOfAnySizeInPieces_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("chunked");
        for (const int size : {0, 1, 7'000, 8'100, 8'192, 9'000, 16'384, 70'000, 3'000'000}) {
            QTest::addRow("%d by length", size) << size << false;
            QTest::addRow("%d in chunks", size) << size << true;
        }
    }
    void readsBodiesOfAnySizeInPieces() {
        QFETCH(int, size);
        QFETCH(bool, chunked);
        const auto body = bodyOf(size);
        ServerFixture fixture;
        auto client = fixture.connect();
        std::thread sender(
            [&] { client.send((chunked ? inChunks("/pieces", body) : post("/pieces", body)) + get("/healthz")); });
        const auto answer = client.readAnswer();
        sender.join();
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->body == body);
        // The next request stands behind it, to show that not a byte too many is read.
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    void readsAnUploadSlicedAtEveryByte_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("length") << QByteArray::fromStdString(post("/pieces", "hello, world"));
        QTest::newRow("chunked") << QByteArray::fromStdString(inChunks("/pieces", "hello, world"));
    }
    void readsAnUploadSlicedAtEveryByte() {
        QFETCH(QByteArray, bytes);
        ServerFixture fixture;
        for (int cut = 1; cut < bytes.size(); ++cut) {
            auto client = fixture.connect();
            client.send(bytes.left(cut).toStdString());
            client.send(bytes.mid(cut).toStdString() + get("/healthz"));
            QCOMPARE(client.readAnswer()->body, std::string("hello, world"));
            QCOMPARE(client.readAnswer()->body, std::string("ok"));
        }
        auto client = fixture.connect();
        QVERIFY(client.sendSliced(bytes.toStdString()));
        QCOMPARE(client.readAnswer()->body, std::string("hello, world"));
    }

    void holdsNoMoreThanAPieceOfALargeUpload_data() {
        QTest::addColumn<bool>("chunked");
        QTest::newRow("length") << false;
        QTest::newRow("chunked") << true;
    }
    void holdsNoMoreThanAPieceOfALargeUpload() {
        QFETCH(bool, chunked);
        // Larger than a body that is read whole may be.
        ServerLimits limits;
        limits.body = 1'000'000;
        ServerFixture fixture(withLimits(limits));
        const auto body = bodyOf(6'000'000);
        auto client = fixture.connect();
        std::thread sender([&] { client.send(chunked ? inChunks("/upload", body) : post("/upload", body)); });
        const auto answer = client.readAnswer();
        sender.join();
        QVERIFY(answer);
        QCOMPARE(answer->body, std::string("6000000"));
        QVERIFY(std::stoul(answer->field("x-largest")) <= 64 * 1024);
    }

    void slowsTheClientDownWhileTheHandlerDoesNotRead() {
        ServerLimits limits;
        limits.bodyIdle = limits.bodyTotal = 200ms; // must not count while nobody reads
        ServerFixture fixture(withLimits(limits));
        const auto body = bodyOf(30'000'000);
        auto client = fixture.connect();
        std::atomic<bool> sent{false};
        std::thread sender([&] {
            client.send(post("/upload/held", body));
            sent = true;
        });
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 1; }));
        const auto until = std::chrono::steady_clock::now() + 600ms;
        while (std::chrono::steady_clock::now() < until)
            QVERIFY(fixture.serves());
        QVERIFY(!sent);
        fixture.handler.release();
        const auto answer = client.readAnswer();
        sender.join();
        QVERIFY(answer);
        QCOMPARE(answer->body, std::string("30000000"));
    }

    void cutsAnUploadThatComesTooSlowly_data() {
        QTest::addColumn<bool>("chunked");
        QTest::newRow("length") << false;
        QTest::newRow("chunked") << true;
    }
    void cutsAnUploadThatComesTooSlowly() {
        QFETCH(bool, chunked);
        ServerLimits limits;
        limits.bodyIdle = 100ms;
        ServerFixture fixture(withLimits(limits));
        const auto bytes = chunked ? inChunks("/pieces", bodyOf(5'000)) : post("/pieces", bodyOf(5'000));
        auto client = fixture.connect();
        client.send(bytes.substr(0, 2'000));
        const auto answer = client.readAnswer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 408);
        QCOMPARE(answer->field("x-gatehouse-error"), std::string("body_timeout"));
        QCOMPARE(fixture.refused(Refusal::BodyTimeout), std::uint64_t{1});
    }

    void refusesAnUploadBeyondItsLimit_data() {
        QTest::addColumn<bool>("chunked");
        QTest::newRow("length") << false;
        QTest::newRow("chunked") << true;
    }
    void refusesAnUploadBeyondItsLimit() {
        QFETCH(bool, chunked);
        ServerLimits limits;
        limits.upload = 20'000;
        ServerFixture fixture(withLimits(limits));
        for (const int size : {20'000, 20'001}) {
            auto client = fixture.connect();
            client.send(chunked ? inChunks("/pieces", bodyOf(size)) : post("/pieces", bodyOf(size)));
            QCOMPARE(client.readAnswer()->status, size == 20'000 ? 200 : 413);
        }
        QCOMPARE(fixture.refused(Refusal::BodyTooLarge), std::uint64_t{1});
    }

    void saysContinueToWhoWaitsForIt() {
        ServerFixture fixture;
        auto client = fixture.connect();
        const auto whole = post("/pieces", "hello", "Expect: 100-continue\r\n");
        client.send(whole.substr(0, whole.size() - 5));
        QVERIFY(ServerFixture::eventually([&] { return client.hasMore(); }));
        client.send("hello");
        QCOMPARE(client.readAnswer()->body, std::string("hello"));
    }

    void closesAfterAnAnswerBeforeTheEnd() {
        ServerFixture fixture;
        auto client = fixture.connect();
        const auto bytes = post("/upload/first", bodyOf(100'000));
        client.send(bytes.substr(0, 4'000));
        const auto answer = client.readAnswer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->field("connection"), std::string("close"));
    }

    void goesOnAfterABodyWasLetGo_data() { readsBodiesOfAnySizeInPieces_data(); }
    void goesOnAfterABodyWasLetGo() {
        QFETCH(int, size);
        QFETCH(bool, chunked);
        const auto body = bodyOf(size);
        ServerFixture fixture;
        auto client = fixture.connect();
        std::thread sender(
            [&] { client.send((chunked ? inChunks("/released", body) : post("/released", body)) + get("/healthz")); });
        const auto answer = client.readAnswer();
        sender.join();
        QVERIFY(answer);
        QCOMPARE(answer->body.size(), std::size_t{3'000});
        QCOMPARE(client.readAnswer()->body, std::string("ok"));
    }

    void isReadOneWayOnly() {
        ServerFixture fixture;
        auto client = fixture.connect();
        client.send(post("/upload/both", "hello"));
        QCOMPARE(client.readAnswer()->field("x-error"), std::string("body_read_both_ways"));
    }

    void tellsTheHandlerOfAClientThatLeaves() {
        ServerFixture fixture;
        {
            auto client = fixture.connect();
            client.send(post("/upload/held", bodyOf(100'000)).substr(0, 4'000));
            QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 1; }));
        }
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
        QCOMPARE(fixture.server.counters().left, std::uint64_t{1});
    }
};

QTEST_GUILESS_MAIN(TestServerUpload)
#include "tst_server_upload.moc"
