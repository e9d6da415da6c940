// SPDX-License-Identifier: Apache-2.0
#include "core/base/ip_network.h"

#include <QTest>

using namespace gatehouse;

class TestIpNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAddressesOfBothFamilies() {
        QCOMPARE(IpAddress::parse("192.0.2.1")->text(), std::string("192.0.2.1"));
        QCOMPARE(IpAddress::parse("2001:DB8::1")->text(), std::string("2001:db8::1"));
        QVERIFY(*IpAddress::parse("::ffff:192.0.2.1") == *IpAddress::parse("192.0.2.1"));
        QVERIFY(IpAddress::parse("127.9.9.9")->isLoopback());
        QVERIFY(IpAddress::parse("::1")->isLoopback());
        QVERIFY(!IpAddress::parse("::2")->isLoopback());
        for (const auto* text : {"", "1", "1.2.3", "1.2.3.256", "01.2.3.4x", "::g", "[::1]", "1.2.3.4:80", "fe80::1%lo",
                                 "1111:2222:3333:4444:5555:6666:7777:8888:9999", " 1.2.3.4"})
            QVERIFY2(!IpAddress::parse(text), text);
    }

    void knowsWhatIsInside_data() {
        QTest::addColumn<QByteArray>("network");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("inside");
        QTest::newRow("first") << QByteArray("10.0.0.0/8") << QByteArray("10.0.0.0") << true;
        QTest::newRow("last") << QByteArray("10.0.0.0/8") << QByteArray("10.255.255.255") << true;
        QTest::newRow("beyond") << QByteArray("10.0.0.0/8") << QByteArray("11.0.0.0") << false;
        QTest::newRow("odd prefix") << QByteArray("192.0.2.64/27") << QByteArray("192.0.2.95") << true;
        QTest::newRow("beyond odd prefix") << QByteArray("192.0.2.64/27") << QByteArray("192.0.2.96") << false;
        QTest::newRow("one") << QByteArray("192.0.2.1") << QByteArray("192.0.2.1") << true;
        QTest::newRow("another") << QByteArray("192.0.2.1") << QByteArray("192.0.2.2") << false;
        QTest::newRow("all of IPv4") << QByteArray("0.0.0.0/0") << QByteArray("8.8.8.8") << true;
        QTest::newRow("IPv6 is not IPv4") << QByteArray("0.0.0.0/0") << QByteArray("2001:db8::1") << false;
        QTest::newRow("all of IPv6") << QByteArray("::/0") << QByteArray("2001:db8::1") << true;
        QTest::newRow("IPv4 is not IPv6") << QByteArray("::/0") << QByteArray("8.8.8.8") << false;
        QTest::newRow("mapped network") << QByteArray("::ffff:10.0.0.0/104") << QByteArray("10.1.2.3") << true;
        QTest::newRow("not of the mapped network")
            << QByteArray("::ffff:10.0.0.0/104") << QByteArray("11.1.2.3") << false;
        QTest::newRow("of a /33") << QByteArray("2001:db8:8000::/33") << QByteArray("2001:db8:ffff::1") << true;
        QTest::newRow("not of it") << QByteArray("2001:db8:8000::/33") << QByteArray("2001:db8:7fff::1") << false;
    }
    void knowsWhatIsInside() {
        QFETCH(QByteArray, network);
        QFETCH(QByteArray, address);
        QFETCH(bool, inside);
        QCOMPARE(IpNetwork::parse(network.toStdString())->contains(*IpAddress::parse(address.toStdString())), inside);
    }

    void refusesWhatIsNoNetwork() {
        for (const auto* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.1/8",
                                 "::/129", "::1/64", "10.0.0.0/8/8", "localhost", "10/8"})
            QVERIFY2(!IpNetwork::parse(text), text);
    }
};

QTEST_GUILESS_MAIN(TestIpNetwork)
#include "tst_ip_network.moc"
