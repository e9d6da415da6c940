// SPDX-License-Identifier: GPL-3.0-or-later
// A prompt from its first word to its second version, by hand and before a real gateway: nothing here is scripted.
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/playground/lane.h"
#include "ui/prompts/choice_menu.h"
#include "ui/prompts/prompt_editor.h"
#include "ui/prompts/prompt_message_card.h"
#include "ui/prompts/prompt_trial.h"
#include "ui/prompts/prompts_view.h"
#include "ui/prompts/result_matrix.h"
#include "ui/prompts/template_edit.h"
#include "ui/prompts/version_model.h"

#include <QAction>
#include <QDirIterator>
#include <QFile>
#include <QFileDialog>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <optional>

using namespace gatehouse::ui;

class PromptStoryTest : public QObject {
    Q_OBJECT

    struct Shown : ShownView<PromptsView> {
        using ShownView::ShownView;

        PromptEditor& editor() { return *view.findChild<PromptEditor*>(); }
        QVector<PromptMessageCard*> cards() {
            auto all = view.findChildren<PromptMessageCard*>();
            all.removeIf([](PromptMessageCard* card) { return card->isHidden(); });
            return {all.begin(), all.end()};
        }
        QStringList preview() {
            QStringList texts;
            for (auto* edit : view.findChildren<QPlainTextEdit*>(QStringLiteral("previewText")))
                texts.append(edit->toPlainText());
            return texts;
        }
        QString label(const char* name) { return find<QLabel>(name)->text(); }
        static Reply wait(const std::optional<Reply>& came) {
            (void)QTest::qWaitFor([&came] { return came.has_value(); });
            return came.value_or(Reply(0, {}, {}));
        }
        int send(GatewayClient::Verb verb, const char* path, const QByteArray& body) {
            std::optional<Reply> came;
            client.send(verb, QLatin1String(path), QJsonDocument::fromJson(body).object(), &view,
                        [&came](const Reply& reply) { came = reply; });
            return wait(came).status();
        }
        Reply read(const QString& path) {
            std::optional<Reply> came;
            client.get(path, {}, &view, [&came](const Reply& reply) { came = reply; });
            return wait(came);
        }
        QString newestCall() {
            const auto calls = read(QStringLiteral("/calls")).items();
            return calls.first().toObject().value(QLatin1String("id")).toString();
        }
    };

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void aSecretIsTriedAndKeptNowhere() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        // Everything else is kept.
        QCOMPARE(shown.send(GatewayClient::Verb::Patch, "/records", R"({"bodies": "all"})"), 200);
        QCOMPARE(shown.send(GatewayClient::Verb::Post, "/prompts", R"({"id": "sealed", "versions": [{
                     "version": 1, "model": "demo/echo", "messages": [{"role": "user", "content": "Door {{code}}"}],
                     "variables": [{"name": "code", "secret": true}]}]})"),
                 201);
        QTRY_COMPARE(shown.find<TableView>("promptsTable")->shownRows(), 1);
        shown.view.open(QStringLiteral("sealed"));
        QTRY_VERIFY(shown.find<QLineEdit>("value_code"));
        shown.find<QLineEdit>("value_code")->setText(QStringLiteral("hunter2"));
        QTRY_VERIFY(shown.preview().value(0).contains(QStringLiteral("\u2039code\u203a")));
        shown.editor().showPage(PromptEditor::Page::Try);
        auto* lane = shown.view.findChild<Lane*>();
        QTRY_VERIFY(shown.find<QPushButton>("trySend")->isEnabled());
        shown.press("trySend");
        QTRY_VERIFY(!lane->requestId().isEmpty() && !lane->isBusy());
        QVERIFY(lane->findChild<QPlainTextEdit*>(QStringLiteral("laneText"))
                    ->toPlainText()
                    .contains(QStringLiteral("Door hunter2")));
        QVERIFY(!shown.preview().value(0).contains(QStringLiteral("hunter2")));
        const auto bodiesOf = [](const QString& call) { return QStringLiteral("/calls/%1/bodies").arg(call); };
        // A later call's bodies lie there.
        QCOMPARE(gateway.call(QStringLiteral("demo/echo")), 200);
        QString later;
        QTRY_VERIFY((later = shown.newestCall()) != lane->requestId() && !later.isEmpty());
        QTRY_COMPARE(shown.read(bodiesOf(later)).status(), 200);
        QCOMPARE(shown.read(bodiesOf(lane->requestId())).status(), 404);
        // Kept in no file of the gateway either.
        gateway.kill();
        QDirIterator files(gateway.dataFolder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("hunter2"), qPrintable(file.fileName()));
        }
    }

    void modelsAnswerSideBySideAndFilesTravel() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.press("newPrompt");
        auto* form = shown.dialog("newPromptDialog");
        QVERIFY(form);
        Shown::choose(form, "field_example", QStringLiteral("summary"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("newPromptDialog"));
        QTRY_VERIFY(!shown.preview().isEmpty());

        // Up to three models are asked at once, each with an answer of its own.
        shown.editor().showPage(PromptEditor::Page::Try);
        shown.press("tryAddModel");
        shown.press("tryAddModel");
        const auto lanes = shown.view.findChildren<Lane*>();
        QCOMPARE(lanes.size(), 3);
        QVERIFY(!shown.find<QPushButton>("tryAddModel")->isEnabled());
        lanes[0]->setModel(QStringLiteral("demo/echo"));
        lanes[1]->setModel(QStringLiteral("demo/slow"));
        lanes[2]->setModel(QStringLiteral("demo/429"));
        QTRY_VERIFY(shown.find<QPushButton>("trySend")->isEnabled());
        shown.press("trySend");
        const auto said = [](const Lane* lane) {
            return lane->findChild<QPlainTextEdit*>(QStringLiteral("laneText"))->toPlainText();
        };
        QTRY_VERIFY_WITH_TIMEOUT(!said(lanes[1]).isEmpty() && !shown.editor().trial().isBusy(), 30'000);
        QVERIFY(said(lanes[0]).contains(QStringLiteral("Sum this up")));
        QVERIFY(!said(lanes[1]).isEmpty());
        QVERIFY(!lanes[0]->requestId().isEmpty() && lanes[0]->requestId() != lanes[1]->requestId());

        // The dialogs for files lead out and in again.
        const QTemporaryDir folder;
        const auto choose = [&shown, &folder] {
            QFileDialog* files = nullptr;
            for (auto* widget : QApplication::topLevelWidgets()) {
                if (auto* one = qobject_cast<QFileDialog*>(widget); one != nullptr && one->isVisible())
                    files = one;
            }
            QVERIFY(files);
            files->setDirectory(folder.path());
            auto* name = files->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
            name->setText(folder.path());
            QTest::keyClick(name, Qt::Key_Return);
        };
        const auto command = [&shown](const char* name) { return shown.view.findChild<QAction*>(QLatin1String(name)); };
        const auto id = shown.editor().id();
        command("actionExportPrompt")->trigger();
        choose();
        QTRY_VERIFY(QFile::exists(QDir(folder.path()).filePath(id + QStringLiteral("/prompt.yaml"))));
        command("actionDelete")->trigger();
        (void)shown.confirmIt();
        QTRY_COMPARE(shown.find<TableView>("promptsTable")->shownRows(), 0);
        command("actionImportPrompts")->trigger();
        choose();
        QTRY_COMPARE(shown.find<TableView>("promptsTable")->shownRows(), 1);
    }

    void aPromptIsWrittenTriedTestedAndSavedAgain() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);

        // From an example, with what the gateway makes of it.
        shown.press("newPrompt");
        auto* form = shown.dialog("newPromptDialog");
        QVERIFY(form);
        Shown::choose(form, "field_example", QStringLiteral("summary"));
        Shown::type(form, "field_title", QStringLiteral("In short"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("newPromptDialog"));
        QTRY_COMPARE(shown.label("promptTitle"), QStringLiteral("In short"));
        QTRY_VERIFY(shown.preview().value(1).startsWith(QStringLiteral("Sum this up in at most 3 sentences:")));
        QCOMPARE(shown.label("promptState"), QStringLiteral("Version 1"));

        // What the gateway finds wrong leads to its line; what could be rendered stays.
        shown.cards()[1]->text().setText(QStringLiteral("Sum up:\n{{txet}}"));
        QTRY_COMPARE(shown.label("previewState"), QStringLiteral("What could be rendered last"));
        QTRY_VERIFY(shown.find<QPushButton>("previewFaultGo"));
        QCOMPARE(shown.find<QPushButton>("previewFaultGo")->text(), QStringLiteral("Message 2, line 2"));
        shown.cards()[1]->text().setText(QStringLiteral("Sum up:\n{{text}}"));
        QTRY_VERIFY(shown.preview().value(1).startsWith(QStringLiteral("Sum up:\nThe meeting")));

        // Tried before it is saved.
        shown.editor().showPage(PromptEditor::Page::Try);
        auto* lane = shown.view.findChild<Lane*>();
        lane->setModel(QStringLiteral("demo/echo"));
        QTRY_VERIFY(shown.find<QPushButton>("trySend")->isEnabled());
        shown.press("trySend");
        QTRY_VERIFY(lane->findChild<QPlainTextEdit*>(QStringLiteral("laneText"))
                        ->toPlainText()
                        .contains(QStringLiteral("Sum up:")));
        QTRY_VERIFY(lane->findChild<QLabel*>(QStringLiteral("laneFigures"))->text().contains(QLatin1String("pretend")));

        shown.view.findChild<QAction*>(QStringLiteral("actionSaveVersion"))->trigger();
        form = shown.dialog("saveVersionDialog");
        QVERIFY(form);
        form->findChild<QPlainTextEdit*>(QStringLiteral("field_comment"))->setPlainText(QStringLiteral("Shorter"));
        Shown::save(form);
        QTRY_COMPARE(shown.label("promptState"), QStringLiteral("Version 2"));
        QTRY_COMPARE(shown.cell("versionsTable", QStringLiteral("2"), VersionModel::Comment),
                     QStringLiteral("Shorter"));

        // A test that holds with one version and not with the other.
        shown.editor().showPage(PromptEditor::Page::Tests);
        shown.press("addTest");
        form = shown.dialog("testCaseDialog");
        QVERIFY(form);
        Shown::type(form, "field_name", QStringLiteral("Says it shortly"));
        QTest::mouseClick(form->findChild<QPushButton*>(QStringLiteral("addCheck")), Qt::LeftButton);
        form->findChild<QPlainTextEdit*>(QStringLiteral("checkValue"))->setPlainText(QStringLiteral("Sum up:"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("testCaseDialog"));
        shown.find<ChoiceMenu>("testVersions")->tick({1, 2});
        auto* models = shown.find<ChoiceMenu>("testModels");
        models->tick({QStringLiteral("demo/echo")});
        Q_EMIT models->chosen();
        QTRY_VERIFY(shown.label("testEstimate").contains(QStringLiteral("2 call")));
        QTRY_VERIFY(shown.find<QPushButton>("runTests")->isEnabled());
        shown.press("runTests");
        auto* table = shown.find<TableView>("testsTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->columnCount(), ResultMatrix::FirstResult + 2, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(shown.find<QPushButton>("runTests")->isVisible(), 20'000);
        const auto result = [&](int column) {
            return table->model()->index(0, ResultMatrix::FirstResult + column).data().toString();
        };
        const bool oldFirst = table->model()
                                  ->headerData(ResultMatrix::FirstResult, Qt::Horizontal)
                                  .toString()
                                  .startsWith(QLatin1Char('1'));
        QVERIFY2(result(oldFirst ? 0 : 1).startsWith(QStringLiteral("Failed")), qPrintable(result(oldFirst ? 0 : 1)));
        QCOMPARE(result(oldFirst ? 1 : 0), QStringLiteral("Passed"));

        // A label, and the way back.
        shown.editor().showPage(PromptEditor::Page::Versions);
        QVERIFY(shown.select("versionsTable", QStringLiteral("1")));
        shown.press("moveLabel");
        form = shown.dialog("moveLabelDialog");
        QVERIFY(form);
        Shown::save(form);
        QTRY_COMPARE(shown.cell("versionsTable", QStringLiteral("1"), VersionModel::Labels),
                     QStringLiteral("production"));
        QVERIFY(shown.select("versionsTable", QStringLiteral("1")));
        shown.find<QPlainTextEdit>("commentText")->setPlainText(QStringLiteral("Better after all"));
        shown.press("addComment");
        QTRY_VERIFY(shown.find<QLabel>("commentBody"));
        QCOMPARE(shown.label("commentBody"), QStringLiteral("Better after all"));
        shown.press("revertVersion");
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        shown.confirmIt();
        QTRY_COMPARE(shown.label("promptState"), QStringLiteral("Version 3"));
        QVERIFY(shown.cards()[1]->message().content.startsWith(QStringLiteral("Sum this up")));
    }
};

QTEST_MAIN(PromptStoryTest)
#include "tst_prompt_story.moc"
