// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/client/change_desk.h"
#include "ui/client/object_merge.h"
#include "ui/models/resource_list.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>
#include <optional>

using namespace gatehouse::ui;

namespace {

const QString apps = QStringLiteral("/apps");
const QString rateField = QStringLiteral("limits.requests_per_minute");

QJsonObject app(const QString& id, int rate) {
    QJsonObject body{{QStringLiteral("id"), id}, {QStringLiteral("team"), QStringLiteral("me")}};
    setField(body, rateField, rate);
    return body;
}

int rateIn(const QJsonObject& body) {
    return fieldOf(body, rateField).toInt();
}

} // namespace

class ChangeDeskTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    // One window before the gateway.
    struct Desk : TestConsole {
        explicit Desk(const GatewayAddress& address) { client.connectTo(address); }
        int submit(Change change) {
            std::optional<int> status;
            changes.submit(std::move(change), &client, [&](const Reply& reply) { status = reply.status(); });
            [&] { QTRY_VERIFY(status.has_value()); }();
            return status.value_or(-1);
        }
        Reply get(const QString& path) {
            std::optional<Reply> reply;
            client.get(path, {}, &client, [&](const Reply& r) { reply = r; });
            [&] { QTRY_VERIFY(reply.has_value()); }();
            return reply.value_or(Reply(0, {}, {}));
        }
        int rateOf(const QString& id) { return rateIn(get(QString(apps + u'/' + id)).object()); }
        Change changed(const QString& id, int rate) {
            const auto standing = get(QString(apps + u'/' + id));
            Change change;
            change.path = QString(apps + u'/' + id);
            change.title = QStringLiteral("Change app ") + id;
            change.before = standing.object();
            change.after = change.before;
            setField(change.after, rateField, rate);
            change.etag = standing.etag();
            return change;
        }
        int create(const QString& id, int rate) {
            Change change;
            change.path = apps;
            change.title = QStringLiteral("Add app ") + id;
            change.after = app(id, rate);
            return submit(change);
        }
    };

private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<Change>();
        QVERIFY(m_gateway.start());
    }

    void aChangeIsMadeAndUndoneAndRedone() {
        Desk desk(m_gateway.address());
        QCOMPARE(desk.create(QStringLiteral("undone"), 1), 201);
        QSignalSpy applied(&desk.changes, &ChangeDesk::applied);
        QCOMPARE(desk.submit(desk.changed(QStringLiteral("undone"), 2)), 200);
        QCOMPARE(applied.count(), 1);
        QCOMPARE(desk.changes.undoTitle(), QStringLiteral("Change app undone"));
        desk.changes.undo();
        QVERIFY(!desk.changes.canUndo()); // while it is under way
        QTRY_COMPARE(desk.rateOf(QStringLiteral("undone")), 1);
        QTRY_VERIFY(desk.changes.canRedo());
        desk.changes.redo();
        QTRY_COMPARE(desk.rateOf(QStringLiteral("undone")), 2);
        // Both steps back: it was made here too.
        QTRY_VERIFY(desk.changes.canUndo());
        desk.changes.undo();
        QTRY_COMPARE(desk.rateOf(QStringLiteral("undone")), 1);
        QTRY_VERIFY(desk.changes.canUndo());
        desk.changes.undo();
        QTRY_COMPARE(desk.get(QStringLiteral("/apps/undone")).status(), 404);
        QTRY_VERIFY(!desk.changes.canUndo());
        desk.changes.redo();
        QTRY_COMPARE(desk.rateOf(QStringLiteral("undone")), 1);
    }

    void aDeletedObjectComesBack() {
        Desk desk(m_gateway.address());
        QCOMPARE(desk.create(QStringLiteral("gone"), 60), 201);
        Change change = desk.changed(QStringLiteral("gone"), 0);
        change.after = {};
        change.etag.clear(); // as a list leaves it
        QCOMPARE(desk.submit(change), 204);
        QCOMPARE(desk.get(QStringLiteral("/apps/gone")).status(), 404);
        desk.changes.undo();
        QTRY_COMPARE(desk.rateOf(QStringLiteral("gone")), 60);
    }

    void anIdMayHoldASlash() {
        Desk desk(m_gateway.address());
        Change change;
        change.path = QStringLiteral("/routes");
        change.title = QStringLiteral("Add route team/fast");
        const QJsonObject target{{QStringLiteral("provider"), QStringLiteral("demo")},
                                 {QStringLiteral("model"), QStringLiteral("demo/echo")}};
        change.after = {{QStringLiteral("model"), QStringLiteral("team/fast")},
                        {QStringLiteral("targets"), QJsonArray{target}}};
        QCOMPARE(desk.submit(change), 201);
        const auto path = QStringLiteral("/routes/team%2Ffast");
        QCOMPARE(desk.get(path).status(), 200);
        desk.changes.undo();
        QTRY_COMPARE(desk.get(path).status(), 404);
    }

    void whatCannotBeUndoneIsNotOffered() {
        Desk desk(m_gateway.address());
        QSignalSpy applied(&desk.changes, &ChangeDesk::applied);
        Change change;
        change.path = apps;
        change.after = app(QStringLiteral("final"), 70);
        change.reversible = false;
        QCOMPARE(desk.submit(change), 201);
        QVERIFY(!desk.changes.canUndo());
        QCOMPARE(applied.count(), 0);
    }

    void aRefusalReachesWhoAsked() {
        Desk desk(m_gateway.address());
        Change change;
        change.path = apps;
        change.after = app(QStringLiteral("not an id"), 0);
        QCOMPARE(desk.submit(change), 400);
        QVERIFY(!desk.changes.canUndo());
    }

    void twoWindowsChangeTheSameThing() {
        Desk one(m_gateway.address());
        Desk other(m_gateway.address());
        QCOMPARE(one.create(QStringLiteral("shared"), 10), 201);
        const auto late = other.changed(QStringLiteral("shared"), 30);
        QCOMPARE(one.submit(one.changed(QStringLiteral("shared"), 20)), 200);

        QSignalSpy conflict(&other.changes, &ChangeDesk::conflict);
        std::optional<Reply> reply;
        other.changes.submit(late, this, [&](const Reply& r) { reply = r; });
        QTRY_COMPARE(conflict.count(), 1);
        QVERIFY(!reply.has_value()); // until the person has settled it
        QCOMPARE(one.rateOf(QStringLiteral("shared")), 20);
        const auto mine = conflict.at(0).at(0).value<Change>();
        auto merged = conflict.at(0).at(1).toJsonObject();
        QCOMPARE(rateIn(merged), 20);
        setField(merged, rateField, 40);
        other.changes.settle(mine, ChangeDesk::Settlement::Send, merged, conflict.at(0).at(2).toByteArray());
        QTRY_VERIFY(reply.has_value());
        QVERIFY(reply->ok());
        QCOMPARE(one.rateOf(QStringLiteral("shared")), 40);

        // Undo in the first window meets the other's version as well, rather than to overwrite it.
        QSignalSpy undoConflict(&one.changes, &ChangeDesk::conflict);
        one.changes.undo();
        QTRY_COMPARE(undoConflict.count(), 1);
        one.changes.settle(undoConflict.at(0).at(0).value<Change>(), ChangeDesk::Settlement::GiveUp, {}, {});
        QTRY_VERIFY(one.changes.canUndo());
        QCOMPARE(one.rateOf(QStringLiteral("shared")), 40);
    }

    void givingUpKeepsTheOthers() {
        Desk one(m_gateway.address());
        Desk other(m_gateway.address());
        QCOMPARE(one.create(QStringLiteral("kept"), 10), 201);
        auto late = other.changed(QStringLiteral("kept"), 30);
        late.etag.clear(); // a list's object: what was seen is held against what stands
        QCOMPARE(one.submit(one.changed(QStringLiteral("kept"), 20)), 200);
        QSignalSpy conflict(&other.changes, &ChangeDesk::conflict);
        std::optional<Reply> reply;
        other.changes.submit(late, this, [&](const Reply& r) { reply = r; });
        QTRY_COMPARE(conflict.count(), 1);
        other.changes.settle(conflict.at(0).at(0).value<Change>(), ChangeDesk::Settlement::GiveUp, {}, {});
        QTRY_VERIFY(reply.has_value());
        QCOMPARE(reply->problem().code, QStringLiteral("kept_theirs"));
        QCOMPARE(one.rateOf(QStringLiteral("kept")), 20);
    }

    void aProtectedGatewayGathersChanges() {
        Desk desk(m_gateway.address());
        QCOMPARE(desk.create(QStringLiteral("guarded"), 10), 201);
        desk.changes.setProtected(true);
        QSignalSpy waiting(&desk.changes, &ChangeDesk::waitingChanged);
        QCOMPARE(desk.submit(desk.changed(QStringLiteral("guarded"), 50)), 202);
        QCOMPARE(desk.create(QStringLiteral("not an id"), 0), 202);
        QCOMPARE(desk.changes.waiting().size(), 2);
        QVERIFY(waiting.count() >= 2);
        QCOMPARE(desk.rateOf(QStringLiteral("guarded")), 10);

        std::optional<QVector<Problem>> failed;
        desk.changes.applyWaiting(this, [&](const QVector<Problem>& problems) { failed = problems; });
        QTRY_VERIFY(failed.has_value());
        QCOMPARE(failed->size(), 1);
        QCOMPARE(desk.rateOf(QStringLiteral("guarded")), 50);
        QCOMPARE(desk.changes.waiting().size(), 1); // the refused one waits, with its reason
        QCOMPARE(desk.changes.waitingProblem(0).field, QStringLiteral("id"));
        desk.changes.discardWaiting(0);
        QVERIFY(desk.changes.waiting().isEmpty());
    }

    void twoEditsOfOneObjectWaitAsOne() {
        Desk desk(m_gateway.address());
        QCOMPARE(desk.create(QStringLiteral("twice"), 10), 201);
        desk.changes.setProtected(true);
        desk.submit(desk.changed(QStringLiteral("twice"), 50));
        auto second = desk.changed(QStringLiteral("twice"), 10);
        second.after[QStringLiteral("enabled")] = false;
        desk.submit(second);
        QCOMPARE(desk.changes.waiting().size(), 1);
        const auto after = desk.changes.waiting().front().after;
        QCOMPARE(rateIn(after), 50);
        QCOMPARE(after.value(QLatin1String("enabled")).toBool(true), false);
        // Undo takes it back before anything was sent.
        desk.changes.undo();
        QVERIFY(desk.changes.waiting().isEmpty());
        desk.changes.redo();
        QCOMPARE(desk.changes.waiting().size(), 1);
        // Edited back to what stands: nothing is left to review.
        auto back = desk.changed(QStringLiteral("twice"), 10);
        setField(back.before, rateField, 50);
        back.before[QStringLiteral("enabled")] = false;
        desk.submit(back);
        QVERIFY(desk.changes.waiting().isEmpty());
    }

    void whatWaitsBelongsToItsGateway() {
        RunningGateway another;
        QVERIFY(another.start());
        Desk desk(m_gateway.address());
        desk.changes.setProtected(true);
        desk.create(QStringLiteral("later"), 0);
        QCOMPARE(desk.changes.waiting().size(), 1);
        desk.client.connectTo(another.address());
        QVERIFY(desk.changes.waiting().isEmpty());
        QVERIFY(!desk.changes.isProtected());
        desk.client.connectTo(m_gateway.address());
        QCOMPARE(desk.changes.waiting().size(), 1);
        QVERIFY(desk.changes.isProtected());
    }

    void fieldsAreMergedByName() {
        const QJsonObject base{
            {QStringLiteral("a"), 1},
            {QStringLiteral("limits"), QJsonObject{{QStringLiteral("x"), 1}, {QStringLiteral("y"), 2}}}};
        auto mine = base;
        setField(mine, QStringLiteral("limits.x"), 5);
        auto theirs = base;
        setField(theirs, QStringLiteral("limits.y"), 7);
        setField(theirs, QStringLiteral("a"), QJsonValue(QJsonValue::Undefined));
        const auto fields = mergeFieldsOf(base, mine, theirs);
        QCOMPARE(fields.size(), 3);
        for (const auto& field : fields)
            QVERIFY(!field.isClash());
        const auto merged = replayed(base, mine, theirs);
        QCOMPARE(fieldOf(merged, QStringLiteral("limits.x")).toInt(), 5);
        QCOMPARE(fieldOf(merged, QStringLiteral("limits.y")).toInt(), 7);
        QVERIFY(!merged.contains(QStringLiteral("a")));
    }

    void aListFollowsTheGateway() {
        Desk desk(m_gateway.address());
        ResourceList list(desk.client, apps);
        QSignalSpy changed(&list, &ResourceList::changed);
        QTRY_VERIFY(list.loadedOnce());
        QVERIFY(list.find(QStringLiteral("tests")) != nullptr);
        Desk other(m_gateway.address());
        QCOMPARE(other.create(QStringLiteral("heard"), 0), 201);
        QTRY_VERIFY(list.find(QStringLiteral("heard")) != nullptr);
    }

    void aListKeepsWhatItReadWhileTheGatewayIsAway() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Desk desk(gateway.address());
        ResourceList list(desk.client, apps);
        QTRY_VERIFY(list.loadedOnce());
        const auto before = list.items().size();
        gateway.kill();
        list.reload();
        QTRY_COMPARE(list.loading(), ResourceList::Loading::Failed);
        QCOMPARE(list.problem().code, QStringLiteral("unreachable"));
        QCOMPARE(list.items().size(), before);
        QVERIFY(gateway.start());
        QTRY_COMPARE_WITH_TIMEOUT(list.loading(), ResourceList::Loading::Idle, 20'000);
    }
};

QTEST_MAIN(ChangeDeskTest)
#include "tst_change_desk.moc"
