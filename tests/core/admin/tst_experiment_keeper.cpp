// SPDX-License-Identifier: Apache-2.0
#include "core/admin/experiment_keeper.h"
#include "tests/core/telemetry/fakes.h"

#include <QTest>
#include <boost/json/serialize.hpp>
#include <map>

using namespace gatehouse;
using namespace gatehouse::admin;
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
    explicit Process(FakeSettings& settings, bool decides = false, const char* method = "split",
                     const char* second = "tone@2")
        : keeper(settings, board, clock) {
        auto products = std::make_shared<config::Products>();
        auto prompt = std::make_shared<contract::PromptSpec>();
        prompt->id = "tone";
        prompt->versions.resize(3);
        for (std::size_t i = 0; i < 3; ++i)
            prompt->versions[i].version = i + 1;
        prompt->labels.push_back({"production", 1});
        products->prompts.emplace("tone", prompt);
        auto definition = std::make_shared<contract::ApiDefinitionSpec>();
        contract::ApiExperimentSpec experiment;
        experiment.method = method;
        experiment.calls = 20;
        experiment.decides = decides;
        experiment.arms = {{"tone@production", "25"}, {second, "75"}};
        definition->experiment = experiment;
        config::Api api;
        api.id = "mood";
        api.versions.resize(1);
        api.versions[0].name = "1";
        api.versions[0].state = config::ApiState::Published;
        api.versions[0].definition = definition;
        products->apis.push_back(api);
        products->apiById["mood"] = 0;
        snapshot.products = products;
        keeper.look(snapshot);
    }
    void score(const char* prompt, int count, double value) {
        for (int i = 0; i < count; ++i)
            keeper.score("mood", "1", prompt, value);
    }
    boost::json::object state() { return *keeper.json("mood/1"); }
    std::string text(const char* name) { return std::string(state().at(name).as_string()); }
    double arm(std::size_t index, const char* name) {
        return state().at("arms").as_array()[index].as_object().at(name).to_number<double>();
    }

    apis::ExperimentBoard board;
    FakeClock clock;
    ExperimentKeeper keeper;
    config::Snapshot snapshot;
};

} // namespace

class TestExperimentKeeper : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsCallsAndScoresOfEachArm() {
        FakeSettings settings;
        Process it(settings);
        it.board.meter("mood/1", {"tone@1", "tone@2"}, {0.5, 0.5})->called(1);
        it.score("tone@2", 3, 0.5);
        it.score("tone@9", 1, 1); // of no arm
        it.keeper.score("mood", "2", "tone@1", 1);
        it.keeper.look(it.snapshot);
        QCOMPARE(it.arm(1, "calls"), 1.0);
        QCOMPARE(it.arm(1, "scores"), 3.0);
        QCOMPARE(it.arm(1, "mean"), 0.5);
        QCOMPARE(it.arm(0, "share"), 0.25);
        QCOMPARE(it.text("verdict"), std::string("too_few"));
        QVERIFY(it.arm(0, "low") < 0.03 && it.arm(0, "high") > 0.97);
    }
    void tellsTheWinnerAndLeavesTheCallsUnlessItDecides() {
        FakeSettings settings;
        Process it(settings);
        it.score("tone@1", 30, 0);
        it.score("tone@2", 30, 1);
        it.keeper.look(it.snapshot);
        QCOMPARE(it.text("verdict"), std::string("decided"));
        QCOMPARE(it.text("phase"), std::string("running"));
        QCOMPARE(it.arm(0, "share"), 0.25);
    }
    void leadsAllCallsToTheWinnerWhereItDecidesAndOverARestart() {
        FakeSettings settings;
        {
            Process it(settings, true, "bandit");
            it.score("tone@1", 30, 0);
            it.score("tone@2", 30, 1);
            it.keeper.look(it.snapshot);
            QCOMPARE(it.text("winner"), std::string("tone@2"));
            const auto meter = it.board.meter("mood/1", {"tone@1", "tone@2"}, {0.5, 0.5});
            QCOMPARE(meter->armAt(0), std::size_t(1));
        }
        Process later(settings, true, "bandit");
        QCOMPARE(later.text("winner"), std::string("tone@2"));
        QCOMPARE(later.arm(1, "scores"), 30.0);
        QCOMPARE(later.board.meter("mood/1", {"tone@1", "tone@2"}, {0.5, 0.5})->armAt(0), std::size_t(1));
    }
    void beginsAnewWhenItsArmsChange() {
        FakeSettings settings;
        {
            Process it(settings);
            it.score("tone@1", 5, 1);
            QVERIFY(it.keeper.stop("mood/1", "tone@1", "ada"));
        }
        Process other(settings, false, "split", "tone@3");
        QVERIFY(other.state().at("winner").is_null());
        QCOMPARE(other.arm(0, "scores"), 0.0);
    }
    void isEndedByHandAndKeepsWho() {
        FakeSettings settings;
        Process it(settings);
        QVERIFY(!it.keeper.stop("mood/1", "tone@3", "ada"));
        QVERIFY(!it.keeper.stop("mood/2", "tone@1", "ada"));
        QVERIFY(it.keeper.stop("mood/1", "tone@1", "ada"));
        QCOMPARE(it.text("reason"), std::string("stopped by ada"));
        QCOMPARE(it.arm(0, "share"), 1.0);
        QCOMPARE(it.board.meter("mood/1", {"tone@1", "tone@2"}, {0.5, 0.5})->armAt(0.99), std::size_t(0));
    }
    void forgetsExperimentsThatAreNoMore() {
        FakeSettings settings;
        Process it(settings);
        QVERIFY(it.keeper.stop("mood/1", "tone@1", "ada"));
        QVERIFY(!settings.values.empty());
        it.snapshot.products = nullptr;
        it.keeper.look(it.snapshot);
        QVERIFY(settings.values.empty());
        QVERIFY(!it.keeper.json("mood/1"));
    }
};

QTEST_GUILESS_MAIN(TestExperimentKeeper)
#include "tst_experiment_keeper.moc"
