// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a prompt once it has versions: compared, gone back to, labelled, talked about, tested, and taken
// along as files.
#include "tests/ui/support/prompt_shelf.h"
#include "tests/ui/support/shown_view.h"
#include "ui/prompts/check_list.h"
#include "ui/prompts/choice_menu.h"
#include "ui/prompts/line_difference.h"
#include "ui/prompts/prompt_editor.h"
#include "ui/prompts/prompt_files.h"
#include "ui/prompts/prompt_message_card.h"
#include "ui/prompts/prompts_view.h"
#include "ui/prompts/result_matrix.h"
#include "ui/prompts/template_edit.h"
#include "ui/prompts/version_model.h"

#include <QAction>
#include <QDir>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTextBlock>

using namespace gatehouse::ui;

class PromptVersionsTest : public QObject {
    Q_OBJECT

    struct Shown : ShownView<PromptsView> {
        using ShownView::ShownView;

        void openPrompt(PromptEditor::Page page) {
            QTRY_COMPARE(client.state(), GatewayClient::State::Connected);
            view.open(QStringLiteral("mood"));
            QTRY_VERIFY(!view.findChildren<PromptMessageCard*>().isEmpty());
            view.findChild<PromptEditor*>()->showPage(page);
        }
        void selectVersions(const QList<int>& rows) {
            auto* table = find<TableView>("versionsTable");
            table->clearSelection();
            for (const int row : rows)
                table->selectionModel()->select(table->model()->index(row, 0),
                                                QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
        QStringList comments() {
            QStringList texts;
            for (const auto* label : view.findChildren<QLabel*>(QStringLiteral("commentBody"))) {
                if (label->isVisibleTo(&view))
                    texts.append(label->text());
            }
            return texts;
        }
    };

    static QJsonObject label(const QString& name, int version) {
        return {{QStringLiteral("name"), name}, {QStringLiteral("version"), version}};
    }

    // Four versions; the fourth went back to the first.
    static void fill(PromptShelf& shelf) {
        auto fourth = PromptShelf::version(4, QStringLiteral("One\n{{text}}"));
        fourth.insert(QStringLiteral("from"), 1);
        shelf.add(QStringLiteral("mood"), {},
                  {PromptShelf::version(1, QStringLiteral("One\n{{text}}")),
                   PromptShelf::version(2, QStringLiteral("Two\n{{text}}")),
                   PromptShelf::version(3, QStringLiteral("Three\n{{text}}\nmore")), fourth},
                  {label(QStringLiteral("production"), 2), label(QStringLiteral("staging"), 4)});
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void linesAreComparedByWhatTheyShare() {
        const auto signs = [](const QString& left, const QString& right) {
            QString out;
            for (const auto& pair : compareLines(left, right))
                out += QLatin1Char("=*-+"[static_cast<int>(pair.kind)]);
            return out;
        };
        QCOMPARE(signs(QStringLiteral("a\nb\nc"), QStringLiteral("a\nb\nc")), QStringLiteral("==="));
        QCOMPARE(signs(QStringLiteral("a\nb\nc"), QStringLiteral("a\nx\nc")), QStringLiteral("=*="));
        QCOMPARE(signs(QStringLiteral("a\nc"), QStringLiteral("a\nb\nc")), QStringLiteral("=+="));
        QCOMPARE(signs(QStringLiteral("a\nb\nc\nd"), QStringLiteral("b\nd\ne")), QStringLiteral("-=-=+"));
        QStringList many;
        for (int i = 0; i < 5000; ++i)
            many.append(QString::number(i));
        QCOMPARE(compareLines(many.join(u'\n'), QStringLiteral("x")).size(), 5000);
    }

    void theGraphTellsWhatWasMadeOfWhat() {
        PromptShelf shelf;
        fill(shelf);
        Theme theme(*qApp);
        VersionModel model(theme, nullptr);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.put(shelf.prompts[0]);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.at(0)->number, 4);
        QCOMPARE(model.at(0)->edges.size(), 1);
        QCOMPARE(model.at(0)->edges[0].part, GraphEdge::Part::Leaves);
        QCOMPARE(model.at(1)->edges[0].part, GraphEdge::Part::Passes);
        QCOMPARE(model.at(3)->edges[0].part, GraphEdge::Part::Ends);
        QCOMPARE(model.at(2)->labels, QStringList{QStringLiteral("production")});
        QVERIFY(
            model.index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("made of version 1")));
    }

    void twoVersionsAreComparedSideBySide() {
        PromptShelf shelf;
        fill(shelf);
        Shown shown(shelf.admin.address());
        shown.openPrompt(PromptEditor::Page::Versions);
        shown.selectVersions({1, 2}); // versions 3 and 2
        shown.press("diffVersions");
        auto* diff = shown.dialog("versionDiffDialog");
        QVERIFY(diff);
        auto* left = diff->findChild<QPlainTextEdit*>(QStringLiteral("diffLeft"));
        auto* right = diff->findChild<QPlainTextEdit*>(QStringLiteral("diffRight"));
        QVERIFY(left->toPlainText().contains(QStringLiteral("- Two")));
        QVERIFY(right->toPlainText().contains(QStringLiteral("+ Three")));
        QVERIFY(right->toPlainText().contains(QStringLiteral("+ more")));
        QCOMPARE(left->document()->blockCount(), right->document()->blockCount());
        QCOMPARE(diff->findChild<QLabel*>(QStringLiteral("diffCount"))->text(), QStringLiteral("2 line(s) differ"));
        auto* to = diff->findChild<QComboBox*>(QStringLiteral("diffTo"));
        to->setCurrentIndex(to->findData(2));
        QCOMPARE(diff->findChild<QLabel*>(QStringLiteral("diffCount"))->text(), QStringLiteral("No differences"));
        diff->close();

        // What is being written stands beside the version that it is made of.
        shown.view.findChild<PromptEditor*>()->showPage(PromptEditor::Page::Write);
        shown.view.findChildren<PromptMessageCard*>().last()->text().setText(QStringLiteral("Draft"));
        shown.selectVersions({0});
        shown.view.findChild<QAction*>(QStringLiteral("actionDiffVersions"))->trigger();
        QTRY_VERIFY(shown.dialog("versionDiffDialog"));
        QVERIFY(shown.dialog("versionDiffDialog")
                    ->findChild<QPlainTextEdit*>(QStringLiteral("diffRight"))
                    ->toPlainText()
                    .contains(QStringLiteral("+ Draft")));
    }

    void aLabelMovesAndCanBeTakenBack() {
        PromptShelf shelf;
        fill(shelf);
        Shown shown(shelf.admin.address());
        shown.openPrompt(PromptEditor::Page::Versions);
        shown.selectVersions({1}); // version 3
        shown.press("moveLabel");
        auto* form = shown.dialog("moveLabelDialog");
        QVERIFY(form);
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("moveLabelDialog"));
        QVERIFY(
            shelf.prompts[0].value(QLatin1String("labels")).toArray().contains(label(QStringLiteral("production"), 3)));
        QTRY_VERIFY(shown.cell("versionsTable", QStringLiteral("3"), VersionModel::Labels)
                        .contains(QStringLiteral("production")));
        QVERIFY(shown.changes.canUndo());
        shown.changes.undo();
        QTRY_VERIFY(
            shelf.prompts[0].value(QLatin1String("labels")).toArray().contains(label(QStringLiteral("production"), 2)));
    }

    void revertingAsksForANewVersion() {
        PromptShelf shelf;
        fill(shelf);
        Shown shown(shelf.admin.address());
        shown.openPrompt(PromptEditor::Page::Versions);
        shown.selectVersions({0});
        QVERIFY(!shown.find<QPushButton>("revertVersion")->isEnabled());
        shown.selectVersions({2});
        shown.press("revertVersion");
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        shown.confirmIt();
        QTRY_VERIFY(!shelf.asked.isEmpty() && shelf.asked.last().path == QLatin1String("/prompts/mood/revert"));
        QCOMPARE(shelf.asked.last().body.value(QLatin1String("version")).toInt(), 2);
    }

    void commentsAreReadWrittenAndPlain() {
        PromptShelf shelf;
        fill(shelf);
        QJsonArray said{QJsonObject{{QStringLiteral("author"), QStringLiteral("eve")},
                                    {QStringLiteral("version"), 2},
                                    {QStringLiteral("text"), QStringLiteral("<h1>Big</h1>")}}};
        shelf.script = [&said](const ScriptedAdmin::Request& request, ScriptedAdmin::Answer& told) {
            if (!request.path.endsWith(QLatin1String("/comments")))
                return false;
            if (request.verb == "POST")
                said.append(request.body);
            told = {200, {{QStringLiteral("items"), said}}};
            return true;
        };
        Shown shown(shelf.admin.address());
        shown.openPrompt(PromptEditor::Page::Versions);
        QTRY_COMPARE(shown.comments(), QStringList{QStringLiteral("<h1>Big</h1>")});
        for (const auto* each : shown.view.findChildren<QLabel*>(QStringLiteral("commentBody")))
            QCOMPARE(each->textFormat(), Qt::PlainText);
        shown.selectVersions({1});
        shown.find<QPlainTextEdit>("commentText")->setPlainText(QStringLiteral("Why three?"));
        shown.press("addComment");
        QTRY_COMPARE(shown.comments().size(), 2);
        QCOMPARE(said.last().toObject().value(QLatin1String("version")).toInt(), 3);
    }

    void aTestIsWrittenRunAndReadInTheMatrix() {
        PromptShelf shelf;
        fill(shelf);
        bool cancelled = false;
        int polls = 0;
        shelf.script = [&](const ScriptedAdmin::Request& request, ScriptedAdmin::Answer& told) {
            if (request.path == QLatin1String("/models")) {
                told = {200,
                        {{QStringLiteral("items"),
                          QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("demo/echo")}},
                                     QJsonObject{{QStringLiteral("name"), QStringLiteral("demo/slow")}}}}}};
                return true;
            }
            if (request.path.endsWith(QLatin1String("/estimate"))) {
                told = {200, {{QStringLiteral("calls"), 2}, {QStringLiteral("cost"), QStringLiteral("0.5")}}};
                return true;
            }
            if (request.path.contains(QLatin1String("test_runs")) && request.verb == "DELETE") {
                cancelled = true;
                told = {204, {}};
                return true;
            }
            const bool starts = request.path == QLatin1String("/prompts/mood/test_runs") && request.verb == "POST";
            if (!starts && request.path != QLatin1String("/test_runs/r1"))
                return false;
            const bool over = ++polls > 2 || cancelled;
            const auto outcome = [](const QString& model, bool passed) {
                return QJsonObject{
                    {QStringLiteral("test"), QStringLiteral("t1")},
                    {QStringLiteral("version"), 4},
                    {QStringLiteral("model"), model},
                    {QStringLiteral("state"), passed ? QStringLiteral("passed") : QStringLiteral("failed")},
                    {QStringLiteral("answer"), QStringLiteral("<i>words</i>")},
                    {QStringLiteral("checks"),
                     QJsonArray{QJsonObject{{QStringLiteral("kind"), QStringLiteral("contains")},
                                            {QStringLiteral("passed"), passed},
                                            {QStringLiteral("detail"), QStringLiteral("“fine” is not there")}}}}};
            };
            told = {200,
                    {{QStringLiteral("id"), QStringLiteral("r1")},
                     {QStringLiteral("state"), cancelled ? QStringLiteral("stopped")
                                               : over    ? QStringLiteral("done")
                                                         : QStringLiteral("running")},
                     {QStringLiteral("done"), over ? 2 : 1},
                     {QStringLiteral("total"), 2},
                     {QStringLiteral("bill"),
                      over ? QJsonValue(QJsonObject{{QStringLiteral("cost"), QStringLiteral("0.41")}}) : QJsonValue()},
                     {QStringLiteral("versions"), QJsonArray{4}},
                     {QStringLiteral("models"), QJsonArray{QStringLiteral("demo/echo"), QStringLiteral("demo/slow")}},
                     {QStringLiteral("results"), over ? QJsonArray{outcome(QStringLiteral("demo/echo"), true),
                                                                   outcome(QStringLiteral("demo/slow"), false)}
                                                      : QJsonArray{outcome(QStringLiteral("demo/echo"), true)}}}};
            return true;
        };
        Shown shown(shelf.admin.address());
        shown.openPrompt(PromptEditor::Page::Tests);
        const QAbstractItemModelTester tester(shown.view.findChild<ResultMatrix*>(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        shown.press("addTest");
        auto* form = shown.dialog("testCaseDialog");
        QVERIFY(form);
        Shown::type(form, "field_name", QStringLiteral("Good words"));
        QTest::mouseClick(form->findChild<QPushButton*>(QStringLiteral("addCheck")), Qt::LeftButton);
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_checks").isEmpty());
        form->findChild<QPlainTextEdit*>(QStringLiteral("checkValue"))->setPlainText(QStringLiteral("fine"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("testCaseDialog"));
        auto* table = shown.find<TableView>("testsTable");
        QTRY_COMPARE(table->shownRows(), 1);
        QCOMPARE(table->model()->index(0, ResultMatrix::Asked).data().toString(), QStringLiteral("Contains “fine”"));
        const auto kept = shelf.prompts[0].value(QLatin1String("tests")).toArray().first().toObject();
        QCOMPARE(kept.value(QLatin1String("values")).toObject().value(QLatin1String("text")).toString(),
                 QStringLiteral("good"));

        QVERIFY(!shown.find<QPushButton>("runTests")->isEnabled());
        auto* models = shown.find<ChoiceMenu>("testModels");
        models->tick({QStringLiteral("demo/echo"), QStringLiteral("demo/slow")});
        Q_EMIT models->chosen();
        QTRY_VERIFY(shown.find<QLabel>("testEstimate")->text().contains(QStringLiteral("at most $0.50")));
        shown.press("runTests");
        QTRY_VERIFY(shown.find<QLabel>("testEstimate")->text().contains(QStringLiteral("1 of 2 done")));
        QTRY_VERIFY(shown.find<QLabel>("testEstimate")->text().contains(QStringLiteral("The last run cost $0.41")));
        QCOMPARE(table->model()->index(0, ResultMatrix::FirstResult).data().toString(), QStringLiteral("Passed"));
        const auto failed = table->model()->index(0, ResultMatrix::FirstResult + 1);
        QCOMPARE(failed.data().toString(), QStringLiteral("Failed: “fine” is not there"));
        QVERIFY(table->model()
                    ->headerData(ResultMatrix::FirstResult, Qt::Horizontal)
                    .toString()
                    .contains(QStringLiteral("1 of 1")));
        table->setCurrentIndex(failed);
        QTRY_VERIFY(shown.find<QPlainTextEdit>("outcomeText")->toPlainText().contains(QStringLiteral("<i>words</i>")));

        polls = 0;
        shown.press("runTests");
        QTRY_VERIFY(shown.find<QPushButton>("cancelTests")->isVisible());
        QTRY_VERIFY(shown.find<QLabel>("testEstimate")->text().contains(QStringLiteral("1 of 2 done")));
        shown.press("cancelTests");
        QTRY_VERIFY(shown.find<QLabel>("testEstimate")->text().contains(QStringLiteral("cancelled")));
        QVERIFY(cancelled);
    }

    void publishingLeadsToThePublishedApis() {
        PromptShelf shelf;
        fill(shelf);
        Shown shown(shelf.admin.address());
        shown.openPrompt(PromptEditor::Page::Write);
        QSignalSpy went(&shown.view, &View::goTo);
        shown.press("publishPrompt");
        QCOMPARE(went.size(), 1);
        QCOMPARE(went[0][0].toString(), QStringLiteral("apis"));
        QCOMPARE(went[0][1].toString(), QStringLiteral("publish_prompt:mood@4"));
    }

    void filesStayBeneathTheirFolder() {
        QTemporaryDir folder;
        const auto inside = folder.filePath(QStringLiteral("prompts"));
        QDir().mkpath(inside);
        QCOMPARE(writePromptFiles(inside, {{QStringLiteral("mood/prompt.yaml"), QStringLiteral("id: mood")},
                                           {QStringLiteral("mood/v1/1.mustache"), QStringLiteral("{{text}}")}}),
                 QString());
        for (const auto* path : {"../out.yaml", "/etc/out.yaml", "a/../../out.yaml", "..", "C:\\out.yaml"})
            QVERIFY2(!writePromptFiles(inside, {{QLatin1String(path), QStringLiteral("x")}}).isEmpty(), path);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("out.yaml"))));
        QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), inside + QStringLiteral("/link.yaml")));
        const auto read = readPromptFiles(inside);
        QCOMPARE(read.fault, QString());
        QCOMPARE(read.files.size(), 2);
        const auto split = splitPromptFiles(read.files);
        QCOMPARE(split.size(), 1);
        QCOMPARE(split[0].value(QStringLiteral("v1/1.mustache")).toString(), QStringLiteral("{{text}}"));
        QVERIFY(split[0].contains(QStringLiteral("prompt.yaml")));
        QCOMPARE(read.files.value(QStringLiteral("mood/v1/1.mustache")).toString(), QStringLiteral("{{text}}"));
    }

    void aChatOfThePlaygroundBecomesAPrompt() {
        PromptShelf shelf;
        Shown shown(shelf.admin.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.view.open(
            QStringLiteral(R"({"model":"demo/echo","messages":[{"role":"user","content":"Hello {{you}}"}]})"));
        auto* form = shown.dialog("newPromptDialog");
        QVERIFY(form);
        QVERIFY(form->findChild<QComboBox*>(QStringLiteral("field_example")) == nullptr);
        Shown::type(form, "field_id", QStringLiteral("hello"));
        Shown::save(form);
        QTRY_COMPARE(shelf.prompts.size(), 1);
        QTRY_COMPARE(shown.view.findChildren<PromptMessageCard*>().size(), 1);
    }
};

QTEST_MAIN(PromptVersionsTest)
#include "tst_prompt_versions.moc"
