// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "ui/models/notification_kinds.h"
#include "ui/shell/desktop_notifier.h"
#include "ui/shell/notification_center.h"
#include "ui/shell/system_scheme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <cstdio>

using namespace gatehouse::ui;

namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");

} // namespace

// What a desktop does, with a script for the person: each message is clicked at once.
class ScriptedDesktop : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QStringList titles;
    QStringList bodies;
    QStringList actions;
    QVariantMap hints;

public Q_SLOTS:
    uint Notify(const QString&, uint, const QString&, const QString& title, const QString& body,
                const QStringList& offered, const QVariantMap& told, int) {
        titles.append(title);
        bodies.append(body);
        actions = offered;
        hints = told;
        return static_cast<uint>(titles.size());
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
};

// The desktop's settings, with one that matters.
class ScriptedPortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 1;

public Q_SLOTS:
    // As the portal has it: a variant in a variant.
    QDBusVariant Read(const QString&, const QString&) {
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }

Q_SIGNALS:
    void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

class ShellNotificationsTest : public QObject {
    Q_OBJECT

    struct Desk {
        GatewayClient client;
        GatewayWatch watch{client};
        NotificationCenter center{client, watch};
        QDateTime now = QDateTime::currentDateTime();

        Desk() {
            center.setClock([this] { return now; });
        }
        void event(const char* type, const QJsonObject& data) { Q_EMIT client.event(QLatin1String(type), data); }
        QString latest() const { return center.all().isEmpty() ? QString() : center.all().first().title; }
    };

    static QJsonObject target(const char* state) {
        return {{QStringLiteral("about"), QStringLiteral("target")},
                {QStringLiteral("state"), QLatin1String(state)},
                {QStringLiteral("provider"), QStringLiteral("openai")},
                {QStringLiteral("model"), QStringLiteral("gpt-5")}};
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_shell_notifications"));
    }
    void init() {
        QSettings().clear();
        setDesktopNotificationsOn(false); // not those of the person who runs the tests
    }

    void oneCauseIsToldOnceInAQuarterOfAnHour() {
        Desk desk;
        desk.event("health.changed", target("resting"));
        desk.event("health.changed", target("resting"));
        QCOMPARE(desk.center.all().size(), 1);
        desk.event("health.changed", target("answering")); // another cause
        QCOMPARE(desk.center.all().size(), 2);
        desk.now = desk.now.addSecs(NotificationCenter::quietSeconds);
        desk.event("health.changed", target("resting"));
        QCOMPARE(desk.center.all().size(), 3);
        QCOMPARE(desk.center.unseen(), 3);
        desk.center.markSeen();
        QCOMPARE(desk.center.unseen(), 0);
    }

    void aKindThatIsOffIsNotTold() {
        setNotificationOn(QStringLiteral("failover"), false);
        Desk desk;
        desk.event("health.changed", target("resting"));
        QVERIFY(desk.center.all().isEmpty());
        setNotificationOn(QStringLiteral("failover"), true);
        desk.event("health.changed", target("resting"));
        QCOMPARE(desk.center.all().size(), 1);
    }

    void everyKindHasANameAndASwitch() {
        QStringList ids;
        for (const auto& kind : notificationKinds()) {
            QVERIFY(!kind.title.isEmpty() && !kind.hint.isEmpty());
            ids.append(kind.id);
        }
        QCOMPARE(ids, (QStringList{QStringLiteral("failover"), QStringLiteral("budget"), QStringLiteral("key_rejected"),
                                   QStringLiteral("approval"), QStringLiteral("gateway")}));
    }

    void aWaitingApprovalLeadsToTheInbox() {
        Desk desk;
        const QJsonObject asked{{QStringLiteral("id"), QStringLiteral("s1")},
                                {QStringLiteral("app"), QStringLiteral("shop")},
                                {QStringLiteral("api"), QStringLiteral("mood")},
                                {QStringLiteral("requested_by"), QStringLiteral("ada")},
                                {QStringLiteral("state"), QStringLiteral("pending")}};
        desk.event("subscription.requested", asked);
        QCOMPARE(desk.latest(), QStringLiteral("shop asks for mood"));
        QCOMPARE(desk.center.all().first().view, QStringLiteral("approvals"));
        QCOMPARE(desk.center.all().first().argument, QStringLiteral("s1"));
        // A plan that approves by itself asks nobody.
        auto automatic = asked;
        automatic.insert(QStringLiteral("id"), QStringLiteral("s2"));
        automatic.insert(QStringLiteral("state"), QStringLiteral("approved"));
        desk.event("subscription.requested", automatic);
        QCOMPARE(desk.center.all().size(), 1);
    }

    void aBudgetIsToldWithItsMark() {
        Desk desk;
        QJsonObject budget{{QStringLiteral("about"), QStringLiteral("budget")},
                           {QStringLiteral("scope"), QStringLiteral("team")},
                           {QStringLiteral("id"), QStringLiteral("research")},
                           {QStringLiteral("period"), QStringLiteral("month")},
                           {QStringLiteral("percent"), 80},
                           {QStringLiteral("spent"), QStringLiteral("80")},
                           {QStringLiteral("amount"), QStringLiteral("100")}};
        desk.event("health.changed", budget);
        QVERIFY(desk.latest().contains(QStringLiteral("research")));
        budget[QStringLiteral("percent")] = 100; // is news of its own
        desk.event("health.changed", budget);
        QCOMPARE(desk.center.all().size(), 2);
        QCOMPARE(desk.center.all().first().tone, Theme::Tone::Error);
    }

    void aRejectedKeyLeadsToItsProvider() {
        Desk desk;
        QSignalSpy opened(&desk.center, &NotificationCenter::openAsked);
        desk.event("call.finished", {{QStringLiteral("error_class"), QStringLiteral("provider_auth")},
                                     {QStringLiteral("provider"), QStringLiteral("openai")}});
        QCOMPARE(desk.center.all().size(), 1);
        desk.center.open(desk.center.all().first().number);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().at(0).toString(), QStringLiteral("providers"));
        QCOMPARE(opened.first().at(1).toString(), QStringLiteral("openai"));
    }

    void aGatewayThatGoesAndComesBackIsTold() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Desk desk;
        desk.client.connectTo(gateway.address());
        QTRY_COMPARE(desk.client.state(), GatewayClient::State::Connected);
        gateway.kill();
        QTRY_COMPARE_WITH_TIMEOUT(desk.center.all().size(), 1, 10'000);
        QCOMPARE(desk.center.all().first().kind, QStringLiteral("gateway"));
        QVERIFY(gateway.start());
        QTRY_COMPARE_WITH_TIMEOUT(desk.center.all().size(), 2, 20'000);
        QCOMPARE(desk.center.all().first().tone, Theme::Tone::Success);
    }

    // In a session of its own, so that no message reaches the person who runs the tests.
    void theDesktopShowsThemAndAClickLeadsOn() { inSession(QStringLiteral("--desktop")); }
    void theDesktopsSchemeIsReadAndFollowed() { inSession(QStringLiteral("--portal")); }

private:
    static void inSession(const QString& scene) {
        QProcess session;
        session.setProcessChannelMode(QProcess::MergedChannels);
        session.start(QStringLiteral("dbus-run-session"),
                      {QStringLiteral("--"), QCoreApplication::applicationFilePath(), scene});
        if (!session.waitForStarted())
            QSKIP("dbus-run-session is not installed.");
        QVERIFY(session.waitForFinished(30'000));
        QVERIFY2(session.exitStatus() == QProcess::NormalExit && session.exitCode() == 0,
                 session.readAll().constData());
    }
};

namespace {

int complain(const char* what) {
    std::fprintf(stderr, "%s\n", what);
    return 1;
}

int playDesktop() {
    auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("desktop"));
    ScriptedDesktop desktop;
    if (!bus.registerObject(path, &desktop, QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals) ||
        !bus.registerService(service))
        return complain("the scripted desktop cannot stand");
    DesktopNotifier notifier;
    QSignalSpy activated(&notifier, &DesktopNotifier::activated);
    notifier.show(7, QStringLiteral("openai rejects its key"), QStringLiteral("a < b & c"), true);
    if (!QTest::qWaitFor([&] { return desktop.titles.size() == 1; }, 10'000))
        return complain("nothing arrived");
    if (desktop.titles.first() != QStringLiteral("openai rejects its key") ||
        desktop.bodies.first() != QStringLiteral("a &lt; b &amp; c"))
        return complain("another text arrived");
    if (desktop.actions.value(0) != QStringLiteral("default") ||
        desktop.hints.value(QStringLiteral("desktop-entry")).toString() != QStringLiteral("org.gatehouse.Gatehouse") ||
        desktop.hints.value(QStringLiteral("urgency")).toInt() != 2)
        return complain("actions or hints are wrong");
    // The notifier learns the id with the answer, which may come after this.
    if (!QTest::qWaitFor(
            [&] {
                Q_EMIT desktop.ActionInvoked(1, QStringLiteral("default"));
                QTest::qWait(10);
                return activated.size() > 0;
            },
            10'000))
        return complain("the click did not arrive");
    Q_EMIT desktop.ActionInvoked(99, QStringLiteral("default")); // of another program
    QTest::qWait(50);
    return activated.first().at(0).toULongLong() == 7 ? 0 : complain("another message was opened");
}

int playPortal() {
    auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("portal"));
    ScriptedPortal portal;
    if (!bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &portal,
                            QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals) ||
        !bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop")))
        return complain("the scripted portal cannot stand");
    SystemScheme scheme;
    QSignalSpy told(&scheme, &SystemScheme::darkChanged);
    if (!QTest::qWaitFor([&] { return told.size() == 1; }, 10'000) || !told.first().first().toBool())
        return complain("what the desktop prefers was not read");
    // Who owns the service's name is learnt beside; signals before that go by.
    const auto change = [&] {
        Q_EMIT portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("accent-color"),
                                     QDBusVariant(1U));
        Q_EMIT portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                                     QDBusVariant(2U));
        QTest::qWait(10);
        return told.size() > 1;
    };
    if (!QTest::qWaitFor(change, 10'000) || told.at(1).first().toBool())
        return complain("a change was not followed");
    return 0;
}

} // namespace

int main(int count, char** words) {
    QApplication application(count, words);
    if (count == 2 && qstrcmp(words[1], "--desktop") == 0)
        return playDesktop();
    if (count == 2 && qstrcmp(words[1], "--portal") == 0)
        return playPortal();
    ShellNotificationsTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, count, words);
}
#include "tst_shell_notifications.moc"
