// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAction;
class QPushButton;

namespace gatehouse::ui {

// A button for a command: it follows the command's text, icon and whether it is possible, and tells its keys or, where
// it is not possible, why (the action's property "why"). "name" becomes its object name; primary: the one that a page
// is for.
QPushButton* commandButton(QAction* action, const char* name, bool primary = false);

} // namespace gatehouse::ui
