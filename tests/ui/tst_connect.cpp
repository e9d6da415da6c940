// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/connect/apply_dialog.h"
#include "ui/connect/client_description.h"
#include "ui/connect/connect_view.h"
#include "ui/connect/environment_check.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse::ui;

class ConnectTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;
    QTemporaryDir m_home;

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
        void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
        QString label(const char* name) { return find<QLabel>(name)->text(); }
        QString snippet(int index = 0) {
            auto* tabs = find<QTabWidget>("connectSnippets");
            return qobject_cast<QPlainTextEdit*>(tabs->widget(index))->toPlainText();
        }
        void chooseWay(const QString& words) {
            auto* way = find<QComboBox>("field_way");
            way->setCurrentIndex(way->findText(words));
        }
        bool makeKey() {
            click("connectNewKey");
            return QTest::qWaitFor([this] { return find<QLineEdit>("connectKeyText")->text().startsWith(u"gh_"); });
        }

        ConnectView view;
    };

    static QByteArray contentOf(const QString& path) {
        QFile file(path);
        (void)file.open(QIODevice::ReadOnly);
        return file.readAll();
    }
    // Runs a command line with the variable that the snippets name.
    QByteArray runWith(const QString& key, const QString& command) {
        QProcess shell;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("GATEHOUSE_KEY"), key);
        for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"})
            environment.remove(QLatin1String(name));
        shell.setProcessEnvironment(environment);
        shell.setProcessChannelMode(QProcess::MergedChannels);
        QSignalSpy ended(&shell, &QProcess::finished);
        shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), command});
        (void)(!ended.isEmpty() || ended.wait(60'000));
        return shell.readAll();
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("HOME", m_home.path().toUtf8());
        QVERIFY(m_gateway.start());
    }

    void everyClientIsDescribedWhole() {
        const auto clients = readClients();
        QCOMPARE(clients.size(), 18);
        QStringList texts;
        for (const auto* text : clientTexts())
            texts.append(QString::fromUtf8(text));
        static const QRegularExpression place(
            QStringLiteral("\\{(gateway|openai|dockerOpenai|anthropic|gemini|vertex|bedrock|cohere|ollama|model|"
                           "pathModel|key|helper|entry|keyhint)\\}"));
        const Filling with{QUrl(QStringLiteral("http://127.0.0.1:8642")), QStringLiteral("m"), QStringLiteral("gh_k"),
                           QStringLiteral("e")};
        for (const auto& client : clients) {
            for (const auto& trap : client.traps)
                QVERIFY2(texts.contains(trap), qPrintable(trap));
            for (const auto& snippet : client.snippets) {
                QVERIFY2(texts.contains(snippet.title), qPrintable(snippet.title));
                QVERIFY2(!filled(snippet.text, with).contains(place), qPrintable(client.id));
                QVERIFY2(!snippet.text.contains(QLatin1String("{key}")),
                         qPrintable(client.id)); // never a key in a snippet
            }
            if (!client.file)
                continue;
            for (const auto way : {KeyWay::Variable, KeyWay::Written, KeyWay::Helper}) {
                const auto merged = merge(client.file->format, {}, settingsFor(*client.file, way, with));
                QVERIFY2(merged.ok(), qPrintable(QString(client.id + merged.problem)));
            }
        }
        QCOMPARE(
            filled(QStringLiteral("{model}{dockerOpenai}"),
                   {QUrl(QStringLiteral("http://127.0.0.1:1")), QStringLiteral("{key}"), QStringLiteral("secret"), {}}),
            QStringLiteral("{key}http://host.docker.internal:1/v1"));
    }

    void tilesLeadToAClient() {
        Shown shown(m_gateway.address());
        auto* tiles = shown.find<QListWidget>("clientTiles");
        QCOMPARE(tiles->count(), 18);
        shown.find<QLineEdit>("clientFilter")->setText(QStringLiteral("aid"));
        int visible = -1;
        for (int i = 0; i < tiles->count(); ++i)
            visible = tiles->item(i)->isHidden() ? visible : i;
        QTest::mouseClick(tiles->viewport(), Qt::LeftButton, {}, tiles->visualItemRect(tiles->item(visible)).center());
        QCOMPARE(shown.view.state(), QStringLiteral("aider"));
        QVERIFY(shown.snippet().contains(QLatin1String("openai/demo/echo")));
        shown.click("connectBack");
        QVERIFY(shown.view.state().isEmpty());
        shown.find<QLineEdit>("clientFilter")->setText(QStringLiteral("nothing of the kind"));
        auto* clear = shown.view.findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QVERIFY(clear->isVisible());
        QTest::mouseClick(clear, Qt::LeftButton);
        QVERIFY(!tiles->item(0)->isHidden());
    }

    // What the gateway cannot do yet is said, by asking the gateway itself.
    void saysWhatTheGatewayLacks() {
        Shown shown(m_gateway.address());
        shown.view.open(QStringLiteral("openai-sdk"));
        auto* banner = shown.find<QLabel>("connectBanner");
        shown.view.open(QStringLiteral("cursor"));
        QTRY_VERIFY(banner->isVisible()); // loopback
        QVERIFY(banner->text().contains(QLatin1String("Cursor")));
        shown.view.open(QStringLiteral("claude-code"));
        QTest::qWait(0);
        QVERIFY(!banner->isVisible());
    }

    void aNewKeyIsShownOnceAndVerified() {
        Shown shown(m_gateway.address());
        shown.view.open(QStringLiteral("curl"));
        QVERIFY(shown.makeKey());
        const auto key = shown.find<QLineEdit>("connectKeyText")->text();
        QTRY_VERIFY(shown.find<QComboBox>("connectKey")->currentText().contains(key.right(4)));
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.click("connectVerify");
        QVERIFY(shown.label("connectVerified").contains(QLatin1String("curl")));
        shown.click("connectCopy");
        const auto command = QGuiApplication::clipboard()->text();
        QVERIFY(!command.contains(key));
        const auto answer = runWith(key, command);
        QVERIFY2(answer.contains("[DONE]"), answer.constData());
        QTRY_VERIFY(shown.label("connectVerified").contains(QStringLiteral("from curl")));
        QVERIFY(shown.label("connectVerified").startsWith(u'✓'));
        // The other dialect too.
        shown.find<QTabWidget>("connectSnippets")->setCurrentIndex(1);
        const auto other = runWith(key, shown.snippet(1));
        QVERIFY2(other.contains("message_stop"), other.constData());
        shown.view.open(QStringLiteral("claude-code"));
        QVERIFY(shown.find<QLineEdit>("connectKeyText")->text().isEmpty());
    }

    // Every dialect of the gateway's, as the page writes it down.
    void everyCommandThatIsShownIsAnswered_data() {
        QTest::addColumn<QString>("client");
        QTest::addColumn<int>("snippet");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("gemini") << QStringLiteral("curl") << 2 << QByteArray("finishReason");
        QTest::newRow("bedrock") << QStringLiteral("curl") << 3 << QByteArray("stopReason");
        QTest::newRow("cohere") << QStringLiteral("curl") << 4 << QByteArray("message-end");
        QTest::newRow("ollama") << QStringLiteral("ollama-client") << 2 << QByteArray("done_reason");
    }
    void everyCommandThatIsShownIsAnswered() {
        QFETCH(QString, client);
        QFETCH(int, snippet);
        QFETCH(QByteArray, end);
        Shown shown(m_gateway.address());
        shown.view.open(client);
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        const auto said = runWith(QString::fromLatin1(m_gateway.key()), shown.snippet(snippet));
        QVERIFY2(said.contains("Hello"), said.constData());
        QVERIFY2(said.contains(end), said.constData());
    }

    void changesTheClientsFileAndTakesItBack() {
        const auto path = m_home.filePath(QStringLiteral(".claude/settings.json"));
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        const QByteArray before("{\n    \"theme\": \"dark\",\n    \"env\": {\n        \"FOO\": \"bar\"\n    }\n}\n");
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(before);
        }
        Shown shown(m_gateway.address());
        shown.view.open(QStringLiteral("claude-code"));
        shown.chooseWay(QStringLiteral("From its settings file"));
        QVERIFY(!shown.find<QPushButton>("connectApply")->isEnabled()); // no key is known
        QVERIFY(shown.makeKey());
        const auto key = shown.find<QLineEdit>("connectKeyText")->text();
        QTRY_VERIFY(shown.find<QPushButton>("connectApply")->isEnabled());
        shown.click("connectApply");
        QTRY_VERIFY(shown.view.findChild<ApplyDialog*>() != nullptr);
        auto* dialog = shown.view.findChild<ApplyDialog*>();
        const auto difference = dialog->findChild<QPlainTextEdit*>(QStringLiteral("applyDifference"))->toPlainText();
        QVERIFY(difference.contains(QLatin1String("+         \"ANTHROPIC_BASE_URL\"")));
        QVERIFY(!difference.contains(key)); // only its end
        QVERIFY(difference.contains(key.right(4)));
        QCOMPARE(contentOf(path), before); // nothing yet
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("applyChange")), Qt::LeftButton);
        QTRY_VERIFY(shown.find<QPushButton>("connectUndo")->isVisible());
        const auto env = QJsonDocument::fromJson(contentOf(path)).object().value(QLatin1String("env")).toObject();
        QCOMPARE(env.value(QLatin1String("FOO")).toString(), QStringLiteral("bar"));
        QCOMPARE(env.value(QLatin1String("ANTHROPIC_AUTH_TOKEN")).toString(), key);
        shown.click("connectUndo");
        QTRY_COMPARE(contentOf(path), before);
        QTRY_VERIFY(!shown.find<QPushButton>("connectUndo")->isVisible());
    }

    void aFileThatCannotBeReadIsLeftAlone() {
        const auto path = m_home.filePath(QStringLiteral(".aider.conf.yml"));
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("model: [a\n");
        }
        Shown shown(m_gateway.address());
        shown.view.open(QStringLiteral("aider"));
        shown.chooseWay(QStringLiteral("From a variable"));
        QTRY_VERIFY(shown.find<QPushButton>("connectApply")->isEnabled());
        shown.click("connectApply");
        QTRY_VERIFY(shown.label("connectResult").contains(QLatin1String("Line")));
        QCOMPARE(contentOf(path), QByteArray("model: [a\n"));
        QVERIFY(shown.view.findChild<ApplyDialog*>() == nullptr);
    }

    void findsVariablesThatAreInTheWay() {
        QFile rc(m_home.filePath(QStringLiteral(".bashrc")));
        QVERIFY(rc.open(QIODevice::WriteOnly));
        rc.write("# export ANTHROPIC_API_KEY=no\nalias x=y\nexport A=1 ANTHROPIC_API_KEY=sk-secret\n");
        rc.close();
        qputenv("ANTHROPIC_BASE_URL", "https://elsewhere");
        Shown shown(m_gateway.address());
        shown.view.open(QStringLiteral("claude-code"));
        shown.click("connectCheck");
        QTRY_VERIFY(shown.label("connectResult").contains(QLatin1String("~/.bashrc, line 3")));
        QVERIFY(shown.label("connectResult").contains(QLatin1String("ANTHROPIC_BASE_URL is set in this session")));
        QVERIFY(!shown.label("connectResult").contains(QLatin1String("sk-secret")));
        QVERIFY(!shown.label("connectResult").contains(QLatin1String("line 1")));
        qunsetenv("ANTHROPIC_BASE_URL");
        QVERIFY(rc.remove());
        shown.click("connectCheck");
        QTRY_VERIFY(shown.label("connectResult").contains(QLatin1String("No environment variable")));
    }

    void theHelperIsExplainedAndCopied() {
        Shown shown(m_gateway.address());
        shown.view.open(QStringLiteral("claude-code"));
        shown.chooseWay(QStringLiteral("From a helper command"));
        QVERIFY(shown.label("connectHelper").contains(QLatin1String("gatehouse key-helper claude-code")));
        QVERIFY(shown.find<QPushButton>("connectApply")->isEnabled()); // needs no key
        shown.find<QAction>("actionCopyHelper")->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("gatehouse key-helper claude-code"));
    }

    // The official packages, where the end-to-end tests have installed them.
    void thePythonThatIsShownRuns_data() {
        QTest::addColumn<QString>("client");
        QTest::newRow("openai") << QStringLiteral("openai-sdk");
        QTest::newRow("anthropic") << QStringLiteral("anthropic-sdk");
        QTest::newRow("google") << QStringLiteral("google-genai-sdk");
        QTest::newRow("bedrock") << QStringLiteral("aws-sdk");
        QTest::newRow("cohere") << QStringLiteral("cohere-sdk");
        QTest::newRow("ollama") << QStringLiteral("ollama-client");
    }
    void thePythonThatIsShownRuns() {
        QFETCH(QString, client);
        const auto python = qEnvironmentVariable("GATEHOUSE_CLIENT_PYTHON");
        if (!QFileInfo(python).isExecutable())
            QSKIP("the end-to-end tests have not installed the clients' packages");
        Shown shown(m_gateway.address());
        shown.view.open(client);
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QFile script(m_home.filePath(QStringLiteral("client.py")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write(shown.snippet().toUtf8());
        script.close();
        const auto said = runWith(QString::fromLatin1(m_gateway.key()), QString(python + u' ' + script.fileName()));
        if (said.contains("ModuleNotFoundError"))
            QSKIP("the end-to-end tests do not install this client's package");
        QCOMPARE(said.trimmed(), QByteArray("Hello"));
    }
};

QTEST_MAIN(ConnectTest)
#include "tst_connect.moc"
