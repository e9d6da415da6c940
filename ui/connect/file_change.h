// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/merge.h"

#include <QByteArray>
#include <QString>
#include <sys/stat.h>

namespace gatehouse::ui {

// A change of one of the person's own files, before it is made.
struct FileChange {
    QString path;   // as it is named
    QString target; // where it really lies: links are followed
    bool exists = false;
    mode_t mode = S_IRUSR | S_IWUSR;
    QByteArray before;
    QByteArray after;
    QString problem; // a sentence; then nothing may be changed

    bool changesAnything() const { return !exists || before != after; }
};

struct FileDone {
    QString problem; // a sentence; the file is as it was
    QString backup;  // where the former content lies; empty where there was none
};

// These read and write files and may block: never on the UI thread.

// What applying would do. Refused where the file is no file, not the person's own, write-protected, or not to be
// merged (merge.h).
FileChange planChange(const QString& path, FileFormat format, const QVector<Setting>& settings);
// Backs the file up beside itself and replaces it in one step, with the same mode. Refused where it is not any more as
// it was planned.
FileDone applyChange(const FileChange& change);
// Puts the former bytes back, or takes a file away that was not there. Refused where the file was changed since.
FileDone undoChange(const FileChange& change);

// "~/…" below the home folder.
QString inHome(const QString& path);

// Lines that go and come, with two around them: "- old", "+ new", "  same".
QString differenceOf(const QByteArray& before, const QByteArray& after);

} // namespace gatehouse::ui
