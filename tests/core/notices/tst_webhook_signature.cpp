// SPDX-License-Identifier: Apache-2.0
#include "core/notices/webhook_signature.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::notices;

namespace {

SharedSecret secret(const char* text) {
    return std::make_shared<const Secret>(text);
}

constexpr const char* first = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
constexpr const char* second = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=";

} // namespace

class WebhookSignatureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Reckoned by Python's hmac.
    void aSignatureIsOneForEachSecret() {
        const auto body = R"({"type":"ping"})";
        const auto one = signWebhook({secret(first)}, "msg_1", 1'790'000'000, body);
        QCOMPARE(one.value(), std::string("v1,j1/QblG5f7wuwdw64X8ExNDt4nkTdeDSCWbt8bamu9k="));
        const auto both = signWebhook({secret(first), secret(second)}, "msg_1", 1'790'000'000, body);
        QCOMPARE(
            both.value(),
            std::string(
                "v1,j1/QblG5f7wuwdw64X8ExNDt4nkTdeDSCWbt8bamu9k= v1,36X3qgXTMziKmZrWCH5wJ7JP639WN1UxLj7DnYsCcqw="));
    }
    void anEmptyOrBrokenSecretNeverSigns_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"", "whsec_", "whsec_MDEyMzQ1", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
              "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MD", "whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!="})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void anEmptyOrBrokenSecretNeverSigns() {
        QFETCH(QByteArray, text);
        QCOMPARE(signWebhook({secret(text.constData())}, "msg_1", 1, "{}").error().code,
                 std::string("invalid_webhook_secret"));
    }
    void withoutASecretNothingIsSigned() {
        QVERIFY(!signWebhook({}, "msg_1", 1, "{}"));
        QVERIFY(!signWebhook({nullptr}, "msg_1", 1, "{}"));
    }
    void aMadeSecretSignsAndIsNoOther() {
        const auto made = std::make_shared<const Secret>(makeWebhookSecret());
        const auto other = std::make_shared<const Secret>(makeWebhookSecret());
        QVERIFY(made->reveal().starts_with("whsec_"));
        QVERIFY(made->reveal() != other->reveal());
        QVERIFY(signWebhook({made}, "msg_1", 1, "{}").value() != signWebhook({other}, "msg_1", 1, "{}").value());
    }
};

QTEST_GUILESS_MAIN(WebhookSignatureTest)
#include "tst_webhook_signature.moc"
