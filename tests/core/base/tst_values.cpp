// SPDX-License-Identifier: Apache-2.0
#include "core/base/byte_words.h"
#include "core/base/digest.h"
#include "core/base/log.h"
#include "core/base/money.h"
#include "core/base/random.h"
#include "core/base/secret.h"
#include "core/base/text.h"

#include <QtTest>
#include <limits>
#include <sstream>
#include <type_traits>

using namespace gatehouse;

namespace {

// Can a value of this type be printed, turned into text or logged? A secret must not.
template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

static_assert(!Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string> && !std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_constructible_v<LogField, std::string_view, const Secret&>);
static_assert(!std::is_copy_constructible_v<Secret>);

class LinesKept : public Log {
public:
    LinesKept() : Log(LogLevel::Debug) {}
    std::string text;

protected:
    void line(std::string_view written) override { text += written; }
};

} // namespace

class tst_values : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAndWritesMoneyExactly_data();
    void readsAndWritesMoneyExactly();
    void refusesWhatIsNoMoney_data();
    void refusesWhatIsNoMoney();
    void roundsAPriceOnceHalfUp();
    void saturatesInsteadOfWrapping();
    void knowsValidUtf8();
    void writesJsonStrings();
    void comparesAsciiWithoutCase();
    void looksAtEightBytesAtATime();
    void readsTimesOfRfc3339();
    void decodesPercentOnce();
    void makesUniformRandomText();
    void keepsSecretsApart();
    void logsLinesThatCannotBeForged();
    void turnsDigestsIntoHexAndBack();
};

void tst_values::readsAndWritesMoneyExactly_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("pico");
    QTest::newRow("zero") << "0" << qint64(0);
    QTest::newRow("one pico") << "0.000000000001" << qint64(1);
    QTest::newRow("cents") << "12.34" << qint64(12'340'000'000'000);
    QTest::newRow("negative") << "-0.5" << qint64(-500'000'000'000);
    QTest::newRow("most") << "9223372.036854775807" << std::numeric_limits<qint64>::max();
}

void tst_values::readsAndWritesMoneyExactly() {
    QFETCH(QString, text);
    QFETCH(qint64, pico);
    const auto money = Money::parse(text.toStdString());
    QVERIFY(money.has_value());
    QCOMPARE(qint64(money->pico()), pico);
    QCOMPARE(QString::fromStdString(money->toString()), text);
}

void tst_values::refusesWhatIsNoMoney_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "-", ".", "1.", ".5", "1e3", "+1", " 1", "1.0000000000001", "9223372.036854775808",
                             "1,5", "1.2.3", "0x1"})
        QTest::newRow(*text != 0 ? text : "empty") << text;
}

void tst_values::refusesWhatIsNoMoney() {
    QFETCH(QString, text);
    QVERIFY(!Money::parse(text.toStdString()).has_value());
}

void tst_values::roundsAPriceOnceHalfUp() {
    QCOMPARE(priceOf(1, Money::fromPico(1'499'999)).pico(), 1);
    QCOMPARE(priceOf(1, Money::fromPico(1'500'000)).pico(), 2);
    QCOMPARE(priceOf(3, Money::fromPico(500'000)).pico(), 2);
    QCOMPARE(priceOf(1'000'000, *Money::parse("0.15")).toString(), std::string("0.15"));
    QCOMPARE(priceOf(7, *Money::parse("0.15")).toString(), std::string("0.00000105"));
}

void tst_values::saturatesInsteadOfWrapping() {
    const auto most = Money::fromPico(std::numeric_limits<std::int64_t>::max());
    QCOMPARE((most + Money::fromPico(1)).pico(), most.pico());
    QCOMPARE(priceOf(std::numeric_limits<std::int64_t>::max(), most).pico(), most.pico());
    const auto least = Money::fromPico(std::numeric_limits<std::int64_t>::min());
    QCOMPARE((least - Money::fromPico(1)).pico(), least.pico());
}

void tst_values::knowsValidUtf8() {
    QVERIFY(isValidUtf8(""));
    QVERIFY(isValidUtf8("plain text that is longer than a word"));
    QVERIFY(isValidUtf8("12345678\xC3\xBC"));
    QVERIFY(isValidUtf8("\xF0\x9F\x98\x80 and more of it behind"));
    for (const char* wrong : {"\x80", "\xC0\x80", "\xC3", "1234567\xC3", "12345678\xFF", "\xED\xA0\x80",
                              "\xF4\x90\x80\x80", "\xE2\x82", "abcdefgh\xE2\x28\xA1"})
        QVERIFY2(!isValidUtf8(wrong), wrong);
}

void tst_values::writesJsonStrings() {
    std::string out;
    appendJsonString(out, std::string_view("a\"b\\c\n\x01\x1f\x7fü\0z", 13));
    QCOMPARE(out, std::string("\"a\\\"b\\\\c\\n\\u0001\\u001f\x7fü\\u0000z\""));
    out.clear();
    appendJsonString(out, "");
    QCOMPARE(out, std::string("\"\""));
    // Every byte at every place within two words, and in a text that is long.
    for (const std::size_t length : {20UL, 5000UL}) {
        for (int byte = 0; byte < 256; ++byte) {
            for (std::size_t at = 0; at < 20; ++at) {
                std::string text(length, 'x');
                text[at] = static_cast<char>(byte);
                out.clear();
                appendJsonString(out, text);
                std::string middle(1, text[at]);
                if (byte == '"' || byte == '\\')
                    middle.insert(0, "\\");
                else if (byte == '\n')
                    middle = "\\n";
                else if (byte < 0x20)
                    middle = std::string("\\u00") + (byte < 16 ? '0' : '1') + "0123456789abcdef"[byte & 15];
                const std::string expected =
                    '"' + std::string(at, 'x') + middle + std::string(length - at - 1, 'x') + '"';
                QVERIFY2(out == expected, expected.c_str());
            }
        }
    }
}

void tst_values::comparesAsciiWithoutCase() {
    for (int one = 0; one < 256; ++one) {
        for (int other = 0; other < 256; ++other) {
            const auto low = [](int c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; };
            for (const std::size_t size : {1U, 7U, 8U, 9U, 17U}) {
                std::string a(size, 'x');
                std::string b(size, 'X');
                a[size / 2] = static_cast<char>(one);
                b[size / 2] = static_cast<char>(other);
                if (equalsIgnoringCase(a, b) != (low(one) == low(other)))
                    QFAIL(qPrintable(QStringLiteral("%1 and %2 in %3 bytes").arg(one).arg(other).arg(size)));
            }
        }
    }
    QVERIFY(equalsIgnoringCase("", ""));
    QVERIFY(!equalsIgnoringCase("content-type", "content-typ"));
}

void tst_values::looksAtEightBytesAtATime() {
    for (int byte = 0; byte < 256; ++byte) {
        for (std::size_t place = 0; place < 8; ++place) {
            std::string text(8, 'a');
            text[place] = static_cast<char>(byte);
            const auto word = words::load(text.data());
            QCOMPARE(words::hasBelow(word, 0x20), byte < 0x20);
            QCOMPARE(words::has(word, '"'), byte == '"');
            QCOMPARE(words::hasBeyondAscii(word), byte >= 0x80);
            QCOMPARE(words::needsEscape(word), byte < 0x20 || byte == '"' || byte == '\\');
        }
    }
}

void tst_values::readsTimesOfRfc3339() {
    const auto time = parseTime("2026-11-21T03:50:00.123456Z");
    QVERIFY(time.has_value());
    QCOMPARE(formatTime(*time), std::string("2026-11-21T03:50:00.123456Z"));
    QCOMPARE(parseTime("2026-11-21T05:20:00.123456+01:30"), time);
    QCOMPARE(parseTime("2026-11-21T03:50:00Z"), std::optional<WallMicros>(*time - 123'456));
    for (const char* wrong : {"", "2026-11-21", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-21T03:50:00",
                              "2026-11-21T24:00:00Z", "2026-11-21T03:50:00.Z", "2026-11-21T03:50:00Zx"})
        QVERIFY2(!parseTime(wrong), wrong);
}

void tst_values::decodesPercentOnce() {
    QCOMPARE(percentDecode("a%2Fb%253A"), std::optional<std::string>("a/b%3A"));
    QCOMPARE(percentDecode("%"), std::nullopt);
    QCOMPARE(percentDecode("%4"), std::nullopt);
    QCOMPARE(percentDecode("%zz"), std::nullopt);
    QCOMPARE(percentDecode(percentEncode("ü/ :%?")), std::optional<std::string>("ü/ :%?"));
}

void tst_values::makesUniformRandomText() {
    std::array<int, 256> seen{};
    const std::string text = randomText(62'000, base62);
    QCOMPARE(text.size(), 62'000U);
    for (const char c : text)
        ++seen[static_cast<unsigned char>(c)];
    for (const char* c = base62; *c != 0; ++c) {
        // Expected 1,000 each; seven standard deviations leave no room for chance.
        QVERIFY(seen[static_cast<unsigned char>(*c)] > 780);
        QVERIFY(seen[static_cast<unsigned char>(*c)] < 1'220);
    }
}

void tst_values::keepsSecretsApart() {
    std::string text = "sk-0123456789abcdef";
    auto secret = Secret::take(text);
    QVERIFY(text.empty());
    QCOMPARE(secret.lastFour(), std::string("cdef"));
    Secret moved = std::move(secret);
    QCOMPARE(moved.reveal(), std::string_view("sk-0123456789abcdef"));
    QVERIFY(secret.empty()); // NOLINT(bugprone-use-after-move): that is what is tested
    QCOMPARE(Secret("short").lastFour(), std::string());
    QVERIFY(equalInConstantTime("abc", "abc"));
    QVERIFY(!equalInConstantTime("abc", "abd"));
    QVERIFY(!equalInConstantTime("abc", "abcd"));
}

void tst_values::logsLinesThatCannotBeForged() {
    LinesKept log;
    log.info("config.applied", {{"file", "a b\n2026 error forged"}, {"count", 3}, {"quote", "say \"x\\\""}});
    QCOMPARE(std::count(log.text.begin(), log.text.end(), '\n'), 1);
    QVERIFY(log.text.find("file=\"a b\\x0a2026 error forged\" count=3 quote=\"say \\\"x\\\\\\\"\"") !=
            std::string::npos);
}

void tst_values::turnsDigestsIntoHexAndBack() {
    // FIPS 180-4's example for "abc".
    const auto digest = sha256("abc");
    const std::string hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    QCOMPARE(toHex(digest), hex);
    QVERIFY(digestFromHex(hex) == digest);
    QVERIFY(!digestFromHex(hex.substr(1)));
    QVERIFY(!digestFromHex("zz" + hex.substr(2)));
}

QTEST_APPLESS_MAIN(tst_values)
#include "tst_values.moc"
