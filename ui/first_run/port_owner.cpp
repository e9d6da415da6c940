// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/port_owner.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QSet>
#include <QTcpServer>

namespace gatehouse::ui {
namespace {

constexpr qsizetype columns = 10; // up to the inode
constexpr char listening[] = "0A";
constexpr int portsLookedAt = 200;

QByteArray readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Inodes of the sockets that listen there.
QSet<QByteArray> listeners(const QString& proc, quint16 port) {
    QSet<QByteArray> inodes;
    for (const char* table : {"/net/tcp", "/net/tcp6"}) {
        const auto lines = readAll(proc + QLatin1String(table)).split('\n');
        for (const auto& line : lines) {
            const auto words = line.simplified().split(' ');
            if (words.size() < columns || words[3] != listening)
                continue;
            const auto colon = words[1].lastIndexOf(':');
            if (words[1].mid(colon + 1).toUShort(nullptr, 16) == port)
                inodes.insert(words[9]);
        }
    }
    return inodes;
}

bool holds(const QString& process, const QSet<QByteArray>& inodes) {
    const QDir descriptors(process + QStringLiteral("/fd"));
    const auto entries = descriptors.entryInfoList(QDir::System | QDir::Files | QDir::NoDotAndDotDot);
    for (const auto& entry : entries) {
        // "/proc/PID/fd/socket:[INODE]": what the link says, made absolute.
        const QByteArray target = entry.symLinkTarget().toLatin1();
        const auto open = target.indexOf("socket:[");
        if (open >= 0 && inodes.contains(target.mid(open + 8, target.lastIndexOf(']') - open - 8)))
            return true;
    }
    return false;
}

} // namespace

std::optional<PortOwner> portOwner(quint16 port, const QString& proc) {
    const auto inodes = listeners(proc, port);
    if (inodes.isEmpty())
        return {};
    const auto processes = QDir(proc).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const auto& name : processes) {
        bool number = false;
        const qint64 pid = name.toLongLong(&number);
        const QString process = proc + QLatin1Char('/') + name;
        if (number && holds(process, inodes))
            return PortOwner{QString::fromUtf8(readAll(process + QStringLiteral("/comm")).trimmed()), pid};
    }
    return PortOwner();
}

quint16 nextFreePort(quint16 from) {
    for (int port = from; port < from + portsLookedAt && port <= 65'535; ++port) {
        QTcpServer server;
        if (server.listen(QHostAddress::LocalHost, static_cast<quint16>(port)))
            return static_cast<quint16>(port);
    }
    return 0;
}

} // namespace gatehouse::ui
