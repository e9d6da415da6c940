// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/web_socket_frames.h"
#include "core/http/web_socket.h"

#include <QtTest>

using namespace gatehouse::http;

class WebSocketFrames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsTheKeyOfTheStandard();
    void refusesWhatIsNoKey();
    void readsMessagesHoweverSliced();
    void joinsFragmentsAroundAPing();
    void keepsTheRules_data();
    void keepsTheRules();
    void boundsWhatWaits();
    void writesTheShortestLengths();
    void survivesAnyBytes();
};

namespace {

std::string frame(unsigned first, std::string_view payload, bool masked = true) {
    std::string out(1, static_cast<char>(first));
    const unsigned mask = masked ? 0x80U : 0U;
    if (payload.size() < 126) {
        out += static_cast<char>(mask | static_cast<unsigned>(payload.size()));
    } else {
        out += static_cast<char>(mask | 126U);
        out += static_cast<char>(payload.size() >> 8U);
        out += static_cast<char>(payload.size() & 0xFFU);
    }
    const std::string key = masked ? "\x12\x34\x56\x78" : "";
    out += key;
    for (std::size_t i = 0; i < payload.size(); ++i)
        out += masked ? static_cast<char>(payload[i] ^ key[i % 4]) : payload[i];
    return out;
}

} // namespace

void WebSocketFrames::knowsTheKeyOfTheStandard() {
    // RFC 6455 §1.3
    QCOMPARE(acceptKey("dGhlIHNhbXBsZSBub25jZQ=="), std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
}

void WebSocketFrames::refusesWhatIsNoKey() {
    for (const char* key :
         {"", "abc", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZ\nQ==", "!GhlIHNhbXBsZSBub25jZQ=="})
        QVERIFY(acceptKey(key).empty());
}

void WebSocketFrames::readsMessagesHoweverSliced() {
    const std::string bytes = frame(0x81, "first") + frame(0x81, std::string(300, 'x')) + frame(0x81, "");
    for (std::size_t step = 1; step < 20; ++step) {
        WebSocketReader reader(1000);
        for (std::size_t at = 0; at < bytes.size(); at += step)
            reader.feed(std::string_view(bytes).substr(at, step));
        QCOMPARE(reader.takeMessage(), std::optional<std::string>("first"));
        QCOMPARE(reader.takeMessage(), std::optional<std::string>(std::string(300, 'x')));
        QCOMPARE(reader.takeMessage(), std::optional<std::string>(""));
        QVERIFY(!reader.takeMessage());
        QCOMPARE(reader.fault(), 0);
    }
}

void WebSocketFrames::joinsFragmentsAroundAPing() {
    WebSocketReader reader(1000);
    reader.feed(frame(0x01, "one ") + frame(0x89, "are you there") + frame(0x00, "two ") + frame(0x80, "three"));
    QCOMPARE(reader.takeMessage(), std::optional<std::string>("one two three"));
    QCOMPARE(reader.takePing(), std::optional<std::string>("are you there"));
    reader.feed(frame(0x88, std::string("\x03\xE8", 2) + "bye"));
    QVERIFY(reader.closeBody().has_value());
    QCOMPARE(reader.fault(), 0);
}

void WebSocketFrames::keepsTheRules_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const std::string& bytes, int code) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << code;
    };
    row("not masked", frame(0x81, "x", false), web_socket::protocolError);
    row("reserved bits", frame(0xC1, "x"), web_socket::protocolError);
    row("unknown opcode", frame(0x83, "x"), web_socket::protocolError);
    row("unknown control", frame(0x8B, "x"), web_socket::protocolError);
    row("a ping in pieces", frame(0x09, "x"), web_socket::protocolError);
    row("a long ping", frame(0x89, std::string(126, 'x')), web_socket::protocolError);
    row("a continuation of nothing", frame(0x80, "x"), web_socket::protocolError);
    row("a text within a text", frame(0x01, "x") + frame(0x81, "y"), web_socket::protocolError);
    row("binary", frame(0x82, "x"), web_socket::unsupportedData);
    row("no UTF-8", frame(0x81, "\xFF\xFE"), web_socket::invalidText);
    row("too large", frame(0x81, std::string(1001, 'x')), web_socket::tooLarge);
    row("too large in pieces", frame(0x01, std::string(600, 'x')) + frame(0x80, std::string(600, 'x')),
        web_socket::tooLarge);
    row("a long form for a short length", std::string("\x81\xFE\x00\x05", 4) + "abcdhello", web_socket::protocolError);
    row("a close of one byte", frame(0x88, "x"), web_socket::protocolError);
}

void WebSocketFrames::keepsTheRules() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    WebSocketReader reader(1000);
    reader.feed(bytes.toStdString());
    QCOMPARE(static_cast<int>(reader.fault()), code);
    reader.feed(frame(0x81, "later"));
    QVERIFY(!reader.takeMessage());
}

void WebSocketFrames::boundsWhatWaits() {
    WebSocketReader reader(1000);
    for (int i = 0; i < 17; ++i)
        reader.feed(frame(0x81, "x"));
    QCOMPARE(static_cast<int>(reader.fault()), static_cast<int>(web_socket::policy));
}

void WebSocketFrames::writesTheShortestLengths() {
    for (const auto& [size, head] :
         {std::pair<std::size_t, std::size_t>{0, 2}, {125, 2}, {126, 4}, {65535, 4}, {65536, 10}}) {
        std::string out;
        appendFrameHead(out, textOpcode, size);
        QCOMPARE(out.size(), head);
    }
    QCOMPARE(closeFrame(1000, std::string(500, 'x')).size(), std::size_t{127});
}

void WebSocketFrames::survivesAnyBytes() {
    std::uint32_t state = 7;
    for (int round = 0; round < 2000; ++round) {
        WebSocketReader reader(64);
        std::string bytes;
        for (int i = 0; i < 60; ++i) {
            state = state * 1664525U + 1013904223U;
            bytes += static_cast<char>(state >> 24U);
        }
        reader.feed(bytes);
        while (reader.takeMessage())
            continue;
        (void)reader.takePing();
    }
}

QTEST_APPLESS_MAIN(WebSocketFrames)
#include "tst_web_socket_frames.moc"
