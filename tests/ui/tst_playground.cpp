// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/playground/call_code.h"
#include "ui/playground/chat_draft.h"
#include "ui/playground/lane.h"
#include "ui/playground/message_card.h"
#include "ui/playground/playground_view.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace gatehouse::ui;

class PlaygroundTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address) : view(console) {
            toast->attachTo(&view);
            view.resize(1200, 700);
            view.show();
            view.activateWindow();
            (void)QTest::qWaitForWindowActive(&view);
            client.connectTo(address);
        }
        template <typename Widget>
        Widget* find(const char* name) {
            return view.findChild<Widget*>(QLatin1String(name));
        }
        QVector<Lane*> lanes() {
            auto all = view.findChildren<Lane*>();
            all.removeIf([](Lane* lane) { return lane->isHidden(); });
            return {all.begin(), all.end()};
        }
        QString textOf(int lane) {
            return lanes()[lane]->findChild<QPlainTextEdit*>(QStringLiteral("laneText"))->toPlainText();
        }
        QString label(int lane, const char* name) {
            return lanes()[lane]->findChild<QLabel*>(QLatin1String(name))->text();
        }
        void write(const QString& text) {
            auto cards = view.findChildren<MessageCard*>();
            cards.removeIf([](MessageCard* card) { return card->isHidden(); });
            cards.last()->findChild<QPlainTextEdit*>(QStringLiteral("messageText"))->insertPlainText(text);
        }
        QStringList said() {
            QStringList out;
            for (auto* card : view.findChildren<MessageCard*>()) {
                if (!card->isHidden())
                    out.append(card->message().text);
            }
            return out;
        }
        void setModel(int lane, const QString& name) { lanes()[lane]->setModel(name); }
        void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }

        PlaygroundView view;
    };

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_gateway.start()); }

    void streamsADemoAnswerAndSaysWhatItTook() {
        Shown shown(m_gateway.address());
        QCOMPARE(shown.lanes()[0]->model(), QStringLiteral("demo/echo"));
        QVERIFY(!shown.find<QPushButton>("send")->isEnabled());
        shown.write(QStringLiteral("Hello <b>you</b>"));
        QVERIFY(shown.find<QPushButton>("send")->isEnabled());
        QTest::keyClick(shown.find<QPlainTextEdit>("messageText"), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(shown.textOf(0), QStringLiteral("Hello <b>you</b>"));
        QTRY_COMPARE(shown.label(0, "laneState"), QStringLiteral("Done"));
        QTRY_VERIFY(shown.label(0, "laneFigures").contains(QLatin1String("pretend"))); // the record's cost
        QVERIFY(shown.label(0, "laneFigures").contains(QLatin1String("by demo/echo")));
        // The conversation goes on.
        QCOMPARE(shown.said(),
                 QStringList({QStringLiteral("Hello <b>you</b>"), QStringLiteral("Hello <b>you</b>"), QString()}));
        shown.write(QStringLiteral("And again"));
        shown.click("send");
        QTRY_COMPARE(shown.textOf(0), QStringLiteral("And again"));
        QTRY_COMPARE(shown.said().size(), 5);
    }

    void leadsToTheCallInTheLog() {
        Shown shown(m_gateway.address());
        QSignalSpy went(&shown.view, &View::goTo);
        shown.write(QStringLiteral("Hello"));
        shown.click("send");
        QTRY_COMPARE(shown.label(0, "laneState"), QStringLiteral("Done"));
        QTest::mouseClick(shown.lanes()[0]->findChild<QToolButton*>(QStringLiteral("laneLog")), Qt::LeftButton);
        QCOMPARE(went.size(), 1);
        QCOMPARE(went[0][0].toString(), QStringLiteral("log"));
        QCOMPARE(went[0][1].toString(), shown.lanes()[0]->requestId());
    }

    void aConversationBecomesAPrompt() {
        Shown shown(m_gateway.address());
        QSignalSpy went(&shown.view, &View::goTo);
        QVERIFY(!shown.find<QPushButton>("saveAsPrompt")->isEnabled());
        shown.write(QStringLiteral("Hello {{you}}"));
        shown.click("saveAsPrompt");
        QCOMPARE(went.size(), 1);
        QCOMPARE(went[0][0].toString(), QStringLiteral("prompts"));
        const auto body = QJsonDocument::fromJson(went[0][1].toString().toUtf8()).object();
        QCOMPARE(body.value(QLatin1String("model")).toString(), QStringLiteral("demo/echo"));
        QCOMPARE(body.value(QLatin1String("messages")).toArray().size(), 1);
    }

    void stopsAtEscape() {
        Shown shown(m_gateway.address());
        shown.setModel(0, QStringLiteral("demo/slow"));
        shown.write(QStringLiteral("one two three four five six seven eight nine ten"));
        shown.click("send");
        QTRY_VERIFY(!shown.textOf(0).isEmpty());
        QTest::keyClick(shown.find<QPlainTextEdit>("messageText"), Qt::Key_Escape);
        QTRY_COMPARE(shown.label(0, "laneState"), QStringLiteral("Stopped"));
        QVERIFY(shown.find<QPushButton>("send")->isEnabled());
        QCOMPARE(shown.said().size(), 1); // half an answer is no message
    }

    void comparesUpToThreeModels() {
        Shown shown(m_gateway.address());
        shown.click("addModel");
        shown.click("addModel");
        QCOMPARE(shown.lanes().size(), 3);
        QVERIFY(!shown.find<QPushButton>("addModel")->isEnabled());
        shown.setModel(1, QStringLiteral("demo/429"));
        shown.setModel(2, QStringLiteral("demo/slow"));
        shown.write(QStringLiteral("Hello"));
        shown.click("send");
        QTRY_COMPARE(shown.label(0, "laneState"), QStringLiteral("Done"));
        QTRY_COMPARE(shown.label(1, "laneState"), QStringLiteral("Error 429"));
        QVERIFY(shown.label(1, "laneFault").contains(QLatin1String("provider_rate_limit")));
        QTRY_COMPARE(shown.textOf(2), QStringLiteral("Hello"));
        QTRY_COMPARE(shown.label(2, "laneState"), QStringLiteral("Done"));
        QCOMPARE(shown.said().size(), 1); // which answer to go on with is the person's choice
        QTest::mouseClick(shown.lanes()[2]->findChild<QPushButton*>(QStringLiteral("laneContinue")), Qt::LeftButton);
        QCOMPARE(shown.said().size(), 3);
        QTest::mouseClick(shown.lanes()[1]->findChild<QToolButton*>(QStringLiteral("laneRemove")), Qt::LeftButton);
        QCOMPARE(shown.lanes().size(), 2);
    }

    void tryingAgainReplacesTheAnswer() {
        Shown shown(m_gateway.address());
        shown.write(QStringLiteral("Hello"));
        shown.click("send");
        QTRY_COMPARE(shown.said().size(), 3);
        QTest::mouseClick(shown.lanes()[0]->findChild<QToolButton*>(QStringLiteral("laneRetry")), Qt::LeftButton);
        QTRY_COMPARE(shown.label(0, "laneState"), QStringLiteral("Done"));
        QTRY_VERIFY(!shown.lanes()[0]->isBusy());
        QCOMPARE(shown.said().size(), 3);
    }

    void aWrongParameterIsToldAtItsField_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::newRow("temperature") << QStringLiteral("temperature") << QStringLiteral("3");
        QTest::newRow("temperature in words") << QStringLiteral("temperature") << QStringLiteral("hot");
        QTest::newRow("top p") << QStringLiteral("top_p") << QStringLiteral("1.5");
        QTest::newRow("tokens") << QStringLiteral("max_tokens") << QStringLiteral("0");
        QTest::newRow("seed") << QStringLiteral("seed") << QStringLiteral("1.5");
    }
    void aWrongParameterIsToldAtItsField() {
        QFETCH(QString, field);
        QFETCH(QString, text);
        Shown shown(m_gateway.address());
        shown.write(QStringLiteral("Hello"));
        auto* edit = shown.view.findChild<QLineEdit*>(QString(QStringLiteral("field_") + field));
        edit->setText(text);
        shown.click("send");
        auto* fault = shown.view.findChild<QLabel*>(QString(QStringLiteral("fault_") + field));
        QTRY_VERIFY(fault->isVisible());
        QVERIFY(!shown.lanes()[0]->isBusy());
        QCOMPARE(edit->text(), text);
        edit->clear();
        shown.click("send");
        QTRY_COMPARE(shown.label(0, "laneState"), QStringLiteral("Done"));
    }

    void nothingTypedIsLostWhenTheGatewayGoesAndComes() {
        RunningGateway own;
        QVERIFY(own.start());
        Shown shown(own.address());
        shown.write(QStringLiteral("Keep this"));
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        own.kill();
        shown.click("send");
        QTRY_VERIFY(!shown.lanes()[0]->isBusy());
        QVERIFY(!shown.label(0, "laneFault").isEmpty());
        QCOMPARE(shown.said(), QStringList{QStringLiteral("Keep this")});
        QVERIFY(own.start());
        QTRY_COMPARE_WITH_TIMEOUT(shown.client.state(), GatewayClient::State::Connected, 15'000);
        shown.click("send");
        QTRY_COMPARE(shown.textOf(0), QStringLiteral("Keep this"));
    }

    void messagesCanBeMovedAndRemoved() {
        Shown shown(m_gateway.address());
        shown.write(QStringLiteral("first"));
        shown.click("addMessage");
        shown.write(QStringLiteral("second"));
        auto* list = shown.view.findChild<MessageCard*>()->parentWidget();
        const auto inOrder = [&] {
            QStringList out;
            QMap<int, QString> byHeight;
            for (auto* card : list->findChildren<MessageCard*>()) {
                if (!card->isHidden())
                    byHeight.insert(card->y(), card->message().text);
            }
            for (const auto& text : byHeight)
                out.append(text);
            return out;
        };
        auto cards = shown.view.findChildren<MessageCard*>();
        QTest::mouseClick(cards[1]->findChild<QToolButton*>(QStringLiteral("messageUp")), Qt::LeftButton);
        QTRY_COMPARE(inOrder(), QStringList({QStringLiteral("second"), QStringLiteral("first")}));
        QTest::mouseClick(cards[1]->findChild<QToolButton*>(QStringLiteral("messageRemove")), Qt::LeftButton);
        QTRY_COMPARE(inOrder(), QStringList{QStringLiteral("first")});
        QVERIFY(!cards[0]->findChild<QToolButton*>(QStringLiteral("messageRemove"))->isEnabled());
    }

    void imagesAreCheckedByTheirBytes() {
        QTemporaryDir folder;
        const auto file = [&](const char* name, const QByteArray& bytes) {
            QFile out(folder.filePath(QLatin1String(name)));
            (void)out.open(QIODevice::WriteOnly);
            out.write(bytes);
            return out.fileName();
        };
        QImage picture(8, 8, QImage::Format_RGB32);
        picture.fill(Qt::red);
        picture.save(folder.filePath(QStringLiteral("right.png")));
        Shown shown(m_gateway.address());
        auto* card = shown.view.findChild<MessageCard*>();
        auto* fault = card->findChild<QLabel*>(QStringLiteral("messageFault"));
        card->attach(file("wrong.png", "no picture"));
        QTRY_VERIFY(fault->isVisible());
        card->attach(file("large.png", QByteArray("\x89PNG\r\n\x1a\n") + QByteArray(6 << 20, 'x')));
        QTRY_VERIFY(fault->text().contains(QLatin1String("MiB")));
        card->attach(folder.filePath(QStringLiteral("right.png")));
        QTRY_COMPARE(card->message().images.size(), 1);
        QVERIFY(!fault->isVisible());
        QVERIFY(card->message().images[0].startsWith(QLatin1String("data:image/png;base64,")));
        QTest::mouseClick(card->findChild<QToolButton*>(QStringLiteral("imageRemove")), Qt::LeftButton);
        QVERIFY(card->message().images.isEmpty());
    }

    void aRecordedRequestCanBeOpened() {
        Shown shown(m_gateway.address());
        shown.view.open(QStringLiteral("{\"model\":\"demo/slow\",\"temperature\":0.5,\"stop\":\"END\",\"messages\":["
                                       "{\"role\":\"system\",\"content\":\"Be brief\"},"
                                       "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}]}"));
        QCOMPARE(shown.lanes()[0]->model(), QStringLiteral("demo/slow"));
        QCOMPARE(shown.said(), QStringList{QStringLiteral("Hi")});
        QCOMPARE(shown.find<QPlainTextEdit>("systemText")->toPlainText(), QStringLiteral("Be brief"));
        QCOMPARE(shown.view.findChild<QLineEdit*>(QStringLiteral("field_temperature"))->text(), QStringLiteral("0.5"));
        shown.view.open(QStringLiteral("demo/flaky"));
        QCOMPARE(shown.lanes()[0]->model(), QStringLiteral("demo/flaky"));
    }

    void onlyWhatIsSetIsSent() {
        ChatDraft draft;
        draft.messages = {{QStringLiteral("user"), QStringLiteral("Hi"), {}}, {}};
        draft.parameters.stream = false;
        const auto bare = draft.body(QStringLiteral("m"));
        QCOMPARE(bare.keys(), QStringList({QStringLiteral("messages"), QStringLiteral("model")}));
        QCOMPARE(bare.value(QLatin1String("messages")).toArray().size(), 1);
        draft.parameters.maxTokens = 5;
        QVERIFY(draft.body(QStringLiteral("m")).contains(QLatin1String("max_tokens")));
        draft.parameters.reasoningEffort = QStringLiteral("low");
        QVERIFY(draft.body(QStringLiteral("m")).contains(QLatin1String("max_completion_tokens")));
    }

    // The shell is asked itself whether the quoting holds.
    void theCurlThatIsCopiedRuns() {
        Shown shown(m_gateway.address());
        shown.write(QStringLiteral("It's $HOME `id` \"x\" \\ and ünï"));
        shown.find<QAction>("actionCopyCurl")->trigger();
        const QString command = QGuiApplication::clipboard()->text();
        QVERIFY(command.contains(QLatin1String("$GATEHOUSE_KEY")));
        QProcess shell;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QLatin1String(keyVariable), QString::fromLatin1(m_gateway.key()));
        environment.remove(QStringLiteral("http_proxy"));
        shell.setProcessEnvironment(environment);
        QSignalSpy ended(&shell, &QProcess::finished);
        shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), command});
        QVERIFY(!ended.isEmpty() || ended.wait(20'000));
        QByteArray text;
        for (const auto& line : shell.readAllStandardOutput().split('\n')) {
            if (!line.startsWith("data: {"))
                continue;
            const auto chunk = QJsonDocument::fromJson(line.mid(6)).object();
            const auto choice = chunk.value(QLatin1String("choices")).toArray().at(0).toObject();
            text += choice.value(QLatin1String("delta")).toObject().value(QLatin1String("content")).toString().toUtf8();
        }
        QCOMPARE(QString::fromUtf8(text), QStringLiteral("It's $HOME `id` \"x\" \\ and ünï"));
    }
};

QTEST_MAIN(PlaygroundTest)
#include "tst_playground.moc"
