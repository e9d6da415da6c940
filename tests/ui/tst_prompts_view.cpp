// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts by hand: listed, made from an example, written with their preview, saved as a version, deleted.
#include "tests/ui/support/prompt_shelf.h"
#include "tests/ui/support/shown_view.h"
#include "tests/ui/support/stall_guard.h"
#include "ui/prompts/json_edit.h"
#include "ui/prompts/prompt_message_card.h"
#include "ui/prompts/prompt_model.h"
#include "ui/prompts/prompts_view.h"
#include "ui/prompts/template_edit.h"

#include <QAction>
#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QToolButton>

using namespace gatehouse::ui;

class PromptsViewTest : public QObject {
    Q_OBJECT

    struct Shown : ShownView<PromptsView> {
        using ShownView::ShownView;

        QVector<PromptMessageCard*> cards() {
            auto all = view.findChildren<PromptMessageCard*>();
            all.removeIf([](PromptMessageCard* card) { return card->isHidden(); });
            return {all.begin(), all.end()};
        }
        QStringList preview() {
            QStringList texts;
            for (auto* edit : view.findChildren<QPlainTextEdit*>(QStringLiteral("previewText"))) {
                if (edit->isVisibleTo(&view))
                    texts.append(edit->toPlainText());
            }
            return texts;
        }
        QString label(const char* name) { return find<QLabel>(name)->text(); }
        QString content() {
            const auto all = cards();
            return all.isEmpty() ? QString() : all.first()->message().content;
        }
        void write(int card, const QString& text) { cards()[card]->text().setText(text); }
        void openPrompt(const QString& id) {
            QTRY_COMPARE(client.state(), GatewayClient::State::Connected);
            view.open(id);
            QTRY_VERIFY(!cards().isEmpty() && find<QLabel>("previewState")->isVisible());
            QTRY_VERIFY(!preview().isEmpty() || find<QPushButton>("previewFaultGo") != nullptr); // laid out too
        }
    };

    static const inline QString hostile = QStringLiteral("<b>bold</b> <img src=x onerror=alert(1)> &amp; \u202Eevil");

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void withoutPromptsThePersonBeginsFromAnExample() {
        PromptShelf shelf;
        Shown shown(shelf.admin.address());
        auto* button = shown.find<QWidget>("promptsNotice")->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_COMPARE(button->text(), QStringLiteral("New from example"));
        QTest::mouseClick(button, Qt::LeftButton);
        auto* form = shown.dialog("newPromptDialog");
        QVERIFY(form);
        Shown::choose(form, "field_example", QStringLiteral("translation"));
        QCOMPARE(form->findChild<QLineEdit*>(QStringLiteral("field_id"))->text(), QStringLiteral("translation"));
        Shown::choose(form, "field_example", QStringLiteral("sentiment"));
        Shown::type(form, "field_id", QStringLiteral("not an id"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_id").isEmpty());
        Shown::type(form, "field_id", QStringLiteral("say-it"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("newPromptDialog"));
        QTRY_COMPARE(shown.cards().size(), 4); // its editor is open
        QTRY_COMPARE(shown.preview().value(3), QStringLiteral("The parcel came two weeks late."));
        QCOMPARE(shelf.prompts.size(), 1);
        QVERIFY(!shown.find<QPushButton>("saveVersion")->isEnabled()); // nothing was edited
    }

    void whatIsWrittenIsRenderedAndSavedAsAVersion() {
        PromptShelf shelf;
        shelf.add(
            QStringLiteral("mood"), QStringLiteral("Mood"),
            {PromptShelf::version(1, QStringLiteral("Is this {{text}}?"))},
            {QJsonObject{{QStringLiteral("name"), QStringLiteral("production")}, {QStringLiteral("version"), 1}}});
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        QTRY_COMPARE(shown.preview(), QStringList{QStringLiteral("Is this good?")});
        QCOMPARE(shown.label("promptState"), QStringLiteral("Version 1 · production"));
        shown.write(0, QStringLiteral("Is this really {{text}}?"));
        QTRY_COMPARE(shown.preview(), QStringList{QStringLiteral("Is this really good?")});
        QVERIFY(shown.label("promptState").endsWith(QStringLiteral("edited")));

        QTest::keyClick(&shown.cards()[0]->text(), Qt::Key_S, Qt::ControlModifier);
        auto* form = shown.dialog("saveVersionDialog");
        QVERIFY(form);
        form->findChild<QPlainTextEdit*>(QStringLiteral("field_comment"))->setPlainText(QStringLiteral("Ask harder"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("saveVersionDialog"));
        QTRY_COMPARE(shown.label("promptState"), QStringLiteral("Version 2"));
        const auto saved = shelf.prompts[0].value(QLatin1String("versions")).toArray().last().toObject();
        QCOMPARE(saved.value(QLatin1String("comment")).toString(), QStringLiteral("Ask harder"));
        QCOMPARE(saved.value(QLatin1String("from")).toInt(), 1);
        QCOMPARE(saved.value(QLatin1String("messages"))
                     .toArray()
                     .first()
                     .toObject()
                     .value(QLatin1String("content"))
                     .toString(),
                 QStringLiteral("Is this really {{text}}?"));
    }

    void aFaultStandsAtItsLineAndTheLastGoodPreviewStays() {
        PromptShelf shelf;
        shelf.add(QStringLiteral("mood"), {}, {PromptShelf::version(1, QStringLiteral("One {{text}}"))});
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        QTRY_COMPARE(shown.preview(), QStringList{QStringLiteral("One good")});
        shown.write(0, QStringLiteral("One\n{{txet}}"));
        QTRY_COMPARE(shown.cards()[0]->text().faults().size(), 1);
        QVERIFY(shown.cards()[0]->fault().startsWith(QStringLiteral("Line 2:")));
        QTRY_COMPARE(shown.label("previewState"), QStringLiteral("What could be rendered last"));
        QCOMPARE(shown.preview(), QStringList{QStringLiteral("One good")});
        auto* go = shown.find<QPushButton>("previewFaultGo");
        QCOMPARE(go->text(), QStringLiteral("Message 1, line 2"));
        QTest::mouseClick(go, Qt::LeftButton);
        int line = -1;
        int column = -1;
        shown.cards()[0]->text().getCursorPosition(&line, &column);
        QCOMPARE(line, 1);
        shown.write(0, QStringLiteral("Two {{text}}"));
        QTRY_COMPARE(shown.preview(), QStringList{QStringLiteral("Two good")});
        QVERIFY(shown.cards()[0]->fault().isEmpty());
    }

    void aSlowGatewayNeverHoldsTheEditor() {
        PromptShelf shelf;
        shelf.add(QStringLiteral("mood"), {}, {PromptShelf::version(1, QStringLiteral("One"))});
        int renders = 0;
        shelf.script = [&renders](const ScriptedAdmin::Request& request, ScriptedAdmin::Answer& told) {
            if (request.path != QLatin1String("/prompts/render"))
                return false;
            ++renders;
            told = {200,
                    {{QStringLiteral("messages"),
                      request.body.value(QLatin1String("draft")).toObject().value(QLatin1String("messages"))}},
                    300};
            return true;
        };
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        StallGuard guard;
        for (int i = 0; i < 20; ++i) {
            shown.cards()[0]->text().append(QStringLiteral(" more"));
            QTest::qWait(20);
        }
        QTRY_COMPARE(shown.preview(), QStringList{shown.cards()[0]->text().text()});
        QVERIFY2(renders <= 5, qPrintable(QString::number(renders))); // gathered
        QVERIFY2(guard.isClean(), guard.report());
    }

    void messagesAreAddedMovedAndRemoved() {
        PromptShelf shelf;
        shelf.add(QStringLiteral("mood"), {}, {PromptShelf::version(1, QStringLiteral("One"))});
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        shown.press("addPromptMessage");
        QTRY_COMPARE(shown.cards().size(), 2);
        QCOMPARE(shown.cards()[1]->message().role, QStringLiteral("assistant")); // an example's answer
        QTest::mouseClick(shown.cards()[1]->findChild<QToolButton*>(QStringLiteral("promptMessageUp")), Qt::LeftButton);
        QTRY_COMPARE(shown.preview().value(1), QStringLiteral("One"));
        QTest::mouseClick(shown.cards()[0]->findChild<QToolButton*>(QStringLiteral("promptMessageRemove")),
                          Qt::LeftButton);
        QCOMPARE(shown.cards().size(), 1);
        QVERIFY(!shown.cards()[0]->findChild<QToolButton*>(QStringLiteral("promptMessageRemove"))->isEnabled());
    }

    void aVariableIsAddedWithAFormAndCompleted() {
        PromptShelf shelf;
        shelf.add(QStringLiteral("mood"), {}, {PromptShelf::version(1, QStringLiteral("{{language}}"))});
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        QTRY_COMPARE(shown.cards()[0]->text().faults().size(), 1);
        shown.press("add_variable");
        auto* form = shown.dialog("variableDialog");
        QVERIFY(form);
        Shown::type(form, "field_name", QStringLiteral("text"));
        Shown::save(form);
        QCOMPARE(Shown::fault(form, "fault_name"), QStringLiteral("Another variable has this name."));
        Shown::type(form, "field_name", QStringLiteral("language"));
        Shown::choose(form, "field_type", QStringLiteral("integer"));
        Shown::type(form, "field_example", QStringLiteral("German"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_example").isEmpty());
        Shown::choose(form, "field_type", QStringLiteral("string"));
        form->findChild<JsonEdit*>(QStringLiteral("field_schema"))->setText(QStringLiteral("{\"pattern\": \"^G\"}"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("variableDialog"));
        QTRY_COMPARE(shown.preview(), QStringList{QStringLiteral("German")});
        QVERIFY(shown.cards()[0]->text().faults().isEmpty());

        auto& edit = shown.cards()[0]->text();
        edit.setText({});
        QTest::keyClicks(&edit, QStringLiteral("{{la"));
        QVERIFY(edit.isListActive());
        QTest::keyClick(&edit, Qt::Key_Return);
        QTRY_COMPARE(edit.text(), QStringLiteral("{{language}}"));
    }

    void tabStaysAndControlTabLeaves() {
        PromptShelf shelf;
        shelf.add(QStringLiteral("mood"), {}, {PromptShelf::version(1, QStringLiteral("One"))});
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        shown.view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.view));
        auto& edit = shown.cards()[0]->text();
        edit.setFocus();
        QTest::keyClick(&edit, Qt::Key_Tab);
        QVERIFY(edit.hasFocus());
        QVERIFY(edit.text().contains(u'\t'));
        QTest::keyClick(&edit, Qt::Key_Tab, Qt::ControlModifier);
        QVERIFY(!edit.hasFocus());
    }

    void unsavedEditsWaitInTheirPrompt() {
        PromptShelf shelf;
        for (const auto* id : {"mood", "other"})
            shelf.add(QLatin1String(id), {}, {PromptShelf::version(1, QLatin1String(id))});
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        shown.write(0, QStringLiteral("Half a thought"));
        shown.view.open(QStringLiteral("other"));
        QTRY_COMPARE(shown.content(), QStringLiteral("other"));
        shown.view.open(QStringLiteral("mood"));
        QTRY_COMPARE(shown.content(), QStringLiteral("Half a thought"));
        QVERIFY(shown.label("promptState").endsWith(QStringLiteral("edited")));
        shown.press("discardEdits");
        QTRY_COMPARE(shown.content(), QStringLiteral("mood"));
    }

    // Somebody else saves a version meanwhile: what is being written stays.
    void newsFromElsewhereLeaveEditsAlone() {
        PromptShelf shelf;
        shelf.add(QStringLiteral("mood"), {}, {PromptShelf::version(1, QStringLiteral("One"))});
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        shown.write(0, QStringLiteral("Mine"));
        auto prompt = shelf.prompts[0];
        prompt.insert(QStringLiteral("versions"), QJsonArray{PromptShelf::version(1, QStringLiteral("One")),
                                                             PromptShelf::version(2, QStringLiteral("Theirs"))});
        shelf.prompts[0] = prompt;
        shelf.admin.tell("config.changed");
        QTest::qWait(400);
        QCOMPARE(shown.content(), QStringLiteral("Mine"));
        shown.press("discardEdits");
        QTRY_COMPARE(shown.content(), QStringLiteral("One"));
    }

    void textsFromElsewhereStayTexts() {
        PromptShelf shelf;
        auto version = PromptShelf::version(1, hostile);
        version.insert(QStringLiteral("comment"), hostile);
        shelf.add(QStringLiteral("mood"), hostile, {version});
        Shown shown(shelf.admin.address());
        shown.openPrompt(QStringLiteral("mood"));
        QCOMPARE(shown.label("promptTitle"), hostile);
        QTRY_COMPARE(shown.preview(), QStringList{hostile});
        for (const auto* label : shown.view.findChildren<QLabel*>()) {
            if (label->text().contains(QLatin1String("<b>")))
                QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

    void tenThousandPromptsAreListedFilteredAndFound() {
        PromptShelf shelf;
        for (int i = 0; i < 10'000; ++i) {
            shelf.prompts.append(QJsonObject{{QStringLiteral("id"), QStringLiteral("prompt-%1").arg(i)},
                                             {QStringLiteral("title"), QStringLiteral("Prompt number %1").arg(i)},
                                             {QStringLiteral("version"), i % 9 + 1},
                                             {QStringLiteral("changed"), QStringLiteral("2026-05-01T10:00:00Z")}});
        }
        Shown shown(shelf.admin.address());
        const QAbstractItemModelTester tester(shown.view.findChild<PromptModel*>(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        auto* table = shown.find<TableView>("promptsTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->shownRows(), 10'000, 30'000);
        QElapsedTimer clock;
        clock.start();
        shown.find<QLineEdit>("promptsFilter")->setText(QStringLiteral("number 9999"));
        const auto filtered = clock.restart();
        QCOMPARE(table->shownRows(), 1);
        shown.find<QLineEdit>("promptsFilter")->clear();
        clock.restart();
        table->sortByColumn(PromptModel::Version, Qt::DescendingOrder);
        qInfo("filtered in %lld ms, sorted in %lld ms", filtered, clock.elapsed());
        table->setFocus();
        table->sortByColumn(PromptModel::Name, Qt::AscendingOrder);
        QTest::keyClicks(table, QStringLiteral("Prompt number 77"));
        QVERIFY(table->currentIndex().data().toString().startsWith(QStringLiteral("Prompt number 77")));
    }

    void deletingTellsWhoUsesIt() {
        PromptShelf shelf;
        shelf.add(QStringLiteral("mood"), {}, {PromptShelf::version(1, QStringLiteral("One"))});
        shelf.script = [](const ScriptedAdmin::Request& request, ScriptedAdmin::Answer& told) {
            if (request.path != QLatin1String("/apis"))
                return false;
            const QJsonObject version{{QStringLiteral("version"), QStringLiteral("1")},
                                      {QStringLiteral("state"), QStringLiteral("published")},
                                      {QStringLiteral("prompt"), QStringLiteral("mood@production")}};
            told = {200,
                    {{QStringLiteral("items"),
                      QJsonArray{QJsonObject{{QStringLiteral("id"), QStringLiteral("feelings")},
                                             {QStringLiteral("versions"), QJsonArray{version}}}}}}};
            return true;
        };
        Shown shown(shelf.admin.address());
        QTRY_COMPARE(shown.cell("promptsTable", QStringLiteral("mood"), PromptModel::Published),
                     QStringLiteral("feelings/1"));
        QVERIFY(shown.select("promptsTable", QStringLiteral("mood")));
        shown.press("deletePrompt");
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        QVERIFY(shown.confirmIt().contains(QStringLiteral("used by feelings")));
        QTRY_VERIFY(shelf.prompts.isEmpty());
    }

    void aLostGatewayIsTold() {
        auto shelf = std::make_unique<PromptShelf>();
        shelf->add(QStringLiteral("mood"), {}, {PromptShelf::version(1, QStringLiteral("One"))});
        Shown shown(shelf->admin.address());
        QTRY_VERIFY(!shown.cell("promptsTable", QStringLiteral("mood"), PromptModel::Version).isEmpty());
        shelf.reset();
        shown.view.refresh();
        QTRY_VERIFY(!shown.find<QLabel>("promptsStale")->text().isEmpty());
    }
};

METERED_MAIN(PromptsViewTest)
#include "tst_prompts_view.moc"
