// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/single_instance.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTimer>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::app {
namespace {

constexpr int patienceMilliseconds = 3'000;
constexpr qint64 mostBytes = 64 * 1024;
constexpr char taken[] = "ok\n";

// Of this user alone (XDG Base Directory Specification), or nothing.
QString runtimeFolder() {
    const QString base = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (base.isEmpty())
        return {};
    const QString folder = base + QStringLiteral("/gatehouse");
    const QByteArray path = QFile::encodeName(folder);
    if (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST)
        return {};
    struct stat state {};
    const bool own = ::lstat(path.constData(), &state) == 0 && S_ISDIR(state.st_mode) && state.st_uid == ::geteuid();
    return own && (state.st_mode & 077U) == 0 ? folder : QString();
}

} // namespace

SingleInstance::SingleInstance(const QString& name, QObject* parent) : QObject(parent) {
    const QString folder = runtimeFolder();
    if (folder.isEmpty())
        return;
    const QString stem = folder + QStringLiteral("/console") + (name.isEmpty() ? QString() : QString(u'-' + name));
    m_lockFile = stem + QStringLiteral(".lock");
    m_socketFile = stem + QStringLiteral(".socket");
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::meet);
}

SingleInstance::~SingleInstance() {
    m_server.close();
    if (m_lock >= 0)
        ::close(m_lock);
}

bool SingleInstance::claim() {
    if (m_lockFile.isEmpty())
        return true;
    const int file = ::open(QFile::encodeName(m_lockFile).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return true;
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::fcntl(file, F_OFD_SETLK, &whole) != 0) {
        ::close(file);
        return false;
    }
    m_lock = file;
    // Whose socket this was is gone, or the lock would be held.
    QLocalServer::removeServer(m_socketFile);
    if (m_server.listen(m_socketFile))
        (void)::chmod(QFile::encodeName(m_socketFile).constData(), 0600);
    return true;
}

bool SingleInstance::handOver(const QStringList& arguments) const {
    QLocalSocket socket;
    socket.connectToServer(m_socketFile);
    if (!socket.waitForConnected(patienceMilliseconds))
        return false;
    socket.write(QJsonDocument(QJsonArray::fromStringList(arguments)).toJson(QJsonDocument::Compact) + '\n');
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(patienceMilliseconds))
            return false;
    }
    return socket.readLine() == taken;
}

void SingleInstance::meet() {
    while (auto* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        QTimer::singleShot(patienceMilliseconds, socket, [socket] { socket->abort(); });
        read(socket);
    }
}

void SingleInstance::read(QLocalSocket* socket) {
    if (socket->bytesAvailable() > mostBytes) {
        socket->abort();
        return;
    }
    if (!socket->canReadLine())
        return;
    const auto document = QJsonDocument::fromJson(socket->readLine());
    if (!document.isArray()) {
        socket->abort();
        return;
    }
    QStringList arguments;
    for (const auto& argument : document.array())
        arguments.append(argument.toString());
    socket->write(taken);
    socket->flush();
    socket->disconnectFromServer();
    Q_EMIT arrived(arguments);
}

} // namespace gatehouse::app
