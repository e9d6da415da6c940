// SPDX-License-Identifier: Apache-2.0
// The canary against a model of its rules, over random histories on a clock of the test's.
#include "core/routing/selection/canary.h"

#include <QTest>
#include <random>

using namespace gatehouse;
using namespace gatehouse::routing;
using Phase = CanaryState::Phase;

namespace {

constexpr WallMicros second = 1'000'000;

config::Canary canaryOf() {
    config::Canary canary;
    canary.percent = 500;
    canary.step = config::Canary::Step{1'000, std::chrono::minutes(1), 3'500};
    canary.rollBack = config::Canary::RollBack{500, std::chrono::milliseconds(200), 0.5, 50};
    return canary;
}

// The rules anew, counted one by one.
struct Model {
    config::Canary canary;
    config::Share percent;
    bool rolledBack = false;
    WallMicros since = 0;
    int calls = 0, errors = 0, answers = 0, scores = 0;
    long long micros = 0, points = 0;

    void restart(WallMicros now) {
        since = now;
        calls = errors = answers = scores = 0;
        micros = points = 0;
    }
    void look(WallMicros now) {
        if (rolledBack)
            return;
        const bool failing = calls >= 50 && errors * 20 > calls;
        const bool slow = answers >= 50 && micros / answers > 200'000;
        const bool disliked = scores >= 50 && points < 5'000LL * scores;
        if (percent > 0 && (failing || slow || disliked)) {
            rolledBack = true;
            percent = 0;
            restart(now);
        } else if (percent < 3'500 && now - since >= 60 * second && calls >= 50) {
            percent = std::min(3'500, percent + 1'000);
            restart(now);
        }
    }
};

} // namespace

class TestCanary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepsAndRollsBackExactlyByItsRules() {
        int rolledBack = 0;
        int complete = 0;
        for (unsigned history = 0; history < 400; ++history) {
            std::mt19937 random(history);
            const int errorsOfHundred = static_cast<int>(random() % 5);
            const int usualMillis = 120 + static_cast<int>(random() % 80);
            const int usualPoints = 5'450 + static_cast<int>(random() % 1'000);
            WallMicros now = 1'000 * second;
            ArmCounts sums{static_cast<std::uint64_t>(random() % 1'000), 3, 0, 0, 0, 0}; // of earlier
            Model model{canaryOf(), 500};
            model.since = now;
            auto state = beginCanary(model.canary, "new", sums, now);
            for (int look = 0; look < 300; ++look) {
                now += static_cast<WallMicros>(random() % 5'000'000);
                for (auto calls = random() % 8; calls > 0; --calls) {
                    const bool failed = static_cast<int>(random() % 100) < errorsOfHundred;
                    const auto took =
                        static_cast<std::uint64_t>(usualMillis * 1'000 + static_cast<int>(random() % 20'000));
                    ++sums.calls;
                    ++model.calls;
                    if (failed) {
                        ++sums.errors;
                        ++model.errors;
                    } else {
                        ++sums.firstBytes;
                        sums.firstByteMicros += took;
                        ++model.answers;
                        model.micros += static_cast<long long>(took);
                    }
                    if (random() % 3 == 0) {
                        const auto points = static_cast<std::uint64_t>(usualPoints) - random() % 1'000;
                        ++sums.scores;
                        sums.scoreSum += points;
                        ++model.scores;
                        model.points += static_cast<long long>(points);
                    }
                }
                if (random() % 40 == 0) { // the process ends and begins: its sums are gone, the state was stored
                    (void)advance(state, model.canary, sums, now);
                    model.look(now);
                    QCOMPARE(state.percent, model.percent);
                    sums = {};
                    state.seen = {};
                }
                const auto before = state.percent;
                const bool changed = advance(state, model.canary, sums, now);
                model.look(now);
                QCOMPARE(state.percent, model.percent);
                QCOMPARE(state.phase == Phase::RolledBack, model.rolledBack);
                QCOMPARE(changed, before != state.percent);
            }
            rolledBack += model.rolledBack ? 1 : 0;
            complete += model.percent == 3'500 ? 1 : 0;
        }
        QVERIFY(rolledBack > 50 && complete > 50); // the histories tell both
    }

    void aHandHoldsItStill() {
        auto canary = canaryOf();
        auto state = beginCanary(canary, "new", {}, 0);
        setCanary(state, 500, Phase::Paused, "by hand", 0);
        QVERIFY(!advance(state, canary, {1'000, 1'000, 0, 0, 0, 0}, 3'600 * second));
        QCOMPARE(state.percent, 500);
        setCanary(state, 500, Phase::Running, "by hand", 3'600 * second);
        QVERIFY(!advance(state, canary, {1'049, 1'049, 0, 0, 0, 0}, 3'601 * second)); // 49 since
        QVERIFY(advance(state, canary, {1'050, 1'050, 0, 0, 0, 0}, 3'602 * second));
        QCOMPARE(state.phase, Phase::RolledBack);
        QCOMPARE(QString::fromStdString(state.reason), QStringLiteral("50 of 50 calls failed, more than 5 %"));
    }

    void withoutBoundsOnlyTimeCounts() {
        auto canary = canaryOf();
        canary.rollBack.reset();
        auto state = beginCanary(canary, "new", {}, 0);
        QVERIFY(!advance(state, canary, {}, 59 * second));
        QVERIFY(advance(state, canary, {}, 60 * second));
        QCOMPARE(state.percent, 1'500);
    }
};

QTEST_GUILESS_MAIN(TestCanary)
#include "tst_canary.moc"
