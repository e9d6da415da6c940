// SPDX-License-Identifier: GPL-3.0-or-later
// The overview before a real gateway: from no traffic to the first call, what is wrong and the way to mend it.
#include "tests/ui/support/lived_store.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/overview/active_routes.h"
#include "ui/overview/overview_view.h"
#include "ui/overview/side_list.h"
#include "ui/widgets/call_table.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/metric_card.h"
#include "ui/widgets/notice_panel.h"

#include <QAccessible>
#include <QApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace gatehouse::ui;

class OverviewTest : public QObject {
    Q_OBJECT

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address) : view(new OverviewView(console)) {
            view->setParent(&window);
            toast->attachTo(&window);
            show(QSize(1300, 860));
            window.show();
            client.connectTo(address);
        }
        void show(QSize size) {
            window.resize(size);
            view->resize(size);
        }
        template <typename Widget>
        Widget* find(const char* name) {
            auto* found = window.findChild<Widget*>(QLatin1String(name));
            if (found == nullptr)
                qFatal("there is no %s", name);
            return found;
        }
        QStringList textsOf(const char* list) {
            QStringList out;
            for (auto* label : find<SideList>(list)->findChildren<QLabel*>())
                out << label->text();
            return out;
        }

        QWidget window;
        OverviewView* view;
    };

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }
    void init() { QSettings().clear(); }

    void withoutTrafficATestCallIsOneClickAway() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        auto* notice = shown.find<NoticePanel>("overviewNotice");
        auto* button = notice->findChild<QPushButton*>();
        QTRY_COMPARE(button->text(), QStringLiteral("Send a test call"));
        QVERIFY(notice->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        // Through the gateway's own port, so that it is counted and stands in the list.
        auto* requests = shown.find<MetricCard>("cardRequests");
        QTRY_COMPARE_WITH_TIMEOUT(requests->figure(), QStringLiteral("1"), 15'000);
        QTRY_COMPARE(shown.find<CallTable>("latestCalls")->model()->rowCount(), 1);
        QTRY_VERIFY(!notice->isVisible());
        QVERIFY(shown.find<Chart>("latencyChart")->isVisible());
        QVERIFY(shown.toast->isVisible());
        QSignalSpy led(shown.view, &View::goTo);
        QTest::mouseClick(shown.toast->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(led.first().at(0).toString(), QStringLiteral("log"));
        QVERIFY(led.first().at(1).toString().startsWith(QStringLiteral("id:")));
    }

    void cardsFollowTheTrafficAndLeadToIt() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        QCOMPARE(gateway.call(QStringLiteral("demo/echo")), 200);
        QCOMPARE(gateway.call(QStringLiteral("no-such-model")), 404);
        Shown shown(gateway.address());
        QTRY_COMPARE(shown.find<MetricCard>("cardRequests")->figure(), QStringLiteral("2"));
        QCOMPARE(shown.find<MetricCard>("cardErrors")->figure(), QStringLiteral("50.0 %"));
        QVERIFY(shown.find<MetricCard>("cardLatency")->figure() != QStringLiteral("–"));
        QCOMPARE(gateway.call(QStringLiteral("demo/echo")), 200);
        QTRY_COMPARE(shown.find<MetricCard>("cardRequests")->figure(), QStringLiteral("3"));
        QSignalSpy led(shown.view, &View::goTo);
        QTest::mouseClick(shown.find<MetricCard>("cardErrors"), Qt::LeftButton);
        QCOMPARE(led.first().at(1).toString(), QStringLiteral("status>=400 after:-24h"));
        QTest::keyClick(shown.find<MetricCard>("cardRequests"), Qt::Key_Return);
        QCOMPARE(led.last().at(1).toString(), QStringLiteral("after:-24h"));
    }

    void aBudgetThatIsSpentIsAProblemWithAWayOn() {
        // A price of one's own makes real money of a made-up provider's calls; the provider does not answer.
        RunningGateway gateway;
        gateway.setConfiguration(
            "version: 1\n"
            "providers:\n"
            "  - {id: nokey, dialect: openai, base_url: \"http://127.0.0.1:9/v1\", "
            "keys: [\"env:GATEHOUSE_NO_SUCH_KEY\"]}\n"
            "routes:\n"
            "  - {model: chat, targets: [{provider: nokey, model: m}, {provider: demo, model: echo}]}\n"
            "teams:\n  - id: me\n    apps:\n      - {id: tests, keys: [\"plain:" +
            gateway.key() + "\"]}\n");
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.textsOf("problems").contains(QStringLiteral("nokey has no key that can be read.")));
        QSignalSpy led(shown.view, &View::goTo);
        QTest::mouseClick(shown.find<QPushButton>("problemsStep0"), Qt::LeftButton);
        QCOMPARE(led.first().at(0).toString(), QStringLiteral("providers"));
        QCOMPARE(led.first().at(1).toString(), QStringLiteral("nokey"));
        // Where a call goes now, the target without a key passed over.
        QTRY_VERIFY(shown.textsOf("activeRoutes").contains(QStringLiteral("chat → demo / echo")));
        QVERIFY(shown.textsOf("activeRoutes").contains(QStringLiteral("nokey has no key")));
    }

    void routesSayWhereTheyLead_data() {
        QTest::addColumn<QByteArray>("route");
        QTest::addColumn<QByteArray>("health");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("note");
        const QByteArray two = "{\"model\": \"m\", \"targets\": [{\"provider\": \"a\", \"model\": \"x\"}, "
                               "{\"provider\": \"b\", \"model\": \"y\"}]}";
        const QByteArray rests = "[{\"provider\": \"a\", \"state\": \"resting\", \"models\": [{\"model\": \"x\", "
                                 "\"circuit\": \"open\"}]}]";
        QTest::newRow("first") << two << QByteArray("[]") << QStringLiteral("m → a / x")
                               << QStringLiteral("1 more behind it");
        QTest::newRow("rests") << two << rests << QStringLiteral("m → b / y") << QStringLiteral("a rests");
        QTest::newRow("off") << QByteArray("{\"model\": \"m\", \"enabled\": false, \"targets\": []}")
                             << QByteArray("[]") << QStringLiteral("m is off") << QString();
        QTest::newRow("nothing") << QByteArray(
                                        "{\"model\": \"m\", \"targets\": [{\"provider\": \"a\", \"model\": \"x\"}]}")
                                 << rests << QStringLiteral("m: nothing can serve it now") << QStringLiteral("a rests");
    }
    void routesSayWhereTheyLead() {
        QFETCH(QByteArray, route);
        QFETCH(QByteArray, health);
        QFETCH(QString, text);
        QFETCH(QString, note);
        const auto lines =
            activeRoutes({QJsonDocument::fromJson(route).object()}, QJsonDocument::fromJson(health).array());
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.first().text, text);
        QCOMPARE(lines.first().note, note);
    }

    void aLostGatewayLeavesTheFigures() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        QCOMPARE(gateway.call(QStringLiteral("demo/echo")), 200);
        Shown shown(gateway.address());
        QTRY_COMPARE(shown.find<MetricCard>("cardRequests")->figure(), QStringLiteral("1"));
        gateway.kill();
        shown.view->refresh();
        QTRY_VERIFY(!shown.find<QLabel>("overviewStale")->text().isEmpty());
        QCOMPARE(shown.find<MetricCard>("cardRequests")->figure(), QStringLiteral("1"));
    }

    void everythingFocusableHasAName() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.find<NoticePanel>("overviewNotice")->isVisible());
        for (auto* widget : shown.window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->inherits("QScrollBar"))
                continue;
            auto* face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(
                face != nullptr && !face->text(QAccessible::Name).isEmpty(),
                qPrintable(QString(QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName())));
        }
    }

    // Of twice the size nothing is cut off at the side.
    void largeTextFits() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        QFont large = QApplication::font();
        const QFont usual = large;
        large.setPointSize(usual.pointSize() * 2);
        QApplication::setFont(large);
        Shown shown(gateway.address());
        shown.show(QSize(816, 620));
        QTRY_VERIFY(shown.find<NoticePanel>("overviewNotice")->isVisible());
        auto* content = shown.find<QWidget>("overviewContent");
        QTRY_VERIFY(content->width() <= 816);
        for (const auto* title : content->findChildren<QLabel*>(QStringLiteral("cardTitle")))
            QTRY_VERIFY2(title->width() >= title->sizeHint().width(), qPrintable(title->text()));
        const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES");
        if (!folder.isEmpty())
            shown.window.grab().save(QString(folder + QStringLiteral("/overview-large.png")));
        const int least = content->minimumSizeHint().width();
        QApplication::setFont(usual);
        QVERIFY2(least <= 816, qPrintable(QString::number(least)));
    }

    // For people, where GATEHOUSE_PICTURES names a folder.
    void pictures() {
        const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES");
        if (folder.isEmpty())
            QSKIP("GATEHOUSE_PICTURES names no folder");
        QVERIFY(QDir().mkpath(folder));
        for (const bool lived : {true, false}) {
            RunningGateway gateway;
            if (lived) {
                gateway.setConfiguration(livedConfiguration(gateway.key()));
                QVERIFY(fillLivedStore(gateway.dataFolder()));
            }
            QVERIFY(gateway.start());
            Shown shown(gateway.address());
            for (const QSize size : {QSize(816, 620), QSize(1712, 1000)}) {
                shown.show(size);
                for (const auto appearance : {Appearance::Light, Appearance::Dark}) {
                    shown.theme.setAppearance(appearance);
                    QTest::qWait(2'500);
                    shown.window.grab().save(
                        QStringLiteral("%1/overview-%2-%3-%4.png")
                            .arg(folder, lived ? QStringLiteral("lived") : QStringLiteral("new"))
                            .arg(size.width())
                            .arg(appearance == Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark")));
                }
            }
        }
    }
};

QTEST_MAIN(OverviewTest)
#include "tst_overview.moc"
