// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/recorder.h"
#include "core/telemetry/sequence_counter.h"
#include "tests/core/store/fixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>
#include <atomic>
#include <cstdio>
#include <random>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::telemetry;

// The test starts itself as a child that records calls and changes configuration until it is killed. Three rounds in
// ctest; GATEHOUSE_CRASH_ROUNDS asks for more, and then the time that calls may be lost for is held to 100 ms (an
// otherwise busy machine may leave the recorder thread waiting for longer).
namespace {

constexpr int usualRounds = 3;
constexpr std::int64_t mostLostMicros = 100'000;

// Says on standard output what the store has acknowledged: "r REVISION".
int loadUntilKilled(const std::string& folder, const std::string& url) {
    StoreOptions options;
    options.dataDirectory = folder;
    options.url = url;
    auto store = std::move(Store::open(options).value());
    const SystemClock clock;
    SilentLog log;
    Recorder recorder({}, store->recordWriter({}), std::move(SequenceCounter::inFile(store->sequenceFile()).value()),
                      nullptr, clock, log);
    if (!recorder.start())
        return 1;
    std::thread calls([&] {
        for (int i = 0;; ++i) {
            auto call = someCall(i);
            call.startedAt = clock.wall();
            recorder.finished(std::move(call));
            // About the pace of a busy gateway; a tight loop would only fill the queue.
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    });
    for (std::uint64_t i = 1;; ++i) {
        ChangeSet set;
        ObjectChange change;
        change.object.kind = config::Kind::Team;
        change.object.id = "t" + std::to_string(i % 50);
        change.object.body["turn"] = i;
        set.changes.push_back(change);
        set.audit.emplace_back();
        const auto revision = store->objects().apply(set).value();
        std::printf("r %llu\n", static_cast<unsigned long long>(revision));
        std::fflush(stdout);
    }
}

} // namespace

class StoreCrashTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_url = QStringLiteral("sqlite:");
    std::mt19937_64 m_random{99};

    // The last revision that the child said was acknowledged, and when it was killed.
    std::pair<std::uint64_t, WallMicros> killUnderLoad(const QString& folder) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--load"), folder, m_url});
        std::uint64_t last = 0;
        const auto enough = 20 + m_random() % 60; // changes, then kill
        QElapsedTimer timer;
        timer.start();
        for (std::uint64_t seen = 0; seen < enough && timer.elapsed() < 30'000;) {
            if (!child.canReadLine() && !child.waitForReadyRead(10'000))
                break;
            while (child.canReadLine()) {
                last = child.readLine().trimmed().mid(2).toULongLong();
                ++seen;
            }
        }
        const auto killed = SystemClock().wall();
        child.kill();
        child.waitForFinished(10'000);
        while (child.canReadLine())
            last = child.readLine().trimmed().mid(2).toULongLong();
        return {last, killed};
    }

    void check(const std::string& folder, std::uint64_t acknowledged, WallMicros killed, bool strict) {
        StoreOptions options;
        options.dataDirectory = folder;
        options.url = m_url.toStdString();
        auto store = std::move(Store::open(options).value());
        QCOMPARE(store->integrity().value(), std::string("ok"));
        const auto revision = store->objects().revision().value();
        QVERIFY(acknowledged > 0);
        QVERIFY(revision >= acknowledged && revision <= acknowledged + 1);
        QVERIFY(!store->audit().firstBroken().value());
        QCOMPARE(store->audit().list(std::nullopt, 1)->entries.front().number, revision);

        const auto given = SequenceCounter::inFile(store->sequenceFile()).value()->next() - 1;
        const SystemClock clock;
        SilentLog log;
        Recorder recorder({}, store->recordWriter({}),
                          std::move(SequenceCounter::inFile(store->sequenceFile()).value()), nullptr, clock, log);
        QVERIFY(recorder.start());
        const auto lost = recorder.counters().lostToCrashes;
        recorder.stop();
        auto reader = std::move(store->reader().value());
        const auto everything = reader->stats({0, killed + microsPerDay, microsPerDay, {}, {StatsMetric::Calls}});
        // Every number that was given out is a call in the roll-ups or counted as lost.
        QCOMPARE(static_cast<std::uint64_t>(everything->total.values.calls) + lost, given);
        const auto page = reader->calls({}).value();
        if (page.calls.empty()) // killed before the first batch was written
            return;
        const auto newest = page.calls.front().record.startedAt;
        qInfo("revision %llu, %llu calls, %llu lost ever, the last written %lld us before the kill",
              static_cast<unsigned long long>(revision), static_cast<unsigned long long>(given),
              static_cast<unsigned long long>(lost), static_cast<long long>(killed - newest));
        if (strict)
            QVERIFY(killed - newest <= mostLostMicros);
    }

private Q_SLOTS:
    void initTestCase() {
        if (onPostgres())
            m_url = QString::fromStdString(test::PostgresServer::shared().freshUrl());
    }
    void aKilledProcessLosesNothingThatWasAcknowledgedAndCountsItsGap() {
        const auto asked = qEnvironmentVariableIntValue("GATEHOUSE_CRASH_ROUNDS");
        const auto folder = m_folder.filePath(QStringLiteral("data"));
        for (int round = 0; round < (asked > 0 ? asked : usualRounds); ++round) {
            const auto [acknowledged, killed] = killUnderLoad(folder);
            check(folder.toStdString(), acknowledged, killed, asked > 0);
            if (QTest::currentTestFailed())
                return;
        }
    }
};

int main(int count, char** arguments) {
    QCoreApplication application(count, arguments);
    if (count == 4 && std::string_view(arguments[1]) == "--load")
        return loadUntilKilled(arguments[2], arguments[3]);
    StoreCrashTest test;
    return QTest::qExec(&test, count, arguments);
}

#include "tst_store_crash.moc"
