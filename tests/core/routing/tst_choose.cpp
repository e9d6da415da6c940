// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/routing/selection/rules.h"
#include "core/routing/selection/strategy.h"
#include "route_fixture.h"

#include <QTest>
#include <cmath>
#include <set>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::routing;
using config::Strategy;
using fixtures::House;

namespace {

std::string keyNamed(int i) {
    return "key-" + std::to_string(i);
}

} // namespace

class TestChoose : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void priorityKeepsTheOrder() { QCOMPARE(House(3).names(House::call()), std::string("t0 t1 t2")); }

    void weightsBecomeShares() {
        House house(4, Strategy::Weighted);
        const std::array weights{60, 30, 10, 0};
        for (std::size_t i = 0; i < weights.size(); ++i)
            house.route().targets[i].weight = weights[i];
        constexpr int calls = 100'000;
        const auto shares = house.shares(calls);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const auto found = shares.find("t" + std::to_string(i));
            const double share = found == shares.end() ? 0 : 100.0 * found->second / calls;
            QVERIFY2(std::abs(share - weights[i]) < 1.0, qPrintable(QString::number(share)));
        }
        QVERIFY(house.names(House::call()).ends_with("t3")); // behind the others, but there
    }

    void roundRobinGoesInTurnAcrossThreads() {
        House house(3, Strategy::RoundRobin);
        std::array<std::array<int, 3>, 4> counts{};
        std::vector<std::thread> threads;
        for (auto& mine : counts) {
            threads.emplace_back([&house, &mine] {
                Dice dice(1);
                for (int i = 0; i < 3'000; ++i) {
                    auto resolution = routing::resolve(house.snapshot, house.app, "chat");
                    (void)choose(house.snapshot, *resolution, House::call(), dice, nullptr, {});
                    ++mine[resolution->candidates.front().provider->id[1] - '0'];
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(counts[0][i] + counts[1][i] + counts[2][i] + counts[3][i], 4'000);
    }

    void leastBusyLooksAtWhatRuns() {
        House house(3, Strategy::LeastBusy);
        SystemClock clock;
        std::vector<Metering> visits;
        const auto visit = [&](std::size_t i) {
            visits.emplace_back(house.route().targets[i].meter, house.route().targets[i].arm, clock);
        };
        visit(0);
        visit(0);
        visit(1);
        QCOMPARE(house.names(House::call()), std::string("t2 t1 t0"));
        house.route().targets[0].weight = 10; // bears ten times as many
        QCOMPARE(house.names(House::call()), std::string("t0 t2 t1"));
        visits.clear();
        QCOMPARE(house.route().targets[0].meter->inFlight.load(), std::int64_t{0});
    }

    void lowestLatencyTakesTheFastestAndLooksAtOthersNowAndThen() {
        House house(3, Strategy::LowestLatency);
        MonotonicTime now{};
        const auto measure = [&](std::size_t i, int millis) {
            house.route().targets[i].meter->firstByte(std::chrono::milliseconds(millis),
                                                      now += std::chrono::seconds(1));
        };
        measure(0, 300);
        measure(1, 100);
        QCOMPARE(house.first(House::call()), std::string("t2")); // never measured
        measure(2, 200);
        constexpr int calls = 20'000;
        const auto shares = house.shares(calls);
        QVERIFY(std::abs(static_cast<double>(shares.at("t1")) / calls - (1.0 - exploration)) < 0.01);
        QVERIFY(shares.at("t0") > 300 && shares.at("t2") > 300);
        for (int i = 0; i < 50; ++i)
            measure(1, 900); // it has become slow: the mean follows
        QVERIFY(house.shares(1'000).at("t2") > 900);
    }

    void lowestCostCountsTheTokensThatAreExpected() {
        House house(3, Strategy::LowestCost);
        const auto price = [&](std::size_t i, const char* input, const char* output) {
            catalog::ModelPrice made;
            made.input = Money::parse(input);
            made.output = Money::parse(output);
            house.route().targets[i].price = made;
        };
        price(0, "1", "10");
        price(1, "4", "4");
        auto call = House::call();
        call.inputTokens = 1'000;
        call.outputTokens = 100;
        QCOMPARE(house.names(call), std::string("t0 t1 t2")); // t2's price is unknown
        call.outputTokens = 1'000;
        QCOMPARE(house.names(call), std::string("t1 t0 t2"));
    }

    // Only the calls of the target that goes move, and to the one that comes only what it takes.
    void aHashMovesNoMoreThanItMust() {
        constexpr int keys = 20'000;
        House house(5, Strategy::ConsistentHash);
        house.route().targets[4].weight = 2;
        std::vector<std::string> before;
        std::map<std::string, int> counts;
        for (int i = 0; i < keys; ++i) {
            before.push_back(house.first(House::call(keyNamed(i))));
            ++counts[before.back()];
        }
        QVERIFY(std::abs(100.0 * counts["t4"] / keys - 100.0 / 3) < 1.0);
        const auto gone = house.route().targets[1];
        house.route().targets.erase(house.route().targets.begin() + 1);
        int moved = 0;
        for (int i = 0; i < keys; ++i) {
            const auto now = house.first(House::call(keyNamed(i)));
            if (before[static_cast<std::size_t>(i)] != "t1")
                QCOMPARE(now, before[static_cast<std::size_t>(i)]);
            else
                ++moved;
        }
        QCOMPARE(moved, counts["t1"]);
        house.route().targets.push_back(gone); // back again, at another place: all as before
        for (int i = 0; i < keys; ++i)
            QCOMPARE(house.first(House::call(keyNamed(i))), before[static_cast<std::size_t>(i)]);
    }

    void aHashGoesByWhatItIsToldTo() {
        House house(8, Strategy::ConsistentHash);
        house.route().hashOn = {config::Sticky::By::Session, {}};
        std::set<std::string> met;
        for (int i = 0; i < 40; ++i)
            met.insert(house.first(House::call(keyNamed(i), "one session")));
        QCOMPARE(met.size(), std::size_t{1});
        house.route().hashOn = {config::Sticky::By::Header, "x-tenant"};
        auto call = House::call();
        met.clear();
        for (int i = 0; i < 40; ++i) {
            const auto tenant = "tenant " + std::to_string(i);
            call.header = [&tenant](std::string_view) { return std::optional<std::string_view>(tenant); };
            met.insert(house.first(call));
        }
        QVERIFY(met.size() > 4);
    }

    void theFirstRuleThatMatchesSaysWhereACallGoes() {
        House house(3);
        config::RouteRule small;
        small.name = "short";
        small.when.tokensBelow = 100;
        small.targets = {2};
        config::RouteRule rest;
        rest.name = "research";
        rest.when.teams = {"research"};
        rest.targets = {1, 0};
        house.route().rules = {small, rest};
        auto call = House::call();
        call.inputTokens = 99;
        QCOMPARE(house.names(call), std::string("t2"));
        QCOMPARE(house.resolve(call)->rule, std::string("route chat, rule short"));
        call.inputTokens = 100;
        QCOMPARE(house.names(call), std::string("t1 t0"));
        call.team = "sales";
        QCOMPARE(house.names(call), std::string("t0 t1 t2"));
    }

    void aRuleMayLeadOnToAnotherRoute() {
        House house(3);
        house.addRoute("big", 2).regions = {"eu"};
        house.snapshot.providers[1].regions = {"eu"};
        config::RouteRule rule;
        rule.name = "long";
        rule.route = "big";
        house.route().rules = {rule};
        const auto found = house.resolve(House::call());
        QCOMPARE(found->route->model, std::string("big"));
        QCOMPARE(found->rule, std::string("route chat, rule long, route big"));
        QCOMPARE(found->through.size(), std::size_t{2});
        QCOMPARE(house.names(House::call()), std::string("t1"));
        house.snapshot.routes[1].enabled = false;
        QCOMPARE(house.names(House::call()), std::string("no_target"));
    }

    void regionsFailClosed() {
        House house(3);
        house.route().regions = {"eu"};
        QCOMPARE(house.names(House::call()), std::string("no_target_in_region"));
        house.snapshot.providers[2].regions = {"us", "eu"};
        QCOMPARE(house.names(House::call()), std::string("t2"));
    }

    void rulesSeeEverythingThatTheyMayAskFor() {
        auto call = House::call();
        call.tags = "nightly, batch";
        call.stream = true;
        call.time = *parseTime("2026-11-20T23:30:00Z"); // a Friday; in Berlin it is Saturday
        call.header = [](std::string_view name) {
            return name == "x-team" ? std::optional<std::string_view>("blue-2") : std::nullopt;
        };
        call.body = [](std::string_view path) {
            return path == "metadata.plan" ? std::optional<std::string>("pro") : std::nullopt;
        };
        const auto holds = [&call](auto change) {
            config::When when;
            change(when);
            return matches(when, call);
        };
        QVERIFY(holds([](auto&) {}));
        QVERIFY(holds([](auto& when) { when.headers = {{"x-team", "blue*"}}; }));
        QVERIFY(!holds([](auto& when) { when.headers = {{"x-team", "red*"}}; }));
        QVERIFY(!holds([](auto& when) { when.headers = {{"x-other", "*"}}; }));
        QVERIFY(holds([](auto& when) { when.body = {{"metadata.plan", "pro"}}; }));
        QVERIFY(!holds([](auto& when) { when.body = {{"metadata.size", "*"}}; }));
        QVERIFY(holds([](auto& when) { when.tags = {"other", "batch"}; }));
        QVERIFY(!holds([](auto& when) { when.tags = {"bat"}; }));
        QVERIFY(holds([](auto& when) { when.path = "/v1/*"; }));
        QVERIFY(!holds([](auto& when) { when.path = "/v1"; }));
        QVERIFY(holds([](auto& when) { when.stream = true; }));
        QVERIFY(!holds([](auto& when) { when.stream = false; }));
        QVERIFY(!holds([](auto& when) { when.apps = {"other"}; }));
        QVERIFY(!holds([](auto& when) { when.tokensAbove = 0; }));
        const auto berlin = *TimeZone::find("Europe/Berlin");
        constexpr unsigned friday = 1U << 4U;
        QVERIFY(!holds([&](auto& when) { when.time = config::TimeWindow{0, 1'440, friday, berlin}; }));
        QVERIFY(holds([&](auto& when) { when.time = config::TimeWindow{0, 1'440, friday, nullptr}; }));
        QVERIFY(holds([&](auto& when) { when.time = config::TimeWindow{1'380, 60, friday, berlin}; })); // over midnight
        QVERIFY(!holds([&](auto& when) { when.time = config::TimeWindow{1'380, 30, friday, berlin}; }));
    }

    void patternsMatchWholeTexts() {
        QVERIFY(fitsPattern("", ""));
        QVERIFY(fitsPattern("*", ""));
        QVERIFY(fitsPattern("a*b*c", "axxbyyc"));
        QVERIFY(fitsPattern("*ab", "aab"));
        QVERIFY(!fitsPattern("a*b", "ab "));
        QVERIFY(!fitsPattern("", "a"));
        QVERIFY(!fitsPattern("?", "a"));
    }

    void aCanaryGetsItsShareAndKeepsWhomItHas() {
        House house(2);
        house.route().canary = config::Canary{.target = 1, .percent = 500, .step = {}, .rollBack = {}};
        constexpr int keys = 40'000;
        std::set<int> canaries;
        for (int i = 0; i < keys; ++i) {
            const auto names = house.names(House::call(keyNamed(i)));
            QVERIFY(names == "t0" || names == "t1 t0"); // the others get none of it, not even as the second
            if (names == "t1 t0")
                canaries.insert(i);
        }
        QVERIFY(std::abs(100.0 * static_cast<double>(canaries.size()) / keys - 5.0) < 1.0);
        // What a controller set counts; whoever was on the canary's side stays there as the share grows.
        house.route().meter->canary = 2'000;
        House again(2); // another process
        again.route().canary = config::Canary{.target = 1, .percent = 2'000, .step = {}, .rollBack = {}};
        for (int i = 0; i < keys; ++i) {
            const auto now = house.names(House::call(keyNamed(i)));
            QVERIFY(now == "t1 t0" || !canaries.contains(i));
            QCOMPARE(again.names(House::call(keyNamed(i))), now);
        }
        house.route().meter->canary = 0;
        QCOMPARE(house.names(House::call(keyNamed(*canaries.begin()))), std::string("t0"));
        house.route().meter->canary = config::wholeShare;
        QCOMPARE(house.names(House::call("anybody")), std::string("t1 t0"));
    }

    void anExperimentSharesCallsOut() {
        House house(3);
        house.route().experiment = config::Experiment{config::Sticky::By::User, {{1, 3'000}, {2, 2'000}}};
        constexpr int users = 40'000;
        std::map<std::string, int> counts;
        for (int i = 0; i < users; ++i) {
            auto call = House::call();
            call.user = [i] { return "user " + std::to_string(i); };
            const auto first = house.first(call);
            ++counts[first];
            QCOMPARE(house.first(call), first);
        }
        QVERIFY(std::abs(100.0 * counts["t1"] / users - 30) < 1.0);
        QVERIFY(std::abs(100.0 * counts["t2"] / users - 20) < 1.0);
    }

    void affinityStaysWithTargetAndKey() {
        House house(3, Strategy::RoundRobin);
        house.route().affinity = config::Affinity::Session;
        auto& keys = house.snapshot.providers[2].keys;
        for (const char* reference : {"env:ONE", "env:TWO"})
            keys.push_back({reference, std::make_shared<const Secret>("x"), {}});
        CacheHomes homes;
        const MonotonicTime now{std::chrono::hours(1)};
        const auto begun = house.resolve(House::call("k", "s"), &homes, now);
        QVERIFY(begun->cacheTag != 0);
        Candidate served;
        served.provider = &house.snapshot.providers[2];
        served.model = "m";
        homes.remember(begun->cacheTag, served, "env:TWO", now);
        for (int i = 0; i < 9; ++i) {
            const auto next = house.resolve(House::call("k", "s"), &homes, now + std::chrono::minutes(i));
            QCOMPARE(next->candidates.front().provider->id, std::string("p2"));
            QCOMPARE(next->candidates.front().key, &keys[1]);
            QCOMPARE(next->candidates.size(), std::size_t{3});
        }
        const auto late = house.resolve(House::call("k", "s"), &homes, now + std::chrono::hours(2));
        QVERIFY(!late->by.starts_with("affinity"));
        auto other = House::call("k", "s");
        other.app = "another"; // its session of that name is another one
        QVERIFY(!house.resolve(other, &homes, now)->by.starts_with("affinity"));
    }
};

QTEST_GUILESS_MAIN(TestChoose)
#include "tst_choose.moc"
