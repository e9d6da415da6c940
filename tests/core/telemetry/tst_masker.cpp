// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/body_mill.h"
#include "core/telemetry/check_digits.h"
#include "core/telemetry/masker.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <random>

using namespace gatehouse;
using namespace gatehouse::telemetry;

namespace {

constexpr auto sharedVariable = "GATEHOUSE_SHARED_DIR";

class RefusingMasker final : public Masker {
public:
    Result<std::vector<MaskSpan>> find(std::string_view) const override {
        return failure(ErrorKind::Internal, "mask_pattern", "no");
    }
};

// Letters and digits only: what counts when a secret is looked for.
std::string letters(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            out += c;
    }
    return out;
}

// Does the text still hold the value, or 60 % of it in a row?
bool leaks(const std::string& text, const std::string& value) {
    const auto held = letters(text);
    const auto wanted = letters(value);
    const auto part = std::max<std::size_t>(1, (wanted.size() * 6 + 9) / 10);
    for (std::size_t from = 0; from + part <= wanted.size(); ++from) {
        if (held.find(wanted.substr(from, part)) != std::string::npos)
            return true;
    }
    return wanted.empty();
}

std::vector<QJsonObject> casesOf(const char* name) {
    std::vector<QJsonObject> out;
    QFile file(QString::fromLocal8Bit(qgetenv(sharedVariable)) + QStringLiteral("/security/") +
               QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        return out;
    while (!file.atEnd())
        out.push_back(QJsonDocument::fromJson(file.readLine()).object());
    return out;
}

BodyText bodyOf(std::string_view text, std::string type = "application/json", std::size_t cap = 65'536) {
    BodyText body(std::move(type), cap, nullptr);
    body.append(text);
    body.finish();
    return body;
}

} // namespace

class MaskerTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Masker> m_masker;

    std::string mask(const std::string& text, std::string_view type = "application/json") const {
        std::size_t places = 0;
        return maskedBody(text, type, *m_masker, places).value();
    }

private Q_SLOTS:
    void initTestCase() { m_masker = std::move(makePatternMasker().value()); }

    void masksWhatMustNotBeKept_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("own key", "use gh_ab12cd34_0123456789abcdefghijABCDEFGHIJ0123456789abcdefghij now",
            "use [masked:credential] now");
        row("bearer", "curl -H 'Authorization: Bearer abcdefghijklmnop1234'",
            "curl -H 'Authorization: Bearer [masked:credential]'");
        row("json field", "{\"api_key\": \"q1w2e3r4t5y6\"}", "{\"api_key\": \"[masked:credential]\"}");
        row("escaped json field", "\"{\\\"password\\\":\\\"hunter2!x\\\"}\"",
            "\"{\\\"password\\\":\\\"[masked:credential]\\\"}\"");
        row("behind a line end", "\"\\nsk-abcdefghijklmnopqrst\\n\"", "\"\\n[masked:credential]\\n\"");
        row("behind an escaped escape", "\"\\\\nsk-abcdefghijklmnopqrst\"", "\"\\\\n[masked:credential]\"");
        row("email", "mail john.doe@example.org!", "mail [masked:email]!");
        row("email with an escaped sign", "\"john.doe\\u0040example.org\"", "\"[masked:email]\"");
        row("card", "card 4111 1111 1111 1111.", "card [masked:card].");
        row("no card", "number 4111 1111 1111 1112.", "number 4111 1111 1111 1112.");
        row("iban", "to DE89 3704 0044 0532 0130 00 today", "to [masked:iban] today");
        row("no iban", "to GB82 WEST 1234 5698 7654 31 today", "to GB82 WEST 1234 5698 7654 31 today");
        row("phone", "call +49 30 901820 now", "call [masked:phone] now");
        row("american phone", "call (212) 555-0123 now", "call [masked:phone] now");
        row("url with password", "postgres://user:s3cretpw@db/x", "postgres://user:[masked:credential]@db/x");
        row("harmless", "The token count is 1024; version 1.2.3, 2026-11-21 07:00.",
            "The token count is 1024; version 1.2.3, 2026-11-21 07:00.");
        row("words as values", "password: required, token=$TOKEN", "password: required, token=$TOKEN");
    }
    void masksWhatMustNotBeKept() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(mask(text.toStdString())), expected);
    }
    void findsCheckDigits() {
        QVERIFY(hasLuhnDigit("4111111111111111"));
        QVERIFY(!hasLuhnDigit("4111111111111112"));
        QCOMPARE(ibanLength("GB82 WEST 1234 5698 7654 32 and more"), std::size_t{27});
        QCOMPARE(ibanLength("GB82WEST12345698765431"), std::size_t{0});
    }
    void knowsTheCredentialsOfTheSample() {
        if (!qEnvironmentVariableIsSet(sharedVariable))
            QSKIP("GATEHOUSE_SHARED_DIR is not set");
        int secrets = 0;
        int found = 0;
        int lookalikes = 0;
        int changed = 0;
        for (const auto& one : casesOf("secrets_cases.jsonl")) {
            const auto text =
                QByteArray::fromBase64(one[QStringLiteral("text_b64")].toString().toLatin1()).toStdString();
            const auto after = mask(text, "text/plain");
            if (one[QStringLiteral("kind")].toString() != QStringLiteral("secret")) {
                ++lookalikes;
                changed += after != text ? 1 : 0;
                if (after != text)
                    qInfo("changed: %s", after.c_str());
                continue;
            }
            for (const auto& value : one[QStringLiteral("secrets_b64")].toArray()) {
                ++secrets;
                const auto secret = QByteArray::fromBase64(value.toString().toLatin1()).toStdString();
                const bool leaked = leaks(after, secret);
                found += leaked ? 0 : 1;
                if (leaked)
                    qInfo("%s leaks: %s", qPrintable(one[QStringLiteral("provider")].toString()), after.c_str());
            }
        }
        qInfo("credentials found: %d of %d; look-alikes changed: %d of %d", found, secrets, changed, lookalikes);
        QVERIFY(secrets > 0);
        QVERIFY(found * 100 >= secrets * 98);
        QVERIFY(changed * 100 <= lookalikes * 10);
    }
    void knowsThePersonalDataOfTheSample() {
        if (!qEnvironmentVariableIsSet(sharedVariable))
            QSKIP("GATEHOUSE_SHARED_DIR is not set");
        int values = 0;
        int found = 0;
        int clean = 0;
        int changed = 0;
        for (const auto& one : casesOf("pii_cases.jsonl")) {
            const auto text = one[QStringLiteral("text")].toString().toStdString();
            const auto tier = one[QStringLiteral("tier")].toString();
            const auto after = mask(text, "text/plain");
            if (tier == QStringLiteral("benign")) {
                ++clean;
                changed += after != text ? 1 : 0;
                if (after != text)
                    qInfo("changed: %s", after.c_str());
            }
            if (tier != QStringLiteral("core"))
                continue;
            for (const auto& value : one[QStringLiteral("spans")].toArray()) {
                const auto span = value.toObject();
                const auto type = span[QStringLiteral("type")].toString();
                const auto wanted = span[QStringLiteral("value")].toString().toStdString();
                if (type != QStringLiteral("EMAIL_ADDRESS") && type != QStringLiteral("CREDIT_CARD") &&
                    type != QStringLiteral("IBAN_CODE") && type != QStringLiteral("PHONE_NUMBER"))
                    continue;
                ++values;
                const bool leaked = leaks(after, wanted);
                found += leaked ? 0 : 1;
                if (leaked)
                    qInfo("%s leaks: %s", qPrintable(type), after.c_str());
            }
        }
        qInfo("personal data found: %d of %d; clean texts changed: %d of %d", found, values, changed, clean);
        QVERIFY(values > 0);
        QVERIFY(found * 100 >= values * 97);
        QVERIFY(changed * 100 <= clean * 6);
    }
    void findsWhatAStreamSpellsOutInPieces() {
        std::string stream;
        for (const auto* piece :
             {"Write to jo", "hn.doe", "@exam", "ple.org", " or pay 4111 11", "11 1111 1111", " ok"})
            stream += std::string("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"") + piece + "\"}}]}\n\n";
        stream += "data: [DONE]\n\n";
        const auto after = mask(stream, "text/event-stream; charset=utf-8");
        QVERIFY(!leaks(after, "john.doe@example.org"));
        QVERIFY(!leaks(after, "4111111111111111"));
        QVERIFY(after.find("[masked:email]") != std::string::npos);
        QVERIFY(after.find("[masked:card]") != std::string::npos);
        QVERIFY(after.find("Write to ") != std::string::npos);
        QVERIFY(after.ends_with("data: [DONE]\n\n"));
    }
    void choicesThatInterleaveAreReadApart() {
        std::string stream;
        for (const auto* piece : {"jo", "hn@", "example", ".org"}) {
            stream += std::string("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"") + piece + "\"}}]}\n\n";
            stream += "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\" and \"}}]}\n\n";
        }
        QVERIFY(mask(stream, "text/event-stream").find("[masked:email]") != std::string::npos);
    }
    void masksInLinearTime() {
        std::mt19937 random(7);
        const std::string alphabet = "aA0 -@.:/+=\"\\n_e{}";
        QElapsedTimer timer;
        double small = 0;
        for (const std::size_t size : {std::size_t{1} << 17U, std::size_t{1} << 20U}) {
            std::string text;
            for (std::size_t i = 0; i < size; ++i)
                text += alphabet[random() % alphabet.size()];
            timer.start();
            std::size_t places = 0;
            QVERIFY(maskedBody(text, "text/plain", *m_masker, places));
            const auto took = static_cast<double>(timer.nsecsElapsed());
            if (small == 0)
                small = took;
            else
                QVERIFY2(took < small * 40, "eight times the text must not take forty times the time");
        }
    }
    void mediaIsLeftOutWithItsTypeAndSize() {
        const std::string image =
            "{\"url\":\"data:image/png;base64," + std::string(4'000, 'A') + "\",\"text\":\"behind\"}";
        auto body = bodyOf(image, "application/json", 200);
        QVERIFY(body.elided());
        QVERIFY(!body.cut());
        QCOMPARE(
            QByteArray::fromStdString(body.text()),
            QByteArray("{\"url\":\"data:image/png;base64,[left out: image/png, 3000 bytes]\",\"text\":\"behind\"}"));
        QCOMPARE(body.size(), static_cast<std::int64_t>(image.size()));
        BodyText pieces("application/json", 200, nullptr); // the same, however it comes
        for (const char c : image)
            pieces.append(std::string_view(&c, 1));
        pieces.finish();
        QCOMPARE(pieces.text(), body.text());
    }
    void whatIsNoTextLeavesItsSizeOnly() {
        const auto body = bodyOf(std::string(10'000, '\1'), "audio/mpeg");
        QVERIFY(body.binary());
        QVERIFY(body.text().empty());
        QCOMPARE(body.size(), std::int64_t{10'000});
    }
    void bodiesShareABoundedRoom() {
        auto room = std::make_shared<BodyRoom>(20'000);
        {
            BodyText first("text/plain", 65'536, room);
            first.append(std::string(12'000, ' '));
            QVERIFY(room->used() >= 12'000 && room->used() <= 20'000);
            BodyText second("text/plain", 65'536, room);
            second.append(std::string(12'000, ' '));
            QVERIFY(second.noRoom());
            QVERIFY(second.text().empty());
            QCOMPARE(second.size(), std::int64_t{12'000});
            QCOMPARE(room->refused(), std::uint64_t{1});
        }
        QCOMPARE(room->used(), std::size_t{0});
    }
    void aSecretAcrossTheCapIsNotKeptByHalf() {
        const std::string key = "sk-abcdefghijklmnopqrstuvwxyz0123456789";
        CallBodies bodies;
        bodies.at(BodyPart::RequestReceived) = std::make_unique<BodyText>(
            bodyOf(std::string(1'000, ' ') + key + std::string(3'000, ' '), "text/plain", 1'010));
        const auto json = bodiesJson(milledBodies(bodies, *m_masker)).value();
        const auto body = QJsonDocument::fromJson(QByteArray::fromStdString(json))[QStringLiteral("bodies")][0];
        QCOMPARE(body[QStringLiteral("cut")].toBool(), true);
        QCOMPARE(body[QStringLiteral("size")].toInt(), 4'039);
        QVERIFY(!leaks(body[QStringLiteral("text")].toString().toStdString(), key.substr(0, 10)));
    }
    void maskingThatFailsKeepsNothing() {
        CallBodies bodies;
        bodies.at(BodyPart::AnswerSent) = std::make_unique<BodyText>(bodyOf("\"private\""));
        bodies.same[static_cast<std::size_t>(BodyPart::AnswerReceived)] = true;
        const auto json = bodiesJson(milledBodies(bodies, RefusingMasker())).value();
        QVERIFY(json.find("private") == std::string::npos);
        QVERIFY(json.find("could not be masked") != std::string::npos);
        QVERIFY(json.find("\"same_as\":\"answer_sent\"") != std::string::npos);
    }
    void headsAreKeptAsFieldsAndMasked() {
        CallBodies bodies;
        bodies.headOf(BodyPart::RequestReceived) = std::make_unique<BodyText>(
            bodyOf("POST /v1/x\nX-Mail: jane@example.org\nX-Empty: \nX-Colon: a: b", "text/plain"));
        const auto json = bodiesJson(milledBodies(bodies, *m_masker)).value();
        const auto head = QJsonDocument::fromJson(QByteArray::fromStdString(json))[QStringLiteral("heads")][0];
        QCOMPARE(head[QStringLiteral("line")].toString(), QStringLiteral("POST /v1/x"));
        const auto fields = head[QStringLiteral("fields")];
        QCOMPARE(fields[0][QStringLiteral("value")].toString(), QStringLiteral("[masked:email]"));
        QCOMPARE(fields[1][QStringLiteral("name")].toString(), QStringLiteral("X-Empty"));
        QCOMPARE(fields[1][QStringLiteral("value")].toString(), QString());
        QCOMPARE(fields[2][QStringLiteral("value")].toString(), QStringLiteral("a: b"));
        // A head that cannot be masked is left out whole.
        QVERIFY(bodiesJson(milledBodies(bodies, RefusingMasker())).value().find("jane") == std::string::npos);
    }
    void damagedContentIsAnError() {
        QVERIFY(!bodiesJson("nonsense"));
        CallBodies bodies;
        bodies.at(BodyPart::AnswerSent) = std::make_unique<BodyText>(bodyOf("\"text\""));
        auto content = milledBodies(bodies, *m_masker);
        QVERIFY(bodiesJson(content));
        content.resize(content.size() - 3);
        QVERIFY(!bodiesJson(content));
    }
};

QTEST_GUILESS_MAIN(MaskerTest)
#include "tst_masker.moc"
