// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/console_options.h"
#include "app/gatehouse/single_instance.h"

#include <QFileInfo>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

using namespace gatehouse::app;

class ShellInstanceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_runtime;

    static ReadOptions read(const char* words) {
        QStringList arguments{QStringLiteral("gatehouse")};
        arguments.append(QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts));
        return readOptions(arguments);
    }
    QString socketFile() const { return m_runtime.filePath(QStringLiteral("gatehouse/console-work.socket")); }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_runtime.isValid());
        QFile::setPermissions(m_runtime.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
    }

    void aSecondStartHandsItsArgumentsOver() {
        SingleInstance first(QStringLiteral("work"));
        QVERIFY(first.claim());
        QSignalSpy arrived(&first, &SingleInstance::arrived);
        SingleInstance second(QStringLiteral("work"));
        QVERIFY(!second.claim());
        const QStringList arguments{QStringLiteral("gatehouse"), QStringLiteral("--view"), QStringLiteral("log")};
        std::atomic<bool> taken{false};
        std::thread other([&] { taken = SingleInstance(QStringLiteral("work")).handOver(arguments); });
        QTRY_COMPARE(arrived.size(), 1);
        other.join();
        QVERIFY(taken);
        QCOMPARE(arrived.first().first().toStringList(), arguments);
    }

    void onlyTheUserReachesTheSocket() {
        SingleInstance instance(QStringLiteral("work"));
        QVERIFY(instance.claim());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOther;
        QVERIFY(QFileInfo::exists(socketFile()));
        QCOMPARE(QFileInfo(socketFile()).permissions() & others, QFile::Permissions());
        QCOMPARE(QFileInfo(QFileInfo(socketFile()).path()).permissions() & others, QFile::Permissions());
    }

    void profilesDoNotMeet() {
        SingleInstance one(QStringLiteral("work"));
        SingleInstance other(QStringLiteral("home"));
        QVERIFY(one.claim());
        QVERIFY(other.claim());
    }

    void whatAKilledOneLeftIsNoObstacle() {
        {
            QFile left(socketFile());
            QVERIFY(left.open(QIODevice::WriteOnly));
        }
        SingleInstance instance(QStringLiteral("work"));
        QVERIFY(instance.claim());
        QLocalSocket socket;
        socket.connectToServer(socketFile());
        QVERIFY(socket.waitForConnected(5'000));
    }

    void nonsenseOnTheSocketIsDropped() {
        SingleInstance instance(QStringLiteral("work"));
        QVERIFY(instance.claim());
        QSignalSpy arrived(&instance, &SingleInstance::arrived);
        QLocalSocket socket;
        socket.connectToServer(socketFile());
        QVERIFY(socket.waitForConnected(5'000));
        socket.write("not json\n");
        QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
        QLocalSocket endless;
        endless.connectToServer(socketFile());
        QVERIFY(endless.waitForConnected(5'000));
        endless.write(QByteArray(1'000'000, 'x'));
        QTRY_COMPARE(endless.state(), QLocalSocket::UnconnectedState);
        QCOMPARE(arrived.size(), 0);
    }

    void optionsAreRead() {
        const auto all = read("--profile work --connect office --view log --pause --minimized --import a.yaml "
                              "--export /tmp/b.yaml gatehouse:providers?argument=openai");
        QVERIFY2(all.options.has_value(), qPrintable(all.text));
        QCOMPARE(all.options->profile, QStringLiteral("work"));
        QCOMPARE(all.options->connection, QStringLiteral("office"));
        QCOMPARE(all.options->view, QStringLiteral("log"));
        QVERIFY(all.options->pause && all.options->minimized);
        QVERIFY(QFileInfo(all.options->importFile).isAbsolute()); // it may be handed to another folder
        QCOMPARE(all.options->exportFile, QStringLiteral("/tmp/b.yaml"));
        QVERIFY(all.options->link.startsWith(QLatin1String("gatehouse:")));
        QVERIFY(read("").options.has_value());
    }

    void helpAndVersionEndWell() {
        for (const char* word : {"--help", "--version"}) {
            const auto text = read(word);
            QVERIFY(!text.options && text.exitCode == 0 && !text.text.isEmpty());
        }
        for (const char* option :
             {"--profile", "--connect", "--view", "--pause", "--minimized", "--export", "--import"})
            QVERIFY2(read("--help").text.contains(QLatin1String(option)), option);
    }

    void wrongUseIsRefused_data() {
        QTest::addColumn<QString>("words");
        for (const char* words :
             {"--nothing", "--profile ../etc", "--profile", "https://evil.example", "gatehouse:a gatehouse:b"})
            QTest::newRow(words) << QString::fromLatin1(words);
    }
    void wrongUseIsRefused() {
        QFETCH(QString, words);
        const auto refused = read(words.toLatin1().constData());
        QVERIFY(!refused.options);
        QCOMPARE(refused.exitCode, 2);
        QVERIFY(refused.text.startsWith(QLatin1String("gatehouse: ")));
    }
};

QTEST_GUILESS_MAIN(ShellInstanceTest)
#include "tst_shell_instance.moc"
