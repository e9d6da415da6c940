// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/client/gateway_client.h"
#include "ui/log/log_view.h"
#include "ui/overview/overview_view.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/metric_card.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>

using namespace gatehouse::ui;

class MainWindowTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address) : window(console, views()) {
            toast->attachTo(&window);
            window.show();
            window.activateWindow(); // shortcuts are the active window's
            if (!QTest::qWaitForWindowActive(&window))
                qFatal("the window does not become active");
            client.connectTo(address);
        }
        std::vector<ViewEntry> views() {
            return {{QStringLiteral("overview"), QStringLiteral("Overview"), QStringLiteral("layout-dashboard"), 0,
                     [this] { return new OverviewView(console); }},
                    {QStringLiteral("log"), QStringLiteral("Live log"), QStringLiteral("activity"), 0,
                     [this] { return new LogView(console); }}};
        }
        template <typename Widget>
        Widget* find(const char* name) {
            return window.findChild<Widget*>(QLatin1String(name));
        }

        MainWindow window;
    };

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QVERIFY(m_gateway.start());
    }
    void init() { QSettings().clear(); }

    void theStateIsShownInWords() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Running"));
        QVERIFY(shown.find<QLabel>("gatewayAddress")->text().contains(m_gateway.address().gateway.authority()));
    }

    void theCardsCountCalls() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        auto* requests = shown.find<MetricCard>("cardRequests");
        QTRY_VERIFY(requests->figure() != QStringLiteral("–"));
        const int before = requests->figure().toInt();
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QTRY_COMPARE(requests->figure().toInt(), before + 1);
    }

    void aCardLeadsToTheCallsBehindIt() {
        QCOMPARE(m_gateway.call(QStringLiteral("no-such-model")), 404);
        Shown shown(m_gateway.address());
        QTest::mouseClick(shown.find<MetricCard>("cardErrors"), Qt::LeftButton);
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
        QVERIFY(shown.find<QLineEdit>("logFilter")->text().contains(QStringLiteral("status>=400")));
        QTest::keyClick(&shown.window, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("overview"));
        QTest::keyClick(&shown.window, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
    }

    void theNavigationOpensViews() {
        Shown shown(m_gateway.address());
        auto* navigation = shown.find<QListWidget>("navigation");
        QTest::mouseClick(navigation->viewport(), Qt::LeftButton, {},
                          navigation->visualItemRect(navigation->item(1)).center());
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
        QTest::keyClick(&shown.window, Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("overview"));
    }

    void commandsAreFoundByAFewLetters() {
        Shown shown(m_gateway.address());
        QTest::keyClick(&shown.window, Qt::Key_K, Qt::ControlModifier);
        auto* typed = shown.find<QLineEdit>("paletteText");
        QVERIFY(typed != nullptr);
        QTest::keyClicks(typed, QStringLiteral("darkth"));
        QTest::keyClick(typed, Qt::Key_Return);
        QVERIFY(shown.theme.isDark());
    }

    void lettersInOrderWinOverScatteredOnes() {
        QVERIFY(fuzzyScore(QStringLiteral("log"), QStringLiteral("Live log")) >
                fuzzyScore(QStringLiteral("log"), QStringLiteral("Reload nothing")));
        QCOMPARE(fuzzyScore(QStringLiteral("xyz"), QStringLiteral("Live log")), -1);
    }

    void aLostGatewayIsToldAndFoundAgain() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Running"));
        gateway.kill();
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("No answer"));
        QVERIFY(shown.find<QWidget>("reconnect")->isVisible());
        QVERIFY(gateway.start());
        QTRY_COMPARE_WITH_TIMEOUT(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Running"), 15'000);
    }

    void everythingFocusableHasAName() {
        Shown shown(m_gateway.address());
        shown.window.openView(QStringLiteral("log"));
        for (auto* widget : shown.window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
                continue;
            auto* face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(
                face == nullptr || !face->text(QAccessible::Name).isEmpty() || widget->inherits("QMenuBar") ||
                    widget->inherits("QAbstractScrollArea") == false || !widget->accessibleName().isEmpty() ||
                    widget->inherits("QScrollArea"),
                qPrintable(QString(QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName())));
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
