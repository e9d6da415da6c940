// SPDX-License-Identifier: Apache-2.0
// Bodies, retention by size, sums made anew, vacuum, CSV.
#include "core/store/call_csv.h"
#include "core/store/rollup_table.h"
#include "core/store/store_size.h"
#include "core/telemetry/call_bodies.h"
#include "core/telemetry/masker.h"
#include "core/telemetry/record_jobs.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/sequence_counter.h"
#include "tests/core/store/fixture.h"

#include <QElapsedTimer>
#include <QTest>
#include <map>
#include <thread>
#include <tuple>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::telemetry;
using namespace std::chrono_literals;

namespace {

constexpr WallMicros someTime = 1'790'000'000'000'000;

// Every row of the roll-ups of a grain.
using Sums = std::map<std::tuple<int, WallMicros, std::int64_t>, RollupValues>;
Sums sumsOf(const TemporaryStore& temporary) {
    auto connection = temporary.stranger();
    auto query = std::move(
        connection
            ->prepare(QStringLiteral("SELECT grain, bucket, dimensions, %1, total_histogram, first_byte_histogram FROM "
                                     "rollups WHERE grain <> %2")
                          .arg(QLatin1String(rollupColumns))
                          .arg(foldedGrain))
            .value());
    if (!query.run())
        qFatal("no roll-ups");
    Sums out;
    while (query.next().value()) {
        auto row = readCounters(query, 3);
        row.total = Histogram::parse(query.blobAt(3 + rollupColumnCount)).value();
        row.firstByte = Histogram::parse(query.blobAt(4 + rollupColumnCount)).value();
        out[{static_cast<int>(query.numberAt(0)), query.numberAt(1), query.numberAt(2)}] = row;
    }
    return out;
}

RecordBatch foldedBatch(const std::vector<CallRecord>& calls) {
    RecordBatch batch;
    for (const auto& call : calls)
        batch.folded.add(call);
    batch.foldedCalls = calls.size();
    return batch;
}

RetentionSettings forEver() {
    RetentionSettings out;
    out.calls = out.bodies = out.minuteRollups = out.hourRollups = std::chrono::hours(0);
    return out;
}

StoredBodies bodiesOf(const std::string& id, WallMicros at, std::size_t bytes) {
    return {id, at, std::string(bytes, 'x')};
}

std::shared_ptr<CallBodies> captured(const std::string& text, const BodyRoomPtr& room) {
    auto bodies = std::make_shared<CallBodies>();
    auto body = std::make_unique<BodyText>("application/json", 65'536, room);
    body->append(text);
    body->finish();
    bodies->at(BodyPart::RequestReceived) = std::move(body);
    return bodies;
}

} // namespace

class RecordKeepingTest : public QObject {
    Q_OBJECT

private:
    FakeClock m_clock;
    SilentLog m_log;

    static void runToEnd(RecordWriter& writer, RecordJobs& jobs, JobKind kind) {
        for (int i = 0; i < 100'000 && jobs.next(); ++i)
            writer.work(jobs, someTime + microsPerDay);
        QCOMPARE(jobs.status(kind).message.empty(), false);
        QVERIFY2(jobs.status(kind).state == JobState::Done, jobs.status(kind).message.c_str());
    }

private Q_SLOTS:
    void bodiesAreStoredMaskedAndFoundByTheirCall() {
        TemporaryStore temporary;
        Recorder recorder({}, temporary.store->recordWriter({}), SequenceCounter::inMemory(), nullptr, m_clock, m_log);
        QVERIFY(recorder.bodyRoom() == nullptr); // without a masker nothing is kept
        recorder.keepBodies(std::move(makePatternMasker().value()));
        QVERIFY(recorder.start());
        const auto room = recorder.bodyRoom();
        auto call = someCall(1);
        call.bodies = captured("{\"content\":\"write to john@example.org\"}", room);
        recorder.finished(std::move(call));
        recorder.finished(someCall(2));
        QVERIFY(recorder.flush(20s));
        QCOMPARE(recorder.counters().bodiesWritten, std::uint64_t{1});
        QCOMPARE(room->used(), std::size_t{0});
        const auto found = temporary.reader()->bodies("call-1").value();
        QVERIFY(found.has_value());
        QVERIFY(found->find("write to [masked:email]") != std::string::npos);
        QVERIFY(found->find("john") == std::string::npos);
        QVERIFY(!temporary.reader()->bodies("call-2").value());
        recorder.stop();
    }
    void bodiesThatFindNoRoomAreCounted() {
        TemporaryStore temporary;
        RecorderOptions options;
        options.bodyRoom = 10'000;
        Recorder recorder(options, temporary.store->recordWriter({}), SequenceCounter::inMemory(), nullptr, m_clock,
                          m_log);
        recorder.keepBodies(std::move(makePatternMasker().value()));
        QVERIFY(recorder.start());
        auto call = someCall(1);
        call.bodies = captured(std::string(30'000, ' '), recorder.bodyRoom());
        recorder.finished(std::move(call));
        QVERIFY(recorder.flush(20s));
        QCOMPARE(recorder.counters().bodiesDropped, std::uint64_t{1});
        const auto found = temporary.reader()->bodies("call-1").value();
        QVERIFY(found && found->find("too many bodies") != std::string::npos);
        recorder.stop();
    }
    void bodiesGoBeforeTheirCalls() {
        TemporaryStore temporary;
        CallMaker maker(1, someTime, microsPerHour);
        const auto calls = maker.many(200);
        auto retention = forEver();
        retention.bodies = std::chrono::hours(24);
        retention.calls = std::chrono::hours(48);
        auto writer = temporary.store->recordWriter(retention);
        QVERIFY(writer->open());
        QVERIFY(writer->write(batchOf(calls, 1)));
        std::vector<StoredBodies> bodies;
        for (const auto& call : calls)
            bodies.push_back(bodiesOf(call.id, call.startedAt, 100));
        QVERIFY(writer->writeBodies(bodies));
        QVERIFY(writer->writeBodies(bodies)); // once more changes nothing
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM call_bodies"), std::int64_t{200});
        while (writer->maintain(someTime + 26 * microsPerHour))
            ;
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM call_bodies"), std::int64_t{0});
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{200});
        while (writer->maintain(someTime + 50 * microsPerHour))
            ;
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{0});
        writer->close();
    }
    void aStoreThatIsTooLargeLosesBodiesThenTheOldestCalls() {
        if (onPostgres())
            QSKIP("PostgreSQL keeps the room of deleted rows for new ones");
        TemporaryStore temporary;
        auto retention = forEver();
        auto writer = temporary.store->recordWriter(retention);
        QVERIFY(writer->open());
        CallMaker maker(2, someTime, microsPerHour);
        std::vector<CallRecord> all;
        std::vector<StoredBodies> bodies;
        for (int i = 0; i < 10; ++i) {
            const auto calls = maker.many(500);
            QVERIFY(writer->write(batchOf(calls, all.size() + 1)));
            all.insert(all.end(), calls.begin(), calls.end());
        }
        for (int i = 0; i < 400; ++i)
            bodies.push_back(
                bodiesOf(all[static_cast<std::size_t>(i)].id, all[static_cast<std::size_t>(i)].startedAt, 5'000));
        QVERIFY(writer->writeBodies(bodies));
        auto connection = temporary.stranger();
        const auto full = sizeOf(*connection).value();
        const auto days = sumsOf(temporary);
        retention.bytes = full.bytes - (std::int64_t{1} << 20);
        writer->retain(retention);
        while (writer->maintain(someTime))
            ;
        QVERIFY(temporary.count("SELECT COUNT(*) FROM call_bodies") < 400);
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{5'000});
        QVERIFY(sizeOf(*connection).value().bytes <= retention.bytes); // given back to the disk
        retention.bytes = full.bytes / 2;
        writer->retain(retention);
        while (writer->maintain(someTime))
            ;
        const auto left = temporary.count("SELECT COUNT(*) FROM calls");
        QVERIFY(left > 0 && left < 5'000);
        QVERIFY(sizeOf(*connection).value().bytes <= retention.bytes);
        const auto oldest = temporary.count("SELECT MIN(started_at) FROM calls");
        for (const auto& call : all)
            QVERIFY(call.startedAt >= oldest || !temporary.reader()->call(call.id).value());
        QVERIFY(sumsOf(temporary) == days); // what was spent stays
        writer->close();
    }
    void sumsMadeAnewEqualThoseThatGrew_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 4; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    // Random calls, some without rows, some while the sums are made anew, damage in between: equal to the last pico.
    void sumsMadeAnewEqualThoseThatGrew() {
        QFETCH(int, seed);
        TemporaryStore temporary;
        auto writer = temporary.store->recordWriter(forEver());
        QVERIFY(writer->open());
        auto truth = TemporaryStore(); // the same calls, never made anew
        auto other = truth.store->recordWriter(forEver());
        QVERIFY(other->open());
        CallMaker maker(static_cast<std::uint64_t>(seed), someTime, 40 * microsPerHour);
        std::uint64_t sequence = 1;
        const auto writeBoth = [&](int count, bool folded) {
            const auto calls = maker.many(count);
            const auto batch = folded ? foldedBatch(calls) : batchOf(calls, sequence);
            const auto same = folded ? foldedBatch(calls) : batchOf(calls, sequence);
            sequence += calls.size();
            return writer->write(batch) && other->write(same);
        };
        for (int i = 0; i < 4; ++i)
            QVERIFY(writeBoth(400, i == 2));
        QVERIFY(sumsOf(temporary) == sumsOf(truth));
        // Something spoils the sums of the rows; those of calls without rows are all that is left of these.
        auto stranger = temporary.stranger();
        QVERIFY(
            stranger->execute(QStringLiteral("UPDATE rollups SET calls = calls + 7, cost_pico = 1 WHERE grain < 4")));
        QVERIFY(stranger->execute(QStringLiteral("DELETE FROM rollups WHERE grain = 1")));
        writer->close(); // it remembers what it wrote last
        QVERIFY(writer->open());
        RecordJobs jobs;
        QVERIFY(jobs.ask(JobKind::RebuildRollups, someTime));
        QVERIFY(!jobs.ask(JobKind::RebuildRollups, someTime));
        // Hours without rows are found by their rows only.
        for (int step = 0; jobs.next() && step < 100'000; ++step) {
            writer->work(jobs, someTime + 2 * microsPerDay);
            if (step % 23 == seed)
                QVERIFY(writeBoth(3, step % 2 == 0));
            if (step == 150) { // a write that fails rolls its calls back
                auto broken = batchOf(maker.many(2), sequence);
                broken.calls.back().sequence = 1;
                if (!onPostgres())
                    QVERIFY(!writer->write(broken));
            }
        }
        QVERIFY2(jobs.status(JobKind::RebuildRollups).state == JobState::Done,
                 jobs.status(JobKind::RebuildRollups).message.c_str());
        writer->close();
        other->close();
        const auto made = sumsOf(temporary);
        const auto grown = sumsOf(truth);
        QCOMPARE(made.size(), grown.size());
        for (const auto& [key, values] : grown) {
            const auto found = made.find(key);
            QVERIFY(found != made.end());
            QCOMPARE(found->second.calls, values.calls);
            QCOMPARE(found->second.cost, values.cost);
            QVERIFY(found->second == values);
        }
    }
    void sumsOfRemovedRowsStay() {
        TemporaryStore temporary;
        auto retention = forEver();
        auto writer = temporary.store->recordWriter(retention);
        QVERIFY(writer->open());
        CallMaker maker(9, someTime, 30 * microsPerHour);
        const auto calls = maker.many(1'000);
        QVERIFY(writer->write(batchOf(calls, 1)));
        const auto before = sumsOf(temporary);
        retention.calls = std::chrono::hours(24);
        writer->retain(retention);
        while (writer->maintain(someTime + 36 * microsPerHour))
            ;
        const auto left = temporary.count("SELECT COUNT(*) FROM calls");
        QVERIFY(left > 0 && left < 1'000);
        RecordJobs jobs;
        QVERIFY(jobs.ask(JobKind::RebuildRollups, someTime));
        runToEnd(*writer, jobs, JobKind::RebuildRollups);
        writer->close();
        QVERIFY(sumsOf(temporary) == before);
    }
    void vacuumGivesTheRoomOfDeletedRowsBack() {
        TemporaryStore temporary;
        auto writer = temporary.store->recordWriter(forEver());
        QVERIFY(writer->open());
        CallMaker maker(3);
        QVERIFY(writer->write(batchOf(maker.many(3'000), 1)));
        auto stranger = temporary.stranger();
        const auto full = sizeOf(*stranger).value();
        QVERIFY(stranger->execute(QStringLiteral("DELETE FROM calls")));
        QVERIFY(stranger->execute(QStringLiteral("DELETE FROM call_explains")));
        RecordJobs jobs;
        QVERIFY(jobs.ask(JobKind::Vacuum, someTime));
        QElapsedTimer timer;
        timer.start();
        for (std::uint64_t step = 0; jobs.next() && timer.elapsed() < 60'000; ++step) {
            std::this_thread::yield(); // PostgreSQL does it beside
            writer->work(jobs, someTime);
            if (step < 5) // recording goes on
                QVERIFY(writer->write(batchOf(maker.many(5), 3'001 + step * 5)));
        }
        QVERIFY2(jobs.status(JobKind::Vacuum).state == JobState::Done, jobs.status(JobKind::Vacuum).message.c_str());
        const auto after = sizeOf(*stranger).value();
        if (!onPostgres()) {
            QVERIFY(after.bytes < full.bytes / 2);
            QCOMPARE(after.free, std::int64_t{0});
        }
        writer->close();
    }
    void cellsThatWouldBeFormulasAreQuoted_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("cell");
        QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
        QTest::newRow("equals") << QByteArray("=1+1") << QByteArray("\"'=1+1\"");
        QTest::newRow("plus") << QByteArray("+1") << QByteArray("\"'+1\"");
        QTest::newRow("minus") << QByteArray("-1") << QByteArray("\"'-1\"");
        QTest::newRow("at") << QByteArray("@SUM") << QByteArray("\"'@SUM\"");
        QTest::newRow("tab") << QByteArray("\tx") << QByteArray("\"'\tx\"");
        QTest::newRow("return") << QByteArray("\rx") << QByteArray("\"'\rx\"");
        QTest::newRow("quote") << QByteArray("a\"b,c") << QByteArray("\"a\"\"b,c\"");
        QTest::newRow("lines") << QByteArray("a\nb") << QByteArray("\"a\nb\"");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
    }
    void cellsThatWouldBeFormulasAreQuoted() {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, cell);
        std::string out;
        appendCsvCell(out, value.toStdString());
        QCOMPARE(QByteArray::fromStdString(out), cell);
    }
    void aCsvLineHasACellForEachColumn() {
        StoredCall call;
        call.record = someCall(3);
        std::string line;
        appendCsv(line, call);
        const auto head = csvHead();
        QCOMPARE(std::count(line.begin(), line.end(), ','), std::count(head.begin(), head.end(), ','));
        QVERIFY(line.ends_with("\r\n"));
    }
};

QTEST_GUILESS_MAIN(RecordKeepingTest)
#include "tst_record_keeping.moc"
