// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/call_json.h"
#include "tests/core/telemetry/fakes.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace gatehouse;
using namespace gatehouse::telemetry;

class CallJsonTest : public QObject {
    Q_OBJECT

private:
    static boost::json::object parsed(const CallRecord& record, std::string_view explain = {}) {
        std::string out;
        appendCallJson(out, record, explain);
        return boost::json::parse(out).as_object();
    }

private Q_SLOTS:
    void aCallIsShownInTheFormsOfTheApi() {
        auto call = someCall(1);
        call.startedAt = 1'790'000'000'123'456;
        call.totalMicros = 1'234'567;
        call.cost = Money::parse("0.000045");
        call.tags = "nightly, eval ,";
        const auto json = parsed(call);
        QCOMPARE(json.at("started_at").as_string(), boost::json::string("2026-09-21T14:13:20.123456Z"));
        QCOMPARE(json.at("duration_ms").to_number<double>(), 1234.567);
        QCOMPARE(json.at("cost").as_string(), boost::json::string("0.000045"));
        QCOMPARE(boost::json::serialize(json.at("tags")), std::string("[\"nightly\",\"eval\"]"));
        QCOMPARE(json.at("tokens").at("input").as_int64(), std::int64_t{10});
        QVERIFY(json.at("error").is_null());
        QVERIFY(!json.contains("explain"));
    }
    void whatIsUnknownIsNull() {
        CallRecord call;
        const auto json = parsed(call);
        for (const auto* name : {"cost", "first_byte_ms", "provider", "model", "app", "session"})
            QVERIFY2(json.at(name).is_null(), name);
    }
    void bytesThatAreNotTextAreMended() {
        CallRecord call;
        call.client = "a\xff\xc3(\xe2\x82z\"\n";
        QCOMPARE(parsed(call).at("client").as_string(),
                 boost::json::string("a\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBDz\"\n"));
    }
    void textsOfAllLengthsAreWhole() {
        for (std::size_t size = 0; size < 300; ++size) {
            for (const std::string_view special : {"", "\"", "\\", "\n", "\x7f", "\u00fc"}) {
                CallRecord call;
                call.client = std::string(size, 'c') + std::string(special) + std::string(size % 9, 'd');
                const auto json = parsed(call);
                if (call.client.empty())
                    QVERIFY(json.at("client").is_null());
                else
                    QCOMPARE(json.at("client").as_string(), boost::json::string(call.client));
            }
        }
    }
    void theDecisionTrailIsWhole() {
        Explain explain;
        explain.rule = "route x";
        explain.chosen = "b/y: first that answered";
        explain.skipped = {{"c/z", "disabled"}};
        Attempt failed;
        failed.provider = "a";
        failed.model = "x";
        failed.startMicros = 10;
        failed.endMicros = 2'500;
        failed.error = "connect_failed";
        failed.decision = "next target";
        explain.attempts = {failed, {}};
        explain.limits = {{"app:n requests_per_minute", "10", "3"}};
        explain.losses = {{"seed", "dropped", "It has no such field."}};
        const auto json = boost::json::parse(explainJson(explain)).as_object();
        QCOMPARE(json.at("attempts").as_array().size(), std::size_t{2});
        QCOMPARE(json.at("attempts").at(0).at("end_ms").to_number<double>(), 2.5);
        QVERIFY(json.at("attempts").at(0).at("status").is_null());
        QCOMPARE(json.at("skipped").at(0).at("reason").as_string(), boost::json::string("disabled"));
        QCOMPARE(json.at("limits").at(0).at("used").as_string(), boost::json::string("3"));
        QCOMPARE(parsed(someCall(1), explainJson(explain)).at("explain").as_object(), json);
    }
    void theLinesOfACostAreTold() {
        Explain explain;
        explain.billed = {{"input", 1'000, *Money::parse("0.15"), *Money::parse("0.00015")}};
        explain.priceSource = "list price";
        const auto json = boost::json::parse(explainJson(explain)).as_object();
        QCOMPARE(boost::json::serialize(json.at("billed")),
                 std::string(R"([{"class":"input","tokens":1000,"per_million":"0.15","cost":"0.00015"}])"));
        QCOMPARE(json.at("price_source").as_string(), boost::json::string("list price"));
        QVERIFY(json.at("price_date").is_null());
    }
    void progressTellsTheTokensSoFar() {
        CallProgress notice;
        notice.id = "x";
        notice.outputTokens = 12;
        notice.attempts = 2;
        const auto json = boost::json::parse(progressJson(notice)).as_object();
        QCOMPARE(json.at("output_tokens").as_int64(), std::int64_t{12});
        QCOMPARE(json.at("tokens_estimated").as_bool(), true);
        QCOMPARE(json.at("attempts").as_int64(), std::int64_t{2});
    }
    void aCallCarriesItsNumber() {
        std::string out;
        appendCallJson(out, someCall(1), {}, 77);
        QCOMPARE(boost::json::parse(out).as_object().at("sequence").as_int64(), std::int64_t{77});
        QVERIFY(!parsed(someCall(1)).contains("sequence"));
    }
    void millisecondsAreExact_data() {
        QTest::addColumn<qlonglong>("micros");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qlonglong{0} << QStringLiteral("0");
        QTest::newRow("whole") << qlonglong{2'000} << QStringLiteral("2");
        QTest::newRow("one digit") << qlonglong{1'500} << QStringLiteral("1.5");
        QTest::newRow("inner zero") << qlonglong{1'005} << QStringLiteral("1.005");
        QTest::newRow("two digits") << qlonglong{10'230} << QStringLiteral("10.23");
        QTest::newRow("negative") << qlonglong{-1'500} << QStringLiteral("-1.5");
    }
    void millisecondsAreExact() {
        QFETCH(qlonglong, micros);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(millisecondsText(micros)), text);
    }
    void namesReadBack() {
        for (int i = 0; i <= static_cast<int>(ErrorClass::Internal); ++i)
            QCOMPARE(errorClassNamed(nameOf(static_cast<ErrorClass>(i))), std::optional(static_cast<ErrorClass>(i)));
        for (int i = 0; i <= static_cast<int>(Outcome::Cancelled); ++i)
            QCOMPARE(outcomeNamed(nameOf(static_cast<Outcome>(i))), std::optional(static_cast<Outcome>(i)));
    }
};

QTEST_APPLESS_MAIN(CallJsonTest)
#include "tst_call_json.moc"
