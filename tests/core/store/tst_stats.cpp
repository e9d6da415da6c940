// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "tests/core/store/fixture.h"

#include <QTest>
#include <algorithm>
#include <boost/json/parse.hpp>
#include <functional>
#include <map>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::telemetry;

namespace {

constexpr WallMicros day = 1'790'000'000'000'000 / microsPerDay * microsPerDay;

std::string valueOf(StatsDimension dimension, const CallRecord& call) {
    switch (dimension) {
    case StatsDimension::Provider:
        return call.provider;
    case StatsDimension::Model:
        return call.modelServed;
    case StatsDimension::Key:
        return call.key;
    case StatsDimension::Team:
        return call.team;
    case StatsDimension::Route:
        return call.route;
    case StatsDimension::App:
        return call.app;
    case StatsDimension::Status:
        return std::to_string(call.status);
    case StatsDimension::Dialect:
        return call.dialect;
    case StatsDimension::Error:
        return std::string(nameOf(call.errorClass));
    case StatsDimension::Api:
        return call.api;
    case StatsDimension::Prompt:
        return call.prompt;
    case StatsDimension::Demo:
        break;
    }
    return call.pretend ? "true" : "false";
}

} // namespace

class StatsTest : public QObject {
    Q_OBJECT

private:
    TemporaryStore m_temporary;
    std::vector<CallRecord> m_calls;
    std::unique_ptr<Reader> m_reader;

    static StatsRequest request(const char* step, const char* groups,
                                const char* metrics = "calls,cost,latency,first_byte") {
        auto parsed = parseStatsRequest("", "", step, groups, metrics, day + 2 * microsPerDay);
        if (!parsed)
            qFatal("%s", parsed.error().message.c_str());
        parsed->from = day;
        parsed->to = day + 2 * microsPerDay;
        return *parsed;
    }

private Q_SLOTS:
    void initTestCase() {
        CallMaker maker(41, day, 2 * microsPerDay);
        m_calls = maker.many(4'000);
        auto writer = m_temporary.store->recordWriter({});
        QVERIFY(writer->open());
        QVERIFY(writer->write(batchOf(m_calls, 1)));
        writer->close();
        m_reader = m_temporary.reader();
    }
    void cleanupTestCase() { m_reader.reset(); }

    void tellsWhenEachKeyWasLastUsed() {
        std::map<std::string, WallMicros, std::less<>> expected; // in the order of their rows
        for (const auto& call : m_calls) {
            if (!call.key.empty())
                expected[call.key] = std::max(expected[call.key], call.startedAt);
        }
        const auto told = m_reader->keysLastUsed();
        QVERIFY(told.has_value());
        QVERIFY(!expected.empty());
        QCOMPARE(told->size(), expected.size());
        // Rows stand in the order in which calls ended, so the last row need not be the last that began.
        for (const auto& [key, at] : expected)
            QVERIFY(told->at(key) <= at && told->at(key) > at - microsPerDay);
    }

    void seriesAreWhatABruteForceSumGives_data() {
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("groups");
        for (const auto* step : {"1m", "15m", "1h", "6h", "1d"}) {
            for (const auto* groups : {"", "provider", "model,status", "team,app,key,error", "route,dialect,demo"})
                QTest::addRow("%s by %s", step, groups) << QString::fromLatin1(step) << QString::fromLatin1(groups);
        }
    }
    void seriesAreWhatABruteForceSumGives() {
        QFETCH(QString, step);
        QFETCH(QString, groups);
        const auto wanted = request(step.toLatin1().constData(), groups.toLatin1().constData());
        std::map<std::vector<std::string>, std::map<WallMicros, StatsPoint>> expected;
        for (const auto& call : m_calls) {
            std::vector<std::string> key;
            for (const auto dimension : wanted.groupBy)
                key.push_back(valueOf(dimension, call));
            auto& point = expected[key][floorTo(call.startedAt, wanted.stepMicros)];
            RollupValues one;
            one.add(call);
            if (call.pretend) {
                point.pretendCost += std::exchange(one.cost, Money());
                one.unknownCostCalls = 0;
            }
            point.values.merge(one);
        }
        const auto result = m_reader->stats(wanted).value();
        QCOMPARE(result.series.size(), expected.size());
        std::int64_t calls = 0;
        for (const auto& series : result.series) {
            std::vector<std::string> key;
            for (const auto& [dimension, value] : series.group)
                key.push_back(value);
            const auto& points = expected.at(key);
            QCOMPARE(series.points.size(), points.size());
            for (const auto& point : series.points) {
                QVERIFY(point.values == points.at(point.at).values);
                QCOMPARE(point.pretendCost, points.at(point.at).pretendCost);
            }
            calls += series.total.values.calls;
        }
        QCOMPARE(calls, static_cast<std::int64_t>(m_calls.size()));
        QCOMPARE(result.total.values.calls, calls);
    }
    void aFilterLeavesTheCallsThatFitIt_data() {
        using Fits = std::function<bool(const CallRecord&)>;
        QTest::addColumn<QString>("filter");
        QTest::addColumn<Fits>("fits");
        const auto& one = m_calls.front();
        const auto add = [](const std::string& filter, Fits fits) {
            QTest::addRow("%s", filter.c_str()) << QString::fromStdString(filter) << fits;
        };
        add("status>=400", [](const CallRecord& call) { return call.status >= 400; });
        add("-status:200", [](const CallRecord& call) { return call.status != 200; });
        add("provider:" + one.provider, [&](const CallRecord& call) { return call.provider == one.provider; });
        add("-provider:" + one.provider, [&](const CallRecord& call) { return call.provider != one.provider; });
        add("model:" + one.modelServed, [&](const CallRecord& call) { return call.modelServed == one.modelServed; });
        add("demo:true", [](const CallRecord& call) { return call.pretend; });
        add("app:" + one.app + " key:" + one.key,
            [&](const CallRecord& call) { return call.app == one.app && call.key == one.key; });
        const auto noon = day + microsPerDay / 2;
        add("after:" + formatTime(noon), [noon](const CallRecord& call) { return call.startedAt >= noon; });
        add("before:" + formatTime(noon), [noon](const CallRecord& call) { return call.startedAt < noon; });
    }
    void aFilterLeavesTheCallsThatFitIt() {
        QFETCH(QString, filter);
        QFETCH(std::function<bool(const CallRecord&)>, fits);
        auto wanted = request("1h", "status");
        wanted.filter = contract::parseFilter(filter.toStdString(), day).value();
        const auto result = m_reader->stats(wanted).value();
        const auto expected = std::count_if(m_calls.begin(), m_calls.end(), fits);
        QVERIFY(expected > 0 && expected < static_cast<std::ptrdiff_t>(m_calls.size()));
        QCOMPARE(result.total.values.calls, static_cast<std::int64_t>(expected));
    }
    void whatSumsDoNotKnowIsRefused_data() {
        QTest::addColumn<QString>("filter");
        for (const auto* filter : {"latency>2s", "tag:nightly", "-after:-1h", "asked:gpt-4o", "id:x", "outcome:ok"})
            QTest::newRow(filter) << QString::fromLatin1(filter);
    }
    void whatSumsDoNotKnowIsRefused() {
        QFETCH(QString, filter);
        auto wanted = request("1h", "");
        wanted.filter = contract::parseFilter(filter.toStdString(), day).value();
        const auto result = m_reader->stats(wanted);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Conflict);
        QVERIFY(result.error().field.starts_with("q."));
    }
    void aPlainWordIsLookedForInTheNames() {
        auto wanted = request("1h", "");
        wanted.filter = contract::parseFilter(m_calls.front().provider.substr(0, 4), day).value();
        const auto found = m_reader->stats(wanted).value().total.values.calls;
        QVERIFY(found > 0);
        wanted.filter = contract::parseFilter("nothing-is-named-so", day).value();
        QCOMPARE(m_reader->stats(wanted).value().total.values.calls, std::int64_t{0});
    }
    void theRestOfManySeriesIsSummedUp() {
        TemporaryStore temporary;
        std::vector<CallRecord> calls;
        for (int i = 0; i < 700; ++i) {
            calls.push_back(someCall(i));
            calls.back().startedAt = day + i;
            calls.back().modelServed = "m" + std::to_string(i);
        }
        auto writer = temporary.store->recordWriter({});
        QVERIFY(writer->open());
        QVERIFY(writer->write(batchOf(calls, 1)));
        writer->close();
        const auto result = temporary.reader()->stats(request("1d", "model")).value();
        QCOMPARE(result.series.size(), mostStatsSeries + 1);
        QCOMPARE(result.series.back().group.front().second, std::string("(other)"));
        QCOMPARE(result.series.back().total.values.calls, std::int64_t{200});
        QCOMPARE(result.total.values.calls, std::int64_t{700});
    }
    void spendIsRealMoneyByTeamAndApp_data() {
        QTest::addColumn<qlonglong>("from");
        QTest::newRow("ever") << qlonglong{0};
        QTest::newRow("second day") << qlonglong{day + microsPerDay};
        QTest::newRow("in the second day") << qlonglong{day + microsPerDay + 5 * microsPerHour};
        QTest::newRow("later") << qlonglong{day + 3 * microsPerDay};
    }
    void spendIsRealMoneyByTeamAndApp() {
        QFETCH(qlonglong, from);
        Spend expected;
        for (const auto& call : m_calls) {
            if (call.pretend || !call.cost || call.startedAt < floorTo(from, microsPerDay))
                continue;
            expected.byTeam[call.team] += *call.cost;
            expected.byApp[call.app] += *call.cost;
        }
        const auto spend = m_reader->spendSince(from).value();
        QVERIFY(spend.byTeam == expected.byTeam);
        QVERIFY(spend.byApp == expected.byApp);
    }
    void theAnswerHasTheFormOfTheApi() {
        const auto result = m_reader->stats(request("1d", "provider", "calls,tokens.input,cost,latency.p95,bytes.in"));
        const auto json = boost::json::parse(statsJson(result.value())).as_object();
        QCOMPARE(json.at("series").as_array().size(), std::size_t{3});
        const auto& series = json.at("series").at(0).as_object();
        QVERIFY(series.at("group").as_object().contains("provider"));
        const auto& point = series.at("points").at(0).as_object();
        QCOMPARE(point.at("t").as_string().size(), std::size_t{27});
        QVERIFY(point.at("calls").is_int64());
        QVERIFY(point.at("cost").is_string());
        QVERIFY(point.at("tokens").at("input").is_int64());
        QVERIFY(point.at("latency").at("p95").is_number());
        QVERIFY(!point.contains("errors"));
    }
    void costOfWhichNothingIsKnownIsNull() {
        TemporaryStore temporary;
        auto call = someCall(1);
        call.startedAt = day;
        call.cost.reset();
        auto writer = temporary.store->recordWriter({});
        QVERIFY(writer->open());
        QVERIFY(writer->write(batchOf({call}, 1)));
        writer->close();
        const auto text = statsJson(temporary.reader()->stats(request("1d", "", "cost,unknown_cost_calls")).value());
        const auto json = boost::json::parse(text).as_object();
        QVERIFY(json.at("total").at("cost").is_null());
        QCOMPARE(json.at("total").at("unknown_cost_calls").as_int64(), std::int64_t{1});
    }
    void wrongRequestsNameTheField_data() {
        QTest::addColumn<QStringList>("texts"); // from, to, step, group_by, metrics
        QTest::addColumn<QString>("field");
        const auto add = [](const char* name, const char* from, const char* to, const char* step, const char* groups,
                            const char* metrics, const char* field) {
            QTest::newRow(name) << QStringList{QLatin1String(from), QLatin1String(to), QLatin1String(step),
                                               QLatin1String(groups), QLatin1String(metrics)}
                                << QString::fromLatin1(field);
        };
        add("from is no time", "x", "", "", "", "", "from");
        add("to is no time", "", "tomorrow", "", "", "", "to");
        add("from behind to", "now", "-1h", "", "", "", "from");
        add("step without unit", "", "", "5", "", "", "step");
        add("step that divides nothing", "", "", "7m", "", "", "step");
        add("step of nothing", "", "", "0m", "", "", "step");
        add("too many steps", "-40d", "", "1m", "", "", "step");
        add("too many steps of groups", "-30d", "", "1m", "provider", "", "step");
        add("endless step", "", "", "99999999999999999999d", "", "", "step");
        add("endless span", "-99999999999d", "", "", "", "", "from");
        add("unknown group", "", "", "", "colour", "", "group_by");
        add("group twice", "", "", "", "app,app", "", "group_by");
        add("empty word", "", "", "", "app,,key", "", "group_by");
        add("unknown metric", "", "", "", "", "speed", "metrics");
        add("unknown part", "", "", "", "", "tokens.imagined", "metrics");
        add("plain name with a part", "", "", "", "", "calls.x", "metrics");
    }
    void wrongRequestsNameTheField() {
        QFETCH(QStringList, texts);
        QFETCH(QString, field);
        const auto text = [&](int i) { return texts[i].toStdString(); };
        const auto parsed = parseStatsRequest(text(0), text(1), text(2), text(3), text(4), day);
        QVERIFY(!parsed);
        QCOMPARE(QString::fromStdString(parsed.error().field), field);
        QCOMPARE(parsed.error().kind, ErrorKind::Invalid);
    }
    void defaultsGiveAboutAHundredPoints() {
        for (const auto* from : {"-1h", "-24h", "-7d", "-30d", "-365d", "-3650d"}) {
            const auto parsed = parseStatsRequest(from, "", "", "", "", day).value();
            const auto points = (parsed.to - parsed.from) / parsed.stepMicros;
            QVERIFY2(points >= 30 && points <= 130, from);
        }
        QCOMPARE(parseStatsRequest("", "", "", "", "ttft", day)->metrics.size(), std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(StatsTest)
#include "tst_stats.moc"
