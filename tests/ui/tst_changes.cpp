// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/changes/conflict_prompt.h"
#include "ui/changes/history_dialog.h"
#include "ui/changes/review_bar.h"
#include "ui/changes/trash_dialog.h"
#include "ui/client/object_merge.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <optional>

using namespace gatehouse::ui;

namespace {

const QString rate = QStringLiteral("limits.requests_per_minute");
const QString concurrent = QStringLiteral("limits.concurrent");
const QString enabled = QStringLiteral("enabled");

} // namespace

class ChangesTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    // One window of the console.
    struct Window : TestConsole {
        explicit Window(const GatewayAddress& address) : bar(console, &window), prompt(console, &window) {
            window.resize(900, 600);
            window.show();
            client.connectTo(address);
        }
        QJsonObject get(const QString& id) { return reply(id).object(); }
        Reply reply(const QString& id) {
            std::optional<Reply> answer;
            client.get(QString(QStringLiteral("/apps/") + id), {}, &client, [&](const Reply& r) { answer = r; });
            [&] { QTRY_VERIFY(answer.has_value()); }();
            return answer.value_or(Reply(0, {}, {}));
        }
        void create(const QString& id) {
            Change change;
            change.path = QStringLiteral("/apps");
            change.title = QStringLiteral("Add application ") + id;
            change.after = {{QStringLiteral("id"), id}, {QStringLiteral("team"), QStringLiteral("me")}};
            setField(change.after, rate, 10);
            submit(change);
            QTRY_VERIFY(status.has_value());
        }
        Change changeOf(const QString& id) {
            Change change;
            change.path = QStringLiteral("/apps/") + id;
            change.title = QStringLiteral("Change application ") + id;
            const auto standing = reply(id);
            change.before = standing.object();
            change.after = change.before;
            change.etag = standing.etag();
            return change;
        }
        void submit(const Change& change) {
            status.reset();
            changes.submit(change, &window, [this](const Reply& r) { status = r.status(); });
        }
        template <typename Widget>
        Widget* find(const char* name) {
            auto* dialog = window.findChild<QDialog*>(QStringLiteral("mergeDialog"));
            if (dialog == nullptr)
                dialog = window.findChild<QDialog*>(QStringLiteral("reviewDialog"));
            return dialog == nullptr ? nullptr : dialog->findChild<Widget*>(QLatin1String(name));
        }

        QWidget window;
        ReviewBar bar;
        ConflictPrompt prompt;
        std::optional<int> status;
    };

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_gateway.start()); }

    void twoWindowsMergeFieldByField() {
        Window one(m_gateway.address());
        Window other(m_gateway.address());
        const QString id = QStringLiteral("merged");
        one.create(id);
        auto mine = one.changeOf(id);
        setField(mine.after, rate, 20);
        setField(mine.after, enabled, false);
        auto theirs = other.changeOf(id);
        setField(theirs.after, rate, 30);
        setField(theirs.after, concurrent, 4);
        other.submit(theirs);
        QTRY_COMPARE(other.status, std::optional<int>(200));

        one.submit(mine);
        QTRY_VERIFY(one.find<QPushButton>("mergeSave") != nullptr);
        auto* save = one.find<QPushButton>("mergeSave");
        QVERIFY(!save->isEnabled()); // both changed the rate
        QVERIFY(one.find<QRadioButton>("mine_enabled")->isChecked());
        QVERIFY(one.find<QRadioButton>("theirs_limits_concurrent")->isChecked());
        QVERIFY(!one.status.has_value());
        QTest::mouseClick(one.find<QRadioButton>("mine_limits_requests_per_minute"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(save->isEnabled());
        QTest::mouseClick(save, Qt::LeftButton);
        QTRY_COMPARE(one.status, std::optional<int>(200));
        const auto merged = other.get(id);
        QCOMPARE(fieldOf(merged, rate).toInt(), 20);
        QCOMPARE(fieldOf(merged, enabled).toBool(true), false);
        QCOMPARE(fieldOf(merged, concurrent).toInt(), 4);
    }

    void theOthersVersionCanStay() {
        Window one(m_gateway.address());
        Window other(m_gateway.address());
        const QString id = QStringLiteral("stays");
        one.create(id);
        auto mine = one.changeOf(id);
        setField(mine.after, rate, 20);
        auto theirs = other.changeOf(id);
        setField(theirs.after, rate, 30);
        other.submit(theirs);
        QTRY_COMPARE(other.status, std::optional<int>(200));
        one.submit(mine);
        QTRY_VERIFY(one.find<QPushButton>("mergeKeepTheirs") != nullptr);
        QTest::mouseClick(one.find<QPushButton>("mergeKeepTheirs"), Qt::LeftButton);
        QTRY_COMPARE(one.status, std::optional<int>(412));
        QCOMPARE(fieldOf(other.get(id), rate).toInt(), 30);
    }

    void whatWasDeletedMeanwhileCanBeMadeAnew() {
        Window one(m_gateway.address());
        Window other(m_gateway.address());
        const QString id = QStringLiteral("anew");
        one.create(id);
        auto mine = one.changeOf(id);
        setField(mine.after, rate, 20);
        auto gone = other.changeOf(id);
        gone.after = {};
        other.submit(gone);
        QTRY_COMPARE(other.status, std::optional<int>(204));
        one.submit(mine);
        QTRY_VERIFY(one.find<QPushButton>("mergeSave") != nullptr);
        QTest::mouseClick(one.find<QPushButton>("mergeSave"), Qt::LeftButton);
        QTRY_COMPARE(one.status, std::optional<int>(201));
        QCOMPARE(fieldOf(other.get(id), rate).toInt(), 20);
    }

    void aProtectedGatewayIsReviewed() {
        Window one(m_gateway.address());
        const QString id = QStringLiteral("reviewed");
        one.create(id);
        QVERIFY(!one.bar.isVisible());
        one.changes.setProtected(true);
        auto change = one.changeOf(id);
        setField(change.after, rate, 20);
        one.submit(change);
        Change wrong;
        wrong.path = QStringLiteral("/apps");
        wrong.title = QStringLiteral("Add an application without a team");
        wrong.after = {{QStringLiteral("id"), QStringLiteral("lost")},
                       {QStringLiteral("team"), QStringLiteral("nobody")}};
        one.submit(wrong);
        QTRY_VERIFY(one.bar.isVisible());
        QVERIFY(one.bar.findChild<QLabel*>(QStringLiteral("reviewBarText"))->text().contains(u'2'));
        QTest::mouseClick(one.bar.findChild<QPushButton*>(QStringLiteral("reviewChanges")), Qt::LeftButton);
        QTRY_VERIFY(one.find<QPushButton>("applyChanges") != nullptr);
        QCOMPARE(fieldOf(one.get(id), rate).toInt(), 10);
        QTest::mouseClick(one.find<QPushButton>("applyChanges"), Qt::LeftButton);
        QTRY_VERIFY(one.find<QLabel>("reviewOutcome")->isVisible());
        QCOMPARE(fieldOf(one.get(id), rate).toInt(), 20);
        // The refused one stays, with the reason.
        QTRY_COMPARE(one.changes.waiting().size(), 1);
        QTRY_VERIFY(one.find<QLabel>("problem_0") != nullptr);
        QPointer<QPushButton> discard(one.find<QPushButton>("discard_0"));
        QTRY_VERIFY(discard->isVisible());
        QTest::mouseClick(discard, Qt::LeftButton);
        QTRY_VERIFY(one.find<QPushButton>("applyChanges") == nullptr); // nothing is left
        QVERIFY(!one.bar.isVisible());
    }

    void whatWasDeletedIsRestored() {
        Window one(m_gateway.address());
        const QString id = QStringLiteral("trashed");
        one.create(id);
        auto gone = one.changeOf(id);
        const auto before = gone.before;
        gone.after = {};
        one.submit(gone);
        QTRY_COMPARE(one.status, std::optional<int>(204));
        auto* dialog = new TrashDialog(one.console, &one.window);
        dialog->open();
        auto* table = dialog->findChild<TableView*>(QStringLiteral("trashTable"));
        QTRY_VERIFY(table->shownRows() > 0);
        QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("Application trashed"));
        table->selectRow(0);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("restoreTrash")), Qt::LeftButton);
        QTRY_VERIFY(one.get(id) == before);
        dialog->close();
    }

    void whatIsPurgedIsGone() {
        Window one(m_gateway.address());
        const QString id = QStringLiteral("purged");
        one.create(id);
        auto gone = one.changeOf(id);
        gone.after = {};
        one.submit(gone);
        QTRY_COMPARE(one.status, std::optional<int>(204));
        auto* dialog = new TrashDialog(one.console, &one.window);
        dialog->open();
        auto* table = dialog->findChild<TableView*>(QStringLiteral("trashTable"));
        QTRY_VERIFY(table->shownRows() > 0);
        const int before = table->shownRows();
        table->selectRow(0);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("purgeTrash")), Qt::LeftButton);
        QTRY_VERIFY(one.window.findChild<QDialog*>(QStringLiteral("confirmDialog")) != nullptr ||
                    dialog->findChild<QDialog*>(QStringLiteral("confirmDialog")) != nullptr);
        auto* ask = dialog->findChild<QDialog*>(QStringLiteral("confirmDialog"));
        QTest::mouseClick(ask->findChild<QPushButton*>(QStringLiteral("confirmVerb")), Qt::LeftButton);
        QTRY_COMPARE(table->shownRows(), before - 1);
        dialog->close();
    }

    void aRevisionIsTakenBackAfterALook() {
        Window one(m_gateway.address());
        const QString id = QStringLiteral("reverted");
        one.create(id);
        auto change = one.changeOf(id);
        setField(change.after, rate, 20);
        one.submit(change);
        QTRY_COMPARE(one.status, std::optional<int>(200));
        auto* dialog = new HistoryDialog(one.console, &one.window);
        dialog->open();
        auto* table = dialog->findChild<TableView*>(QStringLiteral("historyTable"));
        QTRY_VERIFY(table->shownRows() > 1);
        QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("Application reverted changed"));
        QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("returnToRevision"))->isEnabled()); // it stands
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("revertRevision")), Qt::LeftButton);
        QTRY_VERIFY(dialog->findChild<QPushButton*>(QStringLiteral("confirmRevert")) != nullptr);
        QCOMPARE(fieldOf(one.get(id), rate).toInt(), 20); // a look changes nothing
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("confirmRevert")), Qt::LeftButton);
        QTRY_COMPARE(fieldOf(one.get(id), rate).toInt(), 10);
        // And as a whole back to where it was changed.
        QTRY_VERIFY(table->model()->index(1, 0).data().toString().contains(id));
        table->selectRow(1);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("returnToRevision")), Qt::LeftButton);
        QTRY_VERIFY(dialog->findChild<QPushButton*>(QStringLiteral("confirmRevert")) != nullptr);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("confirmRevert")), Qt::LeftButton);
        QTRY_COMPARE(fieldOf(one.get(id), rate).toInt(), 20);
        dialog->close();
    }

    void waitingChangesOutliveTheGateway() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Window one(gateway.address());
        QTRY_COMPARE(one.client.state(), GatewayClient::State::Connected);
        const QString id = QStringLiteral("outlives");
        one.create(id);
        one.changes.setProtected(true);
        auto change = one.changeOf(id);
        setField(change.after, rate, 20);
        one.submit(change);
        QTRY_VERIFY(one.bar.isVisible());
        gateway.kill();
        QTRY_COMPARE(one.client.state(), GatewayClient::State::Lost);
        QCOMPARE(one.changes.waiting().size(), 1);
        // Applying now says why it could not be, and keeps it.
        std::optional<QVector<Problem>> failed;
        one.changes.applyWaiting(&one.window, [&](const QVector<Problem>& problems) { failed = problems; });
        QTRY_VERIFY(failed.has_value());
        QCOMPARE(failed->front().code, QStringLiteral("unreachable"));
        QCOMPARE(one.changes.waiting().size(), 1);
        QVERIFY(gateway.start());
        QTRY_COMPARE_WITH_TIMEOUT(one.client.state(), GatewayClient::State::Connected, 20'000);
        failed.reset();
        one.changes.applyWaiting(&one.window, [&](const QVector<Problem>& problems) { failed = problems; });
        QTRY_VERIFY(failed.has_value() && failed->isEmpty());
        QCOMPARE(fieldOf(one.get(id), rate).toInt(), 20);
    }
};

QTEST_MAIN(ChangesTest)
#include "tst_changes.moc"
