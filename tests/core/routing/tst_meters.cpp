// SPDX-License-Identifier: Apache-2.0
#include "core/routing/meters.h"
#include "core/routing/selection/cache_homes.h"

#include <QTest>
#include <cmath>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::routing;
using std::chrono::milliseconds;
using std::chrono::seconds;

class TestMeters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The figures of many threads add up; run it under the thread sanitizer too.
    void losesNothingBetweenThreads() {
        const auto target = std::make_shared<TargetMeter>();
        const auto arm = std::make_shared<ArmMeter>();
        SystemClock clock;
        std::vector<std::thread> threads;
        constexpr int each = 20'000;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < each; ++i) {
                    Metering visit(target, arm, clock);
                    if (i % 10 == 0)
                        continue; // the client left
                    visit.firstByte();
                    visit.ended(i % 10 == t);
                    arm->score(0.5);
                    (void)target->latency();
                    (void)target->quantile(0.5, clock.monotonic());
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(target->inFlight.load(), std::int64_t{0});
        const auto counts = arm->read();
        QCOMPARE(counts.calls, std::uint64_t{4} * each * 9 / 10);
        QCOMPARE(counts.firstBytes, counts.calls);
        QCOMPARE(counts.errors, std::uint64_t{3} * each / 10); // t = 0 left each time
        QCOMPARE(counts.scoreSum, counts.scores * 5'000);
    }

    // A home that is found is one that was remembered for that tag, whatever other threads write meanwhile.
    void neverMixesHomes() {
        CacheHomes homes(64); // far fewer places than tags
        std::vector<config::Provider> providers(64);
        for (std::size_t i = 0; i < providers.size(); ++i)
            providers[i].id = "p" + std::to_string(i);
        std::atomic<int> wrong{0};
        std::atomic<int> found{0};
        std::vector<std::thread> threads;
        for (unsigned t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                const MonotonicTime now{std::chrono::hours(1)};
                for (unsigned i = 0; i < 50'000; ++i) {
                    const auto tag = 1 + (i * 7 + t * 13) % 300;
                    Candidate own;
                    own.provider = &providers[tag % 64];
                    own.model = "m";
                    homes.remember(tag, own, "k", now);
                    const auto other = 1 + (i * 11) % 300;
                    const auto home = homes.find(other, now);
                    own.provider = &providers[other % 64];
                    found += home ? 1 : 0;
                    wrong += home && !CacheHomes::isHome(*home, own) ? 1 : 0;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QVERIFY(found > 1'000);
        QCOMPARE(wrong.load(), 0);
    }

    void forgetsWithTime() {
        TargetMeter meter;
        MonotonicTime now{std::chrono::hours(1)};
        for (int i = 0; i < 100; ++i)
            meter.firstByte(milliseconds(100), now += seconds(1));
        QVERIFY(std::abs(meter.latency().mean - 100.0F) < 0.1F);
        meter.firstByte(milliseconds(1'000), now += milliseconds(10));
        QVERIFY(std::abs(meter.latency().mean - 190.0F) < 1.0F); // a tenth
        meter.firstByte(milliseconds(1'000), now += seconds(300));
        QVERIFY(meter.latency().mean > 990.0F); // after a long silence the new one counts nearly alone
    }

    void countsTheLastMinutes() {
        TargetMeter meter;
        MonotonicTime now{std::chrono::hours(1)};
        for (int i = 0; i < 10; ++i)
            meter.finished(i < 3, now);
        QCOMPARE(meter.recent(now).calls, std::uint64_t{10});
        QCOMPARE(meter.recent(now).errors, std::uint64_t{3});
        meter.finished(false, now += seconds(61));
        QCOMPARE(meter.recent(now).calls, std::uint64_t{11});
        QCOMPARE(meter.recent(now + seconds(300)).calls, std::uint64_t{0});
        QCOMPARE(meter.recent(now + seconds(240)).calls, std::uint64_t{1});
    }

    void tellsQuantilesWithinAQuarter() {
        TargetMeter meter;
        const MonotonicTime now{std::chrono::hours(1)};
        QVERIFY(!meter.quantile(0.5, now));
        for (int i = 1; i <= 1'000; ++i)
            meter.firstByte(milliseconds(i), now);
        const auto half = static_cast<double>(meter.quantile(0.5, now)->count()) / 1'000.0;
        const auto most = static_cast<double>(meter.quantile(0.95, now)->count()) / 1'000.0;
        QVERIFY2(half >= 500 && half <= 625, qPrintable(QString::number(half)));
        QVERIFY2(most >= 950 && most <= 1'188, qPrintable(QString::number(most)));
        QVERIFY(!meter.quantile(0.5, now + std::chrono::minutes(11)));
    }

    void keepsMetersByName() {
        MeterBoard board;
        std::vector<config::Provider> providers(1);
        providers[0].id = "p";
        config::Route one;
        one.model = "one";
        one.targets.resize(1);
        one.targets[0].model = "m";
        auto two = one;
        two.model = "two";
        auto again = one;
        board.equip(one, providers);
        board.equip(two, providers);
        board.equip(again, providers);
        QCOMPARE(one.targets[0].meter, two.targets[0].meter);
        QVERIFY(one.targets[0].arm != two.targets[0].arm);
        QCOMPARE(one.targets[0].arm, again.targets[0].arm);
        QCOMPARE(one.meter, again.meter);
    }
};

QTEST_GUILESS_MAIN(TestMeters)
#include "tst_meters.moc"
