// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/event_hub.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/sequence_counter.h"
#include "tests/core/telemetry/fakes.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::telemetry;
using namespace std::chrono_literals;

class RecorderTest : public QObject {
    Q_OBJECT

private:
    FakeClock m_clock;
    SilentLog m_log;

    std::unique_ptr<Recorder> make(FakeBook& book, RecorderOptions options = {},
                                   std::shared_ptr<EventHub> hub = nullptr,
                                   std::unique_ptr<SequenceCounter> sequence = SequenceCounter::inMemory()) {
        return std::make_unique<Recorder>(options, std::make_unique<FakeWriter>(book), std::move(sequence),
                                          std::move(hub), m_clock, m_log);
    }
    static Money costOf(int calls) {
        Money sum;
        for (int i = 0; i < calls; ++i)
            sum += someCall(i).cost.value();
        return sum;
    }

private Q_SLOTS:
    void everyCallOfManyThreadsIsWrittenOnce() {
        FakeBook book;
        auto recorder = make(book);
        QVERIFY(recorder->start());
        constexpr int threads = 4;
        constexpr int each = 2'000;
        std::vector<std::thread> makers;
        for (int t = 0; t < threads; ++t) {
            makers.emplace_back([&, t] {
                for (int i = 0; i < each; ++i)
                    recorder->finished(someCall(t * each + i));
            });
        }
        for (auto& maker : makers)
            maker.join();
        QVERIFY(recorder->flush(30s));
        recorder->stop();
        std::sort(book.sequences.begin(), book.sequences.end());
        QCOMPARE(book.sequences.size(), std::size_t{threads * each});
        for (std::size_t i = 0; i < book.sequences.size(); ++i)
            QCOMPARE(book.sequences[i], i + 1);
        QCOMPARE(totalOf(book.sums).cost, costOf(threads * each));
        const auto counters = recorder->counters();
        QCOMPARE(counters.finished, std::uint64_t{threads * each});
        QCOMPARE(counters.written, std::uint64_t{threads * each});
        QCOMPARE(counters.waiting, std::uint64_t{0});
    }
    void callsThatComeTogetherShareABatch() {
        FakeBook book;
        auto recorder = make(book);
        QVERIFY(recorder->start());
        book.hold(true);
        recorder->finished(someCall(0));
        book.untilWriting();
        for (int i = 1; i <= 900; ++i)
            recorder->finished(someCall(i));
        book.hold(false);
        QVERIFY(recorder->flush(30s));
        QCOMPARE(book.batchSizes, (std::vector<std::size_t>{1, 500, 400}));
    }
    void aFullQueueKeepsTheMoneyAndCountsTheRows() {
        FakeBook book;
        RecorderOptions options;
        options.queueCalls = 64;
        auto recorder = make(book, options);
        QVERIFY(recorder->start());
        book.hold(true);
        recorder->finished(someCall(0));
        book.untilWriting();
        constexpr int calls = 1'000;
        for (int i = 1; i < calls; ++i)
            recorder->finished(someCall(i));
        book.hold(false);
        QVERIFY(recorder->flush(30s));
        recorder->stop();
        const auto counters = recorder->counters();
        QVERIFY(counters.folded >= 900);
        QCOMPARE(counters.folded + counters.written, std::uint64_t{calls});
        QCOMPARE(book.state.folded, counters.folded);
        QCOMPARE(book.state.accounted, std::uint64_t{calls});
        QCOMPARE(totalOf(book.sums).cost, costOf(calls));
        QCOMPARE(totalOf(book.sums).calls, std::int64_t{calls});
    }
    void aFailingStoreIsTriedAgainAndNothingIsWrittenTwice() {
        FakeBook book;
        book.refusals = 3;
        RecorderOptions options;
        options.retryFirst = 1ms;
        options.retryMost = 2ms;
        auto recorder = make(book, options);
        QVERIFY(recorder->start());
        for (int i = 0; i < 700; ++i)
            recorder->finished(someCall(i));
        book.untilAttempts(4);
        QVERIFY(recorder->flush(30s));
        QCOMPARE(book.sequences.size(), std::size_t{700});
        QCOMPARE(totalOf(book.sums).cost, costOf(700));
        QCOMPARE(recorder->counters().failures, std::uint64_t{3});
        QVERIFY(!recorder->counters().failing);
        QVERIFY(recorder->counters().failure.empty());
    }
    void whatIsRetainedForAFailingStoreIsBoundedAndTheRestKeepsItsMoney() {
        FakeBook book;
        book.refusals = 1'000'000;
        RecorderOptions options;
        options.retainedCalls = 50;
        options.batchCalls = 20;
        options.gather = 1ms;
        options.retryFirst = 1ms;
        options.retryMost = 1ms;
        auto recorder = make(book, options);
        QVERIFY(recorder->start());
        recorder->finished(someCall(0));
        book.untilAttempts(2);
        for (int i = 1; i < 500; ++i)
            recorder->finished(someCall(i));
        book.untilAttempts(10);
        QVERIFY(recorder->counters().failing);
        {
            const std::lock_guard lock(book.mutex);
            book.refusals = 0;
        }
        QVERIFY(recorder->flush(30s));
        const auto counters = recorder->counters();
        QCOMPARE(counters.written + counters.folded, std::uint64_t{500});
        QVERIFY(counters.folded >= 400);
        QCOMPARE(totalOf(book.sums).cost, costOf(500));
    }
    void stoppingWritesEverything() {
        FakeBook book;
        auto recorder = make(book);
        QVERIFY(recorder->start());
        for (int i = 0; i < 5'000; ++i)
            recorder->finished(someCall(i));
        recorder->stop();
        QCOMPARE(book.sequences.size(), std::size_t{5'000});
        QCOMPARE(recorder->counters().unwritten, std::uint64_t{0});
    }
    void stoppingGivesUpOnAStoreThatFailsToTheEnd() {
        FakeBook book;
        book.refusals = 1'000'000;
        RecorderOptions options;
        options.stopPatience = 20ms;
        auto recorder = make(book, options);
        QVERIFY(recorder->start());
        for (int i = 0; i < 10; ++i)
            recorder->finished(someCall(i));
        recorder->stop();
        QCOMPARE(recorder->counters().unwritten, std::uint64_t{10});
        recorder->finished(someCall(10));
        QCOMPARE(recorder->counters().unwritten, std::uint64_t{11});
    }
    void anUnusableStoreIsAnErrorOfStart() {
        FakeBook book;
        book.openFails = true;
        auto recorder = make(book);
        const auto started = recorder->start();
        QVERIFY(!started);
        QCOMPARE(started.error().code, std::string("store_locked"));
        recorder->stop();
    }
    void numbersThatWereGivenOutButNeverWrittenAreCountedAtTheNextStart() {
        QTemporaryDir folder;
        const auto file = folder.filePath(QStringLiteral("sequence")).toStdString();
        FakeBook book;
        {
            auto recorder = make(book, {}, nullptr, std::move(SequenceCounter::inFile(file).value()));
            QVERIFY(recorder->start());
            for (int i = 0; i < 40; ++i)
                recorder->finished(someCall(i));
            recorder->stop();
            QCOMPARE(recorder->counters().lostToCrashes, std::uint64_t{0});
        }
        {
            auto lost = std::move(SequenceCounter::inFile(file).value());
            QCOMPARE(lost->next(), std::uint64_t{41});
            for (int i = 0; i < 7; ++i)
                lost->take(); // calls of a process that was killed
        }
        auto recorder = make(book, {}, nullptr, std::move(SequenceCounter::inFile(file).value()));
        QVERIFY(recorder->start());
        QCOMPARE(recorder->counters().lostToCrashes, std::uint64_t{7});
        recorder->finished(someCall(99));
        recorder->stop();
        QCOMPARE(book.sequences.back(), std::uint64_t{48});
        QCOMPARE(book.state.accounted, std::uint64_t{48});
        QCOMPARE(QFile::permissions(QString::fromStdString(file)) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }
    void aLostCounterFileBeginsBehindTheBook() {
        FakeBook book;
        book.state = {101, 100, 0, 0};
        auto recorder = make(book);
        QVERIFY(recorder->start());
        recorder->finished(someCall(1));
        recorder->stop();
        QCOMPARE(book.sequences.back(), std::uint64_t{101});
        QCOMPARE(recorder->counters().lostToCrashes, std::uint64_t{0});
    }
    void watchersSeeStartedThenFinishedAndConflatedProgress() {
        FakeBook book;
        auto hub = std::make_shared<EventHub>(EventHubOptions(), m_clock);
        auto recorder = make(book, {}, hub);
        QVERIFY(recorder->start());
        QVERIFY(!recorder->watched());
        auto reader = hub->subscribe({}, std::nullopt, {});
        QVERIFY(recorder->watched());
        recorder->started({"call-1", 5, "openai", "chat", "gpt-4o-mini", "notebook", "abcd1234"});
        for (int i = 1; i <= 50; ++i)
            recorder->progress({"call-1", i * 1'000, 0, "openai", i});
        QVERIFY(recorder->flush(30s));
        recorder->finished(someCall(1));
        QVERIFY(recorder->flush(30s));
        const auto events = reader->read(100).events;
        QCOMPARE(events.front().type, EventType::CallStarted);
        QCOMPARE(events.back().type, EventType::CallFinished);
        QVERIFY(events.back().json->find("\"id\":\"call-1\"") != std::string::npos);
        const auto told = std::count_if(events.begin(), events.end(),
                                        [](const Event& event) { return event.type == EventType::CallProgress; });
        QVERIFY2(told <= 1, qPrintable(QString::number(told))); // the clock stands still
    }
};

QTEST_APPLESS_MAIN(RecorderTest)
#include "tst_recorder.moc"
