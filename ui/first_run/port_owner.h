// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>
#include <optional>

namespace gatehouse::ui {

// Who listens on a port of this computer.
struct PortOwner {
    QString program; // "python3"; empty: a program of another user, which may not be looked at
    qint64 pid = 0;
};

// Both look at the system and may take their time: call them aside of the UI thread (ui/client/aside.h).
// Nothing: the port is free. Source: proc_pid_net(5), "tcp" and "tcp6"; the socket's inode leads to /proc/PID/fd.
std::optional<PortOwner> portOwner(quint16 port, const QString& proc = QStringLiteral("/proc"));
// The first port from "from" on that can be bound on the loopback address; 0: none.
quint16 nextFreePort(quint16 from);

} // namespace gatehouse::ui
