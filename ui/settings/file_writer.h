// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QThread>

namespace gatehouse::ui {

// Writes a file piece by piece on a thread of its own, beside the place where it will be: it is there whole or not at
// all. Used from the UI thread.
class FileWriter : public QObject {
    Q_OBJECT

public:
    explicit FileWriter(const QString& path, QObject* parent = nullptr);
    ~FileWriter() override; // gives up what was not finished

    void write(const QByteArray& bytes);
    void finish();
    qint64 waiting() const { return m_waiting; } // bytes that are not on the disk yet

Q_SIGNALS:
    void written();                      // some; look at waiting()
    void finished(const QString& fault); // empty: the file is there

private:
    class Worker;
    QThread m_thread;
    Worker* m_worker; // lives on m_thread
    qint64 m_waiting = 0;
};

} // namespace gatehouse::ui
