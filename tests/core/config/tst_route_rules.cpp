// SPDX-License-Identifier: Apache-2.0
#include "core/config/build_route.h"
#include "core/config/resource.h"
#include "core/config/route_rules.h"
#include "core/contract/json_text.h"
#include "fixtures.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::toQt;

namespace {

// The first fault as "field: text"; empty: none.
QString firstOf(const contract::Faults& faults) {
    return faults.empty() ? QString() : toQt(faults.front().text());
}

} // namespace

class TestRouteRules : public QObject {
    Q_OBJECT
private:
    Objects m_objects;
    fixtures::FakePresets m_presets;
    fixtures::FakeStash m_stash;

    QString put(const char* id, const QString& fields) {
        const auto body = QStringLiteral(R"({"targets":[{"provider":"demo","model":"echo","name":"a"},)"
                                         R"({"provider":"demo","model":"slow"}]%1})")
                              .arg(fields.isEmpty() ? QString() : QLatin1Char(',') + fields);
        const auto plan = planPut(Kind::Route, id, *contract::parseJson(body.toStdString()),
                                  {m_objects, m_presets, true}, m_stash, fixtures::now);
        if (!plan)
            return firstOf(plan.error());
        m_objects = applied(m_objects, *plan, 2, fixtures::now);
        return {};
    }

private Q_SLOTS:
    void init() {
        m_stash = {};
        m_objects = fixtures::apply({}, fixtures::example, m_stash).objects;
    }

    void refusesWhatCannotBeMeant_data() {
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* fields, const char* said) {
            QTest::newRow(name) << QString::fromLatin1(fields) << QString::fromLatin1(said);
        };
        row("hash without its strategy", R"("hash_on":"user")",
            "hash_on: expected nothing: the strategy is no consistent_hash, found \"user\"");
        row("unknown target in a rule", R"("rules":[{"targets":["b"]}])",
            "rules[0].targets[0]: expected the name of one of this route's targets, found \"b\"");
        row("a named target by its model", R"("rules":[{"targets":["demo/echo"]}])",
            "rules[0].targets[0]: expected the name of one of this route's targets, found \"demo/echo\"");
        row("a rule without an aim", R"("rules":[{"when":{"stream":true}}])",
            "rules[0].targets: expected targets, or a route, found neither");
        row("a rule with two aims", R"("rules":[{"targets":["a"],"route":"gpt-4o-mini"}])",
            "rules[0].route: expected targets or a route, not both, found \"gpt-4o-mini\" beside targets");
        row("unknown route", R"("rules":[{"route":"nowhere"}])",
            "rules[0].route: expected the model name of a route, found \"nowhere\"");
        row("to itself", R"("rules":[{"route":"r"}])",
            "rules[0].route: expected a way that does not come back here, found r > r");
        row("a fallback that is not there", R"("fallbacks":[{"route":"nowhere"}])",
            "fallbacks[0].route: expected the model name of a route, found \"nowhere\"");
        row("a fallback to itself", R"("fallbacks":[{"on":["context"],"route":"r"}])",
            "fallbacks[0].route: expected a way that does not come back here, found r > r");
        row("a fallback for what there is not", R"("fallbacks":[{"on":["404"],"route":"gpt-4o-mini"}])",
            "fallbacks[0].on[0]: expected one of any, connect, timeout, 429, 5xx, context, refused, auth, found "
            "\"404\"");
        row("a percentile of 100", R"("hedge":{"percentile":100})",
            "hedge.percentile: expected a whole number from 50 to 99, found 100");
        row("unknown zone", R"("rules":[{"targets":["a"],"when":{"time":{"zone":"Mars/Olympus"}}}])",
            "rules[0].when.time.zone: expected a time zone that this system knows, found \"Mars/Olympus\"");
        row("no number between", R"("rules":[{"targets":["a"],"when":{"tokens_above":10,"tokens_below":11}}])",
            "rules[0].when.tokens_below: expected more than one above tokens_above, found 11");
        row("unknown canary", R"("canary":{"target":"b","percent":"5"})",
            "canary.target: expected the name of one of this route's targets, found \"b\"");
        row("a canary of 101 per cent", R"("canary":{"target":"a","percent":"101"})",
            "canary.percent: expected a percentage from 0 to 100 with at most two decimals, such as \"5\", found "
            "\"101\"");
        row("a step of nothing", R"("canary":{"target":"a","percent":"5","step":{"percent":"0"}})",
            "canary.step.percent: expected more than 0, found \"0\"");
        row("a step down", R"("canary":{"target":"a","percent":"50","step":{"up_to":"40"}})",
            "canary.step.up_to: expected at least the percent that the canary begins with, found \"40\"");
        row("shares over 100",
            R"("experiment":{"shares":[{"target":"a","percent":"60"},{"target":"demo/slow","percent":"50"}]})",
            "experiment.shares: expected shares of more than 0 and at most 100 together, found a sum of 110");
        row("unknown in an experiment", R"("experiment":{"shares":[{"target":"c","percent":"60"}]})",
            "experiment.shares[0].target: expected the name of one of this route's targets, found \"c\"");
        row("unknown shadow", R"("shadow":{"provider":"none","model":"m","percent":"1"})",
            "shadow.provider: expected the id of a provider, found \"none\"");
    }
    void refusesWhatCannotBeMeant() {
        QFETCH(QString, fields);
        QFETCH(QString, said);
        QCOMPARE(put("r", fields), said);
    }

    void refusesWeightsThatSumToZero() {
        for (const char* strategy : {"weighted", "consistent_hash"}) {
            contract::RouteSpec route;
            route.strategy = strategy;
            route.targets = {{"p", "m", 0, {}}, {"p", "n", 0, {}}};
            QCOMPARE(firstOf(checkRoute(route, {})),
                     QStringLiteral("targets: expected weights of which one at least is above 0, found weights that "
                                    "sum to 0"));
            route.targets[1].weight = 1;
            QVERIFY(checkRoute(route, {}).empty());
        }
    }

    void refusesCircles() {
        QCOMPARE(put("first", {}), QString());
        QCOMPARE(put("second", QStringLiteral(R"("rules":[{"route":"first"}])")), QString());
        QCOMPARE(put("third", QStringLiteral(R"("rules":[{"route":"second"}])")), QString());
        QCOMPARE(put("first", QStringLiteral(R"("rules":[{"targets":["a"],"when":{"tags":["x"]}},{"route":"third"}])")),
                 QStringLiteral("rules[1].route: expected a way that does not come back here, found first > third > "
                                "second > first"));
    }

    void refusesCirclesOfFallbacks() {
        QCOMPARE(put("first", {}), QString());
        QCOMPARE(put("second", QStringLiteral(R"("fallbacks":[{"route":"first"}])")), QString());
        QCOMPARE(put("third", QStringLiteral(R"("rules":[{"route":"second"}])")), QString());
        QCOMPARE(put("first", QStringLiteral(R"("fallbacks":[{"on":["context"],"route":"third"}])")),
                 QStringLiteral("fallbacks[0].route: expected a way that does not come back here, found first > third "
                                "> second > first"));
    }

    void keepsARouteThatOthersLeadTo() {
        QCOMPARE(put("first", {}), QString());
        QCOMPARE(put("second", QStringLiteral(R"("rules":[{"route":"first"}])")), QString());
        const auto plan = planDelete(Kind::Route, "first", m_objects);
        QVERIFY(!plan.has_value());
        QCOMPARE(toQt(plan.error().front().detail), QStringLiteral("route first is used by route second"));
    }

    void readsPercents() {
        QCOMPARE(shareOf("0"), 0);
        QCOMPARE(shareOf("5"), 500);
        QCOMPARE(shareOf("0.5"), 50);
        QCOMPARE(shareOf("0.05"), 5);
        QCOMPARE(shareOf("99.99"), 9'999);
        QCOMPARE(shareOf("100"), wholeShare);
    }
};

QTEST_GUILESS_MAIN(TestRouteRules)
#include "tst_route_rules.moc"
