// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/file_sink.h"

namespace gatehouse::ui {

bool FileSink::openOnce() {
    if (m_failed)
        return false;
    if (m_file->isOpen() || m_file->open(QIODevice::WriteOnly))
        return true;
    m_failed = true;
    Q_EMIT failed(m_file->errorString());
    return false;
}

void FileSink::write(const QByteArray& bytes) {
    if (!openOnce() || m_file->write(bytes) == bytes.size())
        return;
    m_failed = true;
    Q_EMIT failed(m_file->errorString());
}

void FileSink::commit() {
    if (!openOnce())
        return;
    if (m_file->commit())
        Q_EMIT committed();
    else
        Q_EMIT failed(m_file->errorString());
}

} // namespace gatehouse::ui
