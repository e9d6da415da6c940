// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/log/log_view.h"
#include "ui/models/desktop_habits.h"
#include "ui/models/resource_list.h"
#include "ui/shell/background.h"
#include "ui/shell/drain_dialog.h"
#include "ui/shell/route_switch.h"
#include "ui/shell/tray.h"

#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace gatehouse::ui;

class ShellBackgroundTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;
    QNetworkAccessManager m_network;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address)
            : window(console, {{QStringLiteral("log"), QStringLiteral("Live log"), QStringLiteral("activity"), 0,
                                [this] { return new LogView(console); }}}),
              background(console, window, host()) {
            toast->attachTo(&window);
            background.begin(false);
            client.connectTo(address);
        }
        GatewayHost host() {
            GatewayHost host;
            host.servesHere = [this] { return servesHere; };
            host.stop = [this](const std::function<void()>& done) {
                ++stopped;
                done();
            };
            host.hasUserService = [this] { return hasService; };
            host.handOver = [this](const std::function<void()>& done) {
                ++handedOver;
                done();
            };
            return host;
        }
        template <typename Widget>
        Widget* find(const char* name) {
            return window.findChild<Widget*>(QLatin1String(name));
        }
        bool connected() const { return client.state() == GatewayClient::State::Connected; }

        bool servesHere = true;
        bool hasService = false;
        int stopped = 0;
        int handedOver = 0;
        MainWindow window;
        Background background;
    };

    // A call that runs for some seconds.
    QNetworkReply* slowCall() {
        QUrl url(m_gateway.address().gateway);
        url.setPath(QStringLiteral("/v1/chat/completions"));
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + m_gateway.key());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        return m_network.post(
            request, R"({"model": "demo/slow", "stream": true, "messages": [{"role": "user", "content": "Hello"}]})");
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_shell_background"));
        QVERIFY(m_gateway.start());
    }
    void init() { QSettings().clear(); }

    void withoutATrayClosingAsks() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.connected());
        shown.window.close();
        auto* question = shown.find<QMessageBox>("closeQuestion");
        QVERIFY(question != nullptr);
        QVERIFY(shown.window.isVisible());
        QVERIFY(shown.find<QPushButton>("closeKeep") == nullptr); // there is no service that could go on
        QSignalSpy ended(&shown.background, &Background::ended);
        QTest::mouseClick(shown.find<QPushButton>("closeQuit"), Qt::LeftButton);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(shown.stopped, 1);
        QCOMPARE(shown.handedOver, 0);
        QVERIFY(!shown.window.isVisible());
    }

    void theUserServiceCanGoOn() {
        Shown shown(m_gateway.address());
        shown.hasService = true;
        QTRY_VERIFY(shown.connected());
        shown.window.close();
        QSignalSpy ended(&shown.background, &Background::ended);
        QTest::mouseClick(shown.find<QPushButton>("closeKeep"), Qt::LeftButton);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(shown.stopped, 1); // first, for the service wants the data folder
        QCOMPARE(shown.handedOver, 1);
    }

    void aGatewayElsewhereNeedsNoQuestion() {
        Shown shown(m_gateway.address());
        shown.servesHere = false;
        QTRY_VERIFY(shown.connected());
        QSignalSpy ended(&shown.background, &Background::ended);
        shown.window.close();
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY(shown.find<QMessageBox>("closeQuestion") == nullptr);
    }

    void quittingWaitsForRunningCalls() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.connected());
        QSignalSpy ended(&shown.background, &Background::ended);
        auto* call = slowCall();
        QTRY_VERIFY(call->bytesAvailable() > 0);
        shown.background.quitAsked();
        QTRY_VERIFY(shown.find<DrainDialog>("drainDialog") != nullptr);
        QTRY_VERIFY(shown.window.gatewayWatch().isPaused());
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 503); // no new work
        QCOMPARE(ended.size(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(call->isFinished(), 30'000);
        QCOMPARE(call->error(), QNetworkReply::NoError); // it came to its end
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 10'000);
        call->deleteLater();
        resume();
    }

    void quittingCanBeGivenUp() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.connected());
        QSignalSpy ended(&shown.background, &Background::ended);
        auto* call = slowCall();
        QTRY_VERIFY(call->bytesAvailable() > 0);
        shown.background.quitAsked();
        QTRY_VERIFY(shown.find<QPushButton>("keepRunning") != nullptr);
        QTRY_VERIFY(shown.window.gatewayWatch().isPaused() && !shown.window.gatewayWatch().isChanging());
        QTest::mouseClick(shown.find<QPushButton>("keepRunning"), Qt::LeftButton);
        QTRY_VERIFY(!shown.window.gatewayWatch().isPaused() && !shown.window.gatewayWatch().isChanging());
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QCOMPARE(ended.size(), 0);
        call->abort();
        call->deleteLater();
    }

    void anotherTargetCanBePutFirst() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.connected());
        const QJsonObject one{{QStringLiteral("provider"), QStringLiteral("demo")},
                              {QStringLiteral("model"), QStringLiteral("echo")}};
        const QJsonObject other{{QStringLiteral("provider"), QStringLiteral("demo")},
                                {QStringLiteral("model"), QStringLiteral("slow")}};
        Change route;
        route.path = QStringLiteral("/routes");
        route.title = QStringLiteral("Add route");
        route.after = {{QStringLiteral("model"), QStringLiteral("switched")},
                       {QStringLiteral("targets"), QJsonArray{one, other}}};
        shown.changes.submit(route, this, [](const Reply& reply) { QVERIFY2(reply.ok(), reply.body().constData()); });
        auto* menu = shown.find<QMenu>("switchProvider");
        QTRY_COMPARE(menu->actions().size(), 3); // a title and two targets
        menu->actions().at(2)->trigger();
        ResourceList routes(shown.client, QStringLiteral("/routes"));
        const auto first = [&routes] {
            const auto* found = routes.find(QStringLiteral("switched"));
            return found == nullptr ? QString()
                                    : found->value(QLatin1String("targets"))
                                          .toArray()
                                          .first()
                                          .toObject()
                                          .value(QLatin1String("model"))
                                          .toString();
        };
        QTRY_COMPARE(first(), QStringLiteral("slow"));
    }

    void theTrayShowsTheStateAndLeadsOn() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.connected());
        RouteSwitch routes(shown.client, shown.changes, &shown.window);
        Tray tray(shown.theme, shown.window, routes, nullptr);
        const auto actions = tray.menu().actions();
        QTRY_VERIFY(actions.first()->text().contains(GatewayWatch::wordFor(GatewayWatch::State::Running)));
        const auto named = [&actions](const char* name) {
            for (auto* action : actions) {
                if (action->objectName() == QLatin1String(name))
                    return action;
            }
            return static_cast<QAction*>(nullptr);
        };
        QVERIFY(named("actionPause") != nullptr); // the window's own
        QVERIFY(actions.contains(routes.menu()->menuAction()));
        named("actionPause")->trigger();
        QTRY_VERIFY(actions.first()->text().contains(GatewayWatch::wordFor(GatewayWatch::State::Paused)));
        QTRY_VERIFY(named("actionPause")->isEnabled());
        named("actionPause")->trigger();
        QTRY_VERIFY(!shown.window.gatewayWatch().isPaused());
        shown.window.hide();
        named("trayLog")->trigger();
        QVERIFY(shown.window.isVisible());
        QCOMPARE(shown.window.currentView(), QStringLiteral("log"));
        QSignalSpy quit(&tray, &Tray::quitAsked);
        named("trayQuit")->trigger();
        QCOMPARE(quit.size(), 1);
    }

    void eachStateHasAShapeOfItsOwn() {
        using State = GatewayWatch::State;
        QStringList icons;
        for (const auto state : {State::Running, State::Paused, State::Degraded, State::Lost, State::Stopping})
            icons.append(GatewayWatch::iconFor(state));
        QCOMPARE(icons.removeDuplicates(), 0);
    }

    void startingAtLoginIsAFileOfTheDesktop() {
        QVERIFY(!startsAtLogin());
        QCOMPARE(setStartsAtLogin(true, QStringLiteral("/opt/100% \"gate\"/gatehouse")), QString());
        QVERIFY(startsAtLogin());
        QFile file(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                   QStringLiteral("/autostart/org.gatehouse.Gatehouse.desktop"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto text = file.readAll();
        QVERIFY(text.contains("Exec=\"/opt/100%% \\\\\"gate\\\\\"/gatehouse\""));
        QCOMPARE(setStartsAtLogin(false, {}), QString());
        QVERIFY(!startsAtLogin());
    }

private:
    void resume() {
        GatewayClient client;
        client.connectTo(m_gateway.address());
        bool done = false;
        client.send(GatewayClient::Verb::Put, QStringLiteral("/gateway/state"), {{QStringLiteral("paused"), false}},
                    &client, [&done](const Reply&) { done = true; });
        QTRY_VERIFY(done);
    }
};

QTEST_MAIN(ShellBackgroundTest)
#include "tst_shell_background.moc"
