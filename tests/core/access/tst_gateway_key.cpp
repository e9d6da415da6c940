// SPDX-License-Identifier: Apache-2.0
#include "core/access/gateway_key.h"

#include <QTest>
#include <set>
#include <string>

using namespace gatehouse;
using namespace gatehouse::access;

class TestGatewayKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewKeyHasTheForm();
    void everyNewKeyIsAnother();
    void theCheckIsTheCrcOfZlib();
    void everySingleChangedLetterIsNoticed();
    void otherFormsHaveNoId_data();
    void otherFormsHaveNoId();
    void aKeyFromOutsideHasAStableId();
    void onlyVisibleAsciiMayBeAKey();
};

namespace {

// CRC-32 (IEEE) of the 55 bytes before it, 0x476DDE89, written in base 62; figures from Python's zlib.crc32.
const std::string known = "gh_abcd1234_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg1J6I5h";

} // namespace

void TestGatewayKey::aNewKeyHasTheForm() {
    const auto made = makeGatewayKey();
    const auto text = made.key.reveal();
    QCOMPARE(text.size(), keyLength);
    QVERIFY(text.starts_with("gh_" + made.id + "_"));
    QCOMPARE(made.id.size(), keyIdLength);
    QVERIFY(idOfGatewayKey(text).has_value());
    QVERIFY(*idOfGatewayKey(text) == made.id);
    QVERIFY(mayBeGatewayKey(text));
}

void TestGatewayKey::everyNewKeyIsAnother() {
    std::set<std::string> keys;
    for (int i = 0; i < 200; ++i)
        keys.insert(std::string(makeGatewayKey().key.reveal()));
    QCOMPARE(keys.size(), std::size_t(200));
}

void TestGatewayKey::theCheckIsTheCrcOfZlib() {
    QVERIFY(idOfGatewayKey(known).has_value());
    QVERIFY(*idOfGatewayKey(known) == "abcd1234");
}

void TestGatewayKey::everySingleChangedLetterIsNoticed() {
    const auto made = makeGatewayKey();
    for (std::size_t i = 0; i < keyLength; ++i) {
        std::string changed(made.key.reveal());
        changed[i] = changed[i] == 'a' ? 'b' : 'a';
        QVERIFY2(!idOfGatewayKey(changed), std::to_string(i).c_str());
    }
}

void TestGatewayKey::otherFormsHaveNoId_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("prefix only") << QByteArray("gh_");
    QTest::newRow("from outside") << QByteArray("gh-test-key");
    QTest::newRow("one too short") << QByteArray(known.substr(0, keyLength - 1).c_str());
    QTest::newRow("one too long") << QByteArray((known + "0").c_str());
    QTest::newRow("capital in the id") << QByteArray("gh_Abcd1234_") + QByteArray(keySecretLength + 6, '0');
    QTest::newRow("not base 62") << QByteArray("gh_abcd1234_") + QByteArray(keySecretLength + 6, '-');
}

void TestGatewayKey::otherFormsHaveNoId() {
    QFETCH(QByteArray, key);
    QVERIFY(!idOfGatewayKey(std::string_view(key.constData(), static_cast<std::size_t>(key.size()))));
}

void TestGatewayKey::aKeyFromOutsideHasAStableId() {
    QCOMPARE(idForKey(known), std::string("abcd1234"));
    QCOMPARE(idForKey("gh-test-key"), std::string("x54ec8b516c2"));
}

void TestGatewayKey::onlyVisibleAsciiMayBeAKey() {
    QVERIFY(mayBeGatewayKey("x"));
    QVERIFY(mayBeGatewayKey(std::string(mostKeyLength, 'k')));
    QVERIFY(!mayBeGatewayKey(std::string(mostKeyLength + 1, 'k')));
    QVERIFY(!mayBeGatewayKey(""));
    for (int byte = 0; byte < 256; ++byte) {
        const std::string key = std::string("key") + static_cast<char>(byte) + "end";
        QCOMPARE(mayBeGatewayKey(key), byte > 0x20 && byte < 0x7F);
    }
}

QTEST_APPLESS_MAIN(TestGatewayKey)
#include "tst_gateway_key.moc"
