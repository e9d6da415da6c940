// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/form.h"
#include "ui/widgets/form_dialog.h"
#include "ui/widgets/secret_clipboard.h"
#include "ui/widgets/table_export.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace gatehouse::ui;

namespace {

QPushButton* button(QWidget* in, const char* name) {
    return in->findChild<QPushButton*>(QLatin1String(name));
}

QDialog* confirmDialog() {
    for (auto* widget : QApplication::topLevelWidgets()) {
        if (widget->objectName() == QLatin1String("confirmDialog") && widget->isVisible())
            return qobject_cast<QDialog*>(widget);
    }
    return nullptr;
}

QList<QStandardItem*> row(const QString& name, double calls) {
    auto* number = new QStandardItem(QLocale().toString(calls, 'f', 0));
    number->setData(calls, TableView::SortRole);
    number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return {new QStandardItem(name), number, new QStandardItem(QStringLiteral("note of ") + name)};
}

void fill(QStandardItemModel& model) {
    model.setHorizontalHeaderLabels({QStringLiteral("Name"), QStringLiteral("Calls"), QStringLiteral("Note")});
    model.appendRow(row(QStringLiteral("openai"), 1200));
    model.appendRow(row(QStringLiteral("Anthropic"), 90));
    model.appendRow(row(QStringLiteral("demo 10"), 5));
    model.appendRow(row(QStringLiteral("demo 9"), 700));
}

} // namespace

class ToolkitTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Theme> m_theme;

    struct Shown {
        explicit Shown(const Theme& theme) : table(theme) {
            table.setObjectName(QStringLiteral("testTable"));
            fill(model);
            table.setSource(&model);
            table.setColumnWidths({120, 80, 0});
            table.resize(600, 300);
            table.show();
        }
        QString cell(int r, int column) { return table.model()->index(r, column).data().toString(); }
        QStandardItemModel model;
        TableView table;
    };

private Q_SLOTS:
    void initTestCase() {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName(QStringLiteral("toolkit-test"));
        m_theme = std::make_unique<Theme>(*qApp);
    }
    void cleanup() { QSettings().clear(); }

    void aFaultStandsAtItsFieldAndTakesTheFocus() {
        Form form;
        auto* name = new QLineEdit;
        auto* url = new QLineEdit;
        form.addField(QStringLiteral("name"), QStringLiteral("Name"), name);
        form.addField(QStringLiteral("base_url"), QStringLiteral("Base URL"), url, QStringLiteral("Begins with https."),
                      [url] { return url->text().isEmpty() ? QStringLiteral("Enter an address.") : QString(); });
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        auto* fault = form.findChild<QLabel*>(QStringLiteral("fault_base_url"));
        QVERIFY(!fault->isVisible());
        QCOMPARE(url->accessibleDescription(), QStringLiteral("Begins with https."));
        name->setFocus();
        QVERIFY(!form.check());
        QVERIFY(fault->isVisible());
        QCOMPARE(fault->text(), QStringLiteral("Enter an address."));
        QCOMPARE(url->property("state").toString(), QStringLiteral("wrong"));
        QCOMPARE(form.focusWidget(), url);
        QVERIFY(url->accessibleDescription().startsWith(QStringLiteral("Enter an address.")));
        // It goes as soon as it is right.
        QSignalSpy edited(&form, &Form::edited);
        QTest::keyClicks(url, QStringLiteral("h"));
        QVERIFY(!fault->isVisible());
        QVERIFY(edited.count() > 0);
        QVERIFY(form.check());
    }

    void aFieldIsCheckedWhenItIsLeft() {
        Form form;
        auto* one = new QLineEdit;
        auto* two = new QLineEdit;
        form.addField(QStringLiteral("one"), QStringLiteral("One"), one, {},
                      [one] { return one->text() == QLatin1String("x") ? QStringLiteral("Not x.") : QString(); });
        form.addField(QStringLiteral("two"), QStringLiteral("Two"), two);
        form.show();
        form.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&form));
        one->setFocus();
        QTest::keyClicks(one, QStringLiteral("x"));
        auto* fault = form.findChild<QLabel*>(QStringLiteral("fault_one"));
        QVERIFY(!fault->isVisible());
        QTest::keyClick(one, Qt::Key_Tab);
        QVERIFY(fault->isVisible());
    }

    void aProblemOfTheGatewayFindsItsField() {
        Form form;
        auto* keys = new QLineEdit;
        form.addField(QStringLiteral("keys"), QStringLiteral("Keys"), keys);
        form.show();
        Problem problem;
        problem.field = QStringLiteral("keys[0].weight");
        problem.detail = QStringLiteral("Too heavy.");
        QVERIFY(form.showProblem(problem));
        QCOMPARE(form.findChild<QLabel*>(QStringLiteral("fault_keys"))->text(), QStringLiteral("Too heavy."));
        problem.field = QStringLiteral("elsewhere");
        QVERIFY(!form.showProblem(problem));
        form.setFieldVisible(QStringLiteral("keys"), false);
        problem.field = QStringLiteral("keys");
        QVERIFY(!form.showProblem(problem)); // nobody would see it there
    }

    void nothingTypedIsLostWhenSavingFails() {
        QWidget window;
        auto* dialog = new FormDialog(*m_theme, QStringLiteral("Add team"), QStringLiteral("Add team"), &window);
        auto* name = new QLineEdit;
        dialog->form().addField(QStringLiteral("name"), QStringLiteral("Name"), name);
        int saves = 0;
        dialog->setSave([&] { ++saves; });
        dialog->open();
        QTest::keyClicks(name, QStringLiteral("Blue"));
        QTest::mouseClick(button(dialog, "dialogVerb"), Qt::LeftButton);
        QCOMPARE(saves, 1);
        QVERIFY(!button(dialog, "dialogVerb")->isEnabled()); // busy: not sent twice
        dialog->accept();
        QCOMPARE(saves, 1);
        Problem problem;
        problem.detail = QStringLiteral("The disk is full.");
        dialog->failed(problem);
        QVERIFY(dialog->isVisible());
        QCOMPARE(name->text(), QStringLiteral("Blue"));
        QVERIFY(name->isEnabled());
        QCOMPARE(dialog->findChild<QLabel*>(QStringLiteral("dialogBanner"))->text(), problem.detail);
        QPointer<FormDialog> guard(dialog);
        dialog->accept();
        dialog->succeeded();
        QTRY_VERIFY(guard.isNull());
    }

    void leavingWithEditsAsks() {
        QWidget window;
        QPointer<FormDialog> dialog(new FormDialog(*m_theme, QStringLiteral("Add"), QStringLiteral("Add"), &window));
        auto* name = new QLineEdit;
        dialog->form().addField(QStringLiteral("name"), QStringLiteral("Name"), name);
        dialog->open();
        QTest::keyClicks(name, QStringLiteral("Blue"));
        QTest::keyClick(name, Qt::Key_Escape);
        QVERIFY(dialog->isVisible());
        QVERIFY(confirmDialog() != nullptr);
        QTest::mouseClick(button(confirmDialog(), "confirmCancel"), Qt::LeftButton);
        QTRY_VERIFY(confirmDialog() == nullptr);
        QCOMPARE(name->text(), QStringLiteral("Blue"));
        QTest::mouseClick(button(dialog, "dialogCancel"), Qt::LeftButton);
        QTest::mouseClick(button(confirmDialog(), "confirmVerb"), Qt::LeftButton);
        QTRY_VERIFY(dialog.isNull());
    }

    void aConfirmationNeedsTheNameTyped() {
        QWidget window;
        window.show();
        bool done = false;
        Confirmation what;
        what.title = QStringLiteral("Revoke key ci?");
        what.impact = QStringLiteral("2 routes");
        what.verb = QStringLiteral("Revoke");
        what.typed = QStringLiteral("ci");
        confirm(&window, what, [&] { done = true; });
        auto* dialog = confirmDialog();
        QVERIFY(dialog != nullptr);
        QVERIFY(button(dialog, "confirmCancel")->isDefault());
        QVERIFY(!button(dialog, "confirmVerb")->isEnabled());
        auto* typed = dialog->findChild<QLineEdit*>(QStringLiteral("confirmTyped"));
        QTest::keyClicks(typed, QStringLiteral("ci"));
        QVERIFY(button(dialog, "confirmVerb")->isEnabled());
        QVERIFY(!done);
        QTest::mouseClick(button(dialog, "confirmVerb"), Qt::LeftButton);
        QVERIFY(done);
        QTRY_VERIFY(confirmDialog() == nullptr);
    }

    void aToastNeverTakesTheFocus() {
        QWidget window;
        QLineEdit edit(&window);
        window.resize(800, 600);
        auto* toast = new Toast(*m_theme);
        toast->attachTo(&window);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        edit.setFocus();
        bool undone = false;
        toast->say(QStringLiteral("Provider openai disabled."), QStringLiteral("Undo"), [&] { undone = true; });
        QVERIFY(toast->isVisible());
        QVERIFY(edit.hasFocus());
        QVERIFY(window.rect().contains(toast->geometry()));
        QTest::mouseClick(button(toast, "toastButton"), Qt::LeftButton);
        QVERIFY(undone);
        QVERIFY(!toast->isVisible());
        QVERIFY(edit.hasFocus());
        toast->say(QStringLiteral("Saved."));
        QVERIFY(!button(toast, "toastButton")->isVisible());
        window.resize(400, 300);
        QVERIFY(window.rect().contains(toast->geometry()));
    }

    void aCopiedSecretIsMarkedAndForgotten() {
        auto* clipboard = QGuiApplication::clipboard();
        copySecret(QStringLiteral("gh_secret"));
        QCOMPARE(clipboard->text(), QStringLiteral("gh_secret"));
        QCOMPARE(clipboard->mimeData()->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
        auto* timer = qApp->findChild<QTimer*>(QStringLiteral("secretClipboardTimer"));
        QVERIFY(timer != nullptr && timer->isActive());
        QCOMPARE(timer->interval(), secretClipboardSeconds * 1'000);
        timer->setInterval(1); // the half minute is over
        QTRY_VERIFY(clipboard->text().isEmpty());
        timer->setInterval(secretClipboardSeconds * 1'000);
        // Something else was copied meanwhile: it stays.
        copySecret(QStringLiteral("gh_secret"));
        copyText(QStringLiteral("a recipe"));
        forgetCopiedSecret();
        QCOMPARE(clipboard->text(), QStringLiteral("a recipe"));
    }

    void aTableSortsByItsRawValues() {
        Shown shown(*m_theme);
        QAbstractItemModelTester tester(shown.table.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(shown.cell(0, 0), QStringLiteral("openai"));
        shown.table.sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(shown.cell(0, 0), QStringLiteral("openai"));
        QCOMPARE(shown.cell(3, 0), QStringLiteral("demo 10"));
        shown.table.sortByColumn(0, Qt::AscendingOrder);
        QCOMPARE(shown.cell(0, 0), QStringLiteral("Anthropic"));
        QCOMPARE(shown.cell(1, 0), QStringLiteral("demo 9")); // before 10
        QCOMPARE(shown.table.model()->headerData(1, Qt::Horizontal, Qt::TextAlignmentRole).toInt(),
                 shown.model.index(0, 1).data(Qt::TextAlignmentRole).toInt());
    }

    void wordsNarrowATable() {
        Shown shown(*m_theme);
        shown.table.setQuickFilter(QStringLiteral("DEMO 9"));
        QCOMPARE(shown.table.shownRows(), 1);
        QCOMPARE(shown.table.sourceIndex(shown.table.model()->index(0, 0)).row(), 3);
        shown.table.setQuickFilter({});
        QCOMPARE(shown.table.shownRows(), 4);
    }

    void rowsAreCopiedAndOpened() {
        Shown shown(*m_theme);
        shown.table.sortByColumn(0, Qt::AscendingOrder);
        shown.table.selectAll();
        QTest::keyClick(&shown.table, Qt::Key_C, Qt::ControlModifier);
        const auto lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines.front(), QStringLiteral("Anthropic\t90\tnote of Anthropic"));
        QSignalSpy opened(&shown.table, &TableView::opened);
        shown.table.setCurrentIndex(shown.table.model()->index(0, 0));
        QTest::keyClick(&shown.table, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.at(0).at(0).toModelIndex().row(), 1); // in the source
        QSignalSpy deleted(&shown.table, &TableView::deletePressed);
        QTest::keyClick(&shown.table, Qt::Key_Delete);
        QCOMPARE(deleted.count(), 1);
    }

    void typingLeadsToARow() {
        Shown shown(*m_theme);
        shown.table.setFocus();
        QTest::keyClicks(&shown.table, QStringLiteral("demo 9"));
        QCOMPARE(shown.table.currentIndex().row(), 3);
    }

    void chosenColumnsAreRemembered() {
        {
            Shown shown(*m_theme);
            Q_EMIT shown.table.horizontalHeader()->customContextMenuRequested(QPoint(5, 5));
            auto* menu = shown.table.findChild<QMenu*>(QStringLiteral("columnMenu"));
            QVERIFY(menu != nullptr);
            QCOMPARE(menu->actions().size(), 3);
            menu->actions().at(2)->trigger();
            QVERIFY(shown.table.isColumnHidden(2));
            menu->close();
            shown.table.horizontalHeader()->moveSection(0, 1);
            shown.table.hide();
        }
        Shown again(*m_theme);
        QVERIFY(again.table.isColumnHidden(2));
        QCOMPARE(again.table.horizontalHeader()->visualIndex(0), 1);
    }

    void rowsAreExported() {
        Shown shown(*m_theme);
        shown.model.item(0, 0)->setText(QStringLiteral("=HYPERLINK(\"x\")"));
        QSignalSpy exported(&shown.table, &TableView::exported);
        const auto exportTo = [&](const QString& file) {
            shown.table.exportRows();
            auto* dialog = shown.table.window()->findChild<QFileDialog*>(QStringLiteral("exportDialog"));
            Q_EMIT dialog->fileSelected(file);
            dialog->close();
            QTRY_VERIFY(!exported.isEmpty());
            QCOMPARE(exported.takeFirst().at(1).toInt(), 4);
        };
        const auto read = [](const QString& name) {
            QFile file(name);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        exportTo(m_folder.filePath(QStringLiteral("rows.csv")));
        const auto csv = read(m_folder.filePath(QStringLiteral("rows.csv")));
        QVERIFY(csv.startsWith("Name,Calls,Note\r\n\"'=HYPERLINK(\"\"x\"\")\",1200,note of openai\r\n"));
        exportTo(m_folder.filePath(QStringLiteral("rows.jsonl")));
        const auto lines = read(m_folder.filePath(QStringLiteral("rows.jsonl"))).split('\n');
        QCOMPARE(lines.at(1), QByteArray("{\"Calls\":90,\"Name\":\"Anthropic\",\"Note\":\"note of Anthropic\"}"));
    }

    void cellsAreQuotedWhereNeeded_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        QTest::newRow("plain") << QStringLiteral("a b") << QStringLiteral("a b");
        QTest::newRow("comma") << QStringLiteral("a,b") << QStringLiteral("\"a,b\"");
        QTest::newRow("quote") << QStringLiteral("a\"b") << QStringLiteral("\"a\"\"b\"");
        QTest::newRow("formula") << QStringLiteral("@x") << QStringLiteral("\"'@x\"");
        QTest::newRow("negative number") << QStringLiteral("-3.5") << QStringLiteral("-3.5");
    }
    void cellsAreQuotedWhereNeeded() {
        QFETCH(QString, text);
        QFETCH(QString, cell);
        QCOMPARE(csvCell(text), cell);
    }
};

QTEST_MAIN(ToolkitTest)
#include "tst_toolkit.moc"
