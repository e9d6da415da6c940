// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QObject>
#include <QStringList>

namespace gatehouse::app {

// One console for each profile. First a lock file in the XDG runtime folder, which goes with the process, then a socket
// beside it (0600) on which a second start hands over what it was asked for. UI thread.
class SingleInstance : public QObject {
    Q_OBJECT

public:
    // name: of the profile.
    explicit SingleInstance(const QString& name, QObject* parent = nullptr);
    ~SingleInstance() override;

    // True: this is the only one, and listens. Where the runtime folder cannot be used there is nobody to meet.
    bool claim();
    // To the one that runs; waits for at most a few seconds, so it is for before the window only. False: it did not
    // take them.
    bool handOver(const QStringList& arguments) const;

Q_SIGNALS:
    void arrived(const QStringList& arguments); // of a second start

private:
    void meet();
    void read(QLocalSocket* socket);

    QString m_lockFile;
    QString m_socketFile;
    QLocalServer m_server;
    int m_lock = -1;
};

} // namespace gatehouse::app
