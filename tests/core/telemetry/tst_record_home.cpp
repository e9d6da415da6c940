// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/bounded_queue.h"
#include "core/telemetry/record_home.h"
#include "tests/core/telemetry/fakes.h"

#include <QTest>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::telemetry;

// Records that travel to another thread and back, and the queue that takes them there.
class RecordHomeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatComesBackIsUsedAgain() {
        RecordHomes homes;
        auto first = homes.ofThisThread().send(someCall(1));
        const auto* place = first.get();
        std::thread([&first] { first.reset(); }).join();
        const auto second = homes.ofThisThread().send(someCall(2));
        QCOMPARE(static_cast<const CallRecord*>(second.get()), place);
        QCOMPARE(second->id, someCall(2).id);
        QCOMPARE(second->cost, someCall(2).cost);
        QVERIFY(second->explain.attempts.size() == someCall(2).explain.attempts.size());
    }
    void bodiesGoWithTheirRecord() {
        RecordHomes homes;
        auto call = someCall(1);
        call.bodies = std::make_shared<CallBodies>();
        const std::weak_ptr<CallBodies> bodies = call.bodies;
        auto sent = homes.ofThisThread().send(std::move(call));
        QVERIFY(!bodies.expired());
        sent.reset();
        QVERIFY(bodies.expired());
    }
    void eachThreadHasItsOwn() {
        RecordHomes homes;
        RecordHomes others;
        auto* mine = &homes.ofThisThread();
        QVERIFY(&others.ofThisThread() != mine);
        QCOMPARE(&homes.ofThisThread(), mine);
        RecordHome* theirs = nullptr;
        std::thread([&] { theirs = &homes.ofThisThread(); }).join();
        QVERIFY(theirs != nullptr && theirs != mine);
    }
    // Sent by two threads and let go by a third, far more than may wait to be used again.
    void manyTravelAtOnce() {
        RecordHomes homes;
        constexpr int each = 20'000;
        BoundedQueue<TravellingPtr> queue(4'096);
        std::vector<std::thread> makers;
        for (int t = 0; t < 2; ++t) {
            makers.emplace_back([&] {
                for (int i = 0; i < each; ++i) {
                    auto record = homes.ofThisThread().send(someCall(i));
                    while (!queue.push(record))
                        std::this_thread::yield();
                }
            });
        }
        int whole = 0;
        for (int taken = 0; taken < 2 * each;) {
            auto record = queue.pop();
            if (!record) {
                std::this_thread::yield();
                continue;
            }
            ++taken;
            whole += (*record)->id.empty() ? 0 : 1;
        }
        for (auto& maker : makers)
            maker.join();
        QCOMPARE(whole, 2 * each);
        QVERIFY(!queue.pop());
    }
    // The parts of the queue are made where it first gets that far; it wraps, and refuses when it is full.
    void theQueueKeepsItsOrderAroundItsEnd() {
        BoundedQueue<int> queue(5'000); // 8,192 places
        int next = 0;
        int expected = 0;
        for (int round = 0; round < 5; ++round) {
            for (int item = next; queue.push(item); item = ++next)
                ;
            QCOMPARE(next - expected, 8'192);
            for (int i = 0; i < 3'000; ++i)
                QCOMPARE(queue.pop().value_or(-1), expected++);
        }
        while (auto item = queue.pop())
            QCOMPARE(*item, expected++);
        QCOMPARE(expected, next);
    }
};

QTEST_GUILESS_MAIN(RecordHomeTest)
#include "tst_record_home.moc"
