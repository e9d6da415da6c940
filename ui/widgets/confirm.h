// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace gatehouse::ui {

struct Confirmation {
    QString title;  // "Revoke key ci?"
    QString text;   // what happens and that it cannot be taken back
    QString impact; // "3 routes, 2 keys, 1,204 calls today", or empty
    QString verb;   // what the button says: "Revoke"
    QString typed;  // where not empty, the person types it before the button works
};

// Asks, with Cancel as the default. Returns at once; "confirmed" runs where the person says yes. The dialog is
// "confirmDialog", its button "confirmVerb".
void confirm(QWidget* parent, const Confirmation& what, std::function<void()> confirmed);

} // namespace gatehouse::ui
