// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_watch.h"
#include "tests/core/policy/policy_fixture.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::policy;

class TestBudgetWatch : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::optional<LocalLedger> m_ledger;
    config::Snapshot m_snapshot;

    void spend(std::string_view money) {
        auto admitted = m_ledger->reserveNow({m_snapshot, 0}, costing(money));
        QVERIFY(admitted.has_value());
        admitted->ticket.settle(paid(money));
    }

private Q_SLOTS:
    void init() {
        m_ledger.emplace(m_clock);
        m_snapshot = makeSnapshot();
        m_snapshot.apps[0].budget = config::Budget{dollars("10"), config::BudgetPeriod::Day};
        m_ledger->publish(m_snapshot);
    }

    void eachMarkIsToldOnce() {
        BudgetWatch watch(m_ledger->budgets(), m_clock);
        QVERIFY(watch.look(m_snapshot).empty());
        spend("4.9");
        QVERIFY(watch.look(m_snapshot).empty());
        spend("0.1");
        auto news = watch.look(m_snapshot);
        QCOMPARE(news.size(), std::size_t{1});
        QCOMPARE(news[0].percent, 50);
        QCOMPARE(news[0].id, std::string("notebook"));
        QCOMPARE(nameOf(news[0].scope), std::string_view("app"));
        QCOMPARE(nameOf(news[0].period), std::string_view("day"));
        QVERIFY(watch.look(m_snapshot).empty());
        spend("5");
        news = watch.look(m_snapshot);
        QCOMPARE(news.size(), std::size_t{1});
        QCOMPARE(news[0].percent, 100); // the mark of 80 was passed too, and is no news beside it
    }

    void whatStoodAtTheStartIsNoNews() {
        spend("9");
        BudgetWatch watch(m_ledger->budgets(), m_clock);
        QVERIFY(watch.look(m_snapshot).empty());
        spend("1");
        QCOMPARE(watch.look(m_snapshot).size(), std::size_t{1});
    }

    void aNewPeriodBeginsAnew() {
        BudgetWatch watch(m_ledger->budgets(), m_clock);
        (void)watch.look(m_snapshot);
        spend("6");
        QCOMPARE(watch.look(m_snapshot).size(), std::size_t{1});
        m_clock.setWall("2026-11-19T00:00:01Z");
        QVERIFY(watch.look(m_snapshot).empty());
        spend("6");
        QCOMPARE(watch.look(m_snapshot).size(), std::size_t{1});
    }

    void aRaisedBudgetIsToldOfAgain() {
        BudgetWatch watch(m_ledger->budgets(), m_clock);
        (void)watch.look(m_snapshot);
        spend("6");
        QCOMPARE(watch.look(m_snapshot).size(), std::size_t{1});
        m_snapshot.apps[0].budget->amount = dollars("100");
        ++m_snapshot.revision;
        QVERIFY(watch.look(m_snapshot).empty());
        spend("50");
        QCOMPARE(watch.look(m_snapshot).size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestBudgetWatch)
#include "tst_budget_watch.moc"
