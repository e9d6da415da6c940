// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/resolver.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::secrets;

class TestResolver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aVariableIsReadOnceAndOverwritten();
    void aVariableThatIsNotSetIsNamed();
    void aFileIsReadWithoutItsLineEnd_data();
    void aFileIsReadWithoutItsLineEnd();
    void anOpenFileIsRefused_data();
    void anOpenFileIsRefused();
    void whatIsNoFileIsRefused();
    void aPipeDoesNotHang();
    void whatCannotGoIntoAHeaderIsRefused();
    void theVaultAnswers();
    void withoutKeyChainItSaysSo();
    void plainIsItsValue();
    void noMessageHoldsASecret();

private:
    std::string file(const char* name) const { return m_folder->filePath(QLatin1String(name)).toStdString(); }
    std::string write(const char* name, const QByteArray& content, mode_t mode = 0600) {
        const std::string path = file(name);
        QFile out(QString::fromStdString(path));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write %s", path.c_str());
        out.close();
        (void)::chmod(path.c_str(), mode);
        return path;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Vault> m_vault;
    std::unique_ptr<SecretResolver> m_resolver;
};

void TestResolver::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    VaultKey key;
    key.keyFile = file("vault-key");
    key.makeKeyFile = true;
    m_vault = std::make_unique<Vault>(file("vault"), key);
    m_resolver = std::make_unique<SecretResolver>(nullptr, *m_vault);
}

void TestResolver::aVariableIsReadOnceAndOverwritten() {
    ::setenv("GATEHOUSE_TEST_SECRET", "sk-from-environment", 1);
    const char* const place = std::getenv("GATEHOUSE_TEST_SECRET");
    for (int i = 0; i < 3; ++i) {
        const auto secret = m_resolver->resolve("env:GATEHOUSE_TEST_SECRET");
        QVERIFY(secret.has_value());
        QVERIFY((*secret)->reveal() == "sk-from-environment");
        for (std::size_t at = 0; at < sizeof "sk-from-environment" - 1; ++at)
            QCOMPARE(place[at], '\0');
    }
    ::setenv("GATEHOUSE_TEST_SECRET", "sk-another", 1); // a new value wins over the kept one
    QVERIFY((*m_resolver->resolve("env:GATEHOUSE_TEST_SECRET"))->reveal() == "sk-another");
}

void TestResolver::aVariableThatIsNotSetIsNamed() {
    ::unsetenv("GATEHOUSE_TEST_ABSENT");
    const auto secret = m_resolver->resolve("env:GATEHOUSE_TEST_ABSENT");
    QVERIFY(!secret.has_value());
    QCOMPARE(secret.error().code, std::string("secret_not_found"));
    QVERIFY(secret.error().message.find("GATEHOUSE_TEST_ABSENT") != std::string::npos);
    QVERIFY(!takeFromEnvironment("GATEHOUSE_TEST_ABSENT").has_value());
}

void TestResolver::aFileIsReadWithoutItsLineEnd_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("none") << QByteArray("sk-file") << QByteArray("sk-file");
    QTest::newRow("LF") << QByteArray("sk-file\n") << QByteArray("sk-file");
    QTest::newRow("CRLF") << QByteArray("sk-file\r\n") << QByteArray("sk-file");
    QTest::newRow("blanks stay") << QByteArray(" sk file \n") << QByteArray(" sk file ");
    QTest::newRow("largest") << QByteArray(64 * 1024, 'k') << QByteArray(64 * 1024, 'k');
}

void TestResolver::aFileIsReadWithoutItsLineEnd() {
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, secret);
    const auto read = m_resolver->resolve("file:" + write("key", content));
    QVERIFY(read.has_value());
    QVERIFY((*read)->reveal() == std::string_view(secret.constData(), static_cast<std::size_t>(secret.size())));
}

void TestResolver::anOpenFileIsRefused_data() {
    QTest::addColumn<int>("mode");
    for (const int mode : {0640, 0604, 0660, 0644, 0666, 0601, 0610})
        QTest::addRow("%o", mode) << mode;
}

void TestResolver::anOpenFileIsRefused() {
    QFETCH(int, mode);
    const std::string path = write("key", "sk-planted", static_cast<mode_t>(mode));
    const auto secret = m_resolver->resolve("file:" + path);
    QVERIFY(!secret.has_value());
    QCOMPARE(secret.error().code, std::string("secret_file_permissions"));
    QVERIFY(secret.error().message.find("chmod 600 " + path) != std::string::npos);
    (void)::chmod(path.c_str(), 0400);
    QVERIFY(m_resolver->resolve("file:" + path).has_value());
}

void TestResolver::whatIsNoFileIsRefused() {
    QCOMPARE(m_resolver->resolve("file:" + file("absent")).error().code, std::string("secret_file_open"));
    QVERIFY(m_resolver->resolve("file:" + file("absent")).error().kind == ErrorKind::NotFound);
    QCOMPARE(m_resolver->resolve("file:" + m_folder->path().toStdString()).error().code,
             std::string("secret_file_open"));
    QCOMPARE(m_resolver->resolve("file:" + write("empty", "")).error().code, std::string("invalid_secret"));
    QCOMPARE(m_resolver->resolve("file:" + write("blank", "\n")).error().code, std::string("invalid_secret"));
    const auto large = m_resolver->resolve("file:" + write("large", QByteArray(64 * 1024 + 1, 'k')));
    QVERIFY(large.error().kind == ErrorKind::TooLarge);
}

void TestResolver::aPipeDoesNotHang() {
    const std::string path = file("pipe");
    QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
    QVERIFY(!m_resolver->resolve("file:" + path).has_value());
}

void TestResolver::whatCannotGoIntoAHeaderIsRefused() {
    for (const char* content : {"two\nlines", "tab\there", "two\n\n", "del\x7F"}) {
        const auto secret = m_resolver->resolve("file:" + write("key", content));
        QVERIFY(!secret.has_value());
        QCOMPARE(secret.error().code, std::string("invalid_secret"));
    }
}

void TestResolver::theVaultAnswers() {
    QCOMPARE(m_resolver->resolve("vault:openai").error().code, std::string("secret_not_found"));
    QVERIFY(m_vault->write("openai", Secret("sk-vault")).has_value());
    QVERIFY((*m_resolver->resolve("vault:openai"))->reveal() == "sk-vault");
}

void TestResolver::withoutKeyChainItSaysSo() {
    const auto secret = m_resolver->resolve("keychain:openai");
    QVERIFY(!secret.has_value());
    QVERIFY(secret.error().kind == ErrorKind::Unavailable);
    QCOMPARE(secret.error().code, std::string("keychain_unavailable"));
}

void TestResolver::plainIsItsValue() {
    QVERIFY((*m_resolver->resolve("plain:sk:with:colons"))->reveal() == "sk:with:colons");
    QCOMPARE(m_resolver->resolve("plain:a\nb").error().code, std::string("invalid_secret"));
}

void TestResolver::noMessageHoldsASecret() {
    ::setenv("GATEHOUSE_TEST_SECRET", "planted\nplanted", 1);
    const std::string references[] = {"env:GATEHOUSE_TEST_SECRET",
                                      "plain:planted\n",
                                      "planted",
                                      "file:" + write("a", "planted\nplanted"),
                                      "file:" + write("b", "planted", 0644),
                                      "file:" + write("c", QByteArray("planted").repeated(20'000))};
    for (const auto& reference : references) {
        const auto secret = m_resolver->resolve(reference);
        QVERIFY(!secret.has_value());
        QVERIFY2(secret.error().message.find("planted") == std::string::npos, secret.error().message.c_str());
        QVERIFY(secret.error().found.empty() && secret.error().field.empty());
    }
}

QTEST_APPLESS_MAIN(TestResolver)
#include "tst_resolver.moc"
