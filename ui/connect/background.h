// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <functional>
#include <utility>

namespace gatehouse::ui {

// Runs work that may block, such as reading files, away from the UI thread. The handler runs on the UI thread, and not
// once its context is gone.
template <typename Work, typename Handler>
void inBackground(Work work, QObject* context, Handler handler) {
    QThreadPool::globalInstance()->start(
        [work = std::move(work), guard = QPointer<QObject>(context), handler = std::move(handler)]() mutable {
            auto result = work();
            QMetaObject::invokeMethod(QCoreApplication::instance(),
                                      [guard, handler = std::move(handler), result = std::move(result)]() mutable {
                                          if (!guard.isNull())
                                              handler(result);
                                      });
        });
}

} // namespace gatehouse::ui
