// SPDX-License-Identifier: Apache-2.0
#include "policy_fixture.h"

#include <QTest>
#include <map>
#include <random>
#include <set>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::policy;
using namespace std::chrono_literals;
using config::BudgetAction;
using config::BudgetPeriod;
using config::BudgetRule;

namespace {

using Place = std::pair<BudgetScope, std::string>;

config::Snapshot manyScopes() {
    auto snapshot = makeSnapshot();
    snapshot.keys.resize(2);
    snapshot.keys[0].id = "k0";
    snapshot.keys[1].id = "k1";
    snapshot.providers.resize(2);
    snapshot.providers[0].id = "north";
    snapshot.providers[1].id = "south";
    snapshot.routes.resize(2);
    snapshot.routes[0].model = "chat";
    snapshot.routes[1].model = "cheap";
    snapshot.routeByModel = {{"chat", 0}, {"cheap", 1}};
    return snapshot;
}

BudgetRule rule(std::string id, BudgetScope scope, std::string name, std::string_view amount, BudgetPeriod period,
                BudgetAction action = BudgetAction::Block) {
    BudgetRule made;
    made.id = std::move(id);
    made.scope = scope;
    made.name = std::move(name);
    made.amount = dollars(amount);
    made.period = period;
    made.action = action;
    if (action == BudgetAction::Switch)
        made.switchTo = "cheap";
    return made;
}

// What the book must say, added up by other means.
struct Model {
    std::map<std::tuple<Place, BudgetPeriod, std::int64_t>, std::int64_t> spent;
    void add(const std::set<Place>& places, WallMicros admitted, Money cost) {
        for (const auto& place : places) {
            for (const auto period : {BudgetPeriod::Day, BudgetPeriod::Week, BudgetPeriod::Month, BudgetPeriod::Total})
                spent[{place, period, periodIndex(period, admitted)}] += cost.pico();
        }
    }
    std::int64_t of(const Place& place, BudgetPeriod period, WallMicros now) const {
        const auto found = spent.find({place, period, periodIndex(period, now)});
        return found != spent.end() ? found->second : 0;
    }
};

struct Running {
    Ticket ticket;
    std::set<Place> places;
    WallMicros admitted = 0;
    Money reserved;
    std::optional<std::size_t> provider;
};

} // namespace

// Random calls on a clock that is moved: what is spent never passes a limit by more than calls cost beyond what was
// reserved for them, and the book equals the sum of what was settled, to the pico-dollar, in every scope and period.
class TestBudgetProperty : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spendIsBoundedAndTheBookIsExact_data();
    void spendIsBoundedAndTheBookIsExact();
    void aSpentSwitchSaysWhereTo();
    void aRaiseCountsUntilItsTime();
    void aProvidersBudgetSkipsTheTarget();
    void aStreamGoesOnWhileMoneyIsLeft();
    void aTagTwiceCountsOnce();
};

void TestBudgetProperty::spendIsBoundedAndTheBookIsExact_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void TestBudgetProperty::spendIsBoundedAndTheBookIsExact() {
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto upTo = [&random](std::uint64_t most) { return static_cast<std::int64_t>(random() % (most + 1)); };
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = manyScopes();
    snapshot.organisation.budget = config::Budget{dollars("2.5"), BudgetPeriod::Week};
    snapshot.teams[0].budget = config::Budget{dollars("2"), BudgetPeriod::Day};
    snapshot.apps[0].budget = config::Budget{dollars("1.1"), BudgetPeriod::Day};
    snapshot.keys[1].budget = config::Budget{dollars("0.9"), BudgetPeriod::Month};
    snapshot.budgets = {rule("m", BudgetScope::Model, "chat", "1.5", BudgetPeriod::Day),
                        rule("d", BudgetScope::Model, "north/x", "0.7", BudgetPeriod::Total),
                        rule("t", BudgetScope::Tag, "blue", "0.5", BudgetPeriod::Day),
                        rule("p", BudgetScope::Provider, "north", "1.2", BudgetPeriod::Day),
                        rule("w", BudgetScope::Team, "research", "0.1", BudgetPeriod::Week, BudgetAction::Warn)};
    ledger.publish(snapshot);
    const auto rules = config::budgetsOf(snapshot);
    Model model;
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> beyond; // by budget and its period
    std::vector<Running> running;

    const auto settle = [&](std::size_t index) {
        auto call = std::move(running[index]);
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(index));
        const auto kind = upTo(9);
        if (kind == 0)
            return; // cancelled before anything was sent
        Actual actual;
        actual.provider = call.provider;
        const bool over = kind == 1;
        if (kind != 2) // 2: nobody knows
            actual.cost = Money::fromPico(over ? call.reserved.pico() + upTo(30'000'000'000)
                                               : upTo(static_cast<std::uint64_t>(call.reserved.pico())));
        const auto cost = actual.cost.value_or(call.reserved);
        auto places = call.places;
        if (call.provider)
            places.emplace(BudgetScope::Provider, snapshot.providers[*call.provider].id);
        call.ticket.settle(actual);
        model.add(places, call.admitted, cost);
        for (const auto& one : rules) {
            if (over && places.contains({one.scope, one.name}))
                beyond[{one.id, periodIndex(one.period, call.admitted)}] += (cost - call.reserved).pico();
        }
    };

    for (int step = 0; step < 4'000; ++step) {
        if (upTo(400) == 0)
            clock.pass(std::chrono::hours(upTo(40)));
        if (!running.empty() && (running.size() > 40 || upTo(2) == 0)) {
            settle(static_cast<std::size_t>(upTo(running.size() - 1)));
        } else {
            Demand demand{snapshot, static_cast<std::size_t>(upTo(1))};
            demand.key = static_cast<std::size_t>(upTo(1));
            const auto asked = upTo(2);
            demand.model = asked == 0 ? "chat" : asked == 1 ? "north/x" : "cheap";
            const bool tagged = upTo(3) == 0;
            demand.tags = tagged ? "red, blue" : "red";
            Estimate estimate;
            estimate.cost = Money::fromPico(upTo(100'000'000'000));
            auto admission = ledger.reserveNow(demand, estimate);
            if (!admission) {
                QCOMPARE(admission.error().error.code, std::string("budget_exceeded"));
                continue;
            }
            Running call;
            call.ticket = std::move(admission->ticket);
            call.admitted = clock.wall();
            call.reserved = *estimate.cost;
            call.places = {{BudgetScope::Organisation, ""},
                           {BudgetScope::Team, "research"},
                           {BudgetScope::App, snapshot.apps[demand.app].id},
                           {BudgetScope::Key, snapshot.keys[*demand.key].id},
                           {BudgetScope::Model, std::string(demand.model)}};
            if (tagged)
                call.places.emplace(BudgetScope::Tag, "blue");
            for (const auto provider : {std::size_t{0}, std::size_t{1}}) {
                if (!call.ticket.reserveTarget(provider, estimate.cost)) {
                    call.provider = provider;
                    break;
                }
            }
            running.push_back(std::move(call));
        }
        for (const auto& one : rules) {
            const auto now = clock.wall();
            const auto state = ledger.budgets().state(one.scope, one.name, one.period);
            QCOMPARE(state.spent.pico(), model.of({one.scope, one.name}, one.period, now));
            if (one.action != BudgetAction::Warn) {
                const auto most = one.amount.pico() + beyond[{one.id, periodIndex(one.period, now)}];
                QVERIFY(state.spent.pico() + state.reserved.pico() <= most);
            }
        }
    }
    while (!running.empty())
        settle(0);
    for (const auto& one : rules) {
        const auto state = ledger.budgets().state(one.scope, one.name, one.period);
        QCOMPARE(state.reserved, Money());
        QCOMPARE(state.spent.pico(), model.of({one.scope, one.name}, one.period, clock.wall()));
    }
}

void TestBudgetProperty::aSpentSwitchSaysWhereTo() {
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = manyScopes();
    snapshot.budgets = {rule("s", BudgetScope::Team, "research", "1", BudgetPeriod::Day, BudgetAction::Switch)};
    Demand demand{snapshot, 0};
    const auto refused = ledger.reserveNow(demand, costing("1.5"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().switchTo, std::string("cheap"));
    QCOMPARE(refused.error().budget, std::string("s"));
    const std::vector<std::string> switched{"s"};
    demand.switched = &switched;
    auto admitted = ledger.reserveNow(demand, costing("1.2"));
    QVERIFY(admitted.has_value());
    admitted->ticket.settle(paid("1.2"));
    QCOMPARE(ledger.budgets().spent(BudgetScope::Team, "research", BudgetPeriod::Day), dollars("1.2"));
}

void TestBudgetProperty::aRaiseCountsUntilItsTime() {
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = manyScopes();
    snapshot.budgets = {rule("r", BudgetScope::App, "notebook", "1", BudgetPeriod::Total)};
    snapshot.budgets[0].raised = dollars("2");
    snapshot.budgets[0].raisedUntil = clock.wall() + 3'600'000'000;
    const Demand demand{snapshot, 0};
    QVERIFY(ledger.reserveNow(demand, costing("1.5")).has_value());
    clock.pass(1h);
    QVERIFY(!ledger.reserveNow(demand, costing("1.5")));
    QVERIFY(ledger.reserveNow(demand, costing("1")).has_value());
}

void TestBudgetProperty::aProvidersBudgetSkipsTheTarget() {
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = manyScopes();
    snapshot.budgets = {rule("p", BudgetScope::Provider, "north", "1", BudgetPeriod::Day)};
    auto admission = ledger.reserveNow({snapshot, 0}, costing("0.6"));
    QVERIFY(!admission->ticket.reserveTarget(0, dollars("0.6")));
    auto other = ledger.reserveNow({snapshot, 0}, costing("0.6"));
    const auto why = other->ticket.reserveTarget(0, dollars("0.6"));
    QCOMPARE(why->code, std::string("budget_exceeded"));
    QCOMPARE(other->ticket.reserveTarget(0, std::nullopt)->code, std::string("price_unknown"));
    QVERIFY(!other->ticket.reserveTarget(1, std::nullopt));
    // Where the call fails over, the first provider has its money back.
    QVERIFY(!admission->ticket.reserveTarget(1, dollars("0.6")));
    QVERIFY(!other->ticket.reserveTarget(0, dollars("0.6")));
    auto actual = paid("0.5");
    actual.provider = 1;
    admission->ticket.settle(actual);
    QCOMPARE(ledger.budgets().spent(BudgetScope::Provider, "south", BudgetPeriod::Day), dollars("0.5"));
}

void TestBudgetProperty::aStreamGoesOnWhileMoneyIsLeft() {
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = manyScopes();
    snapshot.budgets = {rule("c", BudgetScope::App, "notebook", "1", BudgetPeriod::Day)};
    snapshot.budgets[0].cutStreams = true;
    auto admission = ledger.reserveNow({snapshot, 0}, costing("0.5"));
    QVERIFY(admission->ticket.reserveMore(dollars("0.4")));
    QVERIFY(!admission->ticket.reserveMore(dollars("0.2")));
    QCOMPARE(admission->ticket.reserved(), dollars("0.9"));
    QCOMPARE(ledger.budgets().spent(BudgetScope::App, "notebook", BudgetPeriod::Day), dollars("0.9"));
    auto lax = manyScopes();
    lax.budgets = {rule("c", BudgetScope::App, "notebook", "1", BudgetPeriod::Day)};
    auto second = ledger.reserveNow({lax, 0}, costing("0.1"));
    QVERIFY(second->ticket.reserveMore(dollars("0.2"))); // it does not cut: others see what it takes
    QCOMPARE(ledger.budgets().spent(BudgetScope::App, "notebook", BudgetPeriod::Day), dollars("1.2"));
    second->ticket.settle(paid("0.25"));
    admission->ticket.settle(paid("0.9"));
    QCOMPARE(ledger.budgets().spent(BudgetScope::App, "notebook", BudgetPeriod::Day), dollars("1.15"));
}

void TestBudgetProperty::aTagTwiceCountsOnce() {
    FakeClock clock;
    LocalLedger ledger(clock);
    auto snapshot = manyScopes();
    snapshot.budgets = {rule("t", BudgetScope::Tag, "blue", "1", BudgetPeriod::Day)};
    Demand demand{snapshot, 0};
    demand.tags = "blue, red ,blue";
    ledger.reserveNow(demand, costing("0.3"))->ticket.settle(paid("0.3"));
    QCOMPARE(ledger.budgets().spent(BudgetScope::Tag, "blue", BudgetPeriod::Day), dollars("0.3"));
}

QTEST_GUILESS_MAIN(TestBudgetProperty)
#include "tst_budget_property.moc"
