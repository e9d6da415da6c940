// SPDX-License-Identifier: Apache-2.0
#include "core/routing/breaker.h"
#include "tests/core/telemetry/fakes.h"

#include <QTest>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace gatehouse;
using gatehouse::telemetry::FakeClock;
using namespace gatehouse::routing;
using namespace std::chrono_literals;

class TestBreaker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void closedUntilFiveFailuresInARow();
    void aSuccessStartsTheCountAnew();
    void restsThenLetsOneCallProbe();
    void aLookChangesNothing();
    void aProbeThatSucceedsCloses();
    void probesThatFailRestTwiceAsLongUpToABound();
    void aProbeThatIsDroppedLeavesTheNextToProbe();
    void aProbeThatTakesLongIsJoined();
    void targetsAreApart();
    void answersFromBeforeItOpenedChangeNothing();
    void retriesEndBeforeTheyAreAStorm();
    void retriesComeBackWithTimeAndCalls();
    void aFloodOfNamesForgetsAndNeverRefuses();
    void threadsShareIt();

private:
    static void failTimes(BreakerBoard& board, int count, const char* model = "m") {
        for (int i = 0; i < count; ++i)
            board.ask("p", model).failed();
    }
};

void TestBreaker::closedUntilFiveFailuresInARow() {
    FakeClock clock;
    BreakerBoard board(clock);
    failTimes(board, 4);
    QVERIFY(board.ask("p", "m").given());
    QCOMPARE(board.open(), std::size_t{0});
    failTimes(board, 1);
    const auto refused = board.ask("p", "m");
    QVERIFY(!refused.given());
    QVERIFY(refused.wait() > 900ms && refused.wait() <= 1000ms);
    QCOMPARE(board.open(), std::size_t{1});
    QCOMPARE(board.opened(), std::uint64_t{1});
}

void TestBreaker::aSuccessStartsTheCountAnew() {
    FakeClock clock;
    BreakerBoard board(clock);
    for (int i = 0; i < 10; ++i) {
        failTimes(board, 4);
        board.ask("p", "m").succeeded();
    }
    QVERIFY(board.ask("p", "m").given());
}

void TestBreaker::restsThenLetsOneCallProbe() {
    FakeClock clock;
    BreakerBoard board(clock);
    failTimes(board, 5);
    clock.advance(999ms);
    QVERIFY(!board.ask("p", "m").given());
    clock.advance(2ms);
    const auto probe = board.ask("p", "m");
    QVERIFY(probe.given());
    QVERIFY(probe.probes());
    QVERIFY(!board.ask("p", "m").given());
}

void TestBreaker::aLookChangesNothing() {
    using State = BreakerBoard::Circuit::State;
    FakeClock clock;
    BreakerBoard board(clock);
    QVERIFY(board.look("p", "m").state == State::Closed);
    failTimes(board, 5);
    const auto rests = board.look("p", "m");
    QVERIFY(rests.state == State::Open);
    QVERIFY(rests.wait > 900ms && rests.wait <= 1000ms);
    clock.advance(1001ms);
    QVERIFY(board.look("p", "m").state == State::HalfOpen);
    QVERIFY(board.look("p", "m").state == State::HalfOpen); // the probe is still there to be taken
    QVERIFY(board.ask("p", "m").probes());
}

void TestBreaker::aProbeThatSucceedsCloses() {
    FakeClock clock;
    BreakerBoard board(clock);
    failTimes(board, 5);
    clock.advance(2s);
    board.ask("p", "m").succeeded();
    QCOMPARE(board.open(), std::size_t{0});
    for (int i = 0; i < 3; ++i) {
        auto permit = board.ask("p", "m");
        QVERIFY(permit.given() && !permit.probes());
    }
    failTimes(board, 4);
    QVERIFY(board.ask("p", "m").given());
}

void TestBreaker::probesThatFailRestTwiceAsLongUpToABound() {
    FakeClock clock;
    BreakerBoard board(clock);
    failTimes(board, 5);
    for (const auto rest : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        clock.advance(rest - 1ms);
        QVERIFY(!board.ask("p", "m").given());
        clock.advance(2ms);
        auto probe = board.ask("p", "m");
        QVERIFY(probe.probes());
        probe.failed();
    }
    QCOMPARE(board.opened(), std::uint64_t{1});
}

void TestBreaker::aProbeThatIsDroppedLeavesTheNextToProbe() {
    FakeClock clock;
    BreakerBoard board(clock);
    failTimes(board, 5);
    clock.advance(2s);
    {
        auto first = board.ask("p", "m");
        QVERIFY(first.probes());
        auto moved = std::move(first);
        QVERIFY(!board.ask("p", "m").given());
    }
    QVERIFY(board.ask("p", "m").probes());
}

void TestBreaker::aProbeThatTakesLongIsJoined() {
    FakeClock clock;
    BreakerBoard board(clock);
    failTimes(board, 5);
    clock.advance(2s);
    auto first = board.ask("p", "m");
    clock.advance(5s);
    auto second = board.ask("p", "m");
    QVERIFY(second.probes());
    first.succeeded();
    QVERIFY(board.ask("p", "m").given());
}

void TestBreaker::targetsAreApart() {
    FakeClock clock;
    BreakerBoard board(clock);
    failTimes(board, 5);
    QVERIFY(!board.ask("p", "m").given());
    QVERIFY(board.ask("p", "other").given());
    QVERIFY(board.ask("pm", "").given());
    QVERIFY(board.ask("", "pm").given());
}

void TestBreaker::answersFromBeforeItOpenedChangeNothing() {
    FakeClock clock;
    BreakerBoard board(clock);
    auto early = board.ask("p", "m");
    auto late = board.ask("p", "m");
    failTimes(board, 5);
    early.succeeded();
    QVERIFY(!board.ask("p", "m").given());
    clock.advance(500ms);
    late.failed();
    QVERIFY(board.ask("p", "m").wait() <= 500ms); // not prolonged
}

void TestBreaker::retriesEndBeforeTheyAreAStorm() {
    FakeClock clock;
    BreakerBoard board(clock);
    QVERIFY(board.mayRetry("p", "m"));
    int attempts = 0;
    constexpr int calls = 1'000;
    for (int i = 0; i < calls; ++i) {
        // Each call fails at first and would be served by a second attempt.
        board.ask("p", "m").failed();
        ++attempts;
        if (!board.mayRetry("p", "m"))
            continue;
        board.ask("p", "m").succeeded();
        ++attempts;
        clock.advance(1ms);
    }
    QVERIFY(attempts >= 20);
    QVERIFY2(attempts <= calls * 12 / 10, std::to_string(attempts).c_str());
}

void TestBreaker::retriesComeBackWithTimeAndCalls() {
    FakeClock clock;
    BreakerBoard board(clock);
    board.ask("p", "m").failed();
    while (board.mayRetry("p", "m")) {
    }
    clock.advance(3s);
    for (int i = 0; i < 3; ++i)
        QVERIFY(board.mayRetry("p", "m"));
    QVERIFY(!board.mayRetry("p", "m"));
    for (int i = 0; i < 10; ++i)
        board.ask("p", "m").succeeded();
    QVERIFY(board.mayRetry("p", "m"));
    QVERIFY(!board.mayRetry("p", "m"));
    clock.advance(1h);
    int count = 0;
    while (board.mayRetry("p", "m"))
        ++count;
    QCOMPARE(count, 20);
}

void TestBreaker::aFloodOfNamesForgetsAndNeverRefuses() {
    FakeClock clock;
    BreakerBoard board(clock);
    for (int i = 0; i < 20'000; ++i) {
        auto permit = board.ask("p", "model-" + std::to_string(i));
        QVERIFY(permit.given());
        permit.failed();
        clock.advance(1us);
    }
    QCOMPARE(board.open(), std::size_t{0});
}

void TestBreaker::threadsShareIt() {
    const SystemClock clock;
    BreakerRule rule;
    rule.thresholds.rest = 1ms;
    rule.thresholds.longestRest = 2ms;
    BreakerBoard board(clock, rule);
    std::atomic<int> attempts{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 5'000; ++i) {
                auto permit = board.ask("p", i % 3 == 0 ? "a" : "b");
                if (!permit.given())
                    continue;
                ++attempts;
                if ((i + t) % 2 == 0)
                    permit.failed();
                else if (i % 5 != 0)
                    permit.succeeded();
                (void)board.mayRetry("p", "a");
            }
        });
    for (auto& thread : threads)
        thread.join();
    QVERIFY(attempts > 0);
    // What was opened closes again.
    for (int i = 0; i < 100'000 && board.open() != 0; ++i)
        for (const char* model : {"a", "b"})
            board.ask("p", model).succeeded();
    QCOMPARE(board.open(), std::size_t{0});
}

QTEST_APPLESS_MAIN(TestBreaker)
#include "tst_breaker.moc"
