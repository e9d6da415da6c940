// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

// An environment variable that is set, and where. Its value is never read out.
struct SetVariable {
    QString name;
    QString source; // "~/.bashrc, line 12"; empty: this session's environment
};

// Which of these variables are set: in the environment of this program, and in the files that shells and desktops read
// at start. Reads files: not on the UI thread.
QVector<SetVariable> findVariables(const QStringList& names, const QString& home);

} // namespace gatehouse::ui
