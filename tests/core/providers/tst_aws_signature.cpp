// SPDX-License-Identifier: Apache-2.0
// AWS's published vectors for signature version 4 (region us-east-1, service "service", 2015-08-30T12:36:00Z), and what
// they leave out: model ids that are encoded twice.
#include "core/base/text.h"
#include "core/providers/auth/crypto.h"
#include "core/providers/aws/signature.h"

#include <QTest>
#include <algorithm>
#include <array>

using namespace gatehouse;
using namespace gatehouse::providers;

namespace {

constexpr std::string_view keyId = "AKIDEXAMPLE";
constexpr std::string_view secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

aws::SigningScope scopeOf(std::string_view region = "us-east-1", std::string_view service = "service") {
    return {region, service, parseTime("2015-08-30T12:36:00Z").value()};
}

// "name: value" lines.
std::vector<http::Field> fieldsIn(const QByteArray& lines) {
    std::vector<http::Field> fields{{"Host", "example.amazonaws.com"}, {"X-Amz-Date", "20150830T123600Z"}};
    for (const auto& line : lines.split('\n')) {
        if (const auto colon = line.indexOf(':'); colon > 0)
            fields.push_back({line.left(colon).toStdString(), line.mid(colon + 1).toStdString()});
    }
    return fields;
}

std::string valueOf(const std::vector<http::Field>& fields, std::string_view name) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [name](const auto& field) { return field.name == name; });
    return found == fields.end() ? std::string() : found->value;
}

} // namespace

class TestAwsSignature : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void vectors_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("signature");
        const auto row = [](const char* name, const char* method, const QByteArray& target, const char* fields,
                            const char* body, const char* signature) {
            QTest::newRow(name) << QByteArray(method) << target << QByteArray(fields) << QByteArray(body)
                                << QByteArray(signature);
        };
        const QByteArray unreserved("-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        const char* vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
        row("get-vanilla", "GET", "/", "", "", vanilla);
        row("get-vanilla-empty-query-key", "GET", "/?Param1=value1", "", "",
            "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb");
        row("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "", "",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
        row("get-vanilla-query-unreserved", "GET", "/?" + unreserved + "=" + unreserved, "", "",
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197");
        row("get-vanilla-utf8-query", "GET", "/?\xE1\x88\xB4=bar", "", "",
            "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04");
        row("get-unreserved", "GET", "/" + unreserved, "", "",
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f");
        row("get-utf8", "GET", "/\xE1\x88\xB4", "", "",
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
        row("get-space", "GET", "/example space/", "", "",
            "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741");
        row("get-slash", "GET", "//", "", "", vanilla);
        row("get-slashes", "GET", "//example//", "", "",
            "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84");
        row("get-slash-dot-slash", "GET", "/./", "", "", vanilla);
        row("get-slash-pointless-dot", "GET", "/./example", "", "",
            "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5");
        row("get-relative", "GET", "/example/..", "", "", vanilla);
        row("get-relative-relative", "GET", "/example1/example2/../..", "", "", vanilla);
        row("get-header-key-duplicate", "GET", "/", "My-Header1:value2\nMy-Header1:value2\nMy-Header1:value1", "",
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
        row("get-header-value-order", "GET", "/",
            "My-Header1:value4\nMy-Header1:value1\nMy-Header1:value3\nMy-Header1:value2", "",
            "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01");
        row("get-header-value-trim", "GET", "/", "My-Header1: value1\nMy-Header2: \"a   b   c\"", "",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
        row("post-vanilla", "POST", "/", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
        row("post-vanilla-query", "POST", "/?Param1=value1", "", "",
            "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11");
        const QByteArray token(
            "X-Amz-Security-Token:AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA"
            "eMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQ"
            "DYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+"
            "scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==");
        row("post-sts-header-before", "POST", "/", token.constData(), "",
            "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
        row("post-x-www-form-urlencoded", "POST", "/", "Content-Type:application/x-www-form-urlencoded",
            "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }
    void vectors() {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, signature);
        const auto wire = target.toStdString();
        const auto verb = method.toStdString();
        const auto digest = toHex(sha256(body.toStdString()));
        const aws::Signable request{verb, wire, fieldsIn(fields), digest};
        const auto authorization = aws::authorizationOf(request, {keyId, secret, {}}, scopeOf());
        const auto mark = authorization.find("Signature=");
        QCOMPARE(QByteArray::fromStdString(authorization.substr(mark + 10)), signature);
        QVERIFY(authorization.starts_with(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders="));
    }

    // The inference profile's ARN as it stands on the wire, encoded once more in what is signed.
    void modelIdsAreEncodedTwice() {
        const std::string target = "/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Ainference-profile%2F"
                                   "eu.anthropic.claude-sonnet-4-20250514-v1%3A0/converse";
        QCOMPARE(QByteArray::fromStdString(aws::canonicalPath(target)),
                 QByteArray("/model/arn%253Aaws%253Abedrock%253Aeu-west-1%253A123456789012%253Ainference-profile%252F"
                            "eu.anthropic.claude-sonnet-4-20250514-v1%253A0/converse"));
        std::vector<http::Field> fields{{"Content-Type", "application/json"}, {"User-Agent", "gatehouse"}};
        const std::array<std::string_view, 2> body{"{\"messages\":", "[]}"};
        aws::sign(fields, "POST", target, "bedrock-runtime.eu-west-1.amazonaws.com", body, {keyId, secret, "SESSION"},
                  scopeOf("eu-west-1", "bedrock"));
        QCOMPARE(QByteArray::fromStdString(valueOf(fields, "x-amz-date")), QByteArray("20150830T123600Z"));
        QCOMPARE(QByteArray::fromStdString(valueOf(fields, "x-amz-security-token")), QByteArray("SESSION"));
        QCOMPARE(QByteArray::fromStdString(valueOf(fields, "x-amz-content-sha256")),
                 QByteArray("5e4ce7b36ba37b78a5d5f9fd08e6b7b54ba6879d651aa46ec9e1d6fa24ebe30a"));
        // Calculated by other code from the same published rules.
        QCOMPARE(QByteArray::fromStdString(valueOf(fields, "authorization")),
                 QByteArray("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/eu-west-1/bedrock/aws4_request, "
                            "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
                            "Signature=9694218f9e60142af134c15495a5ab73982376ce420f343a9b8bfe29638505d4"));
    }

    void aSecondSignatureReplacesTheFirst() {
        std::vector<http::Field> fields{{"Content-Type", "application/json"}};
        const std::array<std::string_view, 1> body{"{}"};
        for (const auto* token : {"FIRST", ""})
            aws::sign(fields, "POST", "/", "h", body, {keyId, secret, token}, scopeOf());
        QCOMPARE(fields.size(), std::size_t{4});
        QVERIFY(valueOf(fields, "x-amz-security-token").empty());
    }

    void queriesAreSortedAndEncodedStrictly() {
        QCOMPARE(QByteArray::fromStdString(aws::canonicalQuery("b=2&a=3&a=1&c&d=%7e%2F+")),
                 QByteArray("a=1&a=3&b=2&c=&d=~%2F%2B"));
    }

    // RFC 7515 appendix C and RFC 4648 §10.
    void base64ForTokens() {
        QCOMPARE(QByteArray::fromStdString(base64Url("\x03\xec\xff\xe0\xc1")), QByteArray("A-z_4ME"));
        QCOMPARE(QByteArray::fromStdString(base64Url("fooba")), QByteArray("Zm9vYmE"));
    }
};

QTEST_APPLESS_MAIN(TestAwsSignature)
#include "tst_aws_signature.moc"
