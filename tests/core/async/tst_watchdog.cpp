// SPDX-License-Identifier: Apache-2.0
#include "core/async/watchdog.h"

#include <QTest>
#include <functional>
#include <memory>
#include <vector>

using namespace gatehouse;
using namespace std::chrono_literals;

namespace {

using SteadyClock = std::chrono::steady_clock;

class Bell final : public Watchdog::Guard {
public:
    explicit Bell(std::function<void()> rings = {}) : m_rings(std::move(rings)) {}
    int rung = 0;
    SteadyClock::time_point at;

private:
    void expired() override {
        ++rung;
        at = SteadyClock::now();
        if (m_rings)
            m_rings();
    }
    std::function<void()> m_rings;
};

} // namespace

class WatchdogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ringsOnceAndNeverEarly();
    void doesNotRingWhatWasDisarmed();
    void replacesAnEarlierDeadline();
    void letsABellDestroyOthers();
    void letsABellArmItselfAgain();
    void stopsTickingWhenNothingIsArmed();
    void mayGoBeforeItsGuards();
};

void WatchdogTest::ringsOnceAndNeverEarly() {
    asio::io_context context(1);
    Watchdog watchdog(context.get_executor(), 2ms);
    Bell soon;
    Bell later;
    const auto start = SteadyClock::now();
    soon.arm(watchdog, start + 5ms);
    later.arm(watchdog, start + 15ms);
    context.run_for(5s);
    QCOMPARE(soon.rung, 1);
    QCOMPARE(later.rung, 1);
    QVERIFY(!soon.armed());
    QVERIFY(soon.at >= start + 5ms);
    QVERIFY(later.at >= start + 15ms);
}

void WatchdogTest::doesNotRingWhatWasDisarmed() {
    asio::io_context context(1);
    Watchdog watchdog(context.get_executor(), 1ms);
    Bell bell;
    bell.arm(watchdog, SteadyClock::now());
    bell.disarm();
    bell.disarm();
    context.run_for(1s);
    QCOMPARE(bell.rung, 0);
}

void WatchdogTest::replacesAnEarlierDeadline() {
    asio::io_context context(1);
    Watchdog watchdog(context.get_executor(), 1ms);
    Bell bell;
    const auto start = SteadyClock::now();
    bell.arm(watchdog, start + 1h);
    bell.arm(watchdog, start + 5ms);
    QVERIFY(bell.deadline() == start + 5ms);
    context.run_for(1s);
    QCOMPARE(bell.rung, 1);
}

void WatchdogTest::letsABellDestroyOthers() {
    asio::io_context context(1);
    Watchdog watchdog(context.get_executor(), 1ms);
    std::vector<std::unique_ptr<Bell>> others;
    int rung = 0;
    for (int i = 0; i < 5; ++i)
        others.push_back(std::make_unique<Bell>([&rung] { ++rung; }));
    Bell first([&others] { others.clear(); });
    const auto now = SteadyClock::now();
    first.arm(watchdog, now);
    for (auto& other : others)
        other->arm(watchdog, now);
    context.run_for(1s);
    QCOMPARE(first.rung, 1);
    QCOMPARE(rung, 0);
}

void WatchdogTest::letsABellArmItselfAgain() {
    asio::io_context context(1);
    Watchdog watchdog(context.get_executor(), 1ms);
    Bell* again = nullptr;
    Bell bell([&] {
        if (again->rung < 3)
            again->arm(watchdog, SteadyClock::now() + 1ms);
    });
    again = &bell;
    bell.arm(watchdog, SteadyClock::now());
    context.run_for(1s);
    QCOMPARE(bell.rung, 3);
}

void WatchdogTest::stopsTickingWhenNothingIsArmed() {
    asio::io_context context(1);
    Watchdog watchdog(context.get_executor(), 1ms);
    Bell bell;
    bell.arm(watchdog, SteadyClock::now());
    const auto start = SteadyClock::now();
    context.run_for(5s); // ends by itself: no work is left
    QVERIFY(SteadyClock::now() - start < 4s);
    context.restart();
    bell.arm(watchdog, SteadyClock::now());
    context.run_for(5s);
    QCOMPARE(bell.rung, 2);
}

void WatchdogTest::mayGoBeforeItsGuards() {
    asio::io_context context(1);
    Bell bell;
    {
        Watchdog watchdog(context.get_executor(), 1ms);
        bell.arm(watchdog, SteadyClock::now());
    }
    QVERIFY(!bell.armed());
    context.run_for(1s);
    QCOMPARE(bell.rung, 0);
}

QTEST_APPLESS_MAIN(WatchdogTest)
#include "tst_watchdog.moc"
