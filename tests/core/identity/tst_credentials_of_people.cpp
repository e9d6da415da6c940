// SPDX-License-Identifier: Apache-2.0
#include "core/identity/encoding.h"
#include "core/identity/failure_count.h"
#include "core/identity/password.h"
#include "core/identity/password_thread.h"
#include "core/identity/seal.h"
#include "core/identity/totp.h"

#include <QTest>
#include <future>
#include <set>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace std::chrono_literals;

namespace {

class FakeClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return MonotonicTime(1000h) + passed; }
    WallMicros wall() const override { return 0; }
    std::chrono::milliseconds passed{0};
};

Secret secret(std::string_view text) {
    return Secret(text);
}

WallMicros at(std::int64_t seconds) {
    return seconds * 1'000'000;
}

} // namespace

class TestCredentialsOfPeople : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPasswordFitsItsHashAndNoOther() {
        const auto hash = hashPassword(secret("correct horse battery"));
        QVERIFY(hash);
        QVERIFY(hash->starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
        QVERIFY(passwordFits(secret("correct horse battery"), *hash));
        QVERIFY(!passwordFits(secret("correct horse batterz"), *hash));
        QVERIFY(!passwordFits(secret(""), *hash));
        QVERIFY(!wantsNewHash(*hash));
        QVERIFY(*hash != *hashPassword(secret("correct horse battery"))); // a salt of its own
    }

    void nothingFitsWhatIsNoHash() {
        for (const auto* text : {"", "*", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "plain"})
            QVERIFY(!passwordFits(secret("plain"), text));
        QVERIFY(!passwordFits(secret("anything"), nobodysHash()));
        QVERIFY(!nobodysHash().empty());
    }

    void weakPasswordsAreRefused_data() {
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<bool>("taken");
        QTest::newRow("eleven") << QByteArray("elevenchars") << false;
        QTest::newRow("twelve") << QByteArray("twelve chars") << true;
        QTest::newRow("twelve of two bytes each") << QByteArray("äöüäöüäöüäöß") << true;
        QTest::newRow("six of two bytes each") << QByteArray("äöüäöü") << false;
        QTest::newRow("one letter") << QByteArray(20, 'a') << false;
        QTest::newRow("the name") << QByteArray("Ada.Lovelace@example.org") << false;
        QTest::newRow("NUL") << QByteArray("twelve\0chars!", 13) << false;
        QTest::newRow("no UTF-8") << QByteArray("twelve chars\xff") << false;
        QTest::newRow("too long") << QByteArray(1024, 'a') + "b" << false;
        QTest::newRow("empty") << QByteArray() << false;
    }
    void weakPasswordsAreRefused() {
        QFETCH(QByteArray, password);
        QFETCH(bool, taken);
        const auto done = checkNewPassword(secret(password.toStdString()), {"ada", "ada.lovelace@example.org"});
        QCOMPARE(done.has_value(), taken);
        if (!done)
            QVERIFY(done.error().message.find("elevenchars") == std::string::npos);
    }

    // RFC 6238, appendix B: the last six of its eight digits.
    void codesAreThoseOfTheStandard_data() {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("code");
        QTest::newRow("59") << qint64{59} << QStringLiteral("287082");
        QTest::newRow("1111111109") << qint64{1111111109} << QStringLiteral("081804");
        QTest::newRow("1111111111") << qint64{1111111111} << QStringLiteral("050471");
        QTest::newRow("1234567890") << qint64{1234567890} << QStringLiteral("005924");
        QTest::newRow("2000000000") << qint64{2000000000} << QStringLiteral("279037");
        QTest::newRow("20000000000") << qint64{20000000000} << QStringLiteral("353130");
    }
    void codesAreThoseOfTheStandard() {
        QFETCH(qint64, seconds);
        QFETCH(QString, code);
        const auto key = secret("12345678901234567890");
        QCOMPARE(QString::fromStdString(totpCode(key, totpStepAt(at(seconds)))), code);
        QVERIFY(matchTotp(key, code.toStdString(), at(seconds), 0));
    }

    void aCodeHoldsOneStepAroundAndOnceOnly() {
        const auto key = newTotpSecret();
        const auto step = totpStepAt(at(1'790'000'000));
        const auto code = totpCode(key, step);
        for (const auto near : {step - 1, step, step + 1})
            QCOMPARE(matchTotp(key, code, at(near * totpSeconds), 0).value_or(0), step);
        QVERIFY(!matchTotp(key, code, at((step - 2) * totpSeconds), 0));
        QVERIFY(!matchTotp(key, code, at((step + 2) * totpSeconds), 0));
        QVERIFY(!matchTotp(key, code, at(step * totpSeconds), step));
        // Nor an older one that nobody used, once a later one was.
        QVERIFY(!matchTotp(key, totpCode(key, step - 1), at(step * totpSeconds), step));
        QVERIFY(matchTotp(key, code.substr(0, 3) + ' ' + code.substr(3), at(step * totpSeconds), 0));
        for (const auto* other : {"", "12345", "1234567", "abcdef"})
            QVERIFY(!matchTotp(key, other, at(step * totpSeconds), 0));
    }

    void theAppIsToldTheSecretInItsOwnWay() {
        const auto uri = totpUri(secret("12345678901234567890"), "Gate house", "ada@example.org");
        QCOMPARE(std::string(uri.reveal()),
                 std::string("otpauth://totp/Gate%20house:ada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                             "&issuer=Gate%20house"));
    }

    void recoveryCodesAreManyAndForgiving() {
        const auto codes = newRecoveryCodes();
        QCOMPARE(codes.size(), std::size_t{10});
        QCOMPARE(std::set<std::string>(codes.begin(), codes.end()).size(), codes.size());
        const auto& code = codes.front();
        QCOMPARE(code.size(), std::size_t{19});
        auto typed = QString::fromStdString(code).toLower().replace(QLatin1Char('-'), QLatin1Char(' ')).toStdString();
        QVERIFY(recoveryDigest(typed) == recoveryDigest(code));
        QVERIFY(recoveryDigest(codes[1]) != recoveryDigest(code));
    }

    void whatIsSealedOpensForItsOwnerOnly() {
        const auto key = newSealKey();
        auto sealed = seal(key, "totp ada", secret("the secret"));
        QVERIFY(sealed.find("the secret") == std::string::npos);
        QCOMPARE(std::string(unseal(key, "totp ada", sealed)->reveal()), std::string("the secret"));
        QVERIFY(!unseal(key, "totp bob", sealed));
        QVERIFY(!unseal(newSealKey(), "totp ada", sealed));
        QVERIFY(!unseal(secret("short"), "totp ada", sealed));
        sealed.back() = static_cast<char>(sealed.back() ^ 1);
        QVERIFY(!unseal(key, "totp ada", sealed));
        QVERIFY(!unseal(key, "totp ada", ""));
    }

    void manyFailuresMeanAWaitThatEnds() {
        FakeClock clock;
        FailureCount count(clock);
        for (int i = 0; i < 4; ++i)
            count.failed("ada");
        QVERIFY(!count.mustWait("ada"));
        count.failed("ada");
        QCOMPARE(count.mustWait("ada").value_or(0s), 60s);
        QVERIFY(!count.mustWait("bob"));
        clock.passed = 61s;
        QVERIFY(!count.mustWait("ada"));
        count.failed("ada"); // one attempt, and it waits again
        QVERIFY(count.mustWait("ada"));
        count.succeeded("ada");
        QVERIFY(!count.mustWait("ada"));
    }

    void aFloodOfNamesIsBounded() {
        FakeClock clock;
        FailureCount::Rule rule;
        rule.most = 8;
        FailureCount count(clock, rule);
        for (int i = 0; i < 100; ++i) {
            clock.passed += 1ms;
            count.failed("name" + std::to_string(i));
        }
        for (int i = 0; i < 5; ++i)
            count.failed("name99");
        QVERIFY(count.mustWait("name99"));
    }

    void workOnPasswordsIsBounded() {
        PasswordThread thread(2);
        std::promise<void> begun;
        std::promise<void> gate;
        auto opened = gate.get_future().share();
        QVERIFY(thread.post([&] {
            begun.set_value();
            opened.wait();
        }));
        begun.get_future().wait();
        std::promise<void> done;
        QVERIFY(thread.post([] {}));
        QVERIFY(thread.post([&] { done.set_value(); }));
        QVERIFY(!thread.post([] {}));
        gate.set_value();
        done.get_future().wait();
        thread.stop();
        QVERIFY(!thread.post([] {}));
    }

    void lettersOfBase64AreReadStrictly() {
        QCOMPARE(toBase64Url(std::string("\xfb\xff", 2)), std::string("-_8"));
        QCOMPARE(fromBase64Url("-_8").value_or("?"), std::string("\xfb\xff", 2));
        for (const auto* wrong : {"-_9", "a", "ab==", "a b", "+/8", "-_8\n"})
            QVERIFY(!fromBase64Url(wrong));
        QCOMPARE(fromBase64Url("").value_or("?"), std::string());
    }
};

QTEST_APPLESS_MAIN(TestCredentialsOfPeople)
#include "tst_credentials_of_people.moc"
