// SPDX-License-Identifier: Apache-2.0
#include "tests/core/http/upstream_fixture.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;
using namespace std::chrono_literals;
using http::UpstreamFailure;
using http::UpstreamStage;

namespace {

using Milliseconds = std::chrono::milliseconds;

Milliseconds since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start);
}

// Listens, but its queue is full: what connects now gets no answer at all.
class FullListener {
public:
    FullListener()
        : m_acceptor(m_context.get_executor()), m_first(m_context.get_executor()), m_second(m_context.get_executor()) {
        const asio::ip::tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
        m_acceptor.open(any.protocol());
        m_acceptor.bind(any);
        m_acceptor.listen(0);
        for (TcpSocket* socket : {&m_first, &m_second})
            socket->async_connect(m_acceptor.local_endpoint(), [](const boost::system::error_code&) {});
    }
    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

private:
    asio::io_context m_context{1};
    TcpAcceptor m_acceptor;
    TcpSocket m_first;
    TcpSocket m_second;
};

// Takes the connection and nothing else.
Answer silentWithoutReading() {
    Answer answer = rawAnswer("", After::Silence);
    answer.readsRequest = false;
    return answer;
}

} // namespace

class UpstreamTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsTheRequestInOneMessageWithOneFramingField();
    void usesAConnectionAgainAndSaysSo();
    void keepsAtMostTheBoundedNumberOfIdleConnections();
    void closesAnIdleConnectionWhenItsTimeHasPassed();
    void dropsAPooledConnectionThatTheServerClosed();
    void retriesAStaleConnectionOnce();
    void retriesNothingThatIsNotRepeatable();
    void retriesNothingAfterTheFirstByte();
    void doesNotReuseAConnectionInDoubt_data();
    void doesNotReuseAConnectionInDoubt();
    void readsEveryFraming_data();
    void readsEveryFraming();
    void survivesEverySplitOfAChunkedAnswer();
    void neverReportsACutBodyAsWhole_data();
    void neverReportsACutBodyAsWhole();
    void refusesAnAnswerThatIsNotProper_data();
    void refusesAnAnswerThatIsNotProper();
    void skipsAFewInterimAnswers();
    void doesNotFollowRedirects();
    void takesAnAnswerThatComesBeforeTheRequestIsSent();
    void sendsABodyThatOutgrowsTheSocketsBuffer();
    void meetsTheDeadlineOfEachStage_data();
    void meetsTheDeadlineOfEachStage();
    void meetsTheDeadlineWhileItSends();
    void tellsAClosedPortFromASilentHost();
    void saysThatANameCannotBeResolved();
    void resolvesANameAndConnects();
    void closesTheConnectionSoonAfterACancellation_data();
    void closesTheConnectionSoonAfterACancellation();
    void canBeCancelledWhileItConnects();
    void canBeCancelledWhileItSends();
    void closesTheConnectionWhenTheCallIsDestroyed();
    void readsNoFasterThanItIsAsked();
    void servesManyCallsAtOnce();
    void survivesItsOwnEndWhileACallIsWaiting();
};

void UpstreamTest::sendsTheRequestInOneMessageWithOneFramingField() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    UpstreamFixture client;
    auto request = client.request(server);
    request.fields = {{"Content-Type", "application/json"}, {"Authorization", "Bearer k"}};
    const Outcome outcome = client.run(std::move(request));
    QCOMPARE(outcome.code(), std::string());
    QCOMPARE(outcome.status, 200);
    QCOMPARE(outcome.body, std::string("{}"));
    const auto requests = server.requests();
    QCOMPARE(requests.size(), std::size_t{1});
    QCOMPARE(requests[0].method, std::string("POST"));
    QCOMPARE(requests[0].target, std::string("/v1/chat/completions"));
    QCOMPARE(requests[0].body, std::string("{\"model\":\"m\"}"));
    const AnswerFields expected{{"Host", "127.0.0.1:" + std::to_string(server.port())},
                                {"Content-Type", "application/json"},
                                {"Authorization", "Bearer k"},
                                {"Content-Length", "13"}};
    QVERIFY(requests[0].fields == expected);
}

void UpstreamTest::usesAConnectionAgainAndSaysSo() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "first"));
    server.answer(chunkedAnswer(200, {"sec", "ond"}));
    UpstreamFixture client;
    const Outcome first = client.run(server);
    QVERIFY(!first.timing.reused);
    QVERIFY(first.timing.resolved && first.timing.connected && first.timing.sent && first.timing.firstByte);
    QVERIFY(!first.timing.secured);
    QVERIFY(first.timing.stage == UpstreamStage::Done);
    for (int i = 0; i < 5; ++i) {
        const Outcome next = client.run(server);
        QCOMPARE(next.body, std::string("second"));
        QVERIFY(next.timing.reused);
        QVERIFY(!next.timing.connected);
    }
    QCOMPARE(server.connections(), std::size_t{1});
    QCOMPARE(client.counters().opened.load(), std::uint64_t{1});
    QCOMPARE(client.counters().reused.load(), std::uint64_t{5});
    QCOMPARE(client.counters().idleNow.load(), std::int64_t{1});
    client.upstream().closeIdle();
    QCOMPARE(client.counters().openNow.load(), std::int64_t{0});
    QCOMPARE(client.counters().idleNow.load(), std::int64_t{0});
}

void UpstreamTest::keepsAtMostTheBoundedNumberOfIdleConnections() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "x").held(0));
    http::HttpUpstreamOptions options;
    options.idlePerEndpoint = 2;
    UpstreamFixture client(options);
    std::vector<Outcome> outcomes(4);
    for (auto& outcome : outcomes)
        client.startUncancelled(client.request(server), outcome);
    QVERIFY(client.turnUntil([&] { return server.requests().size() == 4; }));
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        server.release();
    for (auto& outcome : outcomes)
        QVERIFY(client.turnUntil([&] { return outcome.finished; }));
    QCOMPARE(client.counters().idleNow.load(), std::int64_t{2});
    QCOMPARE(client.counters().openNow.load(), std::int64_t{2});
}

void UpstreamTest::closesAnIdleConnectionWhenItsTimeHasPassed() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "x"));
    http::HttpUpstreamOptions options;
    options.idleTimeout = 30ms;
    UpstreamFixture client(options);
    QVERIFY(client.run(server).whole);
    QVERIFY(client.turnUntil([&] { return client.counters().openNow.load() == 0; }));
    QVERIFY(client.run(server).whole);
    QCOMPARE(server.connections(), std::size_t{2});
}

void UpstreamTest::dropsAPooledConnectionThatTheServerClosed() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "x"));
    UpstreamFixture client;
    QVERIFY(client.run(server).whole);
    QVERIFY(server.closeIdleConnections(1));
    QVERIFY(client.turnUntil([&] { return client.counters().idleNow.load() == 0; }));
    const Outcome next = client.run(server);
    QVERIFY(next.whole);
    QVERIFY(!next.timing.reused);
    QVERIFY(!next.timing.staleRetried);
}

void UpstreamTest::retriesAStaleConnectionOnce() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "x"));
    UpstreamFixture client;
    QVERIFY(client.run(server).whole);
    // The loop does not turn between the close and the next call, so the pool cannot know.
    QVERIFY(server.closeIdleConnections(1));
    const Outcome next = client.run(server);
    QVERIFY(next.whole);
    QVERIFY(next.timing.staleRetried);
    QVERIFY(!next.timing.reused);
    QCOMPARE(client.counters().staleRetried.load(), std::uint64_t{1});
    QCOMPARE(server.connections(), std::size_t{2});
    QCOMPARE(server.requests().size(), std::size_t{2});
}

void UpstreamTest::retriesNothingThatIsNotRepeatable() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "x"));
    server.answer(rawAnswer("", After::Close));
    UpstreamFixture client;
    QVERIFY(client.run(server).whole);
    auto request = client.request(server);
    request.repeatable = false;
    const Outcome next = client.run(std::move(request));
    QCOMPARE(next.code(), std::string("upstream_reset"));
    QVERIFY(next.timing.stage == UpstreamStage::FirstByte);
    QCOMPARE(server.requests().size(), std::size_t{2});
    QCOMPARE(client.failures(UpstreamFailure::Reset), std::uint64_t{1});
}

void UpstreamTest::retriesNothingAfterTheFirstByte() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "x"));
    server.answer(rawAnswer("HTTP/1.1 2", After::Close));
    UpstreamFixture client;
    QVERIFY(client.run(server).whole);
    QCOMPARE(client.run(server).code(), std::string("upstream_reset"));
    // On a new connection there is no retry at all.
    server.reset();
    server.answer(rawAnswer("", After::Close));
    QCOMPARE(client.run(server).code(), std::string("upstream_reset"));
    QCOMPARE(server.requests().size(), std::size_t{1});
}

void UpstreamTest::doesNotReuseAConnectionInDoubt_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const char* bytes) { QTest::newRow(name) << QByteArray(bytes); };
    row("Connection: close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
    row("close in a list", "HTTP/1.1 200 OK\r\nConnection: foo , Close\r\nContent-Length: 1\r\n\r\nx");
    row("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx");
    row("bytes behind the answer", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n\r\n");
    row("bytes behind the last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nmore");
    row("a body with 204", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");
}

void UpstreamTest::doesNotReuseAConnectionInDoubt() {
    QFETCH(QByteArray, bytes);
    ScriptedUpstream server;
    server.answer(rawAnswer(bytes.toStdString(), After::KeepAlive));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.code(), std::string());
    QVERIFY(outcome.whole);
    QCOMPARE(client.counters().idleNow.load(), std::int64_t{0});
    QCOMPARE(client.counters().openNow.load(), std::int64_t{0});
}

void UpstreamTest::readsEveryFraming_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, QByteArray bytes, QByteArray body) { QTest::newRow(name) << bytes << body; };
    const QByteArray large(100'000, 'a');
    row("length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello");
    row("length, large", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + large, large);
    row("length 0", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "");
    row("no reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", "hi");
    row("204", "HTTP/1.1 204 No Content\r\n\r\n", "");
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", "hello");
    row("chunked, extensions and trailers",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b;c=\"d\"\r\nhel\r\n02 ;x\r\nlo\r\n000\r\nX-T: "
        "v\r\nY: w\r\n\r\n",
        "hello");
    row("chunked, large", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186A0\r\n" + large + "\r\n0\r\n\r\n",
        large);
    row("until close", "HTTP/1.1 200 OK\r\n\r\nhello", "hello");
    row("until close, HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n" + large, large);
    row("a head of 40 KiB",
        "HTTP/1.1 200 OK\r\nX-Long: " + QByteArray(40'000, 'h') + "\r\nContent-Length: 5\r\n\r\nhello", "hello");
}

void UpstreamTest::readsEveryFraming() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, body);
    ScriptedUpstream server;
    server.answer(rawAnswer(bytes.toStdString(), After::Close));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.code(), std::string());
    QVERIFY(outcome.whole);
    QVERIFY(outcome.body == body.toStdString());
}

void UpstreamTest::survivesEverySplitOfAChunkedAnswer() {
    ScriptedUpstream server;
    const Answer plain = chunkedAnswer(200, {"data: gr\xC3\xBC\xC3\x9F\n\n", "data: [DONE]\n\n"});
    UpstreamFixture client;
    for (std::size_t at = 0; at < plain.bytes.size(); ++at) {
        server.reset();
        Answer answer = plain;
        server.answer(answer.held(at));
        Outcome outcome;
        client.start(client.request(server), outcome);
        QVERIFY(client.turnUntil([&] { return !server.requests().empty(); }));
        server.release();
        QVERIFY(client.turnUntil([&] { return outcome.finished; }));
        QCOMPARE(outcome.code(), std::string());
        QCOMPARE(outcome.body, std::string("data: gr\xC3\xBC\xC3\x9F\n\ndata: [DONE]\n\n"));
    }
    server.reset();
    Answer bytewise = plain;
    server.answer(bytewise.sliced(1, 1ms));
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.code(), std::string());
    QVERIFY(outcome.whole);
    QVERIFY(outcome.pieces > 1);
    QCOMPARE(outcome.body, std::string("data: gr\xC3\xBC\xC3\x9F\n\ndata: [DONE]\n\n"));
}

void UpstreamTest::neverReportsACutBodyAsWhole_data() {
    QTest::addColumn<bool>("chunked");
    QTest::addColumn<int>("after");
    for (const bool chunked : {false, true}) {
        QTest::addRow("%s, close", chunked ? "chunked" : "length") << chunked << static_cast<int>(After::Close);
        QTest::addRow("%s, reset", chunked ? "chunked" : "length") << chunked << static_cast<int>(After::Abort);
    }
}

void UpstreamTest::neverReportsACutBodyAsWhole() {
    QFETCH(bool, chunked);
    QFETCH(int, after);
    ScriptedUpstream server;
    UpstreamFixture client;
    const Answer plain =
        chunked ? chunkedAnswer(200, {"data: one\n\n", "data: two\n\n"}) : wholeAnswer(200, "0123456789");
    for (std::size_t at = 0; at < plain.bytes.size(); ++at) {
        server.reset();
        Answer answer = plain;
        server.answer(answer.cut(at, static_cast<After>(after)));
        const Outcome outcome = client.run(server);
        QVERIFY(!outcome.whole);
        QCOMPARE(outcome.code(), std::string("upstream_reset"));
        QCOMPARE(client.counters().openNow.load(), std::int64_t{0});
    }
}

void UpstreamTest::refusesAnAnswerThatIsNotProper_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, QByteArray bytes) { QTest::newRow(name) << bytes; };
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    row("garbage", "\x16\x03\x01\x02garbage without end\r\n\r\n");
    row("HTTP/2", "HTTP/2 200\r\n\r\n");
    row("a broken status", "HTTP/1.1 20x OK\r\n\r\n");
    row("a status beyond 599", "HTTP/1.1 600 OK\r\n\r\n");
    row("both framings", ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("two lengths", ok + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx");
    row("a list of lengths", ok + "Content-Length: 1, 1\r\n\r\nx");
    row("a signed length", ok + "Content-Length: +1\r\n\r\nx");
    row("a length of 19 digits", ok + "Content-Length: 1000000000000000000\r\n\r\nx");
    row("gzip, chunked", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    row("chunked twice", ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("chunked in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("a folded line", ok + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n");
    row("a blank before the colon", ok + "A : b\r\n\r\n");
    row("no colon", ok + "nothing\r\n\r\n");
    row("NUL in a value", ok + QByteArray("A: b\0c\r\n\r\n", 10));
    row("CR in a value", ok + "A: b\rc\r\n\r\n");
    row("bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\n\n\r\n\r\n");
    row("101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    row("a chunk size of letters", ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n");
    row("a chunk size too long", ok + "Transfer-Encoding: chunked\r\n\r\n1000000000000000\r\n");
    row("a chunk longer than it says", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n");
    row("bare LF behind a chunk size", ok + "Transfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n");
    row("an endless extension", ok + "Transfer-Encoding: chunked\r\n\r\n1;" + QByteArray(5'000, 'e'));
    row("endless trailers", ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + QByteArray("A: b\r\n").repeated(5'000));
    row("101 fields", ok + QByteArray("A: b\r\n").repeated(101) + "\r\n");
    row("a head without end", ok + "A: " + QByteArray(80'000, 'h'));
    row("a flood of 1xx", QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(1'000));
}

void UpstreamTest::refusesAnAnswerThatIsNotProper() {
    QFETCH(QByteArray, bytes);
    ScriptedUpstream server;
    server.answer(rawAnswer(bytes.toStdString(), After::Silence));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QVERIFY(!outcome.whole);
    QCOMPARE(outcome.code(), std::string("upstream_protocol"));
    QCOMPARE(client.failures(UpstreamFailure::Protocol), std::uint64_t{1});
    QCOMPARE(client.counters().openNow.load(), std::int64_t{0});
    QVERIFY(server.waitForDepartures(1));
}

void UpstreamTest::skipsAFewInterimAnswers() {
    ScriptedUpstream server;
    server.answer(rawAnswer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                            After::KeepAlive)
                      .sliced(7, 1ms));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.status, 200);
    QCOMPARE(outcome.body, std::string("hi"));
    QCOMPARE(outcome.fields.size(), std::size_t{1});
    QCOMPARE(client.counters().idleNow.load(), std::int64_t{1});
}

void UpstreamTest::doesNotFollowRedirects() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(307, "moved", {{"Location", "http://127.0.0.1:1/elsewhere"}}));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.status, 307);
    QCOMPARE(outcome.body, std::string("moved"));
    QCOMPARE(server.requests().size(), std::size_t{1});
}

void UpstreamTest::takesAnAnswerThatComesBeforeTheRequestIsSent() {
    ScriptedUpstream server;
    Answer answer = wholeAnswer(413, "too large").then(After::Close);
    answer.readsRequest = false;
    server.answer(answer);
    UpstreamFixture client;
    const std::string body(24'000'000, 'b');
    auto request = client.request(server);
    request.body = {body};
    const Outcome outcome = client.run(std::move(request));
    QCOMPARE(outcome.code(), std::string());
    QCOMPARE(outcome.status, 413);
    QCOMPARE(outcome.body, std::string("too large"));
    QVERIFY(client.turnUntil([&] { return client.counters().openNow.load() == 0; }));
}

void UpstreamTest::sendsABodyThatOutgrowsTheSocketsBuffer() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "got it"));
    UpstreamFixture client;
    std::string body(12'000'000, 'b');
    for (std::size_t i = 0; i < body.size(); i += 997)
        body[i] = static_cast<char>('a' + i % 26);
    auto request = client.request(server);
    request.body = {std::string_view(body).substr(0, 5), std::string_view(body).substr(5)};
    const Outcome outcome = client.run(std::move(request));
    QCOMPARE(outcome.body, std::string("got it"));
    QVERIFY(server.requests()[0].body == body);
}

void UpstreamTest::meetsTheDeadlineOfEachStage_data() {
    QTest::addColumn<int>("cutAfter");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("stage");
    const auto row = [](const char* name, int cutAfter, const char* code, UpstreamStage stage) {
        QTest::newRow(name) << cutAfter << QString::fromLatin1(code) << static_cast<int>(stage);
    };
    row("nothing comes", 0, "upstream_first_byte_timeout", UpstreamStage::FirstByte);
    row("half a head", 20, "upstream_first_byte_timeout", UpstreamStage::FirstByte);
    row("the body stops", -3, "upstream_idle_timeout", UpstreamStage::Body);
}

void UpstreamTest::meetsTheDeadlineOfEachStage() {
    QFETCH(int, cutAfter);
    QFETCH(QString, code);
    QFETCH(int, stage);
    ScriptedUpstream server;
    Answer answer = wholeAnswer(200, "0123456789");
    const int count = cutAfter < 0 ? static_cast<int>(answer.bytes.size()) + cutAfter : cutAfter;
    server.answer(answer.cut(static_cast<std::size_t>(count), After::Silence));
    UpstreamFixture client;
    auto request = client.request(server);
    request.firstByteTimeout = 80ms;
    request.idleTimeout = 60ms;
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = client.run(std::move(request));
    QCOMPARE(QString::fromStdString(outcome.code()), code);
    QVERIFY(outcome.error->kind == ErrorKind::Timeout);
    QVERIFY(outcome.timing.stage == static_cast<UpstreamStage>(stage));
    QVERIFY(since(start) >= 60ms);
    QVERIFY(since(start) < 1s);
    QVERIFY(server.waitForDepartures(1));
}

void UpstreamTest::meetsTheDeadlineWhileItSends() {
    ScriptedUpstream server;
    server.answer(silentWithoutReading());
    UpstreamFixture client;
    const std::string body(24'000'000, 'b');
    auto request = client.request(server);
    request.body = {body};
    request.firstByteTimeout = 80ms;
    const Outcome outcome = client.run(std::move(request));
    QCOMPARE(outcome.code(), std::string("upstream_first_byte_timeout"));
    QVERIFY(outcome.timing.stage == UpstreamStage::Send);
    QVERIFY(server.waitForDepartures(1));
}

void UpstreamTest::canBeCancelledWhileItConnects() {
    UpstreamFixture client;
    const FullListener silent;
    const http::Endpoint endpoint{false, "127.0.0.1", silent.port()};
    http::UpstreamRequest request;
    request.endpoint = &endpoint;
    request.target = "/";
    Outcome outcome;
    client.start(request, outcome);
    client.turnFor(20ms);
    QVERIFY(!outcome.finished);
    client.cancel();
    QVERIFY(client.turnUntil([&] { return outcome.finished; }));
    QCOMPARE(outcome.code(), std::string("upstream_cancelled"));
}

void UpstreamTest::canBeCancelledWhileItSends() {
    ScriptedUpstream server;
    server.answer(silentWithoutReading());
    UpstreamFixture client;
    const std::string body(24'000'000, 'b');
    auto request = client.request(server);
    request.body = {body};
    Outcome outcome;
    client.start(std::move(request), outcome);
    QVERIFY(client.turnUntil([&] { return outcome.timing.stage == UpstreamStage::Send; }));
    client.turnFor(20ms);
    client.cancel();
    QVERIFY(client.turnUntil([&] { return outcome.finished; }));
    QCOMPARE(outcome.code(), std::string("upstream_cancelled"));
    QVERIFY(server.waitForDepartures(1));
}

void UpstreamTest::tellsAClosedPortFromASilentHost() {
    UpstreamFixture client;
    http::Endpoint endpoint{false, "127.0.0.1", 1};
    http::UpstreamRequest request;
    request.endpoint = &endpoint;
    request.target = "/";
    const Outcome closed = client.run(request);
    QCOMPARE(closed.code(), std::string("upstream_connect"));
    QVERIFY(closed.timing.stage == UpstreamStage::Connect);
    QVERIFY(closed.timing.resolved);
    QVERIFY(!closed.timing.connected);

    const FullListener silent;
    endpoint.port = silent.port();
    request.connectTimeout = 80ms;
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = client.run(request);
    QCOMPARE(outcome.code(), std::string("upstream_connect_timeout"));
    QVERIFY(outcome.timing.stage == UpstreamStage::Connect);
    QVERIFY(since(start) >= 80ms);
    QVERIFY(since(start) < 1s);
}

void UpstreamTest::saysThatANameCannotBeResolved() {
    UpstreamFixture client;
    http::Endpoint endpoint{false, "no-such-host.invalid", 80};
    http::UpstreamRequest request;
    request.endpoint = &endpoint;
    request.target = "/";
    const Outcome outcome = client.run(request);
    // Where no name service answers at all, the deadline of the connection decides.
    QVERIFY(outcome.code() == "upstream_resolve" || outcome.code() == "upstream_connect_timeout");
    QVERIFY(outcome.timing.stage == UpstreamStage::Resolve);
}

void UpstreamTest::resolvesANameAndConnects() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "x"));
    UpstreamFixture client;
    QVERIFY(client.run(client.request(server, false, "localhost")).whole);
    QCOMPARE(server.requests()[0].field("Host"), "localhost:" + std::to_string(server.port()));
}

void UpstreamTest::closesTheConnectionSoonAfterACancellation_data() {
    QTest::addColumn<int>("cutAfter");
    QTest::newRow("before the answer") << 0;
    QTest::newRow("in the body") << 90;
}

void UpstreamTest::closesTheConnectionSoonAfterACancellation() {
    QFETCH(int, cutAfter);
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, std::string(100, 'x')).cut(static_cast<std::size_t>(cutAfter), After::Silence));
    UpstreamFixture client;
    Outcome outcome;
    client.start(client.request(server), outcome);
    QVERIFY(client.turnUntil([&] { return server.requests().size() == 1 && (cutAfter == 0 || outcome.opened); }));
    const auto start = std::chrono::steady_clock::now();
    client.cancel();
    QVERIFY(client.turnUntil([&] { return outcome.finished; }));
    QCOMPARE(outcome.code(), std::string("upstream_cancelled"));
    QVERIFY(outcome.error->kind == ErrorKind::Cancelled);
    QVERIFY(server.waitForDepartures(1));
    QVERIFY(*server.departureOf(0) - start < 100ms);
}

void UpstreamTest::closesTheConnectionWhenTheCallIsDestroyed() {
    ScriptedUpstream server;
    Answer answer = rawAnswer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", After::Silence);
    answer.endless = "5\r\nhello\r\n";
    answer.pause = 1ms;
    server.answer(answer);
    UpstreamFixture client;
    std::unique_ptr<http::UpstreamCall> call;
    const auto open = [](http::Upstream& upstream, http::UpstreamRequest request,
                         std::unique_ptr<http::UpstreamCall>& out) -> Task<void> {
        auto opened = co_await upstream.open(std::move(request));
        out = std::move(opened.value());
    };
    bool done = false;
    asio::co_spawn(client.executor(), open(client.upstream(), client.request(server), call),
                   [&done](const std::exception_ptr&) { done = true; });
    QVERIFY(client.turnUntil([&] { return done; }));
    const auto start = std::chrono::steady_clock::now();
    call.reset();
    QVERIFY(server.waitForDepartures(1));
    QVERIFY(*server.departureOf(0) - start < 100ms);
    QCOMPARE(client.counters().openNow.load(), std::int64_t{0});
}

void UpstreamTest::readsNoFasterThanItIsAsked() {
    ScriptedUpstream server;
    Answer answer = rawAnswer("HTTP/1.1 200 OK\r\n\r\n", After::Close);
    answer.endless = std::string(65'536, 'z');
    server.answer(answer);
    UpstreamFixture client;
    std::unique_ptr<http::UpstreamCall> call;
    std::size_t first = 0;
    const auto open = [](http::Upstream& upstream, http::UpstreamRequest request,
                         std::unique_ptr<http::UpstreamCall>& out, std::size_t& size) -> Task<void> {
        auto opened = co_await upstream.open(std::move(request));
        out = std::move(opened.value());
        const auto piece = co_await out->next();
        size = piece.value().size();
    };
    bool done = false;
    asio::co_spawn(client.executor(), open(client.upstream(), client.request(server), call, first),
                   [&done](const std::exception_ptr&) { done = true; });
    QVERIFY(client.turnUntil([&] { return done; }));
    QVERIFY(first > 0);
    QVERIFY(first <= 16'384);
}

void UpstreamTest::servesManyCallsAtOnce() {
    ScriptedUpstream server;
    server.answerWith([](const ArrivedRequest& request) {
        return chunkedAnswer(200, {request.body, request.body}).sliced(11);
    });
    UpstreamFixture client;
    std::vector<std::string> bodies(40);
    std::vector<Outcome> outcomes(bodies.size());
    for (int round = 0; round < 3; ++round) {
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            bodies[i] = "call " + std::to_string(i) + " of round " + std::to_string(round);
            outcomes[i] = Outcome{};
            auto request = client.request(server);
            request.body = {bodies[i]};
            client.startUncancelled(std::move(request), outcomes[i]);
        }
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            QVERIFY(client.turnUntil([&] { return outcomes[i].finished; }));
            QCOMPARE(outcomes[i].body, bodies[i] + bodies[i]);
        }
    }
    QCOMPARE(client.counters().staleRetried.load(), std::uint64_t{0});
    QCOMPARE(server.connections(), std::size_t{40});
    QCOMPARE(client.counters().reused.load(), std::uint64_t{80});
}

void UpstreamTest::survivesItsOwnEndWhileACallIsWaiting() {
    ScriptedUpstream server;
    server.answer(rawAnswer("", After::Silence));
    {
        UpstreamFixture client;
        Outcome outcome;
        client.start(client.request(server), outcome);
        QVERIFY(client.turnUntil([&] { return server.requests().size() == 1; }));
        QVERIFY(!outcome.finished);
    }
    QVERIFY(server.waitForDepartures(1));
}

QTEST_GUILESS_MAIN(UpstreamTest)
#include "tst_upstream.moc"
