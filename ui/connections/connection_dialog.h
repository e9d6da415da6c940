// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connections/connections.h"

namespace gatehouse::ui {

class FormDialog;

// Adds a connection, or edits one; opened at once, deletes itself. "why": what brought the person here, or empty.
FormDialog* openConnectionDialog(Connections& connections, const QString& id, const QString& why, QWidget* window);

} // namespace gatehouse::ui
