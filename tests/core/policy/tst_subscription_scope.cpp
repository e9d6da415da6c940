// SPDX-License-Identifier: Apache-2.0
// Plans: limits and a budget for each subscription by itself, beside all others.
#include "core/config/products.h"
#include "tests/core/policy/policy_fixture.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::policy;
using namespace std::chrono_literals;

namespace {

struct Published {
    Published() {
        auto products = std::make_shared<config::Products>();
        config::PlanTerms plan;
        plan.id = "tight";
        plan.limits = minuteLimits(2, 0);
        plan.budget = config::Budget{dollars("1"), config::BudgetPeriod::Month};
        products->plans.push_back(plan);
        products->apis.resize(1);
        products->apis[0].id = "mood";
        for (std::size_t app = 0; app < 2; ++app) {
            config::Subscription one;
            one.id = app == 0 ? "first" : "second";
            one.app = app;
            one.plan = 0;
            one.state = config::SubscriptionState::Approved;
            products->subscriptions.push_back(one);
        }
        snapshot.products = products;
        ledger.publish(snapshot);
    }
    tl::expected<Admission, Refusal> call(std::optional<std::size_t> subscription, std::string_view cost = "0") {
        Demand demand{snapshot, subscription.value_or(0)};
        if (subscription)
            demand.subscription = &snapshot.products->subscriptions[*subscription];
        return ledger.reserveNow(demand, costing(cost));
    }

    FakeClock clock;
    LocalLedger ledger{clock};
    config::Snapshot snapshot = makeSnapshot();
};

} // namespace

class TestSubscriptionScope : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void holdsEachSubscriptionToItsPlansLimits() {
        Published it;
        QVERIFY(it.call(0));
        QVERIFY(it.call(0));
        const auto refused = it.call(0);
        QVERIFY(!refused);
        QCOMPARE(refused.error().error.code, std::string("rate_limit_exceeded"));
        QVERIFY(refused.error().error.message.find("subscription first") != std::string::npos);
        QVERIFY(it.call(1));            // another's plan is another's
        QVERIFY(it.call(std::nullopt)); // and other calls of the application know nothing of it
        it.clock.pass(61s);
        QVERIFY(it.call(0));
    }
    void holdsEachSubscriptionToItsPlansBudget() {
        Published it;
        auto first = it.call(0, "0.7");
        QVERIFY(first);
        first->ticket.settle(paid("0.6"));
        const auto refused = it.call(0, "0.5");
        QVERIFY(!refused);
        QCOMPARE(refused.error().error.code, std::string("budget_exceeded"));
        QCOMPARE(refused.error().budget, std::string("subscription:first"));
        QVERIFY(it.call(1, "0.9"));
        QVERIFY(it.call(std::nullopt, "5"));
        QCOMPARE(it.ledger.budgets().spent(BudgetScope::Subscription, "first", config::BudgetPeriod::Month),
                 dollars("0.6"));
        // A refused call has taken nothing of the limits either.
        QVERIFY(it.call(0, "0.1"));
    }
    void keepsWhatWasSpentOverChangesAndASuspension() {
        Published it;
        auto first = it.call(0, "0.9");
        first->ticket.settle(paid("0.9"));
        auto products = std::make_shared<config::Products>(*it.snapshot.products);
        products->subscriptions[0].state = config::SubscriptionState::Suspended;
        it.snapshot.products = products;
        it.snapshot.revision = 2;
        it.ledger.publish(it.snapshot);
        products = std::make_shared<config::Products>(*products);
        products->subscriptions[0].state = config::SubscriptionState::Approved;
        it.snapshot.products = products;
        it.snapshot.revision = 3;
        it.ledger.publish(it.snapshot);
        QVERIFY(!it.call(0, "0.2"));
    }
    void refusesWhatCannotBePricedUnderABudget() {
        Published it;
        Demand demand{it.snapshot, 0};
        demand.subscription = &it.snapshot.products->subscriptions[0];
        QCOMPARE(it.ledger.reserveNow(demand, Estimate{}).error().error.code, std::string("price_unknown"));
    }
};

QTEST_GUILESS_MAIN(TestSubscriptionScope)
#include "tst_subscription_scope.moc"
