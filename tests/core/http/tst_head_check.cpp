// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/head_check.h"
#include "core/http/server/request_id.h"

#include <QTest>

#include <set>
#include <string>

using namespace gatehouse;
using namespace gatehouse::http;

namespace {

const LocalEnd local{"192.0.2.7", 8642, false};

Refusal check(const std::string& head, CheckedHead& out, const HostRules& rules = {}) {
    return checkHead(head, ServerLimits{}, rules, local, out);
}

Refusal check(const std::string& head) {
    CheckedHead out;
    return check(head, out);
}

// The scanner and the check together, as a connection uses them; cut: where the bytes come in two pieces.
Refusal scanAndCheck(const std::string& bytes, std::size_t cut = std::string::npos) {
    const ServerLimits limits;
    HeadScanner scanner(limits);
    auto outcome = scanner.scan(std::string_view(bytes).substr(0, cut));
    if (outcome.refusal == Refusal::None && !outcome.complete)
        outcome = scanner.scan(bytes);
    if (outcome.refusal != Refusal::None)
        return outcome.refusal;
    if (!outcome.complete)
        return Refusal::HeaderTimeout; // stands for "waits for more"
    CheckedHead out;
    return checkHead(std::string_view(bytes).substr(scanner.headBegin(), scanner.headEnd() - scanner.headBegin()),
                     limits, {}, local, out);
}

std::string withLine(const std::string& line) {
    return line + "\r\nHost: localhost\r\n\r\n";
}
std::string withFields(const std::string& fields) {
    return "POST /x HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}
std::string withHost(const std::string& host) {
    return "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
}
std::string withTarget(const std::string& target) {
    return withLine("GET " + target + " HTTP/1.1");
}

QString nameOf(Refusal refusal) {
    return QString::fromUtf8(infoOf(refusal).code.data());
}

} // namespace

class TestHeadCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheRightVerdict_data() {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, const std::string& head, Refusal expected) {
            QTest::newRow(name) << QByteArray::fromStdString(head) << static_cast<int>(expected);
        };
        using R = Refusal;
        row("plain", withTarget("/"), R::None);
        row("query", withTarget("/a?b=c&d=%20"), R::None);
        row("query with dots and braces", withTarget("/a?p=/../{x}|y"), R::None);
        row("escaped slash", withTarget("/v1/models/meta%2Fllama:free"), R::None);
        row("dots inside names", withTarget("/v1/models/gpt-4.1..x/.hidden"), R::None);
        row("absolute form", withTarget("http://localhost/a"), R::None);
        row("absolute form without path", withTarget("HTTP://localhost"), R::None);
        row("options star", withLine("OPTIONS * HTTP/1.1"), R::None);
        row("http 1.0", withLine("GET / HTTP/1.0"), R::None);
        row("tab in value", withFields("X-A: a\tb\r\n"), R::None);
        row("bytes beyond ascii in value", withFields("X-A: caf\xc3\xa9\xff\r\n"), R::None);
        row("empty value", withFields("X-A:\r\n"), R::None);
        row("18 digits", withFields("Content-Length: 000000000000000012\r\n"), R::None);
        row("chunked in capitals", withFields("Transfer-Encoding: \tCHUNKED \r\n"), R::None);

        row("no method", withLine(" / HTTP/1.1"), R::BadRequestLine);
        row("no version", withLine("GET /"), R::BadRequestLine);
        row("two blanks", withLine("GET  / HTTP/1.1"), R::BadRequestLine);
        row("blank at the end", withLine("GET / HTTP/1.1 "), R::BadRequestLine);
        row("tab for blank", withLine("GET\t/ HTTP/1.1"), R::BadRequestLine);
        row("two versions", withLine("GET / HTTP/1.1 HTTP/1.1"), R::BadRequestLine);
        row("no token", withLine("G(T / HTTP/1.1"), R::BadRequestLine);
        row("http in small letters", withLine("GET / http/1.1"), R::BadRequestLine);
        row("version 1.10", withLine("GET / HTTP/1.10"), R::BadRequestLine);
        row("version 1,1", withLine("GET / HTTP/1,1"), R::BadRequestLine);
        row("version 1.2", withLine("GET / HTTP/1.2"), R::UnsupportedVersion);
        row("version 2.0", withLine("GET / HTTP/2.0"), R::UnsupportedVersion);
        row("version 0.9", withLine("GET / HTTP/0.9"), R::UnsupportedVersion);
        row("unknown method", withLine("BREW / HTTP/1.1"), R::UnknownMethod);
        row("connect", withLine("CONNECT localhost:1 HTTP/1.1"), R::UnknownMethod);
        row("method in small letters", withLine("get / HTTP/1.1"), R::UnknownMethod);

        row("control byte", withTarget("/a\x01"), R::BadTarget);
        row("beyond ascii", withTarget("/\xc3\xa9"), R::BadTarget);
        row("fragment", withTarget("/a#b"), R::BadTarget);
        row("star with get", withTarget("*"), R::BadTarget);
        row("no slash", withTarget("a"), R::BadTarget);
        row("other scheme", withTarget("ftp://localhost/"), R::BadTarget);
        row("backslash", withTarget("/a\\b"), R::BadTarget);
        row("broken escape", withTarget("/a%2"), R::BadTarget);
        row("escape of no digits", withTarget("/a%zz"), R::BadTarget);
        row("escaped nul", withTarget("/a%00"), R::BadTarget);
        row("escaped line end", withTarget("/a%0d%0a"), R::BadTarget);
        row("dot dot", withTarget("/a/../b"), R::DotSegments);
        row("dot dot at the end", withTarget("/a/.."), R::DotSegments);
        row("dot", withTarget("/./a"), R::DotSegments);
        row("with parameters", withTarget("/..;x/a"), R::DotSegments);
        row("escaped", withTarget("/%2e%2E/a"), R::DotSegments);
        row("escaped slash between", withTarget("/a%2f..%2fb"), R::DotSegments);
        row("escaped twice", withTarget("/%252e%252e%252fetc"), R::DotSegments);
        row("escaped backslash", withTarget("/a/..%5cb"), R::DotSegments);
        row("in an absolute form", withTarget("http://localhost/../a"), R::DotSegments);

        row("bare line feed", "GET / HTTP/1.1\nHost: localhost\r\n\r\n", R::BadLineEnd);
        row("bare line feed at the end", "GET / HTTP/1.1\r\nHost: localhost\r\n\n", R::BadLineEnd);
        row("bare carriage return", withFields("X-A: a\rb\r\n"), R::BadFieldValue);
        row("two carriage returns", withFields("X-A: a\r\r\n"), R::BadFieldValue);
        row("nul in value", withFields(std::string("X-A: a\0b\r\n", 10)), R::BadFieldValue);
        row("delete in value", withFields("X-A: a\x7f\r\n"), R::BadFieldValue);
        row("escape in value", withFields("X-A: \x1b[0m\r\n"), R::BadFieldValue);
        row("fold", withFields("X-A: a\r\n b\r\n"), R::FoldedField);
        row("fold with tab", withFields("X-A: a\r\n\tb\r\n"), R::FoldedField);
        row("fold of nothing", withFields("X-A: a\r\n \r\n"), R::FoldedField);
        row("first field indented", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n", R::FoldedField);
        row("no colon", withFields("nothing\r\n"), R::MissingColon);
        row("no name", withFields(": a\r\n"), R::BadFieldName);
        row("blank before colon", withFields("X-A : a\r\n"), R::BadFieldName);
        row("delimiter in name", withFields("X\"A: a\r\n"), R::BadFieldName);
        row("beyond ascii in name", withFields("X\xc3\xa9: a\r\n"), R::BadFieldName);

        row("no host", "GET / HTTP/1.1\r\n\r\n", R::HostCount);
        row("no host in 1.0", "GET / HTTP/1.0\r\n\r\n", R::HostCount);
        row("two hosts", withFields("Host: localhost\r\n"), R::HostCount);
        row("absolute form of another host", withTarget("http://127.0.0.1/a"), R::HostMismatch);

        row("not digits", withFields("Content-Length: five\r\n"), R::BadContentLength);
        row("plus", withFields("Content-Length: +5\r\n"), R::BadContentLength);
        row("minus", withFields("Content-Length: -0\r\n"), R::BadContentLength);
        row("hexadecimal", withFields("Content-Length: 0x5\r\n"), R::BadContentLength);
        row("list", withFields("Content-Length: 5, 5\r\n"), R::BadContentLength);
        row("empty length", withFields("Content-Length: \r\n"), R::BadContentLength);
        row("19 digits", withFields("Content-Length: 1000000000000000000\r\n"), R::BadContentLength);
        row("twice the same", withFields("Content-Length: 5\r\nContent-Length: 5\r\n"), R::BadContentLength);
        row("both", withFields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), R::AmbiguousFraming);
        row("both, other order", withFields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
            R::AmbiguousFraming);
        row("chunked in 1.0", "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
            R::AmbiguousFraming);
        row("chunked twice", withFields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
            R::BadTransferEncoding);
        row("chunked in a list", withFields("Transfer-Encoding: chunked, chunked\r\n"), R::BadTransferEncoding);
        row("gzip and chunked", withFields("Transfer-Encoding: gzip, chunked\r\n"), R::BadTransferEncoding);
        row("quoted", withFields("Transfer-Encoding: \"chunked\"\r\n"), R::BadTransferEncoding);
        row("empty coding", withFields("Transfer-Encoding:\r\n"), R::BadTransferEncoding);
        row("unknown coding", withFields("Transfer-Encoding: gzip\r\n"), R::UnknownTransferCoding);
        row("almost chunked", withFields("Transfer-Encoding: xchunked\r\n"), R::UnknownTransferCoding);
        row("expectation", withFields("Expect: gold\r\n"), R::BadExpect);

        row("origin of elsewhere", withFields("Origin: https://attacker.example\r\n"), R::ForeignOrigin);
        row("origin null", withFields("Origin: null\r\n"), R::ForeignOrigin);
        row("origin of another port", withFields("Origin: http://localhost:3000\r\n"), R::ForeignOrigin);
        row("origin of another scheme", withFields("Origin: https://localhost\r\n"), R::ForeignOrigin);
        row("empty origin", withFields("Origin:\r\n"), R::ForeignOrigin);
        row("own origin", withFields("Origin: http://localhost\r\n"), R::None);
        row("own origin and another", withFields("Origin: http://localhost\r\nOrigin: http://x\r\n"), R::ForeignOrigin);
        row("cross-site", withFields("Sec-Fetch-Site: cross-site\r\n"), R::CrossSite);
        row("same-site", withFields("Sec-Fetch-Site: same-site\r\n"), R::CrossSite);
        row("same-origin", withFields("Sec-Fetch-Site: same-origin\r\n"), R::None);
        row("typed by a person", withFields("Sec-Fetch-Site: none\r\n"), R::None);
    }
    void givesTheRightVerdict() {
        QFETCH(QByteArray, head);
        QFETCH(int, expected);
        const auto bytes = head.toStdString();
        const auto whole = scanAndCheck(bytes);
        QCOMPARE(nameOf(whole), nameOf(static_cast<Refusal>(expected)));
        // However the bytes are cut, the verdict is a refusal or not.
        for (std::size_t cut = 1; cut < bytes.size(); ++cut)
            QCOMPARE(scanAndCheck(bytes, cut) == Refusal::None, whole == Refusal::None);
        // The check by itself needs no scanner before it.
        QCOMPARE(check(bytes) == Refusal::None, whole == Refusal::None);
    }

    void judgesHosts_data() {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* host, HostVerdict verdict) {
            QTest::newRow(*host == '\0' ? "(empty)" : host) << QByteArray(host) << static_cast<int>(verdict);
        };
        for (const auto* listed : {"localhost", "LocalHost:8642", "localhost:", "127.0.0.1", "127.0.0.1:8642",
                                   "127.9.9.9", "[::1]", "[::1]:8642", "[0:0:0:0:0:0:0:1]", "192.0.2.7:8642",
                                   "gateway.example", "Gateway.example:80", "pinned.example:443", "[2001:db8::1]:99"})
            row(listed, HostVerdict::Listed);
        for (const auto* unlisted :
             {"attacker.example", "attacker.example:8642", "127.0.0.1.attacker.example:8642",
              "localhost.attacker.example", "2130706433:8642", "0.0.0.0:8642", "[::ffff:7f00:1]:8642", "127.0.0.1:1",
              "localhost:8643", "[::]", "0177.0.0.1", "127.1", "192.0.2.8:8642", "pinned.example", "pinned.example:80",
              "localhost.", "my_host"})
            row(unlisted, HostVerdict::Unlisted);
        for (const auto* malformed : {"", ":8642", "a/b", "a?b", "a@b", "{x}", "<localhost>", "localhost\\x",
                                      "%6cocalhost", "[::1", "::1", "[::1]x", "[localhost]", "localhost:99999",
                                      "localhost:x", "localhost:80:80", "localhost, localhost", "a b", "[::1%eth0]"})
            row(malformed, HostVerdict::Malformed);
    }
    void judgesHosts() {
        QFETCH(QByteArray, host);
        QFETCH(int, expected);
        HostRules rules;
        rules.names = {"gateway.example", "pinned.example:443", "[2001:db8::1]"};
        QCOMPARE(static_cast<int>(judgeHost(host.toStdString(), rules, local)), expected);
        CheckedHead out;
        const auto refusal = check(withHost(host.toStdString()), out, rules);
        QCOMPARE(refusal == Refusal::None, static_cast<HostVerdict>(expected) == HostVerdict::Listed);
    }

    void letsListedPagesIn() {
        HostRules rules;
        rules.origins = {"https://console.example"};
        CheckedHead out;
        QCOMPARE(check(withFields("Origin: https://console.example\r\nSec-Fetch-Site: cross-site\r\n"), out, rules),
                 Refusal::None);
        QCOMPARE(check(withFields("Origin: https://console.example.evil\r\n"), out, rules), Refusal::ForeignOrigin);
        QCOMPARE(check(withFields("Sec-Fetch-Site: cross-site\r\n"), out, rules), Refusal::CrossSite);
    }

    void aPersonMayComeToAPageFromAnotherSite_data() {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("passes");
        const QByteArray visit =
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
        const auto row = [](const char* name, const char* line, const QByteArray& fields, bool passes) {
            QTest::newRow(name) << QByteArray(line) + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" << passes;
        };
        row("the page", "GET /portal", visit, true);
        row("below the page", "GET /portal/apis/mood?code=1", visit, true);
        row("a like name", "GET /portals", visit, false);
        row("elsewhere", "GET /v1/models", visit, false);
        row("what is no page", "GET /portal/api", visit, false);
        row("below what is no page", "GET /portal/api/v1/me", visit, false);
        row("sent rather than gone to", "POST /portal", visit + "Content-Length: 0\r\n", false);
        row("with an origin", "GET /portal", visit + "Origin: https://attacker.example\r\n", false);
        row("fetched", "GET /portal",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: document\r\n", false);
        row("framed", "GET /portal",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", false);
        row("without saying what for", "GET /portal", "Sec-Fetch-Site: cross-site\r\n", false);
        row("saying it twice", "GET /portal", visit + "Sec-Fetch-Dest: iframe\r\n", false);
    }

    void aPersonMayComeToAPageFromAnotherSite() {
        QFETCH(QByteArray, head);
        QFETCH(bool, passes);
        HostRules rules;
        rules.pages = "/portal";
        rules.notPages = "/portal/api";
        CheckedHead out;
        QCOMPARE(check(head.toStdString(), out, rules) == Refusal::None, passes);
        // A listener without pages lets nobody in.
        QVERIFY(check(head.toStdString(), out, HostRules{}) != Refusal::None);
    }

    void tellsWhatItRead() {
        CheckedHead out;
        const std::string head =
            "POST /v1/chat?x=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 42\r\nExpect: 100-Continue\r\n"
            "X-A:  b c \t\r\nConnection: TE, close\r\n\r\n";
        QCOMPARE(check(head, out), Refusal::None);
        QCOMPARE(out.head.method, Method::Post);
        QVERIFY(out.head.target == "/v1/chat?x=1");
        QVERIFY(out.head.path == "/v1/chat");
        QVERIFY(out.head.query == "x=1");
        QVERIFY(out.head.field("x-a") == "b c");
        QCOMPARE(out.head.fields.size(), std::size_t{5});
        QVERIFY(out.framing == RequestFraming::Length);
        QCOMPARE(out.contentLength, std::uint64_t{42});
        QVERIFY(out.expectContinue);
        QVERIFY(!out.head.keepAlive);
        QVERIFY(!out.connectionUpgrade);
        // Nothing of it stays for the next.
        QCOMPARE(check(withLine("GET / HTTP/1.0"), out), Refusal::None);
        QVERIFY(out.framing == RequestFraming::None);
        QVERIFY(!out.expectContinue);
        QVERIFY(!out.head.keepAlive);
        QVERIFY(out.http10);
        QCOMPARE(check("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: Keep-Alive, Upgrade\r\n\r\n", out),
                 Refusal::None);
        QVERIFY(out.head.keepAlive);
        QVERIFY(out.connectionUpgrade);
        QCOMPARE(check(withTarget("http://localhost?x"), out), Refusal::BadTarget);
        const auto absolute = withTarget("http://localhost/a?x"); // the target is a view of it
        QCOMPARE(check(absolute, out), Refusal::None);
        QVERIFY(out.head.target == "/a?x");
    }

    void holdsItsLimits() {
        const ServerLimits limits;
        const std::string line = "GET /" + std::string(limits.requestLine - 14, 'a') + " HTTP/1.1";
        QCOMPARE(line.size(), limits.requestLine);
        QCOMPARE(scanAndCheck(withLine(line)), Refusal::None);
        QCOMPARE(scanAndCheck(withTarget("/" + std::string(limits.requestLine, 'a'))), Refusal::RequestLineTooLong);
        QCOMPARE(scanAndCheck("GET /" + std::string(limits.requestLine, 'a')), Refusal::RequestLineTooLong);
        std::string fields;
        for (std::size_t i = 1; i < limits.fields; ++i)
            fields += "X-" + std::to_string(i) + ": y\r\n";
        QCOMPARE(scanAndCheck(withFields(fields)), Refusal::None);
        QCOMPARE(scanAndCheck(withFields(fields + "X: y\r\n")), Refusal::TooManyFields);
        QCOMPARE(check(withFields(fields + "X: y\r\n")), Refusal::TooManyFields);
        const std::string large = "X-Large: " + std::string(limits.headerBlock, 'x');
        QCOMPARE(scanAndCheck(withFields(large + "\r\n")), Refusal::HeaderTooLarge);
        QCOMPARE(check(withFields(large + "\r\n")), Refusal::HeaderTooLarge);
        QCOMPARE(scanAndCheck("GET / HTTP/1.1\r\n" + large), Refusal::HeaderTooLarge);
        QCOMPARE(scanAndCheck(withFields("X: " + std::string(limits.headerBlock - 100, 'x') + "\r\n")), Refusal::None);
    }

    void skipsEmptyLinesBeforeARequest() {
        QCOMPARE(scanAndCheck("\r\n\r\n" + withTarget("/")), Refusal::None);
        QCOMPARE(scanAndCheck("\r\n\r\n\r\n\r\n\r\n\r\n" + withTarget("/")), Refusal::BadRequestLine);
        QCOMPARE(scanAndCheck("\n" + withTarget("/")), Refusal::BadLineEnd);
        QCOMPARE(scanAndCheck("\r"), Refusal::HeaderTimeout);
    }

    void seesAtOnceThatItIsNotHttp() {
        QCOMPARE(scanAndCheck(std::string("\x16\x03\x01\x02\x00", 5)), Refusal::ForeignProtocol);
        QCOMPARE(scanAndCheck(std::string("\x05\x01\x00", 3)), Refusal::ForeignProtocol);
        QCOMPARE(scanAndCheck("SSH-2.0-OpenSSH_9.6\r\n"), Refusal::BadRequestLine);
        QCOMPARE(scanAndCheck(std::string(40, 'A')), Refusal::BadRequestLine);
        QCOMPARE(scanAndCheck("PO"), Refusal::HeaderTimeout);
    }

    void namesEveryRefusalOnce() {
        std::set<std::string> codes;
        for (std::size_t i = 1; i < refusalCount; ++i) {
            const auto& info = infoOf(static_cast<Refusal>(i));
            // The gateway's own failings are 500, and 503 where it has run into a limit, which is then named.
            QVERIFY((info.status >= 400 && info.status < 500) || info.status == 501 || info.status == 505 ||
                    (info.status == 503 && !info.limit.empty()) || static_cast<Refusal>(i) == Refusal::HandlerFailed);
            QVERIFY(codes.insert(std::string(info.code)).second);
            QVERIFY(info.message.size() > 40 && info.message.back() == '.');
        }
    }

    void makesIdsThatSortByTime() {
        RequestIds generator;
        RequestIds other;
        RequestIds::Id id{};
        std::string last;
        std::set<std::string> seen;
        for (int i = 0; i < 10'000; ++i) {
            generator.next(id);
            const std::string text(textOf(id));
            QVERIFY(text > last);
            last = text;
            seen.insert(text);
            other.next(id);
            seen.insert(std::string(textOf(id)));
        }
        QCOMPARE(seen.size(), std::size_t{20'000});
    }

    void makesIdsBehindThoseOfAnother() {
        RequestIds generator;
        RequestIds::Id id{};
        for (int i = 0; i < 1'000; ++i) {
            RequestIds other;
            RequestIds::Id earlier{};
            other.next(earlier);
            generator.nextBehind(textOf(earlier), id);
            QVERIFY(textOf(id) > textOf(earlier));
        }
        generator.nextBehind("7ZZZZZZZZZ0123456789ABCDEF", id); // of a clock that was far ahead
        QVERIFY(textOf(id) > "7ZZZZZZZZZZ");
    }
};

QTEST_APPLESS_MAIN(TestHeadCheck)
#include "tst_head_check.moc"
