// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/proxy_header.h"

#include <QTest>

#include <random>

using namespace gatehouse;
using namespace gatehouse::http;

namespace {

const QByteArray signature("\r\n\r\n\0\r\nQUIT\n", 12);

QByteArray binary(char versionAndCommand, char family, const QByteArray& rest) {
    QByteArray bytes = signature;
    bytes += versionAndCommand;
    bytes += family;
    bytes += static_cast<char>(rest.size() >> 8);
    bytes += static_cast<char>(rest.size() & 0xff);
    return bytes + rest;
}

const QByteArray fourAddresses = QByteArray::fromHex("c0000201c6336402d2040050");
const QByteArray sixAddresses =
    QByteArray::fromHex("20010db800000000000000000000000120010db8000000000000000000000002d2040050");

struct Read {
    ProxyHeader::State state = ProxyHeader::State::NeedMore;
    std::size_t consumed = 0;
    std::string source;
};

Read readWhole(const QByteArray& bytes) {
    ProxyHeader header;
    Read result;
    result.state = header.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())}, result.consumed);
    if (header.source())
        result.source = header.source()->text();
    return result;
}

Read readSliced(const QByteArray& bytes) {
    ProxyHeader header;
    Read result;
    for (int i = 0; i < bytes.size() && result.state == ProxyHeader::State::NeedMore; ++i) {
        std::size_t consumed = 0;
        result.state = header.feed({bytes.constData() + i, 1}, consumed);
        result.consumed += consumed;
    }
    if (header.source())
        result.source = header.source()->text();
    return result;
}

} // namespace

class TestProxyHeader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsGoodHeaders_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("TCP4") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 53764 80\r\n")
                              << QByteArray("192.0.2.1");
        QTest::newRow("TCP6") << QByteArray("PROXY TCP6 2001:db8::1 2001:db8::2 0 65535\r\n")
                              << QByteArray("2001:db8::1");
        QTest::newRow("unknown") << QByteArray("PROXY UNKNOWN\r\n") << QByteArray();
        QTest::newRow("unknown and more") << QByteArray("PROXY UNKNOWN ff:: :: 1 x\r\n") << QByteArray();
        QTest::newRow("binary IPv4") << binary('\x21', '\x11', fourAddresses) << QByteArray("192.0.2.1");
        QTest::newRow("binary IPv6") << binary('\x21', '\x21', sixAddresses) << QByteArray("2001:db8::1");
        QTest::newRow("binary with extensions")
            << binary('\x21', '\x11', fourAddresses + QByteArray(300, 'x')) << QByteArray("192.0.2.1");
        QTest::newRow("local") << binary('\x20', '\x00', {}) << QByteArray();
        QTest::newRow("local with addresses") << binary('\x20', '\x11', fourAddresses) << QByteArray();
        QTest::newRow("unspecified") << binary('\x21', '\x00', {}) << QByteArray();
        QTest::newRow("local socket") << binary('\x21', '\x31', QByteArray(216, 'u')) << QByteArray();
    }
    void readsGoodHeaders() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, source);
        for (const auto& read : {readWhole(bytes + "GET / HTTP/1.1\r\n"), readSliced(bytes + "\r\nGET")}) {
            QVERIFY(read.state == ProxyHeader::State::Done);
            QCOMPARE(read.consumed, static_cast<std::size_t>(bytes.size()));
            QCOMPARE(read.source, source.toStdString());
        }
    }

    void refusesBadHeaders_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a request") << QByteArray("GET / HTTP/1.1\r\n");
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01", 6);
        QTest::newRow("lower case") << QByteArray("proxy TCP4 192.0.2.1 198.51.100.2 53764 80\r\n");
        QTest::newRow("other family") << QByteArray("PROXY UDP4 192.0.2.1 198.51.100.2 53764 80\r\n");
        QTest::newRow("IPv6 as TCP4") << QByteArray("PROXY TCP4 2001:db8::1 198.51.100.2 53764 80\r\n");
        QTest::newRow("IPv4 as TCP6") << QByteArray("PROXY TCP6 192.0.2.1 2001:db8::2 53764 80\r\n");
        QTest::newRow("two blanks") << QByteArray("PROXY TCP4  192.0.2.1 198.51.100.2 53764 80\r\n");
        QTest::newRow("blank at the end") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 53764 80 \r\n");
        QTest::newRow("too few fields") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 53764\r\n");
        QTest::newRow("too many fields") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 53764 80 1\r\n");
        QTest::newRow("port with zeros") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 053 80\r\n");
        QTest::newRow("port too large") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 65536 80\r\n");
        QTest::newRow("port with a sign") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 -1 80\r\n");
        QTest::newRow("no carriage return") << QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 53764 80\n");
        QTest::newRow("address out of range") << QByteArray("PROXY TCP4 192.0.2.256 198.51.100.2 53764 80\r\n");
        QTest::newRow("endless") << "PROXY UNKNOWN " + QByteArray(200, 'x');
        QTest::newRow("too long by one") << "PROXY UNKNOWN " + QByteArray(92, 'x') + "\r\n";
        QTest::newRow("version 1 in binary") << binary('\x11', '\x11', fourAddresses);
        QTest::newRow("unknown command") << binary('\x22', '\x11', fourAddresses);
        QTest::newRow("unknown family") << binary('\x21', '\x41', fourAddresses);
        QTest::newRow("datagrams") << binary('\x21', '\x12', fourAddresses);
        QTest::newRow("addresses cut") << binary('\x21', '\x11', fourAddresses.left(11));
        QTest::newRow("IPv6 addresses cut") << binary('\x21', '\x21', sixAddresses.left(35));
        QTest::newRow("too many extensions") << binary('\x21', '\x11', QByteArray(2049, 'x'));
        QTest::newRow("signature broken") << QByteArray("\r\n\r\n\0\r\nQUIT\r", 12);
    }
    void refusesBadHeaders() {
        QFETCH(QByteArray, bytes);
        QVERIFY(readWhole(bytes).state == ProxyHeader::State::Bad);
        QVERIFY(readSliced(bytes).state == ProxyHeader::State::Bad);
    }

    void waitsForTheRest() {
        for (const auto& bytes :
             {QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 53764 80\r\n"), binary('\x21', '\x21', sixAddresses)}) {
            for (int size = 0; size < bytes.size(); ++size)
                QVERIFY(readWhole(bytes.left(size)).state == ProxyHeader::State::NeedMore);
        }
    }

    void agreesWithItselfOnMutations() {
        std::mt19937 random(7);
        const QByteArray seeds[] = {QByteArray("PROXY TCP4 192.0.2.1 198.51.100.2 53764 80\r\n"),
                                    QByteArray("PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\n"),
                                    binary('\x21', '\x11', fourAddresses), binary('\x21', '\x21', sixAddresses)};
        for (int i = 0; i < 40'000; ++i) {
            QByteArray bytes = seeds[i % 4];
            for (unsigned change = 0; change <= random() % 3; ++change) {
                const auto at = static_cast<int>(random() % static_cast<unsigned>(bytes.size()));
                switch (random() % 3) {
                case 0:
                    bytes[at] = static_cast<char>(random());
                    break;
                case 1:
                    bytes.insert(at, static_cast<char>(random()));
                    break;
                default:
                    bytes.remove(at, 1);
                }
            }
            const auto whole = readWhole(bytes);
            const auto sliced = readSliced(bytes);
            QVERIFY(whole.state == sliced.state);
            QVERIFY(whole.state != ProxyHeader::State::Done || whole.consumed == sliced.consumed);
            QCOMPARE(whole.source, sliced.source);
            QVERIFY(whole.consumed <= static_cast<std::size_t>(bytes.size()));
        }
    }
};

QTEST_GUILESS_MAIN(TestProxyHeader)
#include "tst_proxy_header.moc"
