// SPDX-License-Identifier: GPL-3.0-or-later
// What only teams need stays out of sight until somebody wants it.
#include "tests/ui/support/test_console.h"
#include "ui/models/team_features.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigation.h"

#include <QAction>
#include <QListWidget>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace gatehouse::ui;

// Says what it was asked to open.
class TeamPageView : public View {
    Q_OBJECT

public:
    void open(const QString& argument) override { opened = argument; }
    QString opened;
};

class ShellTeamsTest : public QObject {
    Q_OBJECT

    struct Shown : TestConsole {
        Shown() : window(console, views()) { toast->attachTo(&window); }

        static std::vector<ViewEntry> views() {
            const auto make = [] { return new TeamPageView; };
            ViewEntry team{QStringLiteral("approvals"), QStringLiteral("Approvals"), QStringLiteral("checks"), 0, make};
            team.isForTeams = true;
            return {{QStringLiteral("overview"), QStringLiteral("Overview"), QStringLiteral("activity"), 0, make},
                    team};
        }
        bool isListed() const {
            const auto* item = window.findChild<QListWidget*>(QStringLiteral("navigation"))->item(1);
            const auto* action = window.findChild<QAction*>(QStringLiteral("actionOpen_approvals"));
            return !item->isHidden() && action->isVisible();
        }

        MainWindow window;
    };

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_shell_teams"));
    }
    void init() { QSettings().clear(); }

    void aPersonAloneDoesNotSeeThem() {
        Shown shown;
        QVERIFY(!shown.isListed());
        shown.window.findChild<TeamFeatures*>()->setOn(true);
        QVERIFY(shown.isListed());
        shown.window.findChild<TeamFeatures*>()->setOn(false);
        QVERIFY(!shown.isListed());
    }

    void aGatewayOnAnotherComputerShowsThem() {
        Shown shown;
        GatewayAddress address;
        address.admin = QUrl(QStringLiteral("http://[::1]:1"));
        shown.client.connectTo(address);
        QVERIFY(!shown.isListed());
        address.admin = QUrl(QStringLiteral("https://gateway.invalid"));
        shown.client.connectTo(address);
        QVERIFY(shown.isListed());
    }

    void allViewsAreSeenInALowWindow() {
        Theme theme(*qApp);
        Navigation navigation(theme);
        for (int i = 0; i < 17; ++i)
            navigation.addView(QString::number(i), QStringLiteral("View %1").arg(i), QStringLiteral("activity"), i / 4);
        navigation.setCompact(true);
        navigation.resize(navigation.width(), 580); // what a window of 700 px leaves
        navigation.show();
        const auto last = [&navigation] { return navigation.visualItemRect(navigation.item(navigation.count() - 1)); };
        QTRY_VERIFY(last().bottom() <= navigation.viewport()->height());
        QVERIFY(last().height() >= 24); // a target
        navigation.resize(navigation.width(), 900);
        QTRY_VERIFY(last().height() >= 32);
    }

    void aNotificationLeadsThereAllTheSame() {
        Shown shown;
        shown.window.openView(QStringLiteral("approvals"), QStringLiteral("s1"));
        QVERIFY(shown.isListed());
        QCOMPARE(shown.window.findChild<TeamPageView*>(QStringLiteral("approvalsView"))->opened, QStringLiteral("s1"));
        shown.window.openView(QStringLiteral("overview"));
        QVERIFY(!shown.isListed());
    }

    void aCommandOfAViewIsNamedWithIt() {
        Shown shown;
        shown.window.openView(QStringLiteral("approvals.publish_prompt"), QStringLiteral("sentiment@3"));
        QCOMPARE(shown.window.findChild<TeamPageView*>(QStringLiteral("approvalsView"))->opened,
                 QStringLiteral("publish_prompt:sentiment@3"));
    }
};

QTEST_MAIN(ShellTeamsTest)
#include "tst_shell_teams.moc"
