// SPDX-License-Identifier: Apache-2.0
#include "core/store/backup.h"
#include "tests/core/store/fixture.h"

#include <QFile>
#include <QTest>
#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <sys/stat.h>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::telemetry;

namespace {

constexpr WallMicros now = 1'790'000'000'000'000;

ChangeSet changeOf(const std::string& id, const std::string& body) {
    ChangeSet set;
    set.at = now;
    ObjectChange change;
    change.object.kind = config::Kind::Team;
    change.object.id = id;
    change.object.body = boost::json::parse(body).as_object();
    set.changes.push_back(change);
    AuditEntry entry;
    entry.actor = "admin \t\n\\ \"x\" Größe";
    entry.id = id;
    set.audit.push_back(entry);
    return set;
}

std::string exportOf(Store& store) {
    std::string out;
    const auto objects = store.objects().all().value();
    for (const auto& object : objects)
        out += object.id + boost::json::serialize(object.body) + std::to_string(object.revision) + "\n";
    return out;
}

QByteArray bytesOf(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeBytes(const std::string& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write a file");
}

// Where a backup is restored to: the backend's name, "" = a new folder.
StoreOptions freshTarget(const QTemporaryDir& folder, bool postgres) {
    StoreOptions target;
    target.dataDirectory = folder.filePath(QStringLiteral("target")).toStdString();
    if (postgres)
        target.url = test::PostgresServer::shared().freshUrl();
    return target;
}

} // namespace

class BackupTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)).toStdString(); }

    static Result<BackupFacts> backUp(const Store& store, const std::string& to, BackupOptions options = {}) {
        QFile file(QString::fromStdString(to));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write a backup");
        options.now = now;
        options.version = "test";
        return store.backup(options, [&](std::string_view bytes) -> Result<void> {
            if (file.write(bytes.data(), static_cast<qint64>(bytes.size())) < 0)
                return failure(ErrorKind::Unavailable, "backup_failed", "full");
            return {};
        });
    }

    static std::vector<CallRecord> fill(TemporaryStore& temporary, int calls) {
        for (int i = 0; i < 5; ++i)
            if (!temporary.store->objects().apply(changeOf("t" + std::to_string(i), "{\"n\":[1,null,\"ü'\\\\\\t\"]}")))
                qFatal("cannot fill");
        if (!temporary.store->settings().put("retention.calls_days", "7"))
            qFatal("cannot fill");
        CallMaker maker(11);
        auto made = maker.many(calls);
        auto writer = temporary.store->recordWriter({});
        if (!writer->open() || !writer->write(batchOf(made, 1)))
            qFatal("cannot fill");
        writer->close();
        return made;
    }

private Q_SLOTS:
    void aRestoredStoreIsTheSame_data() {
        QTest::addColumn<bool>("toPostgres");
        QTest::newRow("to SQLite") << false;
        if (!test::PostgresServer::programs().empty())
            QTest::newRow("to PostgreSQL") << true;
    }
    void aRestoredStoreIsTheSame() {
        QFETCH(bool, toPostgres);
        TemporaryStore temporary;
        const auto calls = fill(temporary, 2'500);
        const auto file = path(toPostgres ? "p.backup" : "s.backup");
        const auto made = backUp(*temporary.store, file).value();
        const QTemporaryDir folder;
        RestoreOptions options;
        options.store = freshTarget(folder, toPostgres);
        const auto restored = restoreBackup(file, options);
        QVERIFY2(restored, restored ? "" : restored.error().message.c_str());
        QCOMPARE(restored->configuration, made.configuration);
        QCOMPARE(restored->rows, made.rows);

        auto store = std::move(Store::open(options.store).value());
        QCOMPARE(exportOf(*store), exportOf(*temporary.store));
        QCOMPARE(store->objects().revision().value(), temporary.store->objects().revision().value());
        QCOMPARE(store->audit().head().value(), temporary.store->audit().head().value());
        QVERIFY(!store->audit().firstBroken().value());
        QCOMPARE(store->settings().get("retention.calls_days").value(), std::optional<std::string>("7"));
        QCOMPARE(store->integrity().value(), std::string("ok"));
        const auto total = [](Store& of) {
            return of.reader().value()->stats({0, now + microsPerDay, microsPerDay, {}, {StatsMetric::Cost}}).value();
        };
        QVERIFY(total(*store).total.values == total(*temporary.store).total.values);
        const auto found = store->reader().value()->call("call-17").value();
        QVERIFY(found.has_value());
        QCOMPARE(found->record.modelAsked, calls[17].modelAsked);
        QCOMPARE(found->record.client, calls[17].client);

        // Recording goes on behind what was restored.
        auto writer = store->recordWriter({});
        const auto book = writer->open().value();
        QVERIFY(book.accounted == book.nextSequence - 1);
        CallMaker maker(12);
        auto more = maker.many(50);
        more.back().id = "after the restore";
        QVERIFY(writer->write(batchOf(more, book.nextSequence)));
        writer->close();
        CallRequest newest;
        newest.limit = 1;
        QCOMPARE(store->reader().value()->calls(newest).value().calls.front().record.id, more.back().id);
        QCOMPARE(total(*store).total.values.calls, std::int64_t{2'550});
    }
    void aBackupUnderLoadHoldsOneMoment() {
        TemporaryStore temporary;
        fill(temporary, 500);
        std::atomic<bool> done{false};
        std::thread load([&] {
            auto writer = temporary.store->recordWriter({});
            if (!writer->open())
                return;
            CallMaker maker(13);
            for (std::uint64_t sequence = 501; !done; sequence += 100) {
                if (!writer->write(batchOf(maker.many(100), sequence)))
                    qWarning("a batch was not written");
            }
            writer->close();
        });
        const auto file = path("load.backup");
        for (int i = 0; i < 5; ++i) {
            QVERIFY(temporary.store->objects().apply(changeOf("more" + std::to_string(i), "{}")));
            QVERIFY(backUp(*temporary.store, file));
        }
        done = true;
        load.join();
        const QTemporaryDir folder;
        RestoreOptions options;
        options.store = freshTarget(folder, onPostgres());
        QVERIFY(restoreBackup(file, options));
        auto store = std::move(Store::open(options.store).value());
        QCOMPARE(store->objects().all()->size(), std::size_t{10});
        // Rows and roll-ups of one moment: as many calls in both.
        ConnectionOptions with;
        with.file = store->databaseFile();
        if (onPostgres())
            with.postgres = std::make_shared<const Secret>(options.store.url);
        auto connection = std::move(Connection::open(with).value());
        const auto rows = connection->value(QStringLiteral("SELECT COUNT(*) FROM calls")).value().toLongLong();
        const auto sums =
            connection->value(QStringLiteral("SELECT SUM(calls) FROM rollups WHERE grain = 2")).value().toLongLong();
        QVERIFY(rows >= 500);
        QCOMPARE(rows, sums);
    }
    void whatIsNotAWholeBackupChangesNothing() {
        TemporaryStore temporary;
        fill(temporary, 300);
        const auto file = path("whole.backup");
        QVERIFY(backUp(*temporary.store, file));
        const auto whole = bytesOf(file);
        const auto before = exportOf(*temporary.store);
        RestoreOptions options;
        options.store = temporary.options;
        options.replace = true;
        temporary.store.reset();
        const auto refused = [&](const QByteArray& bytes) {
            writeBytes(path("broken.backup"), bytes);
            const auto restored = restoreBackup(path("broken.backup"), options);
            return !restored && restored.error().code == "backup_unreadable";
        };
        QVERIFY(refused({}));
        QVERIFY(refused("GHBACKUP"));
        QVERIFY(refused(QByteArray(5'000, 'x')));
        QVERIFY(refused("SQLite format 3" + whole));
        QVERIFY(refused(whole + "x"));
        for (qsizetype at = 0; at < whole.size(); at += whole.size() / 60 + 1) {
            QVERIFY(refused(whole.left(at)));
            auto bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
            writeBytes(path("broken.backup"), bytes);
            QVERIFY(!restoreBackup(path("broken.backup"), options)); // newer, where it is the version's byte
        }
        QCOMPARE(restoreBackup(path("none.backup"), options).error().code, std::string("backup_unreadable"));
        temporary.reopen();
        QCOMPARE(exportOf(*temporary.store), before);
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t{300});
    }
    void aCraftedBackupCannotReachBeyondTheTables() {
        const auto craft = [&](const std::string& table, const std::string& columns, const std::string& rows) {
            std::string out;
            BackupFileWriter writer([&](std::string_view bytes) -> Result<void> {
                out += bytes;
                return {};
            });
            const bool made =
                writer.part(BackupPart::Kind::Head, "{\"schema\":1}") &&
                writer.part(BackupPart::Kind::Table, "{\"name\":\"" + table + "\",\"columns\":[" + columns + "]}") &&
                writer.part(BackupPart::Kind::Rows, rows) &&
                writer.part(BackupPart::Kind::End, "{\"rows\":0,\"configuration\":\"\"}") && writer.finish();
            writeBytes(path("crafted.backup"), made ? QByteArray::fromStdString(out) : QByteArray());
            const QTemporaryDir folder;
            RestoreOptions options;
            options.store = freshTarget(folder, onPostgres());
            return restoreBackup(path("crafted.backup"), options);
        };
        QCOMPARE(craft("sqlite_master", "\"name\"", "0").error().code, std::string("backup_unreadable"));
        QCOMPARE(craft("settings; DROP TABLE objects", "\"name\"", "0").error().code, std::string("backup_unreadable"));
        QCOMPARE(craft("settings", "\"name) VALUES (1); --\"", "0").error().code, std::string("backup_unreadable"));
        QCOMPARE(craft("settings", "", "0").error().code, std::string("backup_unreadable"));
        QCOMPARE(craft("settings", "\"name\",\"value\"", std::string("t\xff\xff\xff\x7f", 5)).error().code,
                 std::string("backup_unreadable"));
        QCOMPARE(craft("settings", "\"name\",\"value\"", "q").error().code, std::string("backup_unreadable"));
        QVERIFY(!craft("settings", "\"name\",\"value\"", "00")); // NOT NULL
        QVERIFY(!craft("settings", "\"name\",\"value\"",
                       std::string("t\x01\0\0\0at\x01\0\0\0b", 12))); // its end says otherwise
    }
    void aStoreThatHoldsSomethingIsReplacedOnlyOnRequest() {
        TemporaryStore temporary;
        fill(temporary, 20);
        const auto file = path("replace.backup");
        const auto made = backUp(*temporary.store, file).value();
        const auto before = exportOf(*temporary.store);
        QVERIFY(temporary.store->objects().apply(changeOf("later", "{}")));
        temporary.store.reset();
        RestoreOptions options;
        options.store = temporary.options;
        QCOMPARE(restoreBackup(file, options).error().code, std::string("store_not_empty"));
        options.replace = true;
        QCOMPARE(restoreBackup(file, options).value().configuration, made.configuration);
        temporary.reopen();
        QCOMPARE(exportOf(*temporary.store), before);
    }
    void filesBesideTheStoreComeWithIt() {
        TemporaryStore temporary;
        fill(temporary, 5);
        writeBytes(path("vault"), QByteArray("sealed\0bytes", 12));
        BackupOptions with;
        with.files = {{"vault", path("vault")}, {"none", path("none")}};
        const auto file = path("files.backup");
        QVERIFY(backUp(*temporary.store, file, with));
        const QTemporaryDir folder;
        RestoreOptions options;
        options.store = freshTarget(folder, onPostgres());
        QCOMPARE(restoreBackup(file, options).error().code, std::string("backup_unreadable")); // nowhere to put it
        const auto target = folder.filePath(QStringLiteral("vault")).toStdString();
        options.files = {{"vault", target}};
        QVERIFY(restoreBackup(file, options));
        QCOMPARE(bytesOf(target), QByteArray("sealed\0bytes", 12));
        struct stat info {};
        QCOMPARE(::stat(target.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
        options.store = freshTarget(folder, onPostgres());
        options.store.dataDirectory += "2";
        QCOMPARE(restoreBackup(file, options).error().code, std::string("store_not_empty")); // a vault is there
    }
    void whatANewerVersionMadeIsRefused() {
        std::string out;
        BackupFileWriter writer([&](std::string_view bytes) -> Result<void> {
            out += bytes;
            return {};
        });
        QVERIFY(writer.part(BackupPart::Kind::Head, "{\"schema\":999}") && writer.finish());
        writeBytes(path("newer.backup"), QByteArray::fromStdString(out));
        const QTemporaryDir folder;
        RestoreOptions options;
        options.store = freshTarget(folder, onPostgres());
        QCOMPARE(restoreBackup(path("newer.backup"), options).error().code, std::string("store_newer"));
    }
};

QTEST_GUILESS_MAIN(BackupTest)
#include "tst_backup.moc"
