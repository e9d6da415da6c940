// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/stall_guard.h"
#include "ui/shell/stall_watch.h"

#include <QEventLoop>
#include <QFile>
#include <QPushButton>
#include <QTimer>
#include <QWidget>
#include <chrono>
#include <ctime>
#include <thread>

using namespace gatehouse::ui;

namespace {

// Of this thread's own CPU, however busy the machine is.
void burn(int milliseconds) {
    timespec begin{};
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    do
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    while ((now.tv_sec - begin.tv_sec) * 1'000 + (now.tv_nsec - begin.tv_nsec) / 1'000'000 < milliseconds);
}

} // namespace

class ShellStallsTest : public QObject {
    Q_OBJECT

    QPushButton m_button;

private Q_SLOTS:
    void initTestCase() {
        m_button.setObjectName(QStringLiteral("planted"));
        m_button.show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_button));
    }
    void cleanup() { m_button.disconnect(); }

    void aQuickClickIsClean() {
        StallGuard guard;
        QTest::mouseClick(&m_button, Qt::LeftButton);
        QVERIFY2(guard.isClean(), guard.report());
    }

    void aPlantedStallOfCpuIsFound() {
        connect(&m_button, &QPushButton::clicked, this, [] { burn(500); });
        StallGuard guard;
        QTest::mouseClick(&m_button, Qt::LeftButton);
        QVERIFY(!guard.isClean());
        QVERIFY2(QByteArray(guard.report()).contains("planted"), guard.report());
    }

    void aPlantedBlockingCallIsFound() {
        connect(&m_button, &QPushButton::clicked, this,
                [] { std::this_thread::sleep_for(std::chrono::milliseconds(500)); });
        StallGuard guard;
        QTest::mouseClick(&m_button, Qt::LeftButton);
        if (!QFile::exists(QStringLiteral("/proc/thread-self/schedstat")))
            QSKIP("This kernel does not tell blocking from waiting for a processor.");
        QVERIFY(!guard.isClean());
    }

    void aPlantedEventLoopIsFound() {
        connect(&m_button, &QPushButton::clicked, this, [] {
            QEventLoop loop;
            QTimer::singleShot(20, &loop, &QEventLoop::quit);
            loop.exec();
        });
        StallGuard guard;
        QTest::mouseClick(&m_button, Qt::LeftButton);
        QVERIFY(!guard.isClean());
    }

    void theWatchTellsWhereTheThreadStands() {
        StallWatch watch(*static_cast<MeteredApplication*>(QCoreApplication::instance()));
        connect(&m_button, &QPushButton::clicked, this, [] { burn(300); });
        QTest::mouseClick(&m_button, Qt::LeftButton);
        QTRY_COMPARE(watch.reported(), 1);
    }
};

METERED_MAIN(ShellStallsTest)
#include "tst_shell_stalls.moc"
