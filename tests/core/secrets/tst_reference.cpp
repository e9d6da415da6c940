// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/reference.h"

#include <QTest>
#include <string>

using namespace gatehouse;
using namespace gatehouse::secrets;

class TestReference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEachScheme_data();
    void readsEachScheme();
    void refuses_data();
    void refuses();
    void neverQuotesWhatMayBeAKey();
    void knowsNames();
};

void TestReference::readsEachScheme_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("scheme");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("env") << QByteArray("env:OPENAI_API_KEY") << int(Scheme::Env) << QByteArray("OPENAI_API_KEY");
    QTest::newRow("file") << QByteArray("file:/run/secrets/a key") << int(Scheme::File)
                          << QByteArray("/run/secrets/a key");
    QTest::newRow("file with colon") << QByteArray("file:C:/x") << int(Scheme::File) << QByteArray("C:/x");
    QTest::newRow("keychain") << QByteArray("keychain:openai-1") << int(Scheme::KeyChain) << QByteArray("openai-1");
    QTest::newRow("vault") << QByteArray("vault:a.b_c-1") << int(Scheme::Vault) << QByteArray("a.b_c-1");
    QTest::newRow("plain") << QByteArray("plain:sk-1:2") << int(Scheme::Plain) << QByteArray();
}

void TestReference::readsEachScheme() {
    QFETCH(QByteArray, text);
    QFETCH(int, scheme);
    QFETCH(QByteArray, name);
    const auto reference = parseReference(text.constData());
    QVERIFY(reference.has_value());
    QCOMPARE(int(reference->scheme), scheme);
    QCOMPARE(reference->name, name.toStdString());
}

void TestReference::refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a key") << QByteArray("sk-proj-abc");
    QTest::newRow("unknown scheme") << QByteArray("http://x");
    QTest::newRow("capitals") << QByteArray("ENV:HOME");
    QTest::newRow("no name") << QByteArray("env:");
    QTest::newRow("no value") << QByteArray("plain:");
    QTest::newRow("no variable") << QByteArray("env:A-B");
    QTest::newRow("variable with =") << QByteArray("env:A=B");
    QTest::newRow("digit first") << QByteArray("env:1A");
    QTest::newRow("blank in a name") << QByteArray("vault:a b");
    QTest::newRow("slash in a name") << QByteArray("keychain:../x");
    QTest::newRow("long name") << QByteArray("vault:") + QByteArray(65, 'x');
    QTest::newRow("long path") << QByteArray("file:/") + QByteArray(5000, 'x');
}

void TestReference::refuses() {
    QFETCH(QByteArray, text);
    const auto reference = parseReference(text.constData());
    QVERIFY(!reference.has_value());
    QCOMPARE(reference.error().code, std::string("invalid_secret_reference"));
    QVERIFY(reference.error().kind == ErrorKind::Invalid);
    QVERIFY(!reference.error().expected.empty());
}

void TestReference::neverQuotesWhatMayBeAKey() {
    for (const char* text : {"sk-planted", "sk-planted:x", "env:sk-planted", "vault:sk planted", "vault:planted/x"}) {
        const auto reference = parseReference(text);
        QVERIFY(!reference.has_value());
        QVERIFY(reference.error().message.find("planted") == std::string::npos);
        QVERIFY(reference.error().found.empty());
    }
}

void TestReference::knowsNames() {
    QVERIFY(isValidSecretName("a"));
    QVERIFY(isValidSecretName(std::string(64, 'z')));
    QVERIFY(isValidSecretName("-._A9"));
    QVERIFY(!isValidSecretName(""));
    QVERIFY(!isValidSecretName(std::string(65, 'z')));
    QVERIFY(!isValidSecretName("a/b"));
    QVERIFY(!isValidSecretName("\xC3\xA4"));
}

QTEST_APPLESS_MAIN(TestReference)
#include "tst_reference.moc"
