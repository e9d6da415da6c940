// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QString>
#include <atomic>
#include <cstdint>
#include <functional>

namespace gatehouse::ui {

// One event that kept the UI thread too long.
struct SlowEvent {
    QString what;          // "QMouseEvent 2 to QPushButton sendButton"
    double cpu = 0;        // milliseconds of the thread's own work
    double blocked = 0;    // milliseconds in which it waited for something else than a processor
    bool isNested = false; // it ran an event loop inside
    QString text() const;
};

// An application that measures each event from outside: the CPU that the UI thread takes behind it and how long it
// blocks. Time that a busy machine does not give to the thread counts as neither. Costs less than two microseconds an
// event; made in tests and in debug builds.
class MeteredApplication : public QApplication {
    Q_OBJECT

public:
    static constexpr double mostMilliseconds = 50;

    MeteredApplication(int& count, char** words);
    bool notify(QObject* receiver, QEvent* event) override;

    // Called on the UI thread, behind the event.
    void setReporter(std::function<void(const SlowEvent&)> reporter) { m_reporter = std::move(reporter); }
    // When the event that runs now began, in nanoseconds of the monotonic clock; 0 while none does. Any thread.
    std::int64_t since() const { return m_since.load(std::memory_order_relaxed); }

private:
    struct Reading {
        std::int64_t wall = 0; // nanoseconds, all
        std::int64_t cpu = 0;
        std::int64_t waited = 0; // for a processor
    };
    Reading read(bool exact) const;
    void begin();
    void end(const QString& what);

    std::function<void(const SlowEvent&)> m_reporter;
    std::atomic<std::int64_t> m_since{0};
    Reading m_begin;
    int m_depth = 0;
    int m_schedule = -1; // /proc/thread-self/schedstat of the UI thread
    bool m_nested = false;
};

} // namespace gatehouse::ui
