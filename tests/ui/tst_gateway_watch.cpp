// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of the gateway.
#include "tests/ui/support/scripted_admin.h"
#include "ui/shell/gateway_watch.h"

#include <QSignalSpy>
#include <QTest>

using namespace gatehouse::ui;

class GatewayWatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The answer to what was asked before the pause comes after word of the pause.
    void aLateAnswerTakesNoPauseBack() {
        constexpr int late = 300;
        bool asked = false;
        ScriptedAdmin admin([&asked](const ScriptedAdmin::Request& request) -> ScriptedAdmin::Answer {
            asked = asked || request.path == QLatin1String("/status");
            return {200, {{QStringLiteral("paused"), false}}, late};
        });
        GatewayClient client;
        GatewayWatch watch(client);
        client.connectTo(admin.address());
        QTRY_VERIFY(asked);
        admin.tell("health.changed", {{QStringLiteral("about"), QStringLiteral("gateway")},
                                      {QStringLiteral("state"), QStringLiteral("paused")}});
        QTRY_COMPARE(watch.state(), GatewayWatch::State::Paused);
        QSignalSpy changed(&watch, &GatewayWatch::changed);
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(watch.state(), GatewayWatch::State::Paused);
    }
};

QTEST_MAIN(GatewayWatchTest)
#include "tst_gateway_watch.moc"
