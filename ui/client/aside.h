// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <utility>

namespace gatehouse::ui {

// Does work that may block (files, /proc) on a thread of the pool and hands its result to "done" on the UI thread,
// unless the context is gone by then. The work must not touch the context.
template <typename Work, typename Done> void runAside(QObject* context, Work work, Done done) {
    // Made here and deleted here; only its thread-safe event queue is used from the pool.
    auto* courier = new QObject;
    QPointer<QObject> guard(context);
    QThreadPool::globalInstance()->start([courier, guard, work = std::move(work), done = std::move(done)]() mutable {
        auto result = work();
        QMetaObject::invokeMethod(
            courier,
            [courier, guard, done = std::move(done), result = std::move(result)]() mutable {
                if (!guard.isNull())
                    done(std::move(result));
                courier->deleteLater();
            },
            Qt::QueuedConnection);
    });
}

} // namespace gatehouse::ui
