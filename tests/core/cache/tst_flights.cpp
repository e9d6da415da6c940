// SPDX-License-Identifier: Apache-2.0
#include "core/cache/flights.h"

#include "core/async/io_threads.h"

#include <QTest>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <future>

using namespace gatehouse;
using namespace gatehouse::cache;

namespace {

// What came of those who waited.
struct Outcome {
    std::atomic<int> led{0};
    std::atomic<int> shared{0};
    std::atomic<int> own{0};
    std::atomic<int> left{0};
    std::atomic<int> ended{0};
};

// A call as the stage makes it: the first leader leaves so many times, then one brings the answer.
Task<void> call(Flights& flights, Digest key, Executor executor, Outcome& outcome, int leaving, EntryPtr entry) {
    for (;;) {
        auto boarding = flights.board(key, executor);
        if (boarding.lead) {
            asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                       Executor>
                timer(executor, std::chrono::milliseconds(20));
            (void)co_await timer.async_wait(asTask);
            if (outcome.led.fetch_add(1) < leaving) {
                ++outcome.left;
                break; // the lead is dropped without a word
            }
            boarding.lead.land(Landing::Shared, entry);
            break;
        }
        const bool told = co_await boarding.seat.wait();
        if (!told)
            break;
        if (boarding.seat.landing() == Landing::Again)
            continue;
        if (boarding.seat.landing() == Landing::Shared && boarding.seat.entry() == entry)
            ++outcome.shared;
        else
            ++outcome.own;
        break;
    }
    ++outcome.ended;
}

} // namespace

class TestFlights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneLeadsAndTheOthersShare_data();
    void oneLeadsAndTheOthersShare();
    void otherKeysDoNotMeet();
};

void TestFlights::oneLeadsAndTheOthersShare_data() {
    QTest::addColumn<int>("leaving");
    QTest::newRow("the leader stays") << 0;
    QTest::newRow("the leader leaves") << 1;
    QTest::newRow("three leave one after the other") << 3;
}

void TestFlights::oneLeadsAndTheOthersShare() {
    QFETCH(int, leaving);
    constexpr int calls = 50;
    Flights flights;
    Outcome outcome;
    const auto entry = std::make_shared<const Entry>();
    {
        IoThreads threads(3);
        threads.start();
        for (int i = 0; i < calls; ++i) {
            auto& thread = threads.at(static_cast<std::size_t>(i) % 3);
            thread.post([&, executor = thread.executor()] {
                asio::co_spawn(executor, call(flights, sha256("k"), executor, outcome, leaving, entry), asio::detached);
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(outcome.ended.load(), calls, 20'000);
        threads.stop();
    }
    QCOMPARE(outcome.led.load(), leaving + 1);
    QCOMPARE(outcome.left.load(), leaving);
    QCOMPARE(outcome.shared.load(), calls - leaving - 1);
    QCOMPARE(outcome.own.load(), 0);
}

void TestFlights::otherKeysDoNotMeet() {
    IoThreads threads(1);
    Flights flights;
    auto one = flights.board(sha256("1"), threads.at(0).executor());
    auto two = flights.board(sha256("2"), threads.at(0).executor());
    QVERIFY(one.lead && two.lead);
    QVERIFY(flights.board(sha256("1"), threads.at(0).executor()).seat);
    one.lead.land(Landing::Own, nullptr);
    QVERIFY(flights.board(sha256("1"), threads.at(0).executor()).lead);
}

QTEST_GUILESS_MAIN(TestFlights)
#include "tst_flights.moc"
