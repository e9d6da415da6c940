// SPDX-License-Identifier: Apache-2.0
#include "core/admin/canary_keeper.h"
#include "core/admin/traffic_routes.h"
#include "core/routing/meters.h"
#include "tests/core/telemetry/fakes.h"

#include <QTest>
#include <map>

using namespace gatehouse;
using namespace gatehouse::admin;
using Action = CanaryKeeper::Action;
using Phase = routing::CanaryState::Phase;
using telemetry::FakeClock;

namespace {

class FakeSettings final : public store::SettingsRepository {
public:
    Result<std::optional<std::string>> get(std::string_view name) override {
        const auto found = values.find(std::string(name));
        return found == values.end() ? std::nullopt : std::optional(found->second);
    }
    Result<void> put(std::string_view name, std::string_view value) override {
        values[std::string(name)] = value;
        return {};
    }
    Result<void> remove(std::string_view name) override {
        values.erase(std::string(name));
        return {};
    }
    std::map<std::string, std::string> values;
};

// A process: its meters are its own, the settings are not.
struct Process {
    explicit Process(config::Share percent = 1'000, const char* target = "new") {
        snapshot.providers.resize(1);
        snapshot.providers[0].id = "p";
        config::Route route;
        route.model = "chat";
        route.targets.resize(2);
        route.targets[0].name = "old";
        route.targets[1].name = target;
        config::Canary canary;
        canary.target = 1;
        canary.percent = percent;
        canary.rollBack = config::Canary::RollBack{5'000, {}, {}, 10};
        route.canary = canary;
        board.equip(route, snapshot.providers);
        snapshot.routes.push_back(route);
        snapshot.routeByModel["chat"] = 0;
    }
    void calls(std::uint64_t count, std::uint64_t failed) {
        snapshot.routes[0].targets[1].arm->calls += count;
        snapshot.routes[0].targets[1].arm->errors += failed;
    }
    config::Share share() const { return snapshot.routes[0].meter->canary; }

    routing::MeterBoard board;
    config::Snapshot snapshot;
};

class OneSeries final : public store::Reader {
public:
    explicit OneSeries(telemetry::RollupValues values) : m_values(std::move(values)) {}
    Result<store::CallPage> calls(const store::CallRequest&) override { return store::CallPage{}; }
    Result<std::optional<store::StoredCall>> call(std::string_view) override { return std::nullopt; }
    Result<std::optional<std::string>> bodies(std::string_view) override { return std::nullopt; }
    Result<store::StatsResult> stats(const store::StatsRequest& request) override {
        store::StatsResult result;
        result.request = request;
        store::StatsSeries series;
        for (const auto dimension : request.groupBy) {
            using store::StatsDimension;
            series.group.emplace_back(dimension, dimension == StatsDimension::Route      ? "chat"
                                                 : dimension == StatsDimension::App      ? "notebook"
                                                 : dimension == StatsDimension::Provider ? "p"
                                                                                         : "m");
        }
        series.total.values = m_values;
        result.series.push_back(series);
        return result;
    }
    Result<store::Spend> spendSince(WallMicros) override { return store::Spend{}; }
    Result<std::map<std::string, WallMicros, std::less<>>> keysLastUsed() override {
        return std::map<std::string, WallMicros, std::less<>>();
    }
    Result<store::BookSummary> summary() override { return store::BookSummary{}; }

private:
    telemetry::RollupValues m_values;
};

} // namespace

class TestCanaryKeeper : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goesOnWhereItWasAfterARestart() {
        FakeSettings settings;
        FakeClock clock;
        {
            Process first;
            CanaryKeeper keeper(settings, clock, {});
            keeper.look(first.snapshot);
            QCOMPARE(first.share(), 1'000);
            first.calls(6, 5);
            clock.advance(std::chrono::seconds(11)); // counts are kept every ten seconds
            keeper.look(first.snapshot);
        }
        Process second; // its sums begin at zero
        std::string told;
        CanaryKeeper keeper(settings, clock, [&told](std::string_view route, const routing::CanaryState& state) {
            told = std::string(route) + " " + std::string(routing::nameOf(state.phase)) + ": " + state.reason;
        });
        keeper.look(second.snapshot);
        QCOMPARE(second.share(), 1'000);
        second.calls(3, 3);
        keeper.look(second.snapshot);
        QCOMPARE(second.share(), 1'000); // 9 calls
        second.calls(1, 0);
        keeper.look(second.snapshot); // 8 of 10
        QCOMPARE(second.share(), 0);
        QCOMPARE(told, std::string("chat rolled_back: 8 of 10 calls failed, more than 50 %"));
        Process third;
        CanaryKeeper again(settings, clock, {});
        again.look(third.snapshot);
        QCOMPARE(third.share(), 0);
    }

    void beginsAnewWhenItIsConfiguredAnew() {
        FakeSettings settings;
        FakeClock clock;
        Process process;
        CanaryKeeper keeper(settings, clock, {});
        keeper.look(process.snapshot);
        QVERIFY(keeper.act(process.snapshot, "chat", Action::RollBack, 0, "jo"));
        QCOMPARE(process.share(), 0);
        keeper.look(process.snapshot);
        QCOMPARE(process.share(), 0);
        Process other(2'000);
        keeper.look(other.snapshot);
        QCOMPARE(other.share(), 2'000);
        Process renamed(2'000, "newer");
        QVERIFY(keeper.act(other.snapshot, "chat", Action::Promote, 0, "jo"));
        keeper.look(renamed.snapshot);
        QCOMPARE(renamed.share(), 2'000);
        Process without;
        without.snapshot.routes[0].canary.reset();
        keeper.look(without.snapshot);
        QVERIFY(settings.values.empty());
        QVERIFY(!keeper.json("chat"));
        QVERIFY(!keeper.act(without.snapshot, "chat", Action::Pause, 0, "jo"));
    }

    void doesAsItIsTold() {
        FakeSettings settings;
        FakeClock clock;
        Process process;
        CanaryKeeper keeper(settings, clock, {});
        keeper.look(process.snapshot);
        QVERIFY(keeper.act(process.snapshot, "chat", Action::Percent, 3'500, "jo"));
        QCOMPARE(process.share(), 3'500);
        QVERIFY(keeper.act(process.snapshot, "chat", Action::Pause, 0, "jo"));
        process.calls(100, 100);
        keeper.look(process.snapshot);
        QCOMPARE(process.share(), 3'500);
        QVERIFY(keeper.act(process.snapshot, "chat", Action::Resume, 0, "jo"));
        keeper.look(process.snapshot); // what came while it stood still does not count
        QCOMPARE(process.share(), 3'500);
        QVERIFY(keeper.act(process.snapshot, "chat", Action::Promote, 0, "jo"));
        QCOMPARE(process.share(), config::wholeShare);
        QCOMPARE(keeper.json("chat")->at("phase").as_string().c_str(), "promoted");
        QCOMPARE(keeper.json("chat")->at("reason").as_string().c_str(), "promoted by jo");
    }

    void tellsOfCachesThatNobodyReads() {
        Process process;
        catalog::ModelPrice price;
        price.input = Money::parse("3");
        price.cacheWrite = Money::parse("3.75");
        process.snapshot.providers[0].prices["m"] = price;
        process.snapshot.providerById["p"] = 0;
        telemetry::RollupValues values;
        values.calls = 20;
        values.cacheWriteTokens = 1'000'000;
        OneSeries wasted(values);
        const auto found = cacheWaste(process.snapshot, wasted, 0);
        QCOMPARE(found->size(), std::size_t{1});
        QCOMPARE(found->front().cost->toString(), std::string("3.75"));
        QCOMPARE(found->front().needless->toString(), std::string("0.75"));
        QCOMPARE(found->front().app, std::string("notebook"));
        values.cachedInputTokens = 1; // it is read
        OneSeries used(values);
        QVERIFY(cacheWaste(process.snapshot, used, 0)->empty());
        values.cachedInputTokens = 0;
        values.calls = leastWasteCalls - 1;
        OneSeries few(values);
        QVERIFY(cacheWaste(process.snapshot, few, 0)->empty());
    }
};

QTEST_GUILESS_MAIN(TestCanaryKeeper)
#include "tst_canary_keeper.moc"
