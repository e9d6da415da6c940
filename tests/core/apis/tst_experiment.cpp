// SPDX-License-Identifier: Apache-2.0
#include "core/apis/experiment.h"
#include "core/apis/experiment_board.h"

#include <QTest>
#include <cmath>
#include <map>

using namespace gatehouse::apis;

namespace {

bool near(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance;
}

} // namespace

class TestExperiment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Values of scipy.stats.beta.
    void knowsTheBetaDistribution() {
        const auto arm = Beta::of(10, 7);
        QCOMPARE(arm.alpha, 8.0);
        QCOMPARE(arm.beta, 4.0);
        QVERIFY(near(arm.mean(), 0.6666667, 1e-6));
        const auto interval = credibleInterval(arm, 0.95);
        QVERIFY(near(interval.low, 0.390257, 1e-5));
        QVERIFY(near(interval.high, 0.890744, 1e-5));
        QVERIFY(near(Beta{}.below(0.3), 0.3, 1e-9)); // knows nothing: even
        QCOMPARE(Beta::of(3, 5).beta, 1.0);          // more than all cannot be good
    }
    void reckonsWhoIsBest() {
        // P(Beta(2,1) > Beta(1,2)) = 5/6.
        const auto two = probabilitiesBest({Beta{2, 1}, Beta{1, 2}});
        QVERIFY(near(two[0], 5.0 / 6.0, 0.002));
        QVERIFY(near(two[0] + two[1], 1, 1e-9));
        const auto equal = probabilitiesBest({Beta{50, 50}, Beta{50, 50}, Beta{50, 50}});
        QVERIFY(near(equal[1], 1.0 / 3.0, 0.002));
        const auto many = probabilitiesBest({Beta::of(1e6, 5.1e5), Beta::of(1e6, 5e5)});
        QVERIFY(many[0] > 0.9999 && std::isfinite(many[1]));
    }
    void saysWhenThereIsEnoughAndWhoWins() {
        const StoppingRule rule{100, 0.95};
        const std::vector<double> even{1, 1};
        const auto few = judge({{50, 40, 40}, {50, 99, 0}}, even, rule);
        QCOMPARE(few.verdict, Verdict::TooFew);
        QCOMPARE(few.scoresLeft, std::uint64_t(60));
        const auto equal = judge({{500, 200, 100}, {500, 200, 101}}, even, rule);
        QCOMPARE(equal.verdict, Verdict::Undecided);
        const auto clear = judge({{500, 200, 100}, {500, 200, 160}}, even, rule);
        QCOMPARE(clear.verdict, Verdict::Decided);
        QCOMPARE(clear.leader, std::size_t(1));
        QVERIFY(clear.arms[0].interval.low < 0.5 && clear.arms[0].interval.high > 0.5);
        QCOMPARE(*clear.arms[1].mean, 0.8);
        QVERIFY(adviceOn(clear, {"mood@1", "mood@2"}, rule).starts_with("Stop and keep mood@2"));
        QVERIFY(!judge({{5, 0, 0}}, {}, rule).arms[0].mean);
    }
    void leadsABanditsCallsToTheBetterArmAndStarvesNone() {
        const StoppingRule rule{100, 0.95};
        const auto start = judge({{}, {}}, {}, rule);
        QVERIFY(near(start.arms[0].share, 0.5, 0.01));
        const auto later = judge({{500, 160, 40}, {500, 60, 55}}, {}, rule);
        QVERIFY(later.arms[1].share > 0.95);
        QVERIFY(later.arms[0].share >= 0.0099);
        QCOMPARE(later.verdict, Verdict::Decided); // together as many as an even split, each a tenth
        QCOMPARE(judge({{500, 211, 200}, {9, 9, 0}}, {}, rule).verdict, Verdict::TooFew);
    }
    void keepsACallersArmAndSharesOutAsAsked() {
        ExperimentBoard board;
        const auto meter = board.meter("mood/1", {"a@1", "a@2", "a@3"}, {0.2, 0.5, 0.3});
        std::map<std::size_t, int> counts;
        for (int i = 0; i < 20'000; ++i)
            ++counts[meter->armAt(placeOf("mood/1", "session-" + std::to_string(i)))];
        QVERIFY(near(counts[0] / 20'000.0, 0.2, 0.015));
        QVERIFY(near(counts[1] / 20'000.0, 0.5, 0.015));
        QCOMPARE(placeOf("mood/1", "ada"), placeOf("mood/1", "ada"));
        QVERIFY(placeOf("mood/1", "ada") != placeOf("mood/2", "ada")); // one experiment says nothing of another
        QVERIFY(placeOf("ab", "c") != placeOf("a", "bc"));
        meter->share({0, 0, 1});
        QCOMPARE(meter->armAt(0), std::size_t(2));
    }
    void keepsTheMeterOfAnExperimentWhoseArmsStand() {
        ExperimentBoard board;
        const auto first = board.meter("mood/1", {"a@1", "a@2"}, {0.5, 0.5});
        first->called(1);
        QCOMPARE(board.meter("mood/1", {"a@1", "a@2"}, {0.9, 0.1})->calls(1), std::uint64_t(1));
        QCOMPARE(board.meter("mood/1", {"a@1", "a@3"}, {0.5, 0.5})->calls(1), std::uint64_t(0));
    }
};

QTEST_GUILESS_MAIN(TestExperiment)
#include "tst_experiment.moc"
