// SPDX-License-Identifier: Apache-2.0
// The board against a model of it that fits on a page: random walks over asks, verdicts and time, on a fake clock.
#include "core/routing/breaker.h"
#include "tests/core/telemetry/fakes.h"

#include <QTest>
#include <atomic>
#include <optional>
#include <random>
#include <thread>
#include <vector>

using namespace gatehouse;
using gatehouse::telemetry::FakeClock;
using namespace gatehouse::routing;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

// What INTERFACES promises of one circuit, in so many words.
struct Model {
    config::BreakerThresholds rule;
    int failures = 0;
    bool open = false;
    bool probing = false;
    milliseconds rest{0};
    milliseconds probeAt{0};
    milliseconds patience{5'000};

    enum class Leave { Given, Probe, Refused };
    Leave ask(milliseconds now) {
        if (!open)
            return Leave::Given;
        if (now < probeAt)
            return Leave::Refused;
        probeAt = now + patience;
        probing = true;
        return Leave::Probe;
    }
    void succeeded(bool probe) {
        if (open && !probe)
            return;
        open = false;
        failures = 0;
        rest = 0ms;
    }
    void failed(bool probe, milliseconds now, int threshold) {
        if (probe) {
            rest = std::clamp(2 * rest, rule.rest, std::max(rule.rest, rule.longestRest));
            open = true;
            probeAt = now + rest;
            return;
        }
        ++failures;
        if (failures < threshold)
            return;
        rest = rule.rest;
        if (open)
            return;
        open = true;
        probeAt = now + rest;
    }
    void dropped(bool probe, milliseconds now) {
        if (probe)
            probeAt = now;
    }
};

config::Provider providerWith(int failures, milliseconds rest, milliseconds longest) {
    config::Provider provider;
    provider.id = "p";
    provider.breaker = {failures, rest, longest};
    return provider;
}

} // namespace

class tst_breaker_model : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void opensWithTheVeryFailureThatIsConfigured();
    void opensExactlyUnderThreads();
    void targetAndKeysAreApart();
    void aRefusedKeyRestsAtOnceAndAsLongAsIsSaid();
    void walksAsTheModelSays();
};

void tst_breaker_model::opensWithTheVeryFailureThatIsConfigured() {
    for (int failures = 1; failures <= 50; ++failures) {
        FakeClock clock;
        BreakerBoard board(clock);
        const auto provider = providerWith(failures, 700ms, 9s);
        for (int i = 1; i <= failures; ++i) {
            auto permit = board.ask(provider, "m");
            QVERIFY2(permit.given(), std::to_string(i).c_str());
            QCOMPARE(permit.failed(), i == failures);
        }
        const auto refused = board.ask(provider, "m");
        QVERIFY(!refused.given());
        QVERIFY(refused.wait() <= 700ms && refused.wait() > 690ms);
    }
}

// However threads meet at the first failures: of N that are told, the Nth opens, never an earlier one.
void tst_breaker_model::opensExactlyUnderThreads() {
    constexpr int threads = 4;
    constexpr int each = 25;
    for (int round = 0; round < 200; ++round) {
        const SystemClock clock;
        BreakerBoard board(clock);
        const auto provider = providerWith(threads * each, 1h, 1h);
        std::atomic<int> opened{0};
        std::vector<std::thread> crowd;
        for (int t = 0; t < threads; ++t)
            crowd.emplace_back([&] {
                for (int i = 0; i < each; ++i) {
                    if (board.ask(provider, "m").failed())
                        ++opened;
                }
            });
        for (auto& thread : crowd)
            thread.join();
        QCOMPARE(opened.load(), 1);
        QVERIFY(!board.ask(provider, "m").given());
    }
}

void tst_breaker_model::targetAndKeysAreApart() {
    FakeClock clock;
    BreakerBoard board(clock);
    const auto provider = providerWith(2, 1s, 9s);
    board.ask(provider, "m", "env:A").refused();
    QVERIFY(!board.ask(provider, "m", "env:A").given());
    QVERIFY(board.ask(provider, "m", "env:B").given());
    QVERIFY(board.ask(provider, "m").given());
    QVERIFY(board.ask(provider, "other", "env:A").given());
    QVERIFY(board.look("p", "m", "env:A").state == BreakerBoard::Circuit::State::Open);
    QVERIFY(board.look("p", "m").state == BreakerBoard::Circuit::State::Closed);
}

void tst_breaker_model::aRefusedKeyRestsAtOnceAndAsLongAsIsSaid() {
    FakeClock clock;
    BreakerBoard board(clock);
    const auto provider = providerWith(5, 1s, 9s);
    QVERIFY(board.ask(provider, "m", "k").refused(20s));
    clock.advance(19'999ms);
    QVERIFY(!board.ask(provider, "m", "k").given());
    clock.advance(2ms);
    auto probe = board.ask(provider, "m", "k");
    QVERIFY(probe.probes());
    probe.refused(); // again: twice as long
    clock.advance(1'999ms);
    QVERIFY(!board.ask(provider, "m", "k").given());
    clock.advance(2ms);
    board.ask(provider, "m", "k").succeeded();
    QVERIFY(board.ask(provider, "m", "k").given());
}

void tst_breaker_model::walksAsTheModelSays() {
    struct Held {
        BreakerBoard::Permit permit;
        bool probe;
    };
    for (unsigned seed = 1; seed <= 300; ++seed) {
        std::minstd_rand random(seed);
        const auto upTo = [&random](int most) { return std::uniform_int_distribution<>(0, most)(random); };
        const auto provider = providerWith(1 + upTo(7), milliseconds(1 + upTo(2'000)), milliseconds(1 + upTo(9'000)));
        FakeClock clock;
        BreakerBoard board(clock);
        Model model;
        model.rule = provider.breaker;
        milliseconds now{0};
        std::vector<Held> held;
        for (int step = 0; step < 400; ++step) {
            const int what = upTo(9);
            if (what < 4) {
                auto permit = board.ask(provider, "m");
                const auto expected = model.ask(now);
                QCOMPARE(permit.given(), expected != Model::Leave::Refused);
                QCOMPARE(permit.probes(), expected == Model::Leave::Probe);
                if (!permit.given())
                    QVERIFY(permit.wait() > 0ms && permit.wait() <= model.probeAt - now + 1ms);
                else
                    held.push_back({std::move(permit), expected == Model::Leave::Probe});
            } else if (what < 9 && !held.empty()) {
                const auto at = static_cast<std::size_t>(upTo(static_cast<int>(held.size()) - 1));
                const bool probe = held[at].probe;
                if (what < 6) {
                    held[at].permit.succeeded();
                    // A target without a failure keeps no books: nothing to forget.
                    model.succeeded(probe);
                } else if (what < 8) {
                    held[at].permit.failed();
                    model.failed(probe, now, provider.breaker.failures);
                } else {
                    held[at].permit = {};
                    model.dropped(probe, now);
                }
                held.erase(held.begin() + static_cast<std::ptrdiff_t>(at));
            } else {
                const milliseconds pass(upTo(3'000));
                clock.advance(pass);
                now += pass;
            }
            const auto circuit = board.look("p", "m");
            QCOMPARE(circuit.state == BreakerBoard::Circuit::State::Closed, !model.open);
            if (model.open)
                QCOMPARE(circuit.state == BreakerBoard::Circuit::State::Open, now < model.probeAt);
        }
    }
}

QTEST_APPLESS_MAIN(tst_breaker_model)
#include "tst_breaker_model.moc"
