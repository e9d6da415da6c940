// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::ui {

// A body as a text widget can show it without holding the window: very long lines are broken, of a very long text only
// the beginning is there, which it says. Pure; call it aside.
QString shownText(const QString& body);

} // namespace gatehouse::ui
