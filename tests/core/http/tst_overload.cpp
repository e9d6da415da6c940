// SPDX-License-Identifier: Apache-2.0
// What decides whether a call is taken: the gate of one thread, the memory of the process. Without a listener.
#include "core/http/server/load_gate.h"
#include "core/http/server/memory_watch.h"
#include "core/http/server/refusal.h"

#include <QTest>

using namespace gatehouse::http;
using namespace std::chrono_literals;

namespace {

using Time = std::chrono::steady_clock::time_point;
const Time start{std::chrono::hours(1)};

// One thread that can serve so many calls in 10 ms, and is asked for more or less.
struct Thread {
    LoadGate gate{25ms};
    Time now = start;
    double queue = 0;
    int served = 0;
    int refused = 0;
    double longestWait = 0; // of who was admitted, in milliseconds

    void tenMilliseconds(int asked, double capacity, double refusalCost = 0.1) {
        now += 10ms;
        double room = capacity;
        for (int i = 0; i < asked; ++i) {
            gate.waited(std::chrono::milliseconds(static_cast<int>(queue * 10.0 / capacity)));
            if (gate.admit()) {
                queue += 1;
                longestWait = std::max(longestWait, queue * 10.0 / capacity);
            } else {
                room -= refusalCost;
                ++refused;
            }
        }
        const double done = std::min(queue, std::max(room, 0.0));
        queue -= done;
        served += static_cast<int>(done);
        if (queue < 1)
            gate.emptied(now);
        gate.wentRound(now);
    }
};

} // namespace

class TestOverload : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesAllWhileThereIsRoom() {
        Thread thread;
        for (int i = 0; i < 1'000; ++i)
            thread.tenMilliseconds(90, 100);
        QCOMPARE(thread.refused, 0);
        QVERIFY(thread.gate.isOpen());
    }

    void takesABurst() {
        Thread thread;
        thread.tenMilliseconds(10, 100);
        thread.tenMilliseconds(200, 100);
        for (int i = 0; i < 20; ++i)
            thread.tenMilliseconds(10, 100);
        QCOMPARE(thread.refused, 0);
    }

    // Of the machine: for 60 ms nothing is served at all.
    void forgivesAShortStandstill() {
        Thread thread;
        thread.gate.emptied(start);
        for (int round = 0; round < 20; ++round) {
            thread.now += 60ms;
            for (int i = 0; i < 120; ++i) {
                thread.gate.waited(30ms);
                QVERIFY(thread.gate.admit());
                thread.queue += 1;
            }
            thread.gate.wentRound(thread.now);
            for (int i = 0; i < 20; ++i)
                thread.tenMilliseconds(20, 100);
        }
        QCOMPARE(thread.refused, 0);
    }

    void keepsServingUnderTwiceTheLoad() {
        Thread thread;
        for (int i = 0; i < 100; ++i)
            thread.tenMilliseconds(200, 100);
        thread.served = 0;
        thread.longestWait = 0;
        constexpr int steps = 6'000; // a minute
        for (int i = 0; i < steps; ++i)
            thread.tenMilliseconds(200, 100);
        // Who is refused costs a tenth: 100 - 0.1 * 100 or so can be served.
        QVERIFY2(thread.served > steps * 80, qPrintable(QString::number(thread.served)));
        QVERIFY2(thread.longestWait < 200, qPrintable(QString::number(thread.longestWait)));
    }

    void isBackSoonAfterwards() {
        Thread thread;
        for (int i = 0; i < 1'000; ++i)
            thread.tenMilliseconds(1'000, 100);
        QVERIFY(!thread.gate.isOpen());
        int steps = 0;
        for (; !thread.gate.isOpen() && steps < 1'000; ++steps)
            thread.tenMilliseconds(50, 100);
        QVERIFY2(steps < 500, qPrintable(QString::number(steps)));
    }

    void alwaysServesSome() {
        Thread thread;
        for (int i = 0; i < 2'000; ++i)
            thread.tenMilliseconds(10'000, 100, 0.001);
        QVERIFY(thread.served > 2'000 * 50);
    }

    void opensByItselfAfterAPause() {
        LoadGate gate(25ms);
        Time now = start;
        for (int i = 0; i < 200; ++i) {
            now += 10ms;
            gate.waited(1s);
            gate.wentRound(now);
        }
        QVERIFY(!gate.isOpen());
        for (int i = 0; i < 50; ++i) {
            now += 100ms;
            gate.emptied(now);
            gate.wentRound(now);
        }
        QVERIFY(gate.isOpen());
    }

    void goesThroughTheStagesOfMemory() {
        std::uint64_t used = 0;
        MemoryWatch watch(1'000'000, [&] { return used; });
        Time now = start;
        const auto stageAt = [&](std::uint64_t bytes) {
            used = bytes;
            now += 100ms;
            watch.look(now);
            return watch.stage();
        };
        QVERIFY(stageAt(840'000) == MemoryStage::Calm);
        QVERIFY(stageAt(850'000) == MemoryStage::NoStreams);
        QVERIFY(stageAt(830'000) == MemoryStage::NoStreams); // it does not flutter
        QVERIFY(stageAt(920'000) == MemoryStage::EssentialOnly);
        QVERIFY(stageAt(900'000) == MemoryStage::EssentialOnly);
        QVERIFY(stageAt(880'000) == MemoryStage::NoStreams);
        QVERIFY(stageAt(970'000) == MemoryStage::Shedding);
        QVERIFY(stageAt(100'000) == MemoryStage::Calm);
        QCOMPARE(watch.entered(MemoryStage::NoStreams), std::uint64_t{1});
        QCOMPARE(watch.entered(MemoryStage::EssentialOnly), std::uint64_t{2});
        QCOMPARE(watch.entered(MemoryStage::Shedding), std::uint64_t{1});
        // What is reserved counts before it is touched.
        watch.reserve(800'000);
        QVERIFY(stageAt(100'000) == MemoryStage::NoStreams);
        watch.release(800'000);
        QVERIFY(stageAt(100'000) == MemoryStage::Calm);
    }

    void looksAtMemoryTenTimesASecond() {
        int looks = 0;
        MemoryWatch watch(1'000'000, [&] {
            ++looks;
            return std::uint64_t{0};
        });
        for (int i = 0; i < 1'000; ++i)
            watch.look(start + i * 1ms);
        QCOMPARE(looks, 10);
        MemoryWatch none(0, [&] { return std::uint64_t{1} << 40U; });
        none.look(start);
        QVERIFY(none.stage() == MemoryStage::Calm);
    }

    void knowsTheMachine() {
        QVERIFY(residentMemory() > 1'000'000);
        QVERIFY(availableMemory() > residentMemory());
    }

    void describesEveryRefusal() {
        for (std::size_t i = 1; i < refusalCount; ++i) {
            const auto& info = infoOf(static_cast<Refusal>(i));
            QVERIFY2(info.status >= 400 && info.status < 600, qPrintable(QString::number(i)));
            QVERIFY(!info.code.empty());
            QVERIFY(info.message.ends_with('.'));
            // Who is to come again is told when.
            QVERIFY((info.status != 503 && info.status != 429) || info.retryAfterSeconds > 0);
        }
        QCOMPARE(infoOf(Refusal::HandlerFailed).code, std::string_view("internal_error"));
        QCOMPARE(infoOf(Refusal::MemoryShed).code, std::string_view("overloaded_memory_shed"));
    }
};

QTEST_GUILESS_MAIN(TestOverload)
#include "tst_overload.moc"
