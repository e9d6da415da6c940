// SPDX-License-Identifier: Apache-2.0
// What only PostgreSQL has: several recorders on one store, a server that goes away or stands still.
#include "core/telemetry/recorder.h"
#include "core/telemetry/sequence_counter.h"
#include "tests/core/store/fixture.h"

#include <QElapsedTimer>
#include <QTest>
#include <atomic>
#include <boost/json/parse.hpp>
#include <set>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::telemetry;
using namespace std::chrono_literals;

namespace {

constexpr WallMicros now = 1'790'000'000'000'000;

ChangeSet teamNamed(const std::string& id) {
    ChangeSet set;
    ObjectChange change;
    change.object.kind = config::Kind::Team;
    change.object.id = id;
    change.object.body["id"] = id;
    set.changes.push_back(change);
    set.audit.emplace_back();
    return set;
}

} // namespace

class PostgresTest : public QObject {
    Q_OBJECT

private:
    // Another data folder on the same store.
    static std::unique_ptr<Store> neighbour(const TemporaryStore& of, const QTemporaryDir& folder) {
        auto options = of.options;
        options.dataDirectory = folder.path().toStdString();
        return std::move(Store::open(options).value());
    }

private Q_SLOTS:
    void initTestCase() {
        if (!onPostgres())
            QSKIP("for PostgreSQL only");
    }
    void recordersOfSeveralFoldersShareOneLog() {
        TemporaryStore temporary;
        const QTemporaryDir folder;
        const auto other = neighbour(temporary, folder);
        QVERIFY(temporary.store->sequenceFile() != other->sequenceFile());
        std::atomic<int> failures{0};
        const auto record = [&](const Store& store, std::uint64_t seed) {
            auto writer = store.recordWriter({});
            if (!writer->open())
                ++failures;
            CallMaker maker(seed);
            for (std::uint64_t batch = 0; batch < 10; ++batch) {
                auto calls = maker.many(100);
                for (auto& call : calls)
                    call.id += "-" + std::to_string(seed);
                if (!writer->write(batchOf(calls, batch * 100 + 1)))
                    ++failures;
            }
            writer->close();
        };
        std::thread beside([&] { record(*other, 2); });
        record(*temporary.store, 1);
        beside.join();
        QCOMPARE(failures.load(), 0);
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{2'000});
        QCOMPARE(temporary.count("SELECT COUNT(DISTINCT node) FROM calls"), std::int64_t{2});
        QCOMPARE(temporary.count("SELECT SUM(calls) FROM rollups WHERE grain = 2"), std::int64_t{2'000});
        QCOMPARE(temporary.count("SELECT SUM(accounted) FROM book"), std::int64_t{2'000});
    }
    void aCopiedDataFolderMayNotRecordBesideItsOriginal() {
        TemporaryStore temporary;
        auto first = temporary.store->recordWriter({});
        QVERIFY(first->open());
        auto second = temporary.store->recordWriter({});
        const auto opened = second->open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("store_locked"));
        QVERIFY(opened.error().message.find("copied") != std::string::npos);
        first->close();
        QVERIFY(second->open());
        second->close();
    }
    void changesOfOthersAreTold() {
        TemporaryStore temporary;
        const QTemporaryDir folder;
        const auto other = neighbour(temporary, folder);
        std::atomic<int> told{0};
        const auto notices = temporary.store->changeNotices([&] { ++told; });
        QTRY_VERIFY_WITH_TIMEOUT(told > 0, 10'000); // it listens
        const int before = told;
        QVERIFY(other->objects().apply(teamNamed("t")));
        QTRY_VERIFY_WITH_TIMEOUT(told > before, 1'000);
        const int early = told;
        notices->again();
        QTRY_VERIFY_WITH_TIMEOUT(told > early, 5'000);
    }
    void aServerThatStandsStillCostsItsPatienceOnly() {
        TemporaryStore temporary(0, 1'000ms);
        auto& server = test::PostgresServer::shared();
        server.freeze();
        QElapsedTimer timer;
        timer.start();
        const auto failed = temporary.store->objects().apply(teamNamed("t"));
        const auto took = timer.elapsed();
        server.unfreeze();
        QVERIFY(!failed);
        QCOMPARE(failed.error().kind, ErrorKind::Unavailable);
        QVERIFY2(took < 5'000, qPrintable(QString::number(took)));
        QTRY_VERIFY_WITH_TIMEOUT(temporary.store->objects().apply(teamNamed("t")).has_value(), 20'000);
    }
    void aServerThatWasAwayIsCaughtUpWith() {
        TemporaryStore temporary;
        FakeClock clock;
        SilentLog log;
        RecorderOptions options;
        options.retryFirst = 5ms;
        options.retryMost = 20ms;
        Recorder recorder(options, temporary.store->recordWriter({}), SequenceCounter::inMemory(), nullptr, clock, log);
        QVERIFY(recorder.start());
        CallMaker maker(5, now);
        const auto send = [&](int count) {
            for (auto& call : maker.many(count))
                recorder.finished(std::move(call));
        };
        send(200);
        QVERIFY(recorder.flush(20s));
        auto& server = test::PostgresServer::shared();
        server.stop();
        send(300);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.counters().failures > 2, 20'000);
        QCOMPARE(temporary.store->objects().apply(teamNamed("t")).error().code, std::string("store_gone"));
        server.start();
        QVERIFY(recorder.flush(60s));
        recorder.stop();
        // The server may have forgotten its last moments: what is not there is counted.
        const auto rows = temporary.count("SELECT COUNT(*) FROM calls");
        QVERIFY(rows >= 300);
        QCOMPARE(rows + temporary.count("SELECT SUM(lost) FROM book"), std::int64_t{500});
        QCOMPARE(temporary.count("SELECT SUM(calls) FROM rollups WHERE grain = 0"), rows);
        QVERIFY(temporary.store->objects().apply(teamNamed("t")));
    }
    void aConnectionCutAtAnyTimeBooksEachCallOnce() {
        TemporaryStore temporary;
        FakeClock clock;
        SilentLog log;
        RecorderOptions options;
        options.gather = 1ms;
        options.retryFirst = 1ms;
        options.retryMost = 5ms;
        options.batchCalls = 20;
        Recorder recorder(options, temporary.store->recordWriter({}), SequenceCounter::inMemory(), nullptr, clock, log);
        QVERIFY(recorder.start());
        CallMaker maker(6, now);
        for (int cut = 0; cut < 25; ++cut) {
            for (auto& call : maker.many(100))
                recorder.finished(std::move(call));
            test::PostgresServer::shared().run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gatehouse'");
        }
        QVERIFY(recorder.flush(60s));
        recorder.stop();
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{2'500});
        QCOMPARE(temporary.count("SELECT COUNT(DISTINCT id) FROM calls"), std::int64_t{2'500});
        QCOMPARE(temporary.count("SELECT SUM(calls) FROM rollups WHERE grain = 2"), std::int64_t{2'500});
    }
    void whatCannotBeTextIsMendedVisibly() {
        TemporaryStore temporary;
        CallMaker maker(7, now);
        auto calls = maker.many(1);
        calls[0].client = std::string("a\0b\xff\tc\\\n", 8);
        auto writer = temporary.store->recordWriter({});
        QVERIFY(writer->open() && writer->write(batchOf(calls, 1)));
        writer->close();
        QCOMPARE(temporary.reader()->call(calls[0].id).value()->record.client, std::string("a\xe2\x90\x80"
                                                                                           "b\xef\xbf\xbd\tc\\\n"));
    }
};

QTEST_GUILESS_MAIN(PostgresTest)
#include "tst_postgres.moc"
