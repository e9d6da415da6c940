// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/teams/team_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

// Adds a team, with a budget where one is wanted.
class TeamDialog : public FormDialog {
    Q_OBJECT

public:
    TeamDialog(Console& console, const TeamBook& book, QWidget* parent);

private:
    QString idFault() const;
    void save();

    Console& m_console;
    const TeamBook& m_book;
    QLineEdit* m_id;
    QLineEdit* m_usd;
    QComboBox* m_period;
};

} // namespace gatehouse::ui
