// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/key_chain.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>
#include <string>

using namespace gatehouse;
using namespace gatehouse::secrets;

namespace {

// The scenes play in this same program, started again inside a D-Bus session of their own: QtKeychain keeps state for
// the whole process, and the session must not be that of the machine.

int complain(const char* what, const std::string& detail = {}) {
    std::fprintf(stderr, "%s %s\n", what, detail.c_str());
    return 1;
}

// Against a real, unlocked gnome-keyring.
int playUnlocked() {
    QtKeyChain keyChain(std::chrono::seconds(20)); // a busy machine is no locked key chain
    if (!keyChain.present())
        return complain("no session");
    const auto absent = keyChain.read("openai");
    if (absent || absent.error().code != "secret_not_found")
        return complain("an absent secret:", absent ? "found" : absent.error().code);
    const std::string value("sk-planted \xC3\xA4 \x01 end");
    if (auto written = keyChain.write("openai", Secret(value)); !written)
        return complain("write:", written.error().message);
    const auto read = keyChain.read("openai");
    if (!read || read->reveal() != value)
        return complain("read:", read ? "another value" : read.error().message);
    if (!keyChain.write("openai", Secret("second")) || keyChain.read("openai")->reveal() != "second")
        return complain("a secret cannot be replaced");
    if (!keyChain.write("other", Secret("third")) || keyChain.read("openai")->reveal() != "second")
        return complain("two secrets mix");
    if (auto removed = keyChain.remove("openai"); !removed)
        return complain("remove:", removed.error().message);
    const auto gone = keyChain.read("openai");
    if (gone || gone.error().code != "secret_not_found")
        return complain("a removed secret:", gone ? "found" : gone.error().code);
    if (keyChain.read("other")->reveal() != "third")
        return complain("another secret went too");
    return 0;
}

// In a session in which nobody keeps secrets: an answer within the deadline, and none at all is waited for twice.
int playWithoutService() {
    QtKeyChain keyChain(std::chrono::milliseconds(1500));
    for (int i = 0; i < 3; ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto written = keyChain.write("openai", Secret("planted"));
        if (written)
            return complain("written to nobody");
        if (written.error().kind != ErrorKind::Unavailable)
            return complain("not unavailable:", written.error().code);
        if (written.error().message.find("planted") != std::string::npos)
            return complain("the secret is in the message");
        if (timer.elapsed() > 2500 || (i > 0 && written.error().code == "keychain_locked" && timer.elapsed() > 100))
            return complain("too slow:", std::to_string(timer.elapsed()));
    }
    return 0;
}

int play(const char* scene) {
    return qstrcmp(scene, "--unlocked") == 0 ? playUnlocked() : playWithoutService();
}

} // namespace

class TestKeyChain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutASessionItIsAbsentAtOnce();
    void keepsSecretsInARealKeyring();
    void aSessionWithoutServiceIsUnavailableInTime();

private:
    // Runs a command line in a private session; skips where a program is missing.
    static void inSession(const QString& script, const QStringList& needs);
};

void TestKeyChain::withoutASessionItIsAbsentAtOnce() {
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qunsetenv("XDG_RUNTIME_DIR");
    QElapsedTimer timer;
    timer.start();
    QtKeyChain keyChain;
    QVERIFY(!keyChain.present());
    QCOMPARE(keyChain.read("a").error().code, std::string("keychain_unavailable"));
    QCOMPARE(keyChain.write("a", Secret("b")).error().code, std::string("keychain_unavailable"));
    QCOMPARE(keyChain.remove("a").error().code, std::string("keychain_unavailable"));
    QVERIFY(timer.elapsed() < 100);
    const QTemporaryDir folder;
    qputenv("XDG_RUNTIME_DIR", folder.path().toUtf8()); // without a socket "bus"
    QVERIFY(!keyChain.present());
    qunsetenv("XDG_RUNTIME_DIR");
}

void TestKeyChain::inSession(const QString& script, const QStringList& needs) {
    for (const auto& program : needs) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(program)));
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
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAll().constData());
}

void TestKeyChain::keepsSecretsInARealKeyring() {
    // The daemon stays in the foreground of its own job, so that it ends with the session's shell.
    inSession(
        QStringLiteral("printf test | gnome-keyring-daemon --unlock --components=secrets --foreground "
                       ">/dev/null 2>&1 & daemon=$!; "
                       "i=0; until dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
                       "org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; "
                       "do i=$((i+1)); [ $i -gt 300 ] && echo 'no keyring came up' && break; sleep 0.1; done; "
                       "\"$SELF\" --unlocked; result=$?; kill $daemon; exit $result"),
        {QStringLiteral("dbus-run-session"), QStringLiteral("dbus-send"), QStringLiteral("gnome-keyring-daemon")});
}

void TestKeyChain::aSessionWithoutServiceIsUnavailableInTime() {
    inSession(QStringLiteral("\"$SELF\" --without-service"), {QStringLiteral("dbus-run-session")});
}

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc == 2 && qstrncmp(argv[1], "--", 2) == 0)
        return play(argv[1]);
    TestKeyChain test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_key_chain.moc"
