// SPDX-License-Identifier: Apache-2.0
#include "core/admin/qt_runner.h"

#include <QMetaObject>
#include <utility>

namespace gatehouse::admin {

bool QtRunner::post(std::function<void()> work) {
    if (m_waiting.fetch_add(1, std::memory_order_acq_rel) >= m_most) {
        m_waiting.fetch_sub(1, std::memory_order_acq_rel);
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    const auto run = [this, work = std::move(work)] {
        work();
        m_waiting.fetch_sub(1, std::memory_order_acq_rel);
    };
    return QMetaObject::invokeMethod(&m_home, run, Qt::QueuedConnection);
}

} // namespace gatehouse::admin
