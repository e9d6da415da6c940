// SPDX-License-Identifier: Apache-2.0
#include "core/notices/address_rules.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::notices;

namespace {

std::vector<IpAddress> addresses(const char* text) {
    std::vector<IpAddress> out;
    for (const auto& part : QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        out.push_back(IpAddress::parse(part.toStdString()).value());
    return out;
}

} // namespace

class WebhookAddressesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneForbiddenAddressAmongManyForbidsAll_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("at");
        QTest::addColumn<QString>("allowed");
        QTest::addColumn<bool>("goes");
        QTest::newRow("public") << "https://example.com/h"
                                << "1.1.1.1"
                                << "" << true;
        QTest::newRow("other port") << "https://example.com:8443/h"
                                    << "1.1.1.1"
                                    << "" << true;
        QTest::newRow("strange port") << "https://example.com:6379/h"
                                      << "1.1.1.1"
                                      << "" << false;
        QTest::newRow("plain") << "http://example.com/h"
                               << "1.1.1.1"
                               << "" << false;
        QTest::newRow("plain on the port of TLS") << "http://example.com:443/h"
                                                  << "1.1.1.1"
                                                  << "" << false;
        QTest::newRow("one private") << "https://example.com/h"
                                     << "1.1.1.1 10.0.0.1"
                                     << "" << false;
        QTest::newRow("metadata") << "https://example.com/h"
                                  << "169.254.169.254"
                                  << "" << false;
        QTest::newRow("metadata in a listed network") << "http://a/h"
                                                      << "169.254.169.254"
                                                      << "169.254.0.0/16" << false;
        QTest::newRow("no address") << "https://example.com/h"
                                    << ""
                                    << "10.0.0.0/8" << false;
        QTest::newRow("allowed, plain, any port") << "http://in.example:9000/h"
                                                  << "10.1.2.3"
                                                  << "10.0.0.0/8" << true;
        QTest::newRow("mapped is the same") << "http://in.example:9000/h"
                                            << "::ffff:10.1.2.3"
                                            << "10.0.0.0/8" << true;
        QTest::newRow("one allowed, one private") << "https://a/h"
                                                  << "10.1.2.3 192.168.0.1"
                                                  << "10.0.0.0/8" << false;
        QTest::newRow("one allowed, one public, plain") << "http://a/h"
                                                        << "10.1.2.3 1.1.1.1"
                                                        << "10.0.0.0/8" << false;
        QTest::newRow("one allowed, one public") << "https://a/h"
                                                 << "10.1.2.3 1.1.1.1"
                                                 << "10.0.0.0/8" << true;
        QTest::newRow("translated to an allowed one") << "https://a/h"
                                                      << "64:ff9b::a01:203"
                                                      << "10.0.0.0/8" << false;
    }
    void oneForbiddenAddressAmongManyForbidsAll() {
        QFETCH(QString, url);
        QFETCH(QString, at);
        QFETCH(QString, allowed);
        QFETCH(bool, goes);
        std::vector<IpNetwork> networks;
        if (!allowed.isEmpty())
            networks.push_back(IpNetwork::parse(allowed.toStdString()).value());
        const auto target = parseWebhookUrl(url.toStdString());
        QVERIFY(target);
        const auto checked = checkAddresses(*target, addresses(at.toLatin1().constData()), networks);
        QCOMPARE(checked.has_value(), goes);
        if (!checked)
            QCOMPARE(checked.error().code, std::string("webhook_address_forbidden"));
    }

    void anAddressIsReadStrictly_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected");
        QTest::newRow("whole") << "https://hooks.example:8443/a/b?c=d"
                               << "tls hooks.example 8443 /a/b?c=d";
        QTest::newRow("bare") << "https://hooks.example"
                              << "tls hooks.example 443 /";
        QTest::newRow("plain") << "http://hooks.example/x"
                               << "plain hooks.example 80 /x";
        QTest::newRow("IPv6") << "https://[2606:4700::1]/x"
                              << "tls 2606:4700::1 443 /x";
        QTest::newRow("user") << "https://me:pass@hooks.example/"
                              << "";
        QTest::newRow("fragment") << "https://hooks.example/#a"
                                  << "";
        QTest::newRow("scheme") << "ftp://hooks.example/"
                                << "";
        QTest::newRow("file") << "file:///etc/passwd"
                              << "";
        QTest::newRow("no host") << "https:///x"
                                 << "";
        QTest::newRow("zone") << "https://[fe80::1%25eth0]/x"
                              << "";
        QTest::newRow("escaped host") << "https://127.0.0.1%2f.example/"
                                      << "";
        QTest::newRow("port 0") << "https://hooks.example:0/"
                                << "";
        QTest::newRow("port too high") << "https://hooks.example:65536/"
                                       << "";
        QTest::newRow("blank") << "https://hooks.example/a b"
                               << "";
        QTest::newRow("line end") << "https://hooks.example/\r\nx: y"
                                  << "";
    }
    void anAddressIsReadStrictly() {
        QFETCH(QString, url);
        QFETCH(QString, expected);
        const auto target = parseWebhookUrl(url.toStdString());
        std::string found;
        if (target)
            found = (target->tls ? "tls " : "plain ") + target->host + " " + std::to_string(target->port) + " " +
                    target->target;
        QCOMPARE(QString::fromStdString(found), expected);
    }
};

QTEST_GUILESS_MAIN(WebhookAddressesTest)
#include "tst_webhook_addresses.moc"
