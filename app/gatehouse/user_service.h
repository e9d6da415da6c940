// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>

namespace gatehouse::app {

// The daemon as a service of the user's systemd (gatehoused.service), which can serve the profile when the console is
// closed. Asked over D-Bus, never waited for. UI thread.
class UserService : public QObject {
    Q_OBJECT

public:
    explicit UserService(QObject* parent = nullptr);

    // Known soon after the start; false until then, and where there is no such unit.
    bool isInstalled() const { return m_installed; }
    // "done" with whether systemd took the order; also when it did not answer within a few seconds.
    void start(std::function<void(bool started)> done);

private:
    bool m_installed = false;
};

} // namespace gatehouse::app
