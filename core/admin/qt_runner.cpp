// SPDX-License-Identifier: Apache-2.0
#include "core/admin/qt_runner.h"

#include <utility>

namespace gatehouse::admin {

QtRunner::QtRunner(std::size_t most) : m_most(most) {
    const auto answer = [this] { runOne(); };
    QObject::connect(&m_bell, &Bell::rung, &m_bell, answer, Qt::QueuedConnection);
}

bool QtRunner::post(std::function<void()> work) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_waiting.size() >= m_most) {
            ++m_refused;
            return false;
        }
        m_waiting.push_back(std::move(work));
    }
    Q_EMIT m_bell.rung();
    return true;
}

void QtRunner::runOne() {
    std::function<void()> work;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_waiting.empty())
            return;
        work = std::move(m_waiting.front());
        m_waiting.pop_front();
    }
    work();
}

std::size_t QtRunner::refused() const {
    const std::scoped_lock lock(m_mutex);
    return m_refused;
}

} // namespace gatehouse::admin
