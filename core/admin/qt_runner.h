// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/runner.h"

#include <QObject>
#include <cstddef>
#include <deque>
#include <mutex>

namespace gatehouse::admin {

// A signal that another thread may send.
class Bell : public QObject {
    Q_OBJECT
Q_SIGNALS:
    void rung();
};

// Runs functions on the thread whose Qt event loop the object was made on: the control thread, one for each turn of the
// loop. It must be destroyed on that thread, after everything that posts to it has stopped; what is then still queued
// is dropped.
class QtRunner final : public Runner {
public:
    static constexpr std::size_t defaultMost = 256;
    explicit QtRunner(std::size_t most = defaultMost);
    bool post(std::function<void()> work) override;
    std::size_t refused() const;

private:
    void runOne();

    Bell m_bell;
    std::size_t m_most;
    // The queue is our own and Qt only rings: so it is bounded, and a thread sanitizer sees that posting comes before
    // running, which it cannot within Qt.
    mutable std::mutex m_mutex;
    std::deque<std::function<void()>> m_waiting;
    std::size_t m_refused = 0;
};

} // namespace gatehouse::admin
