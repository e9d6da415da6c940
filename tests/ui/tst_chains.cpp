// SPDX-License-Identifier: GPL-3.0-or-later
// A chain from its first step to a published version, by hand and before a real gateway.
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/prompts/chain_editor.h"
#include "ui/prompts/chain_outcome_model.h"
#include "ui/prompts/chain_words.h"
#include "ui/prompts/chains_page.h"
#include "ui/prompts/json_edit.h"
#include "ui/prompts/json_place.h"
#include "ui/prompts/prompts_view.h"
#include "ui/prompts/version_model.h"

#include <QAction>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabBar>
#include <QTabWidget>

using namespace gatehouse::ui;

class ChainsTest : public QObject {
    Q_OBJECT

    struct Shown : ShownView<PromptsView> {
        using ShownView::ShownView;

        ChainsPage& page() { return *view.findChild<ChainsPage*>(); }
        ChainEditor& editor() { return *view.findChild<ChainEditor*>(); }
        JsonEdit& text() { return *view.findChild<JsonEdit*>(QStringLiteral("chainDefinition")); }
        QString label(const char* name) { return find<QLabel>(name)->text(); }
        QAction* command(const char* name) { return view.findChild<QAction*>(QLatin1String(name)); }
        QJsonArray steps() { return text().object().value(QLatin1String("steps")).toArray(); }

        // From the view's start to the editor of a new chain.
        void makeChain() {
            QTRY_COMPARE(client.state(), GatewayClient::State::Connected);
            auto* tabs = find<QTabWidget>("productPages")->tabBar();
            QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
            QTRY_VERIFY(find<QPushButton>("newChain")->isVisible());
            press("newChain");
            auto* form = dialog("newChainDialog");
            QVERIFY(form);
            type(form, "field_id", QStringLiteral("triage"));
            type(form, "field_title", QStringLiteral("Triage"));
            save(form);
            QTRY_VERIFY(!dialog("newChainDialog"));
            QTRY_COMPARE(label("chainState"), QStringLiteral("Version 1"));
            QTRY_VERIFY(label("chainCheckState").startsWith(QStringLiteral("It can run:")));
        }
    };

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void aFieldIsFoundInItsText() {
        const QByteArray text = "{\n \"steps\": [\n  {\"id\": \"a, }\", \"use\": \"x\"},\n  {\"id\": \"b\",\n   "
                                "\"input\": [{\"name\": 3}]}\n ]\n}";
        const auto lineOf = [&text](const char* field) {
            const int place = placeOfField(text, QLatin1String(field));
            return place < 0 ? -1 : static_cast<int>(text.left(place).count('\n')) + 1;
        };
        QCOMPARE(text.mid(placeOfField(text, QStringLiteral("steps[0].use")), 3), QByteArray("\"x\""));
        QCOMPARE(lineOf("steps[1].id"), 4);
        QCOMPARE(lineOf("steps[1].input[0].name"), 5);
        QCOMPARE(lineOf("steps[1].timeout"), 4); // what is not there: around it
        QCOMPARE(lineOf("steps[7]"), 2);
        QCOMPARE(lineOf(""), -1);
        QCOMPARE(placeOfField("{", QStringLiteral("steps")), -1);
    }

    void aChainIsWrittenTriedAndSaved() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        shown.makeChain();
        QVERIFY(!shown.command("actionSaveVersion")->isEnabled()); // nothing was edited

        // A step more, by its form.
        shown.press("add_step");
        auto* form = shown.dialog("chainStepDialog");
        QVERIFY(form);
        Shown::type(form, "field_id", QStringLiteral("draft"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_id").isEmpty()); // there is one
        Shown::type(form, "field_id", QStringLiteral("loud"));
        Shown::choose(form, "field_kind", QStringLiteral("model"));
        form->findChild<QComboBox*>(QStringLiteral("field_use"))->setCurrentText(QStringLiteral("demo/echo"));
        QTest::mouseClick(form->findChild<QPushButton*>(QStringLiteral("add_stepInput")), Qt::LeftButton);
        auto* mapping = shown.dialog("mappingDialog");
        QVERIFY(mapping);
        Shown::type(mapping, "field_name", QStringLiteral("prompt"));
        mapping->findChild<QComboBox*>(QStringLiteral("field_value"))->setCurrentText(QStringLiteral("/short/text"));
        Shown::save(mapping);
        QTRY_VERIFY(!shown.dialog("mappingDialog"));
        Shown::choose(form, "field_test", QStringLiteral("equals"));
        form->findChild<QComboBox*>(QStringLiteral("field_when"))->setCurrentText(QStringLiteral("/inputs/text"));
        Shown::type(form, "field_wanted", QStringLiteral("never"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_wanted").isEmpty()); // no JSON
        Shown::type(form, "field_wanted", QStringLiteral("\"never\""));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("chainStepDialog"));
        QCOMPARE(shown.steps().size(), 3);
        QVERIFY(shown.label("chainState").endsWith(QStringLiteral("edited")));
        QTRY_VERIFY(shown.label("chainCheckState").startsWith(QStringLiteral("It can run: 3 call")));

        // Tried before it is saved.
        shown.editor().showPage(ChainEditor::Page::Run);
        QTRY_VERIFY(shown.find<QPushButton>("runChain")->isEnabled());
        shown.press("runChain");
        const auto outcome = [&shown](const char* step, int column) {
            return shown.cell("chainOutcomes", QLatin1String(step), column);
        };
        QTRY_COMPARE(outcome("short", ChainOutcomeModel::State), QStringLiteral("Done"));
        QTRY_COMPARE(outcome("loud", ChainOutcomeModel::State), QStringLiteral("Left out"));
        QVERIFY(outcome("draft", ChainOutcomeModel::Time).contains(QStringLiteral("ms")));
        QVERIFY(outcome("draft", ChainOutcomeModel::Input).toInt() > 0);
        auto* answer = shown.find<QPlainTextEdit>("chainAnswer");
        QTRY_VERIFY(answer->toPlainText().contains(QStringLiteral("\"answer\"")));
        QVERIFY(shown.select("chainOutcomes", QStringLiteral("draft")));
        QVERIFY(answer->toPlainText().contains(QStringLiteral("Answer kindly: The parcel")));
        QSignalSpy log(&shown.view, &View::goTo);
        shown.press("chainStepLog");
        QCOMPARE(log.first().first().toString(), QStringLiteral("log"));

        // Saved, labelled, compared, gone back.
        shown.command("actionSaveVersion")->trigger();
        form = shown.dialog("saveVersionDialog");
        QVERIFY(form);
        form->findChild<QPlainTextEdit*>(QStringLiteral("field_comment"))->setPlainText(QStringLiteral("Louder"));
        Shown::save(form);
        QTRY_COMPARE(shown.label("chainState"), QStringLiteral("Version 2"));
        shown.editor().showPage(ChainEditor::Page::Versions);
        auto* table = shown.editor().findChild<TableView*>(QStringLiteral("chain_versionsTable"));
        QTRY_COMPARE(table->shownRows(), 2);
        shown.command("actionDiffVersions")->trigger();
        auto* diff = shown.dialog("versionDiffDialog");
        QVERIFY(diff);
        QVERIFY(diff->findChild<QPlainTextEdit*>(QStringLiteral("diffRight"))
                    ->toPlainText()
                    .contains(QStringLiteral("+ ── loud ──")));
        diff->close();
        table->selectRow(1);
        QTRY_VERIFY(shown.command("actionRevertVersion")->isEnabled());
        shown.command("actionRevertVersion")->trigger();
        (void)shown.confirmIt();
        QTRY_COMPARE(table->shownRows(), 3);
        QTRY_COMPARE(shown.label("chainState"), QStringLiteral("Version 3"));
        shown.command("actionMoveLabel")->trigger();
        auto* move = shown.dialog("moveLabelDialog");
        QVERIFY(move);
        Shown::choose(move, "field_version", 3);
        Shown::save(move);
        QTRY_VERIFY(!shown.dialog("moveLabelDialog"));
        QTRY_VERIFY(shown.label("chainState").contains(QStringLiteral("production")));
        shown.command("actionPublishPrompt")->trigger();
        QCOMPARE(log.last().last().toString(), QStringLiteral("publish_chain:triage@3"));
    }

    void whatIsWrongLeadsToItsLine() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        shown.makeChain();
        auto content = shown.text().object();
        auto steps = shown.steps();
        auto second = steps[1].toObject();
        second.insert(QStringLiteral("input"),
                      QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("prompt")},
                                             {QStringLiteral("value"), QStringLiteral("/nobody/text")}}});
        steps[1] = second;
        content.insert(QStringLiteral("steps"), steps);
        shown.text().setObject(content);
        QTRY_COMPARE(shown.label("chainCheckState"), QStringLiteral("1 thing(s) to mend"));
        QTRY_VERIFY(shown.find<QPushButton>("chainFaultGo"));
        auto* go = shown.find<QPushButton>("chainFaultGo");
        const auto wanted = shown.text().utf8().left(shown.text().utf8().indexOf("/nobody")).count('\n') + 1;
        QCOMPARE(go->text(), QStringLiteral("Line %1").arg(wanted));
        QTest::mouseClick(go, Qt::LeftButton);
        int line = 0;
        int column = 0;
        shown.text().getCursorPosition(&line, &column);
        QCOMPARE(line + 1, static_cast<int>(wanted));
        QVERIFY(!shown.command("actionTryPrompt")->isEnabled());
        // What is no JSON stays as it was written, and is told with its line.
        shown.text().setText(QStringLiteral("{\n\"steps\": [}"));
        QVERIFY(shown.label("chainCheckState").startsWith(QStringLiteral("Line 2")));
        shown.command("actionDiscardEdits")->trigger();
        QTRY_VERIFY(shown.label("chainCheckState").startsWith(QStringLiteral("It can run:")));
        QCOMPARE(shown.label("chainState"), QStringLiteral("Version 1"));
    }

    void theListLeadsBackAndForth() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        shown.makeChain();
        QCOMPARE(shown.view.state(), QStringLiteral("chain:triage"));
        QTest::mouseClick(shown.find<QWidget>("chainBack"), Qt::LeftButton);
        QTRY_COMPARE(shown.cell("chainsTable", QStringLiteral("Triage"), 4), QStringLiteral("2")); // steps
        shown.press("duplicateChain");
        QTRY_VERIFY(shown.dialog("newChainDialog"));
        Shown::save(shown.dialog("newChainDialog"));
        QTRY_COMPARE(shown.editor().id(), QStringLiteral("triage-2"));
        shown.view.open(QStringLiteral("chain:"));
        QTRY_VERIFY(shown.select("chainsTable", QStringLiteral("triage-2")));
        shown.press("deleteChain");
        (void)shown.confirmIt();
        QTRY_COMPARE(shown.find<TableView>("chainsTable")->shownRows(), 1);
        shown.view.open(QStringLiteral("chain:triage"));
        QTRY_COMPARE(shown.label("chainTitle"), QStringLiteral("Triage"));
    }
};

QTEST_MAIN(ChainsTest)
#include "tst_chains.moc"
