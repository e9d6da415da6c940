// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/file_writer.h"

#include <QSaveFile>

namespace gatehouse::ui {

class FileWriter::Worker : public QObject {
public:
    explicit Worker(const QString& path) : m_file(path, this) {}

    void write(const QByteArray& bytes) {
        if (m_fault.isEmpty() && !m_file.isOpen() && !m_file.open(QIODevice::WriteOnly))
            m_fault = m_file.errorString();
        // It holds what people asked and which keys there are: for its owner only.
        if (m_fault.isEmpty())
            m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        if (m_fault.isEmpty() && m_file.write(bytes) != bytes.size())
            m_fault = m_file.errorString();
    }

    QString finish() {
        if (m_fault.isEmpty() && !m_file.commit())
            m_fault = m_file.errorString();
        return m_fault;
    }

private:
    QSaveFile m_file;
    QString m_fault;
};

FileWriter::FileWriter(const QString& path, QObject* parent) : QObject(parent), m_worker(new Worker(path)) {
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

FileWriter::~FileWriter() {
    m_thread.quit();
    m_thread.wait(); // for one piece at most
}

void FileWriter::write(const QByteArray& bytes) {
    m_waiting += bytes.size();
    QMetaObject::invokeMethod(m_worker, [this, bytes] {
        m_worker->write(bytes);
        QMetaObject::invokeMethod(this, [this, size = bytes.size()] {
            m_waiting -= size;
            Q_EMIT written();
        });
    });
}

void FileWriter::finish() {
    QMetaObject::invokeMethod(m_worker, [this] {
        const QString fault = m_worker->finish();
        QMetaObject::invokeMethod(this, [this, fault] { Q_EMIT finished(fault); });
    });
}

} // namespace gatehouse::ui
