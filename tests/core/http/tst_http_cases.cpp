// SPDX-License-Identifier: Apache-2.0
// The shared security cases, sent by their own runner at the listener with the test handler.
#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

class TestHttpCases : public QObject {
    Q_OBJECT

    QProcess m_server;
    QString m_scripts;
    QString m_base;

    // Runs a script of the shared folder; its output when it failed, else an empty text.
    QString failureOf(const QString& script, const QStringList& arguments) {
        QProcess runner;
        runner.setProcessChannelMode(QProcess::MergedChannels);
        runner.setProcessEnvironment([] {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
            return environment;
        }());
        runner.start(QStringLiteral("python3"), QStringList(m_scripts + script) + arguments);
        const bool finished = runner.waitForFinished(110'000);
        const auto output = QString::fromUtf8(runner.readAll());
        return finished && runner.exitCode() == 0 ? QString() : output;
    }

private Q_SLOTS:
    void initTestCase() {
        m_scripts = qEnvironmentVariable("GATEHOUSE_SHARED_DIR") + QStringLiteral("/security/");
        if (!QFileInfo::exists(m_scripts + QStringLiteral("http_cases.jsonl")))
            QSKIP("the shared security cases are not here (GATEHOUSE_SHARED_DIR)");
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty())
            QSKIP("python3 is not installed");
        m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_server.start(QCoreApplication::applicationDirPath() + QStringLiteral("/http_test_server"),
                       {QStringLiteral("--threads"), QStringLiteral("2")});
        QVERIFY(m_server.waitForReadyRead(10'000));
        const auto ready = QString::fromUtf8(m_server.readLine()).trimmed().split(QLatin1Char(' '));
        QCOMPARE(ready.size(), 2);
        m_base = QStringLiteral("http://127.0.0.1:") + ready.at(1);
    }

    void cleanupTestCase() {
        if (m_server.state() == QProcess::NotRunning)
            return;
        m_server.closeWriteChannel();
        QVERIFY(m_server.waitForFinished(10'000));
        QCOMPARE(m_server.exitCode(), 0);
    }

    void putsEveryCaseInItsClass_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("http") << QStringList{QStringLiteral("--layers"), QStringLiteral("http")};
        QTest::newRow("rebinding") << QStringList{QStringLiteral("--layers"), QStringLiteral("gateway"),
                                                  QStringLiteral("--only"), QStringLiteral(" rebinding/")};
        QTest::newRow("mutations") << QStringList{QStringLiteral("--fuzz"), QStringLiteral("3000"),
                                                  QStringLiteral("--seed"), QStringLiteral("7")};
    }
    void putsEveryCaseInItsClass() {
        QFETCH(QStringList, arguments);
        const QStringList common{QStringLiteral("--base"), m_base, QStringLiteral("--pid"),
                                 QString::number(m_server.processId())};
        const auto failure = failureOf(QStringLiteral("run_http_cases.py"), common + arguments);
        QVERIFY2(failure.isEmpty(), qPrintable(failure));
    }

    void letsNoWebPageIn() {
        const auto failure = failureOf(QStringLiteral("run_local_web.py"), {QStringLiteral("--base"), m_base});
        QVERIFY2(failure.isEmpty(), qPrintable(failure));
    }
};

QTEST_GUILESS_MAIN(TestHttpCases)
#include "tst_http_cases.moc"
