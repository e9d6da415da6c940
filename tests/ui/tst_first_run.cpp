// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/first_run/first_run_dialog.h"
#include "ui/first_run/port_owner.h"
#include "ui/models/call_model.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

using namespace gatehouse::ui;

class FirstRunTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Shown : TestConsole {
        Shown() : dialog(new FirstRunDialog(console, nullptr)) { dialog->open(); }
        ~Shown() { delete dialog; }
        template <typename Widget>
        Widget* find(const char* name) {
            return dialog->findChild<Widget*>(QLatin1String(name));
        }
        void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
        bool canClick(const char* name) {
            return find<QPushButton>(name)->isVisible() && find<QPushButton>(name)->isEnabled();
        }
        QString text(const char* name) { return find<QLabel>(name)->text(); }

        QPointer<FirstRunDialog> dialog;
    };

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("GatehouseTest"));
        QCoreApplication::setApplicationName(QStringLiteral("FirstRun"));
        m_gateway.setConfiguration("version: 1\n");
        QVERIFY(m_gateway.start());
    }
    void init() { QSettings().clear(); }
    void cleanupTestCase() { QSettings().clear(); }

    void fromNothingToTheFirstCallWithoutTyping() {
        Shown shown;
        QVERIFY(isFirstRunDue());
        QElapsedTimer clock;
        clock.start();
        shown.click("choiceJustMe");
        QCOMPARE(shown.dialog->page(), 1);
        QVERIFY(!shown.canClick("firstRunNext")); // the gateway is not there yet
        shown.client.connectTo(m_gateway.address());
        QTRY_VERIFY(shown.canClick("firstRunNext"));
        QVERIFY(shown.text("stepGateway").contains(m_gateway.address().gateway.authority()));
        QTRY_VERIFY2(shown.text("stepKeyChain").contains(QStringLiteral("kept")),
                     qPrintable(shown.text("stepKeyChain")));
        QTest::keyClick(shown.dialog->focusWidget(), Qt::Key_Return); // Enter goes on
        QCOMPARE(shown.dialog->page(), 2);
        QVERIFY(shown.find<QPlainTextEdit>("testCommand")->toPlainText().contains(QStringLiteral("$GATEHOUSE_KEY")));
        QTest::keyClick(shown.dialog->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY2(shown.text("testAnswer").contains(QStringLiteral("Hello, Gatehouse!")),
                     qPrintable(shown.text("testFault")));
        QTRY_VERIFY(shown.find<QWidget>("testCall")->isVisible());
        const QString status = QStringLiteral("callStrip%1").arg(static_cast<int>(CallModel::Status));
        QCOMPARE(shown.find<QLabel>(status.toUtf8().constData())->text(), QStringLiteral("200"));
        QVERIFY(clock.elapsed() < 60'000);

        // The key is real, and copied only when asked for.
        shown.click("copyFirstKey");
        const QString key = QApplication::clipboard()->text();
        QVERIFY(key.startsWith(QStringLiteral("gh_")));
        shown.click("copyCommand");
        const QString command = QApplication::clipboard()->text();
        QVERIFY(command.startsWith(QStringLiteral("curl ")));
        QVERIFY(!command.contains(key));

        QSignalSpy leads(shown.dialog, &FirstRunDialog::goTo);
        shown.click("connectClient");
        QCOMPARE(leads.size(), 1);
        QCOMPARE(leads.first().first().toString(), QStringLiteral("connect"));
        QTRY_VERIFY(shown.dialog.isNull());
        QVERIFY(!isFirstRunDue());
    }

    void openedAgainItMakesNoSecondKey() {
        Shown shown;
        shown.client.connectTo(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.click("choiceJustMe");
        QTRY_VERIFY(shown.canClick("firstRunNext"));
        QVERIFY(shown.text("stepKey").contains(QStringLiteral("there already")));
        shown.click("firstRunNext");
        QVERIFY(!shown.find<QPushButton>("copyFirstKey")->isVisible());
        shown.click("sendTestCall"); // with the console's own key
        QTRY_VERIFY(shown.find<QWidget>("testCall")->isVisible());
        QSignalSpy leads(shown.dialog, &FirstRunDialog::goTo);
        shown.click("showInLog");
        QCOMPARE(leads.first().first().toString(), QStringLiteral("log"));
        QVERIFY(leads.first().last().toString().startsWith(QStringLiteral("id:")));
    }

    void itCanBeSkipped() {
        Shown shown;
        shown.click("skipFirstRun");
        QTRY_VERIFY(shown.dialog.isNull());
        QVERIFY(!isFirstRunDue());
    }

    void aTakenPortSaysByWhomAndOffersAFreeOne() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        Shown shown;
        shown.click("choiceJustMe");
        shown.dialog->gatewayFailed(QStringLiteral("cannot_bind"), QStringLiteral("Cannot bind."), taken.serverPort());
        QTRY_VERIFY(shown.canClick("useFreePort"));
        QVERIFY2(shown.text("stepGateway").contains(QString::number(QCoreApplication::applicationPid())),
                 qPrintable(shown.text("stepGateway")));
        QSignalSpy chosen(shown.dialog, &FirstRunDialog::portsChosen);
        shown.click("useFreePort");
        QCOMPARE(chosen.size(), 1);
        QVERIFY(chosen.first().first().toUInt() != taken.serverPort());
        // It starts there, and the page goes on by itself.
        shown.client.connectTo(m_gateway.address());
        QTRY_VERIFY(shown.canClick("firstRunNext"));
        QVERIFY(!shown.canClick("useFreePort"));
    }

    void portsKnowTheirOwners() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto owner = portOwner(server.serverPort());
        QVERIFY(owner.has_value());
        QCOMPARE(owner->pid, QCoreApplication::applicationPid());
        QVERIFY(!owner->program.isEmpty());
        const auto free = nextFreePort(server.serverPort());
        QVERIFY(free > server.serverPort());
        server.close();
        QVERIFY(!portOwner(server.serverPort()).has_value());
    }

    void connectingElsewhereIsOfferedOnlyWhereItCanBeDone() {
        Shown shown;
        QVERIFY(!shown.find<QPushButton>("choiceConnect")->isVisible());
        bool asked = false;
        shown.dialog->setConnect([&asked](QWidget*) { asked = true; });
        QVERIFY(shown.find<QPushButton>("choiceConnect")->isVisible());
        shown.click("choiceConnect");
        QVERIFY(asked);
        shown.client.connectTo(m_gateway.address()); // another one than before: nothing is made there
        QTRY_VERIFY(shown.dialog.isNull());
        QVERIFY(!isFirstRunDue());
    }
};

QTEST_MAIN(FirstRunTest)
#include "tst_first_run.moc"
