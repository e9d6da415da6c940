// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/event_meter.h"

#include <QAbstractEventDispatcher>
#include <QEvent>
#include <QMetaEnum>
#include <QThread>
#include <array>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace gatehouse::ui {
namespace {

constexpr double nanosPerMilli = 1e6;

std::int64_t clockNow(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

QString nameOf(const QObject* receiver, QEvent::Type type) {
    const char* event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return QStringLiteral("%1 to %2 %3")
        .arg(event == nullptr ? QString::number(type) : QLatin1String(event),
             QLatin1String(receiver->metaObject()->className()), receiver->objectName());
}

} // namespace

QString SlowEvent::text() const {
    if (isNested)
        return QStringLiteral("%1: runs an event loop inside").arg(what);
    return QStringLiteral("%1: %2 ms of CPU, %3 ms blocked").arg(what).arg(cpu, 0, 'f', 1).arg(blocked, 0, 'f', 1);
}

MeteredApplication::MeteredApplication(int& count, char** words)
    : QApplication(count, words), m_schedule(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {
    if (auto* dispatcher = QAbstractEventDispatcher::instance()) {
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, [this] { m_nested = m_depth > 0; });
    }
}

// The second figure of schedstat: nanoseconds that the thread was ready and had no processor.
MeteredApplication::Reading MeteredApplication::read(bool exact) const {
    Reading reading{clockNow(CLOCK_MONOTONIC), clockNow(CLOCK_THREAD_CPUTIME_ID), 0};
    if (!exact || m_schedule < 0)
        return reading;
    std::array<char, 96> text{};
    if (::pread(m_schedule, text.data(), text.size() - 1, 0) <= 0)
        return reading;
    char* next = nullptr;
    (void)std::strtoll(text.data(), &next, 10);
    reading.waited = std::strtoll(next, nullptr, 10);
    return reading;
}

void MeteredApplication::begin() {
    m_nested = false;
    m_begin = read(true);
    m_since.store(m_begin.wall, std::memory_order_relaxed);
}

void MeteredApplication::end(const QString& what) {
    const auto now = read(true);
    SlowEvent slow;
    slow.what = what;
    slow.cpu = static_cast<double>(now.cpu - m_begin.cpu) / nanosPerMilli;
    slow.isNested = m_nested;
    // Without the scheduler's figure nothing tells waiting for a processor from blocking.
    const auto lost = (now.wall - m_begin.wall) - (now.cpu - m_begin.cpu) - (now.waited - m_begin.waited);
    if (m_schedule >= 0 && now.waited >= m_begin.waited)
        slow.blocked = static_cast<double>(lost) / nanosPerMilli;
    if (m_reporter && (slow.isNested || slow.cpu > mostMilliseconds || slow.blocked > mostMilliseconds))
        m_reporter(slow);
}

bool MeteredApplication::notify(QObject* receiver, QEvent* event) {
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    if (m_depth++ > 0) {
        const bool done = QApplication::notify(receiver, event);
        --m_depth;
        return done;
    }
    // The receiver may be gone afterwards; its name costs a microsecond only where it is wanted.
    const auto type = event->type();
    const QString what = m_reporter ? nameOf(receiver, type) : QString();
    begin();
    const bool done = QApplication::notify(receiver, event);
    m_since.store(0, std::memory_order_relaxed);
    --m_depth;
    end(what);
    return done;
}

} // namespace gatehouse::ui
