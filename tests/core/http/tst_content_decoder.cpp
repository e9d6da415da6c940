// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/content_decoder.h"
#include "tests/core/http/upstream_fixture.h"

#include <QTest>
#include <array>
#include <zlib.h>
#include <zstd.h>

using namespace gatehouse;
using namespace gatehouse::test;
using http::ContentCoding;
using http::UpstreamFailure;

namespace {

constexpr int gzipWindow = 31;
constexpr int zlibWindow = 15;
constexpr int rawWindow = -15;

std::string deflated(std::string_view text, int window) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

std::string zstandard(std::string_view text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

std::string sample(std::size_t size) {
    std::string text;
    std::uint32_t state = 7;
    while (text.size() < size) {
        state = state * 1664525U + 1013904223U;
        text += "{\"token\":" + std::to_string(state >> 16U) + "}\n";
    }
    text.resize(size);
    return text;
}

struct Decoded {
    std::string text;
    std::string code;
    bool whole = false;
};

// In slices of that many bytes.
Decoded decode(ContentCoding coding, std::string_view bytes, std::size_t slice, http::DecodeLimits limits = {}) {
    Decoded result;
    const auto decoder = http::makeContentDecoder(coding, limits);
    std::array<char, 1000> out{};
    while (!bytes.empty()) {
        std::string_view input = bytes.substr(0, slice);
        bytes.remove_prefix(input.size());
        bool full = false;
        while (!input.empty() || full) {
            const auto made = decoder->decode(input, out);
            if (!made) {
                result.code = made.error().code;
                return result;
            }
            result.text.append(out.data(), *made);
            full = *made == out.size();
        }
    }
    result.whole = decoder->whole();
    return result;
}

std::string compressed(const QByteArray& form, std::string_view text) {
    if (form == "zstd")
        return zstandard(text);
    return deflated(text, form == "gzip" ? gzipWindow : form == "zlib" ? zlibWindow : rawWindow);
}

ContentCoding codingOf(const QByteArray& form) {
    if (form == "zstd")
        return ContentCoding::Zstd;
    return form == "gzip" ? ContentCoding::Gzip : ContentCoding::Deflate;
}

} // namespace

class ContentDecoderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsEverySplit_data() { forms(); }
    void readsEverySplit();
    void tellsATruncatedCodingFromAnEndedOne_data() { forms(); }
    void tellsATruncatedCodingFromAnEndedOne();
    void survivesDamage_data() { forms(); }
    void survivesDamage();
    void readsSeveralMembers();
    void refusesWhatStandsBehindTheEnd();
    void stopsBombs_data() { forms(); }
    void stopsBombs();
    void stopsAtTheMost();
    void refusesAZstdWindowBeyondTheBound();
    void readsTheField_data();
    void readsTheField();
    void handsOutDecodedPieces_data() { forms(); }
    void handsOutDecodedPieces();
    void neverReportsACutCodingAsWhole();
    void refusesACodingThatNobodyAskedFor();
    void givesUpABombOnTheWire();
    void leavesABodyAloneThatIsNotThere();
    void passesAnUncompressedBodyWithItsHead();

private:
    static void forms() {
        QTest::addColumn<QByteArray>("form");
        for (const char* form : {"gzip", "zlib", "raw", "zstd"})
            QTest::newRow(form) << QByteArray(form);
    }
};

void ContentDecoderTest::readsEverySplit() {
    QFETCH(QByteArray, form);
    const std::string text = sample(20'000);
    const std::string bytes = compressed(form, text);
    for (const std::size_t slice : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{1000}, bytes.size()}) {
        const Decoded result = decode(codingOf(form), bytes, slice);
        QCOMPARE(result.code, std::string());
        QVERIFY(result.text == text);
        QVERIFY(result.whole);
    }
    const Decoded empty = decode(codingOf(form), compressed(form, ""), 1);
    QVERIFY(empty.whole && empty.text.empty() && empty.code.empty());
}

void ContentDecoderTest::tellsATruncatedCodingFromAnEndedOne() {
    QFETCH(QByteArray, form);
    const std::string text = sample(600);
    const std::string bytes = compressed(form, text);
    for (std::size_t size = 1; size < bytes.size(); ++size) {
        const Decoded result = decode(codingOf(form), std::string_view(bytes).substr(0, size), 100);
        QVERIFY2(!result.whole, qPrintable(QString::number(size)));
        QVERIFY(text.starts_with(result.text));
    }
    QVERIFY(decode(codingOf(form), "", 1).whole); // nothing at all is an empty body
}

void ContentDecoderTest::survivesDamage() {
    QFETCH(QByteArray, form);
    const std::string bytes = compressed(form, sample(900));
    for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
        std::string damaged = bytes;
        damaged[i / 8] = static_cast<char>(damaged[i / 8] ^ (1 << (i % 8)));
        const Decoded result = decode(codingOf(form), damaged, 64);
        QVERIFY(result.code.empty() || result.code == "upstream_protocol" || result.code == "upstream_too_large");
    }
}

void ContentDecoderTest::readsSeveralMembers() {
    const std::string bytes = deflated("one ", gzipWindow) + deflated("", gzipWindow) + deflated("two", gzipWindow);
    for (const std::size_t slice : {std::size_t{1}, bytes.size()}) {
        const Decoded result = decode(ContentCoding::Gzip, bytes, slice);
        QCOMPARE(result.text, std::string("one two"));
        QVERIFY(result.whole);
    }
    QCOMPARE(decode(ContentCoding::Zstd, zstandard("one ") + zstandard("two"), 3).text, std::string("one two"));
    // A second member without its end is a cut.
    QVERIFY(!decode(ContentCoding::Gzip, std::string_view(bytes).substr(0, bytes.size() - 4), 9).whole);
}

void ContentDecoderTest::refusesWhatStandsBehindTheEnd() {
    QCOMPARE(decode(ContentCoding::Gzip, deflated("x", gzipWindow) + "garbage!", 5).code,
             std::string("upstream_protocol"));
    QCOMPARE(decode(ContentCoding::Deflate, deflated("x", zlibWindow) + "y", 1).code, std::string("upstream_protocol"));
    QCOMPARE(decode(ContentCoding::Zstd, zstandard("x") + "garbage!", 5).code, std::string("upstream_protocol"));
}

void ContentDecoderTest::stopsBombs() {
    QFETCH(QByteArray, form);
    const std::string bytes = compressed(form, std::string(50'000'000, '0'));
    const Decoded result = decode(codingOf(form), bytes, 4096);
    QCOMPARE(result.code, std::string("upstream_too_large"));
    QVERIFY(result.text.size() < 8'000'000);
    // What compresses well but is small passes.
    QVERIFY(decode(codingOf(form), compressed(form, std::string(900'000, '0')), 4096).whole);
}

void ContentDecoderTest::stopsAtTheMost() {
    http::DecodeLimits limits;
    limits.most = 10'000;
    QCOMPARE(decode(ContentCoding::Gzip, deflated(sample(20'000), gzipWindow), 512, limits).code,
             std::string("upstream_too_large"));
}

void ContentDecoderTest::refusesAZstdWindowBeyondTheBound() {
    // Magic number, a header without content size, and a window of 2^27 bytes (RFC 8878 §3.1.1.1.2).
    const std::string bytes("\x28\xB5\x2F\xFD\x00\x88\x01\x00\x00", 9);
    QCOMPARE(decode(ContentCoding::Zstd, bytes, 9).code, std::string("upstream_protocol"));
}

void ContentDecoderTest::readsTheField_data() {
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("coding"); // -1 = refused
    const auto row = [](const char* field, int coding) { QTest::newRow(field) << QByteArray(field) << coding; };
    row("", static_cast<int>(ContentCoding::Identity));
    row("identity", static_cast<int>(ContentCoding::Identity));
    row("GZIP", static_cast<int>(ContentCoding::Gzip));
    row("x-gzip", static_cast<int>(ContentCoding::Gzip));
    row("identity, deflate", static_cast<int>(ContentCoding::Deflate));
    row(" zstd ,", static_cast<int>(ContentCoding::Zstd));
    row("br", -1);
    row("gzip, gzip", -1);
    row("compress", -1);
}

void ContentDecoderTest::readsTheField() {
    QFETCH(QByteArray, field);
    QFETCH(int, coding);
    const auto read = http::contentCodingOf(field.toStdString());
    QCOMPARE(read ? static_cast<int>(*read) : -1, coding);
}

void ContentDecoderTest::handsOutDecodedPieces() {
    QFETCH(QByteArray, form);
    const std::string text = sample(300'000);
    const std::string name = form == "zstd" ? "zstd" : form == "gzip" ? "gzip" : "deflate";
    const AnswerFields fields{{"Content-Type", "application/json"}, {"Content-Encoding", name}, {"X-Kept", "yes"}};
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, compressed(form, text), fields));
    server.answer(chunkedAnswer(200, {compressed(form, text)}, fields).sliced(97));
    UpstreamFixture client;
    for (int i = 0; i < 2; ++i) {
        const Outcome outcome = client.run(server);
        QCOMPARE(outcome.code(), std::string());
        QVERIFY(outcome.whole && outcome.body == text);
        const AnswerFields expected = i == 0 ? AnswerFields{{"Content-Type", "application/json"}, {"X-Kept", "yes"}}
                                             : AnswerFields{{"Content-Type", "application/json"},
                                                            {"X-Kept", "yes"},
                                                            {"Transfer-Encoding", "chunked"}};
        QVERIFY(outcome.fields == expected);
        QCOMPARE(outcome.timing.reused, i > 0);
    }
    QCOMPARE(client.counters().decodedBytes.load(), std::uint64_t{600'000});
}

void ContentDecoderTest::neverReportsACutCodingAsWhole() {
    const std::string bytes = deflated(sample(5000), gzipWindow);
    ScriptedUpstream server;
    server.answer(
        wholeAnswer(200, std::string_view(bytes).substr(0, bytes.size() - 3), {{"Content-Encoding", "gzip"}}));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QVERIFY(!outcome.whole);
    QCOMPARE(outcome.code(), std::string("upstream_reset"));
}

void ContentDecoderTest::refusesACodingThatNobodyAskedFor() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "whatever", {{"Content-Encoding", "br"}}));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.code(), std::string("upstream_protocol"));
    QVERIFY(outcome.error->message.find("gzip, deflate and zstd") != std::string::npos);
    QVERIFY(!outcome.opened);
}

void ContentDecoderTest::givesUpABombOnTheWire() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, deflated(std::string(80'000'000, ' '), gzipWindow), {{"Content-Encoding", "gzip"}}));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.code(), std::string("upstream_too_large"));
    QVERIFY(outcome.body.size() < 30'000'000);
    QCOMPARE(client.failures(UpstreamFailure::TooLarge), std::uint64_t{1});
}

void ContentDecoderTest::leavesABodyAloneThatIsNotThere() {
    ScriptedUpstream server;
    server.answer(rawAnswer("HTTP/1.1 204 No Content\r\nContent-Encoding: br\r\n\r\n", After::KeepAlive));
    server.answer(wholeAnswer(200, "", {{"Content-Encoding", "gzip"}}));
    UpstreamFixture client;
    for (const int status : {204, 200}) {
        const Outcome outcome = client.run(server);
        QCOMPARE(outcome.code(), std::string());
        QCOMPARE(outcome.status, status);
        QVERIFY(outcome.whole);
    }
}

void ContentDecoderTest::passesAnUncompressedBodyWithItsHead() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "plain", {{"Content-Encoding", "identity"}}));
    UpstreamFixture client;
    const Outcome outcome = client.run(server);
    QCOMPARE(outcome.body, std::string("plain"));
    QCOMPARE(client.counters().decodedBytes.load(), std::uint64_t{0});
}

QTEST_GUILESS_MAIN(ContentDecoderTest)
#include "tst_content_decoder.moc"
