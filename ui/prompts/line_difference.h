// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVector>

namespace gatehouse::ui {

// Two texts side by side, line by line; a line without a counterpart stands beside nothing.
struct LinePair {
    enum class Kind { Same, Changed, Removed, Added };
    Kind kind = Kind::Same;
    QString left;
    QString right;
    int leftLine = 0; // from 1; 0: nothing stands there
    int rightLine = 0;
};

// The longest common lines are kept. Texts beyond some thousand differing lines are compared as one block.
QVector<LinePair> compareLines(const QString& left, const QString& right);

} // namespace gatehouse::ui
