// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/sliding_window.h"

#include <QTest>
#include <deque>
#include <random>
#include <thread>
#include <vector>

using namespace gatehouse::policy;
using namespace std::chrono_literals;

class TestSlidingWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allowsTheLimitAndNoMore();
    void noMinuteEverHoldsMoreThanTheLimit_data();
    void noMinuteEverHoldsMoreThanTheLimit();
    void refusesHardlyMoreThanAnExactWindow();
    void tellsWhenThereIsRoom();
    void whatNeverFitsHasNoTime();
    void givesBackExactly();
    void whatHasLeftCannotBeGivenBack();
    void useBeyondTheLimitCounts();
    void forgetsAfterALongPause_data();
    void forgetsAfterALongPause();
    void hugeAmountsDoNotOverflow();
    void threadsNeverPassTheLimit();
    void threadsAcrossTheSweepKeepTheSum();
};

void TestSlidingWindow::allowsTheLimitAndNoMore() {
    SlidingWindow window;
    for (int i = 0; i < 60; ++i)
        QVERIFY(window.tryBook(1, 60, 10s).has_value());
    QVERIFY(!window.tryBook(1, 60, 10s).has_value());
    QVERIFY(!window.tryBook(1, 60, 69s + 999ms).has_value());
    QVERIFY(window.tryBook(1, 60, 70s + 250ms).has_value());
    QVERIFY(!window.tryBook(60, 60, 70s + 250ms).has_value());
    QVERIFY(window.tryBook(59, 60, 70s + 250ms).has_value());
}

void TestSlidingWindow::noMinuteEverHoldsMoreThanTheLimit_data() {
    QTest::addColumn<int>("perSecond");
    QTest::addColumn<int>("limit");
    QTest::newRow("just above") << 11 << 600;
    QTest::newRow("ten times") << 100 << 600;
    QTest::newRow("bursts") << 0 << 100;
}

void TestSlidingWindow::noMinuteEverHoldsMoreThanTheLimit() {
    QFETCH(int, perSecond);
    QFETCH(int, limit);
    SlidingWindow window;
    std::mt19937 random(7);
    std::deque<SlidingWindow::Time> admitted;
    SlidingWindow::Time now{};
    for (int i = 0; i < 40'000; ++i) {
        if (perSecond > 0)
            now += std::chrono::microseconds(random() % (2'000'000 / static_cast<unsigned>(perSecond)));
        else if (i % 50 == 0)
            now += std::chrono::milliseconds(random() % 20'000);
        if (!window.tryBook(1, static_cast<std::uint64_t>(limit), now))
            continue;
        admitted.push_back(now);
        while (admitted.front() <= now - 60s)
            admitted.pop_front();
        QVERIFY(admitted.size() <= static_cast<std::size_t>(limit));
    }
}

void TestSlidingWindow::refusesHardlyMoreThanAnExactWindow() {
    SlidingWindow window;
    constexpr std::uint64_t limit = 600;
    std::uint64_t allowed = 0;
    constexpr int minutes = 30;
    for (SlidingWindow::Time now{}; now < std::chrono::minutes(minutes); now += 10ms) // ten times the limit
        allowed += window.tryBook(1, limit, now) ? 1 : 0;
    const double most = double(limit) * minutes;
    QVERIFY2(double(allowed) <= most && double(allowed) >= most * 0.99,
             QByteArray::number(qulonglong(allowed)).constData());
}

void TestSlidingWindow::tellsWhenThereIsRoom() {
    SlidingWindow window;
    QVERIFY(window.tryBook(4, 10, 1s));
    QVERIFY(window.tryBook(6, 10, 20s));
    for (const std::uint64_t amount : {1U, 4U, 5U, 10U}) {
        const SlidingWindow::Time now = 30s + 130ms;
        QVERIFY(!window.tryBook(amount, 10, now));
        const auto wait = window.untilRoom(amount, 10, now);
        const SlidingWindow::Time expected = (amount <= 4 ? 61s : 80s) + 250ms - now;
        QVERIFY(wait == expected);
    }
    QVERIFY(!window.tryBook(4, 10, 61s + 249ms));
    QVERIFY(window.tryBook(4, 10, 61s + 250ms));
}

void TestSlidingWindow::whatNeverFitsHasNoTime() {
    SlidingWindow window;
    QVERIFY(!window.tryBook(11, 10, 1s));
    QVERIFY(window.untilRoom(11, 10, 1s) == 0ms);
    QVERIFY(window.tryBook(10, 10, 1s));
}

void TestSlidingWindow::givesBackExactly() {
    SlidingWindow window;
    const auto booking = window.tryBook(1000, 1000, 5s);
    QVERIFY(booking);
    window.giveBack(*booking, 400);
    QCOMPARE(window.used(6s), std::uint64_t(600));
    QVERIFY(window.tryBook(400, 1000, 6s));
    QVERIFY(!window.tryBook(1, 1000, 6s));
}

void TestSlidingWindow::whatHasLeftCannotBeGivenBack() {
    SlidingWindow window;
    const auto booking = window.tryBook(1000, 1000, 5s);
    QVERIFY(window.tryBook(700, 1000, 70s));
    window.giveBack(*booking, 1000);
    QCOMPARE(window.used(70s), std::uint64_t(700));
}

void TestSlidingWindow::useBeyondTheLimitCounts() {
    SlidingWindow window;
    window.add(1500, 1s);
    QVERIFY(!window.tryBook(1, 1000, 2s));
    QVERIFY(window.tryBook(1, 1000, 62s));
}

void TestSlidingWindow::forgetsAfterALongPause_data() {
    QTest::addColumn<qint64>("seconds");
    QTest::newRow("a minute and a bit") << qint64(61);
    QTest::newRow("one round of the ring") << qint64(64);
    QTest::newRow("an hour") << qint64(3600);
    QTest::newRow("a day") << qint64(86400);
    QTest::newRow("a year") << qint64(365 * 86400);
}

void TestSlidingWindow::forgetsAfterALongPause() {
    QFETCH(qint64, seconds);
    SlidingWindow window;
    for (int i = 0; i < 100; ++i)
        QVERIFY(window.tryBook(1, 100, SlidingWindow::Time(i * 600ms)));
    const SlidingWindow::Time later = 60s + std::chrono::seconds(seconds);
    QCOMPARE(window.used(later), std::uint64_t(0));
    QVERIFY(window.tryBook(100, 100, later));
}

void TestSlidingWindow::hugeAmountsDoNotOverflow() {
    SlidingWindow window;
    for (int i = 0; i < 8; ++i)
        window.add(~std::uint64_t{0}, 1s);
    QVERIFY(window.used(1s) >= SlidingWindow::most);
    QVERIFY(!window.tryBook(~std::uint64_t{0}, SlidingWindow::most, 1s));
    QCOMPARE(window.used(100s), std::uint64_t(0));
}

void TestSlidingWindow::threadsNeverPassTheLimit() {
    SlidingWindow window;
    std::atomic<int> admitted{0};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&window, &admitted] {
                for (int i = 0; i < 2000; ++i)
                    admitted += window.tryBook(1, 5000, std::chrono::milliseconds(i * 10)) ? 1 : 0;
            });
    }
    QCOMPARE(admitted.load(), 5000); // all within 20 s
    QCOMPARE(window.used(20s), std::uint64_t(5000));
}

void TestSlidingWindow::threadsAcrossTheSweepKeepTheSum() {
    SlidingWindow window;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&window, t] {
                std::mt19937 random(static_cast<unsigned>(t));
                for (int i = 0; i < 20'000; ++i) {
                    const SlidingWindow::Time now = std::chrono::milliseconds(i * 20); // 400 s in all
                    const auto booking = window.tryBook(10, 1'000'000, now);
                    if (booking && random() % 2 == 0)
                        window.giveBack(*booking, 10);
                }
            });
    }
    // Threads that lag behind book into buckets that others have left behind; all of it is gone a minute later.
    QCOMPARE(window.used(400s + 65s + 64s), std::uint64_t(0));
}

QTEST_APPLESS_MAIN(TestSlidingWindow)
#include "tst_sliding_window.moc"
