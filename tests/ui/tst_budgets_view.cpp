// SPDX-License-Identifier: GPL-3.0-or-later
// Budgets by hand: added, spent by real calls, raised and deleted.
#include "tests/ui/support/priced_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/budgets/budget_model.h"
#include "ui/budgets/budgets_view.h"
#include "ui/widgets/bar_delegate.h"

#include <QAction>
#include <QStandardPaths>

using namespace gatehouse::ui;

class BudgetsViewTest : public QObject {
    Q_OBJECT

    using Shown = ShownView<BudgetsView>;

    static void addForTests(Shown& shown, const QString& dollars, const QString& action = QStringLiteral("block")) {
        shown.press("addBudget");
        auto* form = shown.dialog("budgetDialog");
        QVERIFY(form);
        Shown::choose(form, "budgetScope", QStringLiteral("app"));
        QTRY_VERIFY(form->findChild<QComboBox*>(QStringLiteral("budgetScopeName"))->count() > 0);
        form->findChild<QComboBox*>(QStringLiteral("budgetScopeName"))->setEditText(QStringLiteral("tests"));
        Shown::type(form, "field_usd", dollars);
        Shown::choose(form, "field_action", action);
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("budgetDialog"));
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void withoutBudgetsThePersonIsLedToTheFirst() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        auto* button = shown.find<QWidget>("budgetsNotice")->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_COMPARE(button->text(), QStringLiteral("Set monthly budget"));
        QTest::mouseClick(button, Qt::LeftButton);
        auto* form = shown.dialog("budgetDialog");
        QVERIFY(form);
        Shown::save(form); // without an amount
        QVERIFY(!Shown::fault(form, "fault_usd").isEmpty());
        Shown::type(form, "field_usd", QStringLiteral("100"));
        Shown::save(form);
        QTRY_COMPARE(shown.cell("budgetsTable", QStringLiteral("Organisation"), BudgetModel::Used),
                     QStringLiteral("$0.00 of $100.00 · 0 %"));
        QCOMPARE(shown.cell("budgetsTable", QStringLiteral("Organisation"), BudgetModel::Period),
                 QStringLiteral("Month"));
        QCOMPARE(shown.cell("budgetsTable", QStringLiteral("Organisation"), BudgetModel::Alerts),
                 QStringLiteral("50, 80, 100 %"));
    }

    void aBudgetBlocksAndARaiseLetsPass() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        const QAbstractItemModelTester tester(shown.view.findChild<BudgetModel*>(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QCOMPARE(paid.call(), 200);
        addForTests(shown, QStringLiteral("0.01"));
        const auto who = QStringLiteral("Application tests");
        QTRY_VERIFY(shown.cell("budgetsTable", who, BudgetModel::Used).startsWith(QStringLiteral("$0.02")));
        QVERIFY(shown.cell("budgetsTable", who, BudgetModel::Used).endsWith(QStringLiteral("200 %")));
        QCOMPARE(paid.call(), 429);

        QVERIFY(shown.select("budgetsTable", who));
        shown.press("raiseBudget");
        auto* form = shown.dialog("raiseDialog");
        QVERIFY(form);
        Shown::type(form, "field_raise_usd", QStringLiteral("0.001"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_raise_usd").isEmpty());
        Shown::type(form, "field_raise_usd", QStringLiteral("5"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("raiseDialog"));
        QCOMPARE(paid.call(), 200);
        // The bar follows.
        QTRY_VERIFY(shown.cell("budgetsTable", who, BudgetModel::Used).startsWith(QStringLiteral("$0.0400 of $5.00")));
        auto* table = shown.find<TableView>("budgetsTable");
        const auto bar = table->model()->index(0, BudgetModel::Used);
        QVERIFY(bar.data(BarDelegate::ShareRole).toDouble() < 0.01);
        QCOMPARE(bar.data(BarDelegate::MarksRole).toList().size(), 3);
        QVERIFY(bar.data(Qt::AccessibleDescriptionRole).toString().contains(QStringLiteral("Raised from")));

        // Ended, it blocks again.
        shown.press("raiseBudget");
        form = shown.dialog("raiseDialog");
        auto* until = form->findChild<QComboBox*>(QStringLiteral("field_raise_until"));
        until->setCurrentIndex(until->count() - 1);
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("raiseDialog"));
        QCOMPARE(paid.call(), 429);
    }

    void aWarningLetsPassAndADeletionCanBeUndone() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        addForTests(shown, QStringLiteral("0.01"));
        const auto who = QStringLiteral("Application tests");
        QTRY_VERIFY(shown.select("budgetsTable", who));
        QCOMPARE(paid.call(), 429);
        shown.press("editBudget");
        auto* form = shown.dialog("budgetDialog");
        QVERIFY(form);
        QVERIFY(!form->findChild<QLineEdit*>(QStringLiteral("field_id"))->isEnabled());
        Shown::choose(form, "field_action", QStringLiteral("warn"));
        Shown::save(form);
        QTRY_COMPARE(shown.cell("budgetsTable", who, BudgetModel::Action), QStringLiteral("Warn"));
        QCOMPARE(paid.call(), 200);

        QVERIFY(shown.select("budgetsTable", who));
        shown.press("deleteBudget");
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        QVERIFY(shown.confirmIt().contains(QStringLiteral("1 application")));
        QTRY_VERIFY(shown.cell("budgetsTable", who, BudgetModel::Used).isEmpty());
        QTRY_VERIFY(shown.changes.canUndo());
        shown.changes.undo();
        QTRY_VERIFY(!shown.cell("budgetsTable", who, BudgetModel::Used).isEmpty());
    }

    void budgetsThatStandElsewhereAreShownAndChangedHere() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        bool made = false;
        shown.client.send(GatewayClient::Verb::Patch, QStringLiteral("/teams/me"),
                          {{QStringLiteral("budget"), QJsonObject{{QStringLiteral("usd"), QStringLiteral("7")},
                                                                  {QStringLiteral("period"), QStringLiteral("day")}}}},
                          &shown.view, [&made](const Reply& reply) { made = reply.ok(); });
        QTRY_VERIFY(made);
        const auto who = QStringLiteral("Team me");
        QTRY_COMPARE(shown.cell("budgetsTable", who, BudgetModel::Place), who);
        QVERIFY(shown.select("budgetsTable", who));
        QVERIFY(!shown.find<QPushButton>("raiseBudget")->isEnabled());
        shown.press("editBudget");
        auto* form = shown.dialog("budgetDialog");
        QVERIFY(form);
        Shown::type(form, "field_budget_usd", QStringLiteral("9"));
        Shown::save(form);
        QTRY_COMPARE(shown.cell("budgetsTable", who, BudgetModel::Used), QStringLiteral("$0.00 of $9.00 · 0 %"));
    }

    void aProtectedGatewayGathersTheChange() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.changes.setProtected(true);
        addForTests(shown, QStringLiteral("0.01"));
        QCOMPARE(shown.changes.waiting().size(), 1);
        QCOMPARE(paid.call(), 200);
    }

    void aLostGatewayIsTold() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        addForTests(shown, QStringLiteral("3"));
        QTRY_VERIFY(shown.select("budgetsTable", QStringLiteral("Application tests")));
        paid.gateway.kill();
        QTRY_VERIFY(!shown.find<QLabel>("budgetsStale")->text().isEmpty());
        QVERIFY(!shown.cell("budgetsTable", QStringLiteral("Application tests"), BudgetModel::Used).isEmpty());
    }
};

QTEST_MAIN(BudgetsViewTest)
#include "tst_budgets_view.moc"
