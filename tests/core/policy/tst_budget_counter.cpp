// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_counter.h"

#include "core/base/text.h"

#include <QTest>
#include <limits>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::policy;
using config::BudgetPeriod;

class TestBudgetCounter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPeriodEndsAtMidnightUtc_data();
    void aPeriodEndsAtMidnightUtc();
    void periodsBefore1970AreNumberedToo();
    void knowsHowLongThePeriodLasts_data();
    void knowsHowLongThePeriodLasts();
    void aPeriodIsFoundAgain();
    void theClockSetBackOpensNoOlderPeriod();
    void aPeriodThatWasJumpedOverIsOpened();
    void reservesUpToTheLimit();
    void sumsSaturate();
    void threadsOpenOnePeriodTogether();
};

void TestBudgetCounter::aPeriodEndsAtMidnightUtc_data() {
    QTest::addColumn<int>("period");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("last");
    QTest::newRow("day") << int(BudgetPeriod::Day) << QByteArray("2026-11-18T00:00:00Z")
                         << QByteArray("2026-11-18T23:59:59.999999Z");
    QTest::newRow("week") << int(BudgetPeriod::Week) << QByteArray("2026-11-16T00:00:00Z")
                          << QByteArray("2026-11-22T23:59:59.999999Z");
    QTest::newRow("week over a year") << int(BudgetPeriod::Week) << QByteArray("2026-12-28T00:00:00Z")
                                      << QByteArray("2027-01-03T23:59:59.999999Z");
    QTest::newRow("month") << int(BudgetPeriod::Month) << QByteArray("2026-11-01T00:00:00Z")
                           << QByteArray("2026-11-30T23:59:59.999999Z");
    QTest::newRow("December") << int(BudgetPeriod::Month) << QByteArray("2026-12-01T00:00:00Z")
                              << QByteArray("2026-12-31T23:59:59.999999Z");
    QTest::newRow("leap February") << int(BudgetPeriod::Month) << QByteArray("2028-02-01T00:00:00Z")
                                   << QByteArray("2028-02-29T23:59:59.999999Z");
}

void TestBudgetCounter::aPeriodEndsAtMidnightUtc() {
    QFETCH(int, period);
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, last);
    const auto kind = static_cast<BudgetPeriod>(period);
    const auto begin = *parseTime(first.constData());
    const auto end = *parseTime(last.constData());
    QCOMPARE(periodIndex(kind, begin), periodIndex(kind, end));
    QCOMPARE(periodIndex(kind, begin - 1), periodIndex(kind, begin) - 1);
    QCOMPARE(periodIndex(kind, end + 1), periodIndex(kind, end) + 1);
    QCOMPARE(periodIndex(BudgetPeriod::Total, begin), periodIndex(BudgetPeriod::Total, end + 1));
}

void TestBudgetCounter::periodsBefore1970AreNumberedToo() {
    const WallMicros before = -1;
    QCOMPARE(periodIndex(BudgetPeriod::Day, before), std::int64_t(-1));
    QCOMPARE(periodIndex(BudgetPeriod::Week, before), periodIndex(BudgetPeriod::Week, 0));
    const WallMicros fiveDays = -5LL * 86'400'000'000;
    QCOMPARE(periodIndex(BudgetPeriod::Week, fiveDays), std::int64_t(-1));
}

void TestBudgetCounter::knowsHowLongThePeriodLasts_data() {
    QTest::addColumn<int>("period");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("day") << int(BudgetPeriod::Day) << QByteArray("2026-11-18T23:59:59Z") << qint64(1000);
    QTest::newRow("day, all of it") << int(BudgetPeriod::Day) << QByteArray("2026-11-18T00:00:00Z") << qint64(86400000);
    QTest::newRow("week") << int(BudgetPeriod::Week) << QByteArray("2026-11-22T23:59:58Z") << qint64(2000);
    QTest::newRow("month") << int(BudgetPeriod::Month) << QByteArray("2026-12-31T23:59:57Z") << qint64(3000);
    QTest::newRow("total") << int(BudgetPeriod::Total) << QByteArray("2026-12-31T23:59:57Z") << qint64(0);
}

void TestBudgetCounter::knowsHowLongThePeriodLasts() {
    QFETCH(int, period);
    QFETCH(QByteArray, now);
    QFETCH(qint64, milliseconds);
    const auto left = untilNextPeriod(static_cast<BudgetPeriod>(period), *parseTime(now.constData()));
    QCOMPARE(qint64(left.count()), milliseconds);
}

void TestBudgetCounter::aPeriodIsFoundAgain() {
    BudgetCounter counter;
    counter.sumOf(5).add(Money::fromPico(10));
    counter.sumOf(6).add(Money::fromPico(20));
    QCOMPARE(counter.sumOf(5).used().pico(), 10);
    QCOMPARE(counter.used(6).pico(), 20);
    QCOMPARE(counter.used(7).pico(), 0);
}

void TestBudgetCounter::theClockSetBackOpensNoOlderPeriod() {
    BudgetCounter counter;
    counter.sumOf(5).add(Money::fromPico(10));
    QVERIFY(&counter.sumOf(4) == &counter.sumOf(5));
    QCOMPARE(counter.used(4).pico(), 10);
}

void TestBudgetCounter::aPeriodThatWasJumpedOverIsOpened() {
    BudgetCounter counter;
    counter.sumOf(5);
    counter.sumOf(9).add(Money::fromPico(90));
    counter.sumOf(6).add(Money::fromPico(60));
    counter.sumOf(8).add(Money::fromPico(80));
    counter.sumOf(7).add(Money::fromPico(70));
    for (const int number : {6, 7, 8, 9})
        QCOMPARE(counter.used(number).pico(), std::int64_t(number) * 10);
}

void TestBudgetCounter::reservesUpToTheLimit() {
    PeriodSum sum(1);
    const Money limit = Money::fromPico(100);
    QVERIFY(sum.tryReserve(Money::fromPico(60), limit));
    QVERIFY(!sum.tryReserve(Money::fromPico(41), limit));
    QVERIFY(sum.tryReserve(Money::fromPico(40), limit));
    sum.add(Money::fromPico(-10));
    QVERIFY(sum.tryReserve(Money::fromPico(10), limit));
    QCOMPARE(sum.used().pico(), 100);
}

void TestBudgetCounter::sumsSaturate() {
    PeriodSum sum(1);
    const Money most = Money::fromPico(std::numeric_limits<std::int64_t>::max());
    sum.add(most);
    sum.add(most);
    QVERIFY(sum.used() == most);
    QVERIFY(!sum.tryReserve(Money::fromPico(1), Money::fromPico(100)));
}

void TestBudgetCounter::threadsOpenOnePeriodTogether() {
    BudgetCounter counter;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&counter, t] {
                counter.sumOf(0);
                for (int i = 0; i < 300; ++i)
                    counter.sumOf((i * 7 + t * 11) % 100).add(Money::fromPico(1));
            });
    }
    std::int64_t all = 0;
    for (int number = 0; number < 100; ++number)
        all += counter.used(number).pico();
    QCOMPARE(all, std::int64_t(8 * 300));
}

QTEST_APPLESS_MAIN(TestBudgetCounter)
#include "tst_budget_counter.moc"
