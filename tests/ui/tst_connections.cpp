// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "tests/ui/support/tls_files.h"
#include "ui/client/certificate_pin.h"
#include "ui/connections/connect_page.h"
#include "ui/connections/connections_dialog.h"
#include "ui/connections/connections_menu.h"

#include <QApplication>
#include <QDialog>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>
#include <optional>

using namespace gatehouse::ui;

namespace {

const QByteArray team = "version: 1\nteams:\n  - id: me\n";

// One window with its connections.
struct Window : TestConsole {
    Window() : connections(console), menu(connections, &window), page(connections, &window) {
        toast->attachTo(&window);
        window.resize(900, 700);
        page.resize(900, 700);
        window.show();
    }
    template <typename Widget>
    Widget* inPage(const char* name) {
        return page.findChild<Widget*>(QLatin1String(name));
    }
    QDialog* dialog(const char* name) {
        const auto widgets = QApplication::topLevelWidgets();
        for (auto* widget : widgets) {
            if (widget->objectName() == QLatin1String(name) && widget->isVisible())
                return qobject_cast<QDialog*>(widget);
        }
        return nullptr;
    }
    void press(const char* dialogName, const char* button) {
        QTRY_VERIFY2(dialog(dialogName) != nullptr, dialogName);
        QTest::mouseClick(dialog(dialogName)->findChild<QPushButton*>(QLatin1String(button)), Qt::LeftButton);
    }
    void type(const char* field, const QString& text) {
        auto* edit = inPage<QLineEdit>(field);
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    void fill(const GatewayAddress& address, const QString& token) {
        type("field_name", QStringLiteral("Team gateway"));
        type("field_admin", address.admin.toString());
        type("field_gateway", address.gateway.toString());
        type("field_token", token);
    }
    void connectNow() { QTest::mouseClick(inPage<QPushButton>("connectButton"), Qt::LeftButton); }
    QString fault(const char* field) {
        auto* label = inPage<QLabel>(QByteArray("fault_" + QByteArray(field)).constData());
        return label->isHidden() ? QString() : label->text();
    }

    QWidget window;
    Connections connections;
    ConnectionsMenu menu;
    ConnectPage page;
};

bool isInFiles(const QString& folder, const QByteArray& secret) {
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(secret))
            return true;
    }
    return false;
}

// The scenes play in this same program, started again inside a D-Bus session of their own.

int complain(const char* what) {
    std::fprintf(stderr, "%s\n", what);
    return 1;
}

bool holds(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

// Against a real, unlocked gnome-keyring: the token goes there and comes from there.
int playUnlocked() {
    RunningGateway gateway;
    if (!gateway.start())
        return complain("no gateway");
    Window shown;
    QSignalSpy connected(&shown.page, &ConnectPage::connected);
    shown.fill(gateway.address(), QString::fromLatin1(gateway.address().token));
    shown.connectNow();
    if (!holds([&] { return connected.count() == 1; }))
        return complain("not connected");
    if (shown.connections.tokens().isForSession(shown.connections.current()))
        return complain("kept for the session only");
    QSettings().sync();
    if (isInFiles(QFileInfo(QSettings().fileName()).path(), gateway.address().token))
        return complain("the token is in a file");
    return 0;
}

// The next start of the program: the token is there, until the connection is removed.
int playAgain() {
    Window shown;
    if (shown.connections.remotes().size() != 1)
        return complain("the connection is gone");
    const auto id = shown.connections.remotes().front().id;
    std::optional<TokenKeeper::Outcome> outcome;
    QByteArray token;
    const auto read = [&] {
        outcome.reset();
        shown.connections.tokens().read(id, &shown.window, [&](TokenKeeper::Outcome told, const QByteArray& found) {
            outcome = told;
            token = found;
        });
        return holds([&] { return outcome.has_value(); });
    };
    if (!read() || outcome != TokenKeeper::Outcome::Done || token.isEmpty())
        return complain("the token did not come back");
    shown.connections.remove(id);
    for (int tries = 0; tries < 100 && outcome != TokenKeeper::Outcome::Missing; ++tries) {
        if (!read()) // removing goes on in the background
            return complain("no answer about the token");
    }
    return outcome == TokenKeeper::Outcome::Missing ? 0 : complain("the token stayed in the key chain");
}

// A locked keyring, which asks for its password where nobody answers; or a session in which nobody keeps secrets.
int playWithout() {
    RunningGateway gateway;
    if (!gateway.start())
        return complain("no gateway");
    Window shown;
    QSignalSpy connected(&shown.page, &ConnectPage::connected);
    shown.fill(gateway.address(), QString::fromLatin1(gateway.address().token));
    QElapsedTimer stall;
    shown.connectNow();
    if (!holds([&] { return shown.dialog("keyChainDialog") != nullptr; }))
        return complain("nothing was offered");
    std::fprintf(
        stderr, "%s\n",
        qPrintable(shown.dialog("keyChainDialog")->findChild<QLabel*>(QStringLiteral("keyChainSentence"))->text()));
    if (connected.count() != 0 || !shown.connections.remotes().isEmpty())
        return complain("added before the person chose");
    QTest::mouseClick(shown.dialog("keyChainDialog")->findChild<QPushButton*>(QStringLiteral("keepForSession")),
                      Qt::LeftButton);
    if (!holds([&] { return connected.count() == 1; }))
        return complain("not connected");
    if (!shown.connections.tokens().isForSession(shown.connections.current()))
        return complain("not for the session");
    QSettings().sync();
    if (isInFiles(QFileInfo(QSettings().fileName()).path(), gateway.address().token))
        return complain("the token is in a file");
    return 0;
}

} // namespace

class ConnectionsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    // Runs a command line in a private session; skips where a program is missing.
    static void inSession(const QString& script) {
        for (const auto* program : {"dbus-run-session", "dbus-send", "gnome-keyring-daemon"}) {
            if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
                QSKIP(program);
        }
        const QTemporaryDir home;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            environment.insert(QLatin1String(name), home.path());
        for (const char* name : {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP"})
            environment.remove(QLatin1String(name));
        environment.insert(QStringLiteral("SELF"), QCoreApplication::applicationFilePath());
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("dbus-run-session"),
                      {QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"), script});
        if (!process.waitForFinished(90'000)) {
            process.kill();
            process.waitForFinished();
            QFAIL("the session did not end");
        }
        const auto told = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, told.constData());
        qInfo("%s", told.constData());
    }

    // Until the keyring's service can be asked.
    static QString untilThere() {
        return QStringLiteral("i=0; until dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
                              "org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; "
                              "do i=$((i+1)); [ $i -gt 300 ] && echo 'no keyring came up' && break; sleep 0.1; done; ");
    }
    static QString keyring(const char* how) {
        return QStringLiteral("printf test | gnome-keyring-daemon %1 --components=secrets --foreground "
                              ">/dev/null 2>&1 & daemon=$!; ")
                   .arg(QLatin1String(how)) +
               untilThere();
    }

private Q_SLOTS:
    void initTestCase() {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        qunsetenv("DBUS_SESSION_BUS_ADDRESS"); // no key chain, but in the scenes
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toUtf8());
    }
    void cleanup() { QSettings().clear(); }

    void badInputIsToldAtItsField_data() {
        QTest::addColumn<QString>("address");
        QTest::newRow("nothing") << QString();
        QTest::newRow("words") << QStringLiteral("my gateway");
        QTest::newRow("no scheme") << QStringLiteral("gateway.example:8643");
        QTest::newRow("another scheme") << QStringLiteral("ftp://gateway.example");
        QTest::newRow("a path") << QStringLiteral("https://gateway.example/admin");
        QTest::newRow("a user") << QStringLiteral("https://me:secret@gateway.example");
        QTest::newRow("plain http") << QStringLiteral("http://gateway.example:8643");
    }
    void badInputIsToldAtItsField() {
        QFETCH(QString, address);
        Window shown;
        shown.type("field_admin", address);
        shown.connectNow();
        QVERIFY(!shown.fault("admin").isEmpty());
        QVERIFY(!shown.fault("name").isEmpty());
        QVERIFY(!shown.fault("token").isEmpty());
        QVERIFY(shown.connections.remotes().isEmpty());
        QCOMPARE(shown.inPage<QLineEdit>("field_admin")->text(), address);
    }

    void aWrongTokenIsToldAtItsField() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Window shown;
        shown.fill(gateway.address(), QStringLiteral("wrong"));
        shown.connectNow();
        QTRY_VERIFY(!shown.fault("token").isEmpty());
        QVERIFY(shown.connections.remotes().isEmpty());
        QCOMPARE(shown.inPage<QLineEdit>("field_token")->text(), QStringLiteral("wrong"));
    }

    void nobodyThereIsToldAtTheAddress() {
        Window shown;
        GatewayAddress nobody;
        {
            QTcpServer taken; // a port that was free a moment ago
            QVERIFY(taken.listen(QHostAddress::LocalHost));
            nobody.admin = QUrl(QStringLiteral("https://127.0.0.1:%1").arg(taken.serverPort()));
        }
        nobody.gateway = nobody.admin;
        shown.fill(nobody, QStringLiteral("token"));
        shown.connectNow();
        QTRY_VERIFY(!shown.fault("admin").isEmpty());
    }

    void withoutAKeyChainTheTokenLivesForTheSession() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Window shown;
        QSignalSpy connected(&shown.page, &ConnectPage::connected);
        shown.fill(gateway.address(), QString::fromLatin1(gateway.address().token));
        shown.connectNow();
        shown.press("keyChainDialog", "keepForSession");
        QTRY_COMPARE(connected.count(), 1);
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QVERIFY(shown.changes.isProtected()); // a remote is, unless the person says otherwise
        QVERIFY(shown.connections.bandColor().isValid());
        const auto id = shown.connections.current();
        // Back to this computer, and there again without a question.
        auto own = gateway.address();
        own.name = QStringLiteral("This computer");
        shown.connections.setEmbedded(own);
        QCOMPARE(shown.connections.current(), id);
        shown.connections.choose({});
        QVERIFY(!shown.changes.isProtected());
        QVERIFY(!shown.connections.bandColor().isValid());
        shown.connections.choose(id);
        QTRY_COMPARE(shown.connections.current(), id);
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QSettings().sync();
        QVERIFY(!isInFiles(m_folder.path(), gateway.address().token));
        // The next start of the program has no token any more and asks for it.
        Window again;
        QSignalSpy needed(&again.connections, &Connections::tokenNeeded);
        again.connections.choose(id);
        QTRY_COMPARE(needed.count(), 1);
        QVERIFY(again.dialog("connectionDialog") != nullptr);
    }

    void aCertificateIsShownBeforeItIsTrusted() {
        const TlsFiles tls;
        QVERIFY(tls.make());
        RunningGateway gateway;
        gateway.setConfiguration(team + tls.configuration());
        QVERIFY(gateway.start());
        QCOMPARE(gateway.address().admin.scheme(), QStringLiteral("https"));
        Window shown;
        shown.fill(gateway.address(), QString::fromLatin1(gateway.address().token));
        shown.connectNow();
        QTRY_VERIFY(shown.dialog("certificateDialog") != nullptr);
        QFile file(tls.certificate());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto fingerprint = fingerprintOf(QSslCertificate(file.readAll())).toHex(' ').toUpper();
        QCOMPARE(shown.dialog("certificateDialog")->findChild<QLabel*>(QStringLiteral("fingerprint"))->text(),
                 QString::fromLatin1(fingerprint));
        shown.press("certificateDialog", "refuseCertificate");
        QTRY_VERIFY(!shown.fault("admin").isEmpty());
        QVERIFY(shown.connections.remotes().isEmpty());
        QVERIFY(!shown.inPage<QLineEdit>("field_token")->text().isEmpty()); // nothing typed is lost

        shown.connectNow();
        shown.press("certificateDialog", "trustCertificate");
        shown.press("keyChainDialog", "keepForSession");
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QVERIFY(!shown.client.address().certificate.isEmpty());
    }

    void aChangedCertificateIsComparedAndNothingIsSent() {
        const TlsFiles tls;
        QVERIFY(tls.make());
        RunningGateway gateway;
        gateway.setConfiguration(team + tls.configuration());
        QVERIFY(gateway.start());
        Window shown;
        shown.fill(gateway.address(), QString::fromLatin1(gateway.address().token));
        shown.connectNow();
        shown.press("certificateDialog", "trustCertificate");
        shown.press("keyChainDialog", "keepForSession");
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        // Pending edits outlive all that follows.
        Change change;
        change.path = QStringLiteral("/teams");
        change.title = QStringLiteral("Add team later");
        change.after = {{QStringLiteral("id"), QStringLiteral("later")}};
        shown.changes.submit(change, &shown.window, [](const Reply&) {});
        QCOMPARE(shown.changes.waiting().size(), 1);

        gateway.kill();
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Lost);
        QVERIFY(tls.make());
        QVERIFY(gateway.start());
        shown.client.reconnectNow();
        QTRY_VERIFY_WITH_TIMEOUT(shown.dialog("certificateDialog") != nullptr, 20'000);
        auto* dialog = shown.dialog("certificateDialog");
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("fingerprintBefore"))->text() !=
                dialog->findChild<QLabel*>(QStringLiteral("fingerprint"))->text());
        QVERIFY(shown.client.state() != GatewayClient::State::Connected);
        std::optional<Reply> reply;
        shown.client.get(QStringLiteral("/status"), {}, this, [&](const Reply& r) { reply = r; });
        QTRY_VERIFY(reply.has_value());
        QCOMPARE(reply->status(), 0);
        shown.press("certificateDialog", "trustCertificate");
        QTRY_COMPARE_WITH_TIMEOUT(shown.client.state(), GatewayClient::State::Connected, 20'000);
        QCOMPARE(shown.changes.waiting().size(), 1);
        QVERIFY(shown.changes.isProtected());
    }

    // The bytes themselves: a server with another certificate sees a handshake and no request.
    void aPinnedClientSendsNothingToAnother() {
        const TlsFiles one;
        const TlsFiles other;
        QVERIFY(one.make() && other.make());
        RunningGateway gateway;
        gateway.setConfiguration(team + other.configuration());
        QVERIFY(gateway.start());
        // Between them: what the client sends in the clear would have to pass here.
        QFile file(one.certificate());
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto address = gateway.address();
        address.certificate = fingerprintOf(QSslCertificate(file.readAll()));
        GatewayClient client;
        QSignalSpy refused(&client, &GatewayClient::certificateRefused);
        client.connectTo(address);
        QTRY_COMPARE(refused.count(), 1);
        QTRY_COMPARE(client.state(), GatewayClient::State::Lost);
        // The gateway counts requests: it saw none.
        GatewayClient trusting;
        QFile right(other.certificate());
        QVERIFY(right.open(QIODevice::ReadOnly));
        address.certificate = fingerprintOf(QSslCertificate(right.readAll()));
        QSignalSpy accepted(&trusting, &GatewayClient::refreshNeeded);
        trusting.connectTo(address);
        QTRY_VERIFY(!accepted.isEmpty());
    }

    void connectionsAreManaged() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        Window shown;
        Connection remote;
        remote.id = newConnectionId();
        remote.name = QStringLiteral("Old & slow");
        remote.admin = gateway.address().admin;
        remote.gateway = gateway.address().gateway;
        shown.connections.put(remote);
        shown.connections.tokens().keepForSession(remote.id, gateway.address().token);
        QTRY_VERIFY(shown.menu.findChild<QAction*>(QStringLiteral("actionConnect_") + remote.id) != nullptr);
        shown.menu.manage();
        auto* dialog = shown.dialog("connectionsDialog");
        QVERIFY(dialog != nullptr);
        shown.press("connectionsDialog", "editConnection");
        QTRY_VERIFY(shown.dialog("connectionDialog") != nullptr);
        auto* name = shown.dialog("connectionDialog")->findChild<QLineEdit*>(QStringLiteral("field_name"));
        name->clear();
        QTest::keyClicks(name, QStringLiteral("New"));
        shown.press("connectionDialog", "dialogVerb"); // the token stays the one that is known
        QTRY_COMPARE(shown.connections.remotes().front().name, QStringLiteral("New"));
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QTRY_VERIFY(shown.dialog("connectionDialog") == nullptr);
        shown.press("connectionsDialog", "removeConnection");
        shown.press("confirmDialog", "confirmVerb");
        QTRY_VERIFY(shown.connections.remotes().isEmpty());
        QVERIFY(loadConnections().isEmpty());
    }

    void aRealKeyringKeepsTheToken() {
        inSession(keyring("--unlock") + QStringLiteral("\"$SELF\" --unlocked && \"$SELF\" --again; result=$?; "
                                                       "kill $daemon; exit $result"));
    }

    void aLockedKeyringOffersTheSession() {
        inSession(keyring("--unlock") + QStringLiteral("kill $daemon; wait $daemon; ") + keyring("--start") +
                  QStringLiteral("\"$SELF\" --without; result=$?; kill $daemon; exit $result"));
    }

    void aSessionWithoutKeyringOffersTheSession() { inSession(QStringLiteral("\"$SELF\" --without")); }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("connections-test"));
    if (argc == 2 && qstrcmp(argv[1], "--unlocked") == 0)
        return playUnlocked();
    if (argc == 2 && qstrcmp(argv[1], "--again") == 0)
        return playAgain();
    if (argc == 2 && qstrcmp(argv[1], "--without") == 0)
        return playWithout();
    ConnectionsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_connections.moc"
