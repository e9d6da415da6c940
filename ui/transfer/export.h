// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

class QWidget;

namespace gatehouse::ui {

// Writes the gateway's configuration, which holds no secret, into a file. Tells by a toast how it went.
void exportConfiguration(Console& console, QWidget* parent, const QString& path);
// Asks where to first.
void chooseExport(Console& console, QWidget* parent);

} // namespace gatehouse::ui
