// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <functional>
#include <memory>

namespace gatehouse::app {

// SIGTERM, SIGINT and SIGHUP as calls on the thread of the Qt event loop. One at a time in a process.
class Signals {
public:
    explicit Signals(std::function<void(int signal)> onSignal);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

private:
    std::function<void(int)> m_onSignal;
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_read = -1;
};

} // namespace gatehouse::app
