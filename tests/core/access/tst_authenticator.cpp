// SPDX-License-Identifier: Apache-2.0
#include "core/access/authenticator.h"

#include "core/access/gateway_key.h"

#include <QTest>
#include <string>

using namespace gatehouse;
using namespace gatehouse::access;

namespace {

constexpr WallMicros noon = 1'700'000'000'000'000;

// Two teams with an application each, and keys in every state.
config::Snapshot makeSnapshot() {
    config::Snapshot snapshot;
    snapshot.teams.resize(2);
    snapshot.teams[0].id = "research";
    snapshot.teams[1].id = "closed";
    snapshot.teams[1].enabled = false;
    snapshot.apps.resize(3);
    snapshot.apps[0].id = "notebook";
    snapshot.apps[1].id = "stopped";
    snapshot.apps[1].enabled = false;
    snapshot.apps[2].id = "orphan";
    snapshot.apps[2].team = 1;
    const auto add = [&snapshot](std::string_view text, std::size_t app) -> config::Key& {
        config::Key key;
        key.id = std::string(text);
        key.app = app;
        key.digest = sha256(text);
        snapshot.keyByDigest.emplace(key.digest, snapshot.keys.size());
        return snapshot.keys.emplace_back(std::move(key));
    };
    add("good-key", 0);
    add("second-key", 0);
    add("revoked-key", 0).revoked = true;
    add("disabled-key", 0).enabled = false;
    add("expired-key", 0).expires = noon;
    add("lasting-key", 0).expires = noon + 1;
    add("stopped-app-key", 1);
    add("closed-team-key", 2);
    return snapshot;
}

} // namespace

class TestAuthenticator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheKeyInEveryPlace_data();
    void findsTheKeyInEveryPlace();
    void refuses_data();
    void refuses();
    void theSameKeyTwiceIsOne();
    void everyBadKeyHasTheSameAnswer();
    void aStreamSeesThatItsKeyEnded();
    void noMessageHoldsTheKey();
    void anIndexBeyondTheSnapshotIsNoEntry();
};

void TestAuthenticator::findsTheKeyInEveryPlace_data() {
    QTest::addColumn<int>("place");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("bearer") << 0 << QByteArray("Bearer good-key");
    QTest::newRow("bearer, other case") << 0 << QByteArray("bEARER good-key");
    QTest::newRow("bearer, blanks") << 0 << QByteArray("  Bearer   good-key ");
    QTest::newRow("x-api-key") << 1 << QByteArray("good-key");
    QTest::newRow("api-key") << 2 << QByteArray("good-key");
    QTest::newRow("x-goog-api-key") << 3 << QByteArray("good-key");
    QTest::newRow("query") << 4 << QByteArray("good-key");
}

void TestAuthenticator::findsTheKeyInEveryPlace() {
    QFETCH(int, place);
    QFETCH(QByteArray, value);
    Credentials credentials;
    std::string_view* const places[] = {&credentials.authorization, &credentials.xApiKey, &credentials.apiKey,
                                        &credentials.xGoogApiKey, &credentials.queryKey};
    *places[place] = value.constData();
    const auto identity = authenticate(makeSnapshot(), credentials, noon);
    QVERIFY(identity.has_value());
    QCOMPARE(identity->key, std::size_t(0));
    QCOMPARE(identity->app, std::size_t(0));
    QCOMPARE(identity->team, std::size_t(0));
}

void TestAuthenticator::refuses_data() {
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QByteArray>("xApiKey");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("nothing") << QByteArray() << QByteArray() << QByteArray("missing_key");
    QTest::newRow("empty bearer") << QByteArray("Bearer ") << QByteArray() << QByteArray("missing_key");
    QTest::newRow("bearer alone") << QByteArray("Bearer") << QByteArray() << QByteArray("missing_key");
    QTest::newRow("unknown") << QByteArray("Bearer nobody") << QByteArray() << QByteArray("invalid_key");
    QTest::newRow("no scheme") << QByteArray("good-key") << QByteArray() << QByteArray("invalid_key");
    QTest::newRow("basic") << QByteArray("Basic Z29vZDprZXk=") << QByteArray() << QByteArray("invalid_key");
    QTest::newRow("bearer glued") << QByteArray("Bearergood-key") << QByteArray() << QByteArray("invalid_key");
    QTest::newRow("part of a key") << QByteArray("Bearer good-ke") << QByteArray() << QByteArray("invalid_key");
    QTest::newRow("two words") << QByteArray("Bearer good-key x") << QByteArray() << QByteArray("invalid_key");
    QTest::newRow("control byte") << QByteArray("Bearer good\x01key") << QByteArray() << QByteArray("invalid_key");
    QTest::newRow("not ASCII") << QByteArray("Bearer g\xC3\xB6od-key") << QByteArray() << QByteArray("invalid_key");
    QTest::newRow("too long") << QByteArray("Bearer ") + QByteArray(1 << 20, 'k') << QByteArray()
                              << QByteArray("invalid_key");
    QTest::newRow("two different") << QByteArray("Bearer good-key") << QByteArray("second-key")
                                   << QByteArray("ambiguous_credentials");
    QTest::newRow("good and bad") << QByteArray("Bearer good-key") << QByteArray("nobody")
                                  << QByteArray("ambiguous_credentials");
    QTest::newRow("basic beside a key") << QByteArray("Basic Z29vZA==") << QByteArray("good-key")
                                        << QByteArray("ambiguous_credentials");
}

void TestAuthenticator::refuses() {
    QFETCH(QByteArray, authorization);
    QFETCH(QByteArray, xApiKey);
    QFETCH(QByteArray, code);
    Credentials credentials;
    credentials.authorization = {authorization.constData(), static_cast<std::size_t>(authorization.size())};
    credentials.xApiKey = {xApiKey.constData(), static_cast<std::size_t>(xApiKey.size())};
    const auto identity = authenticate(makeSnapshot(), credentials, noon);
    QVERIFY(!identity.has_value());
    QCOMPARE(identity.error().code, code.toStdString());
    QVERIFY(identity.error().kind == (code == "ambiguous_credentials" ? ErrorKind::Invalid : ErrorKind::Unauthorized));
}

void TestAuthenticator::theSameKeyTwiceIsOne() {
    Credentials credentials;
    credentials.authorization = "Bearer good-key";
    credentials.xApiKey = "good-key";
    credentials.apiKey = "good-key";
    credentials.xGoogApiKey = "good-key";
    credentials.queryKey = "good-key";
    QVERIFY(authenticate(makeSnapshot(), credentials, noon).has_value());
}

void TestAuthenticator::everyBadKeyHasTheSameAnswer() {
    const auto snapshot = makeSnapshot();
    Credentials credentials;
    credentials.xApiKey = "nobody";
    const auto unknown = authenticate(snapshot, credentials, noon);
    QVERIFY(!unknown.has_value());
    for (const char* key : {"revoked-key", "disabled-key", "expired-key", "stopped-app-key", "closed-team-key"}) {
        credentials.xApiKey = key;
        const auto answer = authenticate(snapshot, credentials, noon);
        QVERIFY2(!answer.has_value(), key);
        QCOMPARE(answer.error().code, unknown.error().code);
        QCOMPARE(answer.error().message, unknown.error().message);
        QVERIFY(answer.error().kind == unknown.error().kind);
    }
    credentials.xApiKey = "lasting-key";
    QVERIFY(authenticate(snapshot, credentials, noon).has_value());
}

void TestAuthenticator::aStreamSeesThatItsKeyEnded() {
    auto snapshot = makeSnapshot();
    const auto digest = sha256("lasting-key");
    QVERIFY(stillValid(snapshot, digest, noon));
    QVERIFY(!stillValid(snapshot, digest, noon + 1));
    snapshot.keys[snapshot.keyByDigest.at(digest)].revoked = true;
    QVERIFY(!stillValid(snapshot, digest, noon));
    QVERIFY(!stillValid(config::Snapshot{}, digest, noon));
}

void TestAuthenticator::noMessageHoldsTheKey() {
    Credentials credentials;
    credentials.authorization = "Token sk-planted-secret";
    credentials.xApiKey = "sk-other-secret";
    for (int round = 0; round < 2; ++round) {
        const auto answer = authenticate(makeSnapshot(), credentials, noon);
        QVERIFY(!answer.has_value());
        QVERIFY(answer.error().message.find("secret") == std::string::npos);
        QVERIFY(answer.error().found.empty());
        credentials.xApiKey = {};
    }
}

void TestAuthenticator::anIndexBeyondTheSnapshotIsNoEntry() {
    auto snapshot = makeSnapshot();
    snapshot.keys[0].app = 99;
    Credentials credentials;
    credentials.xApiKey = "good-key";
    QVERIFY(!authenticate(snapshot, credentials, noon).has_value());
}

QTEST_APPLESS_MAIN(TestAuthenticator)
#include "tst_authenticator.moc"
