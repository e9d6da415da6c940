// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/forwarded.h"

#include <QTest>

#include <random>

using namespace gatehouse;
using namespace gatehouse::http;

namespace {

// Fields as "name: value", parted by line feeds.
ForwardedFacts read(const std::string& lines) {
    RequestHead head;
    std::string_view rest = lines;
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        const auto colon = line.find(':');
        head.fields.push_back({line.substr(0, colon), trim(line.substr(colon + 1))});
    }
    return readForwarded(head, *IpAddress::parse("10.0.0.1"), {*IpNetwork::parse("10.0.0.0/8")});
}

} // namespace

class TestForwarded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheClient_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("client"); // empty: the peer
        QTest::addColumn<bool>("secure");
        const auto row = [](const char* name, const char* fields, const char* client, bool secure = false) {
            QTest::newRow(name) << QByteArray(fields) << QByteArray(client) << secure;
        };
        row("nothing", "", "");
        row("one", "X-Forwarded-For: 192.0.2.1", "192.0.2.1");
        row("what the client claimed stands left", "X-Forwarded-For: 198.51.100.9, 192.0.2.1", "192.0.2.1");
        row("claimed on a line of its own", "X-Forwarded-For: 198.51.100.9\nX-Forwarded-For: 192.0.2.1", "192.0.2.1");
        row("claimed to be a proxy", "X-Forwarded-For: 10.9.9.9, 192.0.2.1", "192.0.2.1");
        row("two proxies", "X-Forwarded-For: 192.0.2.1, 10.0.0.2", "192.0.2.1");
        row("claimed behind two proxies", "X-Forwarded-For: 8.8.8.8, 192.0.2.1, 10.0.0.2", "192.0.2.1");
        row("only proxies", "X-Forwarded-For: 10.0.0.3, 10.0.0.2", "10.0.0.3");
        row("rubbish left of the client", "X-Forwarded-For: <script>, 192.0.2.1", "192.0.2.1");
        row("hidden", "X-Forwarded-For: unknown", "");
        row("hidden behind a proxy", "X-Forwarded-For: unknown, 10.0.0.2", "10.0.0.2");
        row("with a port", "X-Forwarded-For: 192.0.2.1:4711", "192.0.2.1");
        row("IPv6", "X-Forwarded-For: 2001:db8::7", "2001:db8::7");
        row("IPv6 with a port", "X-Forwarded-For: [2001:db8::7]:4711", "2001:db8::7");
        row("standard", "Forwarded: for=192.0.2.1;proto=https;by=10.0.0.1", "192.0.2.1", true);
        row("standard, any case", "forwarded: FOR=192.0.2.1; Proto=HTTPS", "192.0.2.1", true);
        row("standard, quoted", "Forwarded: for=\"[2001:db8::7]:80\"", "2001:db8::7");
        row("standard, claimed", "Forwarded: for=8.8.8.8, for=192.0.2.1", "192.0.2.1");
        row("standard, claimed with a quoted comma", "Forwarded: for=\"a, for=8.8.8.8\", for=192.0.2.1", "192.0.2.1");
        row("standard, name", "Forwarded: for=_hidden", "");
        row("both, the same", "Forwarded: for=192.0.2.1\nX-Forwarded-For: 192.0.2.1", "192.0.2.1");
        row("scheme", "X-Forwarded-For: 192.0.2.1\nX-Forwarded-Proto: https", "192.0.2.1", true);
        row("scheme of the nearest proxy", "X-Forwarded-Proto: https, http", "");
        row("scheme claimed", "X-Forwarded-Proto: http\nX-Forwarded-Proto: https", "", true);
    }
    void findsTheClient() {
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, client);
        QFETCH(bool, secure);
        const auto facts = read(fields.toStdString());
        QVERIFY(!facts.bad);
        QCOMPARE(facts.client ? facts.client->text() : std::string(), client.toStdString());
        QCOMPARE(facts.secure, secure);
    }

    void refusesWhatCannotBeBelieved_data() {
        QTest::addColumn<QByteArray>("fields");
        const auto row = [](const char* name, const char* fields) { QTest::newRow(name) << QByteArray(fields); };
        row("both, and they differ", "Forwarded: for=8.8.8.8\nX-Forwarded-For: 192.0.2.1");
        row("no address", "X-Forwarded-For: nobody");
        row("empty port", "X-Forwarded-For: 192.0.2.1:x");
        row("bracket open", "X-Forwarded-For: [2001:db8::7");
        row("brackets around IPv4", "X-Forwarded-For: [192.0.2.1]");
        row("quote open", "Forwarded: for=\"192.0.2.1");
        row("quote of the client open", "Forwarded: for=\", for=192.0.2.1");
        row("quote closed by the proxy's", "Forwarded: for=\"x, for=\"[2001:db8::7]\"");
        row("twice in an element", "Forwarded: for=8.8.8.8;for=192.0.2.1");
        row("no value", "Forwarded: for=");
        row("no name", "Forwarded: =192.0.2.1");
        row("blank around the equals sign", "Forwarded: for = 192.0.2.1");
        row("unquoted IPv6", "Forwarded: for=[2001:db8::7]");
        row("empty element", "Forwarded: , for=192.0.2.1");
    }
    void refusesWhatCannotBeBelieved() {
        QFETCH(QByteArray, fields);
        QVERIFY(read(fields.toStdString()).bad);
    }

    // Whatever a client sends in front, the account of the proxy stands, or the request is refused.
    void isNeverDeceivedByWhatStandsLeft() {
        std::mt19937 random(11);
        const std::string alphabet = "for=10.2\"\\,;:[]_ xX-unknown8";
        for (int i = 0; i < 40'000; ++i) {
            std::string claim;
            for (unsigned size = random() % 40; size > 0; --size)
                claim += alphabet[random() % alphabet.size()];
            const auto usual = read("X-Forwarded-For: " + claim + ", 192.0.2.1");
            QVERIFY(usual.bad || usual.client->text() == "192.0.2.1");
            const auto standard = read("Forwarded: " + claim + "\nForwarded: for=192.0.2.1");
            QVERIFY(standard.bad || standard.client->text() == "192.0.2.1");
            const auto oneLine = read("Forwarded: " + claim + ", for=192.0.2.1");
            QVERIFY(oneLine.bad || oneLine.client->text() == "192.0.2.1");
        }
    }

    void walksABoundedWay() {
        std::string fields = "X-Forwarded-For: 192.0.2.1";
        for (int i = 0; i < 1'000; ++i)
            fields += ", 10.0.0.2";
        QCOMPARE(read(fields).client->text(), std::string("10.0.0.2"));
    }
};

QTEST_GUILESS_MAIN(TestForwarded)
#include "tst_forwarded.moc"
