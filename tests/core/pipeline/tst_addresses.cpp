// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/addresses.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::pipeline;

class tst_addresses : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knowsWhatAnAddressMeans_data();
    void knowsWhatAnAddressMeans();
    void turnsTheListOfModelsByTheVersionHeader();
    void decodesAModelOnce();
    void knowsWhatIsRelayed_data();
    void knowsWhatIsRelayed();
    void tellsEveryMethodThatAnAddressTakes();
};

void tst_addresses::knowsWhatAnAddressMeans_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("post");
    QTest::addColumn<int>("fault");
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("operation");
    const int right = int(AddressFault::None), unknown = int(AddressFault::UnknownPath);
    const int method = int(AddressFault::WrongMethod);
    QTest::newRow("chat") << "/v1/chat/completions" << true << right << "openai"
                          << "chat";
    QTest::newRow("embeddings") << "/v1/embeddings" << true << right << "openai"
                                << "embeddings";
    QTest::newRow("messages") << "/anthropic/v1/messages" << true << right << "anthropic"
                              << "messages";
    QTest::newRow("messages at v1") << "/v1/messages" << true << right << "anthropic"
                                    << "messages";
    QTest::newRow("count") << "/v1/messages/count_tokens" << true << right << "anthropic"
                           << "count_tokens";
    QTest::newRow("get at chat") << "/v1/chat/completions" << false << method << "openai"
                                 << "chat";
    QTest::newRow("post at models") << "/v1/models" << true << method << "openai"
                                    << "models";
    QTest::newRow("no such path") << "/v1/chat" << true << unknown << "openai"
                                  << "chat";
    QTest::newRow("a capability to come") << "/v1/videos" << true << unknown << "openai"
                                          << "chat";
    QTest::newRow("behind a slash") << "/v1/chat/completions/" << true << unknown << "openai"
                                    << "chat";
    QTest::newRow("unknown at anthropic") << "/anthropic/v2/x" << true << unknown << "anthropic"
                                          << "chat";
    QTest::newRow("case counts") << "/V1/chat/completions" << true << unknown << "openai"
                                 << "chat";
}

void tst_addresses::knowsWhatAnAddressMeans() {
    QFETCH(QString, path);
    QFETCH(bool, post);
    QFETCH(int, fault);
    QFETCH(QString, dialect);
    QFETCH(QString, operation);
    const std::string text = path.toStdString();
    const auto match = matchAddress(post ? http::Method::Post : http::Method::Get, text, false);
    QCOMPARE(int(match.fault), fault);
    QCOMPARE(QString::fromUtf8(nameOf(match.address.dialect).data()), dialect);
    QCOMPARE(QString::fromUtf8(nameOf(match.address.operation).data()), operation);
}

void tst_addresses::turnsTheListOfModelsByTheVersionHeader() {
    QVERIFY(matchAddress(http::Method::Get, "/v1/models", false).address.dialect == dialects::Dialect::OpenAi);
    QVERIFY(matchAddress(http::Method::Head, "/v1/models", true).address.dialect == dialects::Dialect::Anthropic);
    QVERIFY(matchAddress(http::Method::Post, "/v1/chat/completions", true).address.dialect ==
            dialects::Dialect::OpenAi);
}

void tst_addresses::decodesAModelOnce() {
    const auto match = matchAddress(http::Method::Get, "/v1/models/org%2Fmodel%253A1/x:free", false);
    QCOMPARE(match.address.model, std::string("org/model%3A1/x:free"));
    QVERIFY(matchAddress(http::Method::Get, "/v1/models/a%zz", false).fault == AddressFault::BadEscape);
    QVERIFY(matchAddress(http::Method::Get, "/v1/models/", false).fault == AddressFault::UnknownPath);
}

void tst_addresses::knowsWhatIsRelayed_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("version");
    QTest::addColumn<QString>("operation"); // "" = unknown
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("behind");
    const auto row = [](const char* path, bool version, const char* operation, const char* dialect,
                        const char* behind) {
        QTest::newRow(path) << QString::fromLatin1(path) << version << QString::fromLatin1(operation)
                            << QString::fromLatin1(dialect) << QString::fromLatin1(behind);
    };
    row("/v1/files/file-1/content", false, "files", "openai", "/files/file-1/content");
    row("/v1/files/file_1", true, "files", "anthropic", "/v1/files/file_1");
    row("/anthropic/v1/files", false, "files", "anthropic", "/v1/files");
    row("/v1/batches/b", true, "batches", "openai", "/batches/b");
    row("/anthropic/v1/messages/batches/b/results", false, "batches", "anthropic", "/v1/messages/batches/b/results");
    row("/passthrough/p-1/a/b%20c//d", false, "passthrough", "openai", "/a/b%20c//d");
    row("/passthrough/p-1/", false, "passthrough", "openai", "/");
    row("/passthrough/p-1", false, "", "openai", "");
    row("/passthrough//x", false, "", "openai", "");
    row("/passthrough/../x", false, "", "openai", "");
    row("/passthrough/a%2Fb/x", false, "", "openai", "");
    row("/v1/files/", false, "", "openai", "");
    row("/v1/files/..", false, "", "openai", "");
    row("/v1/files/a/b/content", false, "", "openai", "");
    row("/v1/files/a%2Fb", false, "", "openai", "");
    row("/v1/files/a/content/x", false, "", "openai", "");
}

void tst_addresses::knowsWhatIsRelayed() {
    QFETCH(QString, path);
    QFETCH(bool, version);
    QFETCH(QString, operation);
    QFETCH(QString, dialect);
    QFETCH(QString, behind);
    const std::string text = path.toStdString();
    const auto match = matchAddress(http::Method::Get, text, version);
    QCOMPARE(match.fault == AddressFault::None, !operation.isEmpty());
    if (operation.isEmpty())
        return;
    QCOMPARE(QString::fromUtf8(nameOf(match.address.operation).data()), operation);
    QCOMPARE(QString::fromUtf8(nameOf(match.address.dialect).data()), dialect);
    QCOMPARE(match.address.path, behind.toStdString());
}

void tst_addresses::tellsEveryMethodThatAnAddressTakes() {
    QCOMPARE(matchAddress(http::Method::Put, "/v1/files/x", false).allow, std::string("GET, HEAD, DELETE, OPTIONS"));
    QCOMPARE(matchAddress(http::Method::Get, "/v1/messages", false).allow, std::string("POST, OPTIONS"));
    QCOMPARE(matchAddress(http::Method::Options, "/passthrough/p/x", false).allow,
             std::string("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    QVERIFY(matchAddress(http::Method::Patch, "/passthrough/p/x", false).address.method == http::Method::Patch);
}

QTEST_APPLESS_MAIN(tst_addresses)
#include "tst_addresses.moc"
