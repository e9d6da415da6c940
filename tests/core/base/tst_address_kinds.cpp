// SPDX-License-Identifier: Apache-2.0
#include "core/base/address_kinds.h"

#include <QTest>

using namespace gatehouse;

class AddressKindsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyAddressesOfThePublicInternetArePublic_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isPublic");
        const auto row = [](const char* address, bool open) {
            QTest::newRow(address) << QString::fromLatin1(address) << open;
        };
        for (const char* open :
             {"1.1.1.1", "93.184.216.34", "172.15.0.1", "172.32.0.1", "192.167.255.255", "100.63.0.1", "100.128.0.1",
              "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001::1", "64:ff9b::0101:0101", "::ffff:1.1.1.1"})
            row(open, true);
        for (const char* closed : {"0.0.0.0",
                                   "0.1.2.3",
                                   "10.0.0.1",
                                   "100.64.0.1",
                                   "127.0.0.1",
                                   "127.255.255.254",
                                   "168.63.129.16",
                                   "169.254.169.254",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.0.0.170",
                                   "192.0.2.1",
                                   "192.88.99.1",
                                   "192.168.1.1",
                                   "198.18.0.1",
                                   "198.51.100.7",
                                   "203.0.113.9",
                                   "224.0.0.1",
                                   "240.0.0.1",
                                   "255.255.255.255",
                                   "::",
                                   "::1",
                                   "::7f00:1",
                                   "::ffff:127.0.0.1",
                                   "::ffff:10.0.0.1",
                                   "64:ff9b::7f00:1",
                                   "64:ff9b::a9fe:a9fe",
                                   "64:ff9b:1::101:101",
                                   "100::1",
                                   "2001::1",
                                   "2001:db8::1",
                                   "2002:7f00:1::",
                                   "3fff::1",
                                   "fc00::1",
                                   "fd00:ec2::254",
                                   "fe80::1",
                                   "fec0::1",
                                   "ff02::1"})
            row(closed, false);
    }
    void onlyAddressesOfThePublicInternetArePublic() {
        QFETCH(QString, address);
        QFETCH(bool, isPublic);
        QCOMPARE(gatehouse::isPublic(IpAddress::parse(address.toStdString()).value()), isPublic);
    }

    void linkLocalAndMetadataAreKnownInEveryCoat_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("linkLocal");
        QTest::addColumn<bool>("metadata");
        const auto row = [](const char* address, bool linkLocal, bool metadata) {
            QTest::newRow(address) << QString::fromLatin1(address) << linkLocal << metadata;
        };
        row("169.254.169.254", true, true);
        row("::ffff:169.254.169.254", true, true);
        row("64:ff9b::a9fe:a9fe", true, true);
        row("2002:a9fe:a9fe::1", true, true);
        row("169.254.170.2", true, true);
        row("169.254.7.9", true, false);
        row("fe80::1", true, false);
        row("febf::1", true, false);
        row("fe80::a9fe:a9fe", true, true);
        row("fd00:ec2::254", false, true);
        row("fd20:ce::254", false, true);
        row("100.100.100.200", false, true);
        row("168.63.129.16", false, true);
        for (const char* usual : {"1.1.1.1", "10.0.0.1", "127.0.0.1", "192.168.1.5", "169.253.255.255", "169.255.0.0",
                                  "100.100.100.201", "::1", "fec0::1", "fd00:1::254", "2606:4700::1111"})
            row(usual, false, false);
    }
    void linkLocalAndMetadataAreKnownInEveryCoat() {
        QFETCH(QString, address);
        QFETCH(bool, linkLocal);
        QFETCH(bool, metadata);
        const auto parsed = IpAddress::parse(address.toStdString()).value();
        QCOMPARE(isLinkLocal(parsed), linkLocal);
        QCOMPARE(isMetadata(parsed), metadata);
    }
};

QTEST_GUILESS_MAIN(AddressKindsTest)
#include "tst_address_kinds.moc"
