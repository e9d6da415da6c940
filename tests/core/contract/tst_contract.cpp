// SPDX-License-Identifier: Apache-2.0
#include "core/contract/descriptions.h"
#include "core/contract/duration.h"
#include "core/contract/json_text.h"
#include "core/contract/keep.h"
#include "core/contract/problem.h"
#include "core/contract/range_pattern.h"
#include "core/contract/schema.h"
#include "core/contract/size.h"

#include <QRegularExpression>
#include <QTest>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <random>

using namespace gatehouse;
using namespace gatehouse::contract;

namespace {

QString toQt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

class TestContract : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The schema promises just what the reader takes.
    void aDurationsPatternSaysItsRange() {
        std::mt19937 random(7);
        const auto upTo = [&](std::int64_t most) {
            return std::uniform_int_distribution<std::int64_t>(1, most)(random);
        };
        for (int round = 0; round < 300; ++round) {
            const std::chrono::milliseconds least(upTo(round % 2 == 0 ? 500 : 5'000'000));
            const auto most = least + std::chrono::milliseconds(upTo(8'000'000'000));
            const QRegularExpression pattern(toQt(durationPattern(least, most)));
            QVERIFY(pattern.isValid());
            std::vector<std::int64_t> counts{least.count() - 1, least.count(), most.count(), most.count() + 1};
            for (int i = 0; i < 40; ++i)
                counts.push_back(upTo(std::int64_t{10} << (i % 34)));
            for (const auto count : counts) {
                for (const char* unit : {"ms", "s", "m", "h", "d"}) {
                    const auto text = std::to_string(count) + unit;
                    const auto duration = Duration::parse(text);
                    const bool taken = duration && duration->value >= least && duration->value <= most;
                    QVERIFY2(pattern.match(toQt(text)).hasMatch() == taken,
                             qPrintable(toQt(text + " in " + durationPattern(least, most))));
                }
            }
        }
    }

    void readsSizes() {
        QCOMPARE(parseSize("64KiB").value_or(0), std::uint64_t{65'536});
        QCOMPARE(parseSize("999999TiB").value_or(0), std::uint64_t{999'999} << 40U);
        for (const char* wrong : {"", "KiB", "0KiB", "01KiB", "1000000KiB", "1KB", "1 KiB", "-1KiB", "unlimited"})
            QVERIFY2(!parseSize(wrong), wrong);
        QCOMPARE(parseKeepSize("unlimited").value_or(1), std::uint64_t{0});
        QCOMPARE(parseKeepSize("2GiB").value_or(0), std::uint64_t{2} << 30U);
    }

    void readsDurations_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("millis");
        const auto row = [](const char* text, qint64 millis) {
            QTest::newRow(text) << QString::fromUtf8(text) << millis;
        };
        row("5s", 5'000);
        row("120s", 120'000);
        row("15m", 900'000);
        row("500ms", 500);
        row("2h", 7'200'000);
        row("1d", 86'400'000);
        row("0s", 0);
        for (const char* wrong :
             {"", "s", "5", "5 s", " 5s", "5S", "-5s", "1.5s", "5sec", "99999999999999999999s", "4000d"})
            row(wrong, -1);
    }
    void readsDurations() {
        QFETCH(QString, text);
        QFETCH(qint64, millis);
        const auto duration = Duration::parse(text.toStdString());
        QCOMPARE(duration ? static_cast<qint64>(duration->value.count()) : qint64{-1}, millis);
        if (duration) {
            QCOMPARE(toQt(duration->text), text);
            QVERIFY(*Duration::parse(Duration::of(duration->value).text) == *duration);
        }
    }

    void readsReferences_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("right");
        const auto row = [](const char* text, bool right) { QTest::newRow(text) << QString::fromUtf8(text) << right; };
        row("env:OPENAI_API_KEY", true);
        row("env:", false);
        row("env:1A", false);
        row("env:A-B", false);
        row("file:/run/secrets/key", true);
        row("file:", false);
        row("keychain:a.b-c_d", true);
        row("keychain:a/b", false);
        row("vault:x", true);
        row("vault:", false);
        row("plain:x", true);
        row("plain:", false);
        row("ENV:A", false);
        row("sk-123", false);
        row("", false);
    }
    void readsReferences() {
        QFETCH(QString, text);
        QFETCH(bool, right);
        QCOMPARE(isSecretReference(text.toStdString()), right);
    }

    void keepsMoneyExact_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("dollars");
        QTest::addColumn<QString>("written");
        const auto row = [](const char* json, const char* dollars, const char* written) {
            QTest::newRow(json) << QString::fromUtf8(json) << QString::fromUtf8(dollars) << QString::fromUtf8(written);
        };
        row("100", "100", "100");
        row("100.0", "100", "100");
        row("0.1", "0.1", "0.1");
        row("0.7", "0.7", "0.7");
        row("12.34", "12.34", "12.34");
        row("\"0.000000000001\"", "0.000000000001", "1e-12");
        row("1e-3", "0.001", "0.001");
        row("\"8999999.000000000001\"", "8999999.000000000001", "\"8999999.000000000001\"");
        row("\"010.50\"", "10.5", "10.5");
    }
    void keepsMoneyExact() {
        QFETCH(QString, json);
        QFETCH(QString, dollars);
        QFETCH(QString, written);
        const auto value = boost::json::parse("{\"usd\": " + json.toStdString() + "}");
        const auto spec = readSpec<BudgetSpec>(value, Form::Api);
        QVERIFY(spec.has_value());
        QCOMPARE(toQt(spec->usd.toString()), dollars);
        const auto body = writeSpec(*spec, Form::Api, Writing::Full);
        QCOMPARE(toQt(canonicalJson(body.at("usd"))), written);
        const auto again = readSpec<BudgetSpec>(boost::json::value(body), Form::Api);
        QVERIFY(again && again->usd == spec->usd);
    }

    void moneySurvivesTheStore() {
        std::mt19937_64 random(5);
        for (int round = 0; round < 20'000; ++round) {
            BudgetSpec spec;
            std::int64_t pico = static_cast<std::int64_t>(random() % 8'000'000'000'000'000'000ULL);
            std::int64_t step = 1;
            for (auto digits = random() % 13; digits > 0; --digits)
                step *= 10;
            spec.usd = Money::fromPico(pico / step * step >> (random() % 40));
            const auto body = writeSpec(spec, Form::Api, Writing::Full);
            const auto stored = boost::json::parse(boost::json::serialize(body));
            const auto again = readSpec<BudgetSpec>(stored, Form::Api);
            QVERIFY(again.has_value());
            QCOMPARE(toQt(again->usd.toString()), toQt(spec.usd.toString()));
            QCOMPARE(toQt(canonicalJson(writeSpec(*again, Form::Api, Writing::Full))), toQt(canonicalJson(body)));
            QVERIFY(stored == boost::json::value(body));
        }
    }

    void refusesJson_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* wrong : {"", "{", "{}x", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}", "[1,]", "{'a':1}",
                                  "// c\n1", "NaN", "\"\xFF\"", "01", "[{\"a\\u0062\":1,\"ab\":2}]"})
            QTest::newRow(wrong) << QByteArray(wrong);
        QTest::newRow("deep") << QByteArray(65, '[') + QByteArray(65, ']');
    }
    void refusesJson() {
        QFETCH(QByteArray, text);
        QVERIFY(!parseJson(std::string_view(text.data(), static_cast<std::size_t>(text.size()))));
    }

    void canonicalFormIsOneForEqualValues() {
        const auto a = parseJson(R"({"b": [1, 2.50, "x"], "a": {"d": null, "c": true}})");
        const auto b = parseJson("{ \"a\":{\"c\":true,\"d\":null},\"b\":[1.0,2.5,\"\\u0078\"]}");
        QVERIFY(a && b);
        QCOMPARE(toQt(canonicalJson(*a)), QStringLiteral(R"({"a":{"c":true,"d":null},"b":[1,2.5,"x"]})"));
        QCOMPARE(toQt(canonicalJson(*a)), toQt(canonicalJson(*b)));
    }

    void everyBodyReadsBackTheSame() {
        for (const auto kind : allKinds) {
            const auto& description = descriptionOf(kind);
            for (const auto& field : description.fields)
                QVERIFY2(!field.explanation.empty(), field.name.c_str());
        }
        AppSpec app;
        app.id = "a";
        app.team = "t";
        app.budget = BudgetSpec{*Money::parse("0.25"), {}, "day"};
        app.keys.emplace_back("plain:never-shown");
        const auto body = writeSpec(app, Form::Api, Writing::Full);
        QVERIFY(!body.contains("keys"));
        const auto again = readSpec<AppSpec>(boost::json::value(body), Form::Api);
        QVERIFY(again.has_value());
        QVERIFY(writeSpec(*again, Form::Api, Writing::Full) == body);
    }

    void shortWritingLeavesOutDefaultsOnly() {
        ProviderSpec spec;
        spec.id = "p";
        spec.timeouts.connect = *Duration::parse("7s");
        const auto body = writeSpec(spec, Form::File, Writing::Short);
        QCOMPARE(toQt(canonicalJson(body)), QStringLiteral(R"({"id":"p","timeouts":{"connect":"7s"}})"));
        const auto again = readSpec<ProviderSpec>(boost::json::value(body), Form::File);
        QVERIFY(again && writeSpec(*again, Form::File, Writing::Full) == writeSpec(spec, Form::File, Writing::Full));
    }

    void aProblemTellsFieldExpectedAndFound() {
        Error error{ErrorKind::Conflict, "name_taken", "the name is taken", "id", "another", "\"x\""};
        const auto problem = problemOf(error);
        QCOMPARE(problem.status, 409);
        const auto again = problemFromJson(problem.body());
        QVERIFY(again.has_value());
        QCOMPARE(again->status, 409);
        QCOMPARE(toQt(again->code), QStringLiteral("name_taken"));
        QCOMPARE(toQt(again->detail), QStringLiteral("the name is taken"));
        QCOMPARE(toQt(again->field), QStringLiteral("id"));
        QCOMPARE(toQt(again->expected), QStringLiteral("another"));
        QCOMPARE(toQt(again->found), QStringLiteral("\"x\""));
        QVERIFY(!problemFromJson("[]"));
        QVERIFY(!problemFromJson("{\"a\":1}"));
    }

    void aProblemListsAllFaults() {
        const auto spec = readSpec<TargetSpec>(boost::json::parse(R"({"provider": "-", "modell": "x"})"), Form::Api);
        QVERIFY(!spec);
        const auto problem = problemOf(spec.error());
        QCOMPARE(problem.status, 400);
        QCOMPARE(toQt(problem.code), QStringLiteral("unknown_field"));
        const auto again = problemFromJson(problem.body());
        QVERIFY(again && again->faults.size() == 3);
    }

    void schemasForTheAdminApiReferToComponents() {
        const auto schemas = schemasWithin(descriptionOf(Kind::App), Form::Api, "#/components/schemas/");
        QVERIFY(schemas.contains("App") && schemas.contains("Limits") && schemas.contains("Budget"));
        const auto text = canonicalJson(schemas);
        QVERIFY(text.find("\"$ref\":\"#/components/schemas/Limits\"") != std::string::npos);
        QVERIFY(text.find("\"apps\"") == std::string::npos);
        const auto patch = patchSchemaOf(descriptionOf(Kind::Key), "#/components/schemas/");
        QVERIFY(!patch.contains("required"));
        QVERIFY(!patch.at("properties").get_object().contains("digest"));
    }
};

QTEST_APPLESS_MAIN(TestContract)
#include "tst_contract.moc"
