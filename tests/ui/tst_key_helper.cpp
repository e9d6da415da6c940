// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/key_helper.h"
#include "ui/keys/key_keeper.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>
#include <optional>

using namespace gatehouse;

namespace {

constexpr char kept[] = "gh_k3x09abc_0123456789012345678901234567890123456789012abcdef";

// In the private session: keeps a key as the console does.
int keepOne(int count, char** words) {
    QCoreApplication application(count, words);
    QObject context;
    std::optional<QString> fault;
    const auto text = qstrcmp(words[3], "key") == 0 ? QString::fromLatin1(kept) : QStringLiteral("two\nlines");
    ui::keepKey(QString::fromLocal8Bit(words[2]), text, &context, [&](const QString& said) {
        fault = said;
        QCoreApplication::quit();
    });
    QCoreApplication::exec();
    if (!fault || !fault->isEmpty())
        std::fprintf(stderr, "not kept: %s\n", qPrintable(fault.value_or(QString())));
    return fault && fault->isEmpty() ? 0 : 1;
}

} // namespace

class KeyHelperTest : public QObject {
    Q_OBJECT

    struct Ran {
        int code = -1;
        QByteArray out;
        QByteArray errors;
    };
    // A command line, in a home of its own; "$SELF" is this program, which is the helper too.
    static Ran run(const QString& program, const QStringList& arguments) {
        const QTemporaryDir home;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            environment.insert(QLatin1String(name), home.path());
        for (const char* name : {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP"})
            environment.remove(QLatin1String(name));
        environment.insert(QStringLiteral("SELF"), QCoreApplication::applicationFilePath());
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
        Ran ran;
        if (!process.waitForFinished(60'000)) {
            process.kill();
            process.waitForFinished();
            return ran;
        }
        ran.code = process.exitCode();
        ran.out = process.readAllStandardOutput();
        ran.errors = process.readAllStandardError();
        return ran;
    }
    static Ran inSession(const QString& script) {
        return run(QStringLiteral("dbus-run-session"),
                   {QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"), script});
    }
    static bool hasKeyring() {
        return !QStandardPaths::findExecutable(QStringLiteral("dbus-run-session")).isEmpty() &&
               !QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon")).isEmpty();
    }
    static QString unlocked(const QString& script) {
        // The daemon stays in the foreground of its own job, so that it ends with the session's shell.
        return QString(
            QStringLiteral("printf pass | gnome-keyring-daemon --unlock --components=secrets --foreground "
                           ">/dev/null 2>&1 & daemon=$!; "
                           "i=0; until dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
                           "org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; "
                           "do i=$((i+1)); [ $i -gt 300 ] && break; sleep 0.1; done; ") +
            script + QStringLiteral("; result=$?; kill $daemon; exit $result"));
    }
    static Ran helper(const QStringList& arguments) {
        return run(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("key-helper")} + arguments);
    }

private Q_SLOTS:
    void printsOnlyTheKeyOfARealKeyring() {
        if (!hasKeyring())
            QSKIP("dbus-run-session or gnome-keyring-daemon is not installed");
        const auto ran =
            inSession(unlocked(QStringLiteral("\"$SELF\" keep claude-code key && \"$SELF\" key-helper claude-code")));
        QVERIFY2(ran.code == 0, ran.errors.constData());
        QCOMPARE(ran.out, QByteArray(QByteArray(kept) + '\n'));
    }

    void anAbsentEntryIsNamed() {
        if (!hasKeyring())
            QSKIP("dbus-run-session or gnome-keyring-daemon is not installed");
        const auto ran =
            inSession(unlocked(QStringLiteral("\"$SELF\" keep other key && \"$SELF\" key-helper claude-code")));
        QCOMPARE(ran.code, 3);
        QVERIFY(ran.out.isEmpty());
        QVERIFY(ran.errors.contains("claude-code"));
        QVERIFY(!ran.errors.contains(kept));
    }

    void whatIsNoKeyIsNotPrinted() {
        if (!hasKeyring())
            QSKIP("dbus-run-session or gnome-keyring-daemon is not installed");
        const auto ran = inSession(unlocked(QStringLiteral("\"$SELF\" keep odd text && \"$SELF\" key-helper odd")));
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.out.isEmpty());
        QVERIFY(!ran.errors.contains("lines"));
    }

    void aSessionWithoutKeyChainIsTold() {
        if (QStandardPaths::findExecutable(QStringLiteral("dbus-run-session")).isEmpty())
            QSKIP("dbus-run-session is not installed");
        // A bus on which nobody may be started to keep secrets.
        const auto ran = inSession(QStringLiteral("\"$SELF\" key-helper claude-code"));
        QVERIFY(ran.code == 4 || ran.code == 1 || ran.code == 3);
        QVERIFY(ran.out.isEmpty());
        QVERIFY(!ran.errors.isEmpty());
    }

    void withoutASessionItEndsAtOnce() {
        QElapsedTimer timer;
        timer.start();
        const auto ran = helper({QStringLiteral("claude-code")});
        QCOMPARE(ran.code, 4);
        QVERIFY(ran.out.isEmpty());
        QVERIFY(timer.elapsed() < 5000);
    }

    void wrongUsageIsToldApart_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no name") << QStringList();
        QTest::newRow("two names") << QStringList({QStringLiteral("a"), QStringLiteral("b")});
        QTest::newRow("an option") << QStringList{QStringLiteral("--all")};
        QTest::newRow("empty") << QStringList{QString()};
        QTest::newRow("a line break") << QStringList{QStringLiteral("a\nb")};
        QTest::newRow("too long") << QStringList{QString(200, u'a')};
    }
    void wrongUsageIsToldApart() {
        QFETCH(QStringList, arguments);
        const auto ran = helper(arguments);
        QCOMPARE(ran.code, 2);
        QVERIFY(ran.out.isEmpty());
        QVERIFY(ran.errors.contains("key-helper NAME"));
    }

    void helpGoesToStandardOutput() {
        const auto ran = helper({QStringLiteral("--help")});
        QCOMPARE(ran.code, 0);
        QVERIFY(ran.out.contains("key-helper NAME"));
    }

    void anythingElseIsNotItsBusiness() {
        char program[] = "gatehouse";
        char option[] = "--view";
        char* words[] = {program, option};
        QVERIFY(!app::runKeyHelper(2, words));
        QVERIFY(!app::runKeyHelper(1, words));
    }
};

int main(int count, char** words) {
    if (const auto done = app::runKeyHelper(count, words))
        return *done;
    if (count == 4 && qstrcmp(words[1], "keep") == 0)
        return keepOne(count, words);
    QCoreApplication application(count, words);
    KeyHelperTest test;
    return QTest::qExec(&test, count, words);
}

#include "tst_key_helper.moc"
