// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QString>

namespace gatehouse::ui {

// The first letter of a name on a coloured tile: providers have no logos here. The same name always has the same
// colour; it follows the theme.
QIcon letterTile(const Theme& theme, const QString& name);

} // namespace gatehouse::ui
