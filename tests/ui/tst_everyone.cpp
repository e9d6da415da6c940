// SPDX-License-Identifier: GPL-3.0-or-later
// Walks every view and every dialog that an action opens, as somebody does who uses a screen reader, the keyboard,
// large type or another language.
#include "tests/ui/support/pseudo_translator.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/walk.h"
#include "tests/ui/support/wander.h"
#include "tests/ui/support/whole_console.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

using namespace gatehouse::ui;

class EveryoneTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;
    PseudoTranslator m_pseudo;

    struct Shown : WholeConsole {
        explicit Shown(const GatewayAddress& address) {
            window.resize(1024, 700);
            window.show();
            window.activateWindow();
            if (!QTest::qWaitForWindowActive(&window))
                qFatal("the window does not become active");
            client.connectTo(address);
        }
    };

    // Opens each view and says what "find" finds in it.
    QStringList inEveryView(QStringList (*find)(QWidget*)) {
        Shown shown(m_gateway.address());
        QStringList faults;
        for (const auto& entry : shown.entries) {
            shown.window.openView(entry.id);
            settle(shown);
            for (const auto& fault : find(&shown.window))
                faults.append(QString(entry.id + u": " + fault));
        }
        faults.removeDuplicates();
        return faults;
    }

    static void settle(Shown& shown) {
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QTest::qWait(150); // answers and layouts
    }

    static void verifyNone(const QStringList& faults) {
        QVERIFY2(faults.isEmpty(), qPrintable(QString(u"\n" + faults.join(u'\n'))));
    }

    static QStringList allFaults(QWidget* window) {
        return namelessWidgets(window) + smallTargets(window) + clippedTexts(window) + unreachedByTab(window);
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QVERIFY(m_gateway.start());
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
    }
    void init() { QSettings().clear(); }
    void cleanup() { QCoreApplication::removeTranslator(&m_pseudo); }

    void theWalkFindsPlantedFaults() {
        QWidget window;
        auto* layout = new QHBoxLayout(&window);
        auto* nameless = new QPushButton;
        nameless->setObjectName(QStringLiteral("nameless"));
        nameless->setFixedSize(10, 10);
        auto* clipped = new QLabel(QStringLiteral("A text that is far too long for its place"));
        clipped->setFixedWidth(20);
        auto* skipped = new QPushButton(QStringLiteral("Skipped"));
        for (auto* widget :
             {static_cast<QWidget*>(nameless), static_cast<QWidget*>(clipped), static_cast<QWidget*>(skipped)})
            layout->addWidget(widget);
        window.show();
        QCOMPARE(namelessWidgets(&window).size(), 1);
        QCOMPARE(smallTargets(&window).size(), 1);
        QCOMPARE(clippedTexts(&window).size(), 1);
        QCOMPARE(untranslatedTexts(&window).size(), 2);
    }

    void everythingThatTakesTheFocusHasAName() { verifyNone(inEveryView(&namelessWidgets)); }
    void everyTargetIsLargeEnough() { verifyNone(inEveryView(&smallTargets)); }
    void tabReachesEverything() { verifyNone(inEveryView(&unreachedByTab)); }
    void nothingIsClipped() { verifyNone(inEveryView(&clippedTexts)); }

    void longerTextsFit() {
        QCoreApplication::installTranslator(&m_pseudo);
        verifyNone(inEveryView(&clippedTexts));
    }

    void everyTextIsTranslated() {
        QCoreApplication::installTranslator(&m_pseudo);
        verifyNone(inEveryView(&untranslatedTexts));
    }

    void largeTypeFits() {
        const QFont usual = QApplication::font();
        QFont large = usual;
        large.setPointSizeF(usual.pointSizeF() * 2);
        QApplication::setFont(large);
        const auto faults = inEveryView(&clippedTexts);
        QApplication::setFont(usual);
        verifyNone(faults);
    }

    void rightToLeftReachesEveryView() {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        const auto faults = inEveryView(&clippedTexts);
        QApplication::setLayoutDirection(Qt::LeftToRight);
        verifyNone(faults);
    }

    void everyDialogIsWalkable() {
        Shown shown(m_gateway.address());
        QStringList faults;
        for (const auto& entry : shown.entries) {
            shown.window.openView(entry.id);
            settle(shown);
            for (auto* action : harmlessActions(&shown.window)) {
                const QString name = action->objectName();
                action->trigger();
                QTest::qWait(30);
                for (auto* dialog : openDialogs()) {
                    for (const auto& fault : allFaults(dialog))
                        faults.append(QString(entry.id + u": " + name + u": " + fault));
                }
                closeDialogs();
                if (shown.window.currentView() != entry.id)
                    shown.window.openView(entry.id);
            }
        }
        faults.removeDuplicates();
        verifyNone(faults);
    }
};

QTEST_MAIN(EveryoneTest)
#include "tst_everyone.moc"
