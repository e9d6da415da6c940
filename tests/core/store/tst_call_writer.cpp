// SPDX-License-Identifier: Apache-2.0
#include "core/store/rollup_table.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/sequence_counter.h"
#include "tests/core/store/fixture.h"

#include <QTest>
#include <map>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::telemetry;
using namespace std::chrono_literals;

namespace {

constexpr auto sumOfRows =
    "SELECT COUNT(*), SUM(CASE WHEN d.error_class <> 'none' THEN 1 ELSE 0 END), SUM(c.input), SUM(c.cached_input), "
    "SUM(c.cache_write), SUM(c.output), SUM(c.reasoning), SUM(c.estimated), SUM(COALESCE(c.cost_pico, 0)), "
    "SUM(CASE WHEN c.cost_pico IS NULL AND c.outcome <> 'refused' THEN 1 ELSE 0 END), SUM(c.bytes_in), "
    "SUM(c.bytes_out) FROM calls c JOIN dimensions d ON d.id = c.dimensions";

RollupValues rowsOf(const TemporaryStore& temporary, const QString& sql) {
    auto connection = temporary.stranger();
    auto query = std::move(connection->prepare(sql).value());
    if (!query.run() || !query.next().value_or(false))
        qFatal("no sums");
    return readCounters(query, 0);
}

RollupValues rollupsOf(const TemporaryStore& temporary, int grain) {
    auto connection = temporary.stranger();
    auto query = std::move(connection
                               ->prepare(QStringLiteral("SELECT %1, total_histogram, first_byte_histogram FROM rollups "
                                                        "WHERE grain = %2")
                                             .arg(QLatin1String(rollupColumns))
                                             .arg(grain))
                               .value());
    if (!query.run())
        qFatal("no roll-ups");
    RollupValues sum;
    while (query.next().value()) {
        auto row = readCounters(query, 0);
        row.total = Histogram::parse(query.blobAt(rollupColumnCount)).value();
        row.firstByte = Histogram::parse(query.blobAt(rollupColumnCount + 1)).value();
        sum.merge(row);
    }
    return sum;
}

RollupValues sumOf(const std::vector<CallRecord>& calls) {
    RollupValues sum;
    for (const auto& call : calls)
        sum.add(call);
    return sum;
}

} // namespace

class CallWriterTest : public QObject {
    Q_OBJECT

private:
    FakeClock m_clock; // its days are those of the calls: retention leaves them alone
    SilentLog m_log;

    static void compareAll(const TemporaryStore& temporary, const std::vector<CallRecord>& calls) {
        const auto expected = sumOf(calls);
        auto rows = rowsOf(temporary, QLatin1String(sumOfRows));
        rows.total = expected.total;
        rows.firstByte = expected.firstByte;
        QCOMPARE(rows.calls, expected.calls);
        QCOMPARE(rows.cost, expected.cost);
        QVERIFY(rows == expected);
        for (const auto& grain : grains)
            QVERIFY2(rollupsOf(temporary, grain.number) == expected, qPrintable(QString::number(grain.number)));
    }

private Q_SLOTS:
    void rowsAndRollUpsAgreeToTheLastPico() {
        TemporaryStore temporary;
        CallMaker maker(1);
        std::vector<CallRecord> all;
        for (int round = 0; round < 3; ++round) { // reopened each time: roll-ups are read back and added to
            auto writer = temporary.store->recordWriter({});
            const auto book = writer->open().value();
            QCOMPARE(book.nextSequence, all.size() + 1);
            for (int batch = 0; batch < 4; ++batch) {
                const auto calls = maker.many(150);
                QVERIFY(writer->write(batchOf(calls, all.size() + 1)));
                all.insert(all.end(), calls.begin(), calls.end());
            }
            writer->close();
        }
        compareAll(temporary, all);
    }
    void foldedCallsAreInTheRollUpsAndTheBook() {
        TemporaryStore temporary;
        CallMaker maker(2);
        const auto calls = maker.many(100);
        RecordBatch batch;
        for (const auto& call : calls)
            batch.folded.add(call);
        batch.foldedCalls = calls.size();
        auto writer = temporary.store->recordWriter({});
        QVERIFY(writer->open());
        QVERIFY(writer->write(batch));
        writer->close();
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{0});
        for (const auto& grain : grains)
            QVERIFY(rollupsOf(temporary, grain.number) == sumOf(calls));
        const auto book = writer->open().value();
        QCOMPARE(book.folded, std::uint64_t{100});
        QCOMPARE(book.accounted, std::uint64_t{100});
        writer->close();
    }
    void aBatchThatFailsLeavesNothingBehind() {
        TemporaryStore temporary;
        CallMaker maker(3);
        const auto first = maker.many(50);
        const auto second = maker.many(50);
        auto writer = temporary.store->recordWriter({});
        QVERIFY(writer->open());
        QVERIFY(writer->write(batchOf(first, 1)));
        auto broken = batchOf(second, 51);
        broken.calls.back().sequence = 1; // taken: the last row of the batch is refused
        QVERIFY(!writer->write(broken));
        compareAll(temporary, first);
        QVERIFY(writer->write(batchOf(second, 51)));
        writer->close();
        auto all = first;
        all.insert(all.end(), second.begin(), second.end());
        compareAll(temporary, all);
    }
    void aFullDiskKeepsTheBookAndRecordingGoesOnWhenThereIsRoom() {
        if (onPostgres())
            QSKIP("only SQLite can be given a bound");
        TemporaryStore temporary(150);
        CallMaker maker(4);
        std::vector<CallRecord> kept;
        auto writer = temporary.store->recordWriter({});
        QVERIFY(writer->open());
        Result<void> last;
        std::vector<CallRecord> calls;
        for (int i = 0; i < 100 && last; ++i) {
            calls = maker.many(100);
            last = writer->write(batchOf(calls, kept.size() + 1));
            if (last)
                kept.insert(kept.end(), calls.begin(), calls.end());
        }
        QVERIFY(!last);
        QCOMPARE(last.error().code, std::string("store_full"));
        writer->close();
        compareAll(temporary, kept);
        temporary.options.mostPages = 0;
        temporary.reopen();
        auto again = temporary.store->recordWriter({});
        QVERIFY(again->open());
        QVERIFY(again->write(batchOf(calls, kept.size() + 1)));
        again->close();
        kept.insert(kept.end(), calls.begin(), calls.end());
        compareAll(temporary, kept);
    }
    void aLockedDatabaseIsCaughtUpWith() {
        TemporaryStore temporary;
        RecorderOptions options;
        options.retryFirst = 1ms;
        options.retryMost = 1ms;
        Recorder recorder(options, temporary.store->recordWriter({}), SequenceCounter::inMemory(), nullptr, m_clock,
                          m_log);
        QVERIFY(recorder.start());
        auto stranger = temporary.holder();
        CallMaker maker(5);
        const auto calls = maker.many(300);
        for (const auto& call : calls)
            recorder.finished(CallRecord(call));
        QTRY_VERIFY_WITH_TIMEOUT(recorder.counters().failures > 0, 20'000);
        QCOMPARE(recorder.counters().written, std::uint64_t{0});
        stranger->rollback();
        QVERIFY(recorder.flush(20s));
        recorder.stop();
        QCOMPARE(recorder.counters().written, std::uint64_t{300});
        compareAll(temporary, calls);
    }
    void configurationIsChangedWhileCallsAreRecorded() {
        TemporaryStore temporary;
        RecorderOptions options;
        options.gather = 1ms;
        Recorder recorder(options, temporary.store->recordWriter({}), SequenceCounter::inMemory(), nullptr, m_clock,
                          m_log);
        QVERIFY(recorder.start());
        CallMaker maker(6);
        const auto calls = maker.many(2'000);
        for (std::size_t i = 0; i < calls.size(); ++i) {
            recorder.finished(CallRecord(calls[i]));
            if (i % 100 == 0)
                QVERIFY(temporary.store->settings().put("turn", std::to_string(i)));
        }
        recorder.stop();
        QCOMPARE(recorder.counters().failures, std::uint64_t{0});
        compareAll(temporary, calls);
    }
    void inventedModelNamesDoNotFillTheTableForEver() {
        TemporaryStore temporary;
        auto writer = temporary.store->recordWriter({});
        QVERIFY(writer->open());
        std::vector<CallRecord> all;
        for (std::uint64_t sequence = 1; sequence < 20'400; sequence += 1'000) {
            std::vector<CallRecord> calls;
            for (int i = 0; i < 1'000; ++i) {
                calls.push_back(someCall(1));
                calls.back().modelServed = "invented-" + std::to_string(sequence) + "-" + std::to_string(i);
                calls.back().explain = {};
            }
            QVERIFY(writer->write(batchOf(calls, sequence)));
            all.insert(all.end(), calls.begin(), calls.end());
        }
        writer->close();
        QVERIFY(temporary.count("SELECT COUNT(*) FROM dimensions") <= 20'001);
        QVERIFY(rollupsOf(temporary, 2) == sumOf(all));
        CallRequest newest;
        newest.limit = 1;
        const auto page = temporary.reader()->calls(newest).value();
        QCOMPARE(page.calls.front().record.modelServed, all.back().modelServed); // the row still knows it
    }
    void oldRowsGoInSmallStepsAndSpendStays() {
        TemporaryStore temporary;
        constexpr auto now = WallMicros{1'790'000'000'000'000};
        RetentionSettings retention;
        retention.calls = std::chrono::hours(24);
        retention.minuteRollups = std::chrono::hours(24);
        retention.hourRollups = std::chrono::hours(48);
        retention.rowsPerStep = 100;
        CallMaker old(7, now - 5 * microsPerDay, microsPerDay);
        CallMaker fresh(8, now - microsPerHour, microsPerHour);
        const auto olds = old.many(450);
        const auto freshs = fresh.many(50);
        auto writer = temporary.store->recordWriter(retention);
        QVERIFY(writer->open());
        QVERIFY(writer->write(batchOf(olds, 1)));
        QVERIFY(writer->write(batchOf(freshs, 451)));
        QVERIFY(writer->maintain(now));
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{400});
        int steps = 1;
        while (writer->maintain(now))
            ++steps;
        QVERIFY(steps > 4);
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{50});
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM call_explains"), std::int64_t{50});
        QVERIFY(rollupsOf(temporary, 0) == sumOf(freshs));
        QVERIFY(rollupsOf(temporary, 1) == sumOf(freshs));
        auto all = olds;
        all.insert(all.end(), freshs.begin(), freshs.end());
        QVERIFY(rollupsOf(temporary, 2) == sumOf(all));
        const auto more = fresh.many(20); // what was in memory is still right
        QVERIFY(writer->write(batchOf(more, 501)));
        writer->close();
        all.insert(all.end(), more.begin(), more.end());
        QVERIFY(rollupsOf(temporary, 2) == sumOf(all));
    }
};

QTEST_GUILESS_MAIN(CallWriterTest)
#include "tst_call_writer.moc"
