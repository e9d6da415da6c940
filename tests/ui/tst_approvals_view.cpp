// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox of subscriptions by hand: decided one by one and together, refused with a reason, filtered, and held to its
// promises with five thousand of them and with texts that mean harm.
#include "tests/ui/support/scripted_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "tests/ui/support/stall_guard.h"
#include "ui/approvals/approvals_view.h"
#include "ui/approvals/subscription_model.h"

#include <QAction>
#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace gatehouse::ui;

namespace {

const QString hostile = QStringLiteral("<img src=x onerror=alert(1)><b>free</b> {{system}}");

QJsonObject subscription(const QString& id, const QString& app, const QString& state, const QString& reason,
                         int daysAgo) {
    return {{QStringLiteral("id"), id},
            {QStringLiteral("api"), QStringLiteral("mood")},
            {QStringLiteral("app"), app},
            {QStringLiteral("plan"), QStringLiteral("starter")},
            {QStringLiteral("reason"), reason},
            {QStringLiteral("state"), state},
            {QStringLiteral("requested_by"), QStringLiteral("ada")},
            {QStringLiteral("requested_at"),
             QDateTime::currentDateTimeUtc().addDays(-daysAgo).toString(Qt::ISODateWithMs)}};
}

void fill(ScriptedGateway& gateway) {
    gateway.hold(QStringLiteral("/apis"), {QJsonObject{{QStringLiteral("id"), QStringLiteral("mood")},
                                                       {QStringLiteral("title"), QStringLiteral("Mood of a text")},
                                                       {QStringLiteral("team"), QStringLiteral("research")}}});
    gateway.hold(
        QStringLiteral("/plans"),
        {QJsonObject{{QStringLiteral("id"), QStringLiteral("starter")},
                     {QStringLiteral("title"), QStringLiteral("Starter")},
                     {QStringLiteral("limits"), QJsonObject{{QStringLiteral("requests_per_minute"), 60}}},
                     {QStringLiteral("price"), QJsonObject{{QStringLiteral("month"), QStringLiteral("10")}}}}});
    gateway.hold(QStringLiteral("/apps"), {QJsonObject{{QStringLiteral("id"), QStringLiteral("shop")},
                                                       {QStringLiteral("team"), QStringLiteral("sales")}}});
    gateway.hold(QStringLiteral("/subscriptions"),
                 {subscription(QStringLiteral("s1"), QStringLiteral("shop"), QStringLiteral("pending"),
                               QStringLiteral("Reviews of customers"), 2),
                  subscription(QStringLiteral("s2"), QStringLiteral("desk"), QStringLiteral("pending"), hostile, 5),
                  subscription(QStringLiteral("s3"), QStringLiteral("bot"), QStringLiteral("approved"), {}, 9)});
    const QJsonObject shop{{QStringLiteral("group"), QJsonObject{{QStringLiteral("app"), QStringLiteral("shop")}}},
                           {QStringLiteral("total"), QJsonObject{{QStringLiteral("calls"), 120},
                                                                 {QStringLiteral("errors"), 6},
                                                                 {QStringLiteral("cost"), QStringLiteral("1.5")}}}};
    gateway.say(QStringLiteral("GET /stats"), {{QStringLiteral("series"), QJsonArray{shop}}});
}

} // namespace

class ApprovalsViewTest : public QObject {
    Q_OBJECT

    using Shown = ShownView<ApprovalsView>;

    static QString columnOf(const Shown& shown, int row, int column) {
        const auto* table = shown.view.findChild<TableView*>(QStringLiteral("approvalsTable"));
        return table->model()->index(row, column).data().toString();
    }
    static int rowsOf(const Shown& shown) {
        return shown.view.findChild<TableView*>(QStringLiteral("approvalsTable"))->shownRows();
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void whatWaitsLongestStandsFirstWithWhoAsksAndWhatHeUsed() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        const QAbstractItemModelTester tester(shown.view.findChild<SubscriptionModel*>(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        QTRY_COMPARE(rowsOf(shown), 2);
        QCOMPARE(columnOf(shown, 0, SubscriptionModel::App), QStringLiteral("desk"));
        QTRY_COMPARE(columnOf(shown, 1, SubscriptionModel::App), QStringLiteral("shop · sales"));
        QCOMPARE(columnOf(shown, 1, SubscriptionModel::Who), QStringLiteral("ada"));
        QTRY_COMPARE(columnOf(shown, 1, SubscriptionModel::Plan), QStringLiteral("Starter"));
        QCOMPARE(columnOf(shown, 1, SubscriptionModel::Age), QStringLiteral("2 day(s)"));
        QTRY_COMPARE(columnOf(shown, 1, SubscriptionModel::Usage), QStringLiteral("120 call(s) · $1.50"));
    }

    void anApprovalGoesToItsAddress() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.on(QStringLiteral("POST /subscriptions/s1/approve"), [&gateway](const ScriptedGateway::Request&) {
            auto all = gateway.held(QStringLiteral("/subscriptions"));
            auto first = all[0].toObject();
            first.insert(QStringLiteral("state"), QStringLiteral("approved"));
            all.replace(0, first);
            gateway.hold(QStringLiteral("/subscriptions"), all);
            return ScriptedGateway::Said{200, first};
        });
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("approvalsTable", QStringLiteral("shop · sales"), SubscriptionModel::App));
        auto* approve = shown.view.findChild<QAction*>(QStringLiteral("actionApprove"));
        QCOMPARE(approve->shortcut(), QKeySequence(QStringLiteral("Ctrl+Return")));
        approve->trigger();
        QTRY_COMPARE(rowsOf(shown), 1);
        QCOMPARE(gateway.requests(QStringLiteral("POST")).size(), 1);
        // It stands under its state now, where it can be suspended but not approved again.
        auto* states = shown.view.findChild<QComboBox*>(QStringLiteral("approvalsState"));
        states->setCurrentIndex(states->findData(QStringLiteral("approved")));
        QTRY_COMPARE(states->currentText(), QStringLiteral("Approved (2)"));
        QVERIFY(shown.select("approvalsTable", QStringLiteral("shop · sales"), SubscriptionModel::App));
        QVERIFY(!approve->isEnabled());
        QVERIFY(!approve->property("why").toString().isEmpty());
        QVERIFY(shown.find<QPushButton>("suspend")->isEnabled());
    }

    void aRejectionAsksForAReasonAndSendsIt() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.say(QStringLiteral("POST /subscriptions/s1/reject"), {});
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("approvalsTable", QStringLiteral("shop · sales"), SubscriptionModel::App));
        QCOMPARE(shown.view.findChild<QAction*>(QStringLiteral("actionReject"))->shortcut(),
                 QKeySequence(QStringLiteral("Ctrl+Backspace")));
        shown.press("reject");
        auto* form = shown.dialog("reasonDialog");
        QVERIFY(form);
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_reason").isEmpty());
        QVERIFY(gateway.requests(QStringLiteral("POST")).isEmpty());
        form->findChild<QPlainTextEdit*>(QStringLiteral("field_reason"))->setPlainText(QStringLiteral("Use mood 2"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("reasonDialog"));
        const auto sent = gateway.requests(QStringLiteral("POST"), QStringLiteral("/subscriptions/s1/reject"));
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent.front().body.value(QStringLiteral("reason")).toString(), QStringLiteral("Use mood 2"));
    }

    void severalAreDecidedTogetherAndWhatFailedIsTold() {
        ScriptedGateway gateway;
        fill(gateway);
        const auto why = QStringLiteral("Nobody approves his own request here.");
        const QJsonObject refused{
            {QStringLiteral("id"), QStringLiteral("s2")},
            {QStringLiteral("ok"), false},
            {QStringLiteral("problem"), ScriptedGateway::problem(QStringLiteral("own_request"), why)}};
        const QJsonObject done{{QStringLiteral("id"), QStringLiteral("s1")}, {QStringLiteral("ok"), true}};
        gateway.say(QStringLiteral("POST /subscriptions/bulk"), {{QStringLiteral("items"), QJsonArray{done, refused}}});
        Shown shown(gateway.address());
        QTRY_COMPARE(rowsOf(shown), 2);
        shown.find<TableView>("approvalsTable")->selectAll();
        QCOMPARE(shown.find<QLabel>("subscriptionTitle")->text(), QStringLiteral("2 request(s) selected"));
        shown.press("approve");
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST"), QStringLiteral("/subscriptions/bulk")).size(), 1);
        const auto body = gateway.requests(QStringLiteral("POST")).front().body;
        QCOMPARE(body.value(QStringLiteral("ids")).toArray().size(), 2);
        QCOMPARE(body.value(QStringLiteral("action")).toString(), QStringLiteral("approve"));
        QTRY_VERIFY(shown.toast->findChild<QLabel*>(QStringLiteral("toastText"))->text().contains(why));
    }

    void aRefusalOfTheGatewayIsToldAndNothingChanges() {
        ScriptedGateway gateway;
        fill(gateway);
        const auto why = QStringLiteral("Nobody approves his own request here.");
        gateway.say(QStringLiteral("POST /subscriptions/s1/approve"),
                    ScriptedGateway::problem(QStringLiteral("own_request"), why), 409);
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("approvalsTable", QStringLiteral("shop · sales"), SubscriptionModel::App));
        shown.press("approve");
        QTRY_COMPARE(shown.toast->findChild<QLabel*>(QStringLiteral("toastText"))->text(), why);
        QTRY_COMPARE(rowsOf(shown), 2);
    }

    void textsOfOthersAreShownAsTheyAre() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("approvalsTable", QStringLiteral("desk"), SubscriptionModel::App));
        const auto* reason = shown.find<QLabel>("subscriptionReason");
        QCOMPARE(reason->text(), hostile);
        QCOMPARE(reason->textFormat(), Qt::PlainText);
        const auto index = shown.find<TableView>("approvalsTable")->currentIndex();
        const auto tip = index.siblingAtColumn(SubscriptionModel::Reason).data(Qt::ToolTipRole).toString();
        QVERIFY(!tip.contains(QStringLiteral("<img")));
        for (const auto* label : shown.view.findChildren<QLabel*>())
            QVERIFY2(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'), qPrintable(label->text()));
    }

    void nothingWaitingSaysSoAndANotificationLeadsToARequest() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.hold(QStringLiteral("/subscriptions"), {});
        Shown shown(gateway.address());
        auto* notice = shown.find<QWidget>("approvalsNotice");
        const auto says = [notice](const QString& sentence) {
            const auto labels = notice->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&sentence](const QLabel* label) { return label->text() == sentence; });
        };
        QTRY_VERIFY(says(QStringLiteral("Nothing waiting")));
        gateway.hold(QStringLiteral("/subscriptions"),
                     {subscription(QStringLiteral("s9"), QStringLiteral("shop"), QStringLiteral("suspended"), {}, 1)});
        Q_EMIT shown.client.event(QStringLiteral("subscription.decided"), {});
        QTRY_COMPARE(shown.view.findChild<QComboBox*>(QStringLiteral("approvalsState"))->itemText(2),
                     QStringLiteral("Suspended (1)"));
        shown.view.open(QStringLiteral("s9"));
        QTRY_COMPARE(rowsOf(shown), 1);
        QVERIFY(shown.find<QPushButton>("resume")->isEnabled());
    }

    void fiveThousandSubscriptionsDoNotHoldTheWindowUp() {
        ScriptedGateway gateway;
        fill(gateway);
        QJsonArray many;
        for (int i = 0; i < 5'000; ++i)
            many.append(subscription(QStringLiteral("s%1").arg(i), QStringLiteral("app-%1").arg(i % 400),
                                     i % 3 == 0 ? QStringLiteral("approved") : QStringLiteral("pending"),
                                     QStringLiteral("Reason %1").arg(i), i % 90));
        gateway.hold(QStringLiteral("/subscriptions"), many);
        Shown shown(gateway.address());
        QTRY_VERIFY_WITH_TIMEOUT(rowsOf(shown) == 3'333, 20'000);
        auto* states = shown.view.findChild<QComboBox*>(QStringLiteral("approvalsState"));
        QElapsedTimer taken;
        taken.start();
        states->setCurrentIndex(states->count() - 1); // all of them
        QCOMPARE(rowsOf(shown), 5'000);
        shown.view.repaint();
        const auto all = taken.restart();
        shown.find<TableView>("approvalsTable")->setQuickFilter(QStringLiteral("reason 4999"));
        QCOMPARE(rowsOf(shown), 1);
        const auto filtered = taken.restart();
        shown.find<TableView>("approvalsTable")->setQuickFilter({});
        shown.find<TableView>("approvalsTable")->sortByColumn(SubscriptionModel::Age, Qt::AscendingOrder);
        shown.view.repaint();
        qInfo("5,000 subscriptions: shown in %lld ms, filtered in %lld ms, sorted in %lld ms", all, filtered,
              taken.elapsed());
    }
};

METERED_MAIN(ApprovalsViewTest)
#include "tst_approvals_view.moc"
