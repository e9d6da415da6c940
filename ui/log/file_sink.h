// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSaveFile>

namespace gatehouse::ui {

// Writes a file on a thread of its own, piece by piece. What was there before stays until commit().
class FileSink : public QObject {
    Q_OBJECT

public:
    explicit FileSink(const QString& path) : m_file(new QSaveFile(path, this)) {}

public Q_SLOTS:
    void write(const QByteArray& bytes);
    void commit();

Q_SIGNALS:
    void failed(const QString& why);
    void committed();

private:
    bool openOnce();

    QSaveFile* m_file; // a child, so that it moves with this to its thread
    bool m_failed = false;
};

} // namespace gatehouse::ui
