// SPDX-License-Identifier: Apache-2.0
#include "core/identity/oidc.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace gatehouse;
using namespace gatehouse::identity;
namespace json = boost::json;

namespace {

constexpr WallMicros now = 1'790'000'000'000'000;
constexpr std::int64_t nowSeconds = 1'790'000'000;
const std::string issuer = "https://login.example";

json::object rightClaims() {
    return {{"iss", issuer},        {"aud", "gatehouse"},      {"sub", "248289761001"},
            {"nonce", "n-0S6"},     {"exp", nowSeconds + 300}, {"iat", nowSeconds - 1},
            {"groups", {"a", "b"}}, {"email_verified", true},  {"realm_access", {{"roles", {"admin"}}}}};
}

ExpectedToken expectation() {
    return {.issuer = issuer, .clientId = "gatehouse", .nonce = "n-0S6", .now = now};
}

std::string document(const std::string& change = {}, const json::value& value = {}) {
    json::object it{{"issuer", issuer},
                    {"authorization_endpoint", issuer + "/auth?tenant=1"},
                    {"token_endpoint", issuer + "/token"},
                    {"jwks_uri", "https://keys.example/jwks"}};
    if (!change.empty())
        it[change] = value;
    return json::serialize(it);
}

} // namespace

class TestOidc : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRightTokenHolds() { QVERIFY(checkIdToken(rightClaims(), expectation())); }

    void aTokenWithAnythingElseDoesNot_data() {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<bool>("holds");
        const auto row = [](const char* name, const char* change, bool holds = false) {
            QTest::newRow(name) << QByteArray(change) << holds;
        };
        row("another issuer", R"({"iss":"login.example"})");
        row("no issuer", R"({"iss":null})");
        row("another audience", R"({"aud":"other"})");
        row("audience among several, for us", R"({"aud":["other","gatehouse"],"azp":"gatehouse"})", true);
        row("audience among several, for the other", R"({"aud":["other","gatehouse"],"azp":"other"})");
        row("audience among several, nobody said for whom", R"({"aud":["other","gatehouse"]})");
        row("audience as a list of one", R"({"aud":["gatehouse"]})", true);
        row("empty audience", R"({"aud":[]})");
        row("party of another", R"({"azp":"other"})");
        row("another nonce", R"({"nonce":"n-0S7"})");
        row("no nonce", R"({"nonce":null})");
        row("expired within the skew", R"({"exp":1789999950})", true);
        row("expired", R"({"exp":1789999940})");
        row("expires never", R"({"exp":null})");
        row("expires in words", R"({"exp":"1790000300"})");
        row("expires far too late", R"({"exp":1e300})");
        row("issued within the skew", R"({"iat":1790000050})", true);
        row("issued in the future", R"({"iat":1790000070})");
        row("not yet", R"({"nbf":1790000100})");
        row("now", R"({"nbf":1790000000})", true);
        row("not before anything", R"({"nbf":"soon"})");
        row("nobody", R"({"sub":""})");
        row("a number", R"({"sub":5})");
    }
    void aTokenWithAnythingElseDoesNot() {
        QFETCH(QByteArray, change);
        QFETCH(bool, holds);
        auto claims = rightClaims();
        const auto changes = json::parse(change.toStdString());
        for (const auto& [name, value] : changes.get_object())
            claims[name] = value;
        QCOMPARE(checkIdToken(claims, expectation()).has_value(), holds);
    }

    void anEmptyNonceIsNeverExpected() {
        auto claims = rightClaims();
        claims["nonce"] = "";
        auto expected = expectation();
        expected.nonce.clear();
        QVERIFY(!checkIdToken(claims, expected));
    }

    void aProviderSpeaksForItselfOnly() {
        const auto found = readDiscovery(document(), issuer);
        QVERIFY(found);
        QCOMPARE(found->tokenEndpoint, issuer + "/token");
        QVERIFY(found->basicAuth);
        QVERIFY(!readDiscovery(document(), issuer + '/'));
        QVERIFY(!readDiscovery(document("issuer", "https://evil.example"), issuer));
        QVERIFY(!readDiscovery(document("token_endpoint", "http://login.example/token"), issuer));
        QVERIFY(!readDiscovery(document("token_endpoint", "http://127.0.0.1/token"), issuer));
        QVERIFY(!readDiscovery(document("jwks_uri", "file:///etc/passwd"), issuer));
        QVERIFY(!readDiscovery(document("authorization_endpoint", "javascript:alert(1)"), issuer));
        QVERIFY(!readDiscovery(document("authorization_endpoint", "https://a b/"), issuer));
        QVERIFY(!readDiscovery(document("token_endpoint", nullptr), issuer));
        QVERIFY(!readDiscovery(document("response_types_supported", {"id_token"}), issuer));
        QVERIFY(!readDiscovery("<html>", issuer));
        QCOMPARE(discoveryAddress(issuer + "/tenant/"), issuer + "/tenant/.well-known/openid-configuration");
    }

    void theQuestionHoldsWhatMustComeBack() {
        const auto found = readDiscovery(document(), issuer);
        const auto attempt = newAttempt("http://127.0.0.1:5000/back");
        const auto url = authorizationUrl(*found, attempt, "gate house", {"email", "openid"});
        QVERIFY(url.starts_with(issuer + "/auth?tenant=1&response_type=code&client_id=gate%20house&"));
        QVERIFY(url.find("&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fback&") != std::string::npos);
        QVERIFY(url.find("&scope=openid%20email&") != std::string::npos);
        QVERIFY(url.find("&state=" + attempt.state) != std::string::npos);
        QVERIFY(url.find("&nonce=" + attempt.nonce) != std::string::npos);
        QVERIFY(url.ends_with("&code_challenge_method=S256"));
        QVERIFY(url.find(std::string(attempt.verifier.reveal())) == std::string::npos);
        QVERIFY(attempt.state != newAttempt("").state);
    }

    // RFC 7636, appendix B.
    void theChallengeIsThatOfTheStandard() {
        QCOMPARE(challengeOf(Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
                 std::string("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
    }

    void redirectsOfTheConsoleStayOnThisMachine_data() {
        QTest::addColumn<QString>("uri");
        QTest::addColumn<bool>("taken");
        QTest::newRow("four") << QStringLiteral("http://127.0.0.1:49152/signed-in") << true;
        QTest::newRow("six") << QStringLiteral("http://[::1]:49152/") << true;
        for (const auto* other :
             {"http://localhost:1/", "http://127.0.0.1.evil.example/", "http://127.0.0.1@evil.example/",
              "https://evil.example/", "http://10.0.0.1/", "http://127.0.0.1:1/#x", "http://127.0.0.1\\@evil.example/",
              "javascript:1", "", "http://0.0.0.0/"})
            QTest::newRow(other) << QString::fromLatin1(other) << false;
    }
    void redirectsOfTheConsoleStayOnThisMachine() {
        QFETCH(QString, uri);
        QFETCH(bool, taken);
        QCOMPARE(isLoopbackRedirect(uri.toStdString()), taken);
    }

    void claimsAreReadByNameOrPlace() {
        const auto claims = rightClaims();
        QCOMPARE(claimTexts(claims, "groups"), (std::vector<std::string>{"a", "b"}));
        QCOMPARE(claimTexts(claims, "/realm_access/roles"), std::vector<std::string>{"admin"});
        QCOMPARE(claimText(claims, "email_verified"), std::string("true"));
        QVERIFY(claimTexts(claims, "/realm_access/none").empty());
        QVERIFY(claimTexts(claims, "/groups/0").empty());
        QVERIFY(claimTexts(claims, "exp").empty());
        QVERIFY(claimTexts(claims, "").empty());
        QVERIFY(claimTexts(claims, "/").empty());
    }
};

QTEST_APPLESS_MAIN(TestOidc)
#include "tst_oidc.moc"
