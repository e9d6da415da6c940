// SPDX-License-Identifier: GPL-3.0-or-later
// The page of what goes on: circuits that open under real failures, and calls that wait in line.
#include "tests/ui/support/priced_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/traffic/traffic_model.h"
#include "ui/traffic/traffic_view.h"
#include "ui/widgets/metric_card.h"

#include <QStandardPaths>

using namespace gatehouse::ui;

class TrafficPageTest : public QObject {
    Q_OBJECT

    using Shown = ShownView<TrafficView>;

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void aCircuitThatOpensIsShownWithItsThresholds() {
        PricedGateway paid;
        QVERIFY(paid.start("breaker: {failures: 3, rest: 60s, longest_rest: 5m}", "retry: {attempts: 1}"));
        Shown shown(paid.gateway.address());
        const auto target = QStringLiteral("paid/m");
        QTRY_COMPARE(shown.cell("trafficTable", target, TrafficModel::Circuit), QStringLiteral("Closed"));
        QCOMPARE(shown.find<MetricCard>("trafficOpen")->figure(), QStringLiteral("0"));
        paid.upstream.reset();
        paid.upstream.answer(gatehouse::test::wholeAnswer(500, R"({"error":{"message":"broken"}})"));
        for (int call = 0; call < 3; ++call)
            QVERIFY(paid.call() >= 500);
        QTRY_COMPARE(shown.cell("trafficTable", target, TrafficModel::Circuit), QStringLiteral("Open"));
        QTRY_COMPARE(shown.find<MetricCard>("trafficOpen")->figure(), QStringLiteral("1"));
        QVERIFY(shown.select("trafficTable", target));
        const auto* circuit = shown.find<QLabel>("trafficCircuit");
        QTRY_VERIFY(circuit->text().contains(QStringLiteral("tried again in")));
        QTRY_VERIFY(circuit->text().contains(QStringLiteral("after 3 failures in a row")));
        QSignalSpy led(&shown.view, &View::goTo);
        shown.press("trafficProvider");
        QCOMPARE(led.first().at(0).toString(), QStringLiteral("providers"));
        QCOMPARE(led.first().at(1).toString(), QStringLiteral("paid"));
    }

    void callsThatWaitStandInLine() {
        PricedGateway paid;
        QVERIFY(paid.start("concurrent: 1, queue: {wait: 30s, length: 5}"));
        paid.upstream.reset();
        paid.upstream.answer(PricedGateway::answer().held(0));
        Shown shown(paid.gateway.address());
        QTRY_VERIFY(!shown.cell("trafficTable", QStringLiteral("paid/m"), TrafficModel::Circuit).isEmpty());
        const auto first = paid.begin(QStringLiteral("one"));
        QTRY_COMPARE(paid.upstream.requests().size(), std::size_t(1));
        const auto second = paid.begin(QStringLiteral("two"));
        QTRY_COMPARE(shown.find<MetricCard>("trafficWaiting")->figure(), QStringLiteral("1"));
        QCOMPARE(shown.cell("trafficTable", QStringLiteral("paid/m"), TrafficModel::InFlight),
                 QStringLiteral("1 of 1"));
        QVERIFY(shown.select("trafficTable", QStringLiteral("paid/m")));
        QTRY_VERIFY(shown.find<QLabel>("trafficQueue")->text().contains(QStringLiteral("normal priority")));
        paid.upstream.release();
        paid.upstream.release();
        QTRY_VERIFY_WITH_TIMEOUT(first->isFinished() && second->isFinished(), 20'000);
        QCOMPARE(PricedGateway::statusOf(*second), 200);
        QTRY_COMPARE(shown.find<MetricCard>("trafficWaiting")->figure(), QStringLiteral("0"));
    }

    void limitsThatAProviderTellsAreShown() {
        PricedGateway paid;
        QVERIFY(paid.start());
        auto told = gatehouse::test::wholeAnswer(
            200, R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[],"usage":{}})",
            {{"Content-Type", "application/json"},
             {"x-ratelimit-limit-requests", "100"},
             {"x-ratelimit-remaining-requests", "40"},
             {"x-ratelimit-reset-requests", "50s"}});
        paid.upstream.reset();
        paid.upstream.answer(told);
        Shown shown(paid.gateway.address());
        QCOMPARE(paid.call(), 200);
        QTRY_VERIFY(shown.cell("trafficTable", QStringLiteral("paid/m"), TrafficModel::Learned)
                        .contains(QStringLiteral("of 100 requests left")));
    }
};

QTEST_MAIN(TrafficPageTest)
#include "tst_traffic_page.moc"
