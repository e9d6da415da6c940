// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/time_range.h"

#include <QString>

class QWidget;

namespace gatehouse::ui {

// What the window keeps from one run to the next, in the settings: geometry, view, range, splitters. What is kept and
// broken counts as nothing kept.
namespace session {

void save(QWidget& window, const QString& view, const TimeRange& range);
void restoreGeometry(QWidget& window);
QString view(); // that was shown last, or empty
void restoreRange(TimeRange& range);
// Of the splitters inside, which have object names.
void saveSplitters(QWidget& view);
void restoreSplitters(QWidget& view);

} // namespace session
} // namespace gatehouse::ui
