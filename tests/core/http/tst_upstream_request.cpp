// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/request_writer.h"
#include "core/http/client/response_parser.h"

#include <QTest>
#include <random>

using namespace gatehouse;
using namespace gatehouse::http;

namespace {

const Endpoint endpoint{true, "api.example.com", 443};

UpstreamRequest makeRequest() {
    UpstreamRequest request;
    request.endpoint = &endpoint;
    request.target = "/v1/x?y=%20";
    request.fields = {{"Content-Type", "application/json"}};
    request.body = {"ab", "", "cde"};
    return request;
}

std::string decodeInSlices(const std::string& bytes, const ResponseStart& start, std::size_t slice, bool& done) {
    BodyDecoder decoder(start);
    std::string body;
    for (std::size_t at = 0; at < bytes.size() && !decoder.done() && !decoder.failed(); at += slice) {
        std::string part = bytes.substr(at, slice);
        body.append(decoder.decode(part.data(), part.size()));
    }
    done = decoder.done();
    return body;
}

// What the parsers made of an answer, fed in slices of one size.
struct Reading {
    bool headOk = false;
    int status = 0;
    std::size_t fields = 0;
    bool done = false;
    bool failed = false;
    std::string body;
    bool operator==(const Reading&) const = default;
};

Reading readAnswer(const std::string& bytes, std::size_t slice) {
    Reading reading;
    HeadEndFinder finder;
    std::size_t end = 0;
    std::size_t fed = 0;
    while (end == 0 && fed < bytes.size()) {
        fed = std::min(bytes.size(), fed + slice);
        end = finder.find(std::string_view(bytes).substr(0, fed));
    }
    std::vector<FieldView> fields;
    const auto start = readResponseHead(std::string_view(bytes).substr(0, end), Method::Post, 100, fields);
    if (end == 0 || !start)
        return reading;
    reading.headOk = true;
    reading.status = start->status;
    reading.fields = fields.size();
    BodyDecoder decoder(*start);
    for (std::size_t at = end; at < bytes.size() && !decoder.done() && !decoder.failed(); at += slice) {
        std::string part = bytes.substr(at, slice);
        reading.body.append(decoder.decode(part.data(), part.size()));
    }
    reading.done = decoder.done();
    reading.failed = decoder.failed();
    return reading;
}

} // namespace

class UpstreamRequestTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesTheHeadFromParsedValues();
    void namesThePortWhereItIsNotTheUsualOne_data();
    void namesThePortWhereItIsNotTheUsualOne();
    void leavesTheLengthOutWhereNoBodyIsExpected();
    void refusesWhatCouldBreakOut_data();
    void refusesWhatCouldBreakOut();
    void findsTheEndOfAHeadInAnySlices();
    void decodesTheSameInSlicesOfAnySize();
    void handsOutBytesBehindTheBody();
    void readsMutatedAnswersTheSameInAnySlices();
};

void UpstreamRequestTest::writesTheHeadFromParsedValues() {
    QCOMPARE(writeRequestHead(makeRequest()).value(),
             std::string("POST /v1/x?y=%20 HTTP/1.1\r\nHost: api.example.com\r\nContent-Type: application/json\r\n"
                         "Content-Length: 5\r\n\r\n"));
}

void UpstreamRequestTest::namesThePortWhereItIsNotTheUsualOne_data() {
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("line");
    QTest::newRow("https") << true << QStringLiteral("h") << 443 << QStringLiteral("Host: h\r\n");
    QTest::newRow("http") << false << QStringLiteral("h") << 80 << QStringLiteral("Host: h\r\n");
    QTest::newRow("http on 443") << false << QStringLiteral("h") << 443 << QStringLiteral("Host: h:443\r\n");
    QTest::newRow("IPv6") << false << QStringLiteral("::1") << 8080 << QStringLiteral("Host: [::1]:8080\r\n");
}

void UpstreamRequestTest::namesThePortWhereItIsNotTheUsualOne() {
    QFETCH(bool, tls);
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(QString, line);
    const Endpoint other{tls, host.toStdString(), static_cast<std::uint16_t>(port)};
    auto request = makeRequest();
    request.endpoint = &other;
    QVERIFY(writeRequestHead(request).value().find(line.toStdString()) != std::string::npos);
}

void UpstreamRequestTest::leavesTheLengthOutWhereNoBodyIsExpected() {
    auto request = makeRequest();
    request.body.clear();
    QVERIFY(writeRequestHead(request).value().find("Content-Length: 0\r\n") != std::string::npos);
    request.method = Method::Get;
    QVERIFY(writeRequestHead(request).value().find("Content-Length") == std::string::npos);
}

void UpstreamRequestTest::refusesWhatCouldBreakOut_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* what, QByteArray target, QByteArray name, QByteArray value) {
        QTest::newRow(what) << target << name << value;
    };
    row("CR in a value", "/", "a", "b\rc");
    row("LF in a value", "/", "a", "b\nHost: evil");
    row("NUL in a value", "/", "a", QByteArray("b\0c", 3));
    row("DEL in a value", "/", "a", "\x7F");
    row("colon in a name", "/", "a:b", "c");
    row("blank in a name", "/", "a b", "c");
    row("an empty name", "/", "", "c");
    row("Host", "/", "hOst", "evil");
    row("Content-Length", "/", "Content-Length", "3");
    row("Transfer-Encoding", "/", "transfer-encoding", "chunked");
    row("Connection", "/", "Connection", "close");
    row("Expect", "/", "Expect", "100-continue");
    row("an empty target", "", "a", "b");
    row("a target without slash", "x", "a", "b");
    row("a blank in the target", "/a b", "a", "b");
    row("CRLF in the target", "/a\r\nX: y", "a", "b");
    row("a raw byte in the target", "/\xC3\xBC", "a", "b");
}

void UpstreamRequestTest::refusesWhatCouldBreakOut() {
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    auto request = makeRequest();
    request.target = target.toStdString();
    request.fields = {{name.toStdString(), value.toStdString()}};
    const auto head = writeRequestHead(request);
    QVERIFY(!head.has_value());
    QCOMPARE(head.error().code, std::string("upstream_request"));
    QVERIFY(head.error().kind == ErrorKind::Invalid);
    // What was refused may be a secret: it is not repeated.
    QVERIFY(head.error().message.find("evil") == std::string::npos);
}

void UpstreamRequestTest::findsTheEndOfAHeadInAnySlices() {
    const std::string head = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n";
    const std::string bytes = head + "\r\n\r\nbody";
    for (std::size_t first = 0; first <= bytes.size(); ++first) {
        HeadEndFinder finder;
        const std::size_t early = finder.find(std::string_view(bytes).substr(0, first));
        QCOMPARE(early, first < head.size() ? std::size_t{0} : head.size());
        if (early == 0)
            QCOMPARE(finder.find(bytes), head.size());
    }
}

void UpstreamRequestTest::decodesTheSameInSlicesOfAnySize() {
    const std::string bytes = "3;x=\"y\"\r\nabc\r\n0A\r\n0123456789\r\n1\r\nz\r\n0\r\nT: v\r\n\r\n";
    ResponseStart start;
    start.framing = BodyFraming::Chunked;
    for (std::size_t slice = 1; slice <= bytes.size(); ++slice) {
        bool done = false;
        QCOMPARE(decodeInSlices(bytes, start, slice, done), std::string("abc0123456789z"));
        QVERIFY(done);
    }
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        bool done = true;
        decodeInSlices(bytes.substr(0, size), start, 1, done);
        QVERIFY(!done);
    }
}

void UpstreamRequestTest::handsOutBytesBehindTheBody() {
    ResponseStart start;
    start.framing = BodyFraming::Length;
    start.length = 3;
    BodyDecoder decoder(start);
    std::string bytes = "abcdef";
    QCOMPARE(decoder.decode(bytes.data(), bytes.size()), std::string_view("abc"));
    QVERIFY(decoder.done());
    QCOMPARE(decoder.leftOver(), std::size_t{3});
}

void UpstreamRequestTest::readsMutatedAnswersTheSameInAnySlices() {
    const std::vector<std::string> seeds{
        "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 11\r\n\r\nhello world",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n5;a=b\r\nhello\r\n6\r\n "
        "world\r\n0\r\nT: "
        "v\r\n\r\n",
        "HTTP/1.0 200 OK\r\nServer: x\r\n\r\nuntil the end", "HTTP/1.1 204 No Content\r\nA: b\r\n\r\n"};
    const std::string alphabet = std::string("\r\n\t :;,0aAfF9HTP/1.\x7F\xFF") + '\0';
    std::mt19937 random(20261121);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = seeds[random() % seeds.size()];
        for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
            const std::size_t at = random() % bytes.size();
            switch (random() % 4) {
            case 0:
                bytes[at] = alphabet[random() % alphabet.size()];
                break;
            case 1:
                bytes.insert(at, 1, alphabet[random() % alphabet.size()]);
                break;
            case 2:
                bytes.erase(at, 1 + random() % 3);
                break;
            default:
                bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 20));
            }
            if (bytes.empty())
                bytes = "x";
        }
        const Reading whole = readAnswer(bytes, bytes.size());
        QVERIFY(readAnswer(bytes, 1) == whole);
        QVERIFY(readAnswer(bytes, 7) == whole);
    }
}

QTEST_APPLESS_MAIN(UpstreamRequestTest)
#include "tst_upstream_request.moc"
