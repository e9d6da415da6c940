// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/stall_guard.h"
#include "tests/ui/support/test_console.h"
#include "ui/client/gateway_client.h"
#include "ui/log/log_view.h"
#include "ui/models/resource_list.h"
#include "ui/overview/overview_view.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigation.h"
#include "ui/widgets/metric_card.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

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
        // Keys of the window. What is left of an earlier window may go meanwhile, and take the focus along.
        void press(Qt::Key pressed, Qt::KeyboardModifiers modifiers = {}) {
            window.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&window));
            QTest::keyClick(&window, pressed, modifiers);
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
        shown.press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("overview"));
        shown.press(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
    }

    void theNavigationOpensViews() {
        Shown shown(m_gateway.address());
        auto* navigation = shown.find<QListWidget>("navigation");
        QTest::mouseClick(navigation->viewport(), Qt::LeftButton, {},
                          navigation->visualItemRect(navigation->item(1)).center());
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
        shown.press(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("overview"));
    }

    void commandsAreFoundByAFewLetters() {
        Shown shown(m_gateway.address());
        shown.press(Qt::Key_K, Qt::ControlModifier);
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

    void anActionThatCannotBeDoneSaysWhy() {
        Shown shown(m_gateway.address());
        auto* undo = shown.find<QAction>("actionUndo");
        QVERIFY(!undo->isEnabled());
        QVERIFY(!undo->property("why").toString().isEmpty());
        shown.press(Qt::Key_K, Qt::ControlModifier);
        auto* typed = shown.find<QLineEdit>("paletteText");
        QTest::keyClicks(typed, QStringLiteral(">undo"));
        auto* list = shown.find<QListView>("paletteList");
        QCOMPARE(list->currentIndex().data(Qt::DisplayRole).toString(), QStringLiteral("Undo"));
        QVERIFY(
            list->currentIndex().data(PaletteModel::NoteRole).toString().contains(undo->property("why").toString()));
        QTest::keyClick(typed, Qt::Key_Return);
        QVERIFY(typed->isVisible()); // nothing happened
    }

    void everyCommandHasAName() {
        Shown shown(m_gateway.address());
        for (const auto* action : shown.window.commands()) {
            QVERIFY2(action->objectName().startsWith(QLatin1String("action")), qPrintable(action->text()));
            QVERIFY(!action->text().isEmpty());
        }
    }

    void backBringsFilterAndRangeAlong() {
        Shown shown(m_gateway.address());
        shown.window.openView(QStringLiteral("log"), QStringLiteral("status>=400"));
        shown.range.choose(TimeRange::Span::Hour);
        shown.window.openView(QStringLiteral("overview"));
        shown.range.choose(TimeRange::Span::Week);
        shown.press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
        QCOMPARE(shown.range.span(), TimeRange::Span::Hour);
        QVERIFY(shown.find<QLineEdit>("logFilter")->text().contains(QStringLiteral("status>=400")));
        shown.press(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("overview"));
        QCOMPARE(shown.range.span(), TimeRange::Span::Week);
        QVERIFY(!shown.find<QAction>("actionForward")->isEnabled());
    }

    void backTakesAFilterAwayToo() {
        Shown shown(m_gateway.address());
        auto* navigation = shown.find<Navigation>("navigation");
        QTest::mouseClick(navigation->viewport(), Qt::LeftButton, {},
                          navigation->visualItemRect(navigation->item(1)).center());
        auto* filter = shown.find<QLineEdit>("logFilter");
        QCOMPARE(filter->text(), QString());
        shown.window.openView(QStringLiteral("log"), QStringLiteral("status>=400"));
        QCOMPARE(filter->text(), QStringLiteral("status>=400"));
        shown.press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
        QCOMPARE(filter->text(), QString());
    }

    void pausingRefusesNewCallsUntilResumed() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Running"));
        shown.press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Paused"));
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 503);
        QTRY_VERIFY(shown.find<QToolButton>("pauseGateway")->isEnabled());
        QTest::mouseClick(shown.find<QToolButton>("pauseGateway"), Qt::LeftButton);
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Running"));
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
    }

    void aPauseFromElsewhereIsSeen() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Running"));
        GatewayClient other;
        other.connectTo(m_gateway.address());
        const auto pause = [&other](bool on) {
            other.send(GatewayClient::Verb::Put, QStringLiteral("/gateway/state"), {{QStringLiteral("paused"), on}},
                       &other, [](const Reply& reply) { QVERIFY(reply.ok()); });
        };
        pause(true);
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Paused"));
        pause(false);
        QTRY_COMPARE(shown.find<QLabel>("gatewayState")->text(), QStringLiteral("Running"));
    }

    void aChangeCanBeUndoneFromItsToast() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        Change change;
        change.path = QStringLiteral("/teams");
        change.title = QStringLiteral("Add team undone");
        change.after = {{QStringLiteral("id"), QStringLiteral("undone")}};
        bool answered = false;
        shown.changes.submit(change, this, [&answered](const Reply& reply) {
            answered = true;
            QVERIFY2(reply.ok(), reply.body().constData());
        });
        QTRY_VERIFY(answered);
        auto* button = shown.find<QPushButton>("toastButton");
        QTRY_VERIFY(button->isVisible());
        QVERIFY(shown.find<QAction>("actionUndo")->text().contains(QStringLiteral("Add team undone")));
        QTest::mouseClick(button, Qt::LeftButton);
        ResourceList teams(shown.client, QStringLiteral("/teams"));
        QTRY_VERIFY(teams.loadedOnce() && teams.find(QStringLiteral("undone")) == nullptr);
        QTRY_VERIFY(shown.find<QAction>("actionRedo")->isEnabled());
    }

    void aViewsOwnCommandsStandInItsMenuAndAmongTheCommands() {
        Shown shown(m_gateway.address());
        shown.window.openView(QStringLiteral("log"));
        const auto own = shown.find<View>("logView")->actions();
        auto* menu = shown.find<QMenu>("viewMenu");
        QCOMPARE(menu->actions(), own);
        QCOMPARE(menu->menuAction()->isVisible(), !own.isEmpty());
        for (auto* action : own)
            QVERIFY(action->isSeparator() || shown.window.commands().contains(action));
        shown.window.openView(QStringLiteral("overview"));
        QVERIFY(shown.find<QMenu>("viewMenu")->actions() != own || own.isEmpty());
    }

    void objectsAreFoundAndOpened() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.press(Qt::Key_K, Qt::ControlModifier);
        auto* typed = shown.find<QLineEdit>("paletteText");
        QTest::keyClicks(typed, QStringLiteral("@tests"));
        auto* list = shown.find<QListView>("paletteList");
        QTRY_COMPARE(list->currentIndex().data(Qt::DisplayRole).toString(), QStringLiteral("tests"));
        QTest::keyClick(typed, Qt::Key_Return);
        QCOMPARE(shown.window.currentView(), QStringLiteral("log")); // no view of applications here: their calls
        QCOMPARE(shown.find<QLineEdit>("logFilter")->text(), QStringLiteral("app:tests"));
    }

    void aCallIsFoundByItsId() {
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.press(Qt::Key_K, Qt::ControlModifier);
        auto* typed = shown.find<QLineEdit>("paletteText");
        QTest::keyClicks(typed, QStringLiteral("#"));
        auto* list = shown.find<QListView>("paletteList");
        QTRY_VERIFY(list->model()->rowCount() > 0);
        const QString id = list->currentIndex().data(Qt::DisplayRole).toString();
        typed->setText(QString(u'#' + id.left(12)));
        QTRY_COMPARE(list->currentIndex().data(Qt::DisplayRole).toString(), id);
        QTest::keyClick(typed, Qt::Key_Return);
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
        QVERIFY(shown.find<QLineEdit>("logFilter")->text().contains(id));
    }

    void whatWasUsedLatelyComesFirst() {
        Shown shown(m_gateway.address());
        for (int round = 0; round < 2; ++round) {
            shown.press(Qt::Key_K, Qt::ControlModifier);
            auto* typed = shown.find<QLineEdit>("paletteText");
            QVERIFY(typed != nullptr);
            auto* list = shown.find<QListView>("paletteList");
            if (round == 1) {
                QCOMPARE(list->currentIndex().data(Qt::DisplayRole).toString(), QStringLiteral("Light theme"));
                QTest::keyClick(typed, Qt::Key_Escape);
                break;
            }
            QTest::keyClicks(typed, QStringLiteral("light"));
            QTest::keyClick(typed, Qt::Key_Return);
            QTRY_VERIFY(shown.find<QLineEdit>("paletteText") == nullptr);
            shown.window.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&shown.window));
        }
    }

    void aNarrowWindowShowsIconsWithNames() {
        Shown shown(m_gateway.address());
        auto* navigation = shown.find<Navigation>("navigation");
        shown.window.resize(1280, 800);
        QVERIFY(!navigation->isCompact());
        const int wide = navigation->width();
        shown.window.resize(1024, 700);
        QTRY_VERIFY(navigation->isCompact());
        QVERIFY(navigation->width() < wide);
        QCOMPARE(navigation->item(1)->toolTip(), QStringLiteral("Live log"));
        QCOMPARE(navigation->item(1)->data(Qt::AccessibleTextRole).toString(), QStringLiteral("Live log"));
    }

    void theNextRunBeginsWhereThisOneEnded() {
        {
            Shown shown(m_gateway.address());
            shown.window.openView(QStringLiteral("log"));
            shown.range.choose(TimeRange::Span::Week);
            shown.window.close();
        }
        Shown again(m_gateway.address());
        QCOMPARE(again.window.currentView(), QStringLiteral("log"));
        QCOMPARE(again.range.span(), TimeRange::Span::Week);
    }

    void aBrokenSessionCountsAsNone() {
        QSettings settings;
        settings.setValue(QStringLiteral("window/geometry"), QByteArray("\x01\x02broken"));
        settings.setValue(QStringLiteral("window/view"), QStringLiteral("no such view"));
        settings.setValue(QStringLiteral("window/range"), QStringLiteral("yesterday"));
        settings.setValue(QStringLiteral("appearance/theme"), QStringLiteral("purple"));
        settings.setValue(QStringLiteral("splitters/logView.logSplitter"), QByteArray("nonsense"));
        settings.setValue(QStringLiteral("shortcuts/window.actionPalette"), QStringLiteral("Hyper+Nothing"));
        Shown shown(m_gateway.address());
        QCOMPARE(shown.window.currentView(), QStringLiteral("overview"));
        QCOMPARE(shown.range.span(), TimeRange::Span::Day);
        shown.window.openView(QStringLiteral("log"));
        QCOMPARE(shown.find<QAction>("actionPalette")->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_K));
    }

    void f6GoesFromPaneToPane() {
        Shown shown(m_gateway.address());
        auto* navigation = shown.find<QWidget>("navigation");
        navigation->setFocus();
        QTRY_VERIFY(navigation->hasFocus());
        shown.press(Qt::Key_F6);
        QVERIFY(shown.find<View>("overviewView")->isAncestorOf(QApplication::focusWidget()));
        shown.press(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(navigation->hasFocus());
    }

    void theSheetListsTheKeys() {
        Shown shown(m_gateway.address());
        shown.press(Qt::Key_Slash, Qt::ControlModifier);
        auto* tree = shown.find<QTreeWidget>("shortcutTree");
        QVERIFY(tree != nullptr);
        QCOMPARE(tree->findItems(QStringLiteral("Ctrl+K"), Qt::MatchExactly | Qt::MatchRecursive, 1).size(), 1);
    }

    void theCommandsNeverStallTheWindow() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.window.openView(QStringLiteral("log"));
        shown.window.openView(QStringLiteral("overview"));
        StallGuard guard;
        shown.press(Qt::Key_2, Qt::ControlModifier);
        shown.press(Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(shown.find<QLineEdit>("paletteText"), QStringLiteral("light"));
        QTest::keyClick(shown.find<QLineEdit>("paletteText"), Qt::Key_Escape);
        QVERIFY2(guard.isClean(), guard.report());
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

METERED_MAIN(MainWindowTest)
#include "tst_main_window.moc"
