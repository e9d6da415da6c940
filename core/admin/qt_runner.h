// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/runner.h"

#include <QObject>
#include <atomic>
#include <cstddef>

namespace gatehouse::admin {

// Runs functions on the thread whose Qt event loop the object was made on: the control thread. It must be destroyed on
// that thread, after everything that posts to it has stopped; what is then still queued is dropped.
class QtRunner final : public Runner {
public:
    static constexpr std::size_t defaultMost = 256;
    explicit QtRunner(std::size_t most = defaultMost) : m_most(most) {}
    bool post(std::function<void()> work) override;
    std::size_t refused() const { return m_refused.load(std::memory_order_relaxed); }

private:
    QObject m_home;
    std::size_t m_most;
    std::atomic<std::size_t> m_waiting{0};
    std::atomic<std::size_t> m_refused{0};
};

} // namespace gatehouse::admin
