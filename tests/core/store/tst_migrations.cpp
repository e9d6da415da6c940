// SPDX-License-Identifier: Apache-2.0
#include "core/store/schema.h"
#include "tests/core/store/fixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <csignal>
#include <cstdlib>
#include <string_view>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::telemetry;

// Stores of every earlier form, with data in them, are brought to today's by a child process that is killed before each
// of its statements in turn (GATEHOUSE_TEST_STORE says on which backend).
namespace {

constexpr WallMicros start = 1'790'000'000'000'000;

std::unique_ptr<Connection> attach(const std::string& file, const std::string& url) {
    ConnectionOptions options;
    options.file = file;
    if (!url.empty())
        options.postgres = std::make_shared<const Secret>(url);
    return std::move(Connection::open(options).value());
}

void run(Connection& connection, const std::string& statement) {
    if (auto done = connection.execute(toQt(statement)); !done)
        qFatal("%s: %s", statement.c_str(), done.error().message.c_str());
}

// What a store of the form held that the first versions wrote.
void fillForm(Connection& connection, int form) {
    run(connection, "INSERT INTO objects (kind, id, body, origin, revision, changed_at) VALUES ('teams', 't', "
                    "'{\"id\":\"t\"}', 'admin', 7, 5)");
    run(connection, "UPDATE counters SET value = 7 WHERE name = 'config_revision'");
    run(connection, "INSERT INTO secrets (name, last_four, place, changed_at) VALUES ('openai', 'abcd', 'vault', 5)");
    run(connection, "INSERT INTO settings (name, value) VALUES ('kept', 'value')");
    if (form >= 2) {
        run(connection,
            "INSERT INTO dimensions (id, provider, model, route, team, app, key_id, dialect, status, error_class, "
            "pretend) VALUES (1, 'openai', 'gpt', '', 't', 'a', 'k', 'openai', 200, '', 0)");
        for (int i = 1; i <= 40; ++i) {
            const auto seq = std::to_string(i);
            run(connection,
                "INSERT INTO calls (seq, id, started_at, dimensions, total_us, first_byte_us, outcome, error_code, "
                "operation, model_asked, streamed, input, cached_input, cache_write, output, reasoning, estimated, "
                "cost_pico, attempts, losses, cache, client, address, tags, session, provider_request_id, bytes_in, "
                "bytes_out) VALUES (" +
                    seq + ", 'call-" + seq + "', " + std::to_string(start + i) +
                    ", 1, 5, 5, 'ok', '', 'chat', 'gpt', 0, 1, 0, 0, 1, 0, 0, 1000, 1, 0, 'off', '', '', '', '', '', "
                    "1, "
                    "1)");
        }
        run(connection, "UPDATE book SET next_sequence = 41, accounted = 40 WHERE id = 1");
        if (form >= 3 && connection.postgres())
            run(connection, "SELECT setval('calls_seq', 41, FALSE)");
    }
}

// "--migrate FILE URL N": ends itself, as kill -9 would, before statement N.
int migrateUntil(const std::string& file, const std::string& url, int number) {
    auto connection = attach(file, url);
    int statement = 0;
    const auto done = migrate(*connection, schemaVersion(), [&] {
        if (++statement == number)
            ::raise(SIGKILL);
    });
    return done ? 0 : 1;
}

} // namespace

class MigrationsTest : public QObject {
    Q_OBJECT

private:
    struct Place {
        QTemporaryDir folder;
        StoreOptions options;
        std::string file() const { return options.dataDirectory + "/gatehouse.db"; }
        std::string url() const { return onPostgres() ? options.url : std::string(); }
    };

    static std::unique_ptr<Place> oldStore(int form) {
        auto place = std::make_unique<Place>();
        place->options.dataDirectory = place->folder.path().toStdString();
        if (onPostgres())
            place->options.url = test::PostgresServer::shared().freshUrl();
        auto connection = attach(place->file(), place->url());
        if (!migrate(*connection, form))
            qFatal("an old store cannot be made");
        if (form > 0)
            fillForm(*connection, form);
        return place;
    }

    // Nothing is lost, and it works.
    static void check(const Place& place, int form) {
        auto store = std::move(Store::open(place.options).value());
        QCOMPARE(store->integrity().value(), std::string("ok"));
        if (form > 0) {
            QCOMPARE(store->objects().revision().value(), std::uint64_t{7});
            QCOMPARE(store->objects().all()->size(), std::size_t{1});
            QCOMPARE(store->secrets().list()->size(), std::size_t{1});
            QCOMPARE(store->settings().get("kept").value(), std::optional<std::string>("value"));
        }
        const std::size_t calls = form >= 2 ? 40 : 0;
        QCOMPARE(store->reader().value()->calls({}).value().calls.size(), calls);
        auto writer = store->recordWriter({});
        const auto book = writer->open().value();
        CallMaker maker(1, start + microsPerHour);
        QVERIFY(writer->write(batchOf(maker.many(3), book.nextSequence)));
        writer->close();
        QCOMPARE(store->reader().value()->calls({}).value().calls.size(), calls + 3);
        QCOMPARE(store->reader().value()->call("call-2").value().has_value(), true);
    }

private Q_SLOTS:
    void anEarlierFormIsBroughtToTodays_data() {
        QTest::addColumn<int>("form");
        for (int form = 0; form < schemaVersion(); ++form)
            QTest::newRow(qPrintable(QString::number(form))) << form;
    }
    void anEarlierFormIsBroughtToTodays() {
        QFETCH(int, form);
        const auto place = oldStore(form);
        check(*place, form);
        openingAgainChangesNothing(*place);
    }
    void aMigrationKilledAtAnyStatementLosesNothing_data() {
        QTest::addColumn<int>("form");
        QTest::newRow("from nothing") << 0; // every statement there is
        QTest::newRow("with calls") << 2;
    }
    void aMigrationKilledAtAnyStatementLosesNothing() {
        QFETCH(int, form);
        int killed = 0;
        for (int statement = 1;; ++statement) {
            const auto place = oldStore(form);
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--migrate"), toQt(place->file()),
                                                                  toQt(place->url()), QString::number(statement)});
            QVERIFY(child.waitForFinished(60'000));
            const bool finished = child.exitStatus() == QProcess::NormalExit;
            if (finished)
                QCOMPARE(child.exitCode(), 0);
            else
                ++killed;
            // What is there now is a form that this version or an earlier one opens.
            const auto now = schemaOf(*attach(place->file(), place->url()));
            QVERIFY(!now || (*now >= form && *now <= schemaVersion()));
            check(*place, form);
            if (QTest::currentTestFailed() || finished)
                break;
        }
        QVERIFY(killed > 0);
    }
    void aStoreOfANewerVersionIsRefusedAndLeftAlone() {
        const auto place = oldStore(schemaVersion());
        auto connection = attach(place->file(), place->url());
        QVERIFY(connection->execute(
            QStringLiteral("INSERT INTO schema_migrations (number, name, applied_at) VALUES (999, 'later', 0)")));
        const auto opened = Store::open(place->options);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("store_newer"));
        QVERIFY(opened.error().message.find("newer version") != std::string::npos);
        QCOMPARE(connection->value(QStringLiteral("SELECT COUNT(*) FROM objects")).value().toLongLong(), 1);
    }

private:
    static void openingAgainChangesNothing(const Place& place) {
        auto store = std::move(Store::open(place.options).value());
        const auto connection = attach(place.file(), place.url());
        QCOMPARE(connection->value(QStringLiteral("SELECT COUNT(*) FROM schema_migrations")).value().toInt(),
                 schemaVersion());
    }
};

int main(int count, char** arguments) {
    QCoreApplication application(count, arguments);
    if (count == 5 && std::string_view(arguments[1]) == "--migrate")
        return migrateUntil(arguments[2], arguments[3], std::atoi(arguments[4]));
    MigrationsTest test;
    return QTest::qExec(&test, count, arguments);
}

#include "tst_migrations.moc"
