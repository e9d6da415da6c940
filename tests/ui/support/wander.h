// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QDialog>
#include <QList>

namespace gatehouse::ui {

// Every enabled action of a window and its shown view that may be triggered without leaving the program.
QList<QAction*> harmlessActions(QWidget* window);
QList<QDialog*> openDialogs();
// Closes each, and lets what deletes itself be gone.
void closeDialogs();

} // namespace gatehouse::ui
