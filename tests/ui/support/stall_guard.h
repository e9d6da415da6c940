// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/event_meter.h"

#include <QStringList>
#include <QTest>

namespace gatehouse::ui {

// Holds a test to the promise that the UI thread never stalls: no event may take more than 50 ms of its own CPU, block
// it for as long, or run an event loop inside. Needs METERED_MAIN in place of QTEST_MAIN.
//     StallGuard guard;
//     … clicks …
//     QVERIFY2(guard.isClean(), guard.report());
class StallGuard {
public:
    StallGuard() {
        application().setReporter([this](const SlowEvent& slow) {
            if (slow.isNested || slow.cpu > most || slow.blocked > most)
                m_slow.append(slow.text());
        });
    }
    ~StallGuard() { application().setReporter({}); }
    StallGuard(const StallGuard&) = delete;
    StallGuard& operator=(const StallGuard&) = delete;

    bool isClean() const { return m_slow.isEmpty(); }
    const char* report() {
        m_report = m_slow.join(u'\n').toUtf8();
        return m_report.constData();
    }

private:
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    static constexpr double most = 8 * MeteredApplication::mostMilliseconds; // a sanitizer's work is not ours
#else
    static constexpr double most = MeteredApplication::mostMilliseconds;
#endif
    static MeteredApplication& application() {
        return *static_cast<MeteredApplication*>(QCoreApplication::instance());
    }

    QStringList m_slow;
    QByteArray m_report;
};

} // namespace gatehouse::ui

#define METERED_MAIN(TestObject)                                                                                       \
    int main(int count, char** words) {                                                                                \
        gatehouse::ui::MeteredApplication application(count, words);                                                   \
        TestObject test;                                                                                               \
        QTEST_SET_MAIN_SOURCE_PATH                                                                                     \
        return QTest::qExec(&test, count, words);                                                                      \
    }
