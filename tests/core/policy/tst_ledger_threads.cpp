// SPDX-License-Identifier: Apache-2.0
#include "policy_fixture.h"

#include <QTest>
#include <random>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::policy;
using namespace std::chrono_literals;
using config::BudgetPeriod;

// What holds when many threads admit and settle at once; meant for the thread sanitizer as well.
class TestLedgerThreads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sixtyFourThreadsAtTheEdgeOfABudgetDoNotOverspend();
    void theLedgerEqualsWhatWasSettled();
    void concurrencyIsNeverPassed();
    void snapshotsChangeUnderRunningCalls();
};

void TestLedgerThreads::sixtyFourThreadsAtTheEdgeOfABudgetDoNotOverspend() {
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = makeSnapshot();
    snapshot.teams[0].budget = config::Budget{dollars("1"), BudgetPeriod::Day};
    snapshot.apps[0].budget = config::Budget{dollars("0.7"), BudgetPeriod::Month};
    snapshot.apps[1].budget = config::Budget{dollars("0.7"), BudgetPeriod::Total};
    ledger.publish(snapshot);
    std::atomic<std::int64_t> spent{0};
    {
        std::vector<std::jthread> threads;
        for (unsigned t = 0; t < 64; ++t)
            threads.emplace_back([&, t] {
                std::mt19937 random(t);
                for (int i = 0; i < 100; ++i) {
                    auto admission = ledger.reserveNow({snapshot, t % 2}, costing("0.01"));
                    if (!admission)
                        continue;
                    Actual actual;
                    actual.cost = Money::fromPico(static_cast<std::int64_t>(random() % 10'000'000'001ULL));
                    if (random() % 8 == 0)
                        continue; // the destructor gives it back
                    spent += actual.cost->pico();
                    admission->ticket.settle(actual);
                }
            });
    }
    QVERIFY(spent.load() <= dollars("1").pico());
    QCOMPARE(ledger.budgets().spent(BudgetScope::Team, "research", BudgetPeriod::Day).pico(), spent.load());
    // And the budgets were used to the edge: nothing more of the full size fits in the team or in both applications.
    QVERIFY(spent.load() > dollars("0.98").pico());
}

void TestLedgerThreads::theLedgerEqualsWhatWasSettled() {
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = makeSnapshot();
    snapshot.teams[0].budget = config::Budget{dollars("1000000"), BudgetPeriod::Week};
    snapshot.apps[0].limits.at(config::Measure::Tokens, config::Span::Minute) = 1'000'000'000;
    std::atomic<std::int64_t> money{0};
    std::atomic<std::uint64_t> tokens{0};
    {
        std::vector<std::jthread> threads;
        for (unsigned t = 0; t < 16; ++t)
            threads.emplace_back([&, t] {
                std::mt19937 random(t);
                for (int i = 0; i < 6250; ++i) { // 100,000 calls
                    auto admission = ledger.reserveNow({snapshot, 0}, costing("0.5", 1000));
                    if (!admission)
                        continue;
                    Actual actual;
                    actual.input = random() % 2000; // below and above the estimate
                    actual.cost = Money::fromPico(static_cast<std::int64_t>(random()));
                    money += actual.cost->pico();
                    tokens += actual.tokens();
                    admission->ticket.settle(actual);
                }
            });
    }
    for (const auto period : {BudgetPeriod::Day, BudgetPeriod::Week, BudgetPeriod::Month, BudgetPeriod::Total}) {
        QCOMPARE(ledger.budgets().spent(BudgetScope::Team, "research", period).pico(), money.load());
        QCOMPARE(ledger.budgets().spent(BudgetScope::App, "notebook", period).pico(), money.load());
    }
    const auto admission = ledger.reserveNow({snapshot, 0}, costing("0"));
    QVERIFY(admission.has_value());
    QCOMPARE(std::string(admission->counts[0].name), std::string("tokens_per_minute"));
    QCOMPARE(admission->counts[0].used, tokens.load() + 1); // a call asks for one token at least
    QCOMPARE(ledger.limits().inFlight("notebook"), std::uint64_t(1));
}

void TestLedgerThreads::concurrencyIsNeverPassed() {
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = makeSnapshot();
    snapshot.apps[0].limits.concurrent = 5;
    std::atomic<int> running{0};
    std::atomic<int> most{0};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 16; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 500; ++i) {
                    auto admission = ledger.reserveNow({snapshot, 0}, {});
                    if (!admission)
                        continue;
                    const int now = ++running;
                    int seen = most.load();
                    while (seen < now && !most.compare_exchange_weak(seen, now)) {
                    }
                    --running;
                    admission->ticket.settle({});
                }
            });
    }
    QVERIFY(most.load() <= 5);
    QCOMPARE(ledger.limits().inFlight("notebook"), std::uint64_t(0));
}

void TestLedgerThreads::snapshotsChangeUnderRunningCalls() {
    FakeClock clock;
    LocalLedger ledger(clock);
    std::vector<config::Snapshot> snapshots(40);
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        snapshots[i] = makeSnapshot();
        snapshots[i].revision = i + 1;
        if (i % 2 == 1)
            std::swap(snapshots[i].apps[0], snapshots[i].apps[1]); // an id's index moves
        for (auto& app : snapshots[i].apps)
            app.limits.at(config::Measure::Requests, config::Span::Minute) = app.id == "notebook" ? 1000 : 0;
    }
    std::atomic<std::size_t> current{0};
    std::atomic<int> admitted{0};
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            std::mt19937 random(t);
            for (int i = 0; i < 2000; ++i) {
                const std::size_t newest = current.load();
                const auto& snapshot = snapshots[newest > 0 && random() % 2 == 0 ? newest - 1 : newest];
                const std::size_t app = snapshot.apps[0].id == "notebook" ? 0 : 1;
                auto admission = ledger.reserveNow({snapshot, app}, costing("0.001"));
                if (!admission)
                    continue;
                ++admitted;
                admission->ticket.settle(paid("0.001"));
            }
        });
    for (std::size_t i = 1; i < snapshots.size(); ++i) {
        ledger.publish(snapshots[i]);
        current = i;
        std::this_thread::yield();
    }
    threads.clear();
    QCOMPARE(admitted.load(), 1000);
    QCOMPARE(ledger.budgets().spent(BudgetScope::App, "notebook", BudgetPeriod::Day), dollars("1"));
    QCOMPARE(ledger.budgets().spent(BudgetScope::App, "crawler", BudgetPeriod::Day), Money());
}

QTEST_APPLESS_MAIN(TestLedgerThreads)
#include "tst_ledger_threads.moc"
