// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connections/token_keeper.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

// What to do about a key chain that does not take a token: unlock it and try again, or keep the token until the
// program's end. Its buttons are "keepForSession", "tryKeyChain" and "cancelKeyChain". Shown with open(), deletes
// itself.
class KeyChainDialog : public QDialog {
    Q_OBJECT

public:
    enum class State { Waiting, Said };
    KeyChainDialog(State state, TokenKeeper::Outcome outcome, QWidget* parent);

Q_SIGNALS:
    void sessionChosen();
    void retryChosen();
};

} // namespace gatehouse::ui
