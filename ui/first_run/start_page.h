// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace gatehouse::ui {

class ChoiceButton;

// Page one: how this computer is going to use Gatehouse.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(const Theme& theme, QWidget* parent = nullptr);
    // Connecting to another gateway is offered only where the program can do it.
    void setConnectOffered(bool offered);

Q_SIGNALS:
    void justMe();
    void connectElsewhere();
    void import();

private:
    ChoiceButton* m_connect;
};

} // namespace gatehouse::ui
