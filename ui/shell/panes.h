// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>

class QWidget;

// F6: the focus goes from one part of the window to the next.
namespace gatehouse::ui::panes {

// Parts without a place for the focus, and hidden ones, are passed over. The parts of a splitter in a part count by
// themselves.
void cycle(const QVector<QWidget*>& parts, int direction);
// To the first place for it inside; false where there is none.
bool focusInto(QWidget* part);

} // namespace gatehouse::ui::panes
