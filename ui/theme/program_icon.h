// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace gatehouse::ui {

// The program's own picture, for windows where the desktop finds none by the program's id.
QIcon programIcon();

} // namespace gatehouse::ui
