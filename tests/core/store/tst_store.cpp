// SPDX-License-Identifier: Apache-2.0
#include "tests/core/store/fixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <boost/json/parse.hpp>
#include <mutex>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace std::chrono_literals;

namespace {

ObjectChange upsert(config::Kind kind, const std::string& id, const std::string& body = "{\"id\":\"x\"}",
                    std::optional<std::uint64_t> expected = std::nullopt) {
    ObjectChange change;
    change.object.kind = kind;
    change.object.id = id;
    change.object.body = boost::json::parse(body).as_object();
    change.expected = expected;
    return change;
}

ObjectChange removal(config::Kind kind, const std::string& id) {
    auto change = upsert(kind, id);
    change.action = ObjectChange::Action::Delete;
    return change;
}

ChangeSet setOf(std::vector<ObjectChange> changes) {
    ChangeSet set;
    set.at = 1'790'000'000'000'000;
    for (auto& change : changes) {
        AuditEntry entry;
        entry.at = set.at;
        entry.actor = "admin";
        entry.action = "update";
        entry.id = change.object.id;
        set.audit.push_back(entry);
        set.changes.push_back(std::move(change));
    }
    return set;
}

int modeOf(const std::string& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? static_cast<int>(info.st_mode & 0777U) : -1;
}

} // namespace

class StoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFreshStoreIsPrivateAndEmpty() {
        TemporaryStore temporary;
        QCOMPARE(modeOf(temporary.options.dataDirectory), 0700);
        if (onPostgres()) {
            QCOMPARE(modeOf(temporary.options.dataDirectory + "/node"), 0600);
        } else {
            for (const auto* suffix : {"", "-wal", "-shm"})
                QCOMPARE(modeOf(temporary.store->databaseFile() + suffix), 0600);
        }
        QCOMPARE(temporary.store->objects().revision().value(), std::uint64_t{0});
        QVERIFY(temporary.store->objects().all()->empty());
        QCOMPARE(temporary.store->integrity().value(), std::string("ok"));
    }
    void aFileThatOthersCouldReadIsClosedToThem() {
        if (onPostgres())
            QSKIP("SQLite has a file");
        TemporaryStore temporary;
        const auto file = temporary.store->databaseFile();
        temporary.store.reset();
        QCOMPARE(::chmod(file.c_str(), 0644), 0);
        temporary.reopen();
        QCOMPARE(modeOf(file), 0600);
    }
    void openingAgainKeepsEverything() {
        TemporaryStore temporary;
        QCOMPARE(temporary.store->objects().apply(setOf({upsert(config::Kind::Team, "a")})).value(), std::uint64_t{1});
        temporary.reopen();
        const auto found = temporary.store->objects().get(config::Kind::Team, "a").value();
        QVERIFY(found.has_value());
        QCOMPARE(found->revision, std::uint64_t{1});
        QCOMPARE(temporary.store->objects().revision().value(), std::uint64_t{1});
    }
    void aStoreOfANewerVersionIsRefused() {
        TemporaryStore temporary;
        QVERIFY(temporary.stranger()->execute(
            QStringLiteral("INSERT INTO schema_migrations (number, name, applied_at) VALUES (999, 'later', 0)")));
        temporary.store.reset();
        const auto opened = Store::open(temporary.options);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("store_newer"));
        QCOMPARE(opened.error().kind, ErrorKind::Unavailable);
    }
    void whatCannotBeAStoreIsRefusedPlainly_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("code");
        QTest::newRow("no server") << QStringLiteral("postgres://u:secret@127.0.0.1:1/db") << QByteArray()
                                   << QStringLiteral("store_gone");
        QTest::newRow("no such host") << QStringLiteral("postgres://u:secret@host.invalid/db") << QByteArray()
                                      << QStringLiteral("store_gone");
        for (const auto* url :
             {"postgres://u:sec@secret@h/db", "postgres://u:secret:x@h:secret/db", "postgres://u:secret@h:p%zz/db",
              "postgres://u:secret@h", "postgres://u:secret@h/", "postgresql://[secret", "mysql://u:secret@h/db", ""})
            QTest::newRow(url) << QString::fromLatin1(url) << QByteArray() << QStringLiteral("store_unsupported");
        QTest::newRow("not a database") << QStringLiteral("sqlite:%1/x.db") << QByteArray(5'000, 'x')
                                        << QStringLiteral("store_corrupt");
        QTest::newRow("no such folder") << QStringLiteral("sqlite:%1/none/x.db") << QByteArray()
                                        << QStringLiteral("store_unwritable");
    }
    void whatCannotBeAStoreIsRefusedPlainly() {
        QFETCH(QString, url);
        QFETCH(QByteArray, content);
        QFETCH(QString, code);
        QTemporaryDir folder;
        if (!content.isEmpty()) {
            QFile file(folder.filePath(QStringLiteral("x.db")));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        }
        StoreOptions options;
        options.dataDirectory = folder.path().toStdString();
        options.url = (url.contains(QLatin1String("%1")) ? url.arg(folder.path()) : url).toStdString();
        const auto opened = Store::open(options);
        QVERIFY(!opened);
        QCOMPARE(QString::fromStdString(opened.error().code), code);
        QVERIFY(opened.error().message.find("secret") == std::string::npos);
    }
    void aFolderInTheWayOfAFileIsRefused() {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("taken")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        StoreOptions options;
        options.dataDirectory = folder.filePath(QStringLiteral("taken/data")).toStdString();
        QCOMPARE(Store::open(options).error().code, std::string("store_unwritable"));
    }
    void aChangeIsWholeOrNotAtAll() {
        TemporaryStore temporary;
        auto& objects = temporary.store->objects();
        QVERIFY(objects.apply(setOf({upsert(config::Kind::Provider, "p")})));
        const auto failed = objects.apply(setOf({upsert(config::Kind::Team, "t"), removal(config::Kind::App, "none")}));
        QCOMPARE(failed.error().kind, ErrorKind::NotFound);
        QVERIFY(!objects.get(config::Kind::Team, "t").value());
        QCOMPARE(objects.revision().value(), std::uint64_t{1});
        QCOMPARE(temporary.store->audit().list(std::nullopt, 10)->entries.size(), std::size_t{1});
    }
    void staleExpectationsAreConflicts() {
        TemporaryStore temporary;
        auto& objects = temporary.store->objects();
        const auto body = std::string("{\"id\":\"t\"}");
        QVERIFY(objects.apply(setOf({upsert(config::Kind::Team, "t", body, 0)})));
        QCOMPARE(objects.apply(setOf({upsert(config::Kind::Team, "t", body, 0)})).error().code, std::string("stale"));
        QVERIFY(objects.apply(setOf({upsert(config::Kind::Team, "t", body, 1)})));
        const auto late = objects.apply(setOf({upsert(config::Kind::Team, "t", body, 1)}));
        QCOMPARE(late.error().kind, ErrorKind::Conflict);
        QCOMPARE(late.error().field, std::string("team t"));
        auto planned = setOf({upsert(config::Kind::Team, "u")});
        planned.expectedRevision = 1;
        QCOMPARE(objects.apply(planned).error().code, std::string("stale"));
        planned.expectedRevision = 2;
        QCOMPARE(objects.apply(planned).value(), std::uint64_t{3});
    }
    void objectsComeByKindThenIdAndReadBackEqual() {
        TemporaryStore temporary;
        auto& objects = temporary.store->objects();
        const auto body = std::string("{\"id\":\"ü\\\"';--\",\"n\":[1,2.5,null,true],\"o\":{\"p\":\"%_\"}}");
        QVERIFY(objects.apply(setOf({upsert(config::Kind::Key, "k"), upsert(config::Kind::Provider, "z"),
                                     upsert(config::Kind::Provider, "a", body)})));
        const auto all = objects.all().value();
        QCOMPARE(all.size(), std::size_t{3});
        QCOMPARE(all[0].id, std::string("a"));
        QCOMPARE(all[0].body, boost::json::parse(body).as_object());
        QCOMPARE(all[2].kind, config::Kind::Key);
        QCOMPARE(objects.list(config::Kind::Provider)->size(), std::size_t{2});
        QVERIFY(objects.apply(setOf({removal(config::Kind::Provider, "z")})));
        QCOMPARE(objects.list(config::Kind::Provider)->size(), std::size_t{1});
    }
    void theAuditLogIsPagedAndItsChainHolds() {
        TemporaryStore temporary;
        for (int i = 0; i < 25; ++i)
            QVERIFY(temporary.store->objects().apply(setOf({upsert(config::Kind::Team, "t" + std::to_string(i))})));
        auto& audit = temporary.store->audit();
        std::vector<std::uint64_t> seen;
        std::optional<std::uint64_t> before;
        do {
            const auto page = audit.list(before, 10).value();
            for (const auto& entry : page.entries)
                seen.push_back(entry.number);
            before = page.next;
        } while (before);
        QCOMPARE(seen.size(), std::size_t{25});
        QCOMPARE(seen.front(), std::uint64_t{25});
        QCOMPARE(seen.back(), std::uint64_t{1});
        QVERIFY(!audit.firstBroken().value());
        QCOMPARE(audit.head().value().size(), std::size_t{64});
    }
    void theAuditLogIsListedByTeam() {
        TemporaryStore temporary;
        auto& audit = temporary.store->audit();
        AuditEntry entry;
        entry.action = "update";
        entry.before = R"({"n":1})";
        entry.after = R"({"n":2})";
        QVERIFY(audit.append(entry)); // 1: the organisation's
        entry.teams = {{"acme"}};
        QVERIFY(audit.append(entry)); // 2
        entry.teams = {{"acme", true, false}, {"zeta", false, true}};
        QVERIFY(audit.append(entry)); // 3: moved
        entry.teams = {{"zeta"}};
        entry.action = "call.cancel";
        QVERIFY(audit.append(entry)); // 4
        const auto acme = audit.listOf({"acme"}, AuditPart::All, std::nullopt, 10).value().entries;
        QCOMPARE(acme.size(), std::size_t{2});
        QCOMPARE(acme.front().number, std::uint64_t{3});
        QVERIFY(!acme.front().before.empty() && acme.front().after.empty());
        QVERIFY(!acme.back().before.empty() && !acme.back().after.empty());
        QCOMPARE(audit.listOf({"zeta"}, AuditPart::Changes, std::nullopt, 10).value().entries.size(), std::size_t{1});
        const auto page = audit.listOf({"acme", "zeta"}, AuditPart::All, std::nullopt, 2).value();
        QCOMPARE(page.entries.size(), std::size_t{2});
        QVERIFY(!page.entries.back().before.empty() && !page.entries.back().after.empty()); // both sides are theirs
        QCOMPARE(audit.listOf({"acme", "zeta"}, AuditPart::All, page.next, 2).value().entries.size(), std::size_t{1});
        QVERIFY(audit.listOf({}, AuditPart::All, std::nullopt, 10).value().entries.empty());
        QVERIFY(audit.listOf({"acme' OR '1'='1", "%"}, AuditPart::All, std::nullopt, 10).value().entries.empty());
        QCOMPARE(audit.teamsOf(3).value(), (std::vector<std::string>{"acme", "zeta"}));
        QVERIFY(!audit.firstBroken().value());
    }
    void changesOfObjectsAreListedApart() {
        TemporaryStore temporary;
        auto& audit = temporary.store->audit();
        for (int i = 0; i < 7; ++i)
            QVERIFY(temporary.store->objects().apply(setOf({upsert(config::Kind::Team, "t" + std::to_string(i))})));
        AuditEntry other;
        other.actor = "admin";
        other.action = "secret.set";
        QVERIFY(audit.append(other));
        other.action = purgeAction;
        QVERIFY(audit.append(other));
        const auto first = audit.listChanges(std::nullopt, 5).value();
        QCOMPARE(first.entries.size(), std::size_t{5});
        QCOMPARE(first.entries.front().number, std::uint64_t{9});
        QCOMPARE(first.entries[1].number, std::uint64_t{7}); // not the secret's
        const auto rest = audit.listChanges(first.next, 5).value();
        QCOMPARE(rest.entries.size(), std::size_t{3});
        QVERIFY(!rest.next);
    }
    void aTamperedAuditLogIsFound_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("first");
        QTest::newRow("text changed") << QStringLiteral("UPDATE audit SET actor = 'x' WHERE number = 3") << 3;
        QTest::newRow("entry removed") << QStringLiteral("DELETE FROM audit WHERE number = 2") << 2;
        QTest::newRow("moved between fields")
            << QStringLiteral("UPDATE audit SET actor = actor || 'u', action = SUBSTR(action, 2) WHERE number = 4")
            << 4;
        QTest::newRow("digest changed")
            << QStringLiteral("UPDATE audit SET digest = 'a' || SUBSTR(digest, 2) || 'b' WHERE number = 1") << 1;
    }
    void aTamperedAuditLogIsFound() {
        QFETCH(QString, sql);
        QFETCH(int, first);
        TemporaryStore temporary;
        for (int i = 0; i < 5; ++i)
            QVERIFY(temporary.store->objects().apply(setOf({upsert(config::Kind::Team, "t")})));
        QVERIFY(temporary.stranger()->execute(sql));
        QCOMPARE(temporary.store->audit().firstBroken().value(), std::optional(static_cast<std::uint64_t>(first)));
    }
    void secretsAreKnownByNameOnly() {
        TemporaryStore temporary;
        auto& secrets = temporary.store->secrets();
        AuditEntry audit;
        audit.action = "secret.set";
        const SecretMetadata secret{"openai", "a1b2", "keychain", 5};
        QVERIFY(secrets.put(secret, audit));
        QCOMPARE(secrets.list().value(), (std::vector<SecretMetadata>{secret}));
        QCOMPARE(secrets.get("openai").value(), std::optional(secret));
        QCOMPARE(secrets.remove("none", audit).error().kind, ErrorKind::NotFound);
        QVERIFY(secrets.remove("openai", audit));
        QVERIFY(secrets.list()->empty());
        QCOMPARE(temporary.store->audit().list(std::nullopt, 10)->entries.size(), std::size_t{2});
    }
    void settingsAreKeptByName() {
        TemporaryStore temporary;
        auto& settings = temporary.store->settings();
        QVERIFY(!settings.get("a").value());
        QVERIFY(settings.put("a", "1") && settings.put("a", "2"));
        QCOMPARE(settings.get("a").value(), std::optional<std::string>("2"));
        QVERIFY(settings.remove("a"));
        QVERIFY(!settings.get("a").value());
    }
    void aLockedDatabaseIsReportedInTime() {
        TemporaryStore temporary(0, 50ms);
        auto stranger = temporary.stranger();
        QVERIFY(stranger->begin());
        QElapsedTimer timer;
        timer.start();
        const auto failed = temporary.store->objects().apply(setOf({upsert(config::Kind::Team, "t")}));
        QVERIFY(timer.elapsed() < 5'000);
        QCOMPARE(failed.error().code, std::string("store_locked"));
        QCOMPARE(failed.error().kind, ErrorKind::Unavailable);
        QVERIFY(temporary.store->objects().all()); // reading goes on
        stranger->rollback();
        QVERIFY(temporary.store->objects().apply(setOf({upsert(config::Kind::Team, "t")})));
    }
    void aFullDiskIsReportedAndNothingIsHalfDone() {
        if (onPostgres())
            QSKIP("only SQLite can be given a bound");
        TemporaryStore temporary(60);
        const auto body = "{\"id\":\"" + std::string(20'000, 'x') + "\"}";
        std::uint64_t acknowledged = 0;
        Result<std::uint64_t> last = std::uint64_t{0};
        for (int i = 0; i < 50 && last; ++i) {
            last = temporary.store->objects().apply(setOf({upsert(config::Kind::Team, std::to_string(i), body)}));
            acknowledged = last ? *last : acknowledged;
        }
        QVERIFY(!last);
        QCOMPARE(last.error().code, std::string("store_full"));
        QCOMPARE(temporary.store->objects().revision().value(), acknowledged);
        QCOMPARE(temporary.store->objects().all()->size(), static_cast<std::size_t>(acknowledged));
        temporary.options.mostPages = 0; // room again
        temporary.reopen();
        QVERIFY(temporary.store->objects().apply(setOf({upsert(config::Kind::Team, "more", body)})));
        QVERIFY(!temporary.store->audit().firstBroken().value());
        QCOMPARE(temporary.store->integrity().value(), std::string("ok"));
    }
    void turnsAreTakenInTheOrderOfAsking() {
        Turns turns;
        QVERIFY(turns.take(0ms));
        QVERIFY(!turns.take(1ms)); // gives up its place
        std::string order;
        std::mutex mutex;
        std::vector<std::thread> threads;
        for (const char name : {'a', 'b', 'c'}) {
            threads.emplace_back([&, name] {
                if (!turns.take(20s))
                    return;
                {
                    const std::lock_guard lock(mutex);
                    order += name;
                }
                turns.giveBack();
            });
            QTRY_COMPARE_WITH_TIMEOUT(turns.waiting(), threads.size(), 10'000);
        }
        turns.giveBack();
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(order, std::string("abc"));
    }
    void readersCannotWrite() {
        TemporaryStore temporary;
        auto reader = temporary.stranger(ConnectionOptions::Role::Read);
        QCOMPARE(reader->execute(QStringLiteral("DELETE FROM objects")).error().code, std::string("store_read_only"));
    }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
