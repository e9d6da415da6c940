// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a person starts it: with folders of its own, on free ports, without a display.
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/prctl.h>

class ShellProgramTest : public QObject {
    Q_OBJECT

    static constexpr int patience = 30'000;

    static quint16 freePort() {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        return server.serverPort();
    }

    struct Home {
        Home() {
            QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            QSettings settings(folder.filePath(QStringLiteral("config/Gatehouse/Gatehouse.conf")),
                               QSettings::IniFormat);
            settings.setValue(QStringLiteral("gateway/port"), freePort());
            settings.setValue(QStringLiteral("gateway/admin_port"), freePort());
            environment.insert(QStringLiteral("HOME"), folder.path());
            environment.insert(QStringLiteral("XDG_CONFIG_HOME"), folder.filePath(QStringLiteral("config")));
            environment.insert(QStringLiteral("XDG_DATA_HOME"), folder.filePath(QStringLiteral("data")));
            environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), folder.path());
            environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
            environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
        }
        void start(QProcess& process, const QStringList& arguments) const {
            process.setProcessEnvironment(environment);
            process.setProcessChannelMode(QProcess::MergedChannels);
            process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
            process.start(qEnvironmentVariable("GATEHOUSE"), arguments);
        }
        bool serves() const { return QFile::exists(folder.filePath(QStringLiteral("data/gatehouse/gateway.json"))); }

        QTemporaryDir folder;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    };

private Q_SLOTS:
    void versionAndHelpNeedNoDisplay() {
        Home home;
        home.environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
        home.environment.remove(QStringLiteral("DISPLAY"));
        for (const auto* option : {"--version", "--help"}) {
            QProcess process;
            home.start(process, {QLatin1String(option)});
            QVERIFY(process.waitForFinished(patience));
            QCOMPARE(process.exitCode(), 0);
            QVERIFY(process.readAll().contains("atehouse"));
        }
    }

    void wrongOptionsEndWithTwo() {
        Home home;
        QProcess process;
        home.start(process, {QStringLiteral("--nonsense")});
        QVERIFY(process.waitForFinished(patience));
        QCOMPARE(process.exitCode(), 2);
    }

    void itServesHandsOverAndEndsWell() {
        Home home;
        QProcess first;
        home.start(first, {});
        QTRY_VERIFY_WITH_TIMEOUT(home.serves() || first.state() == QProcess::NotRunning, patience);
        QVERIFY2(first.state() == QProcess::Running, first.readAll().constData());
        QProcess second;
        home.start(second, {QStringLiteral("--view"), QStringLiteral("log")});
        QVERIFY(second.waitForFinished(patience));
        QVERIFY2(second.exitCode() == 0, second.readAll().constData());
        QCOMPARE(first.state(), QProcess::Running);
        ::kill(static_cast<pid_t>(first.processId()), SIGTERM);
        QVERIFY(first.waitForFinished(patience));
        QCOMPARE(first.exitStatus(), QProcess::NormalExit);
        QVERIFY2(first.exitCode() == 0, first.readAll().constData());
        QVERIFY(!home.serves());
    }
};

QTEST_GUILESS_MAIN(ShellProgramTest)
#include "tst_shell_program.moc"
