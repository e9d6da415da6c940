// SPDX-License-Identifier: Apache-2.0
#include "core/config/resource.h"
#include "core/store/reader.h"
#include "core/store/store.h"
#include "tests/core/store/fixture.h"
#include "tests/core/store/power_loss_vfs.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::store;

// The power fails at moments of a life of the store that were drawn by a fixed seed: the making of its tables, changes
// of the configuration, batches of calls, checkpoints, closing and opening. GATEHOUSE_POWER_LOSSES asks for another
// number of them.
namespace {

constexpr std::size_t usualLosses = 1000;
constexpr int rounds = 120;
constexpr int roundsPerLife = 40; // then the store is closed and opened again

struct Change {
    std::size_t begun = 0; // moments before it was asked for
    std::size_t acknowledged = 0;
    std::uint64_t revision = 0;
};

struct Batch {
    std::size_t begun = 0;
    std::size_t returned = 0;
    std::size_t callsThen = 0; // in the store with it
};

// What was done, and when.
struct Life {
    std::size_t opened = 0; // moments when the tables stood
    std::vector<Change> changes;
    std::vector<Batch> batches;
};

// In memory where there is such a folder: a thousand disks need not wait for a real one.
QString imageTemplate() {
    const QString memory = QStringLiteral("/dev/shm");
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + QStringLiteral("/power-loss-XXXXXX");
}

std::string turnOf(const config::StoredObject& object) {
    return std::string(object.body.at("turn").as_string());
}

} // namespace

class PowerLossTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingThatWasPromisedIsLost();

private:
    void live(PowerLossVfs& disk);
    void change(PowerLossVfs& disk, Store& store, int round);
    void checkDisk(const PowerLossVfs& disk, const std::string& folder, std::size_t moment);
    void checkConfiguration(Store& store, std::size_t moment);
    void checkCalls(Store& store, std::size_t moment);

    QTemporaryDir m_folder;
    Life m_life;
    std::size_t m_lostBatches = 0; // calls that a loss took, as their class allows
};

void PowerLossTest::change(PowerLossVfs& disk, Store& store, int round) {
    ChangeSet set;
    for (const auto& id : {"t" + std::to_string(round % 7), std::string("latest")}) {
        ObjectChange one;
        one.object.kind = config::Kind::Team;
        one.object.id = id;
        one.object.body["turn"] = std::to_string(round);
        // Of many sizes, so that pages split.
        one.object.body["note"] = std::string(static_cast<std::size_t>(round * 37 % 5'000), 'n');
        set.changes.push_back(std::move(one));
    }
    set.audit.emplace_back();
    Change made;
    made.begun = disk.moments();
    made.revision = store.objects().apply(set).value();
    made.acknowledged = disk.moments();
    m_life.changes.push_back(made);
}

void PowerLossTest::live(PowerLossVfs& disk) {
    StoreOptions options;
    options.dataDirectory = m_folder.filePath(QStringLiteral("life")).toStdString();
    QVERIFY(QDir().mkpath(QString::fromStdString(options.dataDirectory)));
    disk.record(options.dataDirectory);
    CallMaker maker(5);
    std::uint64_t sequence = 1;
    for (int round = 0; round < rounds;) {
        auto store = std::move(Store::open(options).value());
        if (m_life.opened == 0)
            m_life.opened = disk.moments();
        auto writer = store->recordWriter({});
        QVERIFY(writer->open().has_value());
        for (int end = round + roundsPerLife; round < end; ++round) {
            change(disk, *store, round);
            Batch batch;
            batch.begun = disk.moments();
            const auto calls = maker.many(1 + round % 60);
            QVERIFY(writer->write(batchOf(calls, sequence)).has_value());
            sequence += calls.size();
            batch.returned = disk.moments();
            batch.callsThen = sequence - 1;
            m_life.batches.push_back(batch);
        }
        writer->close();
    }
    disk.stopRecording();
}

void PowerLossTest::checkConfiguration(Store& store, std::size_t moment) {
    std::uint64_t promised = 0;
    std::uint64_t most = 0;
    for (const auto& change : m_life.changes) {
        promised = change.acknowledged <= moment ? change.revision : promised;
        most = change.begun < moment ? change.revision : most;
    }
    const auto revision = store.objects().revision().value();
    QVERIFY2(revision >= promised, "an acknowledged change is lost");
    QVERIFY(revision <= most);
    // Of the last change all is there: both objects, and its entry in the unbroken audit log.
    const auto objects = store.objects().all().value();
    QCOMPARE(objects.size(), revision == 0 ? std::size_t{0} : std::min<std::size_t>(revision, 7) + 1);
    if (revision != 0) {
        const auto round = std::to_string(revision - 1);
        const auto* latest = config::findObject(objects, config::Kind::Team, "latest");
        const auto* other = config::findObject(objects, config::Kind::Team, "t" + std::to_string((revision - 1) % 7));
        QVERIFY(latest != nullptr && other != nullptr);
        QCOMPARE(turnOf(*latest), round);
        QCOMPARE(turnOf(*other), round);
    }
    QVERIFY(!store.audit().firstBroken().value());
    const auto entries = store.audit().list(std::nullopt, 1).value().entries;
    QCOMPARE(entries.empty() ? 0 : entries.front().number, revision);
}

void PowerLossTest::checkCalls(Store& store, std::size_t moment) {
    // Rows outlive the power from the next sync on: the one of a change, say, that was acknowledged after them.
    std::size_t lastSync = 0;
    for (const auto& change : m_life.changes)
        lastSync = change.acknowledged <= moment ? change.begun : lastSync;
    std::size_t promised = 0;
    std::size_t returned = 0;
    std::vector<std::size_t> possible{0};
    for (const auto& batch : m_life.batches) {
        promised = batch.returned <= lastSync ? batch.callsThen : promised;
        returned = batch.returned <= moment ? batch.callsThen : returned;
        if (batch.begun < moment)
            possible.push_back(batch.callsThen);
    }
    auto reader = std::move(store.reader().value());
    const auto rows = static_cast<std::size_t>(reader->summary().value().rows);
    QVERIFY(rows >= promised);
    QVERIFY2(std::find(possible.begin(), possible.end(), rows) != possible.end(), "a batch is there by half");
    const auto stats = reader->stats({0, 2'000'000'000'000'000, 2'000'000'000'000'000, {}, {StatsMetric::Calls}});
    QCOMPARE(static_cast<std::size_t>(stats.value().total.values.calls), rows);
    m_lostBatches += rows < returned ? 1 : 0;
}

void PowerLossTest::checkDisk(const PowerLossVfs& disk, const std::string& folder, std::size_t moment) {
    disk.writeDisk(folder, moment, moment * 7919 + 1);
    StoreOptions options;
    options.dataDirectory = folder;
    auto store = Store::open(options);
    QVERIFY2(store.has_value(), store ? "" : store.error().message.c_str());
    QCOMPARE((*store)->integrity().value(), std::string("ok"));
    checkConfiguration(**store, moment);
    if (!QTest::currentTestFailed())
        checkCalls(**store, moment);
    if (QTest::currentTestFailed())
        return;
    // And it goes on from there.
    ChangeSet set;
    set.audit.emplace_back();
    QVERIFY((*store)->objects().apply(set).has_value());
}

void PowerLossTest::nothingThatWasPromisedIsLost() {
    PowerLossVfs disk;
    live(disk);
    if (QTest::currentTestFailed())
        return;
    QVERIFY(disk.syncs() > rounds);
    QVERIFY(m_life.opened > 20);
    const auto asked = qEnvironmentVariableIntValue("GATEHOUSE_POWER_LOSSES");
    const auto losses = asked > 0 ? static_cast<std::size_t>(asked) : usualLosses;
    std::mt19937_64 random(20'260'101);
    std::vector<std::size_t> moments;
    for (std::size_t i = 0; i < losses; ++i) {
        // A tenth of them while the tables are made, of which there are few moments.
        const auto bound = i % 10 == 0 ? m_life.opened : disk.moments();
        moments.push_back(random() % (bound + 1));
    }
    std::sort(moments.begin(), moments.end());
    for (const auto moment : moments) {
        QTemporaryDir image(imageTemplate());
        checkDisk(disk, image.path().toStdString(), moment);
        if (QTest::currentTestFailed()) {
            qWarning("the power failed at moment %zu of %zu", moment, disk.moments());
            return;
        }
    }
    QVERIFY(m_lostBatches > 0); // else the file system forgets nothing
    qInfo("%zu losses over %zu moments with %zu syncs: 0 damaged, 0 acknowledged changes lost; in %zu the calls of "
          "the last batches went, as their class allows",
          losses, disk.moments(), disk.syncs(), m_lostBatches);
}

QTEST_GUILESS_MAIN(PowerLossTest)
#include "tst_power_loss.moc"
