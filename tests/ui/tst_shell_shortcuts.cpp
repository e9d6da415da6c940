// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/shortcuts.h"

#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace gatehouse::ui;

class ShellShortcutsTest : public QObject {
    Q_OBJECT

    struct Desk {
        Desk() {
            palette.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_K));
            replay.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
            test.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
            shortcuts.add(&palette, QStringLiteral("window/palette"), {});
            shortcuts.add(&replay, QStringLiteral("log/replay"), QStringLiteral("Live log"));
            shortcuts.add(&test, QStringLiteral("providers/test"), QStringLiteral("Providers"));
        }
        QAction palette{QStringLiteral("&Run a command")};
        QAction replay{QStringLiteral("Replay")};
        QAction test{QStringLiteral("Test")};
        Shortcuts shortcuts;
    };

    static QKeySequence keys(const char* text) { return QKeySequence(QLatin1String(text)); }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_shell_shortcuts"));
    }
    void init() { QSettings().clear(); }

    void chosenKeysWorkAndAreKept() {
        {
            Desk desk;
            QSignalSpy changed(&desk.shortcuts, &Shortcuts::changed);
            QVERIFY(desk.shortcuts.assign(QStringLiteral("window/palette"), keys("Ctrl+Shift+Space")));
            QCOMPARE(desk.palette.shortcut(), keys("Ctrl+Shift+Space"));
            QCOMPARE(changed.size(), 1);
        }
        Desk again;
        QCOMPARE(again.palette.shortcut(), keys("Ctrl+Shift+Space"));
        QCOMPARE(again.shortcuts.entries().first().title, QStringLiteral("Run a command"));
        again.shortcuts.reset(QStringLiteral("window/palette"));
        QCOMPARE(again.palette.shortcut(), keys("Ctrl+K"));
        QVERIFY(!QSettings().contains(QStringLiteral("shortcuts/window.palette")));
    }

    void keysThatAreTakenAreRefused() {
        Desk desk;
        QVERIFY(!desk.shortcuts.assign(QStringLiteral("log/replay"), keys("Ctrl+K")));
        QCOMPARE(desk.shortcuts.takenBy(QStringLiteral("log/replay"), keys("Ctrl+K")), QStringLiteral("Run a command"));
        QVERIFY(!desk.shortcuts.assign(QStringLiteral("window/palette"), keys("Ctrl+R")));
        QCOMPARE(desk.replay.shortcut(), keys("Ctrl+R"));
    }

    void twoViewsMayShareKeys() {
        Desk desk;
        QVERIFY(desk.shortcuts.assign(QStringLiteral("providers/test"), keys("Ctrl+R")));
        QCOMPARE(desk.test.shortcut(), desk.replay.shortcut());
    }

    void keysCanBeTakenAway() {
        {
            Desk desk;
            QVERIFY(desk.shortcuts.assign(QStringLiteral("log/replay"), {}));
            QVERIFY(desk.replay.shortcut().isEmpty());
        }
        Desk again;
        QVERIFY(again.replay.shortcut().isEmpty());
        again.shortcuts.resetAll();
        QCOMPARE(again.replay.shortcut(), keys("Ctrl+R"));
    }

    void aLaterCommandDoesNotTakeAnothersKeys() {
        Desk desk;
        QAction refresh(QStringLiteral("Refresh"));
        refresh.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_K));
        desk.shortcuts.add(&refresh, QStringLiteral("log/refresh"), QStringLiteral("Live log"));
        QVERIFY(refresh.shortcut().isEmpty()); // else neither would work
        QCOMPARE(desk.palette.shortcut(), keys("Ctrl+K"));
    }
};

QTEST_MAIN(ShellShortcutsTest)
#include "tst_shell_shortcuts.moc"
